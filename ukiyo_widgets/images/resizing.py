"""Resizing in linear light, in strips, so that a large scan never stands in memory as floats.

A pixel of a smaller picture is an average of many, and light averages in linear units. The mean of black and white
stripes, seen from afar, is sRGB level 188; an average of the encoded values says 128 and darkens every print with fine
lines. So values are linearised first, filtered, and encoded again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.colour import linear_to_srgb, srgb_to_linear
from ukiyo_widgets.images.limits import fitted_size

STRIP_PX = 2**20
"""Pixels per strip: 12 MB as floats, so that a strip and its temporaries stay below 100 MB."""


_LINEAR_OF_LEVEL = srgb_to_linear(torch.arange(256, dtype=torch.float32, device="cpu") / 255).numpy()


@dataclass(frozen=True, slots=True)
class Rows:
    """A picture that is read a few rows at a time.

    Parameters
    ----------
    height, width
        Sides in px.
    read
        ``read(start, stop)`` gives rows ``start`` to ``stop``, C×(stop - start)×width, sRGB-encoded: uint8 levels, or
        floats in [0, 1]. C is 3, or 1 if the picture is gray.
    orientation
        How they are stored: 1 is upright, the others as in EXIF (Exif 2.32, tag 0x0112).
    """

    height: int
    width: int
    read: Callable[[int, int], Tensor]
    orientation: int = 1


def spans(height: int, width: int) -> list[tuple[int, int]]:
    """Return (start, stop) of a picture's strips, top to bottom; each has about :data:`STRIP_PX` pixels."""
    step = max(1, STRIP_PX // width)
    return [(start, min(start + step, height)) for start in range(0, height, step)]


def resize(pixels: Tensor, *, height: int, width: int) -> Tensor:
    """Resize a picture with an antialiased bicubic filter in linear light.

    In linear light, because that is how detail too fine to see blends: see the module's first lines. The filter's
    overshoot is cut to [0, 1].

    Parameters
    ----------
    pixels
        Shape (C, H, W), floating, sRGB-encoded, in [0, 1].
    height, width
        New sides in px, at least 1.

    Returns
    -------
    Tensor
        Shape (C, height, width), same dtype and device, in [0, 1]. Where the size does not change, ``pixels`` itself.

    Raises
    ------
    ImageError
        If ``pixels`` is not a floating tensor of three dimensions, or a side is not positive.

    Examples
    --------
    >>> resize(torch.ones(3, 40, 60), height=20, width=30).shape
    torch.Size([3, 20, 30])
    """
    if pixels.ndim != 3 or not pixels.is_floating_point():
        raise ImageError(f"A picture to resize is floating, C×H×W; got {pixels.dtype}, {tuple(pixels.shape)}.")
    if min(*pixels.shape, height, width) < 1:
        raise ImageError(f"Sides are at least 1 px; got {tuple(pixels.shape)} to resize to {width} × {height}.")
    if pixels.shape[1:] == (height, width):
        return pixels
    rows = Rows(pixels.shape[1], pixels.shape[2], lambda start, stop: pixels[:, start:stop])
    return resize_rows(rows, height=height, width=width)


def fit(pixels: Tensor, *, max_side_px: int) -> Tensor:
    """Resize a picture so that its longer side is exactly ``max_side_px``: :func:`fitted_size`, then :func:`resize`.

    Examples
    --------
    >>> fit(torch.ones(3, 40, 60), max_side_px=30).shape
    torch.Size([3, 20, 30])
    """
    height, width = fitted_size(pixels.shape[-2], pixels.shape[-1], max_side_px=max_side_px)
    return resize(pixels, height=height, width=width)


def pixels_of(rows: Rows, *, max_side_px: int | None = None) -> Tensor:
    """Return the upright picture, C×H×W, with its longer side brought to ``max_side_px``; None keeps its size."""
    if max_side_px is None:
        return _upright(_gather(rows), rows.orientation)
    height, width = fitted_size(rows.height, rows.width, max_side_px=max_side_px)
    return _upright(resize_rows(rows, height=height, width=width), rows.orientation)


def resize_rows(rows: Rows, *, height: int, width: int) -> Tensor:
    """Do what :func:`resize` does to a picture that is read in strips.

    The filter is separable: each strip is filtered along its rows, and what is left, rows.height × width, along its
    columns. The result is that of filtering the whole picture, without its floats: a scan of 100 megapixels takes 60 MB
    on its way to 512 px instead of 1.2 GB.
    """
    if (rows.height, rows.width) == (height, width):
        return _gather(rows)
    strips = [_filter(_linear(rows.read(*span)), height=None, width=width) for span in spans(rows.height, rows.width)]
    linear = _filter(torch.cat(strips, dim=1), height=height, width=None)
    return linear_to_srgb(linear.clamp(0, 1))


def _gather(rows: Rows) -> Tensor:
    """Return the whole picture as floats, C×H×W, value for value."""
    first, *others = spans(rows.height, rows.width)
    top = _encoded(rows.read(*first))
    pixels = top.new_empty(top.shape[0], rows.height, rows.width)
    pixels[:, first[0] : first[1]] = top
    for start, stop in others:
        pixels[:, start:stop] = _encoded(rows.read(start, stop))
    return pixels


def _upright(pixels: Tensor, orientation: int) -> Tensor:
    if orientation >= 5:
        pixels = pixels.transpose(1, 2)
    flips = {2: (2,), 3: (1, 2), 4: (1,), 6: (2,), 7: (1, 2), 8: (1,)}
    return pixels.flip(flips.get(orientation, ()))


def _encoded(strip: Tensor) -> Tensor:
    return strip.float() / 255 if strip.dtype == torch.uint8 else strip


def _linear(strip: Tensor) -> Tensor:
    """Linearise a strip; 256 levels are looked up, which takes a tenth of the time."""
    if strip.dtype != torch.uint8:
        return srgb_to_linear(strip)
    return torch.from_numpy(np.take(_LINEAR_OF_LEVEL, strip.numpy()))


def _filter(linear: Tensor, *, height: int | None, width: int | None) -> Tensor:
    """Apply the antialiased bicubic filter along the sides that are given."""
    size = (height or linear.shape[1], width or linear.shape[2])
    return F.interpolate(linear.unsqueeze(0), size=size, mode="bicubic", antialias=True).squeeze(0)
