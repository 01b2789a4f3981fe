"""The pictures that a kept run's timeline shows, in a file beside it; not believed on the way back."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import PIL.Image

from ukiyo_widgets.errors import CheckpointError
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.runs.ingredient import MOST_ITERATIONS
from ukiyo_widgets.untrusted import one_line
from ukiyo_widgets.widgets.playing.reel import MOST_PICTURES

ENDING = ".pictures.zip"
_NAME = re.compile(r"(\d{1,9})\.jpg")
_MOST_BYTES_OF_A_PX = 4
"""Of a picture; as JPEG they have half a byte."""


def pictures_beside(run: Path) -> Path:
    """Return where the pictures of a run's file are."""
    return run.with_suffix(ENDING)


def write_pictures(run: Path, pictures: Mapping[int, bytes]) -> None:
    """Write the pictures of a run, JPEGs by iteration, beside its file."""
    with atomic_write(pictures_beside(run)) as aside, zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as archive:
        for index, data in pictures.items():
            archive.writestr(f"{index}.jpg", data)


def read_pictures(run: Path, *, size_px: tuple[int, int]) -> dict[int, bytes]:
    """Return the pictures of a run, of width and height ``size_px``, by iteration, in order; none where none were kept.

    Raises
    ------
    CheckpointError
        If what is there is damaged, or no pictures of such a run.
    """
    path = pictures_beside(run)
    if not path.exists():
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            found = _checked(archive, size_px=size_px)
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise CheckpointError(
            f"The earlier pictures of {one_line(run.name)} cannot be shown ({one_line(str(error), most=200)}); the run goes on."
        ) from error
    return dict(sorted(found.items()))


def _checked(archive: zipfile.ZipFile, *, size_px: tuple[int, int]) -> dict[int, bytes]:
    entries = archive.infolist()
    if len(entries) > MOST_PICTURES:
        raise ValueError("there are too many")
    return dict(_checked_picture(archive, each, size_px=size_px) for each in entries)


def _checked_picture(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, size_px: tuple[int, int]
) -> tuple[int, bytes]:
    """Return the picture of an entry and its iteration; raise ValueError and its like for anything else."""
    width, height = size_px
    name = _NAME.fullmatch(entry.filename)
    if not name or int(name[1]) > MOST_ITERATIONS:
        raise ValueError("one is called by no iteration")
    if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > 10_000 + _MOST_BYTES_OF_A_PX * width * height:
        raise ValueError("one is too large")
    data = archive.read(entry)  # which compares its checksum
    with PIL.Image.open(BytesIO(data), formats=["JPEG"]) as picture:
        if picture.size != size_px:
            raise ValueError("one is of another size")
    return int(name[1]), data
