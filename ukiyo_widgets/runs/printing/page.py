"""A page of a print as it is printed: the finished print and its blocks as HTML, each step as data for ``impressions.js``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import PIL.Image

from ukiyo_widgets import __version__
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.runs.pages.document import credits_list, document, escaped, figure, static, table
from ukiyo_widgets.runs.pages.page import MOST_BYTES
from ukiyo_widgets.runs.pages.pictures import as_text, newest, webp
from ukiyo_widgets.runs.pages.texts import page_texts
from ukiyo_widgets.runs.printing.texts import texts_of
from ukiyo_widgets.runs.recipe import MOST_OF_A_CREDIT
from ukiyo_widgets.untrusted import one_line

_PER_BYTE = 4 / 3
"""Characters of base64."""

_ROOM_FOR_TEXT = 60_000
_QUALITIES = (90, 82, 72, 62, 50, 35, 20)
_ALONE_LESS = 10
"""By how much the quality of a block alone may be lower: it is mostly bare paper."""


@dataclass(frozen=True)
class About:
    """What a page tells of a picture, beside its blocks.

    Attributes
    ----------
    name
        For people.
    credit
        Where the picture comes from.
    references
        After which prints a computer coloured it; none for a picture that had its colours.
    code
        Python that makes it again.
    """

    name: str
    credit: str
    references: tuple[str, ...]
    code: str


@dataclass(frozen=True, eq=False)
class Step:
    """One block: its name, its ink as ``#rrggbb``, the print after it, and what it leaves alone."""

    name: str
    colour: str
    picture: PIL.Image.Image
    alone: PIL.Image.Image


def write_page(
    steps: Sequence[Step],
    path: Path | os.PathLike[str],
    *,
    about: About,
    paper: str,
    title: str | None,
    language: str,
) -> Path:
    """Write the page; the last step's picture is the finished print, ``paper`` the bare sheet's colour.

    Raises
    ------
    ImageError
        If the folder is not right.
    SettingsError
        If there is no such language.
    OSError
        If the disk is full or may not be written to.
    """
    text = page(steps, about=about, paper=paper, title=title, language=language)
    try:
        with atomic_write(path) as aside:
            aside.write_text(text, encoding="utf-8", newline="\n")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ImageError(str(error)) from error
    return Path(path)


def page(steps: Sequence[Step], *, about: About, paper: str, title: str | None, language: str) -> str:
    """Return the page as text; see :func:`write_page`."""
    texts = texts_of(language)
    shared = page_texts(language)
    script, style = static("impressions.js"), static("impressions.css")
    name = one_line(about.name, most=MOST_OF_A_CREDIT)
    heading = one_line(title or texts["heading"].format(name=name), most=MOST_OF_A_CREDIT)
    room = int((MOST_BYTES - _ROOM_FOR_TEXT - len(script) - len(style)) / _PER_BYTE)
    result = newest(steps[-1].picture, most_bytes=room)
    data = {
        "language": language,
        "texts": texts,
        "name": name,
        "paper": paper,
        "steps": _steps(steps, most_bytes=room - len(result)),
    }
    rows = {texts["picture"]: escaped(one_line(about.credit, most=MOST_OF_A_CREDIT))}
    if about.references:
        rows[shared["references"]] = credits_list(about.references)
    rows[shared["software"]] = f"ukiyo_widgets {__version__}"
    honest = " ".join((texts["honest"], *([texts["guessed"]] if about.references else [])))
    lead = texts["lead"] if len(steps) > 1 else texts["no_colours"]
    order = f"<h2>{escaped(texts['how'])}</h2>\n<p>{escaped(texts['order'])}</p>" if len(steps) > 1 else ""
    blocks = "".join(
        f'<li><i style="background:{step.colour}"></i><span>{escaped(step.name)}</span></li>' for step in steps
    )
    body = f"""<h1>{escaped(heading)}</h1>
<p>{escaped(lead)}</p>
<noscript><p>{escaped(texts["no_script"])}</p></noscript>
<div id="uw-player"></div>
{figure(as_text(result), alt=texts["result"].format(name=name))}
<section id="uw-blocks"><h2>{escaped(texts["blocks"])}</h2><ol>{blocks}</ol></section>
<p class="uw-honest">{escaped(honest)}</p>
{order}
<section><h2>{escaped(shared["credits"])}</h2>{table(rows)}
<h2>{escaped(shared["recipe"])}</h2><pre tabindex="0"><code>{escaped(about.code)}</code></pre></section>"""
    return document(heading=heading, language=language, body=body, data=data, script=script, style=style)


def _steps(steps: Sequence[Step], *, most_bytes: int) -> list[dict[str, Any]]:
    """Return the steps with their pictures as WebP, as good as there is room for; the last one's stands in the page already."""
    for quality in _QUALITIES:
        pictures = [webp(step.picture, quality=quality) for step in steps[:-1]]
        alone = [webp(step.alone, quality=quality - _ALONE_LESS) for step in steps]
        if sum(map(len, pictures)) + sum(map(len, alone)) <= most_bytes:
            break
    return [
        {
            "name": step.name,
            "colour": step.colour,
            "picture": as_text(pictures[index]) if index < len(pictures) else None,
            "alone": as_text(alone[index]),
        }
        for index, step in enumerate(steps)
    ]
