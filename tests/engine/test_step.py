"""Rescue: a step that goes wrong is undone, said, and followed by shorter ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from ukiyo_widgets.engine import step as steps
from ukiyo_widgets.engine.canvas import Unbounded
from ukiyo_widgets.engine.objective.objective import Evaluation
from ukiyo_widgets.engine.optimizer.lbfgs import LBFGS
from ukiyo_widgets.engine.optimizer.optimizers import SGD, Adam

OPTIMIZERS = [LBFGS(history=5, step=1.0, first_step=1.0), Adam(1.0, 0.9, 0.999), SGD(1.0, 0.5)]
START = torch.full((3, 4, 5), 0.8, dtype=torch.float64)


STEEPNESS = torch.linspace(1, 20, START.numel(), dtype=torch.float64).view_as(START)


class Bowl:
    """Σ c (x − ½)² with accidents: at some calls the loss is what the test says."""

    def __init__(self, accidents=(), *, broken_gradient=False):
        self.accidents = dict(accidents)
        self.broken_gradient = broken_gradient
        self.calls = 0

    def evaluate(self, pixels, *, style_weight):
        loss = (STEEPNESS * (pixels - 0.5).square()).sum()
        gradient = 2 * STEEPNESS * (pixels - 0.5)
        if self.calls in self.accidents:
            if self.broken_gradient:
                gradient = gradient * torch.nan
            else:
                loss = torch.as_tensor(self.accidents[self.calls], dtype=loss.dtype)
        self.calls += 1
        zero = torch.zeros_like(loss)
        return Evaluation({"total": loss, "content": zero + style_weight, "style": zero}, gradient)

    def total(self, losses, *, style_weight):
        return losses["total"]


@pytest.fixture(autouse=True)
def _bowls_are_evaluated_without_a_network(monkeypatch):
    monkeypatch.setattr(
        steps, "evaluate", lambda bowl, pixels, *, style_weight: bowl.evaluate(pixels, style_weight=style_weight)
    )


def walk(objective, optimizer, n, *, fade=0.0):
    state = steps.begin(START, objective=objective, optimizer=optimizer, canvas=Unbounded(), style_weight=1.0)
    states = [state]
    for _ in range(n):
        state = steps.step(state, objective=objective, optimizer=optimizer, canvas=Unbounded(), fade=fade)
        states.append(state)
    return states


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("accident", [float("nan"), float("inf"), 1e6])
def test_an_accident_is_undone_and_reported(optimizer, accident):
    states = walk(Bowl({4: accident}), optimizer, 30)
    reasons = [int(state.rescue) for state in states]
    assert reasons[4] == (steps.BLOWN_UP if accident == 1e6 else steps.NOT_FINITE)
    assert reasons.count(steps.FINE) == 30
    assert states[4].here.losses["total"] == min(state.here.losses["total"] for state in states[:4])
    assert torch.equal(states[4].here.pixels, states[3].best.pixels)
    assert states[4].step_scale < 1
    assert states[-1].here.losses["total"] < states[4].here.losses["total"]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_broken_gradient_is_an_accident_too(optimizer):
    states = walk(Bowl({3: 0}, broken_gradient=True), optimizer, 8)
    assert int(states[3].rescue) == steps.NOT_FINITE
    assert all(state.here.gradient.isfinite().all() and state.here.pixels.isfinite().all() for state in states)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_after_a_rescue_nothing_of_the_failed_past_is_used(optimizer):
    """Where the best point is the start itself, the first step after the rescue is the very first step, shortened."""
    rescued = walk(Bowl({1: float("nan")}), optimizer, 2)
    fresh = walk(Bowl(), optimizer, 1)
    moved = rescued[2].here.pixels - START
    torch.testing.assert_close(moved, steps.SHORTER * (fresh[1].here.pixels - START))


def test_the_step_grows_back():
    states = walk(Bowl({4: float("nan")}), OPTIMIZERS[0], 20)
    assert states[-1].step_scale == 1


def test_a_frames_losses_are_at_the_style_weight_that_has_faded_once_per_iteration():
    # The bowl reports the style weight that it was judged with as its content loss.
    states = walk(Bowl(), OPTIMIZERS[0], 5, fade=0.0025)
    for k, state in enumerate(states):
        assert state.style_weight == pytest.approx(0.9975**k, rel=1e-14)
        assert state.here.losses["content"].item() == state.style_weight


def test_a_step_alters_nothing_in_the_state_before_it():
    for optimizer in OPTIMIZERS:
        before = walk(Bowl(), optimizer, 3)[-1]
        kept = [before.here.pixels.clone(), before.here.gradient.clone(), before.best.pixels.clone()]
        steps.step(before, objective=Bowl({0: float("nan")}), optimizer=optimizer, canvas=Unbounded(), fade=0.1)
        for tensor, copy in zip((before.here.pixels, before.here.gradient, before.best.pixels), kept, strict=True):
            assert torch.equal(tensor, copy)


def test_a_start_that_is_not_finite_is_refused_in_a_sentence():
    with pytest.raises(steps.NotFiniteError, match=r"The loss of the start is nan.*lower content_weight"):
        walk(Bowl({0: float("nan")}), OPTIMIZERS[0], 0)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("stride", [0.25, 2.0])
def test_no_move_is_longer_than_the_stride_and_shorter_ones_are_as_they_were(optimizer, stride):
    state = walk(Bowl(), optimizer, 0)[0]
    free = state
    for _ in range(12):
        before = state.here.pixels
        member = steps.Member(state, Bowl(), optimizer, Unbounded(), 1.0, stride=stride)
        (state,) = steps.step_together([member])
        assert 255 * (state.here.pixels - before).square().mean().sqrt() <= stride * (1 + 1e-9)
        free_before = free.here.pixels
        (long,) = steps.step_together([steps.Member(free, Bowl(), optimizer, Unbounded(), 1.0)])
        moved = 255 * (long.here.pixels - free_before).square().mean().sqrt().item()
        (limited,) = steps.step_together([steps.Member(free, Bowl(), optimizer, Unbounded(), 1.0, stride=moved + 1)])
        assert torch.equal(limited.here.pixels, long.here.pixels)
        free = long


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_after_a_rescue_a_step_that_the_stride_limits_is_shorter_too(optimizer):
    stride = 0.25

    def moved(state):
        (after,) = steps.step_together([steps.Member(state, Bowl(), optimizer, Unbounded(), 1.0, stride=stride)])
        return 255 * (after.here.pixels - state.here.pixels).square().mean().sqrt()

    state = walk(Bowl(), optimizer, 0)[0]
    full = moved(state)
    shorter = moved(replace(state, step_scale=steps.SHORTER * state.step_scale))
    assert full == pytest.approx(stride)
    assert shorter == pytest.approx(steps.SHORTER * full)
