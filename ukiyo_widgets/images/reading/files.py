"""Bytes from files and streams, with sentences for all that can be wrong with a path."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Any

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.places import named, place

SUFFIXES = (
    *(".png", ".jpg", ".jpeg", ".jfif", ".webp", ".tif", ".tiff", ".bmp", ".gif"),
    *(".avif", ".jp2", ".j2k", ".heic", ".heif", ".jxl"),
)
"""Of the files in a folder that are taken for pictures."""


def pictures_in(folder: str | os.PathLike[str]) -> list[Path]:
    """Return the picture files of a folder by name, hidden ones left out; none if the folder cannot be looked into."""
    try:
        files = [each for each in Path(folder).iterdir() if each.suffix.lower() in SUFFIXES and each.is_file()]
    except OSError:
        return []
    return sorted(each for each in files if not each.name.startswith("."))


def absolute(path: str | os.PathLike[str], *, subject: str) -> Path:
    """Return the absolute path, with ``~`` as the home folder.

    Raises
    ------
    ImageError
        If there is no such home folder, or the path holds a NUL.
    """
    try:
        return place(path).absolute()
    except ValueError as error:
        raise ImageError(f"{subject} is no path that can be used ({error}).") from error


def read_path(path: Path, *, subject: str, max_bytes: int) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    ImageError
        If it is missing (with the names that are close), a folder, unreadable or too large.
    """
    try:
        if path.is_dir():
            raise ImageError(f"{subject} is a folder; give the name of a picture in it.")
        with path.open("rb") as file:
            _check_length(os.fstat(file.fileno()).st_size, subject, max_bytes)
            return read_stream(file, subject=subject, max_bytes=max_bytes)
    except FileNotFoundError as error:
        raise ImageError(f"{subject} does not exist in {named(path.parent)}{_suggestion(path)}") from error
    except PermissionError as error:
        raise ImageError(f"{subject} may not be read by you; change its permissions or copy it.") from error
    except (OSError, ValueError) as error:
        if isinstance(error, ImageError):
            raise
        reason = error.strerror if isinstance(error, OSError) else error
        raise ImageError(f"{subject} cannot be read ({reason}).") from error


def read_stream(file: Any, *, subject: str, max_bytes: int) -> bytes:
    """Return what is left in an open binary file.

    Raises
    ------
    ImageError
        If it was opened as text, or holds more than ``max_bytes``.
    """
    _rewind_what_is_at_its_end(file)
    parts: list[bytes] = []
    length = 0
    while part := file.read(max_bytes + 1 - length):  # a raw stream may give less than was asked for
        if not isinstance(part, bytes | bytearray):
            raise ImageError(f"{subject} was opened as text; open it with mode 'rb'.")
        parts.append(bytes(part))
        length += len(part)
        _check_length(length, subject, max_bytes)
    return b"".join(parts)


def _rewind_what_is_at_its_end(file: Any) -> None:
    """Go back to the beginning of what somebody has just written to: nothing would be left in it."""
    try:
        place = file.tell()
        if place and place == file.seek(0, os.SEEK_END):
            place = 0
        file.seek(place)
    except (AttributeError, OSError, ValueError):  # a stream, which can only be read on
        return


def checked(data: bytes, *, subject: str, max_bytes: int) -> bytes:
    """Return ``data`` if it is short enough, else raise ImageError."""
    _check_length(len(data), subject, max_bytes)
    return data


def _check_length(length: int, subject: str, max_bytes: int) -> None:
    if length > max_bytes:
        raise ImageError(
            f"{subject} has {length:,} bytes or more; {max_bytes:,} are allowed, "
            "so give a smaller file, or allow more: max_megapixels (--max-megapixels) for a run, max_bytes for read_image."
        )


def _suggestion(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return ", nor can that folder be looked into."
    close = difflib.get_close_matches(path.name, names, n=3)
    return "; did you mean " + " or ".join(map(named, close)) + "?" if close else "; check the name."
