"""The next iteration of one run or of several: prepared, made, and only then taken up by the run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ukiyo_widgets.engine import step as steps
from ukiyo_widgets.engine.step import State
from ukiyo_widgets.runs.change import judged_anew
from ukiyo_widgets.runs.keeping.snapshots import Position
from ukiyo_widgets.runs.workshop import Tools, Workshop

TOGETHER_PX = {"cpu": 2**16, "cuda": 2**20, "mps": 2**20}
"""Pixels that go through the network in one pass, by the kind of device. On a CPU, four pictures of 64 px take half the time of
four passes, of 128 px three quarters, of 256 px as much. The other devices are not measured yet."""


@dataclass(frozen=True, eq=False)
class Attempt:
    """An iteration that can begin: from a state, with tools, at a workshop of the right size."""

    position: Position
    state: State
    tools: Tools
    workshop: Workshop

    @classmethod
    def from_position(cls, position: Position, *, workshop: Workshop) -> Attempt:
        """Prepare the iteration after ``position``: its picture at the right size, judged with the settings in force."""
        tools = workshop.tools(position.settings)
        now = tools.at(position.settings.trust(position.state.index))
        state = workshop.fitted(position.state, now)
        if position.stale:
            state = judged_anew(state, position, workshop=workshop, tools=now)
        return cls(position, state, tools, workshop)

    @staticmethod
    def together(attempts: Sequence[Attempt]) -> list[Position]:
        """Make iterations, of several that are :meth:`alike`, with one pass through the network."""
        replayer = attempts[0].workshop.replayer
        failed_before = replayer.failure
        capture = all(each.position.settings.capture for each in attempts)
        states = (replayer if capture else steps).step_together([each.member() for each in attempts])
        remark = "" if failed_before else replayer.failure
        return [_after(each, state, remark=remark) for each, state in zip(attempts, states, strict=True)]

    def member(self) -> steps.Member:
        """Return what the engine needs for it."""
        settings, tools, done = self.position.settings, self.tools, self.state.index
        trust, before = settings.trust(done + 1), settings.trust(done)
        return steps.Member(
            self.state,
            tools.at(trust).objective,
            tools.optimizer,
            tools.canvas,
            self.state.style_weight * (1 - settings.fade),
            rising=float(trust != before),
            stride=settings.stride(done),
        )

    def alike(self, other: Attempt) -> bool:
        """Whether both pictures can go through the network in one pass."""
        own, others = self.tools.objective, other.tools.objective
        same_size = self.state.here.pixels.shape == other.state.here.pixels.shape
        in_bands = own.band_px or others.band_px
        return not in_bands and own.network.computes_like(others.network) and own.layers == others.layers and same_size


def groups(attempts: Sequence[Attempt]) -> Iterator[list[int]]:
    """Yield the places of attempts that are made together, in their order as far as that goes."""
    left = list(range(len(attempts)))
    while left:
        first = attempts[left[0]]
        pixels = first.state.here.pixels
        most = max(1, TOGETHER_PX[pixels.device.type] // pixels[0].numel())
        group = [i for i in left if first.alike(attempts[i])][:most]
        yield group
        left = [i for i in left if i not in group]


def _after(attempt: Attempt, state: State, *, remark: str) -> Position:
    settings = attempt.position.settings
    return Position(state, settings, settings, applied=attempt.position.applied, remark=remark)
