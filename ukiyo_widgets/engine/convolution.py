"""The 3×3 convolutions of VGG-19 with their ReLU, forward and back to the signal; the kernels never change.

Signals are (H, W, C). Three ways to the same result: :class:`Direct` leaves it to torch. :class:`Unfolded` writes it as one
matrix product, for few channels. :class:`Winograd` computes tiles of 4×4 results with 36 multiplications per pair of
channels where the definition takes 144; the transforms around them are matrix products too, so that nothing but torch is needed.
In float32 on a CPU it takes about half the time; its rounding is some 1e-5 of the largest result instead of 1e-6.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.arena import scratch

New = Callable[[int, int, int], Tensor]
"""Gives the memory for a result of this shape; its content is arbitrary."""

Matrix = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

BAND_BYTES = 20 * 2**20
"""What is transformed and multiplied at once: enough that the kernels are read seldom and few operations have to be begun."""


class Convolution(Protocol):
    """A convolution with padding 1, a bias and a ReLU."""

    def forward(self, signal: Tensor, *, new: New) -> Tensor:
        """Return max(0, kernel * signal + bias), (H, W, N), of a signal (H, W, C)."""

    def backward(self, gradient: Tensor, *, new: New) -> Tensor:
        """Return the gradient with respect to the signal, (H, W, C); ``gradient`` is that before the ReLU, (H, W, N)."""


class Direct:
    """The convolution as torch computes it.

    Parameters
    ----------
    kernel, bias
        (N, C, 3, 3) and (N,).
    """

    def __init__(self, kernel: Tensor, bias: Tensor) -> None:
        # Channels-last is the layout that both oneDNN and cuDNN compute in: no reordering at each layer.
        self._kernel, self._bias = kernel.contiguous(memory_format=torch.channels_last), bias

    def forward(self, signal: Tensor, *, new: New) -> Tensor:  # noqa: ARG002 - torch brings its own memory
        """Return max(0, kernel * signal + bias)."""
        return channels_last(F.conv2d(channels_first(signal), self._kernel, self._bias, padding=1).relu_())

    def backward(self, gradient: Tensor, *, new: New) -> Tensor:  # noqa: ARG002
        """Return the gradient with respect to the signal."""
        return channels_last(F.conv_transpose2d(channels_first(gradient), self._kernel, padding=1))


class Unfolded:
    """The convolution as one matrix product with every 3×3 neighbourhood, a strip of the picture at a time.

    Parameters
    ----------
    kernel, bias
        (N, C, 3, 3) and (N,).
    """

    def __init__(self, kernel: Tensor, bias: Tensor) -> None:
        self._kernel = kernel.permute(2, 3, 1, 0).flatten(0, 2).contiguous()  # (9 C, N)
        self._bias = bias
        self._channels = kernel.shape[1]

    def forward(self, signal: Tensor, *, new: New) -> Tensor:
        """Return max(0, kernel * signal + bias)."""
        height, width, _ = signal.shape
        filters = len(self._bias)
        padded = F.pad(signal, (0, 0, 1, 1, 1, 1))
        result = new(height, width, filters)
        for rows in _parts(range(height), BAND_BYTES // (4 * width * 9 * self._channels)):
            windows = padded[rows.start : rows.stop + 2].unfold(0, 3, 1).unfold(1, 3, 1).permute(0, 1, 3, 4, 2)
            flat = scratch().take("unfolded", tuple(windows.shape), like=signal).copy_(windows)
            part = result[rows.start : rows.stop].flatten(0, 1)
            torch.addmm(self._bias, flat.view(len(part), -1), self._kernel, out=part).relu_()
        return result

    def backward(self, gradient: Tensor, *, new: New) -> Tensor:
        """Return the gradient with respect to the signal."""
        height, width, _ = gradient.shape
        folded = gradient.new_zeros(height + 2, width + 2, self._channels)
        for rows in _parts(range(height), BAND_BYTES // (4 * width * 9 * self._channels)):
            part = gradient[rows.start : rows.stop].flatten(0, 1)
            shares = (part @ self._kernel.T).view(len(rows), width, 3, 3, self._channels)
            for down in range(3):
                for right in range(3):
                    folded[rows.start + down : rows.stop + down, right : right + width] += shares[:, :, down, right]
        return new(height, width, self._channels).copy_(folded[1:-1, 1:-1])


TILE = 4
"""Results per tile and axis: F(4×4, 3×3)."""

_POINTS = (0.0, 1.0, -1.0, 2.0, 0.5)
"""Where the polynomials are evaluated, besides infinity. The inverse of each is there too: a kernel read backwards, as the
way back needs it, is then the same transformed kernel in another order, and need not be kept twice."""

_INVERSES = [5, 1, 2, 4, 3, 0]
_FLIPPED: Matrix = np.array([point**2 or 1.0 for point in _POINTS] + [1.0], dtype=np.float64)
"""For the reversed kernel k': k'(p) = p² k(1 / p), where 0 and infinity change places."""


class Winograd:
    """The convolution by Winograd's minimal filtering, in tiles of 4×4 results.

    Parameters
    ----------
    kernel, bias
        (N, C, 3, 3) and (N,).

    References
    ----------
    Lavin and Gray (2016), Fast Algorithms for Convolutional Neural Networks, section 4.
    """

    def __init__(self, kernel: Tensor, bias: Tensor) -> None:
        filters, channels = kernel.shape[:2]
        spectrum = _for_both_axes(_evaluation(3), like=kernel) @ kernel.permute(2, 3, 1, 0).reshape(9, -1)
        self._spectrum = spectrum.view(-1, channels, filters)  # (36, C, N)
        self._bias = bias
        into, out = np.linalg.inv(_evaluation(TILE + 2)).T, _evaluation(TILE).T
        self._into, self._out = _for_both_axes(into, like=kernel), _for_both_axes(out, like=kernel)
        self._back_into = _for_both_axes(np.multiply(_FLIPPED[:, None], into)[_INVERSES], like=kernel)
        self._back_out = _for_both_axes(out[:, _INVERSES], like=kernel)

    def forward(self, signal: Tensor, *, new: New) -> Tensor:
        """Return max(0, kernel * signal + bias)."""
        return _tiled(signal, self._into, self._spectrum, self._out, bias=self._bias, new=new)

    def backward(self, gradient: Tensor, *, new: New) -> Tensor:
        """Return the gradient with respect to the signal."""
        return _tiled(gradient, self._back_into, self._spectrum.transpose(1, 2), self._back_out, bias=None, new=new)


def _tiled(signal: Tensor, into: Tensor, spectrum: Tensor, out: Tensor, *, bias: Tensor | None, new: New) -> Tensor:
    """Transform tiles of the signal, multiply them with the kernels' spectrum, and transform back; with a bias: ReLU."""
    height, width, channels = signal.shape
    points, _, filters = spectrum.shape
    down, across = -(-height // TILE), -(-width // TILE)
    arena = scratch()
    even = (height, width) == (down * TILE, across * TILE)
    shape = (down * TILE, across * TILE, filters)
    result = new(*shape) if even else arena.take("uneven", shape, like=signal)
    tiles = result.view(down, TILE, across, TILE, filters)
    row_bytes = 4 * points * across * max(channels, filters)
    for rows in _parts(range(down), BAND_BYTES // row_bytes):
        count = len(rows) * across
        windows = _windows(signal, rows, across)
        flat = arena.take("one", tuple(windows.shape), like=signal).copy_(windows).view(points, -1)
        transformed = arena.take("other", (points, count, channels), like=signal)
        torch.mm(into, flat, out=transformed.view(points, -1))
        products = arena.take("one", (points, count, filters), like=signal)
        torch.bmm(transformed, spectrum, out=products)
        results = arena.take("other", (TILE * TILE, count, filters), like=signal)
        torch.mm(out, products.view(points, -1), out=results.view(TILE * TILE, -1))
        if bias is not None:
            results.add_(bias).relu_()
        tiles[rows.start : rows.stop] = results.view(TILE, TILE, len(rows), across, filters).permute(2, 0, 3, 1, 4)
    return result if even else new(height, width, filters).copy_(result[:height, :width])


def _windows(signal: Tensor, tiles: range, across: int) -> Tensor:
    """Return what each tile of some rows of tiles depends on, with zeros around the signal: (6, 6, tiles, across, C)."""
    height, width, _ = signal.shape
    top, bottom = tiles.start * TILE - 1, tiles.stop * TILE + 1
    around = (0, 0, 1, across * TILE + 1 - width, max(0, -top), max(0, bottom - height))
    strip = F.pad(signal[max(0, top) : bottom], around)
    return strip.unfold(0, TILE + 2, TILE).unfold(1, TILE + 2, TILE).permute(3, 4, 0, 1, 2)


def _parts(rows: range, at_once: int) -> list[range]:
    at_once = max(1, at_once)
    return [rows[first : first + at_once] for first in range(0, len(rows), at_once)]


def _evaluation(coefficients: int) -> Matrix:
    """Return the matrix that evaluates a polynomial at all points, with infinity (its leading coefficient) last."""
    matrix: Matrix = np.vander([*_POINTS, 0.0], coefficients, increasing=True)
    matrix[-1] = np.eye(coefficients)[-1]
    return matrix


def _for_both_axes(matrix: np.ndarray[Any, Any], *, like: Tensor) -> Tensor:
    return torch.from_numpy(np.kron(matrix, matrix)).to(like)


def channels_first(signal: Tensor) -> Tensor:
    """Return a signal (H, W, C) as torch wants it, (1, C, H, W), without moving it."""
    return signal.unsqueeze(0).permute(0, 3, 1, 2)


def channels_last(signal: Tensor) -> Tensor:
    """Return what torch gives, (1, C, H, W), as a signal (H, W, C), without moving it if it lies so."""
    return signal[0].permute(1, 2, 0).contiguous()
