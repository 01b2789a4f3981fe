"""Breaking water: hands of foam with claws, their blue shadows, and spray."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ukiyo_widgets.images.samples.drawing.curves import Points, cut, normals, path, resample, smooth, turned
from ukiyo_widgets.images.samples.drawing.inks import BERO_PALE, SHELL
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

DROP = cut("1,0 0,1 -1,0 0,-1", per_span=3)
CLAW = np.vstack(
    (
        smooth(path("0,0 -0.1,0.3 0.0,0.66 0.3,0.94 0.68,0.98 0.98,0.8 1.16,0.42"), per_span=3),
        smooth(path("1.12,0.45 0.92,0.68 0.66,0.64 0.56,0.4 0.68,0.12 1,0"), per_span=3),
    )
)
"""One claw over the step from (0, 0) to (1, 0): it rises, bends forward and points back at the water."""


def hand(sheet: Sheet, at: Points, *, degrees: float, size: float, claws: int, line: float = 0.0026) -> None:
    """Print one hand of foam: a palm that ends in claws, white over a blue shadow.

    Parameters
    ----------
    sheet
        What is printed on.
    at
        The wrist.
    degrees
        Where it reaches, clockwise from the right.
    size
        From wrist to claws.
    claws
        How many.
    line
        Width of the key line.
    """
    contour = turned(_hand_contour(sheet, claws), degrees=degrees, scale=size, to=(at[0], at[1]))
    sheet.cover([contour], BERO_PALE)
    toward = at + 0.12 * size * np.array((0.2, -1.0))
    sheet.cover([0.84 * (contour - at) + toward], SHELL)
    sheet.lines([contour[1:-2]], width=line, taper=(0.1, 0.25))


def _hand_contour(sheet: Sheet, claws: int) -> Points:
    """Return the contour of a hand that reaches to the right from (0, 0), its length about 1."""
    cuts = np.cumsum(sheet.random.uniform(0.6, 1.4, claws + 1))
    spread = np.radians(-105 + 190 * (cuts - cuts[0]) / (cuts[-1] - cuts[0]))
    rim = np.stack((0.22 + 0.4 * np.cos(spread), 0.4 * np.sin(spread)), axis=1)
    pieces = [path("-0.15,-0.2")]
    for a, b in pairwise(rim):
        along = b - a
        out = np.array((along[1], -along[0])) * sheet.random.uniform(0.9, 1.7)
        pieces.append(a + CLAW[:, :1] * along + CLAW[:, 1:] * out)
    return np.vstack((*pieces, path("0.05,0.36 -0.2,0.1")))


def foam_edge(
    sheet: Sheet, edge: Points, *, size: tuple[float, float], lean: float, side: int = 1, close: float = 0.62
) -> None:
    """Print hands of foam along an edge, from its start to its end.

    Parameters
    ----------
    sheet
        What is printed on.
    edge
        Where the wrists lie.
    size
        Of the hands at the start and at the end.
    lean
        Degrees by which they bend forward along the edge.
    side
        1 for hands that reach to the left of the way, -1 for the right.
    close
        Distance of the hands, as a share of their size.
    """
    length = float(np.linalg.norm(np.diff(edge, axis=0), axis=1).sum())
    n = max(2, int(length / (close * 0.5 * (size[0] + size[1]))))
    places = resample(edge, n)
    outward = normals(places) * side
    for i, (place, out) in enumerate(zip(places, outward, strict=True)):
        scale = (size[0] + (size[1] - size[0]) * i / (n - 1)) * sheet.random.uniform(0.6, 1.5)
        degrees = np.degrees(np.arctan2(out[1], out[0])) + side * (lean + sheet.random.normal(0, 20))
        hand(sheet, place, degrees=degrees, size=scale, claws=int(sheet.random.integers(3, 7)))


def foam_band(sheet: Sheet, edge: Points, *, depth: float) -> None:
    """Print the white that slides down a wave from its broken crest, in scallops with a blue shadow."""
    n = len(edge)
    length = float(np.linalg.norm(np.diff(edge, axis=0), axis=1).sum())
    phase = np.pi * np.linspace(0, length / depth, n) + sheet.random.uniform(0, np.pi)
    phase += 0.8 * np.sin(0.31 * phase) + 0.5 * np.sin(0.83 * phase)
    drop = depth * (0.45 + 0.55 * np.abs(np.sin(phase)) ** 0.7 * (0.75 + 0.25 * np.sin(0.37 * phase)))
    low = edge + np.stack((np.zeros(n), drop), axis=1)
    sheet.cover([np.vstack((edge, (low + (0, 0.14 * depth))[::-1]))], BERO_PALE)
    sheet.cover([np.vstack((edge, low[::-1]))], SHELL)
    sheet.lines([low], width=0.0016, taper=(0.02, 0.02))


def spray(sheet: Sheet, centre: tuple[float, float], *, reach: tuple[float, float], count: int, size: float) -> None:
    """Throw drops around a place; few are large."""
    at = sheet.random.normal(centre, reach, (count, 2))
    sizes = size * sheet.random.gamma(2.2, 0.3, count)
    sheet.cover([DROP * radius + place for place, radius in zip(at, sizes, strict=True)])
