"""A picture in bands of rows, for sizes whose features do not fit into memory at once.

The features inside a band are exactly those of the whole picture if enough rows around it go through the network too. Gram
matrices are sums over positions, so they add up band by band; with them known, a second pass gives each band's part of the
gradient.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from torch import Tensor

from ukiyo_widgets.engine.network.vgg import VGG19

ROOMY = 1.5
"""How much larger than a band the memory may be that is used for it: bands are there to take little."""

HALO_PX = 80
"""Rows to either side: a position of conv5_1 sees 70 px beyond its own 16."""

LEAST_PX = 64
"""Rows of a band at least: with fewer, almost all that is computed would be halo."""

STRIDE_PX = 16
"""Bands begin where the positions of every layer begin."""


@dataclass(frozen=True)
class Span:
    """Which of a layer's rows are meant, and which share of all its positions they are."""

    rows: slice
    share: float


WHOLE = Span(slice(None), 1.0)


@dataclass(frozen=True)
class Band:
    """Rows ``top`` to ``bottom`` of a picture of ``height`` px, and the rows around them that are looked at too."""

    top: int
    bottom: int
    height: int

    @property
    def seen(self) -> slice:
        """The rows that go through the network."""
        return slice(max(0, self.top - HALO_PX), min(self.height, self.bottom + HALO_PX))

    def span(self, layer: str) -> Span:
        """Return the band's rows among all of a layer's."""
        rows = self._rows(layer)
        return Span(rows, (rows.stop - rows.start) / (self.height // stride(layer)))

    def inside(self, layer: str) -> slice:
        """Return the band's rows among those of a layer that come from :attr:`seen`."""
        rows, before = self._rows(layer), self.seen.start // stride(layer)
        return slice(rows.start - before, rows.stop - before)

    def _rows(self, layer: str) -> slice:
        return slice(self.top // stride(layer), self.bottom // stride(layer))


def stride(layer: str) -> int:
    """Return how many px a step between two positions of a layer is: convB_… comes after B − 1 halvings."""
    return int(2 ** (int(layer[4]) - 1))


def bands(height: int, *, rows_px: int) -> list[Band]:
    """Return bands of about so many rows (0: all), from top to bottom, that make up a picture.

    Examples
    --------
    >>> [(band.top, band.bottom) for band in bands(200, rows_px=64)]
    [(0, 64), (64, 128), (128, 200)]
    """
    rows = max(LEAST_PX, rows_px // STRIDE_PX * STRIDE_PX) if rows_px else height
    edges = [*range(0, max(1, height - rows // 2), rows), height]
    return [Band(top, bottom, height) for top, bottom in itertools.pairwise(edges)]


def features_in_bands(
    pixels: Tensor, network: VGG19, layers: Collection[str], *, rows_px: int
) -> Iterator[tuple[Band, dict[str, Tensor]]]:
    """Give each band of a picture (3, H, W) with its own features by layer, (N, rows, W); they are valid until the next."""
    for band in bands(pixels.shape[1], rows_px=rows_px):
        seen = pixels[:, band.seen].unsqueeze(0)
        with network.arena(seen, roomy=ROOMY) as arena:
            passed = network.forward(seen, layers, arena=arena)
            yield band, {layer: each[0, band.inside(layer)].permute(2, 0, 1) for layer, each in passed.features.items()}
