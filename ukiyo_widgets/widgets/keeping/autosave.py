"""Keeping the runs of a Studio: at rest, and every so often while it plays; and going on with what was kept."""

from __future__ import annotations

import itertools
import secrets
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ukiyo_widgets.errors import CheckpointError, RunClosedError, UkiyoError
from ukiyo_widgets.places import named
from ukiyo_widgets.runs.loading import load_run
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.keeping.claims import Claim, is_claimed
from ukiyo_widgets.widgets.keeping.losses import read_losses, write_losses
from ukiyo_widgets.widgets.keeping.pictures import read_pictures, write_pictures
from ukiyo_widgets.widgets.keeping.sessions import LIMIT_MB, KeptRun, KeptTree, Session, sessions
from ukiyo_widgets.widgets.playing.encoding import thumbnail
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.reel import Point, Reel
from ukiyo_widgets.widgets.playing.take import Take

MOST_SESSIONS = 3
EVERY_S = 30.0
"""While a run plays; a kernel that dies loses no more than this."""

_PICTURE_PX = 240
_Stand = tuple[int, int]


@dataclass(frozen=True)
class Offered:
    """What was kept and can be gone on with."""

    session: Session
    tree: KeptTree


class Autosave:
    """Keeps the runs of a player in a folder.

    Parameters
    ----------
    player
        Whose runs.
    root
        The folder in which all sessions lie; it is made when there is something to keep.
    cell
        What tells this cell's sessions from those of others.
    limit_mb
        How much room all its sessions may take: the oldest go first, then the own runs that have not moved for longest; the
        one on the screen stays.
    every_s
        Seconds between two savings of a run that plays.
    """

    def __init__(
        self, player: Player, *, root: Path, cell: str, limit_mb: float = LIMIT_MB, every_s: float = EVERY_S
    ) -> None:
        self._player, self._root, self._cell = player, root, cell
        self._limit_mb, self._every_s = limit_mb, every_s
        stamp = time.strftime("%Y%m%d-%H%M%S")
        self.session = Session(root / f"{cell}-{stamp}-{secrets.token_hex(3)}")
        self._files: dict[int, str] = {}
        self._saved: dict[int, _Stand] = {}
        self._moved_s: dict[int, float] = {}
        self._numbers = itertools.count(1)
        self._tree: KeptTree | None = None
        self._saved_s = time.monotonic()
        self._saver = ThreadPoolExecutor(1, thread_name_prefix="ukiyo_widgets autosave")
        self._saving: Future[None] | None = None
        self._returning = self._full = False
        self._spared: frozenset[str] = frozenset()
        self._claim = Claim()
        self.offered = self._newest()
        player.listen(self.refresh)

    # ------------------------------------------------------------------ keeping

    def refresh(self) -> float | None:
        """Save what has changed, when it is time."""
        if self._returning:  # what is not loaded yet must stay
            return 0.5
        if not self._has_news():
            return None
        if self._saving is not None and not self._saving.done():
            return 0.5
        pause_s = self._every_s if any(take.moving for take in self._player.takes) else min(1.0, self._every_s)
        wait_s = self._saved_s + pause_s - time.monotonic()
        if wait_s > 0:
            return wait_s
        self._saving = self._saver.submit(self._save)
        return 0.5

    def close(self) -> None:
        """Save once more, and keep nothing from now on."""
        self._player.forget(self.refresh)
        self._saver.shutdown(wait=True)
        if not self._returning and self._has_news():
            self._save()
        self._claim.end()

    def _has_news(self) -> bool:
        changed = any(self._saved.get(take.key) != _stand(take) for take in _worth_keeping(self._player))
        return changed or self._described() != self._tree

    def _save(self) -> None:
        if self._returning:  # since this was asked for; what it would write has no place for what is not loaded yet
            return
        self._saved_s = time.monotonic()
        try:
            self._write()
        except OSError as error:
            self._tree = self._described()  # not again before something changes
            self._player.fail(OSError(f"The runs could not be kept in the folder {named(self._root)}: {error}"))
        self._saved_s = time.monotonic()

    def _write(self) -> None:
        takes = _worth_keeping(self._player)
        if not takes and self._tree is None:
            return
        self.session.path.mkdir(parents=True, exist_ok=True)
        self._claim.take(self.session.path)
        for take in takes:
            stand = _stand(take)
            if self._saved.get(take.key) == stand:
                continue
            file = self._files.setdefault(take.key, f"{next(self._numbers)}.ukiyo")
            try:
                take.run.save(self.session.path / file)
                write_losses(self.session.path / file, take.reel.points())
                write_pictures(self.session.path / file, take.reel.jpegs())
            except RunClosedError:  # somebody freed it: what was kept of it before is no longer it
                continue
            self._saved[take.key], self._moved_s[take.key] = stand, time.monotonic()
        self._make_room(takes)
        tree = self._described()
        if tree is None:
            self._claim.end()
            self.session.remove()
        else:
            shown = next(take for take in takes if take.key == tree.shown)
            self.session.write(tree, picture=thumbnail(shown.run.image, side_px=_PICTURE_PX), spared=self._spared)
        self._saved = {take.key: self._saved[take.key] for take in takes if take.key in self._saved}
        self._tree = tree

    def _described(self) -> KeptTree | None:
        """Return the tree of the runs that have a file; None if there are none."""
        takes = [take for take in _worth_keeping(self._player) if take.key in self._files]
        if not takes:
            return None
        keys = {take.key for take in takes}
        runs = tuple(
            KeptRun(
                key=take.key,
                name=take.name,
                file=self._files[take.key],
                index=self._saved.get(take.key, (0, 0))[0],
                parent=take.parent.key if take.parent and take.parent.key in keys else None,
                forked_at=take.forked_at,
            )
            for take in takes
        )
        shown = self._player.shown
        return KeptTree(runs, shown.key if shown and shown.key in keys else takes[-1].key)

    def _make_room(self, takes: list[Take]) -> None:
        """Let the oldest go until all that is kept fits."""
        older = self._others()
        for each in older[MOST_SESSIONS - 1 :]:
            each.remove()
        older = older[: MOST_SESSIONS - 1]
        while older and self.session.size_mb + sum(each.size_mb for each in older) > self._limit_mb:
            older.pop().remove()
        idle = sorted((t for t in takes if t is not self._player.shown), key=lambda t: self._moved_s.get(t.key, 0.0))
        for take in idle:
            if self.session.size_mb <= self._limit_mb:
                return
            file = self._files.pop(take.key, None)
            if file is not None:
                (self.session.path / file).unlink(missing_ok=True)
                self._say_full()

    def _say_full(self) -> None:
        if not self._full:
            self._full = True
            self._player.fail(
                CheckpointError(
                    f"The folder {named(self._root)} is full ({self._limit_mb:.12g} MB): only the runs used last are kept from "
                    f"now on; save the others yourself, delete what you do not need, or allow more (keep_mb)."
                )
            )

    # ------------------------------------------------------------------ going on

    def _others(self) -> list[Session]:
        """Return the sessions of this cell that no other Studio writes to."""
        found = sessions(self._root, cell=self._cell)
        return [each for each in found if each.path != self.session.path and not is_claimed(each.path)]

    def _newest(self) -> Offered | None:
        for session in self._others():
            try:
                return Offered(session, session.read())
            except CheckpointError:
                continue
        return None

    def go_on(self) -> None:
        """Load what is offered: the run that was on the screen at once, the others one by one between other work."""
        offered, self.offered = self.offered, None
        if offered is None:
            return
        self._returning = True
        rows = sorted(offered.tree.runs, key=lambda row: row.key != offered.tree.shown)
        takes: dict[int, Take] = {}
        self._player.pause()

        def first() -> None:
            try:
                self._saver.submit(self._adopt, offered).result()
            except CheckpointError:
                self._returning = False
                raise
            begun = self._player.shown
            self._load(rows[0], offered, takes, show=True)
            if takes and begun is not None and not begun.run.index:  # never played: nothing is lost
                self._player.remove(begun)
            self._player.do_aside(another)

        def another() -> None:
            rows.pop(0)
            if rows:
                self._load(rows[0], offered, takes, show=False)
                self._player.do_aside(another)
            else:
                self._in_order(offered.tree, takes)
                self._returning = False

        self._player.do(first, busy="preparing")

    def _adopt(self, offered: Offered) -> None:
        """Keep on in the folder of what is being loaded."""
        if not self._claim.take(offered.session.path):
            raise CheckpointError("Another Studio has gone on with these runs meanwhile; they are on its screen.")
        self.session.remove()
        self.session, self._tree = offered.session, None
        self._files, self._saved = {}, {}
        self._numbers = itertools.count(1 + max(int(each.file.partition(".")[0]) for each in offered.tree.runs))

    def _load(self, row: KeptRun, offered: Offered, takes: dict[int, Take], *, show: bool) -> None:
        try:
            run = load_run(offered.session.path / row.file)
        except (UkiyoError, OSError) as error:
            self._spared |= {row.file}  # weights may be missing today alone
            self._player.fail(error)
            return
        reel = self._reel_of(offered.session.path / row.file, run)
        take = takes[row.key] = self._player.add(run, name=row.name, reel=reel, show=show)
        self._files[take.key], self._saved[take.key] = row.file, _stand(take)

    def _reel_of(self, file: Path, run: Run) -> Reel:
        """Return what was kept of a run's way to where it stands; the run goes on without, if that is damaged."""
        points, pictures = list[Point](), dict[int, bytes]()
        try:
            points = [each for each in read_losses(file) if each.index < run.index]
            pictures = {at: data for at, data in read_pictures(file, size_px=run.size_px).items() if at < run.index}
        except CheckpointError as error:
            self._player.fail(error)
        return Reel(points, pictures)

    def _in_order(self, tree: KeptTree, takes: dict[int, Take]) -> None:
        """Let the runs stand in the tree as they stood, but for those that somebody has deleted meanwhile."""
        for row in tree.runs:
            if row.key in takes and row.parent in takes and row.parent != row.key:
                takes[row.key].parent, takes[row.key].forked_at = takes[row.parent], row.forked_at
        loaded = [takes[row.key] for row in tree.runs if row.key in takes]
        self._player.rearrange(
            lambda now: sorted(now, key=lambda take: loaded.index(take) if take in loaded else len(loaded))
        )
        for take in loaded:
            if take not in self._player.takes:
                self._player.remove(take)  # once more, now that it is known which are its forks
        self._player.wake()


def _worth_keeping(player: Player) -> list[Take]:
    """Return the takes in which somebody has put anything."""
    takes = player.takes
    forked = {take.parent for take in takes}
    return [take for take in takes if take.run.index or take.run.recipe.changes or take in forked]


def _stand(take: Take) -> _Stand:
    """Return what differs once a run has moved or was set."""
    return take.run.index, len(take.run.recipe.changes)
