"""An actor strikes his pose: a face in a few lines, stiff winged shoulders, a ground of yellow."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import brushed, cut, stroke
from ukiyo_widgets.images.samples.drawing.inks import BERO, BERO_PALE, SUMI, VERMILION
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.faces import crossed_eyes, face, neck, nose_and_mouth, paint
from ukiyo_widgets.images.samples.motifs.robes import collars, folding_fan, wings, yellow_ground

HAIR = cut(
    "0.31,0.44 0.285,0.36 0.31,0.27 0.4,0.205 0.52,0.19 0.65,0.225 0.745,0.31 0.775,0.43 0.765,0.53 0.735,0.585 0.7,0.6 "
    "0.69,0.53 0.665,0.55 0.645,0.49 0.655,0.42 0.61,0.36 0.52,0.325 0.42,0.32 0.345,0.355"
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    yellow_ground(sheet)
    neck(sheet)
    collars(sheet)
    wings(sheet)
    face(sheet)
    paint(sheet)
    crossed_eyes(sheet)
    nose_and_mouth(sheet)
    _hair(sheet)
    folding_fan(sheet)
    cartouche(sheet, 0.085, 0.085, size=0.05)


def _hair(sheet: Sheet) -> None:
    """The shaved crown in blue, side locks, and a topknot tied with a cord."""
    crown = cut("0.335,0.375 0.35,0.29 0.42,0.235 0.53,0.22 0.6,0.26 0.625,0.345 0.54,0.325 0.42,0.325")
    knot = cut(
        "0.335,0.2 0.36,0.15 0.44,0.125 0.56,0.135 0.68,0.165 0.76,0.235 0.8,0.3 0.74,0.31 0.66,0.265 0.55,0.225 0.43,0.215 0.37,0.225"
    )
    sheet.cover([HAIR], SUMI)
    sheet.motif([crown], BERO_PALE, line=0.0042, strength=0.85)
    with sheet.within([crown]):
        sheet.block([crown], BERO, strength=sheet.ramp(0.2, 0.34) * np.float32(0.7))
    sheet.cover([knot], SUMI)
    cord = cut("0.6,0.142 0.645,0.148 0.635,0.256 0.59,0.238", per_span=4)
    sheet.motif([cord], VERMILION, line=0.0034)
    wraps = [
        np.linspace((0.6 - 0.003 * i, 0.162 + 0.023 * i), (0.641 - 0.002 * i, 0.172 + 0.023 * i), 5) for i in range(4)
    ]
    sheet.lines(wraps, width=0.003)
    strands = [
        brushed(f"{0.66 + 0.014 * i},{0.27 + 0.024 * i} {0.69 + 0.011 * i},0.4 {0.68 + 0.009 * i},0.55")
        for i in range(7)
    ]
    strands += [
        brushed(f"{0.36 + 0.006 * i},{0.17 + 0.011 * i} 0.46,{0.145 + 0.015 * i} 0.585,{0.152 + 0.018 * i}")
        for i in range(4)
    ]
    strands += [
        brushed(f"0.3,{0.4 - 0.02 * i} {0.31 + 0.01 * i},{0.31 - 0.01 * i} {0.36 + 0.02 * i},{0.255 - 0.008 * i}")
        for i in range(3)
    ]
    sheet.cover([stroke(strand, width=0.0026) for strand in strands], (0.34, 0.36, 0.43))
    loose = ("0.655,0.56 0.66,0.6 0.652,0.63", "0.7,0.6 0.705,0.625 0.7,0.65", "0.307,0.43 0.3,0.46 0.303,0.48")
    sheet.lines([brushed(hair) for hair in loose], width=0.0035, ink=SUMI)
