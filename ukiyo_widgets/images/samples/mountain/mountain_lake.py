"""The red mountain beyond a lake, which holds it upside down; two sails cross it."""

from __future__ import annotations

import numpy as np

from ukiyo_widgets.images.samples.drawing.cartouche import cartouche
from ukiyo_widgets.images.samples.drawing.curves import Place, Points, brushed, path, points, smooth
from ukiyo_widgets.images.samples.drawing.inks import BENI, BERO, BERO_DEEP, BERO_PALE, BRICK, GREEN, OCHRE, VERMILION
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.motifs.boats import sailboat
from ukiyo_widgets.images.samples.motifs.fields import mist, rice_field
from ukiyo_widgets.images.samples.motifs.houses import far_roofs
from ukiyo_widgets.images.samples.motifs.mountains import (
    LEFT,
    RIGHT,
    SUMMIT,
    mackerel_clouds,
    morning_sky,
    red_mountain,
)
from ukiyo_widgets.images.samples.motifs.trees import grass, wood

SHORE = 0.615
STANDS = Place(0.72, -0.08, -0.015)
"""Where the mountain stands: its summit at a height of 0.13."""


def draw(sheet: Sheet) -> None:
    """Draw the print."""
    morning_sky(sheet)
    mackerel_clouds(sheet, rows=11, top=0.1)
    with sheet.moved(STANDS):
        red_mountain(sheet)
    _lake(sheet)
    _mirrored(sheet)
    _far_bank(sheet)
    sailboat(sheet, (1.12, 0.76), size=0.06, way=-1)
    sailboat(sheet, (0.27, 0.72), size=0.04)
    rice_field(sheet, "-0.1,0.905 0.25,0.885 0.6,0.925 1.0,0.945 1.6,0.915", bottom=1.1)
    _reeds(sheet)
    cartouche(sheet, 1.37, 0.08, size=0.036)


def _lake(sheet: Sheet) -> None:
    water = path(f"-0.1,{SHORE} 1.6,{SHORE} 1.6,1.1 -0.1,1.1")
    sheet.cover([water], (0.95, 0.91, 0.82))
    sheet.block([water], BERO_PALE, strength=0.8)
    sheet.block([water], BERO, strength=sheet.ramp(SHORE - 0.02, SHORE + 0.12) * np.float32(0.6))


def _mirrored(sheet: Sheet) -> None:
    """The mountain upside down, paler, and torn by ripples."""
    outline = STANDS(np.vstack((LEFT, SUMMIT, RIGHT)))
    below = np.stack((outline[:, 0], SHORE + 0.62 * (SHORE - outline[:, 1])), axis=1)
    image = np.vstack((below, points((1.6, SHORE), (-0.1, SHORE))))
    sheet.cover([image], (0.95, 0.91, 0.82))
    sheet.block([image], BENI, strength=0.65)
    sheet.block([image], VERMILION, strength=sheet.ramp(0.95, SHORE) * np.float32(0.5), register=0)
    sheet.block([image], BRICK, strength=sheet.ramp(0.92, 0.72) * np.float32(0.6), register=0)
    ripples = []
    for _ in range(190):
        y = SHORE + 0.015 + 0.3 * sheet.random.random() ** 0.8
        x, length = sheet.random.uniform(-0.05, 1.5), 0.03 + 0.3 * (y - SHORE)
        ripples.append(
            brushed(f"{x},{y} {x + 0.5 * length},{y - 0.004} {x + length},{y} {x + 1.4 * length},{y - 0.003}")
        )
    sheet.lines(ripples[:130], width=0.0022, ink=BERO)
    sheet.cover([_gleam(ripple) for ripple in ripples[130:]], (0.78, 0.83, 0.82))


def _gleam(ripple: Points) -> Points:
    n = len(ripple)
    thick = 0.004 * np.sin(np.linspace(0, np.pi, n))[:, None] * np.array((0, 1))
    return np.vstack((ripple - thick, (ripple + thick)[::-1]))


def _far_bank(sheet: Sheet) -> None:
    """Woods and a village along the far shore."""
    edge = smooth(
        points(
            (-0.1, 0.59),
            (0.2, 0.597),
            (0.6, 0.605),
            (0.84, 0.59),
            (1.0, 0.555),
            (1.15, 0.53),
            (1.35, 0.54),
            (1.6, 0.52),
        )
    )
    bank = np.vstack((edge, points((1.6, SHORE + 0.012), (0.8, SHORE + 0.006), (-0.1, SHORE + 0.014))))
    sheet.motif([bank], GREEN, line=0.002, strength=0.6)
    mist(sheet, 0.6, 0.585, 0.6)
    mist(sheet, -0.1, 0.575, 0.55)
    firs = []
    for x in np.concatenate((np.linspace(0.02, 0.46, 30), np.linspace(0.99, 1.5, 100))):
        y = SHORE - 0.012 + 0.01 * sheet.random.random() - 0.055 * (x > 0.98) * sheet.random.random()
        firs.append((x, y, 0.012 * sheet.random.uniform(0.8, 1.5)))
    wood(sheet, firs)
    far_roofs(sheet, ((0.53, 0.606), (0.57, 0.61), (0.62, 0.606), (0.9, 0.608), (0.945, 0.605)), size=0.02)
    sheet.lines([brushed(f"-0.1,{SHORE + 0.014} 0.8,{SHORE + 0.006} 1.6,{SHORE + 0.012}")], width=0.004, ink=BERO_DEEP)


def _reeds(sheet: Sheet) -> None:
    for x in (0.08, 0.16, 1.2, 1.3, 1.38, 1.45):
        grass(sheet, (x, 0.96), height=0.09, blades=9)
    sheet.lines([brushed("0.0,0.97 0.5,0.955 1.0,0.97 1.5,0.955")], width=0.003, ink=OCHRE)
