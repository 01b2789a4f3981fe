"""The transport: play, pause, step, stop, back to start, and a timeline to scrub and to fork from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.messages import TALKS
from ukiyo_widgets.widgets.parts.part import STATIC, Part, Rhythm
from ukiyo_widgets.widgets.playing.export import PRINTED, export, export_pages, export_printed, export_tree
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.take import ENDLESS, Take


class Transport(Part):
    """Buttons that drive a run, and the timeline of its kept pictures.

    Parameters
    ----------
    player
        The player to drive, or a run.
    reset
        What Reset does; None forks the run at its start.
    enlarge
        What begins a run of another size, given in px, from the picture that is shown; None offers none.
    language
        ``"en"`` or ``"ja"``.
    """

    _esm = STATIC / "transport.js"
    _css = STATIC / "transport.css"
    talk = TALKS["transport"]

    def __init__(
        self,
        player: Player | Run | None = None,
        *,
        prepare: Callable[[], object] | None = None,
        reset: Callable[[], object] | None = None,
        enlarge: Callable[[int], object] | None = None,
        language: str = "en",
    ) -> None:
        self._prepare, self._reset, self._enlarge = prepare, reset, enlarge
        self._stated: dict[str, Any] = {}
        self._rhythm = Rhythm(0.1)
        super().__init__(player, language=language)

    def on_hello(self) -> None:
        """Tell a page that has just opened everything."""
        self._stated = {}
        self.player.wake()

    def on_play(self) -> None:
        """Play, from where the run stands."""
        self._when_prepared(self.player.play)

    def on_steps(self, n: int) -> None:
        """Make n iterations."""
        self._when_prepared(lambda: self.player.play(max(1, min(int(n), 100_000))))

    def on_pause(self) -> None:
        """Stop after the iteration in progress."""
        self.player.pause(self.player.shown)

    def on_stop(self) -> None:
        """Stop everything that plays, also a loop in a cell."""
        for take in self.player.takes:
            take.run.stop()
        self.player.pause()

    def on_reset(self) -> None:
        """Go back to the start, as a new run; the old one stays in the list."""
        self.player.pause()
        if self._reset is not None:
            self._reset()
        else:
            self.player.fork(at=0)

    def on_seek(self, index: int | None) -> None:
        """Look at an iteration; None is the newest."""
        take = self.player.shown
        if take is not None:
            self.player.show(take, position=None if index is None or index >= take.run.index else int(index))

    def on_fork(self) -> None:
        """Fork the run at the iteration that is looked at."""
        self.player.pause(self.player.shown)
        self.player.fork(at=self.player.position)

    def on_enlarge(self, side_px: int) -> None:
        """Go on from the picture that is shown, as a new run of another size."""
        if self._enlarge is not None:
            self._enlarge(int(side_px))

    def on_export(self, what: str) -> None:
        """Save the picture, a film, or the run; or give its code."""
        take = self.player.shown
        if take is None:
            return
        position = self.player.position

        def work() -> None:
            if what == "zip":
                file = export_tree(self.player.takes)
            elif what == "pages":
                file = export_pages(self.player.takes, language=self.language)
            elif what.startswith(PRINTED):
                suffix = what.removeprefix(PRINTED)
                file = export_printed(take, suffix, position=position, language=self.language)
            elif what == "scan":
                file = export(take, "png", position=position, scan=take.sources.scan)
            else:
                file = export(take, what, position=position, language=self.language)
            self.say("file", {"name": file.name, "mime": file.mime}, [file.data])

        self.player.do(work, busy="saving")

    def on_code(self) -> None:
        """Give Python code that recreates what is on the screen."""
        take = self.player.shown
        if take is not None:
            index = take.run.index if self.player.position is None else self.player.position
            self.say("code", {"code": take.run.recipe.to_code(iterations=index)})

    def refresh(self) -> float | None:
        """Send the state of buttons and timeline, ten times a second at most."""
        take = self.player.shown
        state: dict[str, Any] = {"status": "empty", "busy": self.player.busy}
        if take is not None:
            end = take.until if take.until is not None else take.end
            state |= {
                "status": str(take.status),
                "take": take.key,
                "index": take.run.index,
                "position": self.player.position,
                "marks": [change.iteration for change in take.run.recipe.changes],
                "kept": take.reel.pictures(),
                "until": end if end < ENDLESS else None,
                "size": list(take.run.size_px),
                "scan": self._scan_size(take),
                "enlarges": self._enlarge is not None,
            }
        if state == self._stated:
            return None
        wait_s = self._rhythm.wait_s()
        if wait_s:
            return wait_s
        self._stated = state
        self.say("state", state)
        return None

    def _scan_size(self, take: Take) -> list[int] | None:
        """Return width and height of the gray print's scan, where it is larger than the run's picture."""
        source = take.sources.scan
        scan = None if source is None else self.player.scans.find(source)
        larger = scan is not None and max(scan.size_px) > max(take.run.size_px)
        return list(scan.size_px) if scan is not None and larger else None

    def _when_prepared(self, then: Callable[[], object]) -> None:
        self._prepare() if self._prepare is not None else None
        self.player.do(then) if self.player.shown is None or self.player.busy else then()
