"""The sea rises: a wave with claws of foam, two boats, and a far mountain."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.cartouche import cartouche
from ukiyo_widgets.images.samples.curves import Points, between, brushed, cut, path, resample, tongue, turned
from ukiyo_widgets.images.samples.foam import DROP, foam_edge, hand, spray
from ukiyo_widgets.images.samples.inks import (
    BENI_PALE,
    BERO,
    BERO_DEEP,
    BERO_PALE,
    BROWN,
    OCHRE,
    PAPER,
    SHELL,
    SKIN,
    STRAW,
    SUMI,
    SUMI_WASH,
    VERMILION,
    Ink,
)
from ukiyo_widgets.images.samples.sheet import Sheet

HORIZON = 0.63
HOLLOW = resample(
    brushed("0.5,0.9 0.66,0.86 0.82,0.77 0.905,0.65 0.915,0.53 0.86,0.43 0.775,0.375 0.69,0.37 0.615,0.41"), 160
)
"""The wave's inner edge, from the trough to the lip."""

CREST = resample(
    brushed("1.7,0.99 1.6,0.6 1.48,0.35 1.33,0.19 1.16,0.105 0.98,0.085 0.82,0.13 0.7,0.225 0.63,0.33 0.6,0.42"), 160
)
"""The wave's back, from the water at the right to the lip."""

