"""A mountain turns red in the morning: streaks of snow, a sky of small clouds, a dark wood at its foot."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.fields import mist, rice_field
from ukiyo_widgets.images.samples.motifs.mountains import mackerel_clouds, morning_sky, red_mountain
from ukiyo_widgets.images.samples.motifs.trees import fir


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    morning_sky(sheet)
    mackerel_clouds(sheet)
    red_mountain(sheet)
    _wood(sheet)
    for y, x, length in ((0.86, -0.1, 0.8), (0.885, 0.65, 1.0), (0.845, 1.05, 0.7)):
        mist(sheet, x, y, length)
    rice_field(sheet, "-0.1,0.93 0.3,0.905 0.8,0.925 1.2,0.905 1.6,0.92", bottom=1.1)
    cartouche(sheet, 0.085, 0.08, size=0.036)


def _wood(sheet: Sheet) -> None:
    """Trees in rows, dotted, denser and larger towards the front."""
    for row in range(15):
        y = 0.695 + 0.0165 * row
        for _ in range(34 + 5 * row):
            x = sheet.random.uniform(-0.02, 1.52)
            rise = 0.02 * np.sin(3.1 * x + 0.5) + 0.05 * abs(x - 0.86)
            if y + 0.012 * sheet.random.normal() < 0.715 + rise:
                continue
            size = (0.0055 + 0.0009 * row) * sheet.random.uniform(0.8, 1.25)
            fir(sheet, x, y, size)
