"""A take: one run in the player, with what is kept of it for the screen."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import PIL.Image
from PIL.Image import Image

from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.playing.reel import Reel
from ukiyo_widgets.widgets.playing.sources import Sources

_PATIENCE_S, _LONGEST_PATIENCE_S = 0.5, 5.0
"""After so much silence a cell's loop counts as ended."""

ENDLESS = 10**9
"""The goal of a run that has no number of iterations."""


class Status(StrEnum):
    """What a take is doing."""

    READY = "ready"
    PLAYING = "playing"
    DRIVEN = "driven"
    """By a loop in a notebook cell."""
    STOPPING = "stopping"
    PAUSED = "paused"
    FINISHED = "finished"


@dataclass(frozen=True, eq=False)
class Aim:
    """What a run was asked to play to: an iteration; ``steps`` says that so many steps were asked for."""

    until: int
    steps: bool = False


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
    sources
        What its prints were read from.
    parent
        The take that it was forked from, and at which iteration.
    aim
        What it was asked for last; None after a pause.
    met
        What it has done: written by the engine's thread alone, so that none takes a later wish for done.
    """

    key: int
    name: str
    run: Run
    reel: Reel
    sources: Sources
    parent: Take | None = None
    forked_at: int = 0
    aim: Aim | None = None
    met: Aim | None = None
    extended: int = 0
    """Iteration up to which somebody has let it play, beyond its setting ``iterations``."""
    stepping: bool = False
    driven_until_s: float = 0.0
    _driven_s: float = 0.0

    @property
    def moving(self) -> bool:
        """Whether the next picture will come by itself."""
        return self.status in (Status.PLAYING, Status.DRIVEN)

    def picture(self, position: int | None) -> tuple[Image, int]:
        """Return the picture that was kept nearest to an iteration, with its own iteration; None is the newest, itself."""
        if position is None or position >= self.run.index:
            frame = self.run.frame
            return frame.image, frame.index
        index, data = self.reel.picture(position)
        return PIL.Image.open(BytesIO(data)), index

    @property
    def end(self) -> int:
        """The iteration that it plays to: its setting ``iterations``, where it has settled, or beyond if one asked for more."""
        iterations = self.run.settings.iterations
        if not self.extended and self.run.finished:
            return self.run.index
        return ENDLESS if iterations is None else max(iterations, self.extended)

    @property
    def unmet(self) -> Aim | None:
        """What it is still to do."""
        aim = self.aim
        return None if aim is self.met else aim

    @property
    def until(self) -> int | None:
        """Iteration up to which it plays; None while it does not."""
        aim = self.unmet
        return None if aim is None else aim.until

    def arrived(self, aim: Aim) -> bool:
        """Whether it is where it was to play to; a number of steps is made also where nothing moves any more."""
        settled = aim.until == self.run.settings.iterations and self.run.index >= self.end
        return settled or self.run.index >= aim.until

    def goal(self, n: int | None) -> int:
        """Return the iteration to play to: ``n`` more, or for None the :attr:`end`, which there moves on by as many again.

        Steps count from where those that were asked for before will lead to.
        """
        index, iterations, aim = self.run.index, self.run.settings.iterations, self.unmet
        if n is not None:
            return n + (max(index, aim.until) if aim is not None and aim.steps else index)
        if iterations is not None and index >= self.end:
            self.extended = iterations if index < iterations else index + max(iterations, 1)
        return self.end

    def drive(self) -> None:
        """Note that a cell has made an iteration: it is taken to be at it for a while, by its own pace."""
        now_s = time.monotonic()
        pace_s = now_s - self._driven_s if self._driven_s else 0.0
        self._driven_s = now_s
        self.driven_until_s = now_s + min(max(_PATIENCE_S, 3 * pace_s), _LONGEST_PATIENCE_S)

    @property
    def status(self) -> Status:
        """What it is doing."""
        if self.until is not None:
            return Status.PLAYING
        if time.monotonic() < self.driven_until_s:
            return Status.DRIVEN
        if self.stepping:
            return Status.STOPPING
        if not self.run.index:
            return Status.READY
        return Status.FINISHED if self.run.index >= self.end else Status.PAUSED
