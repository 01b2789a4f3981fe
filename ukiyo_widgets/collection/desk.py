"""Where a collection's prints lie: those that wait, are under way, done, skipped, or marked; a loop and a curator share it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from ukiyo_widgets.collection.crews.crew import Answer
from ukiyo_widgets.collection.plan import Item, Planner, Wishes, wish_written
from ukiyo_widgets.collection.record import Record, Records
from ukiyo_widgets.collection.reports.manifest import with_marks, write_manifest, write_marks
from ukiyo_widgets.collection.results import Failure, Finished
from ukiyo_widgets.collection.series import Series
from ukiyo_widgets.collection.table import Row
from ukiyo_widgets.collection.tally import Tally
from ukiyo_widgets.collection.task import Made, Task, Tasks
from ukiyo_widgets.errors import ImageError, SettingsError, WeightsError
from ukiyo_widgets.locks import Lock
from ukiyo_widgets.untrusted import shown

State = Literal["done", "skipped", "under_way", "missing"]

MOST_DEATHS = 3
"""Workers that may end while they are at the same print, before it is skipped."""


class Desk:
    """The state of a collection; any thread may call it.

    Attributes
    ----------
    items
        What is planned, by name, in the order of the gray prints.
    records
        Of what is finished.
    tally
        How far it has come.
    marks
        What a curator wants made again and has not said "now": settings as text, by the print's name.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        series: tuple[Series, ...],
        settings: Mapping[str, Any],
        folder: Path,
        made: Made,
        only_again: bool,
    ) -> None:
        self.records, self._tasks, self._wishes = Records(folder), Tasks(folder, made), Wishes(folder)
        for each in series:  # what is wrong with them is told now, and so is what is wrong with the network
            self._tasks.look_at(each)
        self._planner = Planner(series=series, settings=settings, wishes=self._wishes)
        self._tasks.network(self._planner.common)
        self._lock = Lock()
        self.items = {item.name: item for item in self._planner.items(with_marks(rows, folder))}
        self.marks: dict[str, Mapping[str, str]] = {}
        self._take_up({name: item.row.again for name, item in self.items.items() if item.row.again is not None})
        chosen = [name for name, item in self.items.items() if item.row.again is not None or not only_again]
        self._chosen = set(chosen)
        self.tally = Tally(len(chosen))
        self._waiting = deque(name for name in chosen if not self._is_done(name))
        self.tally.done = len(chosen) - len(self._waiting)
        self._under_way: dict[str, Item] = {}
        self._deaths = Counter[str]()
        self._only: set[str] | None = None

    # ------------------------------------------------------------------ a loop

    def begin(self, only: Iterable[str] | None) -> None:
        """Note that a loop begins, perhaps for some prints alone."""
        self._only = None if only is None else set(only)
        self.tally.begin()

    @property
    def under_way(self) -> int:
        """How many prints workers are at."""
        return len(self._under_way)

    @property
    def waits(self) -> bool:
        """Whether there is a print that the loop is to begin with."""
        with self._lock:
            return bool(self._waiting) and (self._only is None or self._waiting[0] in self._only)

    def next_task(self) -> Task | None:
        """Return the next task that is to be done, and count its print as under way; None if there is none."""
        with self._lock:
            while self.waits:
                item = self.items[self._waiting.popleft()]
                try:
                    task = self._tasks.of(item)
                except (ImageError, WeightsError) as error:
                    self._skip(item, str(error))
                    continue
                if self._whole(task):
                    self.tally.done += 1
                    continue
                self._under_way[item.name] = item
                return task
        return None

    def taken(self, answer: Answer) -> Finished | None:
        """Take an answer up; return the print if it is finished."""
        with self._lock:
            item = self._under_way.pop(answer.name)
            if item is not self.items[item.name]:  # it is wanted otherwise meanwhile
                self._waiting.appendleft(item.name)
                return None
            if answer.died:
                self._deaths[item.name] += not answer.among
                if self._deaths[item.name] < MOST_DEATHS:
                    self._waiting.appendleft(item.name)
                else:
                    self._skip(item, f"{MOST_DEATHS} workers ended while they were at it; the last {answer.died}")
                return None
            if answer.record is None:
                self._skip(item, answer.failed)
                return None
            record = Record.from_plain(answer.record)
            if answer.files:
                self.records.keep(record, answer.files)
            self.tally.finished(item.name, worker=answer.worker, seconds=record.seconds)
            return self.as_finished(record)

    def put_back(self) -> None:
        """Let what is under way wait again, first of all."""
        with self._lock:
            self._waiting.extendleft(reversed(self._under_way))
            self._under_way.clear()

    # ------------------------------------------------------------------ a curator

    def again(self, names: str | Iterable[str], settings: Mapping[str, Any]) -> None:
        """Have prints made again, before whatever else waits; raise SettingsError or ImageError, and change nothing."""
        with self._lock:
            wanted = self._known(names)
            self._have_again(dict.fromkeys(wanted, wish_written(settings)))

    def mark(self, names: str | Iterable[str], settings: Mapping[str, Any]) -> None:
        """Mark prints, and write that into the manifest; raise SettingsError or ImageError, and change nothing."""
        with self._lock:
            wanted, wish = self._known(names), wish_written(settings)
            for name in wanted:  # what is wrong is told now, not when it is made
                item = self._planner.item(name, self.items[name].row, wished={**self._wishes.of(name), **wish})
                self._tasks.network(item.settings)
                for series in item.series:
                    self._tasks.look_at(series)
            self.marks |= dict.fromkeys(wanted, wish)
            self._note(wanted)

    def unmark(self, names: str | Iterable[str]) -> None:
        """Take marks away."""
        with self._lock:
            wanted = [name for name in self._known(names) if self.marks.pop(name, None) is not None]
            self._note(wanted)

    def take_up_marks(self) -> list[str]:
        """Have all that is marked made again, before whatever else waits, and return the names."""
        with self._lock:
            marks = dict(self.marks)
            self._have_again(marks)
            self.marks.clear()
            return list(marks)

    def report(self) -> list[Path]:
        """Write the manifest, and return its files."""
        with self._lock:
            missing = {*self._waiting, *self._under_way}
            return write_manifest(
                self.items.values(), self.records, failures=self.tally.failures, missing=missing, marks=self.marks
            )

    def keep(self) -> None:
        """Keep for the next start what was read."""
        with self._lock:
            self._tasks.keep()

    def states(self, names: Iterable[str]) -> list[State]:
        """Return how prints stand."""
        with self._lock:
            waiting, under_way, skipped = set(self._waiting), set(self._under_way), set(self.tally.failures)

        def state(name: str) -> State:
            if name in skipped:
                return "skipped"
            if name in under_way:
                return "under_way"
            done = name not in waiting and (name in self._chosen or self.records.path(name).exists())
            return "done" if done else "missing"

        return list(map(state, names))

    def as_finished(self, record: Record) -> Finished:
        """Return a record's print."""
        return Finished(record.name, self.records.folder / next(iter(record.files)), record)

    # ------------------------------------------------------------------ one print

    def _known(self, names: str | Iterable[str]) -> list[str]:
        wanted = list(dict.fromkeys([names] if isinstance(names, str) else names))
        for name in wanted:
            if name not in self.items:
                raise SettingsError(
                    f"There is no print {shown(name)} in this collection; its names are those of the files, without ending."
                )
        return wanted

    def _have_again(self, wishes: Mapping[str, Mapping[str, str]]) -> None:
        self._take_up(wishes)
        for name in wishes:
            if name in self._waiting:
                self._waiting.remove(name)
            elif name not in self._chosen:
                self._chosen.add(name)
                self.tally.total += 1
            elif self.tally.failures.pop(name, None) is None and name not in self._under_way:
                self.tally.done -= 1
        self._waiting.extendleft(reversed([name for name in wishes if name not in self._under_way]))
        if self._only is not None:
            self._only |= set(wishes)

    def _take_up(self, wishes: Mapping[str, Mapping[str, Any]]) -> None:
        """Note wishes, change what is planned accordingly, and forget what was made where the same is wanted once more."""
        before = {name: self._wishes.of(name) for name in wishes}
        self._wishes.add(wishes)
        try:
            planned = {
                name: self._planner.item(name, replace(self.items[name].row, again=wish))
                for name, wish in wishes.items()
            }
        except (SettingsError, ImageError):
            self._wishes.add({name: {} for name in wishes})
            self._wishes.add(before)
            raise
        self.items |= planned
        for name, settings in wishes.items():
            if not settings:
                self.records.forget(name)

    def _note(self, names: Sequence[str]) -> None:
        """Write the marks of these prints, or that they have none, into the manifest."""
        marks = {self.items[name].row.file: self.marks.get(name) for name in names}
        if not write_marks(marks, self.records.folder):
            self.report()

    def _is_done(self, name: str) -> bool:
        """Whether a print is finished as it is wanted, as far as is known without reading it."""
        item = self.items[name]
        try:
            return self._tasks.was_read(item) and self._whole(self._tasks.of(item))
        except (ImageError, WeightsError):
            return False

    def _whole(self, task: Task) -> bool:
        return self.records.whole(task.name, task.digest, run=task.made.run) is not None

    def _skip(self, item: Item, reason: str) -> None:
        self.tally.failed(Failure(item.name, item.row.file, reason))
