"""The controls: every setting once, and what is turned reaches the run."""

from __future__ import annotations

import pytest

import ukiyo_widgets as uw
from tests.widgets.conftest import eventually
from ukiyo_widgets.engine.settings import knobs
from ukiyo_widgets.widgets.parts.part import Rhythm


@pytest.fixture
def controls(player):
    player.shown.run.advance(1)
    made = uw.Controls(player)
    yield made
    made.close()


def test_every_setting_has_a_control_with_its_help():
    controls = uw.Controls()
    there = {*controls._fields, "style_weight", "style_layers", "reference_weights"}
    assert there == set(knobs())
    for name, field in controls._fields.items():
        assert knobs()[name].help in field.tooltip
    controls.close()


def test_every_setting_and_every_heading_speaks_japanese():
    japanese = uw.Controls(language="ja")
    for name, field in japanese._fields.items():
        assert not field.tooltip.isascii(), name
        assert knobs()[name].help not in field.tooltip
    assert not [title for title in japanese.children[-2].titles if title.isascii()]
    japanese.close()


def test_a_slider_does_not_jump_back_while_its_value_is_on_the_way(controls, player, monkeypatch):
    run = player.shown.run
    monkeypatch.setattr(Rhythm, "wait_s", lambda _self: 0.0)
    player.shown.until = 100  # as if an iteration were being made
    player.forget(controls.refresh)
    apply, asked = run.set, []
    monkeypatch.setattr(run, "set", lambda **changes: asked.append(changes))
    controls._balance.value = 5.0
    apply(fade=0.01)  # an earlier change takes effect
    controls.refresh()
    assert controls._fields["fade"].value == 0.01
    assert controls._balance.value == pytest.approx(5)
    player.shown.until, player.shown.driven_until_s = None, 0.0
    apply(**asked[0], total_variation=1.0)
    controls.refresh()
    assert controls._on_their_way == {}
    assert controls._balance.value == pytest.approx(5)


def test_every_control_can_show_every_preset():
    controls = uw.Controls()
    for preset in uw.presets:
        settings = uw.Settings.from_preset(preset)
        controls.show(settings)
        assert controls.settings == settings
        for name, field in controls._fields.items():
            assert str(field.value) == str(getattr(settings, name)), name
    controls.close()


def test_a_slider_acts_at_the_next_iteration_the_last_value_wins_and_the_recipe_says_so(controls, player):
    run = player.shown.run
    for value in (2.0, 3.0, 5.0):
        controls._balance.value = value
    run.advance(1)
    assert run.settings.style_weight == pytest.approx(5)
    assert run.frame.style_weight == pytest.approx(5 * (1 - run.settings.fade))
    assert run.recipe.changes[-1].settings["style_weight"] == pytest.approx(5)


def test_what_a_cell_sets_is_shown_and_not_sent_back(controls, player):
    player.shown.run.set(style_weight=100.0, fade=0.01)
    eventually(lambda: controls._fields["fade"].value == 0.01)
    assert controls._balance.value == pytest.approx(100)
    assert len(player.shown.run.recipe.changes) == 1


def test_a_wrong_value_is_refused_in_words(controls):
    controls._fields["content_layers"].value = "conv9_9=1"
    assert "conv9_9" in controls._wrong.value
    controls._fields["total_variation"].value = 0.5
    assert "conv9_9" in controls._wrong.value  # which still stands in its field
    controls._fields["content_layers"].value = "conv4_2=1"
    assert controls._wrong.value == ""


def test_a_preset_changes_everything_but_the_size(controls):
    controls._fields["size"].value = 64
    controls._fields["preset"].value = "johnson2015"
    assert controls.settings == uw.Settings.from_preset("johnson2015", size=64)


def test_a_choice_for_the_next_start_outlives_a_slider(controls, player):
    controls._fields["size"].value = 64
    controls._balance.value = 7.0
    eventually(lambda: controls._seen[1].style_weight == pytest.approx(7))
    assert controls.settings.size == 64


def test_the_layers_are_five_sliders(controls, player):
    controls._layers["conv5_1"].value = 0.0
    player.shown.run.advance(1)
    assert "conv5_1" not in dict(player.shown.run.settings.style_layers)
