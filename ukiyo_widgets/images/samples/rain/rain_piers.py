"""Under the bridge in a shower: people cross high overhead, and rafts go down between the piers."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import Place, points, resample, smooth
from ukiyo_widgets.images.samples.drawing.inks import BERO, BERO_DEEP, GREEN, VERMILION, Ink
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.boats import raft
from ukiyo_widgets.images.samples.motifs.bridges import bridge, railing
from ukiyo_widgets.images.samples.motifs.rain import far_shore, rain, rain_sky, reed_bank, river
from ukiyo_widgets.images.samples.motifs.walkers import walker

SHORE = 0.66
NEAR = Place(1.55, -0.3, -0.33)
"""The bridge is drawn as for a sheet of 1.5 × 1, and seen from nearer."""

DECK = smooth(points((0.1, 0.58), (0.3, 0.535), (0.5, 0.52), (0.7, 0.535), (0.95, 0.59)))
BANK = smooth(points((-0.1, 1.36), (0.1, 1.37), (0.3, 1.41), (0.42, 1.6)))
WALKERS: tuple[tuple[float, Ink, bool, int], ...] = (
    (0.28, GREEN, False, 1),
    (0.43, BERO, True, 1),
    (0.6, VERMILION, True, -1),
    (0.75, BERO_DEEP, False, -1),
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    rain_sky(sheet)
    far_shore(sheet, SHORE)
    river(sheet, SHORE, bottom=1.5)
    raft(sheet, 0.55, 0.83, size=0.75, way=-1)
    with sheet.moved(NEAR):
        bridge(sheet, DECK, piers=(0.3, 0.52, 0.74), middle=0.52, feet=0.98, corners=True)
        deck = resample(DECK, 200)
        for x, ink, umbrella, way in WALKERS:
            at = deck[np.argmin(abs(deck[:, 0] - x))]
            walker(sheet, (at[0], at[1]), ink, umbrella=umbrella, way=way)
        railing(sheet, DECK)
    _ripples(sheet)
    raft(sheet, 0.63, 1.32, size=1.55, way=-1)
    rain(sheet)
    reed_bank(sheet, BANK, corners=((-0.1, 1.6),), bottom=1.5)
    cartouche(sheet, 0.075, 0.085, size=0.036)


def _ripples(sheet: Sheet) -> None:
    """Where the river meets the piers."""
    curves = []
    for x in (0.165, 0.506, 0.847):
        for i in range(3):
            y = 1.195 + 0.016 * i + 0.37 * abs(x - 0.506) * 0.25
            curves.append(smooth(points((x - 0.11 - 0.02 * i, y), (x, y + 0.012), (x + 0.11 + 0.02 * i, y))))
    sheet.lines(curves, width=0.004, ink=BERO_DEEP, taper=(0.3, 0.3))
