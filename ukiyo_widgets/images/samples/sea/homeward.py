"""Homeward: three boats climb a heavy swell, one behind the other, and the mountain watches over them."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import Place, brushed, resample
from ukiyo_widgets.images.samples.drawing.foam import foam_band, foam_edge, hand, spray
from ukiyo_widgets.images.samples.drawing.inks import BERO, BERO_DEEP
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.boats import rowboat, sailboat
from ukiyo_widgets.images.samples.motifs.mountains import snow_peak
from ukiyo_widgets.images.samples.motifs.sea import far_sea, sea_sky, swell

HORIZON = 0.6
CLOUDS = (
    "0.42,0.3 0.54,0.285 0.66,0.29 0.74,0.272 0.8,0.29 0.7,0.315 0.6,0.318 0.52,0.33",
    "0.62,0.215 0.7,0.2 0.8,0.208 0.88,0.225 0.78,0.232 0.69,0.232",
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    sea_sky(sheet, HORIZON, clouds=CLOUDS)
    with sheet.moved(Place(1.35, 0.12, HORIZON - 0.635 * 1.35)):
        snow_peak(sheet)
    far_sea(sheet, HORIZON, ripples=60, depth=0.12)
    sailboat(sheet, (0.2, 0.64), size=0.04)
    rowboat(sheet, (0.56, 0.71), degrees=-7, size=0.09, crew=5)
    _roller(sheet, "-0.1,0.73 0.1,0.71 0.32,0.745 0.6,0.76 0.85,0.7 1.1,0.66", foam=(0.03, 0.03), drop=0.2)
    rowboat(sheet, (0.36, 0.905), degrees=9, size=0.15, crew=6, way=-1)
    _roller(sheet, "-0.1,0.8 0.08,0.86 0.28,0.94 0.5,0.97 0.74,0.93 0.9,0.86 1.1,0.83", foam=(0.045, 0.04), drop=0.24)
    rowboat(sheet, (0.6, 1.145), degrees=-9, size=0.2, crew=7)
    _roller(sheet, "-0.1,1.12 0.1,1.17 0.3,1.235 0.55,1.23 0.8,1.15 0.95,1.06 1.1,1.04", foam=(0.06, 0.06), drop=0.28)
    for x, y, degrees, size in ((0.93, 1.06, -150, 0.12), (0.985, 1.04, -120, 0.12), (0.86, 1.12, -160, 0.1)):
        hand(sheet, np.array((x, y)), degrees=degrees, size=size, claws=5)
    _roller(sheet, "-0.1,1.37 0.15,1.33 0.4,1.37 0.7,1.4 1.1,1.34", foam=(0.06, 0.05), drop=0.2)
    spray(sheet, (0.86, 0.98), reach=(0.07, 0.06), count=80, size=0.005)
    cartouche(sheet, 0.075, 0.08, size=0.042)


def _roller(sheet: Sheet, crest: str, *, foam: tuple[float, float], drop: float) -> None:
    """A roller with foam along its crest."""
    top = resample(brushed(crest), 140)
    foot = top + np.stack((np.full(140, 0.05), drop + 0.04 * np.sin(np.linspace(0, 6, 140))), axis=1)
    stripes = ((BERO, 0.48, 0.85), (BERO_DEEP, 0.62, 0.58))
    swell(sheet, top, foot, below="1.2,1.6 -0.1,1.6", stripes=stripes, n=6)
    foam_edge(sheet, top, size=foam, lean=28, close=0.75)
    foam_band(sheet, resample(top, 900), depth=0.32 * sum(foam))
