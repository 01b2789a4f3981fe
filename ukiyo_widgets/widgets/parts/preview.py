"""The preview: the picture as it changes, beside what it began as, with its numbers."""

from __future__ import annotations

import time
from typing import Any

from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.runs.keeping.snapshots import SETTLED
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.messages import TALKS
from ukiyo_widgets.widgets.parts.colour_tools import ColourTools
from ukiyo_widgets.widgets.parts.in_words import told_apart
from ukiyo_widgets.widgets.parts.part import STATIC, Rhythm
from ukiyo_widgets.widgets.playing.encoding import chroma, jpeg, png
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.sources import Sources
from ukiyo_widgets.widgets.playing.take import ENDLESS, Status, Take
from ukiyo_widgets.widgets.playing.window import Window

_SPEED_OVER = 10
"""Iterations whose mean speed is shown."""


_LOOK_AGAIN_S = 0.3
"""Nothing tells that a loop in a cell has ended."""

_RUNNING = frozenset({"index", "ratio", "each_s", "left_s", "note"})
"""What changes with every iteration; nobody reads numbers thirty times a second."""


class Preview(ColourTools):
    """Shows the newest picture of a run, a wipe to compare it, its speed and time left; and tools that have a say in its colours.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> preview = uw.Preview(uw.colorize("sample:wave", "sample:red_mountain", size=64))
    >>> preview.player.play(2)
    >>> preview.close()
    """

    _esm = STATIC / "preview.js"
    _css = STATIC / "preview.css"
    talk = TALKS["preview"]

    def __init__(self, player: Player | Run | None = None, *, language: str = "en") -> None:
        self._window = Window()
        self._numbers = Rhythm(0.1)
        self._shown: tuple[Any, ...] | None = None
        self._stated: dict[str, Any] = {}
        self._beside = "content"
        self._besides: tuple[Any, ...] | None = None
        self._grayed: tuple[Any, ...] | None = None
        super().__init__(player, language=language)

    # ------------------------------------------------------------------ from the page

    def on_hello(self) -> None:
        """Tell a page that has just opened everything."""
        self._window.reset()
        self._shown, self._besides, self._grayed, self._stated = None, None, None, {}
        self.forget_told()
        self.player.wake()

    def on_ack(self, number: int) -> None:
        """Take note of what the page has painted."""
        self._window.acknowledge(number)
        self.player.wake()

    def on_beside(self, what: str) -> None:
        """Choose what stands on the other side of the wipe: ``content``, ``start``, ``reference`` or a take's key."""
        self._beside = what
        self.player.compared = self.player.find(int(what)) if what.isdigit() else None
        self.player.wake()

    # ------------------------------------------------------------------ to the page

    def refresh(self) -> float | None:
        """Send what is new: the state at once, the picture as fast as the page can paint."""
        take = self.player.shown
        self._choose_beside()
        waits_s = [self._send_state(take)]
        self.tell_colours(take)
        if self.player.coming is not None:
            self._send_coming(self.player.coming)
        elif take is not None:
            self._send_gray(take)
            self._send_beside(take)
            waits_s += [self._send_new_picture(take), _LOOK_AGAIN_S if take.status is Status.DRIVEN else 0.0]
        return min(filter(None, waits_s), default=None)

    def _send_new_picture(self, take: Take) -> float:
        """Send the picture if it is another one than the page has; return the seconds to wait until it may go."""
        key = self._key(take)
        if key == self._shown or not take.run.started:
            return 0.0
        wait_s = self._window.wait_s(now_s=time.monotonic())
        if not wait_s:
            self._send_picture(take)
            self._shown = key
        return wait_s

    def _key(self, take: Take) -> tuple[Any, ...]:
        """Return what the page should show: which take, which iteration, and whether to the last bit."""
        exact = not take.moving
        return take.key, self.player.position, take.run.index if self.player.position is None else None, exact

    def _send_picture(self, take: Take) -> None:
        position, kind = self.player.position, "jpeg"
        if position is not None and position != take.run.index:
            index, *data = take.reel.picture(position)
        else:
            frame = take.run.frame
            index, data = frame.index, [take.reel.jpeg(frame)] if take.moving else [png(frame.image)]
            if not take.moving:
                kind = "png"
                data += [chroma(frame.pixels)] if take.run.settings.keep_ink else []
        number = self._window.sent(now_s=time.monotonic())
        self.say("frame", {"number": number, "index": index, "format": kind, "take": take.key}, data)

    def _send_state(self, take: Take | None) -> float:
        """Send what has changed: numbers ten times a second at most, all else at once; return the seconds to wait."""
        state = {
            "error": self.player.error,
            "busy": self.player.busy,
            "take": take.key if take else 0,
            **_state(take, self.player.position),
        }
        takes = list(self.player.takes)
        names = told_apart(takes, language=self.language)
        state["choices"] = [[str(each.key), names[each.key]] for each in takes if each is not take and each.run.started]
        if take in takes:
            state["name"] = names[take.key]
        if state.get("note") == SETTLED:
            state["note"] = self.words["settled"]
        state["beside"] = self._beside
        state["position"] = self.player.position
        if state == self._stated:
            return 0.0
        changed = {name for name in {*state, *self._stated} if state.get(name) != self._stated.get(name)}
        wait_s = self._numbers.wait_s() if changed <= _RUNNING else 0.0
        if not wait_s:
            self._stated = state
            self.say("state", state)
        return wait_s

    def _choose_beside(self) -> None:
        """Follow what the list of runs compares with."""
        compared = self.player.compared
        if compared is not None:
            self._beside = str(compared.key)
        elif self._beside.isdigit():
            self._beside = "content"

    def _send_coming(self, sources: Sources) -> None:
        """Send the gray print that was picked, then a first guess of its colours, before its run is prepared."""
        scan = None if sources.scan is None else self.player.scans.find(sources.scan)
        if scan is None:
            return
        if self._grayed is None or self._grayed[:2] != (0, id(scan)):
            self._grayed, self._shown, self._besides = (0, id(scan)), None, None
            self.say("gray", {"take": 0, "sharp": False}, [scan.gray])
        guess = self.player.scans.guess(sources)
        if guess and self._grayed != (0, id(scan), id(guess)):
            self._grayed = (0, id(scan), id(guess))
            self.say("guess", {}, [guess])

    def _send_gray(self, take: Take) -> None:
        """Send the gray print as large as a screen, and as the run has it; until it has been read, the latter alone."""
        source = take.sources.scan
        scan = None if source is None else self.player.scans.find(source)
        if self._grayed == (take.key, id(scan)):
            return
        self._grayed = (take.key, id(scan))
        own = png(to_pil(take.run.prints.content))
        if scan is None or max(scan.size_px) <= max(take.run.size_px):
            self.say("gray", {"take": take.key, "sharp": False}, [own])
        else:
            self.say("gray", {"take": take.key, "sharp": True}, [scan.gray, scan.lightness_at(take.run.size_px)])

    def _send_beside(self, take: Take) -> None:
        compared = self.player.compared
        key = (take.key, self._beside, compared and (compared.run.index, compared.moving))
        if key == self._besides or not take.run.started:
            return
        self._besides = key
        if compared is not None:
            data = jpeg(compared.run.image) if compared.moving else png(compared.run.image)
        elif self._beside == "start":
            data = take.reel.picture(0)[1]
        else:
            prints = take.run.prints
            data = png(to_pil(prints.content if self._beside == "content" else prints.references[0]))
        self.say("beside", {"what": self._beside, "inked": self._beside_inked(take)}, [data])

    def _beside_inked(self, take: Take) -> bool:
        """Whether what is compared keeps the gray print's lightness, so that the scan's may stand for it."""
        compared = self.player.compared
        if compared is None:
            return self._beside == "start" and take.run.settings.keep_ink
        same = compared.run.recipe.content.sha256 == take.run.recipe.content.sha256
        return same and compared.run.settings.keep_ink


def _state(take: Take | None, position: int | None) -> dict[str, Any]:
    if take is None:
        return {"status": "empty"}
    points = take.reel.points()
    state: dict[str, Any] = {"status": str(take.status), "name": take.name, "index": take.run.index, "note": ""}
    state["inked"] = take.run.settings.keep_ink
    if not points:
        return state
    if position is not None and position < take.run.index:  # looking back
        then = max((point for point in points if point.index <= position), key=lambda point: point.index)
        return state | {
            "index": position,
            "ratio": then.ratio,
            "note": then.note,
            "back": True,
        }
    last, earlier = points[-1], points[max(0, len(points) - 1 - _SPEED_OVER)]
    state |= {"ratio": last.ratio, "note": last.note}
    if last.index > earlier.index:
        each_s = (last.elapsed_s - earlier.elapsed_s) / (last.index - earlier.index)
        state["each_s"] = float(f"{each_s:.3g}")
        until = take.until if take.until is not None else take.end
        if take.moving and last.index < until < ENDLESS:
            state["left_s"] = float(f"{(until - last.index) * each_s:.2g}")
    return state
