"""Watching something that goes on: what happens to it is told to whoever asked."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar

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


class Descendant(Generic[Watched]):
    """Something made from another of its kind that does not keep that one alive: a fork without its parent's pictures."""

    _parent: weakref.ref[Any] | None = None

    @property
    def parent(self) -> Watched | None:
        """What it was made from, as long as somebody else holds that."""
        return None if self._parent is None else self._parent()

    @parent.setter
    def parent(self, parent: Watched | None) -> None:
        self._parent = None if parent is None else weakref.ref(parent)
