"""What was computed for the last few settings, so that going back and forth between two costs nothing."""

from __future__ import annotations

import weakref
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


class Weak(Generic[Value]):
    """An attribute that does not keep its value alive: a fork outlives its parent without holding the parent's pictures."""

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = f"_weak_{name}"

    def __get__(self, owner: object, _kind: type | None = None) -> Value | None:
        held = getattr(owner, self._name, None)
        return None if held is None else held()

    def __set__(self, owner: object, value: Value | None) -> None:
        setattr(owner, self._name, None if value is None else weakref.ref(value))
