"""One iteration as a recording: on a GPU hundreds of small launches become one (a CUDA graph).

An iteration is a pure function of the state's tensors and the weights, so a recording needs buffers of its own, into which those
are copied, and nothing else: states stay immutable, forks share the recording, and a moved slider needs no new one. Whatever goes
wrong, the same iteration is made without it, from then on for good.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from ukiyo_widgets.engine import step as steps
from ukiyo_widgets.engine.canvas import Canvas
from ukiyo_widgets.engine.lbfgs import LBFGS
from ukiyo_widgets.engine.objective import Objective
from ukiyo_widgets.engine.optimizers import SGD, Adam
from ukiyo_widgets.engine.step import State

Work = Callable[[], list[Tensor]]
Recorder = Callable[[Work], tuple[Callable[[], None], list[Tensor]]]
"""Records work on fixed buffers; returns what does it again, and the tensors in which the results then are."""

EAGER_FIRST = 3
"""Iterations of one kind before it is recorded: while the history of L-BFGS grows, each is another kind."""

MOST_KEPT = 2
"""Recordings, each with memory of its own; the oldest goes."""

TOLERANCE = 0.01
"""By which share of its norm a recorded result may differ from the usual one when it is checked, once."""


class Replayer:
    """Makes iterations like :func:`ukiyo_widgets.engine.step.step`, by a recording where there is one.

    Parameters
    ----------
    record
        How to record; None never does.

    Attributes
    ----------
    failure : str
        Why nothing is recorded any more, in a sentence; empty while all is well.
    """

    def __init__(self, record: Recorder | None) -> None:
        self.failure = ""
        self._record = record
        self._seen: Counter[Hashable] = Counter()
        self._recordings: dict[Hashable, _Recording] = {}
        self._lock = threading.Lock()

    def step(
        self, state: State, *, objective: Objective, optimizer: LBFGS | Adam | SGD, canvas: Canvas, fade: float
    ) -> State:
        """Return the state one iteration later."""

        def usual() -> State:
            return steps.step(state, objective=objective, optimizer=optimizer, canvas=canvas, fade=fade)

        if self._record is None or self.failure:
            return usual()
        key = _kind(state, objective=objective, optimizer=optimizer, canvas=canvas)
        with self._lock:
            recording = self._recordings.get(key)
        if recording is not None:
            try:
                return steps.timed(recording.replay, state, objective=objective, fade=fade)
            except Exception as error:  # noqa: BLE001 - nobody knows all that a driver may raise
                self._give_up(error)
                return usual()
        after = usual()
        self._seen[key] += 1
        if self._seen[key] > EAGER_FIRST:
            try:
                recording = _Recording(state, self._record, objective=objective, optimizer=optimizer, canvas=canvas)
                recording.check(state, after, objective=objective)
                self._keep(key, recording)
            except Exception as error:  # noqa: BLE001
                self._give_up(error)
        return after

    def _keep(self, key: Hashable, recording: _Recording) -> None:
        with self._lock:
            kept = list(self._recordings.items())[1 - MOST_KEPT :]
            self._recordings = {**dict(kept), key: recording}

    def _give_up(self, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:120]
        self.failure = (
            f"The iteration could not be recorded as a CUDA graph ({reason}); from here on each is computed the usual way, "
            f"which only takes longer."
        )
        with self._lock:
            self._recordings = {}


class _Recording:
    """One kind of iteration, recorded; used by one thread at a time."""

    def __init__(
        self,
        state: State,
        record: Recorder,
        *,
        objective: Objective,
        optimizer: LBFGS | Adam | SGD,
        canvas: Canvas,
    ) -> None:
        self._lock = threading.Lock()
        self._inputs = [each.clone() for each in _inputs(state, objective=objective, style_weight=state.style_weight)]
        *own, alpha, beta, gamma = self._inputs
        before = steps.with_tensors(state, dict(zip(steps.tensors_of(state), own, strict=True)))
        weighed = replace(
            objective,
            content_weight=alpha if objective.content_weight else 0.0,
            total_variation=gamma if objective.total_variation else 0.0,
        )

        def work() -> list[Tensor]:
            after = steps.moved(before, objective=weighed, optimizer=optimizer, canvas=canvas, style_weight=beta)
            self._after_names = list(steps.tensors_of(after))
            return list(steps.tensors_of(after).values())

        self._again, self._outputs = record(work)
        # What the iteration hands on as it is need not be copied: a pair of L-BFGS stays one tensor for all states.
        places = {id(each): i for i, each in enumerate(self._inputs)}
        self._handed_on = [places.get(id(each)) for each in self._outputs]

    def replay(self, state: State, *, objective: Objective, style_weight: float) -> State:
        """Return the state after the iteration, whose style weight is given."""
        inputs = _inputs(state, objective=objective, style_weight=style_weight)
        with self._lock:
            for own, given in zip(self._inputs, inputs, strict=True):
                own.copy_(given)
            self._again()
            outputs = [
                each.clone() if place is None else inputs[place]
                for each, place in zip(self._outputs, self._handed_on, strict=True)
            ]
        return steps.with_tensors(state, dict(zip(self._after_names, outputs, strict=True)))

    def check(self, state: State, after: State, *, objective: Objective) -> None:
        """Raise ArithmeticError unless the recording gives what the usual iteration gave."""
        replayed = steps.tensors_of(self.replay(state, objective=objective, style_weight=after.style_weight))
        for name, expected in steps.tensors_of(after).items():
            difference = (replayed[name].double() - expected.double()).norm()
            if not difference <= TOLERANCE * expected.double().norm():
                raise ArithmeticError(f"{name} differs from the usual iteration's")


def record_cuda(work: Work) -> tuple[Callable[[], None], list[Tensor]]:
    """Record ``work`` as a CUDA graph on the current device."""
    before = torch.cuda.current_stream()
    aside, graph = torch.cuda.Stream(), torch.cuda.CUDAGraph()  # type: ignore[no-untyped-call]
    try:
        aside.wait_stream(before)
        with torch.cuda.stream(aside):
            for _ in range(EAGER_FIRST):  # libraries choose their algorithms and set up before the recording
                work()
        before.wait_stream(aside)
        # Other threads may go on allocating meanwhile: only this one's mistakes end the recording.
        with torch.cuda.graph(graph, capture_error_mode="thread_local"):
            outputs = work()
    finally:
        torch.cuda.set_stream(before)  # a recording that fails would leave its own
    return graph.replay, outputs


def _inputs(state: State, *, objective: Objective, style_weight: float) -> list[Tensor]:
    like = state.here.pixels
    weights = (objective.content_weight, style_weight, objective.total_variation)
    return [*steps.tensors_of(state).values(), *(torch.full_like(like[0, 0, 0], float(each)) for each in weights)]


def _kind(state: State, *, objective: Objective, optimizer: LBFGS | Adam | SGD, canvas: Canvas) -> Hashable:
    """Return all that a recording depends on, besides the values of tensors and weights."""
    shapes: Any = tuple((name, tuple(each.shape)) for name, each in steps.tensors_of(state).items())
    layers = (tuple(objective.content_layers.items()), tuple(objective.style_layers.items()), objective.form)
    absent = (not objective.content_weight, not state.style_weight, not objective.total_variation)
    rest = (objective.chroma, objective.chroma_weights, objective.band_px)
    return (objective.network, objective.targets, rest, layers, absent, optimizer, canvas, shapes)


def recorder_for(device: torch.device) -> Recorder | None:
    """Return how to record on ``device``, or None where that brings nothing."""
    if device.type != "cuda":
        return None

    def record(work: Work) -> tuple[Callable[[], None], list[Tensor]]:
        with torch.cuda.device(device):
            return record_cuda(work)

    return record
