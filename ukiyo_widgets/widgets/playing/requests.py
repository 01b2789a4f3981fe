"""What the engine's thread is asked to do, by whatever thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from ukiyo_widgets.locks import Bell


@dataclass(frozen=True)
class Task:
    """Something to be done before the next iteration, and what the screen calls it, as a key of the texts."""

    work: Callable[[], object]
    busy: str


@dataclass
class Requests:
    """What is to be done, in order: tasks before the next iteration, asides one by one between iterations.

    A task stays first in its line until it is done, so that nobody sees a moment at which it neither waits nor is under way.
    """

    tasks: deque[Task] = field(default_factory=deque)
    asides: deque[Callable[[], object]] = field(default_factory=deque)
    news: Bell = field(default_factory=Bell)


Kind = TypeVar("Kind")


def first(waiting: deque[Kind]) -> Kind | None:
    """Return the first of what waits; None where there is nothing, or somebody has just taken it away."""
    try:
        return waiting[0]
    except IndexError:
        return None


def take_first(waiting: deque[Kind]) -> Kind | None:
    """Take it away."""
    try:
        return waiting.popleft()
    except IndexError:
        return None