HULL = cut(
    "-1,-0.16 -0.7,-0.02 -0.2,0.06 0.35,0.05 0.8,-0.09 1.32,-0.42 1.02,-0.04 0.62,0.17 0,0.23 -0.6,0.18 -0.92,0.04"
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    _sky(sheet)
    _mountain(sheet)
    _far_sea(sheet)
    _boat(sheet, (0.2, 0.655), degrees=-4, size=0.105, crew=5)
    _swell(sheet)
    _great_wave(sheet)
    _foam(sheet)
    _boat(sheet, (0.41, 0.805), degrees=-8, size=0.21, crew=7)
    _near_water(sheet)
    spray(sheet, (0.56, 0.5), reach=(0.07, 0.09), count=120, size=0.0052)
    cartouche(sheet, 0.085, 0.08, size=0.04)


def _sky(sheet: Sheet) -> None:
    sheet.wash(np.full((1, 1), 0.5, dtype=np.float32), STRAW)
    sheet.wash(sheet.ramp(0.0, 0.6) * np.float32(0.6), BENI_PALE)
    sheet.wash(sheet.ramp(HORIZON + 0.03, 0.22, waver=0.012) * np.float32(0.95), SUMI_WASH)
    sheet.wash(sheet.ramp(0.02, 0.17), BERO_DEEP)
    clouds = (
        "0.18,0.3 0.3,0.285 0.42,0.29 0.5,0.27 0.56,0.29 0.46,0.315 0.36,0.318 0.28,0.33",
        "0.26,0.215 0.36,0.2 0.47,0.208 0.53,0.225 0.42,0.232 0.33,0.232",
    )
    for cloud in clouds:
        sheet.cover([cut(cloud)], (0.94, 0.89, 0.79))


def _mountain(sheet: Sheet) -> None:
    slopes = "0.14,0.64 0.25,0.598 0.315,0.545 0.353,0.502 0.372,0.498 0.392,0.504 0.43,0.545 0.5,0.6 0.62,0.64"
    body = brushed(slopes)
    sheet.cover([body], PAPER)
    with sheet.within([body]):
        sheet.wash(sheet.ramp(HORIZON + 0.01, 0.5), BERO_DEEP)
        snow = cut(
            "0.372,0.47 0.32,0.535 0.29,0.585 0.318,0.556 0.326,0.578 0.343,0.55 0.352,0.592 0.37,0.548 0.386,0.6 "
            "0.397,0.552 0.416,0.578 0.424,0.556 0.452,0.58 0.43,0.53",
            per_span=5,
        )
        sheet.cover([snow])
    sheet.lines([body], width=0.0028)


def _far_sea(sheet: Sheet) -> None:
    sea = path("-0.1,0.63 1.6,0.63 1.6,1.1 -0.1,1.1")
    sheet.cover([sea], PAPER)
    sheet.block([sea], BERO_PALE, strength=0.75)
    sheet.block([sea], BERO, strength=sheet.ramp(0.61, 0.72))
    ripples = []
    for _ in range(34):
        x, y = sheet.random.uniform(0.0, 0.9), HORIZON + 0.012 + 0.11 * sheet.random.random()
        length = 0.03 + 0.6 * (y - HORIZON)
        ripples.append(brushed(f"{x},{y} {x + 0.4 * length},{y - 0.004} {x + length},{y}"))
    sheet.lines(ripples, width=0.0019)


def _stripes(sheet: Sheet, first: Points, second: Points, inks: tuple[tuple[Ink, float, float], ...], n: int) -> None:
    """Pointed stripes between two edges, one ink after the other: phase and width as shares of a stripe's place."""
    for ink, phase, width in inks:
        stripes = []
        for i in range(n):
            start, end = sheet.random.uniform(0.0, 0.14), sheet.random.uniform(0.8, 1.0)
            stripes.append(tongue(first, second, (i + phase) / n, width / n, start=start, end=end))
        sheet.block(stripes, ink, register=0.7)


def _swell(sheet: Sheet) -> None:
    """The long wave at the left, before the far sea."""
    crest = resample(brushed("-0.1,0.66 0.02,0.672 0.14,0.705 0.28,0.755 0.45,0.8 0.62,0.83 0.9,0.84"), 120)
    foot = crest + np.array((0.05, 0.2))
    body = np.vstack((crest, path("0.9,1.1 -0.1,1.1")))
    sheet.cover([body], SHELL)
    sheet.block([body], BERO_PALE, strength=0.9)
    _stripes(sheet, crest, foot, ((BERO, 0.45, 0.75), (BERO_DEEP, 0.6, 0.5)), 6)
    sheet.lines([crest], width=0.0035, taper=(0.02, 0.1))
    foam_edge(sheet, crest[6:64], size=(0.034, 0.024), lean=30)


def _great_wave(sheet: Sheet) -> None:
    body = np.vstack((CREST, HOLLOW[::-1], path("0.4,1.1 1.7,1.1")))
    sheet.cover([body], SHELL)
    sheet.block([body], BERO_PALE, strength=0.9)
    _stripes(sheet, HOLLOW, CREST, ((BERO, 0.5, 1.0), (BERO_DEEP, 0.62, 0.62)), 17)
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


def _boat(sheet: Sheet, at: tuple[float, float], *, degrees: float, size: float, crew: int) -> None:
    """A long boat of rowers who bend low; the prow is at the right."""

    def placed(shape: Points) -> Points:
        return turned(shape, degrees=degrees, scale=size, to=at)

    line = 0.0013 + 0.007 * size
    oars = [placed(np.linspace((x, -0.06), (x - 0.34, 0.36), 6)) for x in np.linspace(-0.6, 0.45, crew)]
    sheet.lines(oars, width=1.4 * line, taper=(0.1, 0.1))
    for i, x in enumerate(np.linspace(-0.68, 0.5, crew)):
        coat = cut("-0.13,0.1 -0.12,-0.06 -0.04,-0.17 0.07,-0.17 0.13,-0.06 0.14,0.1") + (x, 0)
        sheet.motif([placed(coat)], (BERO, BERO_DEEP, BERO, VERMILION)[i % 4], line=line)
        sheet.motif([placed(DROP * 0.082 + (x + 0.09, -0.185))], SKIN, line=line)
        sheet.cover([placed(cut("-0.085,0.0 -0.07,-0.075 0.0,-0.1 0.06,-0.07 0.02,-0.03") + (x + 0.085, -0.185))], SUMI)
    sheet.motif([placed(HULL)], OCHRE, line=1.3 * line)
    sides = [
        brushed("-0.95,-0.06 -0.5,0.08 0.1,0.115 0.6,0.06 1.15,-0.25"),
        brushed("-0.9,0.02 -0.4,0.15 0.2,0.17 0.7,0.08"),
    ]
    with sheet.within([placed(HULL)]):
        sheet.block(
            [placed(cut("-1,0.06 -0.5,0.17 0.2,0.2 0.8,0.08 1.2,-0.2 1,0.2 0,0.35 -0.9,0.3"))], BROWN, strength=0.7
        )
    sheet.lines([placed(side) for side in sides], width=line)


def _near_water(sheet: Sheet) -> None:
    """The water in front: it hides the boat's keel and runs up into the great wave."""
    top = resample(
        brushed("-0.1,0.8 0.06,0.815 0.2,0.865 0.36,0.885 0.52,0.865 0.68,0.87 0.86,0.915 1.06,0.93 1.3,0.89 1.62,0.8"),
        150,
    )
    bottom = top + np.stack((np.full(150, 0.12), 0.24 + 0.04 * np.sin(np.linspace(0, 6, 150))), axis=1)
    body = np.vstack((top, path("1.7,1.2 -0.1,1.2")))
    sheet.cover([body], SHELL)
    sheet.block([body], BERO_PALE, strength=0.85)
    _stripes(sheet, top, bottom, ((BERO, 0.5, 0.8), (BERO_DEEP, 0.66, 0.55)), 7)
    sheet.lines([top], width=0.004, taper=(0.02, 0.02))
    foam_edge(sheet, top[:60], size=(0.06, 0.03), lean=24)
    foam_edge(sheet, top[60:][::-1], size=(0.07, 0.03), lean=26, side=-1)
