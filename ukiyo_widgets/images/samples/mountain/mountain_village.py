"""The red mountain, tall, above the thatch of a village; smoke of the first fires lies across it."""

from __future__ import annotations

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import Place
from ukiyo_widgets.images.samples.drawing.inks import BERO_DEEP, VERMILION
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.fields import mist, rice_field
from ukiyo_widgets.images.samples.motifs.houses import thatched_house
from ukiyo_widgets.images.samples.motifs.mountains import mackerel_clouds, morning_sky, red_mountain
from ukiyo_widgets.images.samples.motifs.trees import pine, wood
from ukiyo_widgets.images.samples.motifs.walkers import walker


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    morning_sky(sheet)
    mackerel_clouds(sheet, rows=14, top=0.14, per_row=4)
    with sheet.moved(Place(1.12, -0.42, 0.08)):
        red_mountain(sheet)
    _wood(sheet)
    for x, y, length in ((-0.1, 0.98, 0.7), (0.4, 1.01, 0.8), (-0.05, 1.04, 0.5)):
        mist(sheet, x, y, length)
    rice_field(sheet, "-0.1,1.16 0.2,1.14 0.5,1.165 0.8,1.15 1.1,1.165", bottom=1.5)
    thatched_house(sheet, (0.74, 1.2), size=0.3)
    thatched_house(sheet, (0.26, 1.26), size=0.4)
    pine(sheet, (0.93, 1.42), height=0.8, lean=-0.07)
    walker(sheet, (0.56, 1.4), BERO_DEEP, way=1, size=1.1, lean=3)
    walker(sheet, (0.68, 1.41), VERMILION, way=1, size=1.1, lean=3)
    cartouche(sheet, 0.075, 0.085, size=0.036)


def _wood(sheet: Sheet) -> None:
    """Firs up the slopes, denser and larger towards the front."""
    for row in range(17):
        firs = []
        for _ in range(26 + 3 * row):
            x, y = sheet.random.uniform(-0.02, 1.02), 0.86 + 0.019 * row + 0.006 * sheet.random.normal()
            if y + 0.012 * sheet.random.normal() > 0.88 + 0.09 * abs(x - 0.55):
                firs.append((x, y, (0.0065 + 0.0009 * row) * sheet.random.uniform(0.8, 1.25)))
        wood(sheet, firs)
