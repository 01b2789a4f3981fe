"""A say in the colours: hints, regions and inks in a run that goes on."""

from __future__ import annotations

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print, tiny_weights
from ukiyo_widgets.engine.network import networks
from ukiyo_widgets.engine.objective.passes import evaluate
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.images import colour
from ukiyo_widgets.runs.loading import load_run

CONTENT, REFERENCE = make_print(seed=1), make_print(height=40, width=32, seed=2)
CHANGES = [
    {"hints": "0.3,0.4,0.1=#cc3322"},
    {"regions": "0,0 0.5,0 0.5,1 0,1 > 0,0 1,0 1,0.5 0,0.5"},
    {"palette": "#808080=#a04040"},
]


@pytest.fixture(autouse=True)
def tiny(monkeypatch):
    weights = tiny_weights()
    monkeypatch.setattr(networks, "load_weights", lambda *_args, **_kwargs: weights)


def make_run(**settings):
    return uw.colorize(CONTENT, REFERENCE, **{"size": 48, "precision": "float32", **settings})


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
@pytest.mark.parametrize("preset", ["print", "paper"])
def test_a_change_is_replayed_saved_and_undone_to_the_bit(change, preset, tmp_path):
    run = make_run(preset=preset)
    run.advance(2)
    run.set(**change)
    run.advance(2)
    loaded = load_run(run.save(tmp_path / "run"))
    run.set(**dict.fromkeys(change, ""))
    expected = run.advance(2).unclipped
    again = uw.replay(run.recipe, content=CONTENT, reference=REFERENCE).advance(6)
    assert torch.equal(again.unclipped, expected)
    loaded.set(**dict.fromkeys(change, ""))
    assert torch.equal(loaded.advance(2).unclipped, expected)
    code = str(run.recipe)
    assert next(iter(change.values())) in code


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_a_change_shows_at_the_next_iteration_and_a_fork_leaves_its_parent_alone(change):
    run = make_run(colour_rise=0)
    run.advance(3)
    before = run.frame.pixels
    fork = run.fork(**change)
    changed, unchanged = fork.advance(1).pixels, run.advance(1).pixels
    assert (changed - unchanged).abs().mean() > 2 * (unchanged - before).abs().mean()
    assert torch.equal(run.advance(1).unclipped, make_run(colour_rise=0).advance(5).unclipped)


def test_a_hint_is_held_against_the_style():
    run = make_run(hints="0.5,0.5,0.08=#cc2211", style_weight=30.0)
    frame = run.advance(15)
    ab = colour.rgb_to_lab(frame.pixels)[1:, 14:18, 22:26].mean((1, 2))
    plain = colour.rgb_to_lab(make_run(style_weight=30.0).advance(15).pixels)[1:, 14:18, 22:26].mean((1, 2))
    assert ab[0] > plain[0] + 10


def test_a_frames_losses_stay_those_of_its_picture_after_a_hint():
    run = make_run()
    before = run.advance(2)
    run.set(hints="0.3,0.4=#cc3322")
    assert torch.equal(run.frame.unclipped, before.unclipped)
    frame = run.advance(1)
    objective = run._workshop_for(frame.index).tools(run.settings).at(run.settings.trust(frame.index)).objective
    fresh = evaluate(objective, frame.unclipped, style_weight=frame.style_weight).losses
    assert {name: value.item() for name, value in fresh.items()} == dict(frame.losses)


def test_a_region_of_a_missing_reference_is_refused_and_the_run_goes_on():
    run = make_run()
    run.advance(1)
    with pytest.raises(SettingsError, match="Region 1 takes its colour from reference 2, but there is 1 reference"):
        run.set(regions="0,0 0.5,0 0.5,1 > 0,0 1,0 1,1 @ 2")
    assert run.advance(1).index == 2
    with pytest.raises(SettingsError, match="from reference 3, but there are 2"):
        uw.colorize(CONTENT, [REFERENCE, REFERENCE], size=48, regions="0,0 0.5,0 0.5,1 > 0,0 1,0 1,1 @ 3")


def test_changed_inks_change_the_references_that_are_compared():
    plain, changed = (make_run(preset="paper", start="content", **change).frame for change in ({}, CHANGES[2]))
    assert torch.equal(plain.unclipped, changed.unclipped)
    assert plain.losses["style"] != changed.losses["style"]
