"""Boats: long ones of rowers, rafts, and what the wind drives."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import Points, brushed, cut, points, smooth, turned
from ukiyo_widgets.images.samples.drawing.foam import DROP
from ukiyo_widgets.images.samples.drawing.inks import BERO, BERO_DEEP, BROWN, OCHRE, SKIN, STRAW, SUMI, VERMILION, Ink
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

HULL = cut(
    "-1,-0.16 -0.7,-0.02 -0.2,0.06 0.35,0.05 0.8,-0.09 1.32,-0.42 1.02,-0.04 0.62,0.17 0,0.23 -0.6,0.18 -0.92,0.04"
)
"""A long boat's side, about its middle; the prow is at the right."""

COATS = (BERO, BERO_DEEP, BERO, VERMILION)


def rowboat(
    sheet: Sheet,
    at: tuple[float, float],
    *,
    degrees: float,
    size: float,
    crew: int,
    way: int = 1,
    coats: tuple[Ink, ...] = COATS,
) -> None:
    """Print a long boat of rowers who bend low; the prow is at the right, with a ``way`` of -1 at the left."""

    def placed(shape: Points) -> Points:
        return turned(shape * (way, 1), degrees=degrees, scale=size, to=at)

    line = 0.0013 + 0.007 * size
    oars = [placed(np.linspace((x, -0.06), (x - 0.34, 0.36), 6)) for x in np.linspace(-0.6, 0.45, crew)]
    sheet.lines(oars, width=1.4 * line, taper=(0.1, 0.1))
    for i, x in enumerate(np.linspace(-0.68, 0.5, crew)):
        coat = cut("-0.13,0.1 -0.12,-0.06 -0.04,-0.17 0.07,-0.17 0.13,-0.06 0.14,0.1") + (x, 0)
        sheet.motif([placed(coat)], coats[i % len(coats)], line=line)
        sheet.motif([placed(DROP * 0.082 + (x + 0.09, -0.185))], SKIN, line=line)
        sheet.cover([placed(cut("-0.085,0.0 -0.07,-0.075 0.0,-0.1 0.06,-0.07 0.02,-0.03") + (x + 0.085, -0.185))], SUMI)
    hull(sheet, at, degrees=degrees, size=size, way=way)


def hull(sheet: Sheet, at: tuple[float, float], *, degrees: float, size: float, way: int = 1) -> None:
    """Print a long boat's side, as for :func:`rowboat`, over whoever sits in it."""

    def placed(shape: Points) -> Points:
        return turned(shape * (way, 1), degrees=degrees, scale=size, to=at)

    line = 0.0013 + 0.007 * size
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


def sailboat(sheet: Sheet, at: tuple[float, float], *, size: float, way: int = 1, crew: int = 2) -> None:
    """Print a boat under one tall sail of matting, bellied by the wind; it goes to the right, with -1 to the left."""

    def placed(shape: Points) -> Points:
        return turned(shape * (way, 1), degrees=0, scale=size, to=at)

    line = 0.0012 + 0.006 * size
    sheet.lines([placed(np.linspace((-0.05, 0.1), (-0.02, -2.0), 10))], width=2.2 * line, ink=BROWN, taper=(0.02, 0.1))
    sail = np.vstack((brushed("-0.55,-0.22 -0.62,-1.0 -0.5,-1.86"), brushed("0.52,-1.86 0.78,-1.05 0.6,-0.22")))
    sheet.cover([placed(sail)], (0.965, 0.94, 0.88))
    with sheet.within([placed(sail)]):
        sheet.block([placed(sail - (0.78, 0))], STRAW, strength=0.55)
    seams = [placed(brushed(f"{x},-1.86 {x * 1.28 + 0.06},-1.0 {x * 1.1},-0.22")) for x in (-0.26, 0.0, 0.26)]
    sheet.lines(seams, width=0.7 * line)
    sheet.outline([placed(sail)], width=1.2 * line)
    for x in np.linspace(-0.5, 0.15, crew):
        coat = cut("-0.13,0.1 -0.12,-0.1 -0.04,-0.22 0.07,-0.22 0.13,-0.1 0.14,0.1") + (x, 0)
        sheet.motif([placed(coat)], COATS[round(4 * x) % 4], line=line)
        sheet.motif([placed(DROP * 0.082 + (x + 0.03, -0.28))], SKIN, line=line)
    hull(sheet, at, degrees=0, size=size * 0.82, way=way)


def raft(sheet: Sheet, x: float, y: float, *, size: float = 1.0, way: int = 1) -> None:
    """Print a raft of six logs, and on it a raftsman in a cape of straw, with his pole."""

    def placed(shape: Points) -> Points:
        return shape * (way * size, size) + (x, y)

    logs = [placed(smooth(points((-0.2, f), (0, f - 0.014), (0.22, f - 0.035)))) for f in np.linspace(0, 0.045, 6)]
    deck = np.vstack((logs[0], logs[-1][::-1]))
    sheet.cover([deck], (0.95, 0.9, 0.8))
    sheet.block([deck], OCHRE)
    sheet.lines(logs, width=0.0035)
    cape = placed(
        smooth(points((-0.035, 0.03), (-0.02, -0.03), (0.015, -0.035), (0.04, 0.03)), closed=True) + (0.07, -0.03)
    )
    hat = placed(
        smooth(points((-0.036, 0.006), (0.0, -0.024), (0.036, 0.006), (0.0, 0.01)), closed=True) + (0.07, -0.068)
    )
    sheet.cover([cape, hat], (0.95, 0.9, 0.8))
    sheet.block([cape], STRAW)
    sheet.block([hat], OCHRE)
    sheet.outline([cape, hat], width=0.0035)
    sheet.lines([placed(np.linspace((0.0, 0.1), (0.13, -0.16), 12))], width=0.0055, taper=(0.05, 0.05))
