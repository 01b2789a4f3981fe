"""Colour hints: dabs of colour that a person puts on the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ukiyo_widgets.engine.guidance.written import Written, read_colour, read_share

RADIUS = 0.015
"""Of a dab, as a share of the picture's longest side, where none is given."""


@dataclass(frozen=True)
class Hint:
    """One dab of colour.

    Attributes
    ----------
    x, y
        Its middle, as shares of the picture's width and height from the top left, in [0, 1].
    colour
        ``#rrggbb``; only its hue and chroma count where the ink's lightness is kept.
    radius
        As a share of the picture's longest side, in [0, 1].
    """

    x: float
    y: float
    colour: str
    radius: float = RADIUS

    def __str__(self) -> str:
        radius = "" if self.radius == RADIUS else f",{self.radius:g}"
        return f"{self.x:g},{self.y:g}{radius}={self.colour}"


class Hints(Written[Hint]):
    """Dabs of colour; where two lie on each other, the later one counts.

    Examples
    --------
    >>> Hints([(0.25, 0.4, "#3355aa"), Hint(0.7, 0.8, "#aa3322", radius=0.05)])
    Hints('0.25,0.4=#3355aa; 0.7,0.8,0.05=#aa3322')
    >>> Hints("0.25,0.4=#3355aa")[0].colour
    '#3355aa'
    """

    __slots__ = ()
    form = "x,y=#rrggbb or x,y,radius=#rrggbb with x, y and radius from 0 to 1"

    @classmethod
    def read_entry(cls, entry: Any) -> Hint:
        """Read ``"x,y=#rrggbb"``, ``(x, y, colour)``, ``(x, y, colour, radius)`` or a :class:`Hint`."""
        x: Any
        if isinstance(entry, Hint):
            return entry
        if isinstance(entry, str):
            place, _, colour = entry.partition("=")
            x, y, *radius = place.split(",")
        else:
            x, y, colour, *radius = entry
        if len(radius) > 1:
            raise ValueError("it has too many numbers")
        return Hint(
            read_share(x, "x"),
            read_share(y, "y"),
            read_colour(colour),
            read_share(radius[0], "radius") if radius else RADIUS,
        )
