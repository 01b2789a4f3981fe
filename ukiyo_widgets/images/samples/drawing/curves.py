"""Curves as a brush or a knife draws them: smooth, tapered, and never quite straight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Positions in the sheet's units, (n, 2); the shorter side of a sheet is 1."""


def points(*pairs: tuple[float, float]) -> Points:
    """Return positions as an array."""
    return np.array(pairs, dtype=np.float64)


def smooth(knots: Points | Sequence[tuple[float, float]], *, closed: bool = False, per_span: int = 16) -> Points:
    """Return a centripetal Catmull–Rom curve through the knots."""
    p = np.asarray(knots, dtype=np.float64)
    if closed:
        p = np.vstack((p[-1], p, p[0], p[1]))
    else:
        p = np.vstack((2 * p[0] - p[1], p, 2 * p[-1] - p[-2]))
    gaps = np.maximum(np.linalg.norm(np.diff(p, axis=0), axis=1), 1e-9) ** 0.5
    u = np.concatenate(([0.0], np.cumsum(gaps)))
    # Barry and Goldman's pyramid, for all spans at once: each axis is (span, step, x or y).
    at = [u[i : i + len(p) - 3, None, None] for i in range(4)]
    knot = [p[i : i + len(p) - 3, None, :] for i in range(4)]
    t = np.linspace(at[1], at[2], per_span, endpoint=False, axis=1)[..., 0]
    a = [((at[i + 1] - t) * knot[i] + (t - at[i]) * knot[i + 1]) / (at[i + 1] - at[i]) for i in range(3)]
    b = [((at[i + 2] - t) * a[i] + (t - at[i]) * a[i + 1]) / (at[i + 2] - at[i]) for i in range(2)]
    curve = ((at[2] - t) * b[0] + (t - at[1]) * b[1]) / (at[2] - at[1])
    return np.vstack((curve.reshape(-1, 2), p[-2][None]))


def rectangle(left: float, top: float, right: float, bottom: float) -> Points:
    """Return the outline of an upright rectangle, dense enough for a contour that keeps its corners."""
    return dense(points((left, top), (right, top), (right, bottom), (left, bottom)))


def dense(corners: Points, *, per_side: int = 30) -> Points:
    """Return a closed polygon with points along its sides."""
    after = np.roll(corners, -1, axis=0)
    return np.vstack([np.linspace(a, b, per_side, endpoint=False) for a, b in zip(corners, after, strict=True)])


def resample(curve: Points, n: int) -> Points:
    """Return ``n`` points at equal distances along a curve."""
    lengths = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))))
    at = np.linspace(0, lengths[-1], n)
    return np.stack([np.interp(at, lengths, curve[:, axis]) for axis in (0, 1)], axis=1)


def normals(curve: Points) -> Points:
    """Return unit vectors to the left of the way along a curve."""
    tangent = np.gradient(curve, axis=0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-12)
    sideways: Points = np.empty_like(curve)
    sideways[:, 0], sideways[:, 1] = tangent[:, 1], -tangent[:, 0]
    return sideways


def stroke(curve: Points, *, width: float, taper: tuple[float, float] = (0.25, 0.6), belly: float = 0.5) -> Points:
    """Return the outline of a brush stroke along a curve.

    Parameters
    ----------
    curve
        The way of the brush.
    width
        At its widest.
    taper
        Shares of the length over which the stroke swells and thins out.
    belly
        How much the width breathes on the way.
    """
    curve = resample(curve, max(12, min(160, len(curve))))
    t = np.linspace(0, 1, len(curve))
    swell = np.minimum(1, t / max(taper[0], 1e-6)) * np.minimum(1, (1 - t) / max(taper[1], 1e-6))
    breath = 1 - belly * 0.3 * (1 + np.sin(2 * np.pi * (1.3 * t + curve[0, 0] * 7)))
    half = (0.5 * width * (0.12 + 0.88 * np.sqrt(swell)) * breath)[:, None]
    side = normals(curve) * half
    return np.vstack((curve + side, (curve - side)[::-1]))


def arc(centre: tuple[float, float], radius: tuple[float, float], start: float, end: float, *, n: int = 40) -> Points:
    """Return part of an ellipse; angles in degrees, clockwise from the right as seen on the sheet."""
    angle = np.radians(np.linspace(start, end, n))
    return np.stack((centre[0] + radius[0] * np.cos(angle), centre[1] + radius[1] * np.sin(angle)), axis=1)


def between(first: Points, second: Points, share: float) -> Points:
    """Return the curve that lies at ``share`` of the way from one curve to another of equal length."""
    return (1 - share) * first + share * second


def turned(shape: Points, *, degrees: float, scale: float = 1.0, to: tuple[float, float] = (0.0, 0.0)) -> Points:
    """Return a shape turned about its origin, scaled and moved."""
    angle = np.radians(degrees)
    matrix = np.array(((np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))))
    placed: Points = scale * shape @ matrix.T + np.asarray(to)
    return placed


def path(text: str) -> Points:
    """Return positions written down as in a drawing file: ``"0.1,0.2 0.3,0.4"``."""
    return np.array([[float(number) for number in pair.split(",")] for pair in text.split()], dtype=np.float64)


def brushed(text: str) -> Points:
    """Return the open smooth curve through positions written down as for :func:`path`."""
    return smooth(path(text))


def cut(text: str, *, per_span: int = 10) -> Points:
    """Return the closed smooth contour through positions written down as for :func:`path`."""
    return smooth(path(text), closed=True, per_span=per_span)


def trembling(curve: Points, random: np.random.Generator, *, amount: float, every: int = 4) -> Points:
    """Return a curve pushed to and fro across its way, as a knife goes that follows the wood."""
    knots = random.normal(0, amount, max(2, len(curve) // every))
    pushes = np.interp(np.linspace(0, 1, len(curve)), np.linspace(0, 1, len(knots)), knots)
    return curve + normals(curve) * pushes[:, None]


def tongue(
    first: Points, second: Points, share: float, width: float, *, start: float = 0.0, end: float = 1.0
) -> Points:
    """Return a pointed stripe that runs along between two curves of equal length.

    Parameters
    ----------
    first, second
        The curves.
    share
        Where between them.
    width
        As a share of their distance.
    start, end
        The part of their length it takes.
    """
    n = len(first)
    part = slice(int(start * (n - 1)), max(int(start * (n - 1)) + 3, int(end * (n - 1)) + 1))
    t = np.linspace(0, 1, len(first[part]))[:, None]
    half = 0.5 * width * np.sqrt(np.clip(t / 0.25, 0, 1)) * np.clip((1 - t) / 0.55, 0, 1) ** 0.8
    one, two = first[part], second[part]
    left = one + (two - one) * (share - half)
    right = one + (two - one) * (share + half)
    return np.vstack((left, right[::-1]))


@dataclass(frozen=True)
class Place:
    """Where a motif goes that is drawn around somewhere else: enlarged about (0, 0), then moved.

    Attributes
    ----------
    scale
        How many times larger than drawn.
    x, y
        Where the drawing's (0, 0) comes to lie.
    mirrored
        Whether left and right change sides, about the drawing's x = 0.
    """

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    mirrored: bool = False

    def __call__(self, shape: Points) -> Points:
        """Return a shape where the motif goes."""
        return shape * (-self.scale if self.mirrored else self.scale, self.scale) + (self.x, self.y)

    def height(self, y: float) -> float:
        """Return a height where the motif goes, for a bokashi."""
        return self.scale * y + self.y
