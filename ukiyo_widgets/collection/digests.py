"""The SHA-256 of files, remembered as long as they stay as they are: an archive is read once and not at every start."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.places import named
from ukiyo_widgets.untrusted import read_json

_MOST_CHARACTERS = 2**28
_NAME = ".ukiyo-digests.json"


class Digests:
    """Digests by path; ``folder`` is where they are kept for the next time."""

    def __init__(self, folder: Path) -> None:
        self._place = folder / _NAME
        self._known = _read(self._place)
        self._kept = len(self._known)

    def known(self, path: str) -> str | None:
        """Return the digest of a file if it was read before and is as it was then, without reading it."""
        found = self._known.get(path)
        return found[2] if found and found[:2] == _stamp(path) else None

    def of(self, path: str) -> str:
        """Return the digest of a file; raise ImageError if it cannot be read."""
        found = self.known(path)
        if found is None:
            stamp = _stamp(path)
            try:
                with Path(path).open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
            except (OSError, ValueError) as error:
                reason = error.strerror if isinstance(error, OSError) else error
                raise ImageError(f"{named(path)} cannot be read ({reason}).") from error
            self._known[path] = (*stamp, found)
        return found

    def keep(self) -> None:
        """Write them down, where something is new; a folder that cannot be written to keeps none."""
        if len(self._known) > self._kept:
            with contextlib.suppress(OSError), atomic_write(self._place) as aside:
                aside.write_text(json.dumps(self._known), encoding="ascii")
            self._kept = len(self._known)


def _stamp(path: str) -> tuple[int, int]:
    """Return size and time of change; of what is not there, what no file has."""
    try:
        stat = Path(path).stat()
    except (OSError, ValueError):
        return (-1, -1)
    return stat.st_size, stat.st_mtime_ns


def _read(place: Path) -> dict[str, tuple[int, int, str]]:
    try:
        data = read_json(place.read_bytes(), most_characters=_MOST_CHARACTERS)
        return {str(path): (int(size), int(time_ns), str(digest)) for path, (size, time_ns, digest) in data.items()}
    except (OSError, ValueError, TypeError, AttributeError):  # none yet, or none of ours: everything is read once more
        return {}
