"""Bridges of wood, over any curve."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import Points, between, dense, points, resample
from ukiyo_widgets.images.samples.drawing.inks import BROWN, OCHRE, SUMI
from ukiyo_widgets.images.samples.drawing.sheet import Sheet


def bridge(
    sheet: Sheet, deck: Points, *, piers: tuple[float, ...], middle: float, feet: float = 0.8, corners: bool = False
) -> None:
    """Print a bridge's piers, beams and planks.

    Parameters
    ----------
    sheet
        What is printed on.
    deck
        Its upper edge.
    piers
        Where they stand, from left to right.
    middle, feet
        Where the river is widest, and the height of a pier's feet there; others stand lower.
    corners
        Whether the contours of the piers keep their corners, as they should where they are seen from near.
    """
    deck = resample(deck, 120)
    for x in piers:
        top = deck[np.argmin(abs(deck[:, 0] - x))]
        for dx in (-0.024, 0.024):
            foot = feet + 0.16 * abs(x - middle)
            pile = points(
                (top[0] + dx - 0.011, top[1]),
                (top[0] + dx + 0.011, top[1]),
                (top[0] + dx + 0.013, foot),
                (top[0] + dx - 0.013, foot),
            )
            pile = dense(pile) if corners else pile
            sheet.cover([pile], (0.95, 0.9, 0.8))
            sheet.block([pile], BROWN)
            sheet.outline([pile], width=0.0036)
        braces = [np.linspace((top[0] - 0.05, top[1] + f), (top[0] + 0.05, top[1] + f), 8) for f in (0.07, 0.15)]
        sheet.lines(braces, width=0.011, ink=SUMI, taper=(0.05, 0.05))
    under = deck + np.array((0, 0.05))
    side = np.vstack((deck, under[::-1]))
    sheet.cover([side], (0.95, 0.9, 0.8))
    sheet.block([side], OCHRE)
    sheet.block([np.vstack((between(deck, under, 0.45), under[::-1]))], BROWN)
    planks = [np.linspace(deck[i], between(deck, under, 0.4)[i], 6) for i in range(2, 118, 2)]
    sheet.lines(planks, width=0.0025)
    sheet.lines([deck, between(deck, under, 0.45), under], width=0.005, taper=(0.02, 0.02))


def railing(sheet: Sheet, deck: Points) -> None:
    """Print the near railing, over whoever walks behind it."""
    deck = resample(deck, 120) + np.array((0, 0.012))
    posts = [np.linspace(deck[i], deck[i] - (0, 0.062), 8) for i in range(4, 118, 8)]
    sheet.lines(posts, width=0.01, ink=BROWN, taper=(0.01, 0.01))
    for rise in (0.03, 0.056):
        sheet.lines([deck - np.array((0, rise))], width=0.009, ink=BROWN, taper=(0.01, 0.01))
        sheet.lines([deck - np.array((0, rise + 0.0045))], width=0.003, taper=(0.01, 0.01))
