"""The collection: many prints on their way, that can be stopped, gone on with, and looked at."""

from __future__ import annotations

import warnings
import weakref
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from ukiyo_widgets.collection.crews.crew import Answer, Crew
from ukiyo_widgets.collection.plan import Item, Planner, Wishes
from ukiyo_widgets.collection.record import Record, Records
from ukiyo_widgets.collection.reports.board import Board, board_html
from ukiyo_widgets.collection.reports.contact_sheet import write_contact_sheet
from ukiyo_widgets.collection.reports.manifest import with_marks, write_manifest
from ukiyo_widgets.collection.results import Failure, Finished
from ukiyo_widgets.collection.series import Series
from ukiyo_widgets.collection.table import Row
from ukiyo_widgets.collection.tally import Tally
from ukiyo_widgets.collection.task import Made, Task, Tasks
from ukiyo_widgets.errors import ImageError, SettingsError, WeightsError
from ukiyo_widgets.untrusted import shown

MOST_DEATHS = 3
"""Workers that may end while they are at the same print, before it is skipped."""

_LOOK_EVERY_S = 0.5


class Collection:
    """Many gray prints that are coloured by several workers; made by :func:`ukiyo_widgets.colorize_collection`.

    Iterating over it has the prints made that are missing, and gives each as it is finished. What is finished stands whole in the
    folder, with its record; ``break``, an interrupt, or the end of a worker, of a cluster or of this process loses nothing
    else, and the next loop, here or elsewhere, goes on with what is missing.

    Attributes
    ----------
    folder
        Where results, records, the manifest and the contact sheet go.
    tally
        How far it has come.

    Raises
    ------
    ClusterLostError
        While iterating, if a cluster's scheduler is gone.

    Examples
    --------
    >>> import tempfile
    >>> import ukiyo_widgets as uw
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     prints = uw.colorize_collection(["sample:wave", "sample:surf"], "sample:homeward", out=folder, size=32, iterations=1)
    ...     sorted(each.name for each in prints)
    ['surf', 'wave']
    """

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        series: tuple[Series, ...],
        settings: Mapping[str, Any],
        folder: Path,
        made: Made,
        crew: Callable[[], Crew],
        only_again: bool = False,
    ) -> None:
        self.folder = folder
        self._records, self._tasks, self._wishes = Records(folder), Tasks(folder, made), Wishes(folder)
        self._begin_crew = crew
        for each in series:  # what is wrong with them is told now, and so is what is wrong with the network
            self._tasks.look_at(each)
        self._planner = Planner(series=series, settings=settings, wishes=self._wishes)
        self._tasks.network(self._planner.common)
        self._items = {item.name: item for item in self._planner.items(with_marks(rows, folder))}
        self._take_up({name: item.row.again for name, item in self._items.items() if item.row.again is not None})
        chosen = [name for name, item in self._items.items() if item.row.again is not None or not only_again]
        self._chosen = set(chosen)
        self.tally = Tally(len(chosen))
        self._waiting = deque(name for name in chosen if not self._is_done(name))
        self.tally.done = len(chosen) - len(self._waiting)
        self._under_way: dict[str, Item] = {}
        self._deaths = Counter[str]()
        self._crew: Crew | None = None
        self._closing: weakref.finalize[..., Any] | None = None
        self._stopped = False
        self._boards: list[Board] = []

    # ------------------------------------------------------------------ going on

    def __iter__(self) -> Iterator[Finished]:
        """Have what is missing made, giving each print as it is finished; then write the manifest and the contact sheet."""
        self._stopped = False
        self.tally.begin()
        try:
            while self._provided():
                for answer in self._crew_at_work().answers(_LOOK_EVERY_S):
                    finished = self._taken(answer)
                    if finished is not None:
                        yield finished
                self._refresh()
        except GeneratorExit:  # the caller's break: what is under way goes on
            raise
        except BaseException:  # an interrupt, or a cluster that is gone: the next loop begins anew what was under way
            self.close()
            raise
        finally:
            self._tasks.keep()
            self._refresh(now=True)
        self.report()
        self._say_what_failed()

    def run(self, *, language: str = "en") -> Self:
        """Make all that is missing; in a notebook with a live board."""
        self.show(language=language)
        for _ in self:
            pass
        return self

    def stop(self) -> None:
        """End the loop that is running, in whatever thread, once the prints that are under way are finished."""
        self._stopped = True

    def close(self) -> None:
        """End the workers; what is under way is begun anew by the next loop."""
        if self._closing is not None:
            self._closing()
        self._crew = self._closing = None
        self._waiting.extendleft(reversed(self._under_way))
        self._under_way.clear()

    def again(self, names: str | Iterable[str], **settings: Any) -> Self:
        """Have prints made again with other settings, before whatever else is missing: iterate once more.

        The settings, among them perhaps ``reference=``, are kept beside the results and stand at every later start. Without any,
        they are forgotten, and the print is made anew in any case.

        Raises
        ------
        SettingsError
            If there is no such print, or a setting is not allowed.
        """
        wanted = [names] if isinstance(names, str) else list(names)
        for name in wanted:
            if name not in self._items:
                raise SettingsError(
                    f"There is no print {shown(name)} in this collection; its names are those of the files, without ending."
                )
        self._take_up(dict.fromkeys(wanted, settings))
        for name in wanted:
            if name in self._waiting:
                self._waiting.remove(name)
            elif name not in self._chosen:
                self._chosen.add(name)
                self.tally.total += 1
            elif self.tally.failures.pop(name, None) is None and name not in self._under_way:
                self.tally.done -= 1
        self._waiting.extendleft(reversed([name for name in wanted if name not in self._under_way]))
        return self

    # ------------------------------------------------------------------ looking

    @property
    def failures(self) -> list[Failure]:
        """The prints that were skipped, with their reasons; a new loop over a new collection tries them once more."""
        return list(self.tally.failures.values())

    @property
    def dashboard(self) -> str:
        """Address of the cluster's own page; empty where there is none."""
        return self._crew.dashboard if self._crew else ""

    def finished(self) -> Iterator[Finished]:
        """Give every print that is finished, also those of earlier starts, in the order of the gray prints."""
        for name in self._items:
            record = self._records.read(name)
            if record is not None:
                yield self._as_finished(record)

    def show(self, *, language: str = "en") -> None:
        """Show the board in a notebook, where it stays up to date while a loop goes on; elsewhere do nothing."""
        board = Board.shown(lambda: board_html(self.tally, self._records, dashboard=self.dashboard, language=language))
        self._boards += [board] if board else []

    def report(self, *, language: str = "en") -> list[Path]:
        """Write the manifest (CSV, and Parquet where pyarrow is installed) and the contact sheet, and return the files."""
        missing = {*self._waiting, *self._under_way}
        manifest = write_manifest(self._items.values(), self._records, failures=self.tally.failures, missing=missing)
        return [*manifest, *write_contact_sheet(self._items, self._records, language=language)]

    def __len__(self) -> int:
        return self.tally.total

    def _repr_html_(self) -> str:
        return board_html(self.tally, self._records, dashboard=self.dashboard)

    def __repr__(self) -> str:
        failed = f", {len(self.tally.failures)} skipped" if self.tally.failures else ""
        return f"<Collection: {self.tally.done} of {self.tally.total} prints done{failed}>"

    # ------------------------------------------------------------------ one print

    def _provided(self) -> bool:
        """Give the crew what it has room for; return whether there is anything to wait for."""
        while self._waiting and not self._stopped and len(self._under_way) < self._crew_at_work().room:
            item = self._items[self._waiting.popleft()]
            try:
                task = self._tasks.of(item)
            except (ImageError, WeightsError) as error:
                self._skip(item, str(error))
                continue
            if self._whole(task):
                self.tally.done += 1
                continue
            self._under_way[item.name] = item
            self._crew_at_work().submit(task.to_plain())
        return bool(self._under_way)

    def _taken(self, answer: Answer) -> Finished | None:
        """Take an answer up; return the print if it is finished."""
        item = self._under_way.pop(answer.name)
        if item is not self._items[item.name]:  # it is wanted otherwise meanwhile
            self._waiting.appendleft(item.name)
            return None
        if answer.died:
            self._deaths[item.name] += 1
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
            self._records.keep(record, answer.files)
        self.tally.finished(item.name, worker=answer.worker, seconds=record.seconds)
        return self._as_finished(record)

    def _is_done(self, name: str) -> bool:
        """Whether a print is finished as it is wanted, as far as is known without reading it."""
        item = self._items[name]
        try:
            return self._tasks.was_read(item) and self._whole(self._tasks.of(item))
        except (ImageError, WeightsError):
            return False

    def _whole(self, task: Task) -> bool:
        return self._records.whole(task.name, task.digest, run=task.made.run) is not None

    def _take_up(self, wishes: Mapping[str, Mapping[str, Any]]) -> None:
        """Note wishes, change what is planned accordingly, and forget what was made where the same is wanted once more."""
        before = {name: self._wishes.of(name) for name in wishes}
        self._wishes.add(wishes)
        try:
            for name, settings in wishes.items():
                self._items[name] = self._planner.item(name, self._items[name].row)
                if not settings:
                    self._records.forget(name)
        except (SettingsError, ImageError):
            self._wishes.add({name: {} for name in wishes})
            self._wishes.add(before)
            raise

    def _as_finished(self, record: Record) -> Finished:
        return Finished(record.name, self.folder / next(iter(record.files)), record)

    def _skip(self, item: Item, reason: str) -> None:
        self.tally.failed(Failure(item.name, item.row.file, reason))

    def _crew_at_work(self) -> Crew:
        if self._crew is None:
            self._crew = self._begin_crew()
            self._closing = weakref.finalize(self, self._crew.close)
        return self._crew

    def _refresh(self, *, now: bool = False) -> None:
        for board in self._boards:
            board.refresh(now=now)

    def _say_what_failed(self) -> None:
        if self.tally.failures:
            some = "; ".join(f"{each.name}: {each.reason}" for each in self.failures[:3])
            more = f"; and {len(self.tally.failures) - 3} more" if len(self.tally.failures) > 3 else ""
            warnings.warn(
                f"{len(self.tally.failures)} of {self.tally.total} prints were skipped: {some}{more}.", stacklevel=3
            )
