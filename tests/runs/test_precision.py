"""A run may begin in one precision and go on in another."""

from __future__ import annotations

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.engine.machine import choose_precision
from ukiyo_widgets.engine.objective.passes import evaluate
from ukiyo_widgets.errors import SettingsError

OPTIMIZERS = ["lbfgs", "adam", "sgd"]


pytestmark = pytest.mark.usefixtures("tiny")


def make_run(**settings):
    # While trust in the evidence rises, moves tell L-BFGS little: here nothing rises.
    given = {"size": 48, "device": "cpu", "colour_rise": 0, **settings}
    return uw.colorize(make_print(seed=1), make_print(seed=2), **given)


def switched(**settings):
    """Return a run that made three iterations in bfloat16 and then one in float32."""
    run = make_run(precision="bfloat16", **settings)
    run.advance(3)
    run.set(precision="float32")
    run.advance(1)
    return run


def test_losses_are_of_the_new_precision():
    run = switched(preset="paper", start="content")
    frame = run.frame
    exact = make_run(preset="paper", start="content", precision="float32")
    judge = exact._workshop.tools(exact.settings).objective
    expected = evaluate(judge, frame.unclipped, style_weight=frame.style_weight).losses
    assert frame.losses["total"] == expected["total"].item()


def test_what_lbfgs_knows_is_kept_but_no_pair_straddles_two_roundings():
    run = switched()
    memory = run._position.state.memory
    assert memory.good.tolist() == [True, True, False]
    run.advance(1)
    assert run._position.state.memory.good.tolist() == [True, True, False, True]


def test_the_network_left_behind_holds_no_memory():
    run = switched()
    held = {dtype: network._arena is not None for (_, dtype), network in run._workshop._networks._made.items()}
    assert held == {torch.bfloat16: False, torch.float32: True}


@pytest.mark.parametrize("others", [{"iterations": 80}, {"snapshot_memory_mb": 100, "first_step": 2.0}])
def test_what_lbfgs_knows_is_kept_beside_changes_that_judge_nothing(others):
    run = make_run(precision="bfloat16")
    run.advance(3)
    run.set(precision="float32", **others)
    run.advance(1)
    assert run._position.state.memory.good.tolist() == [True, True, False]


def test_what_lbfgs_knows_is_lost_where_the_loss_changes_too():
    run = make_run(precision="bfloat16")
    run.advance(3)
    run.set(precision="float32", content_weight=2.0)
    run.advance(1)
    assert run._position.state.memory.good.tolist() == []


def test_another_name_of_the_same_precision_changes_no_bit():
    own = str(choose_precision("auto", device=torch.device("cpu"))).removeprefix("torch.")
    one, other = make_run(), make_run()
    for run in (one, other):
        run.advance(3)
    one.set(precision=own)
    assert torch.equal(one.advance(3).unclipped, other.advance(3).unclipped)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_it_can_be_replayed_saved_and_forked_as_ever(optimizer, tmp_path):
    run = switched(optimizer=optimizer)
    at_four = run.frame.unclipped
    again = uw.replay(run.recipe, content=make_print(seed=1), reference=make_print(seed=2))
    assert torch.equal(again.advance(4).unclipped, at_four)
    loaded = uw.load(run.save(tmp_path / "run.ukiyo"))
    fork = run.fork()
    early = run.fork(at=2)  # before the change, so without it
    seventh = run.advance(3).unclipped
    assert torch.equal(loaded.advance(3).unclipped, seventh)
    assert torch.equal(fork.advance(3).unclipped, seventh)
    assert early.settings.precision == "bfloat16"


def test_new_hints_after_the_change_move_a_loaded_run_as_they_do_the_run(tmp_path):
    run = switched()
    loaded = uw.load(run.save(tmp_path / "run.ukiyo"))
    for each in (run, loaded):
        each.set(hints=[(0.5, 0.5, "#d04020")])
    assert torch.equal(run.advance(1).unclipped, loaded.advance(1).unclipped)


@pytest.mark.parametrize(("first", "then"), [("float32", "float64"), ("float64", "bfloat16")])
def test_float64_is_for_a_whole_run(first, then):
    run = make_run(precision=first)
    run.advance(1)
    with pytest.raises(SettingsError, match=rf"precision is '{then}', but a run in float64 is so from its start"):
        run.set(precision=then)
    assert run.advance(1).index == 2
