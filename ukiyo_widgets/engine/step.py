"""One iteration: move, evaluate there, and come back if that went wrong.

A state is never altered. Whatever interrupts a step, the state before it still stands.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.canvas import Canvas
from ukiyo_widgets.engine.machine import keep_pace
from ukiyo_widgets.engine.objective.objective import Evaluation, Objective, Weight
from ukiyo_widgets.engine.objective.passes import evaluate, evaluate_together
from ukiyo_widgets.engine.optimizer.lbfgs import LBFGS, LBFGSMemory
from ukiyo_widgets.engine.optimizer.optimizers import SGD, Adam, AdamMemory, SGDMemory
from ukiyo_widgets.engine.settings import GRAY_LEVEL
from ukiyo_widgets.errors import NotFiniteError

Memory = LBFGSMemory | AdamMemory | SGDMemory

BLOW_UP = 10.0
"""A loss this many times above the best since the last change of a setting is no detour but a blow-up."""

SHORTER, LONGER = 0.25, 1.25
"""Factors on the length of the steps after a rescue, and after each good step until it is 1 again."""

UNSETTLED = 16.0
"""Gray levels that a picture counts as moving when it has just been judged anew."""

FINE, NOT_FINITE, BLOWN_UP = 0, 1, 2
"""Values of :attr:`State.rescue`."""


@dataclass(frozen=True)
class Point:
    """A picture, its losses, and their gradient by the canvas's coordinates."""

    pixels: Tensor
    losses: Mapping[str, Tensor]
    gradient: Tensor


@dataclass(frozen=True)
class State:
    """Everything that the next iteration depends on.

    Attributes
    ----------
    index
        Iterations done.
    here
        The picture, its losses and its gradient.
    best
        The point with the lowest loss since the last change of a setting: where a rescue returns to.
    style_weight
        β at this iteration.
    memory
        The optimizer's.
    step_scale
        Factor on the next move; below 1 for a while after a rescue.
    rescue
        Whether this iteration's move was undone, and why: one of FINE, NOT_FINITE, BLOWN_UP.
    motion
        How far the picture still moves, in gray levels: the mean over its pixels of the last iteration, or of an earlier one,
        halved with each iteration since.
    elapsed_s
        Seconds spent computing so far.
    """

    index: int
    here: Point
    best: Point
    style_weight: float
    memory: Memory
    step_scale: Tensor
    rescue: Tensor
    motion: Tensor
    elapsed_s: float


def begin(
    pixels: Tensor, *, objective: Objective, optimizer: LBFGS | Adam | SGD, canvas: Canvas, style_weight: float
) -> State:
    """Return the state of iteration 0.

    Raises
    ------
    NotFiniteError
        If the loss of the start is not finite.
    """
    started = time.perf_counter()
    here = _evaluate(canvas.project(pixels), objective=objective, canvas=canvas, style_weight=style_weight)
    _refuse_non_finite(here, "the start")
    return State(
        index=0,
        here=here,
        best=here,
        style_weight=style_weight,
        memory=optimizer.begin(here.gradient),
        step_scale=here.pixels.new_ones(()),
        rescue=torch.zeros((), dtype=torch.int8, device=pixels.device),
        motion=unsettled(here.pixels),
        elapsed_s=time.perf_counter() - started,
    )


def enlarge(
    state: State, *, height: int, width: int, objective: Objective, optimizer: LBFGS | Adam | SGD, canvas: Canvas
) -> State:
    """Return ``state`` with its picture at another size, judged there; the optimizer begins anew."""
    pixels = F.interpolate(state.here.pixels.unsqueeze(0), size=(height, width), mode="bicubic", antialias=True)[0]
    state = replace(state, here=replace(state.here, pixels=pixels), step_scale=torch.ones_like(state.step_scale))
    state = refresh(state, objective=objective, canvas=canvas, style_weight=state.style_weight)
    return replace(state, memory=optimizer.begin(state.here.gradient))


