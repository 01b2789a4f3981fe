"""How far a collection has come, how fast it goes, and how long it will take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from ukiyo_widgets.collection.results import Failure

_RECENT = 12
_RATE_OF = 200
"""Prints whose times the rate is taken from: the newest, because sizes may change on the way."""


@dataclass
class Worker:
    """What one worker has done: prints, and the seconds that it took for them."""

    prints: int = 0
    seconds: float = 0.0

    @property
    def per_hour(self) -> float:
        """Prints per hour of work."""
        return 3600 * self.prints / self.seconds if self.seconds else 0.0


@dataclass
class Tally:
    """Counts as answers come.

    Attributes
    ----------
    total
        Prints that are wanted.
    done
        Of these, finished, now or at an earlier start.
    failures
        Those that were skipped, by name.
    recent
        Names of the newest, the last one newest.
    workers
        Who has done what, by name.
    """

    total: int
    done: int = 0
    failures: dict[str, Failure] = field(default_factory=dict)
    recent: deque[str] = field(default_factory=lambda: deque(maxlen=_RECENT))
    workers: dict[str, Worker] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic
    _times: deque[float] = field(default_factory=lambda: deque(maxlen=_RATE_OF))
    _begun: float | None = None

    def begin(self) -> None:
        """Note that work goes on from here; pauses do not count."""
        self._begun = self.clock()
        self._times.clear()

    def finished(self, name: str, *, worker: str, seconds: float) -> None:
        """Count a finished print."""
        self.done += 1
        self.failures.pop(name, None)
        self.recent.append(name)
        found = self.workers.setdefault(worker, Worker())
        found.prints += 1
        found.seconds += seconds
        self._times.append(self.clock())

    def failed(self, failure: Failure) -> None:
        """Count a print that was skipped."""
        self.failures[failure.name] = failure

    @property
    def left(self) -> int:
        """Prints that are still to be made."""
        return self.total - self.done - len(self.failures)

    @property
    def per_hour(self) -> float | None:
        """Prints per hour now; None before anything is known."""
        if self._begun is None or not self._times:
            return None
        since = self._times[0] if len(self._times) == _RATE_OF else self._begun
        counted = len(self._times) - (len(self._times) == _RATE_OF)
        return 3600 * counted / max(self.clock() - since, 1e-9)

    @property
    def left_s(self) -> float | None:
        """Seconds that the rest will take; None before anything is known."""
        rate = self.per_hour
        return 3600 * self.left / rate if rate else None
