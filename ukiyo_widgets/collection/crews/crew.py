"""What a collection asks of those who do the work, whoever they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable


@dataclass(frozen=True)
class Answer:
    """What became of a task: one of the first three is there.

    Attributes
    ----------
    name
        Of the task.
    record
        Of the finished print, as :class:`~ukiyo_widgets.collection.record.Record` is in JSON.
    failed
        Why there is none: another attempt would fail too.
    died
        How the worker ended while it was at it: another may succeed.
    among
        Whether that worker was at others too, so that nobody knows at which of them it ended.
    files
        What was made, by name, where it could not be written in its place.
    worker
        Who was at it.
    """

    name: str
    record: Mapping[str, Any] | None = None
    failed: str = ""
    died: str = ""
    among: bool = False
    files: Mapping[str, bytes] = field(default_factory=dict)
    worker: str = ""


@runtime_checkable
class Crew(Protocol):
    """Those who do the work. Only one thread calls it."""

    @property
    def room(self) -> int:
        """How many tasks are to be under way at once, now."""

    @property
    def dashboard(self) -> str:
        """Address of a page that shows more; empty where there is none."""

    def submit(self, task: Mapping[str, Any]) -> None:
        """Have a task done, in plain values; return at once."""

    def answers(self, timeout_s: float) -> Sequence[Answer]:
        """Return what has come since the last call, and wait so long for it if nothing has; never more than one for each task."""

    def close(self) -> None:
        """End the work; what is under way is lost, and nothing else."""
