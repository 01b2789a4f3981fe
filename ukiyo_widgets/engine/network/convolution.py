"""The 3×3 convolutions of VGG-19 with their ReLU, forward and back to the signal; the kernels never change.

Signals are (B, H, W, C): B pictures go through together. Three ways to the same result: :class:`Direct` leaves it to torch.
:class:`Unfolded` writes it as one matrix product, for few channels. :class:`Winograd` computes tiles of 4×4 results with 36
multiplications per pair of channels where the definition takes 144; the transforms around them are matrix products too, so
that nothing but torch is needed. On a CPU it takes about half the time, in float32 and in bfloat16 alike. Its rounding is a few
times that of the precision: in the root of the mean square 1e-6 in float32, and 1.7 % in bfloat16.
"""

from __future__ import annotations

import itertools
import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.network.arena import scratch
from ukiyo_widgets.surroundings import hastened

New = Callable[[int, int, int, int], Tensor]
Way = Callable[[Tensor, New], Tensor]
"""Gives the memory for a result of this shape; its content is arbitrary."""

Matrix = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

BAND_BYTES = 5 * 2**20
"""What is transformed and multiplied at once: little enough to stay in the processor's caches between the operations, and
enough that the kernels are read seldom. Where those are large, half as much as they take is better."""


class Convolution(ABC):
    """A convolution with padding 1, a bias and a ReLU.

    Parameters
    ----------
    kernel, bias
        (N, C, 3, 3) and (N,).
    dtype
        The precision of signals and products.
    """

    def __init__(self, kernel: Tensor, bias: Tensor, *, dtype: torch.dtype) -> None:
        self._channels = kernel.shape[1]
        self._bias = bias.to(dtype)

    def forward(self, signal: Tensor, *, new: New) -> Tensor:
        """Return max(0, kernel * signal + bias), (B, H, W, N), of a signal (B, H, W, C)."""
        return self._as_fast_as_it_goes(self._forward)(signal, new)

    def backward(self, gradient: Tensor, *, new: New) -> Tensor:
        """Return the gradient with respect to the signal, (B, H, W, C); ``gradient`` is that before the ReLU, (B, H, W, N)."""
        return self._as_fast_as_it_goes(self._backward)(gradient, new)

    def _as_fast_as_it_goes(self, way: Way) -> Way:
        """Return a way of this object's, with float32 multiplied as fast as the processor can."""
        in_float32_on_cpu = self._bias.dtype == torch.float32 and self._bias.device.type == "cpu"
        return hastened(way) if in_float32_on_cpu else way

    @abstractmethod
    def _forward(self, signal: Tensor, new: New) -> Tensor: ...

    @abstractmethod
    def _backward(self, gradient: Tensor, new: New) -> Tensor: ...


class Direct(Convolution):
    """The convolution as torch computes it."""

    def __init__(self, kernel: Tensor, bias: Tensor, *, dtype: torch.dtype) -> None:
        super().__init__(kernel, bias, dtype=dtype)
        # Channels-last is the layout that both oneDNN and cuDNN compute in: no reordering at each layer.
        self._kernel = kernel.to(dtype, memory_format=torch.channels_last)

    def _forward(self, signal: Tensor, new: New) -> Tensor:  # noqa: ARG002 - torch brings its own memory
        return channels_last(F.conv2d(channels_first(signal), self._kernel, self._bias, padding=1).relu_())

    def _backward(self, gradient: Tensor, new: New) -> Tensor:  # noqa: ARG002
        return channels_last(F.conv_transpose2d(channels_first(gradient), self._kernel, padding=1))


