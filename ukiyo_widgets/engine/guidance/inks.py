"""The inks of a print as swatches, and a reference in which some of them were changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ukiyo_widgets.engine.guidance.written import Written, read_colour, rgb_of
from ukiyo_widgets.images import colour

SWATCHES = 6
"""Inks that a print is taken to have where nobody says how many."""

_ROUNDS = 12
_SAMPLE = 20_000
_SOFTNESS = 12.0
"""CIELAB units: a pixel this much nearer to one ink than to another belongs to it almost alone."""


@dataclass(frozen=True)
class InkChange:
    """One ink of the reference, and the colour that it is printed in instead; both ``#rrggbb``."""

    ink: str
    becomes: str

    def __str__(self) -> str:
        return f"{self.ink}={self.becomes}"


class InkChanges(Written[InkChange]):
    """Inks changed in the references.

    Examples
    --------
    >>> InkChanges({"#1d3a5f": "#2a6e4e"})
    InkChanges('#1d3a5f=#2a6e4e')
    """

    __slots__ = ()
    form = "#rrggbb=#rrggbb: an ink of the reference, and what it becomes"

    def __init__(self, entries: str | Mapping[str, Any] | Iterable[Any] = ()) -> None:
        super().__init__(entries.items() if isinstance(entries, Mapping) else entries)

    @classmethod
    def read_entry(cls, entry: Any) -> InkChange:
        """Read ``"#rrggbb=#rrggbb"``, a pair of colours, or an :class:`InkChange`."""
        if isinstance(entry, InkChange):
            return entry
        ink, becomes = entry.split("=") if isinstance(entry, str) else entry
        return InkChange(read_colour(ink), read_colour(becomes))


@dataclass(frozen=True)
class Ink:
    """A colour that covers part of a print: ``#rrggbb``, and its share of the paper in [0, 1]."""

    colour: str
    share: float


def find_inks(print_: Tensor, *, count: int = SWATCHES) -> list[Ink]:
    """Return the inks of a colour print, the one that covers most first.

    Parameters
    ----------
    print_
        Shape (3, H, W), RGB in [0, 1].
    count
        How many to look for, at most.

    Notes
    -----
    Lloyd's k-means in CIELAB, from starts that lie far from each other; the same print always gives the same inks.

    Examples
    --------
    >>> half = torch.zeros(3, 4, 4)
    >>> half[0, :, 2:] = 1
    >>> [(ink.colour, ink.share) for ink in find_inks(half, count=2)]
    [('#000000', 0.5), ('#ff0000', 0.5)]
    """
    pixels = colour.rgb_to_lab(print_.cpu().double()).flatten(1).T
    step = max(1, len(pixels) // _SAMPLE)
    sample = pixels[::step]
    centres = sample.mean(0, keepdim=True)
    farthest = torch.cdist(sample, centres).squeeze(1)
    centres = sample[farthest.argmax()].unsqueeze(0)
    while len(centres) < count:
        distance = torch.cdist(sample, centres).amin(1)
        if distance.max() < 1:  # there are no more colours
            break
        centres = torch.cat((centres, sample[distance.argmax()].unsqueeze(0)))
    for _ in range(_ROUNDS):
        nearest = torch.cdist(sample, centres).argmin(1)
        counts = torch.bincount(nearest, minlength=len(centres)).double()
        sums = torch.zeros_like(centres).index_add_(0, nearest, sample)
        centres = torch.where(counts[:, None] > 0, sums / counts.clamp_min(1)[:, None], centres)
    rgb = colour.lab_to_rgb(centres.T.unsqueeze(-1)).squeeze(-1).T.clamp(0, 1)
    shares = counts / counts.sum()
    order = shares.argsort(descending=True, stable=True).tolist()
    return [Ink(read_colour(rgb[i].tolist()), round(float(shares[i]), 4)) for i in order if counts[i]]


def reprint(print_: Tensor, changes: InkChanges, *, inks: Iterable[Ink] = ()) -> Tensor:
    """Return a print in which some inks are changed; what lies between two inks changes by its share of each.

    Parameters
    ----------
    print_
        Shape (3, H, W), RGB in [0, 1].
    changes
        Which inks become what.
    inks
        The print's inks, of which those near none of the changed ones stay as they are.

    Returns
    -------
    Tensor
        Shape (3, H, W), RGB in [0, 1].
    """
    if not changes:
        return print_
    lab = colour.rgb_to_lab(print_.double())
    moved = _lab_of([each.ink for each in changes])
    shifts = _lab_of([each.becomes for each in changes]) - moved
    others = _lab_of([ink.colour for ink in inks])
    still = others[torch.cdist(others, moved).amin(1) > 1] if len(others) else others
    anchors = torch.cat((moved, still)).to(lab)
    distance = torch.cdist(lab.flatten(1).T, anchors)
    shares = torch.softmax(-(distance.square() - distance.square().amin(1, keepdim=True)) / _SOFTNESS**2, dim=1)
    shift = shares[:, : len(moved)] @ shifts.to(lab)
    return colour.lab_to_rgb(lab + shift.T.view_as(lab)).to(print_)


def _lab_of(colours: list[str]) -> Tensor:
    """Return CIELAB of ``#rrggbb`` colours, (n, 3)."""
    rgb = torch.tensor([rgb_of(each) for each in colours], dtype=torch.float64).reshape(-1, 3)
    return colour.rgb_to_lab(rgb.T.unsqueeze(-1)).squeeze(-1).T
