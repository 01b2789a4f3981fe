"""The runs: a tree of what was forked from what, with thumbnails and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.messages import TALKS
from ukiyo_widgets.widgets.parts.in_words import changes_in_words, prints_in_words
from ukiyo_widgets.widgets.parts.part import STATIC, Part, Rhythm
from ukiyo_widgets.widgets.playing.encoding import thumbnail
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.take import Take

THUMBNAIL_PX = 96
MOST_DELETED = 5
"""Runs that can be brought back; they hold on to their memory until then."""

_PAUSE_S = 0.5


@dataclass(frozen=True)
class _Deleted:
    """A run that was deleted, and what brings it back where it stood."""

    take: Take
    place: int
    forks: tuple[Take, ...]
    was_shown: bool


class RunTree(Part):
    """Lists the runs of a player: choose one to see, one to compare, rename, delete, play several at once."""

    _esm = STATIC / "runs.js"
    _css = STATIC / "runs.css"
    talk = TALKS["runs"]

    def __init__(self, player: Player | Run | None = None, *, language: str = "en") -> None:
        self._stated: list[dict[str, Any]] | None = None
        self._pictured: dict[int, int] = {}
        self._rhythm = Rhythm(_PAUSE_S)
        self._deleted: list[_Deleted] = []
        self._told_deleted = ""
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
        """Take a run off the list; :meth:`on_undelete` brings it back."""
        take, takes = self.player.find(key), self.player.takes
        if take is not None:
            forks = tuple(each for each in takes if each.parent is take)
            deleted = _Deleted(take, takes.index(take), forks, take is self.player.shown)
            self._deleted = [*self._deleted, deleted][-MOST_DELETED:]
            self.player.remove(take)

    def on_undelete(self) -> None:
        """Bring the run back that was deleted last, where it stood."""
        if not self._deleted:
            return
        deleted = self._deleted.pop()
        for fork in deleted.forks:
            fork.parent = deleted.take
        while deleted.take.parent is not None and deleted.take.parent not in self.player.takes:
            deleted.take.parent = deleted.take.parent.parent
        self.player.rearrange(lambda takes: [*takes[: deleted.place], deleted.take, *takes[deleted.place :]])
        if deleted.was_shown or self.player.shown is None:
            self.player.show(deleted.take)
        self.player.wake()

    def close(self) -> None:
        """Take the list off the screen; what was deleted is gone for good."""
        self._deleted = []
        super().close()

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
        deleted = self._deleted[-1].take.name if self._deleted else ""
        if rows == self._stated and pictured == self._pictured and deleted == self._told_deleted:
            return None
        urgent = self._stated is None or [r["key"] for r in rows] != [r["key"] for r in self._stated]
        wait_s = 0.0 if urgent else self._rhythm.wait_s()
        if wait_s:
            return wait_s
        new = [take for take in self.player.takes if pictured.get(take.key) != self._pictured.get(take.key)]
        pictures = [thumbnail(take.run.image, side_px=THUMBNAIL_PX) for take in new]
        self._stated, self._pictured, self._told_deleted = rows, pictured, deleted
        self.say("runs", {"runs": rows, "pictures": [take.key for take in new], "deleted": deleted}, pictures)
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
            "prints": prints_in_words(take.sources, language=self.language),
            "differs": _differences(take, self.language),
        }


def _ordered(takes: list[Take], parent: Take | None = None, depth: int = 0) -> list[tuple[Take, int]]:
    """Return the takes depth first, each with its depth."""
    found = []
    for take in takes:
        if take.parent is parent:
            found += [(take, depth), *_ordered(takes, take, depth + 1)]
    return found


def _differences(take: Take, language: str) -> str:
    """Return in which settings a take differs from its parent, or from its preset."""
    settings = take.run.settings
    changes = settings.changes_to(take.parent.run.settings) if take.parent else settings.changes_to_preset()
    about = {} if take.parent else {"preset": settings.preset}
    return changes_in_words({**about, **changes}, language=language)
