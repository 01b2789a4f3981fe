"""A thread that does one thing after the other, so that clicks never wait."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


class Errands:
    """Does things in order; what goes wrong is told.

    Parameters
    ----------
    name
        Of the thread.
    failed
        Called with an exception.
    """

    def __init__(self, name: str, *, failed: Callable[[Exception], object]) -> None:
        self._failed = failed
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    def do(self, work: Callable[[], object]) -> None:
        """Have something done."""
        self._thread.submit(contextvars.copy_context().run, self._guarded, work)

    def end(self) -> None:
        """Do no more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the person at the screen must see it
            self._failed(error)
