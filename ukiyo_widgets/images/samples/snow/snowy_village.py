"""A village under snow: roof behind roof, two windows lit, and two people on the way down."""

from __future__ import annotations

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import Place, points, smooth
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.houses import snowy_house
from ukiyo_widgets.images.samples.motifs.snow import drift, footprints, hills, night, snowfall
from ukiyo_widgets.images.samples.motifs.trees import snowy_branch, snowy_trunk
from ukiyo_widgets.images.samples.motifs.walkers import snow_walker

RIDGE = ((-0.1, 0.02), (0.2, -0.07), (0.5, 0.0), (0.85, -0.08), (1.15, 0.01), (1.6, -0.06))


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    night(sheet, moon=(0.56, 0.19), radius=0.07)
    hills(sheet, RIDGE, y=0.36, pale=0.75)
    snowy_house(sheet, 0.62, 0.42, 0.26)
    snowy_house(sheet, 0.98, 0.43, 0.3, lit=True)
    drift(sheet, ((-0.1, 0.54), (0.3, 0.5), (0.7, 0.53), (1.1, 0.55), (1.6, 0.5)), shade=0.45)
    snowy_house(sheet, 1.28, 0.54, 0.42)
    snowy_house(sheet, 0.34, 0.53, 0.5, lit=True)
    drift(sheet, ((-0.1, 0.72), (0.25, 0.69), (0.6, 0.68), (0.95, 0.7), (1.3, 0.67), (1.6, 0.7)), shade=0.5)
    _pine(sheet)
    with sheet.moved(Place(0.62, 0.86, 0.71)):
        snow_walker(sheet, 0.0, 0.0)
    drift(sheet, ((-0.1, 0.88), (0.3, 0.87), (0.7, 0.81), (1.1, 0.84), (1.6, 0.86)), shade=0.42)
    footprints(sheet, (0.6, 0.865), (-0.04, 0.012), 7)
    with sheet.moved(Place(0.78, 0.68, 0.745)):
        snow_walker(sheet, 0.0, 0.0)
    snowfall(sheet)
    cartouche(sheet, 0.085, 0.085, size=0.036)


def _pine(sheet: Sheet) -> None:
    """A pine in front of the right house."""
    trunk = smooth(points((1.42, 0.92), (1.4, 0.76), (1.44, 0.6), (1.4, 0.45), (1.42, 0.33)))
    snowy_trunk(sheet, trunk, width=0.03)
    for x, y, length in ((1.4, 0.36, 0.17), (1.41, 0.5, 0.24), (1.42, 0.64, 0.26)):
        snowy_branch(sheet, x, y, length)
