"""The rival: wild hair about a painted face that looks the other way, and a sword not yet drawn."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import Place, brushed, cut, dense, path, stroke
from ukiyo_widgets.images.samples.drawing.inks import BENI, BERO, BERO_PALE, OCHRE, SHELL, SUMI, VERMILION
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.faces import FACE, crossed_eyes, face, neck, nose_and_mouth, paint
from ukiyo_widgets.images.samples.motifs.robes import collars, lattice, wings, yellow_ground

MANE = (
    "0.3,0.45 0.262,0.47 0.285,0.4 0.235,0.38 0.275,0.335 0.225,0.29 0.285,0.27 0.25,0.2 0.325,0.215 0.32,0.13 0.4,0.175 "
    "0.425,0.09 0.485,0.155 0.54,0.075 0.58,0.155 0.665,0.095 0.675,0.185 0.77,0.16 0.75,0.25 0.845,0.265 0.8,0.335 "
    "0.89,0.39 0.825,0.43 0.9,0.51 0.825,0.53 0.885,0.63 0.805,0.63 0.84,0.74 0.765,0.7 0.765,0.8 0.715,0.73 0.69,0.8 "
    "0.672,0.7 0.69,0.53 0.665,0.55 0.645,0.49 0.655,0.42 0.61,0.36 0.52,0.325 0.42,0.32 0.345,0.355"
)


def draw(sheet: Sheet) -> None:
    """Draw the print: everything but the title is drawn facing left, and printed facing right."""
    yellow_ground(sheet)
    with sheet.moved(Place(1.04, 1.03, -0.03, mirrored=True)):
        neck(sheet)
        collars(sheet)
        wings(sheet, pattern=lattice)
        _mane(sheet)
        face(sheet)
        paint(sheet)
        _more_paint(sheet)
        crossed_eyes(sheet)
        nose_and_mouth(sheet)
        _fringe(sheet)
        _sword(sheet)
    cartouche(sheet, 0.845, 0.085, size=0.05)


def _mane(sheet: Sheet) -> None:
    mane = path(MANE)
    sheet.cover([mane], SUMI)
    strands = []
    for i, angle in enumerate(np.radians(np.linspace(200, 372, 36))):
        root = np.array((0.53 + 0.15 * np.cos(angle), 0.42 + 0.14 * np.sin(angle)))
        tip = root + (0.12 + 0.05 * (i % 3)) * np.array((np.cos(angle), np.sin(angle) + 0.15))
        strands.append(np.linspace(root, tip, 10))
    with sheet.within([mane]):
        sheet.cover([stroke(strand, width=0.003) for strand in strands], (0.34, 0.36, 0.43))


def _more_paint(sheet: Sheet) -> None:
    """Sweeps over the forehead and down the chin, as for those who will not give way."""
    with sheet.within([FACE]):
        sweeps = (
            "0.5,0.39 0.52,0.36 0.57,0.345",
            "0.4,0.4 0.385,0.37 0.36,0.36",
            "0.44,0.79 0.46,0.82 0.45,0.85",
            "0.6,0.56 0.635,0.6 0.65,0.66",
        )
        sheet.lines([brushed(sweep) for sweep in sweeps], width=0.03, ink=BENI, taper=(0.25, 0.7))
        sheet.lines([brushed(sweep) for sweep in sweeps], width=0.014, ink=VERMILION, taper=(0.25, 0.7))


def _fringe(sheet: Sheet) -> None:
    """A headband of pale blue, knotted at the temple, and the hair that falls over it."""
    band = cut(
        "0.315,0.375 0.345,0.34 0.43,0.31 0.53,0.312 0.62,0.345 0.672,0.41 0.676,0.46 0.64,0.41 0.56,0.362 0.45,0.355 0.365,0.378 0.325,0.415"
    )
    sheet.motif([band], BERO_PALE, line=0.0042, strength=0.85)
    with sheet.within([band]):
        sheet.block([band], BERO, strength=sheet.ramp(0.44, 0.32) * np.float32(0.55))
    for loop in (
        "0.665,0.43 0.72,0.37 0.78,0.36 0.76,0.42 0.7,0.45",
        "0.665,0.45 0.73,0.45 0.8,0.5 0.76,0.53 0.69,0.49",
    ):
        shape = cut(loop)
        sheet.motif([shape], BERO_PALE, line=0.0042, strength=0.85)
    sheet.lines([brushed("0.68,0.44 0.72,0.41 0.75,0.39"), brushed("0.68,0.46 0.72,0.475 0.755,0.505")], width=0.003)
    locks = (
        "0.4,0.3 0.395,0.34 0.37,0.39",
        "0.47,0.29 0.475,0.34 0.46,0.4",
        "0.55,0.3 0.565,0.35 0.56,0.405",
        "0.62,0.33 0.645,0.4 0.645,0.47",
        "0.335,0.34 0.318,0.39 0.315,0.44",
    )
    sheet.lines([brushed(lock) for lock in locks], width=0.016, ink=SUMI, taper=(0.05, 0.9))


def _sword(sheet: Sheet) -> None:
    """The hilt at the lower right, its cord crossed over white skin."""
    start, end = np.array((1.02, 1.2)), np.array((0.7, 1.43))
    along = (end - start) / np.linalg.norm(end - start)
    out = np.array((along[1], -along[0])) * 0.034
    hilt = dense(np.array((start - out, start + out, end + out, end - out)))
    sheet.motif([hilt], SUMI, line=0.004)
    meshes = []
    for share in np.linspace(0.08, 0.92, 8):
        middle = start + share * (end - start)
        meshes.append(
            np.array((middle - 0.016 * along, middle + 0.55 * out, middle + 0.016 * along, middle - 0.55 * out))
        )
    sheet.cover(meshes, SHELL)
    guard = dense(
        np.array((end - 2.3 * out, end + 2.3 * out, end + 2.3 * out + 0.022 * along, end - 2.3 * out + 0.022 * along))
    )
    sheet.motif([guard], OCHRE, line=0.0046)
    tip = end + 0.25 * along
    sheath = dense(np.array((end + 0.022 * along - out, end + 0.022 * along + out, tip + out, tip - out)))
    sheet.motif([sheath], SUMI, line=0.004)
