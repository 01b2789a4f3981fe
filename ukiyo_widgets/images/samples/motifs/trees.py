"""Trees: firs as dots of a wood, pines from near, and reeds."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import Points, points, smooth, stroke, turned
from ukiyo_widgets.images.samples.drawing.inks import BERO_DEEP, BROWN, GREEN, SUMI, Ink
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

FIR = smooth(points((0, -1), (0.45, -0.1), (0.7, 0.35), (0, 0.5), (-0.7, 0.35), (-0.45, -0.1)), closed=True, per_span=3)
PAD = smooth(
    points((-1, 0.2), (-0.6, -0.5), (0.1, -0.75), (0.8, -0.4), (1, 0.25), (0.3, 0.05), (-0.3, 0.15)), closed=True
)
"""A cushion of needles, or of snow on them."""


def fir(sheet: Sheet, x: float, y: float, size: float) -> None:
    """Print a far fir, leaning a little; most are green and some blue."""
    tree = turned(FIR, degrees=sheet.random.normal(0, 5), scale=size, to=(x, y + sheet.random.normal(0, 0.006)))
    sheet.block([tree], GREEN if sheet.random.random() < 0.7 else BERO_DEEP, strength=0.9, register=0)


def wood(sheet: Sheet, firs: list[tuple[float, float, float]]) -> None:
    """Print many firs at once, each at x, y with a size; most are green and some blue."""
    green: list[Points] = []
    blue: list[Points] = []
    for x, y, size in firs:
        tree = turned(FIR, degrees=sheet.random.normal(0, 5), scale=size, to=(x, y))
        (green if sheet.random.random() < 0.7 else blue).append(tree)
    sheet.block(green, GREEN, strength=0.9)
    sheet.block(blue, BERO_DEEP, strength=0.9)


def snowy_trunk(sheet: Sheet, way: Points, *, width: float = 0.036) -> None:
    """Print a dark trunk that hides what is behind it."""
    sheet.cover([stroke(way, width=width, taper=(0.02, 0.6), belly=0.3)], SUMI)


def snowy_branch(sheet: Sheet, x: float, y: float, length: float, *, way: int = 1) -> None:
    """Print a pine's branch that reaches to the left of a place, laden with snow; with a ``way`` of -1 to the right."""
    branch = smooth(points((0.04, 0.02), (-0.4 * length, -0.005), (-length, 0.045))) * (way, 1) + (x, y)
    sheet.lines([branch], width=0.012, ink=SUMI)
    for f in np.linspace(0.12, 1.0, 8):
        centre = branch[int(f * (len(branch) - 1))]
        sheet.lines(_needles(centre, np.linspace(0.2, 2.9, 13)), width=0.0032, ink=SUMI)
        pad = turned(PAD, degrees=0, scale=0.034, to=(centre[0], centre[1]))
        sheet.cover([pad])
        sheet.outline([pad], width=0.0028)


def pine(sheet: Sheet, foot: tuple[float, float], *, height: float, lean: float) -> None:
    """Print an old pine from near: a crooked trunk, and its needles in flat clouds, smaller towards the top."""
    ways = points((0, 0.02), (0.7, 0.2), (-0.1, 0.45), (0.8, 0.72), (0.6, 1.0)) * (lean, -height) + foot
    trunk = smooth(ways)
    clouds = ((0.5, 1, 0.25), (0.58, -1, 0.24), (0.7, 1, 0.2), (0.78, -1, 0.19), (0.88, 1, 0.15), (0.93, -1, 0.13))
    tips = []
    for rise, side, reach in clouds:
        root = trunk[int(rise * (len(trunk) - 1))]
        tips.append((root + (side * reach * height * 0.62, -0.05 * height), reach * height * 0.7))
        bough = smooth(
            np.array((root + (0, 0.05 * height), 0.5 * (root + tips[-1][0]) + (0, 0.02 * height), tips[-1][0]))
        )
        _limb(sheet, bough, 0.024 * height)
    _limb(sheet, trunk, 0.085 * height)
    for centre, size in (*tips, (trunk[-1] - (0, 0.005 * height), 0.13 * height)):
        needles(sheet, centre, size)


def _limb(sheet: Sheet, way: Points, width: float) -> None:
    """A trunk or a bough, thinner towards its end, its shaded side hatched."""
    limb = stroke(way, width=width, taper=(0.001, 1.4), belly=0.3)
    sheet.motif([limb], BROWN, line=0.0035)
    with sheet.within([limb]):
        sheet.lines([way + (0.3 * width, 0)], width=0.5 * width, ink=SUMI, taper=(0.01, 1.2))


def needles(sheet: Sheet, centre: Points, size: float, *, ink: Ink = GREEN, shade: Ink = BERO_DEEP) -> None:
    """Print a pine's needles from near: a flat cloud with a scalloped back, dark below, each scallop a fan of needles."""
    n = max(3, round(size / 0.022))
    rim = [
        (np.cos(a), 0.42 * np.sin(a) * (1 + 0.25 * (i % 2)))
        for i, a in enumerate(np.linspace(np.pi, 2 * np.pi, 2 * n + 1))
    ]
    cloud = smooth(np.array([*rim, (0.5, 0.16), (0.0, 0.22), (-0.5, 0.16)]), closed=True, per_span=5) * size + centre
    sheet.motif([cloud], ink, line=0)
    with sheet.within([cloud]):
        sheet.block([cloud + (0, 0.24 * size)], shade, strength=0.55, register=0)
        fans = []
        for f in np.linspace(-0.82, 0.82, 2 * n):
            root = centre + (f * size, 0.12 * size)
            fans += [
                np.linspace(root, root + 0.34 * size * np.array((np.cos(a), np.sin(a))), 5)
                for a in np.linspace(-2.5, -0.65, 5)
            ]
        sheet.lines(fans, width=0.002)
    sheet.outline([cloud], width=0.0032)


def grass(sheet: Sheet, root: tuple[float, float], *, height: float, blades: int) -> None:
    """Print a tuft of reeds."""
    x, y = root
    curves = []
    for f in np.linspace(-1, 1, blades):
        rise, lean = height * (1 - 0.3 * abs(f)) * sheet.random.uniform(0.8, 1.2), 0.5 * f * height
        curves.append(smooth(points((x + 0.15 * lean, y), (x + 0.4 * lean, y - 0.6 * rise), (x + lean, y - rise))))
    sheet.lines(curves, width=0.0065, ink=GREEN, taper=(0.1, 0.8))
    sheet.lines(curves[::3], width=0.0026)


def _needles(centre: Points, angles: Points) -> list[Points]:
    return [np.linspace(centre, centre + 0.034 * np.array((np.cos(a), np.sin(a))), 6) for a in angles]
