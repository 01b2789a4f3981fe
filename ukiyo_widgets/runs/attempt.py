"""The next iteration of one run or of several: prepared, made, and only then taken up by the run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ukiyo_widgets.engine import step as steps
from ukiyo_widgets.engine.step import State
from ukiyo_widgets.runs.change import judged_anew
from ukiyo_widgets.runs.snapshots import Position
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
        state = workshop.fitted(position.state, tools)
        if position.stale:
            state = judged_anew(state, position, workshop=workshop, tools=tools)
        return cls(position, state, tools, workshop)

    def alone(self) -> Position:
        """Make the iteration."""
        settings, tools, replayer = self.position.settings, self.tools, self.workshop.replayer
        failed_before = replayer.failure
        step = replayer.step if settings.capture else steps.step
        state = step(
            self.state, objective=tools.objective, optimizer=tools.optimizer, canvas=tools.canvas, fade=settings.fade
        )
        return _after(self, state, remark="" if failed_before else replayer.failure)

    @staticmethod
    def together(attempts: Sequence[Attempt]) -> list[Position]:
        """Make iterations that are :meth:`alike`, with one pass through the network."""
        states = steps.step_together(
            [
                steps.Member(
                    each.state,
                    each.tools.objective,
                    each.tools.optimizer,
                    each.tools.canvas,
                    each.position.settings.fade,
                )
                for each in attempts
            ]
        )
        return [_after(each, state) for each, state in zip(attempts, states, strict=True)]

    def alike(self, other: Attempt) -> bool:
        """Whether both pictures can go through the network in one pass."""
        own, others = self.tools.objective, other.tools.objective
        same_size = self.state.here.pixels.shape == other.state.here.pixels.shape
        in_bands = own.band_px or others.band_px
        return not in_bands and own.network is others.network and own.layers == others.layers and same_size


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


def _after(attempt: Attempt, state: State, *, remark: str = "") -> Position:
    settings = attempt.position.settings
    return Position(state, settings, settings, applied=attempt.position.applied, remark=remark)
