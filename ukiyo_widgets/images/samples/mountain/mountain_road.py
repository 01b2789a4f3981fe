"""The road in the morning: travellers between old pines, ripe fields, and far off the mountain, red."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import Place, brushed, path
from ukiyo_widgets.images.samples.drawing.inks import BERO, BERO_DEEP, BRICK, GREEN, GREEN_PALE, OCHRE, STRAW, VERMILION
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.fields import mist, rice_field
from ukiyo_widgets.images.samples.motifs.houses import far_roofs
from ukiyo_widgets.images.samples.motifs.mountains import mackerel_clouds, morning_sky, red_mountain
from ukiyo_widgets.images.samples.motifs.trees import pine, wood
from ukiyo_widgets.images.samples.motifs.walkers import walker


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    morning_sky(sheet)
    mackerel_clouds(sheet, rows=10)
    with sheet.moved(Place(0.74, 0.0, 0.055)):
        red_mountain(sheet)
    _plain(sheet)
    rice_field(sheet, "-0.1,0.74 0.3,0.735 0.8,0.755 1.2,0.74 1.6,0.75", bottom=1.0)
    _road(sheet)
    pine(sheet, (0.24, 0.9), height=0.62, lean=0.05)
    pine(sheet, (1.27, 0.86), height=0.7, lean=-0.09)
    for x, y, ink, way, size in (
        (0.5, 0.872, BERO_DEEP, 1, 0.85),
        (0.6, 0.872, VERMILION, 1, 0.85),
        (0.86, 0.885, GREEN, -1, 0.9),
        (1.02, 0.89, BERO, -1, 0.9),
        (1.12, 0.89, BRICK, -1, 0.9),
    ):
        walker(sheet, (x, y), ink, way=way, size=size, lean=3)
    cartouche(sheet, 0.085, 0.08, size=0.036)


def _plain(sheet: Sheet) -> None:
    """Woods at the mountain's foot, a village, and mist."""
    plain = np.vstack((brushed("-0.1,0.655 0.3,0.635 0.8,0.66 1.1,0.625 1.6,0.6"), path("1.6,1.1 -0.1,1.1")))
    sheet.motif([plain], GREEN_PALE, line=0.0025)
    for row in range(6):
        firs = []
        for _ in range(46):
            x, y = sheet.random.uniform(-0.02, 1.52), 0.625 + 0.017 * row + 0.014 * sheet.random.random()
            firs.append((x, y, (0.0075 + 0.001 * row) * sheet.random.uniform(0.8, 1.25)))
        wood(sheet, firs)
    for x, y, length in ((-0.1, 0.67, 0.6), (0.55, 0.685, 0.8), (1.1, 0.65, 0.7)):
        mist(sheet, x, y, length)
    far_roofs(sheet, ((0.42, 0.725), (0.5, 0.718), (0.57, 0.727), (0.93, 0.727), (1.0, 0.72)), size=0.03)


def _road(sheet: Sheet) -> None:
    """A raised road across the sheet, its near side in grass."""
    top = brushed("-0.1,0.855 0.3,0.845 0.8,0.86 1.2,0.855 1.6,0.835")
    side = top + (0, 0.06)
    road = np.vstack((top, side[::-1]))
    sheet.motif([road], STRAW, line=0)
    sheet.block([road], OCHRE, strength=sheet.ramp(0.84, 0.91) * np.float32(0.5))
    slope = np.vstack((side, path("1.6,1.1 -0.1,1.1")))
    sheet.motif([slope], GREEN_PALE, line=0)
    sheet.block([slope], GREEN, strength=sheet.ramp(1.04, 0.89))
    sheet.lines([top, side], width=0.004, taper=(0.02, 0.02))
    blades = []
    for _ in range(130):
        x, y = sheet.random.uniform(-0.05, 1.52), sheet.random.uniform(0.925, 0.97)
        blades.append(brushed(f"{x},{y} {x + 0.002},{y - 0.012} {x + 0.008},{y - 0.02}"))
    sheet.lines(blades, width=0.0022)
