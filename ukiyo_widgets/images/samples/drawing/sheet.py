"""A sheet of paper under the printer's hands: blocks are laid on it one after the other, and inks are transparent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ukiyo_widgets.images.samples.drawing import washi
from ukiyo_widgets.images.samples.drawing.curves import Place, Points, stroke
from ukiyo_widgets.images.samples.drawing.inks import KEY_BLUE, PAPER, SHELL, SUMI, Ink

Plane = NDArray[np.float32]
"""One value per pixel, (H, W), in [0, 1]."""

Window = tuple[slice, slice]
"""Rows and columns of a sheet."""

MARGIN = 0.035
"""Unprinted border, as a share of the sheet's shorter side."""

CARVED_PX = 2000
"""Blocks are carved at about this size and reduced, so that hairlines survive in a small print."""


class Sheet:
    """A sheet whose shorter side is one unit; y points down.

    Parameters
    ----------
    width, height
        In units: 1.5 × 1 for a landscape, 1 × 1.5 for a portrait.
    max_side_px
        Of the finished picture.
    seed
        Of the paper, the grain and the printer's imprecision.
    """

    def __init__(self, width: float, height: float, *, max_side_px: int, seed: int) -> None:
        self.width, self.height = width, height
        pixel_width, pixel_height = _sides(width, height, max_side_px)
        self._times = _fineness(max_side_px)
        self._unit_px = max(pixel_width / width, pixel_height / height)
        self._seed = seed
        self.random = np.random.default_rng(seed)
        self._print = np.empty((pixel_height, pixel_width, 3), dtype=np.float32)
        self._print[:] = PAPER
        self._wood = washi.wood_grain(pixel_height, pixel_width, seed=seed)
        self._stencil: Plane | None = None
        self._places: tuple[Place, ...] = ()

    # ---------------------------------------------------------------- masks and places

    def _cut(self, shapes: Iterable[Points], shift: tuple[float, float] = (0.0, 0.0)) -> tuple[Window, Plane]:
        """Return the part of the sheet that the closed shapes lie in, and how much of each pixel they cover."""
        placed = [(self._moved(shape) + shift) * self._unit_px for shape in shapes]
        corners = np.vstack(placed) if placed else np.zeros((1, 2))
        limits = self._print.shape[1::-1]
        low = np.clip(np.floor(corners.min(axis=0)), 0, limits).astype(int)
        high = np.clip(np.ceil(corners.max(axis=0)) + 1, low, limits).astype(int)
        window = (slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0])))
        if (high == low).any():
            return window, np.zeros((high[1] - low[1], high[0] - low[0]), dtype=np.float32)
        size = (high - low) * self._times
        image = Image.new("L", (int(size[0]), int(size[1])))
        draw = ImageDraw.Draw(image)
        for shape in placed:
            draw.polygon(((shape - low) * self._times - 0.5).ravel().tolist(), fill=255)
        mask = np.asarray(image.reduce(self._times), dtype=np.float32) / np.float32(255)
        return window, mask if self._stencil is None else mask * self._stencil[window]

    def _moved(self, shape: Points) -> Points:
        for place in reversed(self._places):
            shape = place(shape)
        return shape

    def x(self) -> Plane:
        """Return each pixel's horizontal position in units, (1, W)."""
        return (np.arange(self._print.shape[1], dtype=np.float32)[None] + 0.5) / np.float32(self._unit_px)

    def y(self) -> Plane:
        """Return each pixel's vertical position in units, (H, 1)."""
        return (np.arange(self._print.shape[0], dtype=np.float32)[:, None] + 0.5) / np.float32(self._unit_px)

    def ramp(self, start: float, end: float, *, waver: float = 0.0) -> Plane:
        """Return a bokashi: 1 at the height ``start``, fading to 0 at ``end``; ``waver`` bends its edge."""
        for place in reversed(self._places):
            start, end = place.height(start), place.height(end)
        bend = waver * np.sin(2.3 * self.x() + self._seed) if waver else np.float32(0)
        share = np.clip((self.y() + bend - end) / (start - end), 0, 1)
        return np.asarray(share**1.6, dtype=np.float32)

    @contextmanager
    def within(self, shapes: Iterable[Points]) -> Iterator[None]:
        """Print only inside the shapes for a while, as through a cut paper stencil."""
        outer = self._stencil
        window, mask = self._cut(shapes)
        self._stencil = np.zeros(self._print.shape[:2], dtype=np.float32)
        self._stencil[window] = mask
        try:
            yield
        finally:
            self._stencil = outer

    @contextmanager
    def moved(self, place: Place) -> Iterator[None]:
        """Print everything somewhere else for a while, in another size or mirrored, its lines with it."""
        outer = self._places
        self._places = (*outer, place)
        try:
            yield
        finally:
            self._places = outer

    # ---------------------------------------------------------------- printing

    def block(
        self, shapes: Iterable[Points], ink: Ink, *, strength: float | Plane = 1.0, register: float = 1.0
    ) -> None:
        """Print flat colour inside the shapes, slightly out of register, with the wood's grain in it."""
        shift = register * self.random.normal(0, 0.0011, 2)
        window, mask = self._cut(shapes, (shift[0], shift[1]))
        if isinstance(strength, np.ndarray):
            strength = np.broadcast_to(strength, self._print.shape[:2])[window]
        self._press(window, mask * strength, ink)

    def wash(self, amount: Plane, ink: Ink) -> None:
        """Print an ink over the whole sheet by amount: 0 leaves the paper, 1 is the full colour."""
        whole = np.broadcast_to(amount, self._print.shape[:2])
        self._press((slice(None), slice(None)), whole if self._stencil is None else whole * self._stencil, ink)

    def _press(self, window: Window, amount: Plane, ink: Ink) -> None:
        """Print a part of the sheet. Inks multiply: blue on yellow is green."""
        share = amount * self._wood[window]
        for channel in range(3):
            loss = np.float32(1 - ink[channel] / PAPER[channel])
            self._print[window][..., channel] *= 1 - share * loss

    def cover(self, shapes: Iterable[Points], ink: Ink = SHELL) -> None:
        """Print an ink that covers what is below it."""
        window, mask = self._cut(shapes)
        for channel in range(3):
            part = self._print[window][..., channel]
            part += mask * (np.float32(ink[channel]) - part)

    def motif(
        self,
        shapes: list[Points],
        ink: Ink,
        *,
        line: float = 0.003,
        strength: float | Plane = 1.0,
        key: Ink = KEY_BLUE,
    ) -> None:
        """Leave the paper bare inside the shapes, print their colour, then their contours."""
        self.cover(shapes, PAPER)
        self.block(shapes, ink, strength=strength)
        if line:
            self.outline(shapes, width=line, ink=key)

    def lines(
        self, curves: Iterable[Points], *, width: float, ink: Ink = KEY_BLUE, taper: tuple[float, float] = (0.2, 0.45)
    ) -> None:
        """Print brush lines along curves: the key block."""
        strokes = [stroke(curve, width=width, taper=taper) for curve in curves]
        window, mask = self._cut(strokes)
        self._press(window, mask, ink)

    def outline(self, shapes: Iterable[Points], *, width: float, ink: Ink = KEY_BLUE) -> None:
        """Print the contours of closed shapes."""
        closed = [np.vstack((shape, shape[:1])) for shape in shapes]
        self.lines(closed, width=width, ink=ink, taper=(0.02, 0.05))

    # ---------------------------------------------------------------- finishing

    def finish(self) -> Image.Image:
        """Trim the margins, lay the paper's own texture over everything, and return the picture."""
        self._trim()
        texture = washi.fibres(*self._print.shape[:2], seed=self._seed) * np.float32(255)
        levels = np.empty(self._print.shape, dtype=np.uint8)
        for channel in range(3):
            levels[..., channel] = np.clip(self._print[..., channel] * texture + np.float32(0.5), 0, 255)
        return Image.fromarray(levels)

    def _trim(self) -> None:
        m, w, h = MARGIN, self.width, self.height
        inside = np.array(((m, m), (w - m, m), (w - m, h - m), (m, h - m)))
        window, mask = self._cut([inside])
        bare = np.ones(self._print.shape[:2], dtype=np.float32)
        bare[window] -= mask
        for channel in range(3):
            part = self._print[..., channel]
            part += bare * (np.float32(PAPER[channel]) - part)
        sides = [np.linspace(inside[i], inside[(i + 1) % 4], 60) for i in range(4)]
        self.lines(sides, width=0.0042, ink=SUMI, taper=(0.001, 0.001))


def _sides(width: float, height: float, max_side_px: int) -> tuple[int, int]:
    longest = max(width, height)
    return max(1, round(width / longest * max_side_px)), max(1, round(height / longest * max_side_px))


def _fineness(max_side_px: int) -> int:
    """Return how many times finer than the print its blocks are carved."""
    least = 3 if max_side_px <= CARVED_PX else 2
    return int(np.clip(round(CARVED_PX / max_side_px), least, 8))
