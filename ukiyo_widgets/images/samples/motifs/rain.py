"""A shower over a river: its sky, the far shore as a shadow, the water, reeds, and slanting lines."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import Points, points, smooth
from ukiyo_widgets.images.samples.drawing.inks import (
    BERO,
    BERO_DEEP,
    BERO_PALE,
    GREEN,
    GREEN_PALE,
    INDIGO,
    STRAW,
    SUMI,
    SUMI_PALE,
    SUMI_WASH,
)
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

SHORE = 0.455
"""Where the river begins in the prints of 1.5 × 1."""


def rain_sky(sheet: Sheet) -> None:
    """Print a sky of rain: black at the top, a last light above the shore."""
    sheet.wash(sheet.ramp(-0.3, 0.6) * np.float32(0.8), SUMI_PALE)
    sheet.wash(sheet.ramp(0.5, 0.24) * np.float32(0.55), STRAW)
    sheet.wash(sheet.ramp(0.0, 0.24, waver=0.03), SUMI)
    sheet.wash(sheet.ramp(0.02, 0.34, waver=0.03) * np.float32(0.6), INDIGO)


def far_shore(sheet: Sheet, shore: float = SHORE) -> None:
    """Print the other bank: two ranges and a row of roofs, all shadow."""
    for y, strength in ((shore - 0.095, 0.55), (shore - 0.05, 1.0)):
        knots = [
            (x, y + 0.03 * np.sin(4.2 * x + 30 * y) - 0.012 * sheet.random.random()) for x in np.linspace(-0.1, 1.6, 26)
        ]
        body = np.vstack((smooth(points(*knots)), points((1.6, shore + 0.005), (-0.1, shore + 0.005))))
        sheet.cover([body], (0.93, 0.91, 0.85))
        sheet.block([body], SUMI_WASH, strength=strength)
        sheet.block([body], INDIGO, strength=sheet.ramp(shore - 0.115, shore + 0.005) * np.float32(0.5 * strength))
    roofs = []
    for x in np.linspace(0.1, 1.45, 17):
        size = sheet.random.uniform(0.018, 0.03)
        roofs.append(
            points((-1.1, 0), (-0.6, -0.8), (0.6, -0.8), (1.1, 0), (0.8, 0), (0.8, 0.8), (-0.8, 0.8), (-0.8, 0)) * size
            + (x, shore - 0.02)
        )
    sheet.block(roofs, SUMI_WASH)


def river(sheet: Sheet, shore: float = SHORE, *, bottom: float = 1.0) -> None:
    """Print the river from the shore to the ``bottom``, palest in between."""
    water = points((-0.1, shore), (1.6, shore), (1.6, bottom + 0.1), (-0.1, bottom + 0.1))
    sheet.cover([water], (0.95, 0.915, 0.83))
    sheet.block([water], BERO_PALE, strength=0.9)
    sheet.block([water], BERO, strength=sheet.ramp(bottom + 0.05, bottom - 0.45))
    sheet.block([water], BERO_DEEP, strength=sheet.ramp(bottom + 0.1, bottom - 0.2))
    sheet.block([water], BERO, strength=sheet.ramp(shore - 0.015, shore + 0.075) * np.float32(0.8))
    for _ in range(95):
        x, y = sheet.random.uniform(-0.05, 1.5), shore + 0.025 + (bottom - shore - 0.045) * sheet.random.random() ** 0.8
        length = 0.03 + 0.13 * (y - shore + 0.005)
        sheet.lines(
            [smooth(points((x, y), (x + 0.5 * length, y - 0.005), (x + length, y), (x + 1.5 * length, y - 0.003)))],
            width=0.0024,
            ink=BERO_DEEP,
        )


def reed_bank(sheet: Sheet, edge: Points, *, corners: tuple[tuple[float, float], ...], bottom: float = 1.0) -> None:
    """Print a near bank with reeds along its edge; ``corners`` close it."""
    bank = np.vstack((edge, points(*corners)))
    sheet.cover([bank], (0.95, 0.91, 0.82))
    sheet.block([bank], GREEN_PALE)
    sheet.block([bank], GREEN, strength=sheet.ramp(bottom + 0.05, bottom - 0.12))
    sheet.lines([edge], width=0.005)
    reeds = []
    for f in np.linspace(0.15, 1, 60):
        x, y = edge[int(f * (len(edge) - 1))] + (0, 0.02 * sheet.random.random())
        lean, height = sheet.random.normal(-0.012, 0.012), sheet.random.uniform(0.03, 0.09)
        reeds.append(smooth(points((x, y), (x + 0.3 * lean, y - 0.6 * height), (x + lean, y - height))))
    sheet.lines(reeds, width=0.0045, ink=GREEN, taper=(0.1, 0.8))
    sheet.lines(reeds[::3], width=0.0028)


def rain(sheet: Sheet) -> None:
    """Print two slants of thin lines, as two blocks would print them."""
    for slope, count, ink in ((0.2, 240, SUMI), (0.145, 150, SUMI_WASH)):
        drops = []
        for _ in range(count):
            x, y = sheet.random.uniform(-0.1, 1.7), sheet.random.uniform(-0.25, sheet.height - 0.1)
            length = sheet.random.uniform(0.14, 0.42)
            drops.append(np.linspace((x, y), (x - slope * length, y + length), 14))
        sheet.lines(drops, width=0.0021, ink=ink, taper=(0.3, 0.3))
