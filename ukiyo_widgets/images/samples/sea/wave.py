"""The sea rises: a wave with claws of foam, two boats, and a far mountain."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import Points, between, brushed, path, resample, tongue
from ukiyo_widgets.images.samples.drawing.foam import foam_edge, hand, spray
from ukiyo_widgets.images.samples.drawing.inks import BERO, BERO_DEEP, BERO_PALE, SHELL
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.boats import rowboat
from ukiyo_widgets.images.samples.motifs.mountains import snow_peak
from ukiyo_widgets.images.samples.motifs.sea import far_sea, sea_sky, striped, swell

HORIZON = 0.63
HOLLOW = resample(
    brushed("0.5,0.9 0.66,0.86 0.82,0.77 0.905,0.65 0.915,0.53 0.86,0.43 0.775,0.375 0.69,0.37 0.615,0.41"), 160
)
"""The wave's inner edge, from the trough to the lip."""

CREST = resample(
    brushed("1.7,0.99 1.6,0.6 1.48,0.35 1.33,0.19 1.16,0.105 0.98,0.085 0.82,0.13 0.7,0.225 0.63,0.33 0.6,0.42"), 160
)
"""The wave's back, from the water at the right to the lip."""

CLOUDS = (
    "0.18,0.3 0.3,0.285 0.42,0.29 0.5,0.27 0.56,0.29 0.46,0.315 0.36,0.318 0.28,0.33",
    "0.26,0.215 0.36,0.2 0.47,0.208 0.53,0.225 0.42,0.232 0.33,0.232",
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    sea_sky(sheet, HORIZON, clouds=CLOUDS)
    snow_peak(sheet)
    far_sea(sheet, HORIZON)
    rowboat(sheet, (0.2, 0.655), degrees=-4, size=0.105, crew=5)
    _swell(sheet)
    _great_wave(sheet)
    _foam(sheet)
    rowboat(sheet, (0.41, 0.805), degrees=-8, size=0.21, crew=7)
    _near_water(sheet)
    spray(sheet, (0.56, 0.5), reach=(0.07, 0.09), count=120, size=0.0052)
    cartouche(sheet, 0.085, 0.08, size=0.04)


def _swell(sheet: Sheet) -> None:
    """The long wave at the left, before the far sea."""
    crest = resample(brushed("-0.1,0.66 0.02,0.672 0.14,0.705 0.28,0.755 0.45,0.8 0.62,0.83 0.9,0.84"), 120)
    stripes = ((BERO, 0.45, 0.75), (BERO_DEEP, 0.6, 0.5))
    swell(sheet, crest, crest + np.array((0.05, 0.2)), below="0.9,1.1 -0.1,1.1", stripes=stripes, n=6)
    foam_edge(sheet, crest[6:64], size=(0.034, 0.024), lean=30)


def _great_wave(sheet: Sheet) -> None:
    body = np.vstack((CREST, HOLLOW[::-1], path("0.4,1.1 1.7,1.1")))
    sheet.cover([body], SHELL)
    sheet.block([body], BERO_PALE, strength=0.9)
    striped(sheet, HOLLOW, CREST, ((BERO, 0.5, 1.0), (BERO_DEEP, 0.62, 0.62)), 17)
    rim = np.vstack((HOLLOW, between(HOLLOW, CREST, 0.028)[::-1]))
    sheet.block([rim], BERO)
    rays = [between(HOLLOW, CREST, share)[8:150] for share in np.linspace(0.03, 0.97, 33)]
    sheet.lines(rays, width=0.0017)
    sheet.lines([HOLLOW], width=0.0052, taper=(0.05, 0.05))
    sheet.lines([CREST], width=0.0042, taper=(0.05, 0.05))


def _foam(sheet: Sheet) -> None:
    start = 46
    thick = 0.42 * np.sin(np.linspace(0, np.pi, 160 - start))[:, None] ** 0.7
    inner = CREST[start:] + thick * (HOLLOW[start:] - CREST[start:])
    sheet.cover([np.vstack((CREST[start:], inner[::-1]))])
    _folds(sheet, inner, start)
    foam_edge(sheet, CREST[start + 6 :], size=(0.035, 0.07), lean=28, side=-1)
    foam_edge(sheet, inner[:-6], size=(0.05, 0.085), lean=38, side=1)
    for share, size in ((0.55, 0.085), (0.7, 0.1), (0.85, 0.11), (1.0, 0.1)):
        place = CREST[int(100 + 58 * share)]
        hand(sheet, place + (0.012, 0.0), degrees=150 - 50 * share, size=size, claws=5)
    hand(sheet, np.array((0.645, 0.37)), degrees=95, size=0.11, claws=5)
    hand(sheet, np.array((0.7, 0.35)), degrees=82, size=0.085, claws=5)


def _folds(sheet: Sheet, inner: Points, start: int) -> None:
    """Blue folds in the white of the foam."""
    outer = CREST[start:]
    folds, creases = [], []
    for _ in range(60):
        share, at = sheet.random.uniform(0.14, 0.86), sheet.random.uniform(0.0, 0.7)
        fold = tongue(outer, inner, share, 0.075, start=at, end=at + sheet.random.uniform(0.08, 0.26))
        folds.append(fold)
        creases.append(fold[len(fold) // 2 :])
    sheet.block(folds, BERO_PALE)
    sheet.lines(creases[::3], width=0.0018)


def _near_water(sheet: Sheet) -> None:
    """The water in front: it hides the boat's keel and runs up into the great wave."""
    top = resample(
        brushed("-0.1,0.8 0.06,0.815 0.2,0.865 0.36,0.885 0.52,0.865 0.68,0.87 0.86,0.915 1.06,0.93 1.3,0.89 1.62,0.8"),
        150,
    )
    bottom = top + np.stack((np.full(150, 0.12), 0.24 + 0.04 * np.sin(np.linspace(0, 6, 150))), axis=1)
    stripes = ((BERO, 0.5, 0.8), (BERO_DEEP, 0.66, 0.55))
    below = "1.7,1.2 -0.1,1.2"
    swell(sheet, top, bottom, below=below, stripes=stripes, n=7, pale=0.85, line=0.004, taper=(0.02, 0.02))
    foam_edge(sheet, top[:60], size=(0.06, 0.03), lean=24)
    foam_edge(sheet, top[60:][::-1], size=(0.07, 0.03), lean=26, side=-1)
