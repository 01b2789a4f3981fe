"""Robes: collars that cross, stiff shoulders like wings, patterns and crests; and the fan."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import Points, arc, brushed, cut, path, stroke, turned
from ukiyo_widgets.images.samples.drawing.inks import (
    BERO_DEEP,
    BERO_PALE,
    BRICK,
    GREEN,
    OCHRE,
    SHELL,
    STRAW,
    SUMI,
    SUMI_WASH,
    VERMILION,
)
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

LEFT_WING = path("0.4,0.93 0.22,0.96 -0.02,1.06 -0.1,1.22 -0.02,1.6 0.46,1.6 0.5,1.28")
RIGHT_WING = path("0.66,0.9 0.84,0.93 1.02,1.02 1.1,1.15 1.1,1.6 0.5,1.6 0.54,1.26")
LEAF = cut("0.1,0 0.45,-0.3 1,0 0.45,0.3", per_span=4)


def yellow_ground(sheet: Sheet) -> None:
    """Print the ground of the actors' prints."""
    sheet.wash(np.full((1, 1), 0.95, dtype=np.float32), STRAW)
    sheet.wash(sheet.ramp(-0.2, 0.9) * np.float32(0.85), OCHRE)


def collars(sheet: Sheet) -> None:
    """Print the robes under the wings: three collars that cross, right over left for who looks at it."""
    collars = (
        ("0.7,0.84 0.72,0.9 0.66,1.06 0.57,1.24 0.5,1.4 0.47,1.3 0.55,1.13 0.63,0.97 0.665,0.85", SHELL),
        ("0.73,0.86 0.76,0.93 0.7,1.1 0.6,1.3 0.52,1.5 0.48,1.4 0.58,1.2 0.66,1.05 0.705,0.92", GREEN),
        ("0.37,0.9 0.345,0.95 0.4,1.1 0.49,1.25 0.6,1.45 0.66,1.42 0.55,1.2 0.46,1.07 0.41,0.96", SHELL),
        ("0.345,0.92 0.31,0.97 0.36,1.12 0.46,1.3 0.56,1.6 0.68,1.6 0.57,1.33 0.45,1.15 0.385,1.04", BERO_PALE),
    )
    sheet.cover([path("0.36,0.98 0.7,0.95 0.66,1.6 0.42,1.6")], VERMILION)
    for contour, ink in collars:
        shape = cut(contour)
        sheet.motif([shape], ink, line=0.0046)
        if ink == BERO_PALE:
            with sheet.within([shape]):
                dots = [
                    arc((x, y), (0.008, 0.008), 0, 360, n=12)
                    for x in np.arange(0.3, 0.72, 0.032)
                    for y in np.arange(0.9, 1.5, 0.036)
                ]
                sheet.block(dots, BERO_DEEP)


def wings(sheet: Sheet, *, pattern: Callable[[Sheet], None] | None = None) -> None:
    """Print the stiff sleeveless coat, its shoulders like wings, with a pattern (waves, by default) and the crest."""
    for wing, fold, disc in (
        (RIGHT_WING, "0.67,0.91 0.66,1.02 0.6,1.22 0.55,1.4 0.53,1.6", (0.83, 1.13)),
        (LEFT_WING, "0.39,0.94 0.39,1.04 0.44,1.22 0.49,1.4 0.53,1.6", (0.2, 1.17)),
    ):
        sheet.motif([wing], BRICK, line=0)
        with sheet.within([wing]):
            sheet.block([wing], VERMILION, strength=sheet.ramp(0.8, 1.5) * np.float32(0.45), register=0)
            (pattern or scales)(sheet)
            sheet.block([wing], SUMI, strength=sheet.ramp(1.62, 1.25) * np.float32(0.75), register=0)
            edge = brushed(fold)
            sheet.lines([edge], width=0.05, ink=SUMI, taper=(0.02, 0.02))
        sheet.outline([wing], width=0.0062, ink=SUMI)
        crest(sheet, disc[0], disc[1], 0.088)
    creases = (
        "0.1,1.03 0.13,1.2 0.1,1.42",
        "0.32,1.02 0.34,1.2 0.36,1.45",
        "0.94,1.0 0.92,1.2 0.96,1.4",
        "0.72,0.95 0.7,1.12 0.66,1.3",
    )
    sheet.lines([brushed(crease) for crease in creases], width=0.007, ink=SUMI)


