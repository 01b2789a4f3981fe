"""A calm evening: the mountain larger and nearer, sails coming home, and rowers who take their time."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import Place, brushed, resample
from ukiyo_widgets.images.samples.drawing.inks import BERO, BERO_DEEP, SUMI
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.boats import rowboat, sailboat
from ukiyo_widgets.images.samples.motifs.mountains import snow_peak
from ukiyo_widgets.images.samples.motifs.sea import far_sea, sea_sky, swell

HORIZON = 0.54
CLOUDS = (
    "0.1,0.36 0.2,0.345 0.33,0.35 0.42,0.335 0.5,0.352 0.38,0.37 0.27,0.372 0.17,0.385",
    "1.08,0.23 1.2,0.215 1.33,0.222 1.42,0.24 1.3,0.25 1.17,0.25",
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    sea_sky(sheet, HORIZON, clouds=CLOUDS)
    with sheet.moved(Place(2.1, 0.22, HORIZON - 0.634 * 2.1)):
        snow_peak(sheet)
    _cranes(sheet)
    far_sea(sheet, HORIZON, ripples=150, reach=1.5, depth=0.26)
    for at, size in (((0.2, 0.575), 0.026), ((0.31, 0.568), 0.021), ((1.36, 0.58), 0.028)):
        sailboat(sheet, at, size=size)
    sailboat(sheet, (0.5, 0.69), size=0.1, way=-1)
    rowboat(sheet, (1.13, 0.71), degrees=2, size=0.1, crew=4, way=-1)
    _swell(sheet, "-0.1,0.79 0.15,0.765 0.42,0.8 0.7,0.815 1.0,0.78 1.3,0.795 1.62,0.77", drop=0.17, n=7)
    rowboat(sheet, (0.84, 0.835), degrees=-2, size=0.19, crew=6)
    _swell(sheet, "-0.1,0.86 0.2,0.875 0.5,0.9 0.85,0.89 1.15,0.92 1.4,0.9 1.62,0.86", drop=0.2, n=6)
    cartouche(sheet, 0.085, 0.08, size=0.04)


def _cranes(sheet: Sheet) -> None:
    """Birds on their way home, in a slanting row."""
    birds = []
    for i in range(6):
        x, y, size = 0.33 + 0.05 * i, 0.29 - 0.02 * i - 0.008 * (i % 2), 0.017 - 0.001 * i
        birds.append(brushed(f"{x - size},{y - 0.3 * size} {x - 0.4 * size},{y - 0.5 * size} {x},{y}"))
        birds.append(brushed(f"{x},{y} {x + 0.5 * size},{y - 0.6 * size} {x + 1.1 * size},{y - 0.4 * size}"))
    sheet.lines(birds, width=0.004, ink=SUMI, taper=(0.3, 0.3))


def _swell(sheet: Sheet, crest: str, *, drop: float, n: int) -> None:
    """A long low wave without foam."""
    top = resample(brushed(crest), 140)
    foot = top + np.stack((np.full(140, 0.1), drop + 0.03 * np.sin(np.linspace(0, 5, 140))), axis=1)
    stripes = ((BERO, 0.5, 0.8), (BERO_DEEP, 0.64, 0.5))
    swell(sheet, top, foot, below="1.7,1.1 -0.1,1.1", stripes=stripes, n=n)
