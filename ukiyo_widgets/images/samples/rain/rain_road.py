"""A shower over the dike: people run along it, between a willow and the river."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import path, points, resample, smooth, stroke
from ukiyo_widgets.images.samples.drawing.inks import (
    BENI,
    BERO,
    BERO_DEEP,
    BROWN,
    GREEN,
    GREEN_PALE,
    INDIGO,
    OCHRE,
    SUMI,
    VERMILION,
    Ink,
)
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.boats import raft
from ukiyo_widgets.images.samples.motifs.rain import far_shore, rain, rain_sky, river
from ukiyo_widgets.images.samples.motifs.walkers import walker

DIKE = smooth(points((-0.1, 0.9), (0.25, 0.86), (0.6, 0.785), (0.95, 0.72), (1.3, 0.685), (1.6, 0.67)))
WALKERS: tuple[tuple[float, Ink, bool, int, float], ...] = (
    (1.34, BROWN, False, -1, 1.0),
    (1.2, BERO, True, -1, 1.05),
    (0.99, BERO_DEEP, True, 1, 1.15),
    (0.79, VERMILION, False, 1, 1.25),
    (0.57, INDIGO, True, -1, 1.35),
    (0.27, BENI, True, 1, 1.5),
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    rain_sky(sheet)
    far_shore(sheet)
    river(sheet)
    raft(sheet, 0.72, 0.515, size=0.42)
    _dike(sheet)
    _willow(sheet)
    dike = resample(DIKE, 200)
    for x, ink, umbrella, way, size in WALKERS:
        at = dike[np.argmin(abs(dike[:, 0] - x))] + (0, 0.026 * size)
        walker(sheet, (at[0], at[1]), ink, umbrella=umbrella, way=way, size=size)
    _grass(sheet)
    rain(sheet)
    cartouche(sheet, 0.085, 0.085, size=0.036)


def _dike(sheet: Sheet) -> None:
    """The way on top, and the slope before it."""
    low = DIKE + np.stack((np.zeros(len(DIKE)), np.linspace(0.075, 0.035, len(DIKE))), axis=1)
    slope = np.vstack((low, path("1.6,1.1 -0.1,1.1")))
    sheet.cover([slope], (0.95, 0.91, 0.82))
    sheet.block([slope], GREEN_PALE)
    sheet.block([slope], GREEN, strength=sheet.ramp(1.02, 0.8))
    way = np.vstack((DIKE, low[::-1]))
    sheet.cover([way], (0.95, 0.9, 0.8))
    sheet.block([way], OCHRE, strength=0.8)
    sheet.lines([DIKE, low], width=0.005, taper=(0.02, 0.02))


def _willow(sheet: Sheet) -> None:
    """A willow at the right; the wind takes its branches."""
    trunk = smooth(points((1.43, 0.73), (1.4, 0.56), (1.425, 0.4), (1.37, 0.27), (1.33, 0.2)))
    limb = stroke(trunk, width=0.055, taper=(0.001, 1.2), belly=0.3)
    sheet.cover([limb], (0.95, 0.9, 0.8))
    sheet.block([limb], BROWN)
    with sheet.within([limb]):
        sheet.lines([trunk + (0.015, 0)], width=0.025, ink=SUMI, taper=(0.01, 1.0))
    sheet.outline([limb], width=0.004)
    strands = []
    for f in np.linspace(0.0, 1.0, 40):
        root = trunk[int((0.62 + 0.38 * f) * (len(trunk) - 1))] + (
            sheet.random.normal(0, 0.04),
            sheet.random.normal(-0.02, 0.02),
        )
        side, fall = sheet.random.uniform(-0.16, 0.12), sheet.random.uniform(0.16, 0.34)
        strands.append(
            smooth(
                np.array(
                    (root, root + (0.7 * side, -0.02), root + (side - 0.02, 0.4 * fall), root + (side - 0.075, fall))
                )
            )
        )
    sheet.lines(strands, width=0.007, ink=GREEN, taper=(0.2, 0.5))
    sheet.lines(strands[::2], width=0.0028)
    leaves = []
    for strand in strands:
        for i in range(14, len(strand) - 1, 5):
            tip = strand[i] + (sheet.random.uniform(-0.018, 0.006), sheet.random.uniform(0.012, 0.026))
            leaves.append(np.linspace(strand[i], tip, 5))
    sheet.lines(leaves, width=0.0055, ink=GREEN, taper=(0.3, 0.5))


def _grass(sheet: Sheet) -> None:
    """Grass on the slope, in rows."""
    blades = []
    for _ in range(170):
        x = sheet.random.uniform(-0.05, 1.52)
        top = float(np.interp(x, DIKE[:, 0], DIKE[:, 1])) + 0.085
        y = top + 0.9 * max(0.965 - top, 0) * sheet.random.random()
        lean, height = sheet.random.normal(-0.012, 0.008), sheet.random.uniform(0.015, 0.04)
        blades.append(smooth(points((x, y), (x + 0.3 * lean, y - 0.6 * height), (x + lean, y - height))))
    sheet.lines(blades, width=0.0042, ink=GREEN, taper=(0.1, 0.8))
    sheet.lines(blades[::3], width=0.0028)
