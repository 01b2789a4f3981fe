"""The prints that a picker offers: where they are, what they are called, and which are one and the same."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass
from pathlib import Path

from ukiyo_widgets.images.reading.files import pictures_in
from ukiyo_widgets.images.reading.reading import Source
from ukiyo_widgets.images.samples import Sample, samples
from ukiyo_widgets.images.writing.atomic import atomic_write

_log = logging.getLogger(__name__)

MOST_FILES = 60
"""Files of the working folder that are offered; a folder of thousands would take minutes to show."""


@dataclass(eq=False)
class Print:
    """One print on offer.

    Attributes
    ----------
    key
        What the page calls it by.
    name
        For people.
    source
        What :func:`~ukiyo_widgets.images.reading.reading.read_image` reads.
    """

    key: str
    name: str
    source: Source


def image_files(folder: Path) -> list[Path]:
    """Return the image files of a folder, the newest first."""
    try:
        files = pictures_in(folder)
    except OSError:
        return []
    return sorted(files, key=lambda each: each.stat().st_mtime, reverse=True)[:MOST_FILES]


def kept_upload(name: str, data: bytes, *, folder: Path) -> Source:
    """Write an upload into the folder, so that its recipe and code can be run again; where that fails, keep the bytes."""
    safe = re.sub(r"[^\w.()+ -]+", "_", Path(name).name).lstrip(".") or "print"
    path = folder / safe
    try:
        if path.exists() and path.read_bytes() != data:
            path = path.with_stem(f"{path.stem}-{hashlib.sha256(data).hexdigest()[:8]}")
        if not path.exists():
            with atomic_write(path) as temporary:
                temporary.write_bytes(data)
    except OSError:
        _log.warning("The upload '%s' could not be written to %s: it is kept in memory alone", name, folder)
        return data
    return path


def sisters_of(source: Source | None) -> list[str]:
    """Return the other sample prints of a print's series; none for what is no sample print."""
    name = source.removeprefix("sample:") if isinstance(source, str) else getattr(source, "name", "")
    known = isinstance(source, Sample) or (isinstance(source, str) and source.startswith("sample:"))
    return samples.series(name) if known and name in samples else []
