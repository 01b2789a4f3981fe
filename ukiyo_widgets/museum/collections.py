"""The museums that can be asked, and how a print comes from there to a file."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path

from ukiyo_widgets.errors import ImageError, SettingsError
from ukiyo_widgets.images.crediting import with_credit
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.museum import iiif
from ukiyo_widgets.museum.asking import picture
from ukiyo_widgets.museum.met import Met
from ukiyo_widgets.museum.work import Museum, MuseumError, Work, plain
from ukiyo_widgets.places import place
from ukiyo_widgets.runs.keeping import cache

MUSEUMS: dict[str, Museum] = {"met": Met()}
"""By the word that their keys begin with."""

MOST_SMALL_BYTES = 4_000_000
"""Of a small picture."""

BUDGET_MB = 500.0
"""Of all pictures that are kept for the next time; those that were used longest ago go first."""


def search(query: str, *, museum: str = "met", most: int = 20) -> Iterator[Work]:
    """Give the prints of a museum that go by some words: in the public domain, and with a picture.

    Each is asked for when it is wanted, a few per second at most.

    Parameters
    ----------
    query
        Words, such as ``"Hiroshige rain"``.
    museum
        One of :data:`MUSEUMS`.
    most
        Prints to give.

    Raises
    ------
    SettingsError
        If there is no such museum, nothing to look for, or less than one print wanted.
    ImageError
        If its server cannot be reached, refuses, or answers with something else than it promises.

    Examples
    --------
    >>> for work in search("Hiroshige rain", most=3):  # doctest: +SKIP
    ...     print(work.key, work.title, work.credit_line)
    """
    if museum not in MUSEUMS:
        raise SettingsError(f"museum is {museum!r}; there are {', '.join(map(repr, MUSEUMS))}.")
    if most < 1:
        raise SettingsError(f"most is {most}; ask for one print or more.")
    if not query.strip():
        raise SettingsError("query is empty; say what to look for, such as 'Hiroshige rain'.")
    return itertools.islice(MUSEUMS[museum].search(query), most)


def look_up(key: str) -> Work:
    """Return what a museum says of one print.

    Parameters
    ----------
    key
        ``"met:36461"``, or the address of a IIIF manifest or ``info.json`` of any museum.

    Raises
    ------
    SettingsError
        If the key names no museum.
    ImageError
        If there is no such print, it is not in the public domain, or the server cannot be reached.
    """
    if "://" in key:
        return iiif.look_up(key)
    name, colon, number = key.partition(":")
    if not colon or name not in MUSEUMS:
        names = ", ".join(f"'{each}:…'" for each in MUSEUMS)
        raise SettingsError(f"{plain(key)!r} names no museum's print; give {names}, or the address of a IIIF manifest.")
    return MUSEUMS[name].look_up(number)


def fetch(work: Work | str, *, folder: str | os.PathLike[str] | None = None) -> Path:
    """Return a file with a print's picture, its credit line inside; it is fetched if it is not here yet.

    Wherever the file is used, its credit is that line: in a run's recipe, in saved pictures' metadata, on a page that plays.

    Parameters
    ----------
    work
        A print from :func:`search`, or what :func:`look_up` takes.
    folder
        Where the file goes; None is a folder for this program's own use, in which pictures are kept up to 500 MB.

    Returns
    -------
    Path
        A JPEG.

    Raises
    ------
    ImageError
        If the picture is not in the public domain or no JPEG (MuseumError), or cannot be fetched (FetchError).
    SettingsError
        If the key names no museum, or no folder is named where nothing may be kept.
    OSError
        If the disk is full or may not be written to.

    Examples
    --------
    >>> path = fetch("met:36461", folder="prints")  # doctest: +SKIP
    """
    key = work if isinstance(work, str) else work.key
    kept = cache.folder()
    if folder is None and kept is None:
        raise SettingsError(
            f"Nothing is kept here, as {cache.VARIABLE} says; name a folder: fetch(…, folder='prints')."
        )
    where = place(folder) if folder is not None else (kept or Path()) / "museum"
    path = where / _file_name(key)
    if path.is_file():
        with contextlib.suppress(OSError):
            os.utime(path)  # it was used now
        return path
    found = look_up(work) if isinstance(work, str) else work
    data = picture(found.image, whom=found.museum, asked_at=found.told_by)
    try:
        credited = with_credit(data, found.credit)
    except ImageError as error:
        raise MuseumError(
            f"What {found.museum} sends as the picture of {plain(found.key)} is no JPEG; choose another.", "no_jpeg"
        ) from error
    where.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as aside:
        aside.write_bytes(credited)
    if folder is None:
        cache.thin_out(where, pattern="*.jpg", budget_mb=BUDGET_MB)
    return path


def fetch_small(work: Work) -> bytes:
    """Return a small picture of a print, to choose by, as the museum sends it; it is not kept.

    Parameters
    ----------
    work
        A print from :func:`search`.

    Returns
    -------
    bytes
        An encoded picture; none where the museum names no small one.

    Raises
    ------
    ImageError
        If it cannot be fetched, or is larger than 4 MB.

    Examples
    --------
    >>> for work in search("Hiroshige rain", most=3):  # doctest: +SKIP
    ...     print(len(fetch_small(work)))
    """
    if not work.small_image:
        return b""
    return picture(work.small_image, whom=work.museum, asked_at=work.told_by, max_bytes=MOST_SMALL_BYTES)


def _file_name(key: str) -> str:
    """Return a name that tells the key, and is one on every system."""
    if "://" not in key:
        return f"{re.sub(r'[^A-Za-z0-9]+', '-', key)}.jpg"
    return f"iiif-{hashlib.sha256(key.encode(errors='replace')).hexdigest()[:16]}.jpg"
