"""The gray prints of a collection: a folder, a list, or a table with a row for each, its reference and its settings."""

from __future__ import annotations

import codecs
import csv
import difflib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from ukiyo_widgets.collection.written import BETWEEN, REFERENCE, settings_read
from ukiyo_widgets.engine.settings import knobs
from ukiyo_widgets.errors import ImageError, SettingsError
from ukiyo_widgets.images.reading.files import absolute, pictures_in
from ukiyo_widgets.places import named
from ukiyo_widgets.untrusted import one_line, shown

MOST_BYTES = 2**28
"""Of a table: some 500,000 rows."""

FILE, SETTINGS, AGAIN = "file", "settings", "again"
_NEAR = 0.85
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    """One gray print.

    Attributes
    ----------
    file
        Absolute path, address, or ``sample:name``.
    references
        Its own references, where the table gives some: each as ``file``, or a folder.
    settings
        Its own settings, as text by name.
    again
        The settings with which it is to be made once more, as the column ``again`` says; None where it says nothing.
    """

    file: str
    references: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    again: Mapping[str, str] | None = None


def rows_of(prints: Any) -> list[Row]:
    """Return the gray prints that ``prints`` stands for: a folder, a table (CSV), one print, or a list of all these.

    Raises
    ------
    ImageError
        If there is nothing, or what cannot be found again, such as an array in memory.
    SettingsError
        If a table cannot be understood.
    """
    given = list(prints) if isinstance(prints, list | tuple) else [prints]
    rows = [row for each in given for row in _rows(each)]
    if not rows:
        raise ImageError(
            "There are no gray prints; give a folder, a list of files, or a table (CSV) with a column 'file'."
        )
    return _without_doubles(rows)


def source_of(given: Any, *, role: str, beside: Path | None = None) -> str:
    """Return where a print is found again, as text; a relative path is taken from ``beside``, or else from here."""
    if isinstance(given, os.PathLike) or (isinstance(given, str) and not is_named(given)):
        text = os.fspath(given)
        place = absolute(text, subject=f"The {role} {named(text)}")
        return str(place if beside is None else Path(os.path.normpath(beside / Path(text).expanduser())))
    if isinstance(given, str):
        return given
    raise ImageError(
        f"A {role} of a collection is a file, an address or a sample print, which is read where the work is done; "
        f"got a {type(given).__name__}: save it to a file first."
    )


def is_named(text: str) -> bool:
    """Whether a text names a print that is no file here: an address, or a sample print."""
    return "://" in text or text.startswith("sample:")


def is_manifest(text: str) -> bool:
    """Whether a text is the address of a museum's description of a print: a IIIF manifest or ``info.json``."""
    return "://" in text and text.lower().partition("?")[0].endswith((".json", "/manifest"))


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; :func:`plain_cell` gives it back.

    Examples
    --------
    >>> safe_cell("=1+1.png"), plain_cell(safe_cell("=1+1.png"))
    ("'=1+1.png", '=1+1.png')
    """
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def plain_cell(text: str) -> str:
    """Return what :func:`safe_cell` was given."""
    return text[1:] if text[:1] == "'" and text[1:].startswith((*_FORMULA, "'")) else text


def _rows(given: Any) -> Iterator[Row]:
    source = source_of(given, role="gray print")
    if is_named(source):
        yield Row(source)
    elif Path(source).is_dir():
        found = pictures_in(Path(source))
        if not found:
            raise ImageError(f"The folder {named(source)} holds no pictures; name one with gray prints in it.")
        yield from (Row(str(path)) for path in found)
    elif source.lower().endswith(".csv"):
        yield from _rows_of_table(Path(source))
    else:
        yield Row(source)


def _without_doubles(rows: Sequence[Row]) -> list[Row]:
    """Return the rows, once each; raise SettingsError if one print is there twice with different wishes."""
    first: dict[str, Row] = {}
    for row in rows:
        if first.setdefault(row.file, row) != row:
            raise SettingsError(
                f"{named(row.file)} is there twice, with different references or settings; keep one of the two, or give "
                f"each version a collection (out=…) of its own."
            )
    return list(first.values())


def cells_of(path: Path) -> tuple[list[str], Iterator[list[str]], str]:
    """Return a table's first line, its others, and what parts cells; raise SettingsError, now or later, if it is none."""
    text = _text_of(path)
    header, _, _ = text.partition("\n")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    lines = _lines(csv.reader(StringIO(text, newline=""), delimiter=delimiter), path)
    names = next(lines, [])
    _check_columns(columns_of(names), path)
    return names, lines, delimiter


