"""What a person takes home: the picture, a film of the run, the run itself."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import PIL.Image

from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.images.carrying import carry_colors
from ukiyo_widgets.images.reading.reading import Source, read_image
from ukiyo_widgets.images.writing.film import save_film
from ukiyo_widgets.images.writing.writing import save_image
from ukiyo_widgets.runs import display
from ukiyo_widgets.runs.pages.page import MOST_RUNS, write_page
from ukiyo_widgets.runs.pages.pictures import thinned
from ukiyo_widgets.runs.pages.story import Story, title_of, told
from ukiyo_widgets.runs.printing.printed import impressions_of
from ukiyo_widgets.widgets.playing.take import Take

FORMATS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "tiff": "image/tiff",
    "gif": "image/gif",
    "mp4": "video/mp4",
    "html": "text/html",
    "ukiyo": "application/octet-stream",
}
"""Media types by suffix: pictures, films and a page of the kept pictures, and the run."""


PRINTED = "printed."
"""What stands before the suffix of a file that shows a picture as it would be printed."""


@dataclass(frozen=True)
class File:
    """A file for the browser to save."""

    name: str
    mime: str
    data: bytes


def export(
    take: Take, suffix: str, *, position: int | None = None, scan: Source | None = None, language: str = "en"
) -> File:
    """Return a take as a file.

    Parameters
    ----------
    take
        What to save.
    suffix
        One of :data:`FORMATS`.
    position
        Iteration of the picture, where it is not the newest: its kept picture is taken.
    scan
        A larger scan of the gray print: a picture is then that scan in the run's colours.
    language
        Of a page.

    Raises
    ------
    SettingsError
        If the suffix is none of these.
    """
    if suffix not in FORMATS:
        raise SettingsError(f"The format is {suffix!r}, but a run can be saved as {', '.join(FORMATS)}.")
    run = take.run
    index = run.index if position is None else position
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{_file_stem(take)}-{index}{'-large' if scan is not None else ''}.{suffix}"
        if suffix == "ukiyo":
            run.save(path)
        elif suffix in ("gif", "mp4"):
            save_film(_images(take), path)
        elif suffix == "html":
            write_page([_story(take)], path, title=None, language=language)
        elif position is None or position == run.index:
            run.frame.save(path, scan=scan)
        else:
            index, data = take.reel.picture(position)
            small = PIL.Image.open(BytesIO(data))
            picture = read_image(small).pixels if scan is None else carry_colors(small, scan)
            save_image(picture, path, metadata=display.metadata(run.recipe, index=index))
        return File(path.name, FORMATS[suffix], path.read_bytes())


def export_printed(take: Take, suffix: str, *, position: int | None = None, language: str = "en") -> File:
    """Return a take's picture as it would be printed, block by block: a page (``"html"``) or a film (``"mp4"``, ``"gif"``).

    Raises
    ------
    SettingsError
        If the suffix is none of these.
    """
    if suffix not in ("html", "mp4", "gif"):
        raise SettingsError(f"The format is {suffix!r}, but what is printed can be saved as html, mp4, gif.")
    picture, index = take.picture(position)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{_file_stem(take)}-{index}-printed.{suffix}"
        impressions_of(read_image(picture).pixels, take.run.recipe, iterations=index).save(path, language=language)
        return File(path.name, FORMATS[suffix], path.read_bytes())


def export_tree(takes: Sequence[Take]) -> File:
    """Return all runs in one ZIP archive: each as ``.ukiyo`` and as PNG, and ``tree.json`` with names and origins."""
    buffer, tree = BytesIO(), []
    with zipfile.ZipFile(buffer, "w") as archive:
        for take in takes:
            run = export(take, "ukiyo")
            name = f"{take.key}-{run.name}"
            archive.writestr(name, run.data)
            archive.writestr(f"{Path(name).stem}.png", export(take, "png").data)
            origin = {"parent": take.parent.key, "forked_at": take.forked_at} if take.parent else {}
            tree.append({"key": take.key, "name": take.name, "file": name, **origin})
        archive.writestr("tree.json", json.dumps(tree, ensure_ascii=False, indent=1))
    return File("runs.zip", "application/zip", buffer.getvalue())


def export_pages(takes: Sequence[Take], *, language: str = "en") -> File:
    """Return the newest runs as one page that plays each."""
    stories = [_story(take, name=take.name) for take in takes[-MOST_RUNS:]]
    with tempfile.TemporaryDirectory() as folder:
        path = write_page(stories, Path(folder) / "runs.html", title=title_of(takes[0].run.recipe), language=language)
        return File(path.name, FORMATS["html"], path.read_bytes())


def _story(take: Take, *, name: str = "") -> Story:
    pictures = thinned((index, PIL.Image.open(BytesIO(take.reel.picture(index)[1]))) for index in take.reel.pictures())
    points = {p.index: (p.index, p.total, p.content, p.style, p.variation) for p in take.reel.points()}
    return told(take.run, pictures, points=points, name=name)


def _images(take: Take) -> list[PIL.Image.Image]:
    return [*take.reel.images(), take.run.image]


def _file_stem(take: Take) -> str:
    """Return a file's name from the content's and the run's name: letters, digits and dashes alone."""
    stem = Path(take.run.recipe.content.name.removeprefix("sample:")).stem
    words = re.sub(r"[^\w]+", "-", f"{stem}-{take.name}").strip("-")
    return words.lower() or "print"
