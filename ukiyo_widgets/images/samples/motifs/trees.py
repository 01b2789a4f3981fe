"""Trees: firs as dots of a wood, pines from near, and reeds."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import Points, points, smooth, turned
from ukiyo_widgets.images.samples.drawing.inks import BERO_DEEP, GREEN, SUMI
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

FIR = smooth(points((0, -1), (0.45, -0.1), (0.7, 0.35), (0, 0.5), (-0.7, 0.35), (-0.45, -0.1)), closed=True, per_span=3)
PAD = smooth(
    points((-1, 0.2), (-0.6, -0.5), (0.1, -0.75), (0.8, -0.4), (1, 0.25), (0.3, 0.05), (-0.3, 0.15)), closed=True
)
"""A cushion of needles, or of snow on them."""


def fir(sheet: Sheet, x: float, y: float, size: float) -> None:
    """Print a far fir, leaning a little; most are green and some blue."""
    tree = turned(FIR, degrees=sheet.random.normal(0, 5), scale=size, to=(x, y + sheet.random.normal(0, 0.006)))
    sheet.block([tree], GREEN if sheet.random.random() < 0.7 else BERO_DEEP, strength=0.9, register=0)


def snowy_branch(sheet: Sheet, x: float, y: float, length: float, *, way: int = 1) -> None:
    """Print a pine's branch that reaches to the left of a place, laden with snow; with a ``way`` of -1 to the right."""
    branch = smooth(points((0.04, 0.02), (-0.4 * length, -0.005), (-length, 0.045))) * (way, 1) + (x, y)
    sheet.lines([branch], width=0.012, ink=SUMI)
    for f in np.linspace(0.12, 1.0, 8):
        centre = branch[int(f * (len(branch) - 1))]
        sheet.lines(_needles(centre, np.linspace(0.2, 2.9, 13)), width=0.0032, ink=SUMI)
        pad = turned(PAD, degrees=0, scale=0.034, to=(centre[0], centre[1]))
        sheet.cover([pad])
        sheet.outline([pad], width=0.0028)


def _needles(centre: Points, angles: Points) -> list[Points]:
    return [np.linspace(centre, centre + 0.034 * np.array((np.cos(a), np.sin(a))), 6) for a in angles]
