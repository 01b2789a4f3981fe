"""An actor of women's parts: a quiet face, combs and pins in the hair, an umbrella behind."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import arc, brushed, cut, path, stroke
from ukiyo_widgets.images.samples.drawing.inks import (
    BENI_PALE,
    BERO,
    BERO_PALE,
    BRICK,
    OCHRE,
    SHELL,
    SKIN,
    STRAW,
    SUMI,
    VERMILION,
)
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.faces import neck
from ukiyo_widgets.images.samples.motifs.robes import blossoms, collars, crest, yellow_ground

FACE = cut(
    "0.335,0.44 0.35,0.385 0.43,0.345 0.54,0.35 0.62,0.39 0.652,0.48 0.65,0.59 0.622,0.69 0.57,0.775 0.5,0.835 0.435,0.855 "
    "0.385,0.83 0.352,0.77 0.334,0.7 0.326,0.63 0.328,0.57 0.32,0.52"
)
HAIR = cut(
    "0.318,0.47 0.29,0.4 0.31,0.32 0.38,0.27 0.48,0.24 0.6,0.25 0.71,0.3 0.81,0.38 0.87,0.5 0.855,0.62 0.79,0.675 0.715,0.66 "
    "0.69,0.6 0.665,0.54 0.655,0.47 0.61,0.41 0.53,0.37 0.44,0.365 0.365,0.395 0.34,0.44"
)
KNOT = cut("0.44,0.27 0.4,0.2 0.44,0.13 0.55,0.1 0.68,0.125 0.75,0.2 0.72,0.28 0.64,0.315 0.52,0.3")
LEFT_SLEEVE = path("0.41,0.94 0.27,0.985 0.1,1.08 -0.02,1.22 -0.1,1.6 0.5,1.6 0.49,1.28")
RIGHT_SLEEVE = path("0.67,0.9 0.8,0.96 0.93,1.06 1.02,1.2 1.1,1.6 0.5,1.6 0.545,1.26")


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    yellow_ground(sheet)
    _umbrella(sheet)
    neck(sheet)
    collars(sheet)
    _sleeves(sheet)
    _face(sheet)
    _features(sheet)
    _hair(sheet)
    _ornaments(sheet)
    cartouche(sheet, 0.085, 0.085, size=0.05)


def _umbrella(sheet: Sheet) -> None:
    """An open umbrella over the shoulder, brick red with a white ring."""
    centre = (0.86, 0.42)
    wheel = arc(centre, (0.5, 0.5), 0, 360, n=90)
    sheet.motif([wheel], BRICK, line=0.005)
    ring = np.vstack((arc(centre, (0.36, 0.36), 0, 360, n=80), arc(centre, (0.24, 0.24), 360, 0, n=80)))
    sheet.cover([ring], SHELL)
    ribs = [np.linspace(centre, rim, 12) for rim in arc(centre, (0.5, 0.5), 0, 360, n=41)[:-1]]
    sheet.lines(ribs, width=0.0034, ink=SUMI, taper=(0.01, 0.01))
    sheet.lines([np.linspace(centre, (0.6, 1.12), 12)], width=0.022, ink=SUMI, taper=(0.01, 0.01))
    sheet.outline([wheel], width=0.0055)


def _sleeves(sheet: Sheet) -> None:
    """A robe that falls from the shoulders, with plum blossoms and the crest."""
    for sleeve in (RIGHT_SLEEVE, LEFT_SLEEVE):
        sheet.motif([sleeve], BRICK, line=0)
        with sheet.within([sleeve]):
            sheet.block([sleeve], VERMILION, strength=sheet.ramp(0.8, 1.5) * np.float32(0.45), register=0)
            sheet.block([sleeve], SUMI, strength=sheet.ramp(1.7, 1.3) * np.float32(0.75), register=0)
            blossoms(sheet, BLOSSOMS)
        sheet.outline([sleeve], width=0.0062, ink=SUMI)
    lapels = ("0.69,0.92 0.67,1.04 0.61,1.22 0.55,1.4 0.53,1.6", "0.4,0.95 0.4,1.05 0.45,1.22 0.5,1.4 0.54,1.6")
    for lapel in lapels:
        band = stroke(brushed(lapel), width=0.085, taper=(0.02, 0.02), belly=0.1)
        sheet.motif([band], SUMI, line=0.004)
    crest(sheet, 0.24, 1.16, 0.052)
    crest(sheet, 0.83, 1.13, 0.052)
    folds = ("0.12,1.2 0.17,1.34 0.14,1.5", "0.92,1.2 0.88,1.36 0.93,1.5", "0.33,1.3 0.38,1.42 0.37,1.55")
    sheet.lines([brushed(fold) for fold in folds], width=0.006, ink=SUMI)


BLOSSOMS = tuple(
    (0.03 + 0.125 * column + 0.0625 * (row % 2), 1.03 + 0.108 * row, 0.042 if (row + column) % 2 else 0.03)
    for row in range(6)
    for column in range(9)
)


def _face(sheet: Sheet) -> None:
    sheet.motif([FACE], SKIN, line=0.0046)
    with sheet.within([FACE]):
        for shape in (
            "0.47,0.55 0.53,0.48 0.6,0.47 0.65,0.5 0.62,0.58 0.55,0.6",
            "0.325,0.54 0.345,0.485 0.39,0.485 0.42,0.53 0.39,0.58 0.345,0.58",
        ):
            sheet.block([cut(shape)], BENI_PALE, strength=0.55)
    ear = cut("0.65,0.56 0.68,0.545 0.705,0.57 0.7,0.625 0.675,0.67 0.65,0.67", per_span=8)
    sheet.motif([ear], SKIN, line=0.004)
    sheet.lines([brushed("0.662,0.585 0.685,0.58 0.688,0.61 0.672,0.64")], width=0.003)


def _features(sheet: Sheet) -> None:
    """Narrow eyes, brows high on the forehead, a small mouth."""
    for upper, lower, pupil in (
        (
            "0.482,0.553 0.515,0.532 0.56,0.525 0.612,0.538",
            "0.482,0.553 0.53,0.557 0.575,0.553 0.612,0.538",
            (0.533, 0.542),
        ),
        (
            "0.34,0.543 0.36,0.529 0.385,0.53 0.415,0.55",
            "0.34,0.543 0.36,0.553 0.388,0.556 0.415,0.55",
            (0.373, 0.5425),
        ),
    ):
        lid, under = brushed(upper), brushed(lower)
        eye = np.vstack((lid, under[::-1]))
        sheet.cover([eye])
        with sheet.within([eye]):
            sheet.cover([arc(pupil, (0.014, 0.0145), 0, 360)], SUMI)
        sheet.lines([lid], width=0.009, ink=SUMI, taper=(0.2, 0.3))
        sheet.lines([under], width=0.003, ink=SUMI, taper=(0.1, 0.2))
        sheet.lines([lid - (0, 0.02)], width=0.0028)
    brows = ("0.487,0.462 0.53,0.438 0.575,0.436 0.62,0.452", "0.41,0.462 0.39,0.444 0.365,0.442 0.345,0.456")
    sheet.lines([brushed(brow) for brow in brows], width=0.017, ink=SUMI, taper=(0.4, 0.7))
    nose = brushed("0.44,0.49 0.43,0.555 0.407,0.615 0.383,0.662 0.382,0.68 0.396,0.69 0.41,0.685")
    sheet.lines([nose, brushed("0.455,0.66 0.466,0.675 0.46,0.693 0.44,0.696")], width=0.0044, taper=(0.3, 0.2))
    lips = cut(
        "0.388,0.758 0.404,0.738 0.42,0.747 0.437,0.737 0.468,0.757 0.445,0.776 0.42,0.782 0.402,0.774", per_span=7
    )
    sheet.motif([lips], VERMILION, line=0)
    sheet.lines(
        [brushed("0.38,0.762 0.403,0.755 0.42,0.76 0.44,0.755 0.474,0.76")], width=0.0055, ink=SUMI, taper=(0.3, 0.3)
    )
    sheet.lines([brushed("0.405,0.81 0.425,0.815 0.448,0.809")], width=0.003)


def _hair(sheet: Sheet) -> None:
    """Hair combed into wings at the sides and a high knot; the shaved forehead hides under a cloth of pale blue."""
    sheet.cover([KNOT, HAIR], SUMI)
    cloth = cut(
        "0.352,0.4 0.37,0.335 0.44,0.285 0.53,0.28 0.6,0.315 0.632,0.395 0.6,0.405 0.53,0.372 0.44,0.368 0.38,0.388"
    )
    sheet.motif([cloth], BERO_PALE, line=0.0042, strength=0.85)
    with sheet.within([cloth]):
        sheet.block([cloth], BERO, strength=sheet.ramp(0.26, 0.38) * np.float32(0.7))
        sheet.lines([brushed("0.4,0.37 0.42,0.33 0.46,0.3"), brushed("0.5,0.36 0.52,0.32 0.55,0.29")], width=0.003)
    strands = [
        brushed(f"{0.66 + 0.02 * i},{0.32 + 0.022 * i} {0.7 + 0.018 * i},{0.44 + 0.012 * i} {0.71 + 0.014 * i},0.63")
        for i in range(9)
    ]
    strands += [
        brushed(f"{0.455 + 0.01 * i},{0.25 - 0.012 * i} 0.55,{0.15 + 0.018 * i} {0.7 - 0.008 * i},{0.19 + 0.014 * i}")
        for i in range(5)
    ]
    strands += [
        brushed(
            f"{0.305 + 0.008 * i},0.43 {0.318 + 0.012 * i},{0.35 - 0.008 * i} {0.37 + 0.016 * i},{0.29 - 0.006 * i}"
        )
        for i in range(3)
    ]
    sheet.cover([stroke(strand, width=0.0026) for strand in strands], (0.34, 0.36, 0.43))
    loose = ("0.66,0.55 0.662,0.6 0.655,0.63", "0.334,0.47 0.328,0.5 0.332,0.53")
    sheet.lines([brushed(hair) for hair in loose], width=0.0035, ink=SUMI)


def _ornaments(sheet: Sheet) -> None:
    """A comb, pins, and a cord about the knot."""
    cord = cut("0.455,0.268 0.5,0.245 0.6,0.25 0.68,0.29 0.665,0.318 0.58,0.292 0.5,0.288", per_span=5)
    sheet.motif([cord], VERMILION, line=0.0034)
    comb = cut("0.41,0.2 0.43,0.135 0.5,0.105 0.515,0.13 0.47,0.165 0.45,0.215", per_span=6)
    sheet.motif([comb], OCHRE, line=0.004)
    sheet.lines(
        [brushed("0.42,0.195 0.442,0.15 0.503,0.118"), brushed("0.433,0.205 0.455,0.16 0.51,0.126")], width=0.0028
    )
    for start, end in (((0.62, 0.16), (0.9, 0.08)), ((0.64, 0.21), (0.93, 0.19)), ((0.36, 0.27), (0.2, 0.2))):
        pin = stroke(np.linspace(start, end, 14), width=0.017, taper=(0.05, 0.05), belly=0.0)
        sheet.motif([pin], STRAW, line=0.0036)
        knob = arc(end, (0.019, 0.019), 0, 360, n=24)
        sheet.motif([knob], OCHRE, line=0.0036)
    blossoms(sheet, ((0.33, 0.3, 0.045), (0.4, 0.245, 0.038)))
