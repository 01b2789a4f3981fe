"""What stands beside each result: what it was made of, what became of it, and which files belong to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.runs.keeping.checkpoint import SUFFIX
from ukiyo_widgets.untrusted import read_json

FOLDER = "records"
_MOST_CHARACTERS = 2**20
_NUMBERS, _TEXTS = ("width_px", "height_px", "iterations", "seconds"), ("digest", "name", "file", "series", "settings")


@dataclass(frozen=True)
class Record:
    """One finished print.

    Attributes
    ----------
    digest
        Of all that it was made of; see :func:`~ukiyo_widgets.collection.task.digest_of`.
    name
        Of the result.
    file, series, settings
        The gray print, the series that it took its colours from, and its settings, in words.
    files
        What was written: the size in bytes and the SHA-256 of each, by its name in the collection's folder.
    width_px, height_px, iterations, seconds
        Of the run; seconds count from the reading of the print to the last file, and of what was computed for several prints
        at once its share.
    losses
        At the end, by name.
    colours
        Of the picture: see :mod:`~ukiyo_widgets.collection.statistics`.
    versions
        Of the package, torch and Python, and the device that computed.
    sha256
        Of the gray print and of the network's weights.
    references
        The prints that colours were learnt from.
    said
        What there is to say: of the choice of references, and how the run ended.
    worker
        Who made it.
    finished
        When, UTC, as ISO 8601 has it.
    """

    digest: str
    name: str
    file: str
    series: str
    settings: str
    files: Mapping[str, tuple[int, str]]
    width_px: int
    height_px: int
    iterations: int
    seconds: float
    losses: Mapping[str, float] = field(default_factory=dict)
    colours: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    sha256: Mapping[str, str] = field(default_factory=dict)
    references: tuple[str, ...] = ()
    said: str = ""
    worker: str = ""
    finished: str = ""

    def to_plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)

    @classmethod
    def from_plain(cls, data: Any) -> Record:
        """Return the record that JSON has as an object; raise ValueError, TypeError or KeyError for any other."""
        for name in _TEXTS:
            if not isinstance(data[name], str):
                raise TypeError(f"{name} is no text")
        for name in _NUMBERS:
            if not isinstance(data[name], int | float):
                raise TypeError(f"{name} is no number")
        files = {str(name): (int(size), str(sha256)) for name, (size, sha256) in data["files"].items()}
        for name in files:
            if Path(name).name != name:
                raise ValueError("a file of it lies elsewhere")
        return cls(
            **{
                **data,
                "files": files,
                "losses": {str(name): float(value) for name, value in data["losses"].items()},
                "colours": {str(name): float(value) for name, value in data["colours"].items()},
                "versions": {str(name): str(value) for name, value in data["versions"].items()},
                "sha256": {str(name): str(value) for name, value in data["sha256"].items()},
                "references": tuple(map(str, data["references"])),
            }
        )


class Records:
    """The records in a collection's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._place = folder / FOLDER

    def path(self, name: str) -> Path:
        """Return where the record of a print is."""
        return self._place / f"{name}.json"

    def thumbnail(self, name: str) -> Path:
        """Return where the small picture of a print is, before and after side by side."""
        return self._place / f"{name}.webp"

    def read(self, name: str) -> Record | None:
        """Return the record of a print, or None where there is none that can be read."""
        try:
            return Record.from_plain(read_json(self.path(name).read_bytes(), most_characters=_MOST_CHARACTERS))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def whole(self, name: str, digest: str, *, run: bool) -> Record | None:
        """Return the record of a print that was made of just this, if everything is there: its run too, where it is wanted."""
        found = self.read(name)
        if found is None or found.digest != digest or (run and f"{name}{SUFFIX}" not in found.files):
            return None
        try:
            there = all((self.folder / each).stat().st_size == size for each, (size, _) in found.files.items())
        except OSError:
            return None
        return found if there else None

    def keep(self, record: Record, files: Mapping[str, bytes]) -> None:
        """Write what was made elsewhere, its record last."""
        self.forget(record.name)
        for name, data in files.items():
            place = self.folder / name
            place.parent.mkdir(exist_ok=True)
            with atomic_write(place) as aside:
                aside.write_bytes(data)
        self.write(record)

    def forget(self, name: str) -> None:
        """Remove a record, before what belongs to it is written anew."""
        self.path(name).unlink(missing_ok=True)

    def write(self, record: Record) -> None:
        """Write a record, last of all: where it is, everything is."""
        self._place.mkdir(parents=True, exist_ok=True)
        with atomic_write(self.path(record.name)) as aside:
            aside.write_text(json.dumps(record.to_plain(), ensure_ascii=True), encoding="ascii")
