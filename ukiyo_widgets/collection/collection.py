"""The collection: many prints on their way, that can be stopped, gone on with, and looked at."""

from __future__ import annotations

import threading
import warnings
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from ukiyo_widgets.collection.crews.crew import Crew
from ukiyo_widgets.collection.desk import Desk, State
from ukiyo_widgets.collection.reports.board import Board, board_html
from ukiyo_widgets.collection.reports.contact_sheet import write_contact_sheet
from ukiyo_widgets.collection.results import Failure, Finished
from ukiyo_widgets.collection.series import Series
from ukiyo_widgets.collection.table import Row
from ukiyo_widgets.collection.tally import Tally
from ukiyo_widgets.collection.task import Made
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.locks import Lock

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
        self._begin_crew = crew
        self._desk = Desk(rows, series=series, settings=settings, folder=folder, made=made, only_again=only_again)
        self._crew: Crew | None = None
        self._closing: weakref.finalize[..., Any] | None = None
        self._stopped = self._more = False  # more: is wanted of a loop, which may have seen its end already
        self._loop: int | None = None
        self._lock = Lock()
        self._listeners: list[Callable[[], object]] = []

    # ------------------------------------------------------------------ going on

    def __iter__(self) -> Iterator[Finished]:
        """Have what is missing made, giving each print as it is finished; then write the manifest and the contact sheet."""
        yield from self._going_on(None)
        self._say_what_failed()

    def make_missing(self) -> Iterator[Finished]:
        """Have what is missing made, as iterating does, without a warning for what is skipped: :attr:`failures` has it."""
        return self._going_on(None)

    def make_marked(self) -> Iterator[Finished]:
        """Have the prints made that are marked, and these alone, giving each as it is finished.

        Where another loop goes on, this gives none: that one makes them before whatever else is missing, or alone if it was
        to stop.
        """
        with self._lock:
            names = self._desk.take_up_marks()
            if not self.goes_on:
                return self._going_on(names)
            if names and self._stopped:
                self._desk.begin(names)
                self._stopped = False
            self._more = self._more or bool(names)
        return iter(())

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
        self._desk.put_back()

    def again(self, names: str | Iterable[str], **settings: Any) -> Self:
        """Have prints made again with other settings, before whatever else is missing: iterate once more.

        The settings, among them perhaps ``reference=``, are kept beside the results and stand at every later start. Without any,
        they are forgotten, and the print is made anew in any case.

        Raises
        ------
        SettingsError
            If there is no such print, or a setting is not allowed.
        """
        self._desk.again(names, settings)
        return self

    def mark(self, names: str | Iterable[str], **settings: Any) -> Self:
        """Mark prints to be made again with other settings, once :meth:`make_marked` says so, or the next start.

        Marks stand in the column ``again`` of the folder's manifest, as if they were written there by hand.

        Raises
        ------
        SettingsError
            If there is no such print, a setting is not allowed, or the manifest cannot be understood.
        ImageError
            If a reference cannot be read.
        """
        self._desk.mark(names, settings)
        return self

    def unmark(self, names: str | Iterable[str]) -> Self:
        """Take the marks of prints away; raise SettingsError if there is no such print."""
        self._desk.unmark(names)
        return self

    # ------------------------------------------------------------------ looking

    @property
    def tally(self) -> Tally:
        """How far it has come."""
        return self._desk.tally

    @property
    def names(self) -> list[str]:
        """Of all prints, in the order of the gray ones."""
        return list(self._desk.items)

    @property
    def marked(self) -> dict[str, Mapping[str, str]]:
        """The prints that are marked, by name, each with the settings that it is to be made again with, as text."""
        return dict(self._desk.marks)

    @property
    def references(self) -> list[str]:
        """What some print has its colours from, each once: files, folders, addresses and sample prints."""
        return list(dict.fromkeys(one for item in self._desk.items.values() for each in item.series for one in each))

    @property
    def failures(self) -> list[Failure]:
        """The prints that were skipped, with their reasons; a new loop over a new collection tries them once more."""
        return list(self.tally.failures.values())

    @property
    def goes_on(self) -> bool:
        """Whether a loop over it is running, in whatever thread."""
        return self._loop is not None

    @property
    def dashboard(self) -> str:
        """Address of the cluster's own page; empty where there is none."""
        return self._crew.dashboard if self._crew else ""

    def states(self, names: Iterable[str]) -> list[State]:
        """Return how prints stand: each ``"done"``, ``"skipped"``, ``"under_way"`` or ``"missing"``."""
        return self._desk.states(names)

    def finished(self) -> Iterator[Finished]:
        """Give every print that is finished, also those of earlier starts, in the order of the gray prints."""
        for name in self._desk.items:
            record = self._desk.records.read(name)
            if record is not None:
                yield self._desk.as_finished(record)

    def thumbnail(self, name: str) -> Path:
        """Return where a small picture of a print before and after is, once it is finished."""
        return self._desk.records.thumbnail(name)

    def on_change(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Have ``listener`` called by the loop, several times a second while it goes on; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def show(self, *, language: str = "en") -> None:
        """Show the board in a notebook, where it stays up to date while a loop goes on; elsewhere do nothing."""
        board = Board.shown(lambda: self._board(language))
        if board:
            self.on_change(lambda: board.refresh(now=not self.goes_on))

    def report(self, *, language: str = "en") -> list[Path]:
        """Write the manifest (CSV, and Parquet where pyarrow is installed) and the contact sheet, and return the files."""
        return [
            *self._desk.report(),
            *write_contact_sheet(self._desk.items, self._desk.records, language=language),
        ]

    def __len__(self) -> int:
        return self.tally.total

    def _repr_html_(self) -> str:
        return self._board("en")

    def __repr__(self) -> str:
        failed = f", {len(self.tally.failures)} skipped" if self.tally.failures else ""
        return f"<Collection: {self.tally.done} of {self.tally.total} prints done{failed}>"

    # ------------------------------------------------------------------ the loop

    def _going_on(self, only: Iterable[str] | None) -> Iterator[Finished]:
        here = self._begin_loop()
        self._desk.begin(only)
        try:
            while not self._ends():
                while self._provided():
                    for answer in self._crew_at_work().answers(_LOOK_EVERY_S):
                        finished = self._desk.taken(answer)
                        if finished is not None:
                            yield finished
                    self._tell()
                self.report()
        except GeneratorExit:  # the caller's break: what is under way goes on
            raise
        except BaseException:  # an interrupt, or a cluster that is gone: the next loop begins anew what was under way
            self.close()
            raise
        finally:
            if self._loop == here:
                self._loop = None
            self._desk.keep()
            self._tell()

    def _begin_loop(self) -> int:
        here = threading.get_ident()
        with self._lock:
            if self._loop not in (None, here):
                raise SettingsError("This collection goes on in another thread, such as its board's; stop that first.")
            self._loop, self._stopped, self._more = here, False, True
        return here

    def _ends(self) -> bool:
        """Let the loop end, unless somebody wants prints of it since it has last looked."""
        with self._lock:
            self._loop = self._loop if self._more else None
            return self._loop is None

    def _provided(self) -> bool:
        """Give the crew what it has room for; return whether there is anything to wait for."""
        self._more = False
        while not self._stopped and self._desk.waits and self._desk.under_way < self._crew_at_work().room:
            if (task := self._desk.next_task()) is not None:
                self._crew_at_work().submit(task.to_plain())
        return bool(self._desk.under_way)

    def _crew_at_work(self) -> Crew:
        if self._crew is None:
            self._crew = self._begin_crew()
            self._closing = weakref.finalize(self, self._crew.close)
        return self._crew

    def _board(self, language: str) -> str:
        return board_html(self.tally, self._desk.records, dashboard=self.dashboard, language=language)

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()

    def _say_what_failed(self) -> None:
        if self.tally.failures:
            some = "; ".join(f"{each.name}: {each.reason}" for each in self.failures[:3])
            more = f"; and {len(self.tally.failures) - 3} more" if len(self.tally.failures) > 3 else ""
            warnings.warn(
                f"{len(self.tally.failures)} of {self.tally.total} prints were skipped: {some}{more}.", stacklevel=3
            )
