"""The manifest: a table of every print, what it was made of and what became of it; edited, it serves as a collection's prints."""

from __future__ import annotations

import csv
import os
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from ukiyo_widgets.collection.plan import Item
from ukiyo_widgets.collection.record import Record, Records
from ukiyo_widgets.collection.results import Failure
from ukiyo_widgets.collection.table import (
    AGAIN,
    FILE,
    Row,
    cells_of,
    columns_of,
    is_named,
    plain_cell,
    rows_of,
    safe_cell,
    source_of,
)
from ukiyo_widgets.collection.written import BETWEEN, REFERENCE, settings_written
from ukiyo_widgets.images.writing.atomic import atomic_write

_LOSSES = ("total", "content", "style")
_COLOURS = ("lightness_mean", "a_mean", "b_mean", "chroma_mean", "chroma_of_most", "coloured_share")
_WHOLE = ("width_px", "height_px", "iterations_done")
_NUMBERS = (*_WHOLE, "seconds", *(f"loss_{each}" for each in _LOSSES), *_COLOURS)

COLUMNS = (
    *("file", "reference", "settings", "again", "state", "reason", "picture", "saved_run", *_NUMBERS),
    *("series_found", "learnt_from", "said", "made_by", "made_at"),
    *("made_with", "torch_version", "python_version", "computed_on"),
    *("content_sha256", "picture_sha256", "network_sha256", "made_of"),
)
"""Of the table; ``again`` is left for the curator."""

NAME = "manifest.csv"
_AT_ONCE = 5000


def with_marks(rows: Sequence[Row], folder: Path) -> list[Row]:
    """Return rows with what a curator has written into the column ``again`` of the folder's own manifest.

    Raises
    ------
    SettingsError
        If the manifest cannot be understood: what was written there would be lost.
    """
    place = folder / NAME
    marks = {row.file: row.again for row in rows_of(str(place)) if row.again is not None} if place.exists() else {}
    return [replace(row, again=marks.get(row.file)) if row.again is None and marks else row for row in rows]


def write_marks(marks: Mapping[str, Mapping[str, str] | None], folder: Path) -> bool:
    """Write into the column ``again`` of the folder's manifest, by the gray prints' files, and leave all else as it stands.

    Return whether there is a manifest. None is no mark.

    Raises
    ------
    SettingsError
        If the manifest cannot be understood.
    """
    place = folder / NAME
    if not place.exists():
        return False
    names, rows, delimiter = cells_of(place)
    names += [] if AGAIN in columns_of(names) else [AGAIN]
    file_at, again_at = map(columns_of(names).index, (FILE, AGAIN))
    with (
        atomic_write(place) as aside,
        aside.open("w", encoding="utf-8-sig", newline="", errors="surrogateescape") as file,
    ):
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(names)
        for cells in rows:
            cells += [""] * (len(names) - len(cells))
            written = plain_cell(cells[file_at].strip())
            source = source_of(written, role="gray print", beside=folder) if written else ""
            if source in marks:
                cells[again_at] = safe_cell(_mark(marks[source], folder))
            writer.writerow(cells)
    return True


