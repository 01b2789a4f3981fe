"""People out in the rain or the snow, and their umbrellas."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import Points, points, smooth, turned
from ukiyo_widgets.images.samples.drawing.inks import BENI_PALE, BROWN, OCHRE, STRAW, SUMI, VERMILION, Ink
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

OVAL = smooth(points((1, 0), (0, 1), (-1, 0), (0, -1)), closed=True, per_span=4)


def walker(
    sheet: Sheet,
    at: tuple[float, float],
    ink: Ink,
    *,
    umbrella: bool = False,
    way: int = 1,
    size: float = 1.0,
    lean: float = 9,
) -> None:
    """Print someone who leans into the rain: bare legs, a tucked-up robe, a hat or an umbrella."""

    def placed(shape: Points) -> Points:
        return turned(shape * (way, 1), degrees=lean * way, scale=size, to=at)

    legs = [placed(smooth(points((0.0, -0.07), (f * 0.4, -0.04), (f, 0.0)))) for f in (-0.03, 0.032)]
    robe = placed(
        smooth(
            points(
                (-0.03, -0.055),
                (-0.028, -0.1),
                (-0.008, -0.142),
                (0.018, -0.14),
                (0.034, -0.1),
                (0.038, -0.05),
                (0.0, -0.04),
            ),
            closed=True,
        )
    )
    sheet.lines(legs, width=0.015 * size, ink=SUMI, taper=(0.02, 0.1))
    sheet.lines(legs, width=0.009 * size, ink=BROWN, taper=(0.02, 0.1))
    head = placed(OVAL * (0.0145, 0.017) + (0.01, -0.158))
    sheet.cover([head], (0.96, 0.88, 0.78))
    sheet.cover([robe], (0.95, 0.9, 0.8))
    sheet.block([robe], ink)
    sheet.outline([head, robe], width=0.0036)
    sheet.lines([placed(smooth(points((-0.03, -0.09), (0.0, -0.082), (0.036, -0.09))))], width=0.007 * size, ink=SUMI)
    if umbrella:
        _half_open(sheet, placed)
    else:
        hat = placed(
            smooth(
                points(
                    (-0.045, -0.158), (-0.02, -0.184), (0.012, -0.2), (0.04, -0.182), (0.062, -0.152), (0.01, -0.165)
                ),
                closed=True,
            )
        )
        sheet.cover([hat], (0.95, 0.9, 0.8))
        sheet.block([hat], STRAW)
        sheet.outline([hat], width=0.0036)


def _half_open(sheet: Sheet, placed: Callable[[Points], Points]) -> None:
    top = smooth(points((-0.085, -0.175), (-0.05, -0.225), (0.012, -0.252), (0.072, -0.228), (0.108, -0.178)))
    rim = smooth(points((0.108, -0.178), (0.06, -0.186), (0.012, -0.176), (-0.036, -0.186), (-0.085, -0.175)))
    canopy = placed(np.vstack((top, rim)))
    sheet.lines([placed(np.linspace((0.012, -0.19), (0.03, -0.1), 8))], width=0.0045, taper=(0.05, 0.05))
    sheet.cover([canopy], (0.95, 0.9, 0.8))
    sheet.block([canopy], OCHRE)
    ribs = [
        placed(smooth(points((0.012, -0.25), (0.012 + 0.6 * (f - 0.012), -0.222), (f, -0.18))))
        for f in (-0.05, -0.02, 0.012, 0.045, 0.075)
    ]
    sheet.lines(ribs, width=0.0028)
    sheet.outline([canopy], width=0.0042)


def snow_walker(sheet: Sheet, x: float, y: float) -> None:
    """Print a figure from behind: a straw cape, a striped robe, high clogs, and a wide umbrella with snow on it."""
    robe = smooth(
        points((-0.055, -0.09), (0.055, -0.09), (0.085, 0.06), (0.06, 0.13), (-0.055, 0.13), (-0.08, 0.05)), closed=True
    ) + (x, y)
    sheet.cover([robe], (0.95, 0.9, 0.82))
    sheet.block([robe], VERMILION)
    stripes = [
        smooth(points((x + f, y + 0.02), (x + 1.05 * f, y + 0.08), (x + 1.1 * f, y + 0.125)))
        for f in np.linspace(-0.05, 0.05, 7)
    ]
    sheet.lines(stripes, width=0.005, ink=SUMI)
    cape = smooth(
        points((-0.06, -0.1), (0.0, -0.13), (0.06, -0.1), (0.1, 0.035), (0.03, 0.05), (-0.04, 0.05), (-0.1, 0.03)),
        closed=True,
    ) + (x, y)
    sheet.cover([cape], (0.95, 0.9, 0.8))
    sheet.block([cape], OCHRE)
    straw = [
        smooth(points((x + 0.5 * f, y - 0.1), (x + f, y - 0.03), (x + 1.25 * f, y + 0.045)))
        for f in np.linspace(-0.07, 0.07, 15)
    ]
    sheet.lines(straw, width=0.003, ink=BROWN)
    for side in (-0.035, 0.03):
        leg = points(
            (x + side - 0.012, y + 0.125),
            (x + side + 0.012, y + 0.125),
            (x + side + 0.01, y + 0.165),
            (x + side - 0.01, y + 0.165),
        )
        sheet.cover([leg], (0.96, 0.88, 0.78))
        sheet.block(
            [
                points(
                    (x + side - 0.022, y + 0.163),
                    (x + side + 0.022, y + 0.163),
                    (x + side + 0.018, y + 0.18),
                    (x + side - 0.018, y + 0.18),
                )
            ],
            BROWN,
        )
    sheet.outline([robe, cape], width=0.0045)
    _snowed_on(sheet, x, y - 0.115)


def _snowed_on(sheet: Sheet, x: float, y: float) -> None:
    rim = [(-0.19, 0.03), (-0.125, 0.045), (-0.06, 0.035), (0.0, 0.05), (0.065, 0.036), (0.13, 0.046), (0.19, 0.03)]
    top = smooth(
        points((-0.19, 0.03), (-0.14, -0.055), (-0.06, -0.1), (0.0, -0.112), (0.06, -0.1), (0.14, -0.055), (0.19, 0.03))
    )
    shape: Points = np.vstack((top, smooth(points(*rim))[::-1])) + (x, y)
    sheet.cover([shape], (0.95, 0.9, 0.8))
    sheet.block([shape], BENI_PALE)
    sheet.block([shape], OCHRE, strength=sheet.ramp(y + 0.08, y - 0.08) * np.float32(0.9))
    sheet.lines([smooth(points((x, y - 0.11), (x + 0.55 * a, y - 0.06), (x + a, y + b))) for a, b in rim], width=0.0035)
    snow = smooth(points((-0.155, -0.03), (-0.13, -0.07), (-0.06, -0.12), (0.0, -0.135), (0.065, -0.12), (0.13, -0.075), (0.15, -0.04), (0.09, -0.05),
                         (0.04, -0.04), (-0.03, -0.055), (-0.09, -0.035)), closed=True) + (x, y)  # fmt: skip
    sheet.cover([snow])
    sheet.outline([shape, snow], width=0.0045)
