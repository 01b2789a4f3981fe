"""A shower over a bridge: everyone runs, and the far shore is a shadow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ukiyo_widgets.images.samples.cartouche import cartouche
from ukiyo_widgets.images.samples.curves import Points, between, points, resample, smooth, turned
from ukiyo_widgets.images.samples.inks import (
    BENI,
    BERO,
    BERO_DEEP,
    BERO_PALE,
    BROWN,
    GREEN,
    GREEN_PALE,
    INDIGO,
    OCHRE,
    STRAW,
    SUMI,
    SUMI_PALE,
    SUMI_WASH,
    VERMILION,
    Ink,
)
from ukiyo_widgets.images.samples.sheet import Sheet

DECK = smooth(points((-0.1, 0.7), (0.2, 0.6), (0.5, 0.535), (0.8, 0.53), (1.1, 0.585), (1.35, 0.675), (1.6, 0.78)))
OVAL = smooth(points((1, 0), (0, 1), (-1, 0), (0, -1)), closed=True, per_span=4)
WALKERS: tuple[tuple[float, Ink, bool, int], ...] = (
    (0.16, BERO_DEEP, True, 1),
    (0.33, VERMILION, False, 1),
    (0.52, GREEN, True, -1),
    (0.66, INDIGO, False, 1),
    (0.86, BENI, True, -1),
    (1.05, BROWN, False, -1),
    (1.26, BERO, True, 1),
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    _sky(sheet)
    _far_shore(sheet)
    _river(sheet)
    _raft(sheet, 0.55, 0.86)
    _bridge(sheet)
    for x, ink, umbrella, way in WALKERS:
        _walker(sheet, x, ink, umbrella=umbrella, way=way)
    _railing(sheet)
    _rain(sheet)
    _bank(sheet)
    cartouche(sheet, 0.085, 0.085, size=0.036)


def _sky(sheet: Sheet) -> None:
    sheet.wash(sheet.ramp(-0.3, 0.6) * np.float32(0.8), SUMI_PALE)
    sheet.wash(sheet.ramp(0.5, 0.24) * np.float32(0.55), STRAW)
    sheet.wash(sheet.ramp(0.0, 0.24, waver=0.03), SUMI)
    sheet.wash(sheet.ramp(0.02, 0.34, waver=0.03) * np.float32(0.6), INDIGO)


def _far_shore(sheet: Sheet) -> None:
    for y, strength in ((0.36, 0.55), (0.405, 1.0)):
        knots = [
            (x, y + 0.03 * np.sin(4.2 * x + 30 * y) - 0.012 * sheet.random.random()) for x in np.linspace(-0.1, 1.6, 26)
        ]
        body = np.vstack((smooth(points(*knots)), points((1.6, 0.46), (-0.1, 0.46))))
        sheet.cover([body], (0.93, 0.91, 0.85))
        sheet.block([body], SUMI_WASH, strength=strength)
        sheet.block([body], INDIGO, strength=sheet.ramp(0.34, 0.46) * np.float32(0.5 * strength))
    roofs = []
    for x in np.linspace(0.1, 1.45, 17):
        size = sheet.random.uniform(0.018, 0.03)
        roofs.append(
            points((-1.1, 0), (-0.6, -0.8), (0.6, -0.8), (1.1, 0), (0.8, 0), (0.8, 0.8), (-0.8, 0.8), (-0.8, 0)) * size
            + (x, 0.435)
        )
    sheet.block(roofs, SUMI_WASH)


def _river(sheet: Sheet) -> None:
    water = points((-0.1, 0.455), (1.6, 0.455), (1.6, 1.1), (-0.1, 1.1))
    sheet.cover([water], (0.95, 0.915, 0.83))
    sheet.block([water], BERO_PALE, strength=0.9)
    sheet.block([water], BERO, strength=sheet.ramp(1.05, 0.55))
    sheet.block([water], BERO_DEEP, strength=sheet.ramp(1.1, 0.8))
    sheet.block([water], BERO, strength=sheet.ramp(0.44, 0.53) * np.float32(0.8))
    for _ in range(95):
        x, y = sheet.random.uniform(-0.05, 1.5), 0.48 + 0.5 * sheet.random.random() ** 0.8
        length = 0.03 + 0.13 * (y - 0.45)
        sheet.lines(
            [smooth(points((x, y), (x + 0.5 * length, y - 0.005), (x + length, y), (x + 1.5 * length, y - 0.003)))],
            width=0.0024,
            ink=BERO_DEEP,
        )


def _raft(sheet: Sheet, x: float, y: float) -> None:
    logs = [
        smooth(points((x - 0.2, y + f), (x, y + f - 0.014), (x + 0.22, y + f - 0.035)))
        for f in np.linspace(0, 0.045, 6)
    ]
    deck = np.vstack((logs[0], logs[-1][::-1]))
    sheet.cover([deck], (0.95, 0.9, 0.8))
    sheet.block([deck], OCHRE)
    sheet.lines(logs, width=0.0035)
    cape = smooth(points((-0.035, 0.03), (-0.02, -0.03), (0.015, -0.035), (0.04, 0.03)), closed=True) + (
        x + 0.07,
        y - 0.03,
    )
    hat = smooth(points((-0.036, 0.006), (0.0, -0.024), (0.036, 0.006), (0.0, 0.01)), closed=True) + (
        x + 0.07,
        y - 0.068,
    )
    sheet.cover([cape, hat], (0.95, 0.9, 0.8))
    sheet.block([cape], STRAW)
    sheet.block([hat], OCHRE)
    sheet.outline([cape, hat], width=0.0035)
    sheet.lines([np.linspace((x + 0.0, y + 0.1), (x + 0.13, y - 0.16), 12)], width=0.0055, taper=(0.05, 0.05))


def _bridge(sheet: Sheet) -> None:
    """Piers, beams and planks."""
    deck = resample(DECK, 120)
    for x in (0.12, 0.4, 0.7, 1.0, 1.28):
        top = deck[np.argmin(abs(deck[:, 0] - x))]
        for dx in (-0.024, 0.024):
            foot = 0.8 + 0.16 * abs(x - 0.7)
            pile = points(
                (top[0] + dx - 0.011, top[1]),
                (top[0] + dx + 0.011, top[1]),
                (top[0] + dx + 0.013, foot),
                (top[0] + dx - 0.013, foot),
            )
            sheet.cover([pile], (0.95, 0.9, 0.8))
            sheet.block([pile], BROWN)
            sheet.outline([pile], width=0.0036)
        braces = [np.linspace((top[0] - 0.05, top[1] + f), (top[0] + 0.05, top[1] + f), 8) for f in (0.07, 0.15)]
        sheet.lines(braces, width=0.011, ink=SUMI, taper=(0.05, 0.05))
    under = deck + np.array((0, 0.05))
    side = np.vstack((deck, under[::-1]))
    sheet.cover([side], (0.95, 0.9, 0.8))
    sheet.block([side], OCHRE)
    sheet.block([np.vstack((between(deck, under, 0.45), under[::-1]))], BROWN)
    planks = [np.linspace(deck[i], between(deck, under, 0.4)[i], 6) for i in range(2, 118, 2)]
    sheet.lines(planks, width=0.0025)
    sheet.lines([deck, between(deck, under, 0.45), under], width=0.005, taper=(0.02, 0.02))


def _railing(sheet: Sheet) -> None:
    deck = resample(DECK, 120) + np.array((0, 0.012))
    posts = [np.linspace(deck[i], deck[i] - (0, 0.062), 8) for i in range(4, 118, 8)]
    sheet.lines(posts, width=0.01, ink=BROWN, taper=(0.01, 0.01))
    for rise in (0.03, 0.056):
        sheet.lines([deck - np.array((0, rise))], width=0.009, ink=BROWN, taper=(0.01, 0.01))
        sheet.lines([deck - np.array((0, rise + 0.0045))], width=0.003, taper=(0.01, 0.01))


def _walker(sheet: Sheet, x: float, ink: Ink, *, umbrella: bool, way: int) -> None:
    """Someone who leans into the rain: bare legs, a tucked-up robe, a hat or an umbrella."""
    deck = resample(DECK, 200)
    base = deck[np.argmin(abs(deck[:, 0] - x))]

    def placed(shape: Points) -> Points:
        return turned(shape * (way, 1), degrees=9 * way, scale=1.0, to=(base[0], base[1]))

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
    sheet.lines(legs, width=0.015, ink=SUMI, taper=(0.02, 0.1))
    sheet.lines(legs, width=0.009, ink=BROWN, taper=(0.02, 0.1))
    head = placed(OVAL * (0.0145, 0.017) + (0.01, -0.158))
    sheet.cover([head], (0.96, 0.88, 0.78))
    sheet.cover([robe], (0.95, 0.9, 0.8))
    sheet.block([robe], ink)
    sheet.outline([head, robe], width=0.0036)
    sheet.lines([placed(smooth(points((-0.03, -0.09), (0.0, -0.082), (0.036, -0.09))))], width=0.007, ink=SUMI)
    if umbrella:
        _umbrella(sheet, placed)
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


def _umbrella(sheet: Sheet, placed: Callable[[Points], Points]) -> None:
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


def _rain(sheet: Sheet) -> None:
    """Two slants of thin lines, as two blocks would print them."""
    for slope, count, ink in ((0.2, 240, SUMI), (0.145, 150, SUMI_WASH)):
        drops = []
        for _ in range(count):
            x, y = sheet.random.uniform(-0.1, 1.7), sheet.random.uniform(-0.25, 0.9)
            length = sheet.random.uniform(0.14, 0.42)
            drops.append(np.linspace((x, y), (x - slope * length, y + length), 14))
        sheet.lines(drops, width=0.0021, ink=ink, taper=(0.3, 0.3))


def _bank(sheet: Sheet) -> None:
    """Reeds on the near bank."""
    edge = smooth(points((0.98, 1.1), (1.08, 0.97), (1.25, 0.925), (1.42, 0.9), (1.6, 0.86)))
    bank = np.vstack((edge, points((1.6, 1.1))))
    sheet.cover([bank], (0.95, 0.91, 0.82))
    sheet.block([bank], GREEN_PALE)
    sheet.block([bank], GREEN, strength=sheet.ramp(1.05, 0.88))
    sheet.lines([edge], width=0.005)
    reeds = []
    for f in np.linspace(0.15, 1, 60):
        x, y = edge[int(f * (len(edge) - 1))] + (0, 0.02 * sheet.random.random())
        lean, height = sheet.random.normal(-0.012, 0.012), sheet.random.uniform(0.03, 0.09)
        reeds.append(smooth(points((x, y), (x + 0.3 * lean, y - 0.6 * height), (x + lean, y - height))))
    sheet.lines(reeds, width=0.0045, ink=GREEN, taper=(0.1, 0.8))
    sheet.lines(reeds[::3], width=0.0028)
