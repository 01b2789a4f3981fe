"""A mountain turns red in the morning: streaks of snow, a sky of small clouds, a dark wood at its foot."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.cartouche import cartouche
from ukiyo_widgets.images.samples.curves import Points, between, points, resample, smooth, turned
from ukiyo_widgets.images.samples.inks import (
    BENI,
    BERO,
    BERO_DEEP,
    BERO_PALE,
    BRICK,
    GREEN,
    GREEN_PALE,
    OCHRE,
    SHELL,
    STRAW,
    VERMILION,
)
from ukiyo_widgets.images.samples.sheet import Sheet

SUMMIT = smooth(points((0.84, 0.215), (0.865, 0.2), (0.885, 0.212), (0.91, 0.197), (0.935, 0.208)))
LEFT = smooth(points((-0.1, 0.9), (0.15, 0.835), (0.4, 0.72), (0.6, 0.565), (0.735, 0.39), (0.84, 0.215)))
RIGHT = smooth(points((0.935, 0.208), (1.03, 0.36), (1.16, 0.52), (1.33, 0.665), (1.6, 0.79)))
TREE = smooth(
    points((0, -1), (0.45, -0.1), (0.7, 0.35), (0, 0.5), (-0.7, 0.35), (-0.45, -0.1)), closed=True, per_span=3
)


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    _sky(sheet)
    _mountain(sheet)
    _snow(sheet)
    _wood(sheet)
    _plain(sheet)
    cartouche(sheet, 0.085, 0.08, size=0.036)


def _sky(sheet: Sheet) -> None:
    sheet.wash(sheet.ramp(-0.4, 0.95) * np.float32(0.95), BERO_PALE)
    sheet.wash(sheet.ramp(-0.08, 0.5) * np.float32(0.8), BERO)
    sheet.wash(sheet.ramp(0.02, 0.15), BERO_DEEP)
    for row in range(13):
        y = 0.13 + 0.034 * row + 0.0012 * row**1.5
        for _ in range(5):
            x, length = sheet.random.uniform(-0.1, 1.5), sheet.random.uniform(0.1, 0.34) * (1 + row / 16)
            _cloud(sheet, x, y + sheet.random.normal(0, 0.006), length, 0.0065 + 0.0011 * row)


def _cloud(sheet: Sheet, x: float, y: float, length: float, height: float) -> None:
    """A mackerel cloud: a flat strip with a scalloped back."""
    n = max(4, int(length / 0.035))
    along = np.linspace(0, 1, n)
    swell = height * np.sin(np.pi * along) ** 0.6
    top = np.stack((x + length * along, y - swell * (0.7 + 0.5 * sheet.random.random(n))), axis=1)
    bottom = np.stack((x + length * along, y + 0.45 * swell), axis=1)[::-1]
    sheet.cover([smooth(np.vstack((top, bottom)), closed=True, per_span=5)], (0.955, 0.93, 0.86))


def _slopes() -> Points:
    return np.vstack((LEFT, SUMMIT, RIGHT, points((1.6, 1.1), (-0.1, 1.1))))


def _mountain(sheet: Sheet) -> None:
    body = _slopes()
    sheet.cover([body], (0.95, 0.91, 0.82))
    sheet.block([body], BENI, strength=0.35 + 0.5 * sheet.ramp(0.2, 0.8))
    sheet.block([body], VERMILION, strength=sheet.ramp(0.16, 0.84) * np.float32(0.9), register=0.3)
    sheet.block([body], BRICK, strength=sheet.ramp(0.15, 0.52) * np.float32(0.9), register=0.3)
    sheet.block([body], GREEN_PALE, strength=sheet.ramp(1.0, 0.66, waver=0.015), register=0.3)
    left, right = resample(LEFT, 60), resample(RIGHT[::-1], 60)
    for share in np.linspace(0.06, 0.94, 26):
        ridge = between(left, right, share + 0.012 * np.sin(19 * share))
        end = 60 - int(sheet.random.integers(0, 6))
        start = end - int(sheet.random.integers(16, 34))
        wobble = np.stack((0.004 * np.sin(np.arange(60) * 0.8 + 9 * share), np.zeros(60)), axis=1)
        sheet.lines([(ridge + wobble)[start:end]], width=0.0022, ink=BRICK)
    sheet.lines([LEFT], width=0.006, taper=(0.1, 0.05))
    sheet.lines([RIGHT], width=0.006, taper=(0.05, 0.1))
    sheet.lines([SUMMIT], width=0.005, taper=(0.05, 0.05))


def _snow(sheet: Sheet) -> None:
    """Streaks that run down from the summit, each forked at its end."""
    top = resample(SUMMIT, 16)
    for i, x in enumerate(np.linspace(0.02, 0.98, 15)):
        lean = (x - 0.5) * 0.26
        start = top[int(x * 15)]
        length = sheet.random.uniform(0.1, 0.3) * (1.25 - 1.2 * abs(x - 0.42))
        for fork in (-1, 1):
            end = start + (lean * length / 0.3 + fork * 0.011, length * (1 if fork > 0 else 0.72))
            middle = 0.5 * (start + end) + (0.006 * fork + 0.004 * np.sin(5 * i), 0)
            curve = smooth(np.array((start + (0, 0.004), middle, end)))
            sheet.cover([_streak(curve, 0.0115)], SHELL)


def _streak(curve: Points, width: float) -> Points:
    share = np.linspace(1, 0, len(curve))[:, None] * np.array((width / 2, 0))
    return np.vstack((curve - share, (curve + share)[::-1]))


def _wood(sheet: Sheet) -> None:
    """Trees in rows, dotted, denser and larger towards the front."""
    for row in range(15):
        y = 0.695 + 0.0165 * row
        for _ in range(34 + 5 * row):
            x = sheet.random.uniform(-0.02, 1.52)
            rise = 0.02 * np.sin(3.1 * x + 0.5) + 0.05 * abs(x - 0.86)
            if y + 0.012 * sheet.random.normal() < 0.715 + rise:
                continue
            size = (0.0055 + 0.0009 * row) * sheet.random.uniform(0.8, 1.25)
            tree = turned(
                TREE, degrees=sheet.random.normal(0, 5), scale=size, to=(x, y + sheet.random.normal(0, 0.006))
            )
            sheet.block([tree], GREEN if sheet.random.random() < 0.7 else BERO_DEEP, strength=0.9, register=0)


def _plain(sheet: Sheet) -> None:
    """Mist and rice fields in front."""
    for y, x, length in ((0.86, -0.1, 0.8), (0.885, 0.65, 1.0), (0.845, 1.05, 0.7)):
        mist = smooth(points((x, y), (x + 0.2 * length, y - 0.016), (x + 0.7 * length, y - 0.011), (x + length, y), (x + 0.6 * length, y + 0.015), (x + 0.2 * length, y + 0.012)), closed=True)  # fmt: skip
        sheet.cover([mist], (0.955, 0.925, 0.85))
        sheet.lines([mist[:56]], width=0.002)
    edge = smooth(points((-0.1, 0.93), (0.3, 0.905), (0.8, 0.925), (1.2, 0.905), (1.6, 0.92)))
    field = np.vstack((edge, points((1.6, 1.1), (-0.1, 1.1))))
    sheet.cover([field], (0.95, 0.91, 0.82))
    sheet.block([field], OCHRE, strength=0.9)
    sheet.block([field], STRAW)
    sheet.block([field], GREEN, strength=sheet.ramp(1.05, 0.9) * np.float32(0.75))
    sheet.lines([edge], width=0.004)
    for x in np.linspace(-0.05, 1.5, 70):
        y = 0.935 + 0.02 * sheet.random.random()
        sheet.lines([points((x, y + 0.012), (x + 0.004, y), (x + 0.011, y - 0.008))], width=0.0022)
