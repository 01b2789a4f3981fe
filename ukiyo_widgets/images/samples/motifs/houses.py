"""Houses under thatch."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import cut, dense, points, rectangle, smooth
from ukiyo_widgets.images.samples.drawing.inks import BROWN, INDIGO, OCHRE, SHELL, STRAW, SUMI
from ukiyo_widgets.images.samples.drawing.sheet import Sheet


def snowy_house(sheet: Sheet, x: float, y: float, size: float, *, lit: bool = False) -> None:
    """Print a thatched house seen from its long side: wall, window, and a thick roof of snow."""
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


def far_roofs(sheet: Sheet, places: tuple[tuple[float, float], ...], *, size: float) -> None:
    """Print a village from afar: thatched roofs over dark walls."""
    for at in places:
        sheet.motif([size * rectangle(-0.7, 0, 0.7, 0.5) + at], BROWN, line=0.0018)
        roof = dense(points((-1.1, 0.12), (-0.6, -0.75), (0.6, -0.75), (1.1, 0.12)))
        sheet.motif([size * roof + at], OCHRE, line=0.0024)


def thatched_house(sheet: Sheet, at: tuple[float, float], *, size: float) -> None:
    """Print a farmhouse from its long side: a thick roof of straw, dark posts, a door."""
    wall = size * rectangle(-0.4, 0.0, 0.42, 0.4) + at
    sheet.motif([wall], STRAW, line=0.004)
    door = size * rectangle(-0.06, 0.12, 0.16, 0.4) + at
    sheet.motif([door], BROWN, line=0.0035)
    posts = [size * np.linspace((f, 0.0), (f, 0.4), 8) + at for f in (-0.37, -0.22, 0.24, 0.39)]
    sheet.lines(posts, width=0.022 * size, ink=BROWN, taper=(0.02, 0.02))
    roof = (
        size
        * cut(
            "-0.6,0.12 -0.48,-0.04 -0.34,-0.24 -0.2,-0.36 0.2,-0.37 0.34,-0.25 0.5,-0.04 0.62,0.11 0.3,0.13 -0.2,0.13"
        )
        + at
    )
    sheet.motif([roof], OCHRE, line=0)
    sheet.block([roof], BROWN, strength=sheet.ramp(at[1] + 0.2 * size, at[1] - 0.3 * size) * np.float32(0.6))
    with sheet.within([roof]):
        straw = []
        for f in np.linspace(-0.5, 0.52, 26):
            top = 0.4 * f, -0.34 + 0.16 * abs(f)
            straw.append(size * smooth(points(top, (0.75 * f, -0.12), (1.08 * f, 0.1))) + at)
        sheet.lines(straw, width=0.0026, ink=BROWN)
    ridge = size * cut("-0.25,-0.32 -0.24,-0.41 0.0,-0.43 0.24,-0.42 0.26,-0.33 0.0,-0.34", per_span=6) + at
    sheet.outline([roof], width=0.005)
    sheet.motif([ridge], BROWN, line=0.004)
