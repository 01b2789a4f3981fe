"""What the engine's thread is asked to do, by whatever thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from ukiyo_widgets.locks import Bell


@dataclass
class Requests:
    """What is to be done, in order: tasks before the next iteration, asides one by one between iterations."""

    tasks: deque[Callable[[], object]] = field(default_factory=deque)
    asides: deque[Callable[[], object]] = field(default_factory=deque)
    news: Bell = field(default_factory=Bell)


def first(waiting: deque[Callable[[], object]]) -> Callable[[], object] | None:
    """Take the first of what waits; None where there is nothing, or somebody has just taken it away."""
    try:
        return waiting.popleft()
    except IndexError:
        return None