def refresh(state: State, *, objective: Objective, canvas: Canvas, style_weight: float) -> State:
    """Return ``state`` with its picture judged anew, after a setting has changed; ``style_weight`` is the new β.

    Raises
    ------
    NotFiniteError
        If the loss with the new settings is not finite.
    """
    here = _evaluate(canvas.project(state.here.pixels), objective=objective, canvas=canvas, style_weight=style_weight)
    _refuse_non_finite(here, f"iteration {state.index} with the new settings")
    return replace(state, here=here, best=here, style_weight=style_weight, motion=unsettled(here.pixels))


@dataclass(frozen=True)
class Member:
    """One of the pictures that make an iteration together.

    Attributes
    ----------
    style_weight
        β of the iteration to come.
    rising
        1 where the trust in what is known of the colours is another than at the iteration before, else 0.
    stride
        How far the picture may move, root mean square, in gray levels.
    """

    state: State
    objective: Objective
    optimizer: LBFGS | Adam | SGD
    canvas: Canvas
    style_weight: Weight
    rising: Weight = 0.0
    stride: Weight = math.inf


def step(state: State, *, objective: Objective, optimizer: LBFGS | Adam | SGD, canvas: Canvas, fade: float) -> State:
    """Return the state one iteration later.

    The move is made first and judged after, so the new state's losses are those of the new picture, at the style weight
    that has faded once more. If they are not finite or far above the best, the picture goes back to the best point, the
    optimizer forgets, and the next steps are shorter. All of this is decided on the device.
    """
    (after,) = step_together([Member(state, objective, optimizer, canvas, state.style_weight * (1 - fade))])
    return after


def step_together(members: Sequence[Member]) -> list[State]:
    """Return what :func:`step` does for each, up to rounding, with one pass through the network for all.

    Of several, the pictures have one size, and the objectives one network and the same layers, and none is computed in bands.
    """
    return timed(moved, members)


def timed(move: Callable[[Sequence[Member]], list[State]], members: Sequence[Member]) -> list[State]:
    """Return the states after ``move``, and with them what the host keeps count of."""
    started = time.perf_counter()
    after = move(members)
    keep_pace(members[0].state.here.pixels.device)
    share_s = (time.perf_counter() - started) / len(members)
    return [
        replace(
            state,
            index=each.state.index + 1,
            style_weight=float(each.style_weight),
            elapsed_s=each.state.elapsed_s + share_s,
        )
        for state, each in zip(after, members, strict=True)
    ]


def moved(members: Sequence[Member]) -> list[State]:
    """Return each member's state with every tensor of the next one: the part of an iteration that is done on the device."""
    proposed = [_proposed(each) for each in members]
    after = []
    for each, (pixels, memory), found in zip(members, proposed, _evaluations(members, proposed), strict=True):
        reached = Point(pixels, found.losses, each.canvas.pulled_back(found.gradient, pixels))
        after.append(_settled(each, reached, memory))
    return after


def _evaluations(members: Sequence[Member], proposed: Sequence[tuple[Tensor, Memory]]) -> list[Evaluation]:
    if len(members) == 1:  # which may be computed in bands
        return [evaluate(members[0].objective, proposed[0][0], style_weight=members[0].style_weight)]
    return evaluate_together(
        [(each.objective, pixels, each.style_weight) for each, (pixels, _) in zip(members, proposed, strict=True)]
    )


def _proposed(member: Member) -> tuple[Tensor, Memory]:
    """Return the picture after the optimizer's move, and its memory."""
    here, state = member.canvas.coordinates(member.state.here.pixels), member.state
    # The memories' types belong to their optimizers; make_optimizer and begin() keep them together.
    move, memory = member.optimizer.move(here, state.here.gradient, state.memory)  # type: ignore[arg-type]
    length = torch.linalg.vector_norm(move).clamp_min(1e-30) / math.sqrt(move.numel())
    share = state.step_scale * (GRAY_LEVEL * member.stride / length).clamp_max(1)  # after a rescue shorter even so
    return member.canvas.picture(here + share * move), memory


