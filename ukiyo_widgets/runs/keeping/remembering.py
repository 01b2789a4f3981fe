"""What was computed for the last few settings, so that going back and forth between two costs nothing."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")

KEPT = 3


class Remembered(Generic[Value]):
    """The values of the last keys asked for; each is computed once while it is kept.

    Examples
    --------
    >>> squares = Remembered[int]()
    >>> squares.recall(3, lambda: 9), squares.recall(3, lambda: 0)
    (9, 9)
    """

    def __init__(self) -> None:
        self._values: dict[Hashable, Value] = {}

    def recall(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """Return the value of ``key``, computed now if it is not kept."""
        value = self._values.pop(key) if key in self._values else compute()
        self._values[key] = value  # the newest stands last
        for oldest in list(self._values)[:-KEPT]:
            del self._values[oldest]
        return value


class Descendant(Generic[Value]):
    """Something made from another of its kind that does not keep that one alive: a fork without its parent's pictures."""

    _parent: weakref.ref[Any] | None = None

    @property
    def parent(self) -> Value | None:
        """What it was made from, as long as somebody else holds that."""
        return None if self._parent is None else self._parent()

    @parent.setter
    def parent(self, parent: Value | None) -> None:
        self._parent = None if parent is None else weakref.ref(parent)
