"""Ctrl-C, SIGTERM and SIGHUP: what was computed is kept, whichever comes, and however impatiently."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

_UNHEARD_S = 2.0
"""Seconds after which one more signal interrupts once more: the last one may have been lost in somebody else's code."""


class Stopping:
    """What the signals have asked for.

    While it is computed the first ends the run at a complete iteration, the second interrupts the iteration; what there is will
    be saved. While it is saved the first is answered, the second ends that too.

    Parameters
    ----------
    stop
        Ends the run after the iteration in progress, or whatever ``doing`` says.
    doing
        What is finished first.

    Attributes
    ----------
    number
        The first signal; 0 as long as there was none.
    """

    def __init__(self, stop: Callable[[], object], *, doing: str = "this iteration") -> None:
        self.number = 0
        self._stop, self._doing = stop, doing
        self._saving = False
        self._heard = 0
        self._interrupted_s = 0.0

    @property
    def status(self) -> int:
        """The exit status that says so, as shells do; 0 without a signal."""
        return 128 + self.number if self.number else 0

    def save(self) -> None:
        """Note that from here on it is saved."""
        self._saving, self._heard = True, 0

    def hear(self, number: int, _frame: FrameType | None) -> None:
        """Answer a signal."""
        self.number = self.number or number
        self._heard += 1
        if self._saving:
            if self._heard > 1:
                raise KeyboardInterrupt
            _say("Saving what there is; once more ends that too, and loses it.")
        elif self._heard == 1:
            self._stop()
            _say(f"Stopping after {self._doing}…")
        elif time.monotonic() - self._interrupted_s > _UNHEARD_S:
            self._interrupted_s = time.monotonic()
            _say("Stopping at once…")
            raise KeyboardInterrupt


@contextmanager
def signals_stop(stop: Callable[[], object], *, doing: str = "this iteration") -> Iterator[Stopping]:
    """Have the signals heard by a :class:`Stopping` in the body; one that is ignored, as under ``nohup``, stays so."""
    stopping = Stopping(stop, doing=doing)
    before = {}
    if threading.current_thread() is threading.main_thread():  # no other thread gets signals
        before = {each: signal.getsignal(each) for each in SIGNALS}
    try:
        for each, handler in before.items():
            if handler != signal.SIG_IGN:
                signal.signal(each, stopping.hear)
        yield stopping
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _say(text: str) -> None:
    # Written past every buffer: a signal may have come while one of them was being written.
    with suppress(OSError, ValueError, AttributeError):
        os.write(sys.__stderr__.fileno(), f"\n{text}\n".encode(sys.__stderr__.encoding or "ascii", "replace"))  # type: ignore[union-attr]
