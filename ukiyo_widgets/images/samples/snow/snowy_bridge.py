"""Snow on a bridge: someone crosses a dark stream towards a window with light in it."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import Place, points, resample, smooth
from ukiyo_widgets.images.samples.drawing.inks import BERO_DEEP, BROWN, INDIGO, SUMI_WASH
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.bridges import bridge
from ukiyo_widgets.images.samples.motifs.houses import snowy_house
from ukiyo_widgets.images.samples.motifs.snow import drift, hills, night, snowfall
from ukiyo_widgets.images.samples.motifs.trees import snowy_branch, snowy_trunk
from ukiyo_widgets.images.samples.motifs.walkers import snow_walker

RIDGE = ((-0.1, 0.0), (0.12, -0.05), (0.3, -0.1), (0.55, 0.03), (0.8, -0.02), (1.1, -0.08))
DECK = smooth(points((-0.1, 1.19), (0.08, 1.13), (0.3, 1.065), (0.5, 1.045), (0.7, 1.065), (0.92, 1.13), (1.1, 1.19)))


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    night(sheet, moon=(0.3, 0.33), radius=0.075)
    hills(sheet, RIDGE, y=0.55, pale=0.75)
    snowy_house(sheet, 0.72, 0.68, 0.48, lit=True)
    snowy_house(sheet, 0.2, 0.72, 0.3)
    drift(sheet, ((-0.1, 0.83), (0.2, 0.85), (0.45, 0.88), (0.75, 0.86), (1.1, 0.87)), shade=0.5)
    drift(sheet, ((-0.1, 0.93), (0.2, 0.91), (0.5, 0.965), (0.8, 0.96), (1.1, 0.93)), shade=0.45)
    _stream(sheet)
    bridge(sheet, DECK, piers=(0.22, 0.5, 0.78), middle=0.5, feet=1.3, corners=True)
    with sheet.moved(Place(0.82, 0.43, 0.93)):
        snow_walker(sheet, 0.0, 0.0)
    _railing(sheet)
    trunk = smooth(points((0.08, 1.4), (0.115, 1.2), (0.07, 1.0), (0.11, 0.8), (0.075, 0.58)))
    snowy_trunk(sheet, trunk, width=0.036)
    for x, y, length in ((0.09, 0.72, 0.22), (0.09, 0.88, 0.22), (0.08, 0.6, 0.17)):
        snowy_branch(sheet, x, y, length, way=-1)
    drift(sheet, ((-0.1, 1.25), (0.1, 1.31), (0.35, 1.36), (0.65, 1.35), (0.88, 1.3), (1.1, 1.22)), shade=0.5)
    snowfall(sheet)
    cartouche(sheet, 0.86, 0.085, size=0.036)


def _stream(sheet: Sheet) -> None:
    """Dark water between two white banks."""
    shore = smooth(points((-0.1, 1.08), (0.2, 1.06), (0.5, 1.075), (0.8, 1.055), (1.1, 1.08)))
    water = np.vstack((shore, points((1.1, 1.5), (-0.1, 1.5))))
    sheet.cover([water], (0.95, 0.915, 0.83))
    sheet.block([water], SUMI_WASH, strength=0.6)
    sheet.block([water], INDIGO, strength=0.85)
    sheet.block([water], BERO_DEEP, strength=sheet.ramp(1.42, 1.05))
    sheet.lines([shore], width=0.005, taper=(0.02, 0.02))
    ripples = []
    for _ in range(34):
        x, y = sheet.random.uniform(-0.05, 1.0), sheet.random.uniform(1.1, 1.36)
        ripples.append(smooth(points((x, y), (x + 0.05, y - 0.005), (x + 0.11, y))))
    sheet.lines(ripples, width=0.0026, ink=BERO_DEEP)


def _railing(sheet: Sheet) -> None:
    """Posts and a rail, with snow on everything that is level."""
    deck = resample(DECK, 120) + np.array((0, 0.03))
    sheet.cover([np.vstack((deck - (0, 0.034), (deck + (0, 0.012))[::-1]))])
    sheet.lines([deck + (0, 0.012)], width=0.004, taper=(0.02, 0.02))
    posts = [np.linspace(deck[i], deck[i] - (0, 0.105), 8) for i in range(4, 118, 9)]
    sheet.lines(posts, width=0.017, ink=BROWN, taper=(0.01, 0.01))
    sheet.lines([deck - (0, 0.05), deck - (0, 0.095)], width=0.012, ink=BROWN, taper=(0.01, 0.01))
    snow = np.vstack((deck - (0, 0.115), (deck - (0, 0.097))[::-1]))
    sheet.cover([snow])
    sheet.lines([deck - (0, 0.115), deck - (0, 0.097)], width=0.0032, taper=(0.02, 0.02))
