"""The sea: its sky, its horizon, and waves in stripes of blue."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import Points, brushed, cut, path, tongue
from ukiyo_widgets.images.samples.drawing.inks import (
    BENI_PALE,
    BERO,
    BERO_DEEP,
    BERO_PALE,
    PAPER,
    SHELL,
    STRAW,
    SUMI_WASH,
    Ink,
)
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

Stripes = tuple[tuple[Ink, float, float], ...]
"""Ink, phase and width; the latter two as shares of a stripe's place."""


def sea_sky(sheet: Sheet, horizon: float, *, clouds: tuple[str, ...]) -> None:
    """Print the sky over the sea: tan, gray above the horizon, and a band of blue at the top."""
    sheet.wash(np.full((1, 1), 0.5, dtype=np.float32), STRAW)
    sheet.wash(sheet.ramp(0.0, horizon - 0.03) * np.float32(0.6), BENI_PALE)
    sheet.wash(sheet.ramp(horizon + 0.03, horizon - 0.41, waver=0.012) * np.float32(0.95), SUMI_WASH)
    sheet.wash(sheet.ramp(0.02, 0.17), BERO_DEEP)
    for cloud in clouds:
        sheet.cover([cut(cloud)], (0.94, 0.89, 0.79))


def far_sea(sheet: Sheet, horizon: float, *, ripples: int = 34, reach: float = 0.9, depth: float = 0.11) -> None:
    """Print the sea from the horizon down, with ripples over ``depth`` from the left edge to ``reach``."""
    sea = path(f"-0.1,{horizon} 1.6,{horizon} 1.6,1.6 -0.1,1.6")
    sheet.cover([sea], PAPER)
    sheet.block([sea], BERO_PALE, strength=0.75)
    sheet.block([sea], BERO, strength=sheet.ramp(horizon - 0.02, horizon + 0.09))
    curves = []
    for _ in range(ripples):
        x, y = sheet.random.uniform(0.0, reach), horizon + 0.012 + depth * sheet.random.random()
        length = 0.03 + 0.6 * (y - horizon)
        curves.append(brushed(f"{x},{y} {x + 0.4 * length},{y - 0.004} {x + length},{y}"))
    sheet.lines(curves, width=0.0019)


def striped(sheet: Sheet, first: Points, second: Points, inks: Stripes, n: int) -> None:
    """Print ``n`` pointed stripes of each ink between two edges, one ink after the other."""
    for ink, phase, width in inks:
        stripes = []
        for i in range(n):
            start, end = sheet.random.uniform(0.0, 0.14), sheet.random.uniform(0.8, 1.0)
            stripes.append(tongue(first, second, (i + phase) / n, width / n, start=start, end=end))
        sheet.block(stripes, ink, register=0.7)


def swell(
    sheet: Sheet,
    crest: Points,
    foot: Points,
    *,
    below: str,
    stripes: Stripes,
    n: int,
    pale: float = 0.9,
    line: float = 0.0035,
    taper: tuple[float, float] = (0.02, 0.1),
) -> None:
    """Print a long wave between its crest and its foot; ``below`` closes it under the crest."""
    body = np.vstack((crest, path(below)))
    sheet.cover([body], SHELL)
    sheet.block([body], BERO_PALE, strength=pale)
    striped(sheet, crest, foot, stripes, n)
    sheet.lines([crest], width=line, taper=taper)
