"""A shower over a bridge: everyone runs, and the far shore is a shadow."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import points, resample, smooth
from ukiyo_widgets.images.samples.drawing.inks import BENI, BERO, BERO_DEEP, BROWN, GREEN, INDIGO, VERMILION, Ink
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.boats import raft
from ukiyo_widgets.images.samples.motifs.bridges import bridge, railing
from ukiyo_widgets.images.samples.motifs.rain import far_shore, rain, rain_sky, reed_bank, river
from ukiyo_widgets.images.samples.motifs.walkers import walker

DECK = smooth(points((-0.1, 0.7), (0.2, 0.6), (0.5, 0.535), (0.8, 0.53), (1.1, 0.585), (1.35, 0.675), (1.6, 0.78)))
BANK = smooth(points((0.98, 1.1), (1.08, 0.97), (1.25, 0.925), (1.42, 0.9), (1.6, 0.86)))
WALKERS: tuple[tuple[float, Ink, bool, int], ...] = (
    (0.16, BERO_DEEP, True, 1),
    (0.33, VERMILION, False, 1),
    (0.52, GREEN, True, -1),
    (0.66, INDIGO, False, 1),
    (0.86, BENI, True, -1),
    (1.05, BROWN, False, -1),
    (1.26, BERO, True, 1),
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    rain_sky(sheet)
    far_shore(sheet)
    river(sheet)
    raft(sheet, 0.55, 0.86)
    bridge(sheet, DECK, piers=(0.12, 0.4, 0.7, 1.0, 1.28), middle=0.7)
    deck = resample(DECK, 200)
    for x, ink, umbrella, way in WALKERS:
        at = deck[np.argmin(abs(deck[:, 0] - x))]
        walker(sheet, (at[0], at[1]), ink, umbrella=umbrella, way=way)
    railing(sheet, DECK)
    rain(sheet)
    reed_bank(sheet, BANK, corners=((1.6, 1.1),))
    cartouche(sheet, 0.085, 0.085, size=0.036)
