"""A sheet of paper under the printer's hands: blocks are laid on it one after the other, and inks are transparent."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ukiyo_widgets.images.samples import washi
from ukiyo_widgets.images.samples.curves import Points, stroke
from ukiyo_widgets.images.samples.inks import KEY_BLUE, PAPER, SHELL, SUMI, VERMILION, Ink

Plane = NDArray[np.float32]
"""One value per pixel, (H, W), in [0, 1]."""

Window = tuple[slice, slice]
"""Rows and columns of a sheet."""

MARGIN = 0.035
"""Unprinted border, as a share of the sheet's shorter side."""

FINEST_PX = 1100
"""Below this, a sheet is drawn larger and reduced, so that hairlines survive."""


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
        self._finished_px = _sides(width, height, max_side_px)
        self._times = max(1, min(4, round(FINEST_PX / max_side_px)))
        pixel_width, pixel_height = (self._times * side for side in self._finished_px)
        self._unit_px = max(pixel_width / width, pixel_height / height)
        self._seed = seed
        self.random = np.random.default_rng(seed)
        self._print = np.empty((pixel_height, pixel_width, 3), dtype=np.float32)
        self._print[:] = PAPER
        self._wood = washi.wood_grain(pixel_height, pixel_width, seed=seed)

    # ---------------------------------------------------------------- masks and places

    def _cut(self, shapes: Iterable[Points], shift: tuple[float, float] = (0.0, 0.0)) -> tuple[Window, Plane]:
        """Return the part of the sheet that the closed shapes lie in, and 1 inside them."""
        placed = [(shape + np.asarray(shift)) * self._unit_px for shape in shapes]
        corners = np.vstack(placed) if placed else np.zeros((1, 2))
        limits = self._print.shape[1::-1]
        low = np.clip(np.floor(corners.min(axis=0)), 0, limits).astype(int)
        high = np.clip(np.ceil(corners.max(axis=0)) + 1, low, limits).astype(int)
        image = Image.new("L", (max(1, int(high[0] - low[0])), max(1, int(high[1] - low[1]))))
        draw = ImageDraw.Draw(image)
        for shape in placed:
            draw.polygon([(float(x), float(y)) for x, y in shape - low], fill=255)
        window = (slice(low[1], high[1]), slice(low[0], high[0]))
        mask = np.asarray(image, dtype=np.float32)[: high[1] - low[1], : high[0] - low[0]] / np.float32(255)
        return window, mask

    def x(self) -> Plane:
        """Return each pixel's horizontal position in units, (1, W)."""
        return (np.arange(self._print.shape[1], dtype=np.float32)[None] + 0.5) / np.float32(self._unit_px)

    def y(self) -> Plane:
        """Return each pixel's vertical position in units, (H, 1)."""
        return (np.arange(self._print.shape[0], dtype=np.float32)[:, None] + 0.5) / np.float32(self._unit_px)

    def ramp(self, start: float, end: float, *, waver: float = 0.0) -> Plane:
        """Return a bokashi: 1 at the height ``start``, fading to 0 at ``end``; ``waver`` bends its edge."""
        bend = waver * np.sin(2.3 * self.x() + self._seed) if waver else np.float32(0)
        share = np.clip((self.y() + bend - end) / (start - end), 0, 1)
        return np.asarray(share**1.6, dtype=np.float32)

    # ---------------------------------------------------------------- printing

    def block(
        self, shapes: Iterable[Points], ink: Ink, *, strength: float | Plane = 1.0, register: float = 1.0
    ) -> None:
        """Print flat colour inside the shapes, slightly out of register, with the wood's grain in it."""
        shift = register * self.random.normal(0, 0.0012, 2)
        window, mask = self._cut(shapes, (shift[0], shift[1]))
        if isinstance(strength, np.ndarray):
            strength = np.broadcast_to(strength, self._print.shape[:2])[window]
        self._press(window, mask * strength, ink)

    def wash(self, amount: Plane, ink: Ink) -> None:
        """Print an ink over the whole sheet by amount: 0 leaves the paper, 1 is the full colour."""
        self._press((slice(None), slice(None)), np.broadcast_to(amount, self._print.shape[:2]), ink)

    def _press(self, window: Window, amount: Plane, ink: Ink) -> None:
        """Print a part of the sheet. Inks multiply: blue on yellow is green."""
        loss = 1 - np.array(ink, dtype=np.float32) / np.array(PAPER, dtype=np.float32)
        share = np.asarray(amount * self._wood[window], dtype=np.float32)[..., None]
        self._print[window] *= np.asarray(1 - share * loss, dtype=np.float32)

    def cover(self, shapes: Iterable[Points], ink: Ink = SHELL) -> None:
        """Print an ink that covers what is below it."""
        window, mask = self._cut(shapes)
        part = self._print[window]
        part += mask[..., None] * (np.array(ink, dtype=np.float32) - part)

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

    def seal(self, x: float, y: float, *, size: float = 0.05) -> None:
        """Print a title slip and the publisher's red seal with their top left corner at a place."""
        box = np.array(((0, 0), (1, 0), (1, 3.4), (0, 3.4))) * size + (x, y)
        self.cover([box], STRIP)
        self.outline([box], width=0.0035, ink=SUMI)
        marks = []
        for row in range(5):
            top = y + size * (0.35 + 0.6 * row)
            for _ in range(4):
                a = self.random.uniform((x + 0.25 * size, top), (x + 0.75 * size, top + 0.42 * size))
                b = self.random.uniform((x + 0.2 * size, top), (x + 0.8 * size, top + 0.42 * size))
                marks.append(np.linspace(a, b, 6))
        self.lines(marks, width=0.005, ink=SUMI)
        red = np.array(((0.1, 3.7), (0.9, 3.66), (0.92, 4.5), (0.08, 4.48))) * size + (x, y)
        self.block([red], VERMILION, register=0)
        strips = [np.array(((0.25, f), (0.75, f), (0.75, f + 0.09), (0.25, f + 0.09))) for f in (3.86, 4.06, 4.26)]
        self.cover([strip * size + (x, y) for strip in strips], BENI_SEAL)

    # ---------------------------------------------------------------- finishing

    def finish(self) -> Image.Image:
        """Trim the margins, lay the paper's own texture over everything, and return the picture."""
        self._trim()
        self._print *= washi.fibres(*self._print.shape[:2], seed=self._seed)[..., None]
        levels = np.clip(self._print * 255 + 0.5, 0, 255).astype(np.uint8)
        image = Image.fromarray(levels)
        return image if self._times == 1 else image.resize(self._finished_px, Image.Resampling.BOX)

    def _trim(self) -> None:
        m, w, h = MARGIN, self.width, self.height
        inside = np.array(((m, m), (w - m, m), (w - m, h - m), (m, h - m)))
        window, mask = self._cut([inside])
        bare = np.ones(self._print.shape[:2], dtype=np.float32)
        bare[window] -= mask
        self._print += bare[..., None] * (np.array(PAPER, dtype=np.float32) - self._print)
        sides = [np.linspace(inside[i], inside[(i + 1) % 4], 60) for i in range(4)]
        self.lines(sides, width=0.005, ink=SUMI, taper=(0.001, 0.001))


STRIP: Ink = (0.94, 0.86, 0.66)
BENI_SEAL: Ink = (0.96, 0.80, 0.72)


def _sides(width: float, height: float, max_side_px: int) -> tuple[int, int]:
    longest = max(width, height)
    return max(1, round(width / longest * max_side_px)), max(1, round(height / longest * max_side_px))
