"""The board of a collection in a notebook: its prints as they come, and which of them a curator wants again, with what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from ukiyo_widgets.collection.collection import Collection
from ukiyo_widgets.collection.record import Records
from ukiyo_widgets.collection.reports.board import EVERY_S, MOST_LISTED, MOST_THUMBNAIL_BYTES, headline, link
from ukiyo_widgets.collection.reports.texts import texts as report_texts
from ukiyo_widgets.collection.written import BETWEEN, REFERENCE
from ukiyo_widgets.engine.settings import describe
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.locks import Lock, Worker
from ukiyo_widgets.untrusted import one_line
from ukiyo_widgets.widgets.front_ends.cells import belongs_to_cell
from ukiyo_widgets.widgets.messages import TALKS
from ukiyo_widgets.widgets.messages.board import BoardPrint, Which
from ukiyo_widgets.widgets.parts.fields import controls
from ukiyo_widgets.widgets.parts.part import STATIC, Rhythm, Spoken
from ukiyo_widgets.widgets.picking.errands import Errands
from ukiyo_widgets.widgets.setting_texts import setting_title

ON_A_PAGE = 24


class CollectionBoard(Spoken):
    """Shows a collection, has it made, and lets a person mark prints to be made again: with another setting or reference.

    Marks stand in the column ``again`` of the folder's manifest, so whoever comes later finds them. Prints are made on a thread
    of the board's own; a loop in a cell is shown too, and makes what is marked before whatever else is missing.

    Parameters
    ----------
    collection
        What :func:`ukiyo_widgets.colorize_collection` returns.
    language
        ``"en"`` or ``"ja"``.

    Raises
    ------
    SettingsError
        If it is no collection, or there is no such language.

    Examples
    --------
    >>> import tempfile
    >>> import ukiyo_widgets as uw
    >>> folder = tempfile.mkdtemp()
    >>> board = uw.CollectionBoard(uw.colorize_collection(["sample:wave"], "sample:homeward", out=folder, size=32))
    >>> board.close()
    """

    _esm = STATIC / "board.js"
    _css = STATIC / "board.css"
    talk = TALKS["board"]

    def __init__(self, collection: Collection, *, language: str = "en") -> None:
        if not isinstance(collection, Collection):
            raise SettingsError(f"A board shows what colorize_collection() returns; got a {type(collection).__name__}.")
        self.collection = collection
        self._errands = Errands("ukiyo_widgets board", failed=self.fail)
        self._loop: Worker | None = None
        self._sought: tuple[str, Which, int] = ("", "all", 0)
        self._said: dict[str, Mapping[str, Any]] = {}
        self._pairs: dict[str, int] = {}
        self._rhythm, self._lock = Rhythm(EVERY_S), Lock()
        super().__init__(language=language)
        self._reports = report_texts(language)
        self._listens_no_more = collection.on_change(self._look)
        belongs_to_cell(self)

    def close(self) -> None:
        """Take the board off the screen; prints that are under way are finished, and no others begun."""
        if hasattr(self, "_listens_no_more"):
            self._listens_no_more()
            self.pause()
            self._errands.end()
        super().close()

    def pause(self) -> None:
        """Let what the board has begun come to rest."""
        if self._loop is not None and not self._loop.ended:
            self.collection.stop()

    def settle(self) -> None:
        """Leave nothing in the notebook."""

    def fail(self, error: BaseException) -> None:
        """Show an error in words."""
        self.say("error", {"text": str(error) or type(error).__name__})

    # ------------------------------------------------------------------ from the page

    def on_hello(self) -> None:
        """Tell a page that has just opened everything."""
        self._errands.do(self._say_all)

    def on_browse(self, text: str, state: str, page: int) -> None:
        """Show other prints."""
        which = next((each for each in get_args(Which) if each == state), None)
        if which is None:
            raise SettingsError(f"Prints stand {', '.join(get_args(Which))}; got {state!r}.")
        self._sought = (str(text), which, int(page))
        self._errands.do(self._say_page)

    def on_mark(self, names: Sequence[str], setting: str, value: str) -> None:
        """Mark prints."""
        settings = {setting: value.strip()} if setting else {}
        if setting and not value.strip():
            raise SettingsError(self.words["value_first"])
        if setting and setting != REFERENCE:
            describe(setting)
        self._errands.do(lambda: self._marked(lambda: self.collection.mark(names, **settings)))

    def on_unmark(self, names: Sequence[str]) -> None:
        """Take marks away."""
        self._errands.do(lambda: self._marked(lambda: self.collection.unmark(names)))

    def on_make_marked(self) -> None:
        """Have the marked prints made, and these alone."""
        self._errands.do(lambda: self._begin(self.collection.make_marked()))

    def on_go_on(self) -> None:
        """Have all made that is missing."""
        self._errands.do(lambda: self._begin(self.collection.make_missing()))

    def on_rest(self) -> None:
        """End the loop, also one in a cell, once the prints that are under way are finished."""
        self.collection.stop()

    # ------------------------------------------------------------------ what goes on

    def _begin(self, prints: Iterator[Any]) -> None:
        self.say("error", {"text": ""})
        if not self.collection.goes_on and (self._loop is None or self._loop.ended):
            self._loop = Worker(lambda: self._make(prints), name="ukiyo_widgets collection")
        self._say_changes()

    def _make(self, prints: Iterator[Any]) -> None:
        try:
            for _ in prints:
                pass
        except Exception as error:  # noqa: BLE001 - the person at the screen must see it
            self.fail(error)
        self._say_changes()

    def _marked(self, mark: Any) -> None:
        mark()
        self.say("error", {"text": ""})
        self._say_changes()

    # ------------------------------------------------------------------ to the page

    def _look(self) -> None:
        """Show what has changed, now and then: called by the loop, wherever that is."""
        if not self.collection.goes_on or not self._rhythm.wait_s():
            self._say_changes()

    def _say_all(self) -> None:
        with self._lock:
            self._said.clear()
            self._pairs.clear()
        settings = [each for each in controls(self.language) if _is_of_the_picture(each["name"])]
        self.say("markable", {"settings": settings, "references": self.collection.references})
        self._say_changes()

    def _say_changes(self) -> None:
        tally = self.collection.tally
        workers = sorted(dict(tally.workers).items())[:MOST_LISTED]
        far = {
            "headline": headline(tally, self._reports),
            "percent": 100 * (tally.done + len(tally.failures)) / max(tally.total, 1),
            "goes_on": self.collection.goes_on,
            "marked": len(self.collection.marked),
            "dashboard": link(self.collection.dashboard),
            "workers": [(one_line(name), f"{each.prints:,}", f"{each.per_hour:,.0f}") for name, each in workers],
        }
        with self._lock:
            if self._new("far", far):
                self.say("far", far)
        self._say_page()

    def _say_page(self) -> None:
        text, state, page = self._sought
        names = self._names(text.strip().casefold(), state)
        pages = max(1, -(-len(names) // ON_A_PAGE))
        page = min(max(page, 0), pages - 1)
        names = names[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
        shown = {"page": page, "pages": pages, "prints": self._described(names)}
        with self._lock:
            if self._new("page", shown):
                self.say("prints_page", shown)
            for name in names:
                self._say_pair(name)

    def _names(self, text: str, state: Which) -> list[str]:
        names = [name for name in self.collection.names if text in name.casefold()]
        if state == "marked":
            marked = self.collection.marked
            return [name for name in names if name in marked]
        if state != "all":
            return [name for name, its in zip(names, self.collection.states(names), strict=True) if its == state]
        return names

    def _described(self, names: Sequence[str]) -> list[BoardPrint]:
        marked, failures = self.collection.marked, self.collection.tally.failures
        records = Records(self.collection.folder)
        described: list[BoardPrint] = []
        for name, state in zip(names, self.collection.states(names), strict=True):
            failure, record = failures.get(name), records.read(name)
            said = failure.reason if failure else one_line(record.settings, most=200) if record else ""
            mark = self._in_words(marked[name]) if name in marked else ""
            described.append({"name": name, "state": state, "said": said, "mark": mark})
        return described

    def _in_words(self, wish: Mapping[str, str]) -> str:
        if not wish:
            return str(self.words["once_more"])
        return str(self.words["comma"]).join(
            f"{self._title(name)}: {_short(name, each)}" for name, each in wish.items()
        )

    def _title(self, name: str) -> str:
        if name == REFERENCE:
            return str(self.words["reference_short"])
        return setting_title(name, language=self.language)

    def _say_pair(self, name: str) -> None:
        place = self.collection.thumbnail(name)
        try:
            about = place.stat()
            if self._pairs.get(name) != about.st_mtime_ns and about.st_size <= MOST_THUMBNAIL_BYTES:
                self.say("pair", {"name": name}, [place.read_bytes()])
                self._pairs[name] = about.st_mtime_ns
        except OSError:  # not made yet
            return

    def _new(self, kind: str, content: Mapping[str, Any]) -> bool:
        if self._said.get(kind) == content:
            return False
        self._said[kind] = content
        return True


def _is_of_the_picture(name: str) -> bool:
    return "/" not in name and describe(name).group != describe("device").group


def _short(name: str, value: str) -> str:
    return BETWEEN.join(Path(each).name for each in value.split(BETWEEN)) if name == REFERENCE else value
