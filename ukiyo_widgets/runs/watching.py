"""Watching something that goes on: what happens to it is told to whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Watched = TypeVar("Watched")


class Watchers(Generic[Watched]):
    """Those who watch a family of runs; a run shares them with its forks.

    A watcher is told an event and the run: an iteration (``"frame"``), ``"change"`` of settings, ``"stop"``, or a new
    ``"fork"``.
    """

    def __init__(self) -> None:
        self._watchers: tuple[Callable[[str, Watched], object], ...] = ()

    def add(self, watcher: Callable[[str, Watched], object]) -> Callable[[], None]:
        """Take up a watcher; return what ends that, harmless when called again."""
        self._watchers = (*self._watchers, watcher)

        def end() -> None:
            self._watchers = tuple(each for each in self._watchers if each is not watcher)

        return end

    def tell(self, event: str, watched: Watched) -> None:
        """Tell every watcher."""
        for watcher in self._watchers:
            watcher(event, watched)
