"""Watching a run: what happens to it is told to whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ukiyo_widgets.runs.run import Run

Watcher = Callable[[str, "Run"], object]
"""Is told an event and the run: an iteration (``"frame"``), ``"change"`` of settings, ``"stop"``, or a new ``"fork"``."""


class Watchers:
    """Those who watch a family of runs; a run shares them with its forks."""

    def __init__(self) -> None:
        self._watchers: tuple[Watcher, ...] = ()

    def add(self, watcher: Watcher) -> Callable[[], None]:
        """Take up a watcher; return what ends that, harmless when called again."""
        self._watchers = (*self._watchers, watcher)

        def end() -> None:
            self._watchers = tuple(each for each in self._watchers if each is not watcher)

        return end

    def tell(self, event: str, run: Run) -> None:
        """Tell every watcher."""
        for watcher in self._watchers:
            watcher(event, run)
