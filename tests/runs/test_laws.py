"""The laws of a run: stopping, saving, forking and replaying never change a bit."""

from __future__ import annotations

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.engine.objective.passes import evaluate
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.runs.loading import load_run

# Every optimizer and canvas, with a history that is shorter than the runs.
VARIANTS = [
    {"preset": "print", "history": 3},
    {"preset": "paper", "noise": 5.0, "history": 3},
    {"preset": "print", "optimizer": "lbfgs", "coarse": 1, "coarse_iterations": 3},
    {"preset": "johnson2015", "history": 3, "noise": 5.0},
    {"preset": "paper", "start": "content", "optimizer": "adam", "clip": True},
    {"preset": "gatys2015", "start": "content", "optimizer": "sgd", "sgd_step": 0.2},
]

# The laws do not depend on the network, and VGG-19 takes ten times as long: the default and the paper's alone.
pytestmark = pytest.mark.parametrize(
    ("weights", "variant"),
    [*(("tiny", each) for each in VARIANTS), *(("real", each) for each in VARIANTS[:2])],
    indirect=["weights"],
    ids=lambda v: v if isinstance(v, str) else f"{v['preset']}-{v.get('optimizer', 'lbfgs')}-{v.get('coarse', 0)}",
)


def make_run(variant, **settings):
    content, reference = make_print(seed=1), make_print(height=40, width=32, seed=2)
    return uw.colorize(content, reference, **{"size": 48, **variant, **settings})


def same(frame, other):
    return (
        frame.index == other.index
        and torch.equal(frame.unclipped, other.unclipped)
        and dict(frame.losses) == dict(other.losses)
        and frame.style_weight == other.style_weight
    )


def consume_badly(run):
    for _frame in run:
        raise RuntimeError("of the body")


def straight(variant, n, **settings):
    return [None, *make_run(variant, **settings).steps(n)]


def test_same_recipe_same_bits(weights, variant):
    one, other = (straight(variant, 8) for _ in range(2))
    assert all(same(a, b) for a, b in zip(one[1:], other[1:], strict=True))


def test_a_frames_losses_are_those_of_its_picture(weights, variant):
    run = make_run(variant)
    for frame in run.steps(6):
        tools = run._workshop_for(frame.index).tools(run.settings)
        objective = tools.at(run.settings.trust(frame.index)).objective
        fresh = evaluate(objective, frame.unclipped, style_weight=frame.style_weight).losses
        assert {name: float(loss) for name, loss in fresh.items()} == dict(frame.losses)


def test_stop_and_resume_equals_never_having_stopped(weights, variant):
    expected = straight(variant, 9)
    run = make_run(variant)
    for frame in run:
        if frame.index == 3:
            break
    with pytest.raises(RuntimeError, match="of the body"):
        consume_badly(run)
    assert run.index == 4
    run.advance(2)
    frames = list(run.steps(3))
    assert all(same(a, b) for a, b in zip(frames, expected[7:], strict=True))


def test_save_load_resume_equals_never_having_stopped(weights, variant, tmp_path):
    expected = straight(variant, 9)
    for stop_at in (0, 1, 5):
        run = make_run(variant)
        run.advance(stop_at)
        loaded = load_run(run.save(tmp_path / "run"))
        assert loaded.index == stop_at
        assert loaded.recipe == run.recipe
        assert same(loaded.frame, run.frame)
        assert same(loaded.advance(9 - stop_at), expected[9])


def test_a_fork_equals_its_parent_and_leaves_it_alone(weights, variant):
    expected = straight(variant, 9)
    parent = make_run(variant)
    parent.advance(4)
    same_fork, other_fork = parent.fork(), parent.fork(style_weight=7.0, fade=0.2)
    assert same(other_fork.frame, parent.frame)
    other = other_fork.advance(5)
    assert same(parent.frame, expected[4])
    assert same(same_fork.advance(5), expected[9])
    assert same(parent.advance(5), expected[9])
    assert not torch.equal(other.unclipped, expected[9].unclipped)
    assert other.style_weight == pytest.approx(7.0 * 0.8**5)
    assert other_fork.parent is parent


@pytest.mark.parametrize("budget_mb", [0.0, 0.2, 256.0])
def test_a_fork_at_an_earlier_iteration_is_that_iteration(weights, variant, budget_mb):
    parent = make_run(variant, snapshot_memory_mb=budget_mb)
    parent.advance(3)
    parent.set(style_weight=20.0)
    frames = {frame.index: frame for frame in parent.steps(9)}
    for at in (4, 7, 12):
        fork = parent.fork(at=at)
        assert same(fork.frame, frames[at])
        if at < 12:
            assert same(fork.advance(12 - at), frames[12])
    assert same(parent.frame, frames[12])


def test_a_replayed_recipe_gives_the_same_pictures(weights, variant):
    run = make_run(variant)
    run.set(style_weight=50.0)
    run.advance(3)
    run.set(fade=0.1, content_weight=2.0)
    run.set(keep_ink=True)
    run.advance(2)
    run.set(style_layers="conv1_1=1,conv2_2=2", optimizer="adam")
    run.advance(3)
    recipe = uw.Recipe.from_json(run.recipe.to_json())
    assert recipe == run.recipe
    again = uw.replay(recipe, content=make_print(seed=1), reference=make_print(height=40, width=32, seed=2))
    assert same(again.advance(8), run.frame)
    assert again.settings == run.settings


def test_a_change_acts_at_the_next_iteration_and_is_in_the_recipe(weights, variant):
    run = make_run(variant)
    run.advance(2)
    before = run.frame
    run.set(style_weight=3.0, fade=0.5)
    assert same(run.frame, before)
    after = run.advance(1)
    assert after.style_weight == 1.5
    (change,) = run.recipe.changes
    assert (change.iteration, dict(change.settings)) == (2, {"style_weight": 3.0, "fade": 0.5})


def test_changing_what_is_not_judged_changes_no_bit(weights, variant):
    expected = straight(variant, 6)
    run = make_run(variant)
    run.advance(3)
    run.set(iterations=500, snapshot_memory_mb=1.0, style_layers=Settings.from_preset(variant["preset"]).style_layers)
    assert same(run.advance(3), expected[6])


def test_bands_taken_up_later_are_saved_and_loaded_to_the_bit(weights, variant, tmp_path):
    content = make_print(height=200, width=48, seed=1)  # two bands high
    run = uw.colorize(
        content, make_print(height=40, width=32, seed=2), **{**variant, "size": 200, "precision": "float32"}
    )
    run.advance(4)
    run.set(band=64)
    run.advance(1)
    loaded = load_run(run.save(tmp_path / "run"))
    assert same(loaded.advance(2), run.advance(2))
