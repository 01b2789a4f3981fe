"""A ranking of references, as Python objects, as text and as a table in a notebook."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from ukiyo_widgets.engine.likeness import Likeness
from ukiyo_widgets.images.reading import Source

_BOUNDS = {"lightness": (0.5, 0.7), "paper": (0.4, 0.7), "shapes": (0.58, 0.64)}
"""For each trait, the values from which on something else is said of it."""

_WORDS = {
    "en": {
        "lightness": (
            "lightness unlike ({value:.2f})",
            "lightness somewhat alike ({value:.2f})",
            "lightness alike ({value:.2f})",
        ),
        "paper": (
            "paper lighter or darker ({value:.2f})",
            "paper nearly as light ({value:.2f})",
            "paper as light ({value:.2f})",
        ),
        "shapes": ("shapes unlike ({value:.2f})", "shapes somewhat alike ({value:.2f})", "shapes alike ({value:.2f})"),
        "shades": ("colours for {value:.0f} % of the print's shades",),
        "hardly_coloured": ("hardly any colour of its own",),
    },
    "ja": {
        "lightness": (
            "明るさの分布が異なる（{value:.2f}）",
            "明るさの分布がやや似ている（{value:.2f}）",
            "明るさの分布が似ている（{value:.2f}）",
        ),
        "paper": (
            "紙の明るさが異なる（{value:.2f}）",
            "紙の明るさがほぼ同じ（{value:.2f}）",
            "紙の明るさが同じ（{value:.2f}）",
        ),
        "shapes": (
            "形が異なる（{value:.2f}）",
            "形がやや似ている（{value:.2f}）",
            "形が似ている（{value:.2f}）",
        ),
        "shades": ("白黒の版画の明暗の {value:.0f} % に当てる色がある",),
        "hardly_coloured": ("ほとんど色がない",),
    },
}
"""What is said of each trait, from little to much."""

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
    def reasons(self) -> tuple[str, ...]:
        """Why it stands where it does, in words."""
        return self.reasons_in("en")

    def reasons_in(self, language: str) -> tuple[str, ...]:
        """Return :attr:`reasons` in ``"en"`` or ``"ja"``."""
        alike, words = self.likeness, _WORDS[language]
        if alike.colour < HARDLY_COLOURED:
            return (words["hardly_coloured"][0],)
        compared = [
            words[trait][sum(getattr(alike, trait) >= bound for bound in bounds)].format(value=getattr(alike, trait))
            for trait, bounds in _BOUNDS.items()
        ]
        return (*compared, words["shades"][0].format(value=100 * alike.shades))

    def __str__(self) -> str:
        return f"{self.score:.2f}  {self.name}: {', '.join(self.reasons)}"


@dataclass(frozen=True)
class Skipped:
    """A file that could not be ranked, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"left out  {self.name}: {self.reason}"


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