def _settled(member: Member, reached: Point, memory: Memory) -> State:
    """Return the member's state at the point reached, or back at the best one if that went wrong."""
    state = member.state
    # The style weight has faded since the best was measured: weigh its terms as those of the new picture are.
    best_loss = member.objective.total(state.best.losses, style_weight=member.style_weight)
    best = replace(state.best, losses={**state.best.losses, "total": best_loss})
    loss = reached.losses["total"]
    finite = loss.isfinite() & torch.linalg.vector_norm(reached.gradient, ord=math.inf).isfinite()
    good = finite & (loss <= BLOW_UP * best_loss)
    here = _select(good, reached, best)
    # With another trust the loss is another, and what was the best is so no longer.
    better = good & ((loss < best_loss) | (member.rising > 0))
    moved = 255 * (here.pixels - state.here.pixels).abs().mean()
    reason = torch.where(finite, BLOWN_UP, NOT_FINITE)
    return replace(
        state,
        here=here,
        best=_select(better, here, best),
        memory=memory.forget(good),
        step_scale=torch.where(good, (state.step_scale * LONGER).clamp_max(1), state.step_scale * SHORTER),
        rescue=torch.where(good, FINE, reason).to(torch.int8),
        motion=torch.maximum(moved, state.motion / 2),
    )


def tensors_of(state: State) -> dict[str, Tensor]:
    """Return every tensor of a state by name."""
    named = {"step_scale": state.step_scale, "rescue": state.rescue, "motion": state.motion}
    for name, point in (("here", state.here), ("best", state.best)):
        named |= {f"{name}.pixels": point.pixels, f"{name}.gradient": point.gradient}
        named |= {f"{name}.loss.{term}": loss for term, loss in point.losses.items()}
    return named | {f"memory.{name}": tensor for name, tensor in state.memory.tensors().items()}


def with_tensors(state: State, tensors: Mapping[str, Tensor]) -> State:
    """Return ``state`` with every tensor replaced by that of its name: the inverse of :func:`tensors_of`."""

    def below(prefix: str) -> dict[str, Tensor]:
        return {name.removeprefix(prefix): each for name, each in tensors.items() if name.startswith(prefix)}

    def point(name: str) -> Point:
        return Point(tensors[f"{name}.pixels"], below(f"{name}.loss."), tensors[f"{name}.gradient"])

    return replace(
        state,
        here=point("here"),
        best=point("best"),
        memory=type(state.memory).from_tensors(below("memory.")),
        step_scale=tensors["step_scale"],
        rescue=tensors["rescue"],
        motion=tensors["motion"],
    )


def _evaluate(pixels: Tensor, *, objective: Objective, canvas: Canvas, style_weight: Weight) -> Point:
    evaluation = evaluate(objective, pixels, style_weight=style_weight)
    return Point(pixels, evaluation.losses, canvas.pulled_back(evaluation.gradient, pixels))


def unsettled(pixels: Tensor) -> Tensor:
    """Return a motion of which it takes some iterations to come to rest."""
    return pixels.new_full((), UNSETTLED)


def _select(condition: Tensor, first: Point, second: Point) -> Point:
    losses = {name: torch.where(condition, loss, second.losses[name]) for name, loss in first.losses.items()}
    pixels = torch.where(condition, first.pixels, second.pixels)
    return Point(pixels, losses, torch.where(condition, first.gradient, second.gradient))


def _refuse_non_finite(point: Point, what: str) -> None:
    total = point.losses["total"].item()
    if not math.isfinite(total) or not point.gradient.isfinite().all():
        raise NotFiniteError(
            f"The loss of {what} is {total}: the weights are too large for this precision; "
            f"lower content_weight, style_weight or total_variation, or take precision='float32'."
        )