def write_manifest(
    items: Iterable[Item],
    records: Records,
    *,
    failures: Mapping[str, Failure],
    missing: Container[str] = (),
    marks: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Path]:
    """Write ``manifest.csv``, and ``manifest.parquet`` where pyarrow is installed; return the files.

    A row is read from its record as it is written, so that memory does not grow with the collection. Paths are relative to the
    folder. ``marks`` are what is to be made again, by name.
    """
    files = [records.folder / NAME]
    rows = _rows(items, records, failures, missing, marks or {})
    parquet = _Parquet.if_installed(records.folder / "manifest.parquet")
    with (
        atomic_write(files[0]) as aside,
        aside.open("w", encoding="utf-8-sig", newline="", errors="surrogateescape") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        while part := list(islice(rows, _AT_ONCE)):
            writer.writerows([_cell(row.get(name)) for name in COLUMNS] for row in part)
            if parquet is not None:
                parquet.add(part)
    if parquet is not None:
        files.append(parquet.written())
    return files


def _rows(
    items: Iterable[Item],
    records: Records,
    failures: Mapping[str, Failure],
    missing: Container[str],
    marks: Mapping[str, Mapping[str, str]],
) -> Iterator[dict[str, Any]]:
    for item in items:
        failure = failures.get(item.name)
        record = None if failure or item.name in missing else records.read(item.name)
        own = item.series[0] if len(item.series) == 1 else [each for series in item.series for each in series]
        row: dict[str, Any] = {
            "file": _relative(item.row.file, records.folder),
            "reference": BETWEEN.join(_relative(each, records.folder) for each in own),
            "settings": settings_written(item.settings),
            "again": _mark(marks.get(item.name, None if record else item.row.again), records.folder),
            "state": "skipped" if failure else "done" if record else "missing",
            "reason": failure.reason if failure else "",
        }
        yield row | (_of_record(record, records.folder) if record else {})


def _mark(again: Mapping[str, str] | None, folder: Path) -> str:
    """Return what was marked and is not made yet, so that the next start finds it."""
    if not again:
        return "" if again is None else "x"
    reference = again.get(REFERENCE, "")
    there = {REFERENCE: BETWEEN.join(_relative(each, folder) for each in reference.split(BETWEEN))} if reference else {}
    return settings_written({**again, **there})


def _of_record(record: Record, folder: Path) -> dict[str, Any]:
    picture, *others = record.files
    return {
        "picture": picture,
        "saved_run": others[0] if others else "",
        "width_px": record.width_px,
        "height_px": record.height_px,
        "iterations_done": record.iterations,
        "seconds": record.seconds,
        **{f"loss_{name}": record.losses.get(name) for name in _LOSSES},
        **{name: record.colours.get(name) for name in _COLOURS},
        "series_found": BETWEEN.join(_relative(each, folder) for each in record.series.split(BETWEEN)),
        "learnt_from": BETWEEN.join(record.references),
        "said": record.said,
        "made_by": record.worker,
        "made_at": record.finished,
        "made_with": record.versions.get("ukiyo_widgets", ""),
        "torch_version": record.versions.get("torch", ""),
        "python_version": record.versions.get("python", ""),
        "computed_on": record.versions.get("device", ""),
        "content_sha256": record.sha256.get("content", ""),
        "picture_sha256": record.files[picture][1],
        "network_sha256": record.sha256.get("weights", ""),
        "made_of": record.digest,
    }


class _Parquet:
    """The same rows as a Parquet file."""

    def __init__(self, place: Path, arrow: Any, parquet: Any) -> None:
        self._place, self._arrow, self._parquet = place, arrow, parquet
        kinds = dict.fromkeys(_NUMBERS, arrow.float64()) | dict.fromkeys(_WHOLE, arrow.int64())
        self._schema = arrow.schema([(name, kinds.get(name, arrow.string())) for name in COLUMNS])
        self._tables = list[Any]()

    @classmethod
    def if_installed(cls, place: Path) -> _Parquet | None:
        try:
            import pyarrow as pa
            import pyarrow.parquet as parquet
        except ImportError:
            return None
        return cls(place, pa, parquet)

    def add(self, rows: list[dict[str, Any]]) -> None:
        columns = {name: [_value(name, row.get(name)) for row in rows] for name in COLUMNS}
        self._tables.append(self._arrow.table(columns, schema=self._schema))

    def written(self) -> Path:
        table = self._arrow.concat_tables(self._tables) if self._tables else self._schema.empty_table()
        with atomic_write(self._place) as aside:
            self._parquet.write_table(table, aside)
        return self._place


def _value(name: str, value: Any) -> Any:
    if name in _NUMBERS:
        return value
    return str(value or "").encode(errors="backslashreplace").decode()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return safe_cell(" ".join(value.splitlines()))
    return "" if value is None else value


def _relative(source: str, folder: Path) -> str:
    """Return a path as it is from the collection's folder, so that both can be moved together."""
    if not source or is_named(source):
        return source
    try:
        return Path(os.path.relpath(source, folder)).as_posix()
    except ValueError:  # on another drive
        return source