class Unfolded(Convolution):
    """The convolution as one matrix product with every 3×3 neighbourhood, a strip of the picture at a time."""

    def __init__(self, kernel: Tensor, bias: Tensor, *, dtype: torch.dtype) -> None:
        super().__init__(kernel, bias, dtype=dtype)
        self._kernel = kernel.permute(2, 3, 1, 0).flatten(0, 2).to(dtype).contiguous()  # (9 C, N)

    def _forward(self, signal: Tensor, new: New) -> Tensor:
        pictures, height, width, _ = signal.shape
        result = new(pictures, height, width, len(self._bias))
        padded = F.pad(signal, (0, 0, 1, 1, 1, 1))
        for picture, rows in self._bands(signal):
            windows = padded[picture, rows.start : rows.stop + 2].unfold(0, 3, 1).unfold(1, 3, 1).permute(0, 1, 3, 4, 2)
            flat = scratch().take("unfolded", tuple(windows.shape), like=signal).copy_(windows)
            part = result[picture, rows.start : rows.stop].flatten(0, 1)
            torch.addmm(self._bias, flat.view(len(part), -1), self._kernel, out=part).relu_()
        return result

    def _backward(self, gradient: Tensor, new: New) -> Tensor:
        pictures, height, width, _ = gradient.shape
        folded = gradient.new_zeros(pictures, height + 2, width + 2, self._channels)
        for picture, rows in self._bands(gradient):
            part = gradient[picture, rows.start : rows.stop].flatten(0, 1)
            shares = (part @ self._kernel.T).view(len(rows), width, 3, 3, self._channels)
            for down, right in itertools.product(range(3), repeat=2):
                there = folded[picture, rows.start + down : rows.stop + down, right : right + width]
                there += shares[:, :, down, right]
        return new(pictures, height, width, self._channels).copy_(folded[:, 1:-1, 1:-1])

    def _bands(self, signal: Tensor) -> list[tuple[int, range]]:
        pictures, height, width, _ = signal.shape
        bands = _parts(range(height), BAND_BYTES // (4 * width * 9 * self._channels))
        return list(itertools.product(range(pictures), bands))


TILE = 4
"""Results per tile and axis: F(4×4, 3×3)."""

POINTS = (0.0, 1.0, -1.0, 0.5, -2.0, math.inf)
"""Where the polynomials are evaluated. Of the small numbers, these lose the least to rounding (-2 instead of 2 is worth a
factor of 2.7), and the transforms' coefficients have so few digits that bfloat16 holds them exactly."""

_RECIPROCALS = tuple(1 / point if point else math.inf for point in POINTS)
"""Where the way back evaluates: a kernel read backwards, k'(q) = q² k(1 / q), is then the same transformed kernel, and need
not be kept twice."""


class Winograd(Convolution):
    """The convolution by Winograd's minimal filtering, in tiles of 4×4 results.

    References
    ----------
    Lavin and Gray (2016), Fast Algorithms for Convolutional Neural Networks, section 4. Barabasz et al. (2020), Error Analysis
    and Improving the Accuracy of Winograd Convolution for Deep Neural Networks, on the choice of points.
    """

    def __init__(self, kernel: Tensor, bias: Tensor, *, dtype: torch.dtype) -> None:
        super().__init__(kernel, bias, dtype=dtype)
        norms, back_norms = _norms(POINTS), _norms(_RECIPROCALS)
        evaluation = _evaluation(POINTS, 3) / norms[:, None]
        spectrum = _for_both_axes(evaluation, kernel.dtype).to(kernel) @ kernel.permute(2, 3, 1, 0).reshape(9, -1)
        self._spectrum = spectrum.view(-1, self._channels, len(bias)).to(dtype)  # (36, C, N)
        turned = np.array([q**2 if 0 < abs(q) < math.inf else 1.0 for q in _RECIPROCALS])
        back_into = (turned * norms / back_norms)[:, None] * _numerators(_RECIPROCALS)
        into, out, back_out = _numerators(POINTS), _evaluation(POINTS, TILE).T, _evaluation(_RECIPROCALS, TILE).T
        self._into, self._out, self._back_into, self._back_out = (
            _for_both_axes(matrix, dtype).to(bias.device) for matrix in (into, out, back_into, back_out)
        )

    def _forward(self, signal: Tensor, new: New) -> Tensor:
        return _tiled(signal, self._into, self._spectrum, self._out, bias=self._bias, new=new)

    def _backward(self, gradient: Tensor, new: New) -> Tensor:
        return _tiled(gradient, self._back_into, self._spectrum.transpose(1, 2), self._back_out, bias=None, new=new)


def _tiled(signal: Tensor, into: Tensor, spectrum: Tensor, out: Tensor, *, bias: Tensor | None, new: New) -> Tensor:
    """Transform tiles of the signal, multiply them with the kernels' spectrum, and transform back; with a bias: ReLU."""
    pictures, height, width, channels = signal.shape
    points, _, filters = spectrum.shape
    down, across = -(-height // TILE), -(-width // TILE)
    arena = scratch()
    even = (height, width) == (down * TILE, across * TILE)
    shape = (pictures, down * TILE, across * TILE, filters)
    result = new(*shape) if even else arena.take("uneven", shape, like=signal)
    tiles = result.view(pictures, down, TILE, across, TILE, filters)
    row_bytes = 4 * points * pictures * across * max(channels, filters)
    for rows in _parts(range(down), max(BAND_BYTES, 2 * spectrum.numel()) // row_bytes):
        count = pictures * len(rows) * across
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
        laid_out = results.view(TILE, TILE, pictures, len(rows), across, filters).permute(2, 3, 0, 4, 1, 5)
        tiles[:, rows.start : rows.stop] = laid_out
    return result if even else new(pictures, height, width, filters).copy_(result[:, :height, :width])


def _windows(signal: Tensor, tiles: range, across: int) -> Tensor:
    """Return what each tile of some rows of tiles depends on, with zeros around the signal: (6, 6, B, tiles, across, C)."""
    _, height, width, _ = signal.shape
    top, bottom = tiles.start * TILE - 1, tiles.stop * TILE + 1
    around = (0, 0, 1, across * TILE + 1 - width, max(0, -top), max(0, bottom - height))
    strip = F.pad(signal[:, max(0, top) : bottom], around)
    return strip.unfold(1, TILE + 2, TILE).unfold(2, TILE + 2, TILE).permute(4, 5, 0, 1, 2, 3)


def _parts(rows: range, at_once: int) -> list[range]:
    at_once = max(1, at_once)
    return [rows[first : first + at_once] for first in range(0, len(rows), at_once)]


def _evaluation(points: tuple[float, ...], coefficients: int) -> Matrix:
    """Return the matrix that evaluates a polynomial at the points; at infinity that is its leading coefficient."""
    leading = np.eye(coefficients)[-1]
    return np.array([leading if math.isinf(p) else p ** np.arange(coefficients) for p in points], dtype=np.float64)


def _numerators(points: tuple[float, ...]) -> Matrix:
    """Return, row by row, the coefficients of the polynomial that is 0 at all points but one (Lagrange's, not yet divided)."""
    others = [[q for q in points if q != p and not math.isinf(q)] for p in points]
    rows = [np.poly(each)[::-1] for each in others]
    return np.array([np.pad(row, (0, len(points) - len(row))) for row in rows], dtype=np.float64)


def _norms(points: tuple[float, ...]) -> Matrix:
    """Return what each of these polynomials is at its own point."""
    return np.diag(_evaluation(points, len(points)) @ _numerators(points).T)


def _for_both_axes(matrix: np.ndarray[Any, Any], dtype: torch.dtype) -> Tensor:
    return torch.from_numpy(np.kron(matrix, matrix)).to(dtype)


def channels_first(signal: Tensor) -> Tensor:
    """Return a signal (B, H, W, C) as torch wants it, (B, C, H, W), without moving it."""
    return signal.permute(0, 3, 1, 2)


def channels_last(signal: Tensor) -> Tensor:
    """Return what torch gives, (B, C, H, W), as a signal (B, H, W, C), without moving it if it lies so."""
    return signal.permute(0, 2, 3, 1).contiguous()
