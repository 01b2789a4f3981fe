"""The page that plays a run or several.

What it shows without scripts (the finished picture, the credits, the recipe) stands in it as HTML; the rest is data for
``standalone.js``, which is built from the Studio's own parts.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ukiyo_widgets import __version__
from ukiyo_widgets.engine.network.sources import credit_of
from ukiyo_widgets.errors import ImageError, SettingsError
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.images.writing.writing import check_place, check_suffix
from ukiyo_widgets.runs.pages.document import credits_list, document, escaped, figure, static, table
from ukiyo_widgets.runs.pages.pictures import as_text, fitted, newest, webp
from ukiyo_widgets.runs.pages.story import Story
from ukiyo_widgets.runs.pages.texts import page_texts
from ukiyo_widgets.runs.recipe import MOST_OF_A_CREDIT, plain
from ukiyo_widgets.untrusted import one_line

SUFFIXES = (".html", ".htm")

MOST_BYTES = 3_000_000
"""Of a page: it can be sent by mail, and opens at once."""

MOST_RUNS = 12
"""In one page, so that each keeps enough pictures."""

_PER_BYTE = 4 / 3
"""Characters of base64."""

_ROOM_FOR_TEXT = 60_000
_PRINT_QUALITY = 82


def write_page(stories: Sequence[Story], path: str | os.PathLike[str], *, title: str | None, language: str) -> Path:
    """Write a page that plays one run or several.

    Parameters
    ----------
    stories
        The runs, 1 to :data:`MOST_RUNS`.
    path
        Ends in .html or .htm.
    title
        Stands above it; None is the first run's name.
    language
        ``"en"`` or ``"ja"``.

    Raises
    ------
    ImageError
        If the suffix or the folder is not right.
    SettingsError
        If there is no such language, or the number of runs is another.
    OSError
        If the disk is full or may not be written to.
    """
    target = check_page_path(path)
    text = page(stories, title=title, language=language)
    try:
        with atomic_write(target) as aside:
            aside.write_text(text, encoding="utf-8", newline="\n")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ImageError(str(error)) from error
    return target


def check_page_path(path: str | os.PathLike[str]) -> Path:
    """Return where a page will be written, or say what is wrong with it, before anything is computed."""
    return check_place(check_suffix(path, SUFFIXES))


def page(stories: Sequence[Story], *, title: str | None, language: str) -> str:
    """Return the page as text; see :func:`write_page`."""
    texts = page_texts(language)
    if not 1 <= len(stories) <= MOST_RUNS:
        raise SettingsError(f"A page shows 1 to {MOST_RUNS} runs; got {len(stories)}.")
    script, style = static("standalone.js"), static("standalone.css")
    first = stories[0]
    heading = one_line(title or first.name, most=MOST_OF_A_CREDIT)
    about = "".join(_about(story, texts, named=len(stories) > 1) for story in stories)
    room = int((MOST_BYTES - _ROOM_FOR_TEXT - sum(map(len, (script, style, about)))) / _PER_BYTE / len(stories))
    told = [_data(story, most_bytes=room) for story in stories]
    result = told[0].pop("newest")
    data = {"language": language, "texts": texts, "runs": told}
    alt = texts["result"].format(name=first.name, index=first.recipe.iterations)
    body = f"""<h1>{escaped(heading)}</h1>
<p>{escaped(texts["lead"])}</p>
<noscript><p>{escaped(texts["no_script"])}</p></noscript>
<div id="uw-player"></div>
{figure(result, alt=alt)}
<p class="uw-honest">{escaped(texts["honest"])}</p>
{about}"""
    return document(heading=heading, language=language, body=body, data=data, script=script, style=style)


def _data(story: Story, *, most_bytes: int) -> dict[str, Any]:
    """Return what the script is told of a run; pictures are WebP in base64."""
    gray = webp(story.gray, quality=_PRINT_QUALITY)
    references = [webp(each, quality=_PRINT_QUALITY) for each in story.references]
    last = newest(story.newest, most_bytes=most_bytes)
    left = most_bytes - len(gray) - len(last) - sum(map(len, references))
    frames = fitted(story.pictures, most_bytes=max(0, left))
    return {
        "name": story.name,
        "index": story.recipe.iterations,
        "frames": [[index, as_text(data)] for index, data in frames.items()],
        "newest": as_text(last),
        "gray": as_text(gray),
        "references": [
            [one_line(ingredient.credit, most=MOST_OF_A_CREDIT), as_text(data)]
            for ingredient, data in zip(story.recipe.references, references, strict=False)
        ],
        "points": [[index, *map(_short, numbers)] for index, *numbers in story.points],
        "marks": [[change.iteration, ""] for change in story.recipe.changes],
    }


def _about(story: Story, texts: dict[str, str], *, named: bool) -> str:
    """Return the sections on where a run comes from and how to make it again."""
    recipe = story.recipe
    rows = {
        texts["gray_print"]: escaped(one_line(recipe.content.credit, most=MOST_OF_A_CREDIT)),
        texts["references"]: credits_list([each.credit for each in recipe.references]),
        texts["network"]: escaped(credit_of(recipe.weights_sha256)),
        texts["software"]: f"ukiyo_widgets {__version__}",
    }
    changes = [
        texts["change"].format(at=each.iteration, what=", ".join(f"{k}={plain(v)!r}" for k, v in each.settings.items()))
        for each in recipe.changes
    ]
    listed = "".join(f"<li>{escaped(one_line(each, most=MOST_OF_A_CREDIT))}</li>" for each in changes)
    name = f"<h2>{escaped(one_line(story.name, most=MOST_OF_A_CREDIT))}</h2>" if named else ""
    level = "h3" if named else "h2"
    changed = f"<{level}>{escaped(texts['changes'])}</{level}><ul>{listed}</ul>" if listed else ""
    return (
        f"<section>{name}<{level}>{escaped(texts['credits'])}</{level}>{table(rows)}{changed}"
        f"<{level}>{escaped(texts['recipe'])}</{level}>"
        f'<pre tabindex="0"><code>{escaped(recipe.to_code(iterations=recipe.iterations))}</code></pre></section>'
    )


def _short(number: float) -> float | None:
    """Return a number in few digits; what is none is left out."""
    short = float(f"{number:.6g}")
    return short if abs(short) < float("inf") else None
