"""A take: one run in the player, with what is kept of it for the screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.reel import Reel


class Status(StrEnum):
    """What a take is doing."""

    READY = "ready"
    PLAYING = "playing"
    STOPPING = "stopping"
    PAUSED = "paused"
    FINISHED = "finished"


@dataclass(eq=False)
class Take:
    """One run in the player, with what is kept of it for the screen.

    Attributes
    ----------
    name
        For people.
    run
        The run itself.
    reel
        Kept pictures and losses.
    parent
        The take that it was forked from, and at which iteration.
    until
        Iteration up to which it plays; None while it does not.
    """

    key: int
    name: str
    run: Run
    reel: Reel
    parent: Take | None = None
    forked_at: int = 0
    until: int | None = None
    stepping: bool = False

    @property
    def status(self) -> Status:
        """What it is doing."""
        if self.until is not None:
            return Status.PLAYING
        if self.stepping:
            return Status.STOPPING
        if not self.run.index:
            return Status.READY
        iterations = self.run.settings.iterations
        return Status.FINISHED if iterations is not None and self.run.index >= iterations else Status.PAUSED
