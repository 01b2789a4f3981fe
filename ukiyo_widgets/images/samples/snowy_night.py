"""Snow at night: roofs, a lit window, and someone on the way home under an umbrella."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.cartouche import cartouche
from ukiyo_widgets.images.samples.curves import Points, arc, points, smooth, turned
from ukiyo_widgets.images.samples.inks import (
    BENI_PALE,
    BERO_DEEP,
    BROWN,
    INDIGO,
    OCHRE,
    SHELL,
    STRAW,
    SUMI,
    SUMI_PALE,
    SUMI_WASH,
    VERMILION,
)
from ukiyo_widgets.images.samples.sheet import Sheet

FLAKE = smooth(points((1, 0), (0, 1), (-1, 0), (0, -1)), closed=True, per_span=3)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    _night(sheet)
    _hills(sheet)
    _house(sheet, 0.66, 0.6, 0.46)
    _house(sheet, 0.2, 0.735, 0.6, lit=True)
    _pine(sheet)
    _ground(sheet)
    _walker(sheet, 0.62, 1.2)
    _snowfall(sheet)
    cartouche(sheet, 0.075, 0.085, size=0.036)


def _night(sheet: Sheet) -> None:
    sheet.wash(sheet.ramp(-0.6, 1.4) * np.float32(0.9), SUMI_WASH)
    sheet.wash(sheet.ramp(-0.2, 0.75), INDIGO)
    sheet.wash(sheet.ramp(0.0, 0.3), BERO_DEEP)
    sheet.cover([arc((0.74, 0.26), (0.085, 0.085), 0, 360)], (0.94, 0.88, 0.72))


def _hills(sheet: Sheet) -> None:
    for y, ink, strength in ((0.5, SUMI_PALE, 0.75), (0.6, SUMI_PALE, 0.35)):
        ridge = smooth(
            points(
                (-0.1, y + 0.06), (0.15, y - 0.06), (0.38, y + 0.02), (0.6, y - 0.03), (0.82, y - 0.1), (1.1, y + 0.05)
            )
        )
        body = np.vstack((ridge, points((1.1, 1.6), (-0.1, 1.6))))
        sheet.cover([body], (0.9, 0.9, 0.88))
        sheet.block([body], ink, strength=strength)
        sheet.block([body], INDIGO, strength=sheet.ramp(y + 0.35, y) * np.float32(0.55))
        sheet.lines([ridge], width=0.004)
        for x in np.linspace(0.0, 1.0, 60):
            at = ridge[int(x * (len(ridge) - 1))]
            trunk = points((at[0], at[1] + 0.006), (at[0], at[1] - sheet.random.uniform(0.006, 0.03)))
            sheet.lines([trunk], width=0.003, ink=SUMI)


def _house(sheet: Sheet, x: float, y: float, size: float, *, lit: bool = False) -> None:
    """A thatched house seen from its long side: wall, window, and a thick roof of snow."""
    wall = size * points((-0.4, 0.0), (0.42, 0.0), (0.42, 0.46), (-0.4, 0.46)) + (x, y)
    sheet.cover([wall], (0.92, 0.88, 0.8))
    sheet.block([wall], BROWN, strength=0.75)
    posts = [np.linspace(wall[0] + (f * size, 0), wall[3] + (f * size, 0), 8) for f in np.linspace(0.02, 0.8, 8)]
    sheet.lines(posts, width=0.005, ink=SUMI, taper=(0.02, 0.02))
    window = size * points((-0.2, 0.09), (0.1, 0.09), (0.1, 0.26), (-0.2, 0.26)) + (x, y)
    sheet.cover([window], (0.97, 0.86, 0.56) if lit else (0.62, 0.62, 0.6))
    bars = [np.linspace(window[0] + (f * size, 0), window[3] + (f * size, 0), 8) for f in np.linspace(0, 0.3, 6)]
    across = [np.linspace(window[0] + (0, f * size), window[1] + (0, f * size), 8) for f in (0, 0.085, 0.17)]
    sheet.lines([*bars, *across], width=0.0035, ink=SUMI, taper=(0.02, 0.02))
    if lit:
        glow = size * points((-0.28, 0.46), (0.18, 0.46), (0.26, 0.6), (-0.4, 0.6)) + (x, y)
        sheet.block([glow], STRAW, strength=0.6)
    roof = size * smooth(points((-0.58, 0.1), (-0.5, -0.02), (-0.36, -0.2), (-0.22, -0.33), (0.2, -0.35), (0.36, -0.21), (0.5, -0.03), (0.6, 0.09),
                                (0.4, 0.075), (0.1, 0.1), (-0.2, 0.075), (-0.4, 0.1)), closed=True) + (x, y)  # fmt: skip
    sheet.cover([roof], SHELL)
    shade = size * smooth(
        points(
            (-0.58, 0.1), (-0.2, 0.02), (0.2, 0.035), (0.6, 0.09), (0.4, 0.075), (0.1, 0.1), (-0.2, 0.075), (-0.4, 0.1)
        ),
        closed=True,
    ) + (x, y)
    sheet.block([shade], INDIGO, strength=0.45)
    sheet.outline([roof], width=0.0055)
    for f in np.linspace(-0.4, 0.44, 12):
        start = np.array((x + size * f, y + size * (-0.06 - 0.12 * (1 - abs(f)))))
        sheet.lines(
            [smooth(np.array((start, start + (0.06 * size * f, 0.05 * size), start + (0.16 * size * f, 0.1 * size))))],
            width=0.0028,
        )


def _pine(sheet: Sheet) -> None:
    """A pine at the right edge, its branches laden."""
    trunk = smooth(points((0.985, 1.2), (0.93, 1.02), (0.965, 0.86), (0.91, 0.7), (0.945, 0.55)))
    sheet.lines([trunk], width=0.034, ink=SUMI, taper=(0.02, 0.3))
    for x, y, length in ((0.9, 0.72, 0.3), (0.95, 0.86, 0.34), (0.93, 0.58, 0.24), (0.92, 1.0, 0.26)):
        branch = smooth(points((x + 0.04, y + 0.02), (x - 0.4 * length, y - 0.005), (x - length, y + 0.045)))
        sheet.lines([branch], width=0.012, ink=SUMI)
        for f in np.linspace(0.12, 1.0, 8):
            centre = branch[int(f * (len(branch) - 1))]
            needles = [
                points(tuple(centre), tuple(centre + 0.034 * np.array((np.cos(a), np.sin(a)))))
                for a in np.linspace(0.2, 2.9, 13)
            ]
            sheet.lines([np.linspace(n[0], n[1], 6) for n in needles], width=0.0032, ink=SUMI)
            pad = turned(smooth(points((-1, 0.2), (-0.6, -0.5), (0.1, -0.75), (0.8, -0.4), (1, 0.25), (0.3, 0.05), (-0.3, 0.15)), closed=True), degrees=0, scale=0.034, to=(centre[0], centre[1]))  # fmt: skip
            sheet.cover([pad])
            sheet.outline([pad], width=0.0028)


def _ground(sheet: Sheet) -> None:
    for knots, shade in (
        (((-0.1, 1.02), (0.2, 0.97), (0.5, 1.0), (0.8, 0.95), (1.1, 0.99)), 0.5),
        (((-0.1, 1.16), (0.25, 1.1), (0.55, 1.2), (0.85, 1.13), (1.1, 1.16)), 0.42),
        (((-0.1, 1.3), (0.3, 1.31), (0.7, 1.25), (1.1, 1.33)), 0.55),
    ):
        edge = smooth(points(*knots))
        drift = np.vstack((edge, points((1.1, 1.6), (-0.1, 1.6))))
        sheet.cover([drift], SHELL)
        sheet.block([drift], INDIGO, strength=sheet.ramp(knots[0][1] + 0.3, knots[0][1]) * np.float32(shade))
        sheet.lines([edge], width=0.005, taper=(0.05, 0.05))
    for i in range(9):
        print_at = (0.5 - 0.035 * i, 1.285 + 0.018 * i)
        sheet.block([turned(FLAKE * (1.0, 0.45), degrees=-20, scale=0.0105, to=print_at)], INDIGO, strength=0.8)


def _walker(sheet: Sheet, x: float, y: float) -> None:
    """A figure from behind: a straw cape, a striped robe, high clogs, and a wide umbrella with snow on it."""
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
    _umbrella(sheet, x, y - 0.115)


def _umbrella(sheet: Sheet, x: float, y: float) -> None:
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


def _snowfall(sheet: Sheet) -> None:
    flakes = []
    for _ in range(420):
        at = sheet.random.uniform((0.02, 0.02), (0.98, 1.48))
        flakes.append(turned(FLAKE, degrees=0, scale=sheet.random.uniform(0.0022, 0.0058), to=(at[0], at[1])))
    sheet.cover(flakes)
