"""Every knob refuses what it must, in a sentence with name, value and range."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
import torch

from ukiyo_widgets.engine.layers import LAYERS, LayerWeights
from ukiyo_widgets.engine.presets import PRESETS
from ukiyo_widgets.engine.settings import Settings, describe, knobs
from ukiyo_widgets.errors import SettingsError


def test_every_setting_has_a_knob_with_help_and_a_default_in_range():
    defaults = Settings()
    for name, knob in knobs().items():
        assert knob.help.endswith("."), name
        assert knob.group, name
        assert knob.read(name, getattr(defaults, name)) == getattr(defaults, name)


def test_every_number_out_of_range_is_refused_by_name_value_and_range():
    for name, knob in knobs().items():
        if knob.low is None or name == "reference_weights":
            continue
        for wrong in (knob.low - 1, knob.high * 2 + 1):
            with pytest.raises(SettingsError, match=rf"^{name} is {wrong!r}, but it must be .*{knob.low:.12g} to"):
                Settings(**{name: wrong})
        for edge in (knob.low, knob.high):
            assert getattr(Settings(**{name: edge}), name) == edge


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("fade", "much", "fade is 'much', but it must be a number from 0 to 1."),
        ("fade", float("nan"), "fade is nan, but it must be a number from 0 to 1."),
        ("size", 300.5, "size is 300.5, but it must be a whole number from 16 to 8192 px."),
        ("size", True, "size is True, but it must be a whole number from 16 to 8192 px."),
        ("size", None, "size is None, but it must be a whole number from 16 to 8192 px."),
        ("optimizer", "newton", "optimizer is 'newton', but it must be one of lbfgs, adam, sgd."),
        ("keep_ink", 1, "keep_ink is 1, but it must be True or False (yes or no)."),
        ("start", "wave.png", "to start from a picture, give it to colorize(start=…)."),
        ("style_layers", "conv9_1", "'conv9_1' is no layer; the layers are conv1_1, conv1_2"),
        ("style_layers", {"conv1_1": -1}, "the weight of conv1_1 is -1.0; give a finite number"),
        ("style_layers", "", "no layer is named"),
        ("reference_weights", [0, 0], "reference_weights are all 0"),
        ("reference_weights", [-1, 2], "reference_weights is [-1, 2], but it must be numbers from 0 to"),
    ],
)
def test_a_wrong_value_is_refused_in_a_sentence(name, value, sentence):
    with pytest.raises(SettingsError) as refused:
        Settings(**{name: value})
    assert sentence in str(refused.value)


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(SettingsError, match=r"There is no setting 'stlye_weight'; did you mean style_weight\?"):
        Settings.from_preset("paper", stlye_weight=3)
    with pytest.raises(SettingsError, match=r"preset is 'paprika', but it must be one of print, paper"):
        Settings.from_preset("paprika")


def test_text_from_the_command_line_is_read_as_the_value():
    read = Settings(
        size="256",
        fade="0.01",
        keep_ink="no",
        iterations="none",
        style_layers="conv1_1=1,conv3_1=2",
        reference_weights="1,2",
    )
    given = Settings(
        size=256,
        fade=0.01,
        keep_ink=False,
        iterations=None,
        style_layers={"conv3_1": 2, "conv1_1": 1},
        reference_weights=(1, 2),
    )
    assert read == given


def test_presets_state_what_the_papers_state():
    paper, gatys, johnson = (Settings.from_preset(name) for name in ("paper", "gatys2015", "johnson2015"))
    style_layers = ["conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1"]
    for settings in (paper, gatys, johnson):
        assert list(settings.content_layers) == ["conv4_2"]
        assert list(settings.style_layers) == style_layers
        assert settings.start == "noise"
        assert not settings.keep_ink
    assert set(paper.style_layers.values()) == {0.2}
    assert (paper.fade, paper.optimizer, paper.iterations, paper.pooling) == (0.0025, "lbfgs", 1000, "max")
    assert (gatys.fade, gatys.pooling, gatys.style_weight / gatys.content_weight) == (0, "average", 1000)
    assert (johnson.content_weight, johnson.style_weight, johnson.total_variation) == (5, 100, 1e-3)
    assert (johnson.loss_form, johnson.fade, set(johnson.style_layers.values())) == ("mean", 0, {1.0})


def test_changes_to_a_preset_recreate_the_settings():
    for preset in PRESETS:
        settings = Settings.from_preset(preset, size=300, fade=0.1)
        assert Settings.from_preset(preset, **settings.changes_to_preset()) == settings
        assert set(settings.changes_to_preset()) <= {"size", "fade"}


def test_settings_are_frozen_and_hashable():
    settings = Settings()
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.fade = 1
    assert len({settings, Settings(), Settings(fade=0.5)}) == 2


def test_layer_weights_are_ordered_and_equal_by_content():
    given = LayerWeights({"conv5_1": 1, "conv1_1": 2})
    assert list(given) == ["conv1_1", "conv5_1"]
    assert given == LayerWeights(str(given))
    assert hash(given) == hash(LayerWeights(str(given)))
    assert sum(LayerWeights(LAYERS).values()) == pytest.approx(1)
    with pytest.raises(ValueError, match="named twice"):
        LayerWeights("conv1_1,conv1_1")


def test_describe_knows_units():
    assert describe("size").allowed == "a whole number from 16 to 8192 px"


class Hostile:
    def __float__(self):
        raise RuntimeError("no number")

    def __iter__(self):
        raise ZeroDivisionError

    def __repr__(self):
        raise OSError


HOSTILE = [
    Hostile(), object(), [1, 2], {"conv1_1": Hostile()}, itertools.count(), "x" * 2_000_000, "\0", b"\xff", 10**400, -(10**400),
    float("nan"),
    float("inf"), 1e999, "1e999", "nan", "--", "\udc83", "9" * 5000, {}, [], (), None, True, 1j, range(10**9),
    Ellipsis, [[]], ["conv1_1"] * 10**5, {"a": {"b": []}}, "0,0=#000;" * 20_000, np.array([1.0, 2.0]), torch.tensor([1, 2]),
    "1_000", "٣", int,
]  # fmt: skip


@pytest.mark.parametrize("name", knobs())
def test_whatever_is_given_is_taken_or_refused_in_one_short_sentence(name):
    for value in HOSTILE:
        said = ""
        try:
            read = getattr(Settings(**{name: value}), name)
            assert read == getattr(Settings(**{name: read}), name)
        except SettingsError as error:
            said = str(error)
        assert len(said) < 1200
        assert "\n" not in said
