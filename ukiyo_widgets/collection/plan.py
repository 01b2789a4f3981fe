"""What is to be made: for each gray print a name, its series, and its settings, with what was asked for again."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ukiyo_widgets.collection.series import Series
from ukiyo_widgets.collection.table import Row, is_named, references_read, source_of
from ukiyo_widgets.collection.written import (
    BETWEEN,
    REFERENCE,
    settings_checked,
    settings_read,
    settings_written,
    text_of,
)
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.places import with_ending
from ukiyo_widgets.untrusted import one_line, read_json

_WISHES = ".ukiyo-again.json"
_MOST_CHARACTERS = 2**27
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One gray print and what is to become of it.

    Attributes
    ----------
    name
        Of the result.
    row
        Where it was asked for.
    series
        Its references.
    settings
        As JSON holds them.
    """

    name: str
    row: Row
    series: tuple[Series, ...]
    settings: Mapping[str, Any]


class Wishes:
    """What a curator wants made again, and with what: kept beside the results, so that it stands at every later start."""

    def __init__(self, folder: Path) -> None:
        self._place = folder / _WISHES
        self._texts = _read(self._place)

    def of(self, name: str) -> dict[str, str]:
        """Return the settings that were asked for, a reference among them."""
        text = self._texts.get(name)
        return settings_read(text, where=f"What was asked for {name}") if text else {}

    def add(self, wishes: Mapping[str, Mapping[str, Any]]) -> None:
        """Note settings for prints, on top of what was asked for earlier; none at all takes that back."""
        for name, settings in wishes.items():
            self._texts[name] = settings_written({**self.of(name), **settings}) if settings else ""
        kept = {name: text for name, text in self._texts.items() if text}
        if kept != _read(self._place):
            with atomic_write(self._place) as aside:
                aside.write_text(json.dumps(kept), encoding="ascii")


class Planner:
    """Makes items of rows.

    Parameters
    ----------
    series
        Of all prints that have no reference of their own.
    settings
        Of all prints, below their own.
    wishes
        What was asked for again.

    Attributes
    ----------
    common
        The settings of prints without any of their own, as JSON holds them.
    """

    def __init__(self, *, series: tuple[Series, ...], settings: Mapping[str, Any], wishes: Wishes) -> None:
        self._series, self._settings, self._wishes = series, settings, wishes
        self.common = settings_checked(settings)

    def items(self, rows: Sequence[Row]) -> list[Item]:
        """Return an item for each row; raise SettingsError or ImageError, which name the print."""
        return [self.item(name, row) for name, row in zip(names_of([row.file for row in rows]), rows, strict=True)]

    def item(self, name: str, row: Row, *, wished: Mapping[str, str] | None = None) -> Item:
        """Return one print's item, as it is wished for; None is as it was asked for until now."""
        wished = dict(self._wishes.of(name) if wished is None else wished)
        asked = wished.pop(REFERENCE, "")
        own = references_read(asked) or row.references
        series = (own,) if own else self._series
        if not series:
            raise ImageError(f"{name} has no reference; give one for all prints, or one in its row of the table.")
        if not row.settings and not wished:
            return Item(name, row, series, self.common)
        return Item(name, row, series, settings_checked({**self._settings, **row.settings, **wished}, where=name))


def wish_written(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return settings as text, a reference, or a list of several, under its whole path: it is read again from other folders.

    Examples
    --------
    >>> wish_written({"vividness": 0.7, "reference": ["sample:wave", "sample:surf"]})
    {'vividness': '0.7', 'reference': 'sample:wave | sample:surf'}
    """
    wish = {name: text_of(value) for name, value in settings.items() if name != REFERENCE}
    if (given := settings.get(REFERENCE)) is not None:
        several = (
            given if isinstance(given, list | tuple) else references_read(given) if isinstance(given, str) else [given]
        )
        wish[REFERENCE] = BETWEEN.join(source_of(each, role="reference") for each in several)
    return wish


def names_of(files: Sequence[str]) -> list[str]:
    """Return a name for each print's result: the file's own, and where two would have the same, with a part of a digest.

    Examples
    --------
    >>> names_of(["/gray/wave.png", "sample:actor"])
    ['wave', 'actor']
    """
    stems = [_stem(each) for each in files]
    count = Counter(stem.casefold() for stem in stems)
    return [
        stem
        if count[stem.casefold()] == 1
        else f"{stem}-{hashlib.sha256(file.encode(errors='surrogateescape')).hexdigest()[:_DIGITS]}"
        for stem, file in zip(stems, files, strict=True)
    ]


def _stem(file: str) -> str:
    last = (
        file.partition("?")[0].rstrip("/").rpartition("/")[2].removeprefix("sample:")
        if is_named(file)
        else Path(file).name
    )
    stem = one_line(Path(last or "print").stem.lstrip("."), most=500) or "print"
    for sign in '\\/:*?"<>|':
        stem = stem.replace(sign, "_")
    return with_ending(Path(stem), "." * 32).name.rstrip(". ") or "print"  # with room for endings


def _read(place: Path) -> dict[str, str]:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        data = read_json(place.read_bytes(), most_characters=_MOST_CHARACTERS)
        return {str(name): str(text) for name, text in data.items()}
    return {}