def scales(sheet: Sheet) -> None:
    """Print waves as rows of scales, each a fan of three arcs."""
    arcs = []
    for row in range(17):
        for column in range(-1, 15):
            x, y = 0.08 * column + 0.04 * (row % 2), 0.92 + 0.042 * row
            arcs += [arc((x, y), (r, r), 192, 348, n=14) for r in (0.039, 0.027, 0.015)]
    sheet.cover([stroke(curve, width=0.0042, taper=(0.05, 0.05), belly=0.2) for curve in arcs], (0.93, 0.75, 0.56))


def crest(sheet: Sheet, x: float, y: float, radius: float) -> None:
    """Print a family crest: three measures, one within the other, in a white disc."""
    disc = arc((x, y), (radius, radius), 0, 360, n=60)
    sheet.cover([disc])
    for share, ink, degrees in ((0.66, SUMI, 0), (0.56, SHELL, 0), (0.46, SUMI, 45), (0.35, SHELL, 45), (0.2, SUMI, 0)):
        square = path("-1,-1 1,-1 1,1 -1,1") * share * radius
        sheet.cover([turned(square, degrees=degrees, to=(x, y))], ink)
    sheet.outline([disc], width=0.004, ink=SUMI)


def folding_fan(sheet: Sheet) -> None:
    """Print a folding fan, half open, that cuts across the corner."""
    pivot = np.array((0.9, 1.58))
    angles = np.radians(np.linspace(186, 262, 15))
    spokes = np.stack((np.cos(angles), np.sin(angles)), axis=1)
    zigzag = 1 + 0.012 * (-1.0) ** np.arange(15)[:, None]
    rim, low = pivot + 0.36 * spokes * zigzag, pivot + 0.14 * spokes
    leaf: Points = np.vstack((rim, low[::-1]))
    sheet.motif([leaf], STRAW, line=0)
    with sheet.within([leaf]):
        sheet.block([np.vstack((rim, (0.55 * rim + 0.45 * low)[::-1]))], BERO_DEEP)
        sheet.cover([arc((0.7, 1.4), (0.075, 0.075), 0, 360)], VERMILION)
        pleats = [np.vstack((rim[i : i + 2], low[i : i + 2][::-1])) for i in range(0, 14, 2)]
        sheet.block(pleats, SUMI_WASH, strength=0.35, register=0)
    sheet.lines([np.linspace(a, b, 8) for a, b in zip(rim, low, strict=True)], width=0.0026)
    sheet.motif([np.vstack((low[::2], pivot[None]))], OCHRE, line=0.0042)
    sheet.lines([np.linspace(a, pivot, 8) for a in low[::2]], width=0.005, ink=SUMI, taper=(0.02, 0.02))
    sheet.outline([leaf], width=0.0048)


def lattice(sheet: Sheet) -> None:
    """Print crossing lines with a flower of four leaves in every mesh."""
    light = (0.93, 0.75, 0.56)
    slants, leaves = [], []
    for i in range(-14, 30):
        for way in (-1, 1):
            x = 0.085 * i
            slants.append(np.linspace((x, 0.85), (x + 0.75 * way, 1.6), 12))
    for row in range(20):
        for column in range(-2, 15):
            at = (0.085 * column + 0.0425 * (row % 2), 0.8925 + 0.0425 * row)
            leaves += [turned(LEAF, degrees=90 * k, scale=0.015, to=at) for k in range(4)]
    sheet.cover([stroke(slant, width=0.0046, taper=(0.01, 0.01), belly=0.2) for slant in slants], light)
    sheet.cover(leaves, light)


def blossoms(sheet: Sheet, places: tuple[tuple[float, float, float], ...]) -> None:
    """Print plum blossoms, each at x, y with a radius: five petals around a yellow heart."""
    for x, y, radius in places:
        petals = [
            arc(
                (x + 0.6 * radius * np.cos(a), y + 0.6 * radius * np.sin(a)),
                (0.42 * radius, 0.42 * radius),
                0,
                360,
                n=24,
            )
            for a in np.radians(-90 + 72 * np.arange(5))
        ]
        sheet.cover(petals, (0.93, 0.75, 0.56))
        sheet.outline(petals, width=0.0028, ink=BRICK)
        heart = arc((x, y), (0.3 * radius, 0.3 * radius), 0, 360, n=20)
        sheet.motif([heart], OCHRE, line=0.0026)
