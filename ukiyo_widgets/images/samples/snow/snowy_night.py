"""Snow at night: roofs, a lit window, and someone on the way home under an umbrella."""

from __future__ import annotations

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import points, smooth
from ukiyo_widgets.images.samples.drawing.inks import SUMI
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.houses import snowy_house
from ukiyo_widgets.images.samples.motifs.snow import drift, footprints, hills, night, snowfall
from ukiyo_widgets.images.samples.motifs.trees import snowy_branch
from ukiyo_widgets.images.samples.motifs.walkers import snow_walker

RIDGE = ((-0.1, 0.06), (0.15, -0.06), (0.38, 0.02), (0.6, -0.03), (0.82, -0.1), (1.1, 0.05))
DRIFTS = (
    (((-0.1, 1.02), (0.2, 0.97), (0.5, 1.0), (0.8, 0.95), (1.1, 0.99)), 0.5),
    (((-0.1, 1.16), (0.25, 1.1), (0.55, 1.2), (0.85, 1.13), (1.1, 1.16)), 0.42),
    (((-0.1, 1.3), (0.3, 1.31), (0.7, 1.25), (1.1, 1.33)), 0.55),
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    night(sheet, moon=(0.74, 0.26))
    hills(sheet, RIDGE, y=0.5, pale=0.75)
    hills(sheet, RIDGE, y=0.6, pale=0.35)
    snowy_house(sheet, 0.66, 0.6, 0.46)
    snowy_house(sheet, 0.2, 0.735, 0.6, lit=True)
    _pine(sheet)
    for knots, shade in DRIFTS:
        drift(sheet, knots, shade=shade)
    footprints(sheet, (0.5, 1.285), (-0.035, 0.018), 9)
    snow_walker(sheet, 0.62, 1.2)
    snowfall(sheet)
    cartouche(sheet, 0.075, 0.085, size=0.036)


def _pine(sheet: Sheet) -> None:
    """A pine at the right edge, its branches laden."""
    trunk = smooth(points((0.985, 1.2), (0.93, 1.02), (0.965, 0.86), (0.91, 0.7), (0.945, 0.55)))
    sheet.lines([trunk], width=0.034, ink=SUMI, taper=(0.02, 0.3))
    for x, y, length in ((0.9, 0.72, 0.3), (0.95, 0.86, 0.34), (0.93, 0.58, 0.24), (0.92, 1.0, 0.26)):
        snowy_branch(sheet, x, y, length)
