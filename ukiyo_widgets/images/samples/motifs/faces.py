"""Faces as the actors' prints draw them: seen from the left, in a few lines, with make-up in sweeps of red."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import arc, brushed, cut
from ukiyo_widgets.images.samples.drawing.inks import BENI, BENI_PALE, SKIN, SUMI, VERMILION
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

FACE = cut(
    "0.315,0.42 0.335,0.36 0.42,0.325 0.54,0.33 0.63,0.37 0.67,0.46 0.675,0.58 0.645,0.7 0.585,0.79 0.505,0.852 "
    "0.43,0.868 0.375,0.842 0.338,0.79 0.318,0.72 0.298,0.66 0.307,0.6 0.292,0.55 0.302,0.49"
)


def neck(sheet: Sheet) -> None:
    """Print the neck, and the face's shade on it."""
    neck = cut("0.4,0.76 0.405,0.86 0.37,0.95 0.42,1.08 0.52,1.2 0.6,1.08 0.68,0.93 0.66,0.84 0.66,0.62")
    sheet.motif([neck], SKIN, line=0.0042)
    with sheet.within([neck]):
        sheet.block(
            [cut("0.36,0.8 0.43,0.872 0.51,0.86 0.6,0.795 0.7,0.66 0.72,0.82 0.62,0.88 0.5,0.93 0.4,0.92")], BENI_PALE
        )
    sheet.lines([brushed("0.47,0.99 0.495,1.04 0.505,1.1"), brushed("0.575,0.9 0.56,0.97 0.53,1.05")], width=0.0034)


def face(sheet: Sheet) -> None:
    """Print the face's contour, and the ear."""
    ear = cut("0.655,0.555 0.69,0.535 0.722,0.56 0.722,0.62 0.7,0.67 0.67,0.7 0.652,0.68", per_span=8)
    sheet.motif([FACE], SKIN, line=0.0046)
    sheet.motif([ear], SKIN, line=0.0042)
    sheet.lines(
        [brushed("0.67,0.575 0.695,0.565 0.706,0.595 0.69,0.64"), brushed("0.672,0.6 0.686,0.61 0.674,0.65")],
        width=0.003,
    )
    jaw = (brushed("0.6,0.77 0.57,0.8 0.52,0.825"), brushed("0.415,0.842 0.44,0.85 0.468,0.845"))
    sheet.lines(jaw, width=0.003)


def paint(sheet: Sheet) -> None:
    """Print red make-up in sweeps that follow the muscles, each with a hard edge and a soft one."""
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


def crossed_eyes(sheet: Sheet) -> None:
    """Print crossed eyes and brows like beams: the pose called mie."""
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


def nose_and_mouth(sheet: Sheet) -> None:
    """Print a nose of one line, and a mouth that says no."""
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
