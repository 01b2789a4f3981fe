"""A ferry in the rain: no bridge far and wide, and a boat full of umbrellas."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import points, smooth
from ukiyo_widgets.images.samples.drawing.inks import BENI, BERO, BERO_DEEP, BROWN, GREEN, INDIGO, VERMILION, Ink
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.boats import hull, raft
from ukiyo_widgets.images.samples.motifs.rain import far_shore, rain, rain_sky, reed_bank, river
from ukiyo_widgets.images.samples.motifs.walkers import walker

BANK = smooth(points((-0.1, 0.87), (0.1, 0.9), (0.28, 0.94), (0.42, 0.985), (0.5, 1.1)))
PASSENGERS: tuple[tuple[float, Ink, bool, int], ...] = (
    (0.565, GREEN, True, 1),
    (0.685, VERMILION, False, -1),
    (0.82, INDIGO, True, 1),
    (0.93, BROWN, False, -1),
    (1.06, BENI, True, 1),
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    rain_sky(sheet)
    far_shore(sheet)
    river(sheet)
    raft(sheet, 1.24, 0.51, size=0.42, way=-1)
    raft(sheet, 0.17, 0.545, size=0.5)
    _pole(sheet)
    walker(sheet, (0.415, 0.775), BERO_DEEP, way=-1, size=1.2, lean=10)
    for x, ink, umbrella, way in PASSENGERS:
        walker(sheet, (x, 0.79 - 0.03 * abs(x - 0.75)), ink, umbrella=umbrella, way=way, size=1.15, lean=2)
    hull(sheet, (0.72, 0.76), degrees=0, size=0.47)
    _wake(sheet)
    rain(sheet)
    reed_bank(sheet, BANK, corners=((-0.1, 1.1),))
    cartouche(sheet, 1.37, 0.085, size=0.036)


def _pole(sheet: Sheet) -> None:
    """What the ferryman pushes against."""
    sheet.lines([np.linspace((0.2, 0.99), (0.405, 0.5), 12)], width=0.009, ink=BROWN, taper=(0.05, 0.05))
    sheet.lines([np.linspace((0.204, 0.99), (0.409, 0.5), 12)], width=0.003, taper=(0.05, 0.05))


def _wake(sheet: Sheet) -> None:
    """Ripples along the boat."""
    curves = []
    for i in range(9):
        x, y = 0.22 + 0.11 * i, 0.855 + 0.012 * (i % 3)
        curves.append(smooth(points((x, y), (x + 0.06, y - 0.008), (x + 0.12, y), (x + 0.19, y - 0.004))))
    sheet.lines(curves, width=0.0042, ink=BERO_DEEP)
    sheet.lines([curve + (0.03, 0.02) for curve in curves[::2]], width=0.0042, ink=BERO)
