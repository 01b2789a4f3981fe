"""The land in front of a mountain: bands of mist, and fields before the harvest."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import brushed, points, smooth
from ukiyo_widgets.images.samples.drawing.inks import GREEN, OCHRE, STRAW
from ukiyo_widgets.images.samples.drawing.sheet import Sheet


def mist(sheet: Sheet, x: float, y: float, length: float) -> None:
    """Print a band of mist that begins at a place."""
    band = smooth(points((x, y), (x + 0.2 * length, y - 0.016), (x + 0.7 * length, y - 0.011), (x + length, y), (x + 0.6 * length, y + 0.015), (x + 0.2 * length, y + 0.012)), closed=True)  # fmt: skip
    sheet.cover([band], (0.955, 0.925, 0.85))
    sheet.lines([band[:56]], width=0.002)


def rice_field(sheet: Sheet, edge: str, *, bottom: float) -> None:
    """Print ripe rice from its far edge down to ``bottom``, green in the shade."""
    far = brushed(edge)
    field = np.vstack((far, points((1.6, bottom), (-0.1, bottom))))
    sheet.cover([field], (0.95, 0.91, 0.82))
    sheet.block([field], OCHRE, strength=0.9)
    sheet.block([field], STRAW)
    sheet.block([field], GREEN, strength=sheet.ramp(bottom - 0.05, bottom - 0.2) * np.float32(0.75))
    sheet.lines([far], width=0.004)
    for x in np.linspace(-0.05, 1.5, 70):
        y = bottom - 0.165 + 0.02 * sheet.random.random()
        sheet.lines([points((x, y + 0.012), (x + 0.004, y), (x + 0.011, y - 0.008))], width=0.0022)
