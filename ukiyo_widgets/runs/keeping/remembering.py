"""What was computed for the last few settings, so that going back and forth between two costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

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
