"""The folder beside the notebook: pictures that come into it, and uploads that are kept there."""

from __future__ import annotations

import hashlib
import logging
import re
import time
from pathlib import Path

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.files import SUFFIXES, pictures_in
from ukiyo_widgets.images.reading.reading import Source
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.places import named, with_ending

_log = logging.getLogger(__name__)

MOST_FILES = 60
"""Files of the working folder that are offered; a folder of thousands would take minutes to show."""

LOOK_S = 3.0
"""Between two looks into the folder."""

_FRESH_S = 60
"""A file that was written so recently may still be on its way: the folder's own time does not change with its contents."""

_Stamp = tuple[float, int]

_ENDINGS = {
    b"\x89PNG": ".png",
    b"\xff\xd8": ".jpg",
    b"GIF8": ".gif",
    b"BM": ".bmp",
    b"RIFF": ".webp",
    b"\xff\x0a": ".jxl",
    b"\0\0\0\x0cJXL": ".jxl",
    b"\0\0\0\x0cjP": ".jp2",
    b"\xff\x4f": ".j2k",
}
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever their ending."""


class WatchedFolder:
    """Looks for pictures in a folder; a look costs one question to the file system as long as nothing changes.

    Parameters
    ----------
    folder
        Where to look.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, _Stamp] = {}
        self._looked: object = None

    def new(self) -> list[Path]:
        """Return the pictures that have come or changed since the last look, the newest first."""
        try:
            changed = self._folder.stat().st_mtime_ns
        except OSError:
            return []
        newest_s = max((written_s for written_s, _size in self._seen.values()), default=0.0)
        if changed == self._looked and time.time() - newest_s > _FRESH_S:
            return []
        self._looked = changed
        now = _stamped(pictures_in(self._folder))
        found = sorted(now, key=lambda each: now[each], reverse=True)[:MOST_FILES]
        new = [path for path in found if self._seen.get(path) != now[path]]
        self._seen = {path: now[path] for path in found}
        return new


def _stamped(files: list[Path]) -> dict[Path, _Stamp]:
    """Return when each file was written last, and its size in bytes."""
    stamps = {}
    for path in files:
        try:
            about = path.stat()
        except OSError:  # gone in between
            continue
        stamps[path] = (about.st_mtime, about.st_size)
    return stamps


def brought(path: str, *, folder: Path, text: str, series: bool = False) -> Path:
    """Return where a file is that the notebook server lists under ``path``: from its root, which holds ``folder``.

    For a ``series`` it may be a folder.

    Raises
    ------
    ImageError
        If there is none; ``text`` says so.
    """
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    for root in [folder, *folder.absolute().parents]:
        file = root.joinpath(*parts)
        if parts and (file.is_file() or (series and file.is_dir())):
            return file
    raise ImageError(text.format(path=path))


def safe_place(name: str, data: bytes, *, folder: Path) -> Path:
    r"""Return where a picture that a page calls ``name`` is kept: in the folder, with a name and an ending of a picture.

    Examples
    --------
    >>> safe_place("../.ssh/wave.py", b"\x89PNG", folder=Path("prints")).name
    'wave.png'
    """
    plain = re.sub(r"[^\w.()+ -]+", "_", name.replace("\\", "/").rpartition("/")[2]).strip(".- ")
    path = folder / (f"_{plain}" if _DEVICES.match(plain) else plain or "print")
    if path.suffix.lower() in SUFFIXES:
        return with_ending(path, path.suffix)
    found = next((ending for start, ending in _ENDINGS.items() if data.startswith(start)), "")
    return with_ending(path, found or (".tif" if data[:2] in {b"II", b"MM"} else ".avif"))


def kept_upload(name: str, data: bytes, *, folder: Path) -> Source:
    """Write an upload into the folder, so that its recipe and code can be run again; where that fails, keep the bytes."""
    path = safe_place(name, data, folder=folder)
    try:
        if path.exists() and path.read_bytes() != data:
            path = path.with_stem(f"{path.stem}-{hashlib.sha256(data).hexdigest()[:8]}")
        if not path.exists():
            with atomic_write(path) as temporary:
                temporary.write_bytes(data)
    except OSError:
        _log.warning("The upload %s could not be written to %s: it is kept in memory alone", named(path.name), folder)
        return data
    return path
