"""A lesson as its notebook has it: which of its own words, formulas and figures stand on slides and on the worksheet.

A screen is made of each **Predict**, each displayed formula, each table, each figure or short printed result, each exercise, and
of the sentences that a cell's metadata name as ``slide``; these must stand in the cell, word for word. A cell of code with the
tag ``no-slide`` shows nothing.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MOST_LINES, _WIDEST = 14, 100  # of printed results that can be read from the last row
_PREDICT = re.compile(r"\*\*Predict\*\*(?:, and write it down)?:?\s*")
_LINK_ELSEWHERE = re.compile(r"\[(?:!\[[^\]]*\]\([^)]*\)|Open this in Binder or in Colab)\]\([^)]*\)")
_PICTURES = ("image/png", "image/jpeg", "image/gif")


@dataclass(frozen=True)
class Screen:
    """One idea, as large as the wall.

    Attributes
    ----------
    kind
        ``predict``, ``formula``, ``table``, ``figure``, ``numbers``, ``run`` (what is not there, as nothing was executed),
        ``finding`` or ``exercise``.
    heading
        Of the section that it belongs to.
    texts
        Markdown, one paragraph each; for ``numbers`` and ``run`` plain text.
    notes
        What the notebook says about it, in Markdown.
    picture
        Type and bytes of an image.
    """

    kind: str
    heading: str
    texts: tuple[str, ...] = ()
    notes: str = ""
    picture: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Exercise:
    """A question, the head of the cell that takes the answer, and the line that checks it."""

    text: str
    head: str
    check: str


@dataclass(frozen=True)
class Lesson:
    """All that is taken from a notebook."""

    number: str
    stem: str
    title: str
    introduction: str
    screens: tuple[Screen, ...]
    exercises: tuple[Exercise, ...]
    figure: Screen | None
    """That of the worksheet: the first that stands in the gallery, as a ``figure`` or, not executed, a ``run``."""

    @property
    def predictions(self) -> tuple[Screen, ...]:
        """The questions that are asked before a cell is run."""
        return tuple(each for each in self.screens if each.kind == "predict")


def read(path: Path) -> Lesson:
    """Return the lesson of a notebook, executed or not.

    Raises
    ------
    ValueError
        If a sentence for a slide does not stand in its cell.
    """
    cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if "colab" not in _tags(cell)]
    executed = any(cell.get("outputs") for cell in cells)
    first, *cells = cells
    title, _, introduction = _text(first).lstrip("# ").partition("\n")
    number, heading = path.stem[:2], ""
    screens: list[Screen] = []
    exercises: list[Exercise] = []
    figure = None
    for position, cell in enumerate(cells):
        if cell["cell_type"] == "markdown":
            sentences = cell["metadata"].get("slide", [])
            missing = set(sentences) - {each for each in sentences if each in _flat(_text(cell))}
            if missing:
                raise ValueError(
                    f"{path.name}, cell {cell['id']}: {missing.pop()!r} is for a slide, but does not stand there."
                )
            for head, body in _sections(cell):
                heading = heading if head is None else head
                screens += _told(heading, body, sentences)
        elif cell["id"].startswith("exercise-"):
            text = screens[-1].texts[0]
            exercises.append(Exercise(text, _head(_text(cell)), _text(cells[position + 1]).strip()))
        elif not cell["id"].startswith("check-") and not {"ungraded", "no-slide"} & set(_tags(cell)):
            shown = list(_shown(cell, heading, _next_words(cells, position), executed=executed, screens=screens))
            screens += shown
            if "gallery" in _tags(cell) and not (figure and figure.picture):
                waiting = figure or Screen("run", heading, (_text(cell),))
                figure = next((each for each in shown if each.picture), waiting)
    return Lesson(
        number, path.stem, re.sub(r"^\d+ · ", "", title), introduction.strip(), tuple(screens), tuple(exercises), figure
    )


def _text(cell: dict[str, Any]) -> str:
    return _LINK_ELSEWHERE.sub("", "".join(cell["source"]))


def _tags(cell: dict[str, Any]) -> list[str]:
    tags: list[str] = cell["metadata"].get("tags", [])
    return tags


def _flat(text: str) -> str:
    """Return the text with its lines joined, but for those of a list or table."""
    return re.sub(r"\s*\n(?![-|])\s*", " ", text.strip())


def _sections(cell: dict[str, Any]) -> Iterator[tuple[str | None, str]]:
    before, *sections = re.split(r"(?m)^## ", _text(cell))
    if before.strip():
        yield None, before.strip()
    for section in sections:
        head, _, body = section.partition("\n")
        yield head.strip(), body.strip()


def _told(heading: str, body: str, sentences: list[str]) -> Iterator[Screen]:
    """Yield the screens of a section's words, in their order."""
    asked = re.search(r"(?m)^\*\*\d+\.\*\*", body)
    if asked:
        yield Screen("exercise", heading, ("\n\n".join(map(_flat, body[asked.start() :].split("\n\n"))),))
        return
    paragraphs = [_flat(each) for each in re.split(r"\n\s*\n", body)]
    found = tuple(each for each in sentences if any(each in paragraph for paragraph in paragraphs))
    for paragraph in paragraphs:
        if paragraph.startswith("$$"):
            beside_each_other = paragraph.strip("$").split(r"\qquad")
            yield Screen("formula", heading, tuple(f"$${each.strip(' ,')}$$" for each in beside_each_other), body)
        elif paragraph.startswith("|"):
            yield Screen("table", heading, (paragraph,), body)
        if found and found[-1] in paragraph:
            yield Screen("finding", heading, found, body)
        _, predict, question = paragraph.partition("**Predict**")
        if predict:
            yield Screen("predict", heading, (begun(_PREDICT.sub("", predict + question)),), body)


def begun(text: str) -> str:
    """Return the text with a capital at its beginning, if that is a plain word."""
    return text[:1].upper() + text[1:] if re.match(r"[a-z]+[\s,:]", text) else text


def _next_words(cells: list[dict[str, Any]], position: int) -> str:
    """Return what the notebook says after a cell, up to the next heading."""
    following = next((cell for cell in cells[position + 1 :] if cell["cell_type"] == "markdown"), None)
    return _text(following).partition("## ")[0] if following else ""


def _shown(
    cell: dict[str, Any], heading: str, notes: str, *, executed: bool, screens: list[Screen]
) -> Iterator[Screen]:
    """Yield what a cell of code shows: figures, else what it prints if that is short."""
    asked = bool(screens) and screens[-1].kind == "predict"
    if not executed:
        if asked:
            yield Screen("run", heading, (_text(cell),), notes)
        return
    pictures = [
        (kind, base64.b64decode("".join(output["data"][kind])))
        for output in cell["outputs"]
        for kind in _PICTURES
        if kind in output.get("data", {})
    ]
    for picture in pictures:
        yield Screen("figure", heading, (), notes, picture)
    printed = _printed(cell)
    lines = printed.splitlines()
    if not pictures and lines and len(lines) <= _MOST_LINES and max(map(len, lines)) <= _WIDEST:
        yield Screen("numbers", heading, (printed,), notes)


def _printed(cell: dict[str, Any]) -> str:
    """Return what a cell printed, once: MyST-NB merges it all into the first output, and leaves the others where they were."""
    said = [output for output in cell["outputs"] if output["output_type"] == "stream" and output["name"] == "stdout"]
    first, *others = ["".join(output["text"]).rstrip() for output in said] or [""]
    rest = "\n".join(others)
    return first if first.endswith(rest) else f"{first}\n{rest}"


def _head(code: str) -> str:
    return code.partition("    ...")[0].rstrip()
