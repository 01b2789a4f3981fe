"""The loop makes the colour: it begins gray, comes to rest by itself, and vividness can be turned on the way."""

from __future__ import annotations

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.images import colour
from ukiyo_widgets.runs.keeping.snapshots import SETTLED

pytestmark = pytest.mark.usefixtures("tiny")


def make_run(**settings):
    return uw.colorize(make_print(seed=1), make_print(height=40, width=32, seed=2), size=48, **settings)


def spread(pixels):
    return colour.rgb_to_lab(pixels)[1:].flatten(1).std(dim=1).mean().item()


def test_it_begins_with_the_gray_print_and_takes_colour():
    run = make_run()
    first = run.frame.pixels
    assert spread(first) < 0.1
    chroma = [colour.rgb_to_lab(frame.pixels)[1:].norm(dim=0).mean().item() for frame in run.steps(12)]
    assert chroma[0] > 0.3
    assert chroma[11] > chroma[0]


def test_it_ends_by_itself_when_nothing_moves_any_more_and_says_so():
    run = make_run(iterations=400)
    frames = [(frame.index, frame.note) for frame in run]
    assert 10 < run.index < 400
    assert [note for _, note in frames if note] == [SETTLED]
    assert frames[-1][1] == SETTLED
    assert list(run) == []
    assert run.advance(1).index == frames[-1][0] + 1  # whoever asks for more gets it
    run.set(vividness=1.0)
    assert not run.finished
    assert next(iter(run)).note != SETTLED


def test_every_iteration_is_seen_and_none_is_a_jump():
    run = make_run(iterations=400)
    before, moves = run.frame.pixels, []
    for frame in run.steps(20):
        moves.append(255 * (frame.pixels - before).square().mean().sqrt().item())
        before = frame.pixels
    allowed = [run.settings.stride(index) for index in range(20)]
    assert all(0.2 * run.settings.longest_step < move for move in moves[:10]), moves
    # Of a* and b*, which it moves, light paper has the most gray levels to a unit, but for colours that are strong already.
    assert all(move <= 1.05 * most for move, most in zip(moves, allowed, strict=True)), moves
    assert allowed[0] == run.settings.longest_step < allowed[-1]


def test_without_settling_it_goes_on_to_the_last_iteration():
    run = make_run(iterations=60, settle=0, colour_rise=2)
    assert [frame.index for frame in run][-1] == 60


def test_short_steps_are_no_rest():
    run = make_run(iterations=40, longest_step=0.02)
    assert run.settings.longest_step < run.settings.settle
    assert [frame.index for frame in run][-1] == 40


def test_a_batch_waits_for_the_last_to_settle():
    run = make_run(iterations=400)
    batch = uw.sweep(run, vividness=[0.0, 1.0])
    for _ in batch:
        pass
    assert all(each.finished and each.index < 400 for each in batch.runs)


def test_vividness_is_seen_within_two_iterations_and_the_end_does_not_depend_on_the_way():
    run = make_run(colour_rise=4, iterations=400)
    for _ in run:
        pass
    before = spread(run.frame.pixels)
    fork = run.fork(vividness=1.0)
    assert spread(fork.advance(2).pixels) > 1.03 * before
    for _ in fork:
        pass
    straight = make_run(colour_rise=4, iterations=400, vividness=1.0)
    for _ in straight:
        pass
    assert (fork.frame.pixels - straight.frame.pixels).abs().mean() < 5 / 255
    assert spread(run.frame.pixels) == before


def test_a_new_ink_needs_no_new_model():
    told = []
    run = make_run(colour_rise=0, progress=lambda *step: told.append(step))
    run.advance(2)
    steps = len(told)
    run.set(palette="#777777=#cc2222")
    run.advance(2)
    assert len(told) == steps


def test_smaller_sizes_share_what_was_learnt(monkeypatch):
    monkeypatch.setenv("UKIYO_WIDGETS_CACHE", "off")
    told = []
    run = make_run(coarse=1, coarse_iterations=3, progress=lambda *step: told.append(step))
    run.advance(6)
    assert [what for what, done, _ in told if done == 1].count("learning") == 1


def test_settings_of_earlier_recipes_mean_what_they_did():
    import json

    from ukiyo_widgets.runs.recipe import Recipe

    data = json.loads(make_run().recipe.to_json())
    for name in ("colours", "settle", "vividness", "colour_rise"):
        del data["settings"][name]
    data["settings"]["start"] = "match"
    settings = Recipe.from_json(json.dumps(data)).settings
    assert (settings.colours, settings.settle) == ("match", 0.0)
    del data["settings"]["longest_step"]
    assert Recipe.from_json(json.dumps(data)).settings.longest_step == 0


def test_as_many_passes_as_iterations():
    run = make_run()
    run.advance(2)
    network = run._workshop.tools(run.settings).objective.network
    before = network.passes
    run.advance(5)
    assert network.passes == before + 5
    assert torch.is_tensor(run._position.state.motion)
