"""The mountain: far off with its cap of snow, or red in the morning; and the small clouds above it."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import Points, between, brushed, cut, points, resample, smooth
from ukiyo_widgets.images.samples.drawing.inks import (
    BENI,
    BERO,
    BERO_DEEP,
    BERO_PALE,
    BRICK,
    GREEN_PALE,
    PAPER,
    SHELL,
    VERMILION,
)
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

SUMMIT = smooth(points((0.84, 0.215), (0.865, 0.2), (0.885, 0.212), (0.91, 0.197), (0.935, 0.208)))
LEFT = smooth(points((-0.1, 0.9), (0.15, 0.835), (0.4, 0.72), (0.6, 0.565), (0.735, 0.39), (0.84, 0.215)))
RIGHT = smooth(points((0.935, 0.208), (1.03, 0.36), (1.16, 0.52), (1.33, 0.665), (1.6, 0.79)))
"""The red mountain's outline as it is drawn on a sheet of 1.5 × 1."""


def snow_peak(sheet: Sheet) -> None:
    """Print the far mountain of the sea prints; as drawn, its foot is at 0.64 and its summit at (0.37, 0.5)."""
    slopes = "0.14,0.64 0.25,0.598 0.315,0.545 0.353,0.502 0.372,0.498 0.392,0.504 0.43,0.545 0.5,0.6 0.62,0.64"
    body = brushed(slopes)
    sheet.cover([body], PAPER)
    with sheet.within([body]):
        sheet.wash(sheet.ramp(0.64, 0.5), BERO_DEEP)
        snow = cut(
            "0.372,0.47 0.32,0.535 0.29,0.585 0.318,0.556 0.326,0.578 0.343,0.55 0.352,0.592 0.37,0.548 0.386,0.6 "
            "0.397,0.552 0.416,0.578 0.424,0.556 0.452,0.58 0.43,0.53",
            per_span=5,
        )
        sheet.cover([snow])
    sheet.lines([body], width=0.0028)


def morning_sky(sheet: Sheet) -> None:
    """Print the blue of a clear morning, deepest at the top."""
    sheet.wash(sheet.ramp(-0.4, 0.95) * np.float32(0.95), BERO_PALE)
    sheet.wash(sheet.ramp(-0.08, 0.5) * np.float32(0.8), BERO)
    sheet.wash(sheet.ramp(0.02, 0.15), BERO_DEEP)


def mackerel_clouds(sheet: Sheet, *, rows: int = 13, top: float = 0.13, per_row: int = 5) -> None:
    """Print small clouds in rows, larger and further apart towards the horizon."""
    for row in range(rows):
        y = top + 0.034 * row + 0.0012 * row**1.5
        for _ in range(per_row):
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


def red_mountain(sheet: Sheet) -> None:
    """Print the red mountain, with its ridges, and streaks of snow that run down from the summit."""
    body = np.vstack((LEFT, SUMMIT, RIGHT, points((1.6, 1.1), (-0.1, 1.1))))
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
    _streaks(sheet)


def _streaks(sheet: Sheet) -> None:
    """Snow that runs down from the summit, each streak forked at its end."""
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