def columns_of(names: Sequence[str]) -> list[str]:
    """Return the columns that a first line names, however it writes them."""
    return [name.strip().lower() for name in names]


def _lines(reader: Iterator[list[str]], path: Path) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise SettingsError(
            f"{named(path)} is no table that can be read ({one_line(str(error))}); save it as CSV."
        ) from None


def _rows_of_table(path: Path) -> Iterator[Row]:
    names, lines, _ = cells_of(path)
    columns = columns_of(names)
    for number, cells in enumerate(lines, 2):
        row = {name: plain_cell(cell.strip()) for name, cell in zip(columns, cells, strict=False)}
        if row.get(FILE):
            yield _row(row, beside=path.parent, where=f"{named(path.name)}, line {number}")


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SettingsError(f"The table {named(path)} has more than {MOST_BYTES:,} bytes; divide it into several.")
        data = path.read_bytes()
        # A mark of UTF-8 at the beginning, as a manifest has: what is none then is a file's name, which may be any bytes.
        return data.decode("utf-8-sig", errors="surrogateescape" if data.startswith(codecs.BOM_UTF8) else "strict")
    except OSError as error:
        raise SettingsError(f"The table {named(path)} cannot be read ({error.strerror}); check the name.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"The table {named(path)} is not in UTF-8; save it as 'CSV UTF-8'.") from error


def _check_columns(columns: Sequence[str], path: Path) -> None:
    if FILE not in columns:
        raise SettingsError(
            f"The table {named(path)} has no column '{FILE}'; its first line names the columns: {FILE}, and if you like "
            f"{REFERENCE}, {SETTINGS}, {AGAIN}, or the name of any setting."
        )
    for name in columns:
        if columns.count(name) > 1 and name:
            raise SettingsError(f"The table {named(path)} has two columns {shown(name)}; keep one.")
        near = difflib.get_close_matches(name, knobs(), n=1, cutoff=_NEAR)
        if near and name not in knobs() and name not in (FILE, REFERENCE, SETTINGS, AGAIN):
            raise SettingsError(
                f"The table {named(path)} has a column {shown(name)}, which is no setting; did you mean {near[0]}? If it is "
                f"a column of your own, give it another name."
            )


def _row(row: Mapping[str, str], *, beside: Path, where: str) -> Row:
    settings = settings_read(row.get(SETTINGS, ""), where=where)
    settings |= {name: cell for name, cell in row.items() if name in knobs() and cell}
    own = settings.pop(REFERENCE, "") or row.get(REFERENCE, "")
    return Row(
        source_of(row[FILE], role="gray print", beside=beside),
        references_read(own, beside=beside),
        settings,
        _again(row.get(AGAIN, ""), beside=beside, where=where),
    )


def _again(text: str, *, beside: Path, where: str) -> Mapping[str, str] | None:
    """Return the settings to make a print again with; none, where there is a mark without any."""
    if "=" not in text:
        return {} if text else None
    settings = settings_read(text, where=where)
    if REFERENCE in settings:
        settings[REFERENCE] = BETWEEN.join(references_read(settings[REFERENCE], beside=beside))
    return settings


def references_read(text: str, *, beside: Path | None = None) -> tuple[str, ...]:
    """Return the references that a cell names."""
    parts = [part.strip() for part in text.split(BETWEEN.strip())]
    return tuple(source_of(part, role="reference", beside=beside) for part in parts if part)
