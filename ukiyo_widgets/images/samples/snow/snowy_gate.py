"""A gate of plain wood among laden pines; a visitor in a cape of straw goes up to it."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import Points, between, points, rectangle, resample, smooth
from ukiyo_widgets.images.samples.drawing.inks import BROWN, INDIGO, SUMI, SUMI_PALE
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.houses import snowy_house
from ukiyo_widgets.images.samples.motifs.snow import drift, footprints, hills, night, snowfall
from ukiyo_widgets.images.samples.motifs.trees import snowy_branch, snowy_trunk
from ukiyo_widgets.images.samples.motifs.walkers import snow_walker

RIDGE = ((-0.1, 0.05), (0.15, -0.08), (0.36, 0.0), (0.6, 0.03), (0.84, -0.06), (1.1, 0.02))
GATE_X = 0.5


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    night(sheet, moon=(0.72, 0.2), radius=0.06)
    hills(sheet, RIDGE, y=0.52, pale=0.75)
    snowy_house(sheet, 0.5, 0.7, 0.42, lit=True)
    drift(sheet, ((-0.1, 0.9), (0.25, 0.87), (0.5, 0.86), (0.75, 0.87), (1.1, 0.91)), shade=0.45)
    for x, way in ((0.06, -1), (0.94, 1)):
        _pine(sheet, x, way)
    _gate(sheet)
    drift(sheet, ((-0.1, 1.02), (0.25, 1.05), (0.5, 1.08), (0.78, 1.04), (1.1, 1.0)), shade=0.5)
    _lantern(sheet, 0.82, 1.12)
    drift(sheet, ((-0.1, 1.2), (0.3, 1.22), (0.65, 1.19), (1.1, 1.24)), shade=0.42)
    footprints(sheet, (0.38, 1.345), (-0.035, 0.02), 5)
    snow_walker(sheet, 0.44, 1.16)
    snowfall(sheet)
    cartouche(sheet, 0.075, 0.085, size=0.036)


def _pine(sheet: Sheet, x: float, way: int) -> None:
    trunk = smooth(points((0.0, 1.3), (-0.03, 1.05), (0.02, 0.8), (-0.02, 0.58), (0.01, 0.42))) * (way, 1) + (x, 0)
    snowy_trunk(sheet, trunk, width=0.04)
    for rise, length in ((0.46, 0.16), (0.58, 0.22), (0.72, 0.2), (0.86, 0.17)):
        snowy_branch(sheet, x - 0.01 * way, rise, length, way=way)


def _gate(sheet: Sheet) -> None:
    """Two posts, a beam between them and two across them; the upper one carries the snow."""
    for side in (-1, 1):
        x = GATE_X + 0.2 * side
        post = points(
            (x - 0.022, 0.6), (x + 0.022, 0.6), (x + 0.026 + 0.012 * side, 1.12), (x - 0.026 + 0.012 * side, 1.12)
        )
        _timber(sheet, post)
        grain = [np.linspace((x + f, 0.66), (x + 1.2 * f + 0.012 * side, 1.02), 8) for f in (-0.012, 0.0, 0.011)]
        sheet.lines(grain, width=0.0024)
    _timber(sheet, rectangle(GATE_X - 0.25, 0.705, GATE_X + 0.25, 0.742))
    _timber(sheet, rectangle(GATE_X - 0.02, 0.635, GATE_X + 0.02, 0.71))
    lower = smooth(points((-0.3, 0.6), (0.0, 0.622), (0.3, 0.6))) + (GATE_X, 0)
    upper = smooth(points((-0.33, 0.535), (-0.18, 0.562), (0.0, 0.57), (0.18, 0.562), (0.33, 0.535))) + (GATE_X, 0)
    _timber(sheet, np.vstack((upper + (0, 0.012), (lower + (0, 0.022))[::-1])))
    sheet.lines([between(upper, resample(lower, len(upper)), 0.6)], width=0.003)
    back = upper - np.stack((np.zeros(len(upper)), 0.036 + 0.009 * np.sin(np.linspace(0.5, 14, len(upper)))), axis=1)
    snow = np.vstack((back, (upper + (0, 0.014))[::-1]))
    sheet.cover([snow])
    sheet.block([np.vstack((upper, (upper + (0, 0.014))[::-1]))], INDIGO, strength=0.45)
    sheet.outline([snow], width=0.0045)


def _timber(sheet: Sheet, shape: Points) -> None:
    sheet.cover([shape], (0.92, 0.88, 0.8))
    sheet.block([shape], BROWN, strength=0.75)
    sheet.outline([shape], width=0.0045)


def _lantern(sheet: Sheet, x: float, y: float) -> None:
    """A stone lantern, lit, under its own cap of snow."""
    for shape in (
        rectangle(x - 0.02, y - 0.1, x + 0.02, y + 0.08),
        rectangle(x - 0.05, y - 0.125, x + 0.05, y - 0.1),
        rectangle(x - 0.042, y - 0.2, x + 0.042, y - 0.125),
    ):
        sheet.motif([shape], SUMI_PALE, line=0.004)
    light = rectangle(x - 0.022, y - 0.185, x + 0.022, y - 0.14)
    sheet.cover([light], (0.97, 0.86, 0.56))
    sheet.outline([light], width=0.003, ink=SUMI)
    sheet.lines([np.linspace((x, y - 0.185), (x, y - 0.14), 6)], width=0.003, ink=SUMI)
    cap = smooth(
        points((-0.085, -0.19), (-0.05, -0.235), (0.0, -0.275), (0.05, -0.235), (0.085, -0.19), (0.0, -0.205)),
        closed=True,
    ) + (x, y)
    sheet.cover([cap])
    sheet.outline([cap], width=0.0045)
