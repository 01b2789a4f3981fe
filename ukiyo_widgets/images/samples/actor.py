"""An actor strikes his pose: a face in a few lines, a bold robe, a ground of yellow."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.curves import Points, arc, points, smooth, stroke, turned
from ukiyo_widgets.images.samples.inks import (
    BENI,
    BERO,
    BERO_DEEP,
    BRICK,
    GREEN,
    INDIGO,
    OCHRE,
    SHELL,
    SKIN,
    STRAW,
    SUMI,
    SUMI_WASH,
    VERMILION,
)
from ukiyo_widgets.images.samples.sheet import Sheet

FACE = smooth(points((0.335, 0.36), (0.36, 0.3), (0.46, 0.27), (0.57, 0.29), (0.625, 0.36), (0.632, 0.45), (0.615, 0.55), (0.575, 0.645),
                     (0.51, 0.71), (0.455, 0.722), (0.4, 0.69), (0.352, 0.61), (0.332, 0.52), (0.32, 0.47)), closed=True, per_span=10)  # fmt: skip
ROBE = smooth(points((0.44, 0.86), (0.3, 0.9), (0.14, 0.98), (0.04, 1.12), (0.0, 1.32), (-0.02, 1.6), (1.02, 1.6), (1.0, 1.3), (0.95, 1.1), (0.86, 0.97),
                     (0.72, 0.89), (0.6, 0.84)), closed=True, per_span=10)  # fmt: skip


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    _ground(sheet)
    _robe(sheet)
    _neck_and_collar(sheet)
    _face(sheet)
    _eyes_and_brows(sheet)
    _nose_and_mouth(sheet)
    _hair(sheet)
    _fan_and_hand(sheet)
    sheet.seal(0.08, 0.085, size=0.042)


def _ground(sheet: Sheet) -> None:
    sheet.wash(np.full((1, 1), 0.85, dtype=np.float32), STRAW)
    sheet.wash(sheet.ramp(-0.1, 0.6) * np.float32(0.75), OCHRE)
    sheet.wash(sheet.ramp(1.6, 0.9) * np.float32(0.35), BENI)


def _robe(sheet: Sheet) -> None:
    sheet.cover([ROBE], (0.95, 0.91, 0.83))
    sheet.block([ROBE], BERO_DEEP)
    _checks(sheet)
    lapel = smooth(
        points(
            (0.41, 0.86), (0.47, 1.02), (0.56, 1.2), (0.7, 1.6), (0.52, 1.6), (0.44, 1.3), (0.37, 1.08), (0.33, 0.9)
        ),
        closed=True,
    )
    other = smooth(
        points((0.61, 0.84), (0.6, 0.98), (0.55, 1.12), (0.53, 1.13), (0.5, 1.04), (0.54, 0.94), (0.57, 0.85)),
        closed=True,
    )
    for shape, ink in ((other, GREEN), (lapel, VERMILION)):
        sheet.cover([shape], (0.95, 0.91, 0.83))
        sheet.block([shape], ink)
        sheet.outline([shape], width=0.007)
    for f in np.linspace(0.12, 0.9, 9):
        at = np.array((0.39, 0.93)) * (1 - f) + np.array((0.6, 1.55)) * f
        sheet.cover([_diamond(at[0], at[1], 0.017)], (0.95, 0.86, 0.6))
    folds = [
        ((0.14, 1.0), (0.2, 1.16), (0.19, 1.36), (0.24, 1.5)),
        ((0.86, 1.0), (0.8, 1.18), (0.83, 1.36), (0.78, 1.5)),
        ((0.06, 1.2), (0.1, 1.32), (0.09, 1.48)),
        ((0.94, 1.16), (0.9, 1.3), (0.92, 1.48)),
    ]
    sheet.lines([smooth(points(*fold)) for fold in folds], width=0.011, ink=SUMI)
    sheet.outline([ROBE], width=0.009)
    for x, y in ((0.2, 1.1), (0.815, 1.07)):
        _crest(sheet, x, y, 0.062)


def _checks(sheet: Sheet) -> None:
    """Waves of scales over the robe, each a fan of arcs in pale lines."""
    inside = []
    for row in range(13):
        for column in range(15):
            x, y = 0.0 + 0.075 * column + 0.0375 * (row % 2), 0.95 + 0.05 * row
            if _within(ROBE, x, y + 0.005) and _within(ROBE, x - 0.035, y) and _within(ROBE, x + 0.035, y):
                inside += [arc((x, y + 0.025), (r, r), 180, 360, n=24) for r in (0.036, 0.023, 0.011)]
    sheet.cover([stroke(curve, width=0.0065, taper=(0.02, 0.02), belly=0.1) for curve in inside], (0.62, 0.73, 0.79))


def _within(shape: Points, x: float, y: float) -> bool:
    """Whether a place is inside a closed shape, by counting the edges to its right."""
    a, b = shape, np.roll(shape, -1, axis=0)
    crosses = (a[:, 1] > y) != (b[:, 1] > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
    return bool(np.count_nonzero(crosses & (at > x)) % 2)


def _diamond(x: float, y: float, size: float) -> Points:
    return points((x, y - size), (x + 0.7 * size, y), (x, y + size), (x - 0.7 * size, y))


def _crest(sheet: Sheet, x: float, y: float, size: float) -> None:
    """A family crest: three squares, one within the other."""
    sheet.cover([arc((x, y), (size, size), 0, 360, n=60)], SHELL)
    for share, ink in ((0.62, VERMILION), (0.42, SHELL), (0.24, VERMILION)):
        square = points((-1, -1), (1, -1), (1, 1), (-1, 1)) * share * size
        sheet.cover([turned(square, degrees=45 if share == 0.42 else 0, to=(x, y))], ink)
    sheet.outline([arc((x, y), (size, size), 0, 360, n=60)], width=0.006)


def _neck_and_collar(sheet: Sheet) -> None:
    neck = smooth(
        points(
            (0.4, 0.64),
            (0.4, 0.78),
            (0.36, 0.87),
            (0.42, 0.98),
            (0.51, 1.05),
            (0.575, 0.95),
            (0.61, 0.84),
            (0.585, 0.74),
            (0.6, 0.6),
        ),
        closed=True,
    )
    sheet.cover([neck], SKIN)
    sheet.outline([neck], width=0.006)
    under = smooth(
        points((0.355, 0.86), (0.4, 0.98), (0.5, 1.08), (0.515, 1.13), (0.44, 1.06), (0.375, 0.99), (0.325, 0.9)),
        closed=True,
    )
    back = smooth(
        points((0.615, 0.82), (0.6, 0.94), (0.52, 1.08), (0.53, 1.12), (0.6, 1.02), (0.65, 0.86)), closed=True
    )
    sheet.cover([under, back], SHELL)
    sheet.outline([under, back], width=0.006)
    sheet.lines([smooth(points((0.45, 0.87), (0.475, 0.93), (0.5, 0.96)))], width=0.004)


def _face(sheet: Sheet) -> None:
    sheet.cover([FACE], SKIN)
    ear = smooth(
        points((0.618, 0.44), (0.65, 0.425), (0.672, 0.46), (0.664, 0.52), (0.64, 0.565), (0.615, 0.55)), closed=True
    )
    sheet.cover([ear], SKIN)
    sheet.outline([ear], width=0.0055)
    sheet.lines([smooth(points((0.632, 0.455), (0.652, 0.47), (0.645, 0.515), (0.632, 0.53)))], width=0.0035)
    shadows = [
        smooth(points((0.36, 0.425), (0.415, 0.405), (0.45, 0.43), (0.42, 0.47), (0.37, 0.465)), closed=True),
        smooth(points((0.48, 0.43), (0.54, 0.4), (0.59, 0.425), (0.56, 0.475), (0.5, 0.47)), closed=True),
    ]
    sheet.block(shadows, BENI, strength=0.75)
    for curve in (
        ((0.6, 0.36), (0.575, 0.44), (0.6, 0.53)),
        ((0.375, 0.56), (0.39, 0.6), (0.385, 0.645)),
        ((0.56, 0.56), (0.552, 0.61), (0.535, 0.655)),
    ):
        sheet.lines([smooth(points(*curve))], width=0.021, ink=VERMILION, taper=(0.3, 0.5))
    sheet.outline([FACE], width=0.0065)


def _eyes_and_brows(sheet: Sheet) -> None:
    """Crossed eyes and fierce brows: the pose called mie."""
    for inner, outer, lift in (((0.443, 0.452), (0.372, 0.428), 0.0), ((0.487, 0.455), (0.574, 0.425), 0.004)):
        middle = 0.5 * (np.array(inner) + np.array(outer))
        upper = smooth(points(inner, (middle[0], middle[1] - 0.019 - lift), outer))
        lower = smooth(points(inner, (middle[0], middle[1] + 0.015), outer))
        white = np.vstack((upper, lower[::-1]))
        sheet.cover([white], SHELL)
        pupil = middle + 0.22 * (np.array(inner) - middle) + (0, -0.001)
        sheet.cover([arc((pupil[0], pupil[1]), (0.0135, 0.0155), 0, 360)], SUMI)
        sheet.cover([arc((pupil[0] - 0.003, pupil[1] - 0.005), (0.003, 0.003), 0, 360)], SHELL)
        sheet.lines([upper], width=0.0095, ink=SUMI, taper=(0.1, 0.3))
        sheet.lines([lower], width=0.004, ink=SUMI)
        sheet.lines([smooth(points(inner, (middle[0], middle[1] - 0.034), outer))], width=0.0035, ink=SUMI)
    brows = [
        ((0.447, 0.408), (0.425, 0.373), (0.385, 0.352), (0.345, 0.362)),
        ((0.486, 0.408), (0.515, 0.366), (0.56, 0.345), (0.606, 0.358)),
    ]
    sheet.lines([smooth(points(*brow)) for brow in brows], width=0.033, ink=SUMI, taper=(0.15, 0.9))
    sheet.lines([smooth(points((0.462, 0.39), (0.457, 0.41), (0.461, 0.43)))], width=0.004)
    sheet.lines([smooth(points((0.473, 0.388), (0.476, 0.41), (0.472, 0.43)))], width=0.004)


def _nose_and_mouth(sheet: Sheet) -> None:
    nose = ((0.452, 0.44), (0.437, 0.5), (0.415, 0.55), (0.412, 0.568), (0.43, 0.577), (0.452, 0.57))
    wing = ((0.475, 0.552), (0.487, 0.565), (0.476, 0.58), (0.46, 0.577))
    sheet.lines([smooth(points(*nose)), smooth(points(*wing))], width=0.0062, taper=(0.3, 0.2))
    lips = smooth(
        points(
            (0.395, 0.628),
            (0.425, 0.616),
            (0.445, 0.622),
            (0.468, 0.614),
            (0.508, 0.622),
            (0.488, 0.645),
            (0.45, 0.654),
            (0.415, 0.645),
        ),
        closed=True,
    )
    sheet.cover([lips], SKIN)
    sheet.block([lips], VERMILION)
    sheet.outline([lips], width=0.004)
    mouth = ((0.385, 0.64), (0.4, 0.629), (0.445, 0.633), (0.5, 0.627), (0.52, 0.64))
    sheet.lines([smooth(points(*mouth))], width=0.0075, ink=SUMI, taper=(0.2, 0.2))
    sheet.lines([smooth(points((0.425, 0.677), (0.45, 0.684), (0.478, 0.676)))], width=0.0045)


def _hair(sheet: Sheet) -> None:
    side = smooth(points((0.6, 0.33), (0.625, 0.42), (0.618, 0.5), (0.634, 0.56), (0.672, 0.53), (0.7, 0.43), (0.69, 0.31), (0.63, 0.22), (0.54, 0.185),
                         (0.44, 0.185), (0.35, 0.22), (0.31, 0.3), (0.315, 0.4), (0.332, 0.44), (0.345, 0.35), (0.39, 0.3), (0.46, 0.285), (0.55, 0.295)), closed=True)  # fmt: skip
    crown = smooth(
        points((0.39, 0.268), (0.45, 0.2), (0.54, 0.2), (0.59, 0.265), (0.53, 0.283), (0.45, 0.277)), closed=True
    )
    knot = smooth(
        points(
            (0.42, 0.165),
            (0.47, 0.115),
            (0.58, 0.105),
            (0.67, 0.14),
            (0.71, 0.2),
            (0.66, 0.215),
            (0.6, 0.19),
            (0.51, 0.195),
        ),
        closed=True,
    )
    sheet.cover([side, knot], SUMI)
    sheet.cover([crown], (0.72, 0.77, 0.78))
    sheet.block([crown], BERO, strength=0.55)
    sheet.outline([crown], width=0.005)
    cord = smooth(points((0.555, 0.105), (0.585, 0.1), (0.6, 0.195), (0.57, 0.2)), closed=True)
    sheet.cover([cord], VERMILION)
    sheet.outline([cord], width=0.004)
    strands = [
        smooth(points((0.63 + 0.012 * i, 0.3 + 0.02 * i), (0.645 + 0.01 * i, 0.4), (0.64 + 0.007 * i, 0.5)))
        for i in range(5)
    ]
    strands += [
        smooth(
            points((0.45 + 0.03 * i, 0.15 - 0.003 * i), (0.52 + 0.03 * i, 0.13), (0.6 + 0.02 * i, 0.155 + 0.004 * i))
        )
        for i in range(4)
    ]
    sheet.cover([stroke(strand, width=0.0035) for strand in strands], (0.36, 0.38, 0.44))


def _fan_and_hand(sheet: Sheet) -> None:
    """A half-open fan in front of the chest."""
    pivot = np.array((0.69, 1.42))
    angles = np.radians(np.linspace(196, 284, 13))
    rim = np.stack((pivot[0] + 0.33 * np.cos(angles), pivot[1] + 0.33 * np.sin(angles)), axis=1)
    low = np.stack((pivot[0] + 0.13 * np.cos(angles), pivot[1] + 0.13 * np.sin(angles)), axis=1)
    leaf = np.vstack((rim, low[::-1]))
    sheet.cover([leaf], (0.96, 0.92, 0.82))
    sheet.block([np.vstack((rim, (0.45 * rim + 0.55 * low)[::-1]))], INDIGO, strength=0.55)
    sun = arc((0.56, 1.2), (0.052, 0.052), 0, 360)
    sheet.cover([sun], VERMILION)
    sheet.lines([np.linspace(a, b, 8) for a, b in zip(rim, low, strict=True)], width=0.0035)
    sheet.lines([np.linspace(a, pivot, 8) for a in low[::2]], width=0.0085, ink=BRICK, taper=(0.02, 0.02))
    sheet.outline([leaf], width=0.006)
    hand = smooth(
        points(
            (0.62, 1.4),
            (0.64, 1.345),
            (0.69, 1.325),
            (0.75, 1.34),
            (0.8, 1.39),
            (0.84, 1.47),
            (0.76, 1.5),
            (0.68, 1.48),
            (0.635, 1.455),
        ),
        closed=True,
    )
    sheet.cover([hand], SKIN)
    sheet.outline([hand], width=0.006)
    for i in range(4):
        start = (0.627 + 0.012 * i, 1.385 + 0.021 * i)
        sheet.lines(
            [smooth(points(start, (start[0] + 0.045, start[1] - 0.006), (start[0] + 0.078, start[1] + 0.012)))],
            width=0.0045,
        )
    sleeve = smooth(
        points((0.78, 1.33), (0.84, 1.38), (0.86, 1.47), (0.85, 1.56), (1.05, 1.56), (1.04, 1.25), (0.9, 1.25)),
        closed=True,
    )
    sheet.cover([sleeve], (0.95, 0.91, 0.83))
    sheet.block([sleeve], BRICK)
    sheet.block([sleeve], SUMI_WASH, strength=sheet.ramp(1.56, 1.3) * np.float32(0.5))
    sheet.outline([sleeve], width=0.008)
