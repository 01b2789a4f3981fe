"""Snow at night: the sky, hills, drifts, and what is still falling."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import arc, points, smooth, turned
from ukiyo_widgets.images.samples.drawing.inks import BERO_DEEP, INDIGO, SHELL, SUMI, SUMI_PALE, SUMI_WASH
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

FLAKE = smooth(points((1, 0), (0, 1), (-1, 0), (0, -1)), closed=True, per_span=3)


def night(sheet: Sheet, *, moon: tuple[float, float] | None, radius: float = 0.085) -> None:
    """Print a sky full of snow, darkest at the top, and a moon in it."""
    sheet.wash(sheet.ramp(-0.6, 1.4) * np.float32(0.9), SUMI_WASH)
    sheet.wash(sheet.ramp(-0.2, 0.75), INDIGO)
    sheet.wash(sheet.ramp(0.0, 0.3), BERO_DEEP)
    if moon is not None:
        sheet.cover([arc(moon, (radius, radius), 0, 360)], (0.94, 0.88, 0.72))


def hills(sheet: Sheet, ridge: tuple[tuple[float, float], ...], *, y: float, pale: float) -> None:
    """Print a range of hills around the height ``y``, with bare trees on its ridge; ``pale`` is the strength of its gray."""
    curve = smooth(points(*((x, y + rise) for x, rise in ridge)))
    right = ridge[-1][0]
    body = np.vstack((curve, points((right, sheet.height + 0.1), (-0.1, sheet.height + 0.1))))
    sheet.cover([body], (0.9, 0.9, 0.88))
    sheet.block([body], SUMI_PALE, strength=pale)
    sheet.block([body], INDIGO, strength=sheet.ramp(y + 0.35, y) * np.float32(0.55))
    sheet.lines([curve], width=0.004)
    for x in np.linspace(0.0, 1.0, round(60 * sheet.width)):
        at = curve[int(x * (len(curve) - 1))]
        trunk = points((at[0], at[1] + 0.006), (at[0], at[1] - sheet.random.uniform(0.006, 0.03)))
        sheet.lines([trunk], width=0.003, ink=SUMI)


def drift(sheet: Sheet, knots: tuple[tuple[float, float], ...], *, shade: float) -> None:
    """Print a drift of snow below an edge, blue in its hollow."""
    edge = smooth(points(*knots))
    body = np.vstack((edge, points((knots[-1][0], sheet.height + 0.1), (-0.1, sheet.height + 0.1))))
    sheet.cover([body], SHELL)
    sheet.block([body], INDIGO, strength=sheet.ramp(knots[0][1] + 0.3, knots[0][1]) * np.float32(shade))
    sheet.lines([edge], width=0.005, taper=(0.05, 0.05))


def footprints(sheet: Sheet, start: tuple[float, float], step: tuple[float, float], n: int) -> None:
    """Print the way that somebody has come."""
    for i in range(n):
        print_at = (start[0] + step[0] * i, start[1] + step[1] * i)
        sheet.block([turned(FLAKE * (1.0, 0.45), degrees=-20, scale=0.0105, to=print_at)], INDIGO, strength=0.8)


def snowfall(sheet: Sheet, flakes: int = 420) -> None:
    """Print falling snow over the whole picture."""
    shapes = []
    for _ in range(flakes):
        at = sheet.random.uniform((0.02, 0.02), (sheet.width - 0.02, sheet.height - 0.02))
        shapes.append(turned(FLAKE, degrees=0, scale=sheet.random.uniform(0.0022, 0.0058), to=(at[0], at[1])))
    sheet.cover(shapes)
