"""A ranking of references, as Python objects, as text and as a table in a notebook."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from ukiyo_widgets.engine.colour.likeness import Likeness
from ukiyo_widgets.images.reading.reading import Source
from ukiyo_widgets.places import MOST_SHOWN
from ukiyo_widgets.untrusted import one_line

_BOUNDS = {"lightness": (0.5, 0.7), "paper": (0.4, 0.7), "shapes": (0.35, 0.4)}
"""For each trait, the values from which on something else is said of it."""

_WORDS = {
    "lightness": ("lightness unlike", "lightness somewhat alike", "lightness alike"),
    "paper": ("paper lighter or darker", "paper nearly as light", "paper as light"),
    "shapes": ("shapes unlike", "shapes somewhat alike", "shapes alike"),
}
"""What is said of each trait, from little to much."""

SHADES = "colours for {value:.0f} % of the print's shades"
GRAY = "hardly any colour of its own"
TEMPLATES = (*(f"{each} ({{value:.2f}})" for words in _WORDS.values() for each in words), SHADES, GRAY)
"""All that is said in reasons."""

HARDLY_COLOURED = 0.5


@dataclass(frozen=True)
class Suggestion:
    """One reference, and how well it would serve.

    Attributes
    ----------
    source
        What :func:`ukiyo_widgets.colorize` takes as reference: as it was given, or a path in the folder.
    name
        For people.
    score
        From 0 to 1; only its order means something.
    likeness
        What the score is made of.
    """

    source: Source = field(repr=False)
    name: str
    score: float
    likeness: Likeness
    thumbnail: bytes = field(default=b"", repr=False, compare=False)
    """A small PNG."""

    @property
    def statements(self) -> tuple[tuple[str, float], ...]:
        """Why it stands where it does: texts of :data:`TEMPLATES`, each with its value."""
        alike = self.likeness
        if alike.colour < HARDLY_COLOURED:
            return ((GRAY, alike.colour),)
        compared = [(trait, getattr(alike, trait), bounds) for trait, bounds in _BOUNDS.items()]
        found = [
            (f"{_WORDS[trait][sum(value >= bound for bound in bounds)]} ({{value:.2f}})", value)
            for trait, value, bounds in compared
        ]
        return (*found, (SHADES, 100 * alike.shades))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The same in words."""
        return tuple(template.format(value=value) for template, value in self.statements)

    def __str__(self) -> str:
        return f"{self.score:.2f}  {one_line(self.name, most=MOST_SHOWN)}: {', '.join(self.reasons)}"


@dataclass(frozen=True)
class Skipped:
    """A file that could not be ranked, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"left out  {one_line(self.name, most=MOST_SHOWN)}: {self.reason}"


@dataclass(frozen=True)
class Ranking(Sequence[Suggestion]):
    """References in the order in which they would serve, best first; shows itself in a notebook.

    Attributes
    ----------
    suggestions
        The references.
    skipped
        What was left out, with the reason.
    """

    suggestions: tuple[Suggestion, ...]
    skipped: tuple[Skipped, ...] = ()

    @overload
    def __getitem__(self, place: int) -> Suggestion: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Suggestion]: ...
    def __getitem__(self, place: int | slice) -> Suggestion | Sequence[Suggestion]:
        return self.suggestions[place]

    def __len__(self) -> int:
        return len(self.suggestions)

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.suggestions)

    def __str__(self) -> str:
        return "\n".join(map(str, (*self.suggestions, *self.skipped)))

    def _repr_html_(self) -> str:
        rows = "".join(map(_row, self.suggestions))
        left_out = "".join(f"<li>{html.escape(each.name)}: {html.escape(each.reason)}</li>" for each in self.skipped)
        note = f"<p>Left out:</p><ul>{left_out}</ul>" if left_out else ""
        head = "<tr><th></th><th>Score</th><th>Reference</th><th>Why</th></tr>"
        return f'<div class="ukiyo-ranking"><table>{head}{rows}</table>{note}</div>'


def _row(suggestion: Suggestion) -> str:
    name = html.escape(suggestion.name)
    data = base64.b64encode(suggestion.thumbnail).decode()
    picture = f'<img src="data:image/png;base64,{data}" alt="{name}" style="display:block">'
    reasons = "<br>".join(map(html.escape, suggestion.reasons))
    left = 'style="text-align:left"'
    return f"<tr><td>{picture}</td><td>{suggestion.score:.2f}</td><td {left}>{name}</td><td {left}>{reasons}</td></tr>"
