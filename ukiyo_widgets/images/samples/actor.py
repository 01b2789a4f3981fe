"""An actor strikes his pose: a face in a few lines, stiff winged shoulders, a ground of yellow."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.cartouche import cartouche
from ukiyo_widgets.images.samples.curves import Points, arc, brushed, cut, path, stroke, turned
from ukiyo_widgets.images.samples.inks import (
    BENI,
    BENI_PALE,
    BERO,
    BERO_DEEP,
    BERO_PALE,
    BRICK,
    GREEN,
    OCHRE,
    SHELL,
    SKIN,
    STRAW,
    SUMI,
    SUMI_WASH,
    VERMILION,
)
from ukiyo_widgets.images.samples.sheet import Sheet

FACE = cut(
    "0.315,0.42 0.335,0.36 0.42,0.325 0.54,0.33 0.63,0.37 0.67,0.46 0.675,0.58 0.645,0.7 0.585,0.79 0.505,0.852 "
    "0.43,0.868 0.375,0.842 0.338,0.79 0.318,0.72 0.298,0.66 0.307,0.6 0.292,0.55 0.302,0.49"
)
HAIR = cut(
    "0.31,0.44 0.285,0.36 0.31,0.27 0.4,0.205 0.52,0.19 0.65,0.225 0.745,0.31 0.775,0.43 0.765,0.53 0.735,0.585 0.7,0.6 "
    "0.69,0.53 0.665,0.55 0.645,0.49 0.655,0.42 0.61,0.36 0.52,0.325 0.42,0.32 0.345,0.355"
)
LEFT_WING = path("0.4,0.93 0.22,0.96 -0.02,1.06 -0.1,1.22 -0.02,1.6 0.46,1.6 0.5,1.28")
RIGHT_WING = path("0.66,0.9 0.84,0.93 1.02,1.02 1.1,1.15 1.1,1.6 0.5,1.6 0.54,1.26")


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    _ground(sheet)
    _neck(sheet)
    _robe(sheet)
    _wings(sheet)
    _face(sheet)
    _paint(sheet)
    _eyes(sheet)
    _nose_and_mouth(sheet)
    _hair(sheet)
    _fan(sheet)
    cartouche(sheet, 0.085, 0.085, size=0.05)


def _ground(sheet: Sheet) -> None:
    sheet.wash(np.full((1, 1), 0.95, dtype=np.float32), STRAW)
    sheet.wash(sheet.ramp(-0.2, 0.9) * np.float32(0.85), OCHRE)


def _neck(sheet: Sheet) -> None:
    neck = cut("0.4,0.76 0.405,0.86 0.37,0.95 0.42,1.08 0.52,1.2 0.6,1.08 0.68,0.93 0.66,0.84 0.66,0.62")
    sheet.motif([neck], SKIN, line=0.0042)
    with sheet.within([neck]):
        sheet.block(
            [cut("0.36,0.8 0.43,0.872 0.51,0.86 0.6,0.795 0.7,0.66 0.72,0.82 0.62,0.88 0.5,0.93 0.4,0.92")], BENI_PALE
        )
    sheet.lines([brushed("0.47,0.99 0.495,1.04 0.505,1.1"), brushed("0.575,0.9 0.56,0.97 0.53,1.05")], width=0.0034)


def _robe(sheet: Sheet) -> None:
    """The robes under the wings: three collars that cross, right over left for who looks at it."""
    collars = (
        ("0.7,0.84 0.72,0.9 0.66,1.06 0.57,1.24 0.5,1.4 0.47,1.3 0.55,1.13 0.63,0.97 0.665,0.85", SHELL),
        ("0.73,0.86 0.76,0.93 0.7,1.1 0.6,1.3 0.52,1.5 0.48,1.4 0.58,1.2 0.66,1.05 0.705,0.92", GREEN),
        ("0.37,0.9 0.345,0.95 0.4,1.1 0.49,1.25 0.6,1.45 0.66,1.42 0.55,1.2 0.46,1.07 0.41,0.96", SHELL),
        ("0.345,0.92 0.31,0.97 0.36,1.12 0.46,1.3 0.56,1.6 0.68,1.6 0.57,1.33 0.45,1.15 0.385,1.04", BERO_PALE),
    )
    sheet.cover([path("0.36,0.98 0.7,0.95 0.66,1.6 0.42,1.6")], VERMILION)
    for contour, ink in collars:
        shape = cut(contour)
        sheet.motif([shape], ink, line=0.0046)
        if ink == BERO_PALE:
            with sheet.within([shape]):
                dots = [
                    arc((x, y), (0.008, 0.008), 0, 360, n=12)
                    for x in np.arange(0.3, 0.72, 0.032)
                    for y in np.arange(0.9, 1.5, 0.036)
                ]
                sheet.block(dots, BERO_DEEP)


def _wings(sheet: Sheet) -> None:
    """The stiff sleeveless coat, its shoulders like wings, with waves of scales and the crest."""
    for wing, fold, crest in (
        (RIGHT_WING, "0.67,0.91 0.66,1.02 0.6,1.22 0.55,1.4 0.53,1.6", (0.83, 1.13)),
        (LEFT_WING, "0.39,0.94 0.39,1.04 0.44,1.22 0.49,1.4 0.53,1.6", (0.2, 1.17)),
    ):
        sheet.motif([wing], BRICK, line=0)
        with sheet.within([wing]):
            sheet.block([wing], VERMILION, strength=sheet.ramp(0.8, 1.5) * np.float32(0.45), register=0)
            _scales(sheet)
            sheet.block([wing], SUMI, strength=sheet.ramp(1.62, 1.25) * np.float32(0.75), register=0)
            edge = brushed(fold)
            sheet.lines([edge], width=0.05, ink=SUMI, taper=(0.02, 0.02))
        sheet.outline([wing], width=0.0062, ink=SUMI)
        _crest(sheet, crest[0], crest[1], 0.088)
    creases = (
        "0.1,1.03 0.13,1.2 0.1,1.42",
        "0.32,1.02 0.34,1.2 0.36,1.45",
        "0.94,1.0 0.92,1.2 0.96,1.4",
        "0.72,0.95 0.7,1.12 0.66,1.3",
    )
    sheet.lines([brushed(crease) for crease in creases], width=0.007, ink=SUMI)


def _scales(sheet: Sheet) -> None:
    """Waves as rows of scales, each a fan of three arcs."""
    arcs = []
    for row in range(17):
        for column in range(-1, 15):
            x, y = 0.08 * column + 0.04 * (row % 2), 0.92 + 0.042 * row
            arcs += [arc((x, y), (r, r), 192, 348, n=14) for r in (0.039, 0.027, 0.015)]
    sheet.cover([stroke(curve, width=0.0042, taper=(0.05, 0.05), belly=0.2) for curve in arcs], (0.93, 0.75, 0.56))


def _crest(sheet: Sheet, x: float, y: float, radius: float) -> None:
    """A family crest: three measures, one within the other, in a white disc."""
    disc = arc((x, y), (radius, radius), 0, 360, n=60)
    sheet.cover([disc])
    for share, ink, degrees in ((0.66, SUMI, 0), (0.56, SHELL, 0), (0.46, SUMI, 45), (0.35, SHELL, 45), (0.2, SUMI, 0)):
        square = path("-1,-1 1,-1 1,1 -1,1") * share * radius
        sheet.cover([turned(square, degrees=degrees, to=(x, y))], ink)
    sheet.outline([disc], width=0.004, ink=SUMI)


def _face(sheet: Sheet) -> None:
    ear = cut("0.655,0.555 0.69,0.535 0.722,0.56 0.722,0.62 0.7,0.67 0.67,0.7 0.652,0.68", per_span=8)
    sheet.motif([FACE], SKIN, line=0.0046)
    sheet.motif([ear], SKIN, line=0.0042)
    sheet.lines(
        [brushed("0.67,0.575 0.695,0.565 0.706,0.595 0.69,0.64"), brushed("0.672,0.6 0.686,0.61 0.674,0.65")],
        width=0.003,
    )
    jaw = (brushed("0.6,0.77 0.57,0.8 0.52,0.825"), brushed("0.415,0.842 0.44,0.85 0.468,0.845"))
    sheet.lines(jaw, width=0.003)


def _paint(sheet: Sheet) -> None:
    """Red make-up in sweeps that follow the muscles, each with a hard edge and a soft one."""
    with sheet.within([FACE]):
        for shape in (
            "0.5,0.53 0.54,0.49 0.6,0.47 0.66,0.42 0.69,0.44 0.66,0.52 0.62,0.545 0.56,0.56",
            "0.31,0.51 0.335,0.475 0.37,0.475 0.4,0.52 0.38,0.545 0.33,0.545",
        ):
            sheet.block([cut(shape)], BENI, strength=0.8)
        sweeps = (
            "0.565,0.6 0.605,0.64 0.61,0.7 0.58,0.765",
            "0.55,0.405 0.6,0.4 0.64,0.37",
            "0.345,0.66 0.335,0.71 0.35,0.765",
        )
        sheet.lines([brushed(sweep) for sweep in sweeps], width=0.026, ink=BENI, taper=(0.25, 0.7))
        sheet.lines([brushed(sweep) for sweep in sweeps], width=0.011, ink=VERMILION, taper=(0.25, 0.7))


def _eyes(sheet: Sheet) -> None:
    """Crossed eyes and brows like beams: the pose called mie."""
    for upper, lower, pupil in (
        (
            "0.485,0.532 0.52,0.503 0.565,0.497 0.615,0.512",
            "0.485,0.532 0.53,0.54 0.575,0.535 0.615,0.512",
            (0.525, 0.5195),
        ),
        ("0.312,0.522 0.33,0.505 0.362,0.504 0.4,0.53", "0.312,0.522 0.335,0.538 0.368,0.54 0.4,0.53", (0.37, 0.5215)),
    ):
        lid, under = brushed(upper), brushed(lower)
        eye = np.vstack((lid, under[::-1]))
        sheet.cover([eye])
        with sheet.within([eye]):
            sheet.cover([arc(pupil, (0.017, 0.018), 0, 360)], (0.42, 0.3, 0.18))
            sheet.cover([arc(pupil, (0.0095, 0.0105), 0, 360)], SUMI)
        sheet.lines([lid], width=0.0105, ink=SUMI, taper=(0.15, 0.35))
        sheet.lines([under], width=0.0038, ink=SUMI, taper=(0.1, 0.2))
        sheet.lines([lid - (0, 0.019)], width=0.0032, ink=SUMI)
    brows = ("0.472,0.468 0.505,0.432 0.56,0.412 0.635,0.436", "0.405,0.466 0.385,0.435 0.35,0.418 0.318,0.44")
    sheet.lines([brushed(brow) for brow in brows], width=0.031, ink=SUMI, taper=(0.35, 0.75))
    frown = ("0.437,0.43 0.43,0.455 0.437,0.48", "0.452,0.425 0.455,0.455 0.45,0.475")
    sheet.lines([brushed(line) for line in frown], width=0.0034)


def _nose_and_mouth(sheet: Sheet) -> None:
    nose = brushed("0.427,0.49 0.415,0.545 0.39,0.605 0.36,0.655 0.357,0.676 0.372,0.69 0.392,0.684")
    wing = (
        brushed("0.452,0.635 0.472,0.658 0.465,0.688 0.44,0.696 0.418,0.686"),
        brushed("0.392,0.684 0.405,0.69 0.42,0.685"),
    )
    sheet.lines([nose, *wing], width=0.0048, taper=(0.3, 0.2))
    lip = cut(
        "0.352,0.752 0.375,0.735 0.396,0.742 0.42,0.732 0.478,0.752 0.455,0.775 0.41,0.785 0.372,0.776", per_span=7
    )
    sheet.block([lip], VERMILION)
    mouth = brushed("0.335,0.772 0.352,0.753 0.385,0.756 0.43,0.75 0.478,0.753 0.505,0.782")
    sheet.lines([mouth], width=0.0078, ink=SUMI, taper=(0.2, 0.2))
    folds = (
        "0.475,0.7 0.505,0.725 0.52,0.76",
        "0.385,0.803 0.41,0.81 0.44,0.802",
        "0.352,0.705 0.345,0.725 0.342,0.74",
    )
    sheet.lines([brushed(fold) for fold in folds], width=0.0034)


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


def _fan(sheet: Sheet) -> None:
    """A folding fan, half open, that cuts across the corner."""
    pivot = np.array((0.9, 1.58))
    angles = np.radians(np.linspace(186, 262, 15))
    spokes = np.stack((np.cos(angles), np.sin(angles)), axis=1)
    zigzag = 1 + 0.012 * (-1.0) ** np.arange(15)[:, None]
    rim, low = pivot + 0.36 * spokes * zigzag, pivot + 0.14 * spokes
    leaf: Points = np.vstack((rim, low[::-1]))
    sheet.motif([leaf], STRAW, line=0)
    with sheet.within([leaf]):
        sheet.block([np.vstack((rim, (0.55 * rim + 0.45 * low)[::-1]))], BERO_DEEP)
        sheet.cover([arc((0.7, 1.4), (0.075, 0.075), 0, 360)], VERMILION)
        pleats = [np.vstack((rim[i : i + 2], low[i : i + 2][::-1])) for i in range(0, 14, 2)]
        sheet.block(pleats, SUMI_WASH, strength=0.35, register=0)
    sheet.lines([np.linspace(a, b, 8) for a, b in zip(rim, low, strict=True)], width=0.0026)
    sheet.motif([np.vstack((low[::2], pivot[None]))], OCHRE, line=0.0042)
    sheet.lines([np.linspace(a, pivot, 8) for a in low[::2]], width=0.005, ink=SUMI, taper=(0.02, 0.02))
    sheet.outline([leaf], width=0.0048)
