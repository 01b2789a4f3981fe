"""The bench of one worker: the prints that it colours at once, in step with each other; each is finished by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from ukiyo_widgets.collection.record import Record
from ukiyo_widgets.collection.task import Task
from ukiyo_widgets.collection.work import Begun, begun, finished, reason_of
from ukiyo_widgets.runs.batch import Batch
from ukiyo_widgets.runs.run import Run


class Bench:
    """Prints under way; what fails at one of them leaves the others alone.

    Parameters
    ----------
    worker
        What records say of who made them.
    answered
        Called with a task's name and what became of it: ``{"record": …}`` or ``{"failed": …}``, plain values.
    """

    def __init__(self, *, worker: str, answered: Callable[[str, dict[str, Any]], object]) -> None:
        self._worker, self._answered = worker, answered
        self._seconds: dict[Begun, float] = {}

    def __len__(self) -> int:
        return len(self._seconds)

    def begin(self, plain: Mapping[str, Any]) -> None:
        """Read a task's prints, so that it goes on with the others."""
        began = time.perf_counter()
        try:
            found = begun(Task.from_plain(plain))
        # One print must not end the work on all others, whatever is wrong with it.
        except Exception as error:  # noqa: BLE001
            self._answered(plain["name"], {"failed": reason_of(error)})
            return
        if isinstance(found, Record):  # it was there already
            self._answered(found.name, {"record": found.to_plain()})
            return
        self._seconds[found] = time.perf_counter() - began
        if found.run.finished:
            self._finish(found)

    def round(self) -> None:
        """Make one iteration of every print, and finish those that it was the last of."""
        began = time.perf_counter()
        together = list(self._seconds)
        self._step(together)
        share = (time.perf_counter() - began) / len(together)
        for each in [each for each in together if each in self._seconds]:
            self._seconds[each] += share
            if each.run.finished:
                self._finish(each)

    def _step(self, together: list[Begun]) -> None:
        if len(together) > 1 and _made_together([each.run for each in together]):
            return
        for each in together:
            try:
                if not each.run.finished:
                    each.run.advance(1)
            except Exception as error:  # noqa: BLE001 - as above
                self._fail(each, error)

    def _finish(self, print_: Begun) -> None:
        try:
            record = finished(print_, before_s=self._seconds[print_], worker=self._worker)
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(print_, error)
            return
        del self._seconds[print_]
        self._answered(record.name, {"record": record.to_plain()})

    def _fail(self, print_: Begun, error: Exception) -> None:
        del self._seconds[print_]
        print_.run.close()
        self._answered(print_.task.name, {"failed": reason_of(error)})


def _made_together(runs: list[Run]) -> bool:
    """Make an iteration of all; return False if that failed, at whichever of them, or because they are too many at once."""
    try:
        Batch(runs).advance(1)
    except Exception:  # noqa: BLE001 - each is tried by itself next, and what is wrong is told there
        return False
    return True
