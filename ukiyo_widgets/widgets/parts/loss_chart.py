"""The loss chart: each term by iteration, with a mark where a setting changed."""

from __future__ import annotations

from typing import Any

from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.messages import TALKS
from ukiyo_widgets.widgets.parts.fields import assignment
from ukiyo_widgets.widgets.parts.part import STATIC, Part, Rhythm
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.take import Take

_PAUSE_S = 0.25

_MOST_POINTS = 1500
"""Points that are sent at once; the chart has no more pixels."""


class LossChart(Part):
    """Draws the total, content and style losses of a run, as they stand in the total, on a logarithmic scale."""

    _esm = STATIC / "losses.js"
    _css = STATIC / "losses.css"
    talk = TALKS["losses"]

    def __init__(self, player: Player | Run | None = None, *, language: str = "en") -> None:
        self._sent: tuple[int, int, int] = (0, -1, 0)
        self._rhythm = Rhythm(_PAUSE_S)
        super().__init__(player, language=language)

    def on_hello(self) -> None:
        """Tell a page that has just opened everything."""
        self._sent = (0, -1, 0)
        self.player.wake()

    def refresh(self) -> float | None:
        """Send the points that are new, four times a second at most."""
        take = self.player.shown
        if take is None:
            if self._sent[0]:
                self._sent = (0, -1, 0)
                self.say("points", {"restart": True, "points": [], "marks": []})
            return None
        key, index, changes = self._sent
        since = index if key == take.key else -1
        points = take.reel.points(since=since)
        if not points and (key, changes) == (take.key, len(take.run.recipe.changes)):
            return None
        wait_s = self._rhythm.wait_s()
        if wait_s:
            return wait_s
        self._sent = (take.key, points[-1].index if points else since, len(take.run.recipe.changes))
        every = 1 + len(points) // _MOST_POINTS
        rows = [[p.index, p.total, p.content, p.style, p.variation] for p in points[::every]]
        self.say("points", {"restart": since == -1, "points": rows, "marks": _marks(take)})
        return None


def _marks(take: Take) -> list[list[Any]]:
    """Return where settings changed, with what was set."""
    return [
        [change.iteration, ", ".join(assignment(name, value) for name, value in change.settings.items())]
        for change in take.run.recipe.changes
    ]
