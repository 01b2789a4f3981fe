"""The references of a collection: one print, several, a folder as a series, or several series: each print finds its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ukiyo_widgets.collection.digests import Digests
from ukiyo_widgets.collection.table import is_named, source_of
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.files import pictures_in
from ukiyo_widgets.places import named

Series = tuple[str, ...]
"""What belongs together: prints, or a folder of them."""


def series_of(references: Any) -> tuple[Series, ...]:
    """Return the series that ``references`` stands for: one, or several of which each print finds its own.

    A folder of pictures is a series, and so is a list of prints. Several folders, or a folder of folders, are several series.

    Raises
    ------
    ImageError
        If there is nothing, or what cannot be found again.
    """
    given = list(references) if isinstance(references, list | tuple) else [references]
    sources = [source_of(each, role="reference") for each in given]
    if not sources:
        raise ImageError("The list of references is empty; give a coloured print, several, or a folder of them.")
    folders = [each for each in sources if not is_named(each) and Path(each).is_dir()]
    if len(sources) == 1 and folders and not pictures_in(Path(sources[0])):
        return _folders_in(Path(sources[0]))
    if len(folders) == len(sources):
        for each in folders:
            if not pictures_in(Path(each)):
                raise ImageError(f"The folder {named(each)} holds no pictures; name one with coloured prints in it.")
        return tuple((each,) for each in folders)
    return (tuple(sources),)


def files_of(series: Series) -> list[str]:
    """Return the prints of a series in their order, those of its folders by name."""
    files: list[str] = []
    for each in series:
        inside = not is_named(each) and Path(each).is_dir()
        files += map(str, pictures_in(Path(each))) if inside else [each]
    return files


def identity(series: Series, digests: Digests) -> list[str]:
    """Return what tells a series from any other: its prints' names and digests, wherever they lie.

    Raises
    ------
    ImageError
        If one cannot be read.
    """
    return [each if is_named(each) else f"{Path(each).name} {digests.of(each)}" for each in files_of(series)]


def _folders_in(folder: Path) -> tuple[Series, ...]:
    inside = sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
    found = tuple((str(each),) for each in inside if pictures_in(each))
    if not found:
        raise ImageError(
            f"The folder {named(folder)} holds no pictures, and none of its folders does; name one with coloured prints in it."
        )
    return found
