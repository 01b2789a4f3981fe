"""The sea rises: a wave with claws of foam, two boats, and a far mountain."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.curves import Points, between, points, resample, smooth, turned
from ukiyo_widgets.images.samples.inks import (
    BENI_PALE,
    BERO,
    BERO_DEEP,
    BERO_PALE,
    BROWN,
    OCHRE,
    SHELL,
    STRAW,
    SUMI_PALE,
    SUMI_WASH,
    VERMILION,
)
from ukiyo_widgets.images.samples.sheet import Sheet

BACK = smooth(
    points(
        (-0.1, 0.74), (0.02, 0.52), (0.14, 0.33), (0.3, 0.185), (0.48, 0.13), (0.64, 0.15), (0.76, 0.235), (0.8, 0.34)
    )
)
FACE = smooth(
    points((0.2, 1.1), (0.3, 0.86), (0.36, 0.66), (0.42, 0.48), (0.51, 0.36), (0.62, 0.305), (0.72, 0.315), (0.8, 0.34))
)
TROUGH = smooth(
    points((0.2, 1.1), (0.33, 0.86), (0.5, 0.775), (0.72, 0.8), (0.92, 0.765), (1.1, 0.66), (1.28, 0.62), (1.6, 0.7))
)
CLAW = smooth(points((0, 0), (0.1, -0.42), (0.45, -0.74), (0.85, -0.7), (1.0, -0.4), (0.88, -0.16), (0.8, -0.38), (0.58, -0.46),
                     (0.42, -0.24), (0.4, 0.05)), closed=True, per_span=5)  # fmt: skip


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    _sky(sheet)
    _far_sea(sheet)
    _swell(sheet)
    _great_wave(sheet)
    _foam(sheet)
    _boat(sheet, (0.74, 0.735), -9, 0.27)
    _near_water(sheet)
    sheet.seal(0.085, 0.075, size=0.036)


def _sky(sheet: Sheet) -> None:
    sheet.wash(sheet.ramp(1.2, -0.6) * np.float32(0.6), STRAW)
    sheet.wash(sheet.ramp(0.66, 0.28, waver=0.01) * np.float32(0.75), SUMI_PALE)
    sheet.wash(sheet.ramp(0.34, 0.7) * np.float32(0.55), BENI_PALE)
    sheet.wash(sheet.ramp(0.02, 0.2), BERO)
    for x, y, length in ((0.95, 0.2, 0.4), (1.12, 0.245, 0.32), (0.9, 0.3, 0.2)):
        cloud = smooth(
            points((x, y), (x + 0.3 * length, y - 0.018), (x + length, y - 0.004), (x + 0.6 * length, y + 0.014)),
            closed=True,
        )
        sheet.cover([cloud], (0.95, 0.9, 0.82))
        sheet.lines([cloud[:34]], width=0.0025)


def _far_sea(sheet: Sheet) -> None:
    mountain = smooth(points((0.86, 0.62), (0.98, 0.575), (1.055, 0.49), (1.09, 0.488), (1.16, 0.565), (1.3, 0.62)))
    sheet.cover([mountain], (0.93, 0.89, 0.81))
    sheet.block([mountain], BERO, strength=sheet.ramp(0.64, 0.5))
    snow = smooth(points((1.0, 0.55), (1.055, 0.488), (1.09, 0.488), (1.14, 0.55), (1.115, 0.535), (1.1, 0.555), (1.08, 0.53), (1.06, 0.556),
                         (1.04, 0.53), (1.025, 0.555)), closed=True, per_span=6)  # fmt: skip
    sheet.cover([snow])
    sheet.lines([mountain], width=0.004)
    sea = points((0.2, 0.615), (1.6, 0.615), (1.6, 1.1), (0.2, 1.1))
    sheet.cover([sea], (0.95, 0.915, 0.83))
    sheet.block([sea], BERO, strength=0.35 + 0.65 * sheet.ramp(0.6, 0.7))
    for y in np.linspace(0.627, 0.7, 7):
        x = sheet.random.uniform(0.8, 1.3, 2)
        sheet.lines([points((x[0], y), (x[0] + 0.1, y - 0.002), (x[0] + 0.22, y))], width=0.0022)


def _swell(sheet: Sheet) -> None:
    """The second wave, at the right."""
    crest = smooth(
        points(
            (0.6, 0.98),
            (0.84, 0.86),
            (1.0, 0.745),
            (1.12, 0.64),
            (1.22, 0.575),
            (1.33, 0.545),
            (1.43, 0.57),
            (1.56, 0.64),
        )
    )
    body = np.vstack((crest, points((1.6, 1.1), (0.7, 1.1))))
    sheet.cover([body], SHELL)
    sheet.block([body], BERO_PALE)
    foot = smooth(points((0.6, 1.02), (0.9, 0.99), (1.2, 0.9), (1.35, 0.86), (1.6, 0.95)))
    a, b = resample(crest, 80), resample(foot, 80)
    for i, share in enumerate(np.linspace(0.12, 0.92, 7)):
        band = np.vstack((between(a, b, share), between(a, b, share + 0.065)[::-1]))
        sheet.block([band], BERO_DEEP if i % 2 else BERO)
    sheet.lines([crest], width=0.006)
    _crest_foam(sheet, resample(crest, 60)[22:44], size=0.034, lean=30)


def _great_wave(sheet: Sheet) -> None:
    inside = np.vstack((FACE, BACK[::-1], points((-0.2, 1.1))))
    sheet.cover([inside], SHELL)
    sheet.block([inside], BERO_PALE)
    back, face = resample(BACK, 120), resample(FACE, 120)
    edges = np.linspace(0.0, 0.97, 22)
    for i in range(len(edges) - 1):
        share, end = edges[i], edges[i] + (edges[i + 1] - edges[i]) * (0.62 if i % 3 else 0.9)
        length = 120 - int(14 * abs(np.sin(2.1 * i)))
        band = np.vstack((between(face, back, share)[:length], between(face, back, end)[:length][::-1]))
        sheet.block([band], BERO_DEEP if i % 2 else BERO, register=0.6)
    rays = [between(face, back, share) for share in edges[1::2]]
    sheet.lines(rays, width=0.003)
    sheet.lines([FACE], width=0.009, taper=(0.1, 0.1))
    sheet.lines([BACK], width=0.007, taper=(0.1, 0.1))


def _foam(sheet: Sheet) -> None:
    back = resample(BACK, 120)
    outer = back + 0.012 * np.stack((np.sin(np.arange(120) * 0.9), np.cos(np.arange(120) * 1.3)), axis=1)
    inner = between(back, resample(FACE, 120), 0.17)
    start = 44
    thinning = np.minimum(1, np.arange(120 - start) / 30)[:, None]
    cap = np.vstack((outer[start:], (outer[start:] + thinning * (inner[start:] - outer[start:]))[::-1]))
    sheet.cover([smooth(cap[::3], closed=True, per_span=4)])
    _crest_foam(sheet, inner[start:100:1], size=0.05, lean=75)
    _crest_foam(sheet, back[start + 20 :], size=0.06, lean=50)
    _crest_foam(sheet, back[98:], size=0.085, lean=95)
    drops = []
    for _ in range(150):
        angle, distance = sheet.random.uniform(-0.6, 1.9), sheet.random.gamma(2.4, 0.045)
        centre = np.array((0.79 + distance * np.cos(angle), 0.36 + distance * np.sin(angle)))
        drops.append(turned(DROP, degrees=0, scale=sheet.random.uniform(0.0022, 0.006), to=(centre[0], centre[1])))
    sheet.cover(drops)


DROP = smooth(points((1, 0), (0, 1), (-1, 0), (0, -1)), closed=True, per_span=3)


def _crest_foam(sheet: Sheet, edge: Points, *, size: float, lean: float) -> None:
    """Claws along an edge, each with a shadow and a key line; they lean further as they go."""
    along = np.gradient(edge, axis=0)
    for i in range(0, len(edge), 2):
        angle = np.degrees(np.arctan2(along[i, 1], along[i, 0])) + lean * sheet.random.uniform(0.35, 1.0) - 20
        scale = size * sheet.random.uniform(0.55, 1.1)
        claw = turned(CLAW, degrees=angle, scale=scale, to=(edge[i, 0], edge[i, 1]))
        sheet.cover([claw])
        sheet.block(
            [turned(CLAW, degrees=angle, scale=0.45 * scale, to=(edge[i, 0], edge[i, 1]))], BERO_PALE, strength=0.8
        )
        sheet.outline([claw], width=0.0036)


def _boat(sheet: Sheet, at: tuple[float, float], degrees: float, size: float) -> None:
    hull = smooth(
        points(
            (-1, -0.2), (-0.5, 0.05), (0.2, 0.1), (0.8, -0.05), (1.15, -0.3), (0.9, 0.14), (0.3, 0.28), (-0.5, 0.22)
        ),
        closed=True,
    )
    placed = turned(hull, degrees=degrees, scale=size / 2, to=at)
    sheet.cover([placed], (0.95, 0.9, 0.8))
    sheet.block([placed], OCHRE)
    inner = turned(
        smooth(points((-0.9, -0.16), (-0.3, 0.05), (0.4, 0.07), (1.0, -0.18))), degrees=degrees, scale=size / 2, to=at
    )
    for i, x in enumerate(np.linspace(-0.6, 0.5, 6)):
        head = turned(DROP * (0.085, 0.1) + (x, -0.17), degrees=degrees, scale=size / 2, to=at)
        coat = turned(
            smooth(points((x - 0.12, 0.06), (x - 0.06, -0.1), (x + 0.08, -0.1), (x + 0.14, 0.07)), closed=True),
            degrees=degrees,
            scale=size / 2,
            to=at,
        )
        sheet.cover([head, coat], (0.96, 0.89, 0.8))
        sheet.block([coat], (BERO_DEEP, VERMILION, SUMI_WASH)[i % 3])
        sheet.block([turned(DROP * (0.06, 0.045) + (x, -0.235), degrees=degrees, scale=size / 2, to=at)], BROWN)
        sheet.outline([head, coat], width=0.0025)
    sheet.lines([inner], width=0.004)
    sheet.outline([placed], width=0.005)


def _near_water(sheet: Sheet) -> None:
    """The water in front, striped, with foam at its edge."""
    top = resample(
        smooth(
            points(
                (-0.1, 0.93),
                (0.12, 0.86),
                (0.3, 0.845),
                (0.5, 0.9),
                (0.75, 0.93),
                (1.0, 0.885),
                (1.25, 0.85),
                (1.6, 0.9),
            )
        ),
        90,
    )
    bottom = top + np.array((0.02, 0.22))
    body = np.vstack((top, bottom[::-1]))
    sheet.cover([body], SHELL)
    sheet.block([body], BERO_PALE)
    for i, share in enumerate(np.linspace(0.1, 0.8, 6)):
        band = np.vstack((between(top, bottom, share), between(top, bottom, share + 0.07)[::-1]))
        sheet.block([band], BERO_DEEP if i % 2 else BERO)
    sheet.lines([top], width=0.006)
    _crest_foam(sheet, top[6:84:2], size=0.036, lean=20)
