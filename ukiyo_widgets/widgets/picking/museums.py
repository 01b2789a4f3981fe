"""Prints from museums in a picker: searched for by a person, and by nobody else; asked for on a thread of their own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from ukiyo_widgets import museum
from ukiyo_widgets.errors import ImageError, SettingsError, UkiyoError
from ukiyo_widgets.images.reading.fetching import FetchError, UnreachableError
from ukiyo_widgets.images.reading.reading import Source, read_image
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.locks import Errands
from ukiyo_widgets.museum.work import MuseumError
from ukiyo_widgets.widgets.parts.part import Spoken
from ukiyo_widgets.widgets.playing.encoding import thumbnail

MOST_FOUND = 24
SIDE_PX = 160


class FromMuseums(Spoken):
    """What a picker says and hears of museums: see :class:`~ukiyo_widgets.widgets.picking.picker.PrintPicker`."""

    _folder: Path
    """Where prints go that are taken."""

    _wish: object
    """Stands for what somebody has asked for last: a pick, an upload, a museum's print."""

    def __init__(self, *, language: str = "en") -> None:
        self._museums = Errands(name="ukiyo_widgets museum")
        self._works: dict[str, museum.Work] = {}
        self._searches = 0
        super().__init__(language=language)

    def choose(self, *sources: Source) -> None:
        """Choose prints."""
        raise NotImplementedError

    def offer(self, *sources: Source) -> None:
        """Offer prints."""
        raise NotImplementedError

    def close(self) -> None:
        """Ask museums no more."""
        if hasattr(self, "_museums"):
            self._searches += 1
            self._museums.close()
        super().close()

    def on_museum_search(self, query: str) -> None:
        """Show what a museum has, one print after the other; an earlier search ends."""
        if not query.strip():
            return
        self._searches += 1
        number = self._searches
        self.say("museum_begins", {"query": query})
        self._say_museum(busy=True)
        self._museums.do(lambda: self._minded(lambda: self._search(query, number), number))

    def on_museum_take(self, key: str) -> None:
        """Fetch a print that was found into the folder of the notebook, its credit line inside, and offer it.

        It is chosen unless something else is asked for meanwhile.
        """
        work = self._works.get(key)
        if work is None:
            return
        self._searches += 1  # what was to come is not wanted any more
        number, self._wish = self._searches, (wish := object())
        self._say_museum(self.words["reading"].format(name=work.title), busy=True)
        self._museums.do(lambda: self._minded(lambda: self._take(work, number, wish=wish), number))

    # ------------------------------------------------------------------ on the museums' thread

    def _minded(self, errand: Callable[[], str], number: int) -> None:
        """Do something, and say what came of it or went wrong, unless something else is wanted meanwhile."""
        try:
            text = errand()
        except FetchError as error:
            text = self.words[f"museum_{error.why}"].format(status=error.status)
        except MuseumError as error:
            text = self.words[f"museum_{error.why}"]
        except (UkiyoError, OSError) as error:  # from whoever has heard of the choice
            text = str(error)
        if number == self._searches:
            self._say_museum(text)

    def _search(self, query: str, number: int) -> str:
        pictures: list[museum.Work] = []
        for work in museum.search(query, most=MOST_FOUND):
            if number != self._searches:
                break
            self._works[work.key] = work
            about = {"key": work.key, "title": work.title, "artist": work.artist, "date": work.date}
            whose = ". ".join(filter(None, (work.credit_line.rstrip("."), work.rights)))
            self.say("museum_work", {**about, "whose": whose, "credit": work.credit})
            pictures.append(work)
            self._say_picture(work)
        return "" if pictures else self.words["museum_none"]

    def _say_picture(self, work: museum.Work) -> None:
        """Show a small picture, read and written anew here; one that is none leaves its words alone."""
        try:
            data = museum.fetch_small(work)
            small = thumbnail(to_pil(read_image(data, max_side_px=SIDE_PX).pixels), side_px=SIDE_PX) if data else b""
        except UnreachableError:
            raise
        except ImageError:
            small = b""
        self.say("museum_picture", {"key": work.key}, [small] if small else [])

    def _take(self, work: museum.Work, number: int, *, wish: object) -> str:
        path = self._fetched(work)
        if path and number == self._searches:
            (self.choose if self._wish is wish else self.offer)(path)
            self.say("museum_taken", {"key": work.key})
        return "" if path else self.words["museum_unwritten"]

    def _fetched(self, work: museum.Work) -> Path | None:
        """Fetch a print into the notebook's folder, or, where nothing may be written there, to the program's own."""
        for folder in (self._folder, None):
            with contextlib.suppress(OSError, SettingsError):
                return museum.fetch(work, folder=folder)
        return None

    def _say_museum(self, text: str = "", *, busy: bool = False) -> None:
        self.say("museum", {"text": text, "busy": busy})
