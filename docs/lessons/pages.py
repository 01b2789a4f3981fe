"""Writes the slides and worksheets of all lessons, each a file that needs nothing beside it, and the list of them."""

from __future__ import annotations

import base64
import functools
import importlib.resources
import importlib.util
import io
import re
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image

from .lesson import Lesson, Screen, begun, read
from .markup import html, inline
from .words import HERE, LANGUAGES, Words

_FONT = "ipaexg.ttf"
_FONT_PACKAGE = "matplotlib_fontja"
_QUALITY = 92
_TABLES_OF_QUESTIONS = {"en": "README.md", "ja": "README_ja.md"}


def page_name(kind: str, number: str, language: str) -> str:
    """Return the name of a page, without its ending: ``slides-01-ja``."""
    return f"{kind}-{number}" + ("" if language == "en" else f"-{language}")


def notebooks(folder: Path) -> list[Path]:
    """Return the notebooks that are lessons."""
    return sorted(folder.glob("0[1-9]_*.ipynb"))


def questions(folder: Path, language: str) -> dict[str, str]:
    """Return each lesson's question, as the teacher's guide has it."""
    guide = (folder / _TABLES_OF_QUESTIONS[language]).read_text("utf-8")
    return dict(re.findall(r"(?m)^\| \[(0[1-9])_\w+\]\([^)]*\) \| ([^|]*?) \|", guide))


def write(source: Path, guides: Path, out: Path) -> list[str]:
    """Write the pages of the notebooks in ``source`` into ``out``, and return the texts that have no translation.

    Raises
    ------
    FileNotFoundError
        If there is no lesson in ``source``.
    """
    if not notebooks(source):
        raise FileNotFoundError(f"There is no notebook of a lesson in {source}.")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    copy_font(out)
    missing: list[str] = []
    lessons = [read(path) for path in notebooks(source)]
    for language in LANGUAGES:
        words, asked = Words(language), questions(guides, language)
        for lesson in lessons:
            for kind in ("slides", "worksheet"):
                page = render(kind, lesson, words=words, question=asked[lesson.number])
                (out / f"{page_name(kind, lesson.number, language)}.html").write_text(page, "utf-8")
        missing += words.missing
    return missing


def render(kind: str, lesson: Lesson, *, words: Words, question: str) -> str:
    """Return a page: ``kind`` is ``slides`` or ``worksheet``."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )

    def say(text: str) -> str:
        return begun(words(text)) if words.language == "en" and text else words(text)

    def sentence(text: str) -> str:
        """Return a sentence that may have been cut off before its end."""
        return html(re.sub(r"(?<=[\w)])$", ".", say(text)) if words.language == "en" else say(text))

    environment.filters |= {  # what these return is HTML; the templates mark it as safe
        "block": lambda text: html(say(text)),
        "inline": lambda text: inline(say(text)),
        "unnumbered": lambda text: inline(re.sub(r"^\d+\. ", "", say(text))),
        "sentence": sentence,
        "as_it_is": html,
        "picture": picture,
        "widest": lambda text: max(map(len, text.splitlines())),
    }
    template = environment.get_template(f"{kind}.html.jinja")
    style, script = ((HERE / name).read_text("utf-8") for name in (f"{kind}.css", "slides.js"))
    return template.render(
        lesson=lesson, say=say, question=question, language=words.language, style=style, script=script
    )


def picture(screen: Screen) -> str:
    """Return a screen's picture as an address that holds it, in WebP, a quarter as large as PNG; films as they are."""
    assert screen.picture is not None
    return _address(*screen.picture)


@functools.lru_cache(maxsize=256)
def _address(kind: str, data: bytes) -> str:
    if kind != "image/gif":
        buffer = io.BytesIO()
        with Image.open(io.BytesIO(data)) as image:
            image.convert("RGB").save(buffer, "WEBP", quality=_QUALITY)
        kind, data = "image/webp", buffer.getvalue()
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def copy_font(out: Path) -> None:
    """Put a Japanese font beside the pages, for machines that have none; it is loaded there alone."""
    if importlib.util.find_spec(_FONT_PACKAGE):
        fonts = importlib.resources.files(_FONT_PACKAGE) / "fonts"
        for name in (_FONT, "IPA_Font_License_Agreement_v1.0.txt"):
            (out / name).write_bytes((fonts / name).read_bytes())


def listed(source: Path, guides: Path, language: str, *, pdf: bool, folder: str) -> Iterator[str]:
    """Yield a table of all pages as HTML, for a page of the documentation; ``folder`` is where they lie, seen from there."""
    words, asked = Words(language), questions(guides, language)
    yield '<table class="table uw-lessons"><tbody>'
    for lesson in map(read, notebooks(source)):
        links = "<br>".join(
            " · ".join(_link(folder, lesson.number, *link) for link in of_one) for of_one in _links(language, pdf=pdf)
        )
        named = f"<strong>{escape(words(lesson.title))}</strong><br>{escape(asked[lesson.number])}"
        yield f"<tr><td>{int(lesson.number)}</td><td>{named}</td><td>{links}</td></tr>"
    yield "</tbody></table>"


def _links(language: str, *, pdf: bool) -> Iterator[list[tuple[str, str, str, str]]]:
    """Yield kind, language, ending and label of the links in a language, the reader's own first."""
    labels = {"en": ("slides", "worksheet"), "ja": ("スライド", "ワークシート")}
    for each in sorted(LANGUAGES, key=lambda other: other != language):
        slides, worksheet = labels[each]
        yield [("slides", each, "html", slides), ("worksheet", each, "pdf" if pdf else "html", worksheet)]


def _link(folder: str, number: str, kind: str, language: str, ending: str, label: str) -> str:
    return f'<a lang="{language}" href="{folder}/{page_name(kind, number, language)}.{ending}">{label}</a>'


def connect(app: Any, *, guides: Path) -> None:
    """Let Sphinx write the pages when it has read, and perhaps executed, the notebooks."""
    from sphinx.util import logging

    from . import printing

    def finished(app: Any, exception: Exception | None) -> None:
        if exception or app.builder.name != "html":
            return
        out = Path(app.outdir)
        executed = out.parent / "jupyter_execute" / "taken" / "course"  # where MyST-NB leaves what it has executed
        logger = logging.getLogger(__name__)
        for text in write(executed, guides, out / "lessons"):
            logger.warning("docs/lessons has no translation of %r", text)
        if printing.chromium():
            printing.print_all(out / "lessons")

    app.connect("build-finished", finished)
