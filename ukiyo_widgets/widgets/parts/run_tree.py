"""The runs: a tree of what was forked from what, with thumbnails and what differs."""

from __future__ import annotations

from typing import Any

from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.messages import TALKS
from ukiyo_widgets.widgets.parts.fields import assignment
from ukiyo_widgets.widgets.parts.part import STATIC, Part, Rhythm
from ukiyo_widgets.widgets.playing.encoding import thumbnail
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.take import Take

THUMBNAIL_PX = 96
_PAUSE_S = 0.5


class RunTree(Part):
    """Lists the runs of a player: choose one to see, one to compare, rename, delete, play several at once."""

    _esm = STATIC / "runs.js"
    _css = STATIC / "runs.css"
    talk = TALKS["runs"]

    def __init__(self, player: Player | Run | None = None, *, language: str = "en") -> None:
        self._stated: list[dict[str, Any]] | None = None
        self._pictured: dict[int, int] = {}
        self._rhythm = Rhythm(_PAUSE_S)
        super().__init__(player, language=language)

    def on_hello(self) -> None:
        """Tell a page that has just opened everything."""
        self._stated, self._pictured = None, {}
        self.player.wake()

    def on_show(self, key: int) -> None:
        """Show a run in the preview."""
        take = self.player.find(key)
        if take is not None:
            self.player.show(take)

    def on_compare(self, key: int) -> None:
        """Put a run on the other side of the wipe, or take it away again."""
        take = self.player.find(key)
        self.player.compared = None if take in (self.player.compared, self.player.shown) else take
        self.player.wake()

    def on_rename(self, key: int, name: str) -> None:
        """Give a run a name."""
        take = self.player.find(key)
        if take is not None and name.strip():
            take.name = name.strip()[:80]
            self.player.wake()

    def on_delete(self, key: int) -> None:
        """Forget a run."""
        take = self.player.find(key)
        if take is not None:
            self.player.remove(take)

    def on_play(self, key: int) -> None:
        """Play a run beside the others."""
        take = self.player.find(key)
        if take is not None:
            self.player.play(take=take)

    def on_pause(self, key: int) -> None:
        """Pause one run."""
        take = self.player.find(key)
        if take is not None:
            self.player.pause(take)

    def refresh(self) -> float | None:
        """Send the list, twice a second at most."""
        rows = [self._row(take, depth) for take, depth in _ordered(self.player.takes)]
        pictured = {take.key: take.run.index for take in self.player.takes if take.run.started}
        if rows == self._stated and pictured == self._pictured:
            return None
        urgent = self._stated is None or [r["key"] for r in rows] != [r["key"] for r in self._stated]
        wait_s = 0.0 if urgent else self._rhythm.wait_s()
        if wait_s:
            return wait_s
        new = [take for take in self.player.takes if pictured.get(take.key) != self._pictured.get(take.key)]
        pictures = [thumbnail(take.run.image, side_px=THUMBNAIL_PX) for take in new]
        self._stated, self._pictured = rows, pictured
        self.say("runs", {"runs": rows, "pictures": [take.key for take in new]}, pictures)
        return None

    def _row(self, take: Take, depth: int) -> dict[str, Any]:
        return {
            "key": take.key,
            "name": take.name,
            "depth": depth,
            "index": take.run.index,
            "status": str(take.status),
            "shown": take is self.player.shown,
            "compared": take is self.player.compared,
            "forked_at": take.forked_at if take.parent else None,
            "differs": _differences(take),
        }


def _ordered(takes: list[Take], parent: Take | None = None, depth: int = 0) -> list[tuple[Take, int]]:
    """Return the takes depth first, each with its depth."""
    found = []
    for take in takes:
        if take.parent is parent:
            found += [(take, depth), *_ordered(takes, take, depth + 1)]
    return found


def _differences(take: Take) -> str:
    """Return in which settings a take differs from its parent, or from its preset."""
    settings = take.run.settings
    changes = settings.changes_to(take.parent.run.settings) if take.parent else settings.changes_to_preset()
    parts = [assignment(name, value) for name, value in changes.items()]
    return ", ".join(([] if take.parent else [settings.preset]) + parts)
