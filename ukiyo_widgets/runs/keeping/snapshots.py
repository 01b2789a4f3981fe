"""What is kept of a run's past: states within a memory budget, from which an earlier fork starts, and every loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torch import Tensor

from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.engine.step import State, tensors_of

FIRST_SPACING = 5
"""Iterations between snapshots, until the budget is full; then every other one goes and the spacing doubles."""

SETTLED = "Nothing moves any more: the picture is finished."

_HELD_BACK = 4
"""A move that is not so many times shorter than the longest allowed is no rest."""

MOST_LOSSES = 2000
"""Iterations whose losses are kept; when there are more, every other one goes. They take about 10 MB."""


@dataclass(frozen=True, eq=False)
class Position:
    """Where a run stands.

    Attributes
    ----------
    state
        After the last iteration.
    judged_with
        The settings that the state's losses were computed with.
    settings
        The settings of the next iteration.
    style_weight
        β to go on with, where a change has set it; else the state's.
    applied
        How many of the recipe's changes led here.
    stale
        Whether the state's picture must be judged anew before the next move.
    remark
        What else is to be said of the iteration.
    """

    state: State
    judged_with: Settings
    settings: Settings
    style_weight: float | None = None
    applied: int = 0
    stale: bool = False
    remark: str = ""

    @property
    def said(self) -> str:
        """What is to be said of the iteration: the remark, or that nothing moves any more."""
        return self.remark or (SETTLED if self.settled else "")

    @property
    def finished(self) -> bool:
        """Whether a plain loop ends here: ``settings.iterations`` are done, or the picture has settled."""
        limit = self.settings.iterations
        return (limit is not None and self.state.index >= limit) or self.settled

    @property
    def settled(self) -> bool:
        """Whether nothing moves any more: then a plain loop ends. Waits for the device, where the setting asks for it."""
        settings, done = self.settings, self.state.index
        on_its_way = self.stale or settings.trust(done) != settings.trust(done + 1) or settings.halvings(done + 1) > 0
        least = min(settings.settle, settings.stride(done) / _HELD_BACK)
        return settings.settle > 0 and not on_its_way and float(self.state.motion) < least


class Snapshots:
    """Positions by iteration. Iteration 0 is always kept: from there everything can be replayed.

    Attributes
    ----------
    losses
        By iteration, still on the device: nobody waits for them before they are looked at.
    """

    def __init__(self) -> None:
        self.losses: dict[int, Mapping[str, Tensor]] = {}
        self._kept: dict[int, Position] = {}
        self._spacing, self._losses_spacing = FIRST_SPACING, 1

    def offer(self, position: Position, *, budget_mb: float) -> None:
        """Keep the losses of ``position``, and itself if its turn has come; thin out what has become too much."""
        index = position.state.index
        self._keep_losses(index, position.state.here.losses)
        if index % self._spacing and index:
            return
        # Replaced as a whole: an interrupt leaves the old dictionary or the new one.
        kept = {**self._kept, index: position}
        spacing = self._spacing
        while len(kept) > 1 and size_bytes(each.state for each in kept.values()) > budget_mb * 1e6:
            spacing *= 2
            kept = {i: each for i, each in kept.items() if i % spacing == 0}
        self._kept, self._spacing = kept, spacing

    def nearest(self, index: int) -> Position | None:
        """Return the latest position kept at or before ``index``."""
        return max(
            (each for i, each in self._kept.items() if i <= index), key=lambda each: each.state.index, default=None
        )

    def copy(self, *, until: int) -> Snapshots:
        """Return the snapshots up to an iteration; the states themselves are shared."""
        copied = Snapshots()
        copied._kept = {i: each for i, each in self._kept.items() if i <= until}
        copied.losses = {i: each for i, each in self.losses.items() if i <= until}
        copied._spacing, copied._losses_spacing = self._spacing, self._losses_spacing
        return copied

    def forget_pictures(self) -> None:
        """Let every position go; the losses stay."""
        self._kept = {}

    def _keep_losses(self, index: int, losses: Mapping[str, Tensor]) -> None:
        if index % self._losses_spacing:
            return
        kept = {**self.losses, index: losses}
        if len(kept) > MOST_LOSSES:
            self._losses_spacing *= 2
            kept = {i: each for i, each in kept.items() if i % self._losses_spacing == 0}
        self.losses = kept

    def positions(self) -> list[Position]:
        """Return the positions kept, in order."""
        return [position for _, position in sorted(self._kept.items())]

    @property
    def indices(self) -> list[int]:
        """The iterations kept, in order."""
        return sorted(self._kept)


def size_bytes(states: Iterable[State]) -> int:
    """Return the memory of some states, each tensor that they share counted once."""
    sizes = {tensor.data_ptr(): tensor.nbytes for state in states for tensor in tensors_of(state).values()}
    return sum(sizes.values())
