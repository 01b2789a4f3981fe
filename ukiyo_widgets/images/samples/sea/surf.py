"""Surf: row after row it comes in and breaks upon the rocks of a headland, under a pine bent by the wind."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import Place, Points, brushed, cut, resample
from ukiyo_widgets.images.samples.drawing.foam import foam_band, foam_edge, hand, spray
from ukiyo_widgets.images.samples.drawing.inks import BERO, BERO_DEEP, PAPER, SUMI
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.boats import rowboat
from ukiyo_widgets.images.samples.motifs.mountains import snow_peak
from ukiyo_widgets.images.samples.motifs.sea import far_sea, sea_sky, swell
from ukiyo_widgets.images.samples.motifs.trees import needles

HORIZON = 0.48
CLOUDS = (
    "0.5,0.26 0.62,0.245 0.75,0.25 0.83,0.232 0.9,0.25 0.78,0.276 0.67,0.278 0.58,0.29",
    "0.72,0.34 0.82,0.326 0.92,0.332 0.98,0.35 0.87,0.357 0.78,0.357",
)
ROCKS = (
    "1.62,0.3 1.45,0.315 1.34,0.35 1.29,0.43 1.2,0.47 1.17,0.57 1.1,0.62 1.07,0.74 1.0,0.8 1.02,1.05 1.62,1.1",
    "0.9,0.74 0.95,0.66 1.0,0.64 1.04,0.69 1.1,0.72 1.14,0.84 1.1,0.92 0.94,0.92 0.88,0.84",
    "0.2,0.83 0.24,0.77 0.3,0.745 0.345,0.775 0.375,0.84 0.36,0.9 0.22,0.9",
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    sea_sky(sheet, HORIZON, clouds=CLOUDS)
    with sheet.moved(Place(1.15, -0.02, HORIZON - 0.635 * 1.15)):
        snow_peak(sheet)
    far_sea(sheet, HORIZON, ripples=60, reach=1.1, depth=0.12)
    rowboat(sheet, (0.66, 0.53), degrees=-3, size=0.075, crew=4)
    _breaker(sheet, "-0.1,0.62 0.15,0.6 0.4,0.63 0.62,0.58 0.85,0.63 1.1,0.6 1.35,0.65", foam=(0.025, 0.03), drop=0.13)
    _rock(sheet, ROCKS[0])
    _pine(sheet)
    _burst(sheet, (1.09, 0.7), 0.13)
    _breaker(
        sheet,
        "-0.1,0.7 0.1,0.74 0.3,0.71 0.52,0.69 0.75,0.75 0.95,0.73 1.25,0.76 1.62,0.74",
        foam=(0.035, 0.05),
        drop=0.17,
    )
    _rock(sheet, ROCKS[1])
    _rock(sheet, ROCKS[2])
    _burst(sheet, (0.93, 0.84), 0.16)
    _burst(sheet, (0.23, 0.85), 0.11)
    _breaker(
        sheet,
        "-0.1,0.86 0.12,0.845 0.34,0.88 0.6,0.87 0.85,0.86 1.1,0.9 1.4,0.86 1.62,0.88",
        foam=(0.055, 0.055),
        drop=0.2,
    )
    spray(sheet, (1.03, 0.6), reach=(0.07, 0.08), count=110, size=0.005)
    spray(sheet, (0.22, 0.72), reach=(0.05, 0.04), count=50, size=0.0045)
    cartouche(sheet, 0.085, 0.08, size=0.04)


def _breaker(sheet: Sheet, crest: str, *, foam: tuple[float, float], drop: float) -> None:
    """A wave that comes in, its crest broken."""
    top = resample(brushed(crest), 140)
    stripes = ((BERO, 0.5, 0.85), (BERO_DEEP, 0.64, 0.55))
    swell(sheet, top, top + np.array((0.07, drop)), below="1.7,1.1 -0.1,1.1", stripes=stripes, n=5)
    foam_edge(sheet, top, size=foam, lean=26, close=0.75)
    foam_band(sheet, resample(top, 900), depth=0.32 * sum(foam))


def _burst(sheet: Sheet, at: tuple[float, float], size: float) -> None:
    """Water thrown up where a wave meets a rock."""
    for degrees, share in ((-165, 0.7), (-20, 0.65), (-135, 0.95), (-50, 0.85), (-100, 1.1), (-75, 0.9)):
        lean = np.array((np.cos(np.radians(degrees)), 0.3 * np.sin(np.radians(degrees))))
        hand(sheet, np.array(at) + 0.35 * size * lean, degrees=degrees, size=size * share, claws=5)


def _rock(sheet: Sheet, contour: str) -> None:
    """A rock with a lit side and hatching down its steeps."""
    rock = cut(contour, per_span=6)
    low, high = rock.min(axis=0), rock.max(axis=0)
    with sheet.within([rock]):
        sheet.cover([rock], PAPER)
        sheet.block([rock], BERO, strength=0.8)
        sheet.block([rock + (0.035, 0.045)], BERO_DEEP)
        sheet.block([rock + (0.06, 0.1)], SUMI, strength=0.45)
        hatching: list[Points] = []
        for x in np.arange(low[0], min(high[0], 1.55), 0.014):
            y = low[1] + (high[1] - low[1]) * sheet.random.uniform(0.0, 0.75)
            length = sheet.random.uniform(0.04, 0.12)
            hatching.append(brushed(f"{x},{y} {x + 0.008},{y + 0.5 * length} {x - 0.006},{y + length}"))
        sheet.lines(hatching, width=0.004, ink=SUMI)
    sheet.outline([rock], width=0.005)


def _pine(sheet: Sheet) -> None:
    """A pine on the headland, its crown swept inland."""
    trunk = brushed("1.4,0.34 1.36,0.27 1.385,0.21 1.34,0.15")
    sheet.lines([trunk, brushed("1.37,0.25 1.32,0.235 1.27,0.245")], width=0.018, ink=SUMI, taper=(0.02, 0.4))
    for x, y, size in ((1.26, 0.24, 0.055), (1.3, 0.18, 0.055), (1.43, 0.21, 0.06), (1.36, 0.145, 0.075)):
        needles(sheet, np.array((x, y)), size, ink=BERO, shade=BERO_DEEP)
