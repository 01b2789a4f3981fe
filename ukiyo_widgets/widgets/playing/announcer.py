"""The announcer: one thread that brings the parts of the screen up to date when something is new."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable

from ukiyo_widgets.locks import Bell, Worker

_log = logging.getLogger(__name__)

_ROUND_S = 1 / 60
"""Least time between two looks at what is new; hundreds of iterations per second would else leave no time to compute them."""

Refresh = Callable[[], float | None]
"""Brings a part of the screen up to date; returns the seconds after which to call it again, None: when something is new."""


class Announcer:
    """Calls every part's ``refresh``, always from one and the same thread."""

    def __init__(self) -> None:
        self._news = Bell()
        self._refreshers: list[Refresh] = []
        self._closed = False
        self._thread = Worker(self._announce, name="ukiyo_widgets screen")

    def listen(self, refresh: Refresh) -> None:
        """Have ``refresh`` called whenever something may be new."""
        self._refreshers = [*self._refreshers, refresh]
        self.wake()

    def forget(self, refresh: Refresh) -> None:
        """End :meth:`listen`."""
        self._refreshers = [each for each in self._refreshers if each != refresh]

    def wake(self) -> None:
        """Say that something may be new."""
        self._news.ring()

    def close(self) -> None:
        """End the thread."""
        self._closed = True
        self.wake()
        if not self._thread.is_current:
            self._thread.ended.wait()
        self._refreshers = []

    def _announce(self) -> None:
        due_s = math.inf
        while not self._closed:
            self._news.wait(None if due_s == math.inf else max(0.0, due_s - time.monotonic()))
            next_round_s = time.monotonic() + _ROUND_S
            due_s = min(map(_refreshed, self._refreshers), default=math.inf)
            time.sleep(max(0.0, min(due_s, next_round_s) - time.monotonic()))


def _refreshed(refresh: Refresh) -> float:
    """Bring a part up to date and return when it wants to be called again."""
    try:
        wait_s = refresh()
    except Exception:  # noqa: BLE001 - one part's trouble must not silence the others
        _log.exception("A part of the Studio could not be brought up to date")
        return math.inf
    return math.inf if wait_s is None else time.monotonic() + wait_s
