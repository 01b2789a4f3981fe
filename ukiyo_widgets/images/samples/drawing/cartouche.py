"""The title slip, the signature and the red seals: invented writing, brushed stroke by stroke."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import Points, arc, points, smooth
from ukiyo_widgets.images.samples.drawing.inks import PAPER, SUMI, VERMILION, Ink
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

SLIP: Ink = (0.93, 0.85, 0.66)


def cartouche(sheet: Sheet, x: float, y: float, *, size: float = 0.05, ground: Ink = SLIP) -> None:
    """Print a title slip with its top left corner at a place, the signature and a seal beside it.

    Parameters
    ----------
    sheet
        What is printed on.
    x, y
        In units.
    size
        The slip's width.
    ground
        The slip's colour.
    """
    box = np.array(((0, 0), (1, 0), (1, 4.2), (0, 4.2))) * size + (x, y)
    sheet.cover([box], ground)
    sheet.outline([box], width=0.0032, ink=SUMI)
    sheet.outline([(box - box.mean(axis=0)) * (0.86, 0.966) + box.mean(axis=0)], width=0.0016, ink=SUMI)
    glyphs = [_glyph(sheet, x + 0.5 * size, y + size * (0.6 + 0.76 * row), 0.31 * size) for row in range(5)]
    signature = [_glyph(sheet, x + 1.45 * size, y + size * (1.15 + 0.5 * row), 0.2 * size) for row in range(4)]
    sheet.lines([line for glyph in glyphs for line in glyph], width=0.085 * size, ink=SUMI, taper=(0.08, 0.5))
    sheet.lines([line for glyph in signature for line in glyph], width=0.06 * size, ink=SUMI, taper=(0.08, 0.5))
    seal(sheet, x + 1.45 * size, y + 3.4 * size, 0.24 * size)


def seal(sheet: Sheet, x: float, y: float, radius: float) -> None:
    """Print a red seal around a place, its strokes left bare."""
    corners = points((-1, -1), (0, -1.06), (1, -1), (1.05, 0), (1, 1), (0, 1.05), (-1, 1), (-1.05, 0))
    sheet.block([smooth(corners, closed=True, per_span=5) * radius + (x, y)], VERMILION, register=0)
    bars = [points((-0.6, f), (0.6, f - 0.05), (0.6, f + 0.15), (-0.6, f + 0.2)) for f in (-0.65, -0.1, 0.45)]
    stem = points((-0.1, -0.6), (0.12, -0.6), (0.12, 0.6), (-0.1, 0.6))
    sheet.cover([shape * radius + (x, y) for shape in (*bars, stem)], PAPER)


def _glyph(sheet: Sheet, x: float, y: float, radius: float) -> list[Points]:
    """Return the strokes of a sign that means nothing: level strokes, an upright, a sweep to each side, a dot."""
    random = sheet.random
    levels = np.linspace(-0.8, 0.45, int(random.integers(2, 4)))
    strokes = []
    for level in levels:
        reach = random.uniform(0.45, 1.0)
        strokes.append(smooth(points((-reach, level + 0.08), (0, level), (reach, level - 0.04))))
    upright = random.uniform(-0.35, 0.35)
    strokes.append(smooth(points((upright, -1), (upright + 0.04, 0), (upright, random.uniform(0.5, 1.05)))))
    if random.random() < 0.7:
        strokes.append(smooth(points((0, 0.0), (-0.35, 0.55), (-0.95, 1.0))))
        strokes.append(smooth(points((0.05, 0.05), (0.4, 0.6), (1.0, 0.95))))
    else:
        strokes.append(arc((0, 0.45), (0.7, 0.5), 190, 360, n=14))
    return [stroke * radius + (x, y) for stroke in strokes]
