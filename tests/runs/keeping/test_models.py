"""A model is fitted once for all prints of a series, and what was kept is what was fitted, to the bit."""

from __future__ import annotations

import pytest
import torch
from safetensors.torch import load_file, save_file

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.runs import colours
from ukiyo_widgets.runs.keeping import cache

pytestmark = pytest.mark.usefixtures("tiny")
SERIES = [make_print(seed=seed, height=40, width=60) for seed in range(3, 9)]


@pytest.fixture(autouse=True)
def fits(tmp_path, monkeypatch):
    """A cache of its own, and how often a model was fitted."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    made, fit = [], colours.fit_model
    monkeypatch.setattr(colours, "fit_model", lambda *args, **keywords: made.append(fit(*args, **keywords)) or made[-1])
    return made


def picture(references, *, seed=1, **settings):
    return uw.colorize(make_print(seed=seed), references, size=48, **settings).advance(2).unclipped


def test_the_second_print_of_a_series_finds_the_model_whatever_the_order_of_the_references(fits):
    first = picture(SERIES)
    assert len(fits) == 1
    assert torch.equal(picture(SERIES), first)
    picture(SERIES[::-1], seed=2)
    assert len(fits) == 1


def test_other_prints_or_other_weights_are_another_model(fits):
    picture(SERIES)
    picture(SERIES[:5])
    picture(SERIES, reference_weights=(1, 2, 1, 1, 1, 1))
    assert len(fits) == 3


def test_no_luck_decides(fits):
    """What the preset ``print`` makes is the same whatever number the noise grows from."""
    first = picture(SERIES)
    assert torch.equal(uw.colorize(make_print(seed=1), SERIES, size=48, seed=7).advance(2).unclipped, first)
    assert len(fits) == 1


def test_the_first_of_many_are_larger_and_still_learnt_from_as_the_others(fits):
    """Which prints are the first differs from print to print of a series; the model does not."""
    large = [make_print(seed=seed, height=200, width=300) for seed in range(3, 8)]
    for references in (large, large[::-1]):
        uw.colorize(make_print(seed=1, height=40, width=300), references, size=300).advance(1)
    assert len(fits) == 1


def test_without_a_cache_the_picture_is_the_same(fits, monkeypatch):
    kept = picture(SERIES)
    monkeypatch.setenv(cache.VARIABLE, "off")
    assert torch.equal(picture(SERIES), kept)
    assert len(fits) == 2


@pytest.mark.parametrize("damage", ["cut", "other shapes", "not finite"])
def test_what_does_not_fit_is_fitted_again(fits, tmp_path, damage):
    first = picture(SERIES)
    (model,) = (each for each in tmp_path.glob("*.safetensors") if "centres" in load_file(each))
    tensors = load_file(model)
    if damage == "cut":
        model.write_bytes(model.read_bytes()[:1000])
    elif damage == "other shapes":
        save_file(tensors | {"shares": tensors["shares"][:, 1:].contiguous()}, model)
    else:
        save_file(tensors | {"mean": tensors["mean"] * float("nan")}, model)
    assert torch.equal(picture(SERIES), first)
    assert len(fits) == 2
