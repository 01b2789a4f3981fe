"""Places in the file system as people name them."""

from __future__ import annotations

import os
from pathlib import Path

from ukiyo_widgets.untrusted import one_line

MOST_BYTES = 240
"""Of a name; most file systems have 255."""

MOST_SHOWN = 300
"""Characters of a name or path that are shown."""


def place(path: str | os.PathLike[str]) -> Path:
    """Return a path with ``~`` as the home folder: the one rule for whatever a person names.

    Raises
    ------
    ValueError
        If there is no such home folder, or the path holds a NUL.
    """
    text = os.fsdecode(path)
    if "\0" in text:
        raise ValueError(f"The path {named(text)} holds a NUL character; give another.")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ValueError(f"The path {named(text)} cannot be used ({error}); give it in full.") from error


def with_ending(path: Path, ending: str) -> Path:
    """Return a path whose name ends otherwise, its stem shortened where the name would have too many bytes for a disk.

    Examples
    --------
    >>> with_ending(Path("prints/wave.png"), "-2.png").name
    'wave-2.png'
    """
    stem = path.stem
    while len(os.fsencode(stem + ending)) > MOST_BYTES:
        stem = stem[:-1]
    return path.with_name(stem + ending)


def named(path: str | os.PathLike[str]) -> str:
    r"""Return a path in quotes, fit to be shown: what is no character of a text stands as its code.

    Examples
    --------
    >>> named("wave\udc83.png")
    "'wave\\udc83.png'"
    """
    return f"'{one_line(os.fsdecode(path), most=MOST_SHOWN)}'"
