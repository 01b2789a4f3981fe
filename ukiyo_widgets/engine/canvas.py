"""Where the picture may move: anywhere, inside the screen's gamut, or along the gray print's own lightness.

After every move of the optimizer the picture is put back to where it may be, so the losses of a frame are those of the
picture that is shown. The gradient loses the part that such a correction would undo.
"""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor

from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.images import colour


class Canvas(Protocol):
    """The set of pictures that the optimizer may reach."""

    def project(self, pixels: Tensor) -> Tensor:
        """Return the allowed picture that stands for ``pixels`` (3, H, W)."""

    def tangent(self, gradient: Tensor, pixels: Tensor) -> Tensor:
        """Return the part of ``gradient`` along which ``pixels``, an allowed picture, can move."""


class Unbounded:
    """Any picture: values outside [0, 1] are clipped only when it is shown, as in the paper's program."""

    def project(self, pixels: Tensor) -> Tensor:
        """Return ``pixels`` as they are."""
        return pixels

    def tangent(self, gradient: Tensor, pixels: Tensor) -> Tensor:  # noqa: ARG002
        """Return ``gradient`` as it is."""
        return gradient


class InGamut:
    """RGB in [0, 1]."""

    def project(self, pixels: Tensor) -> Tensor:
        """Clip to [0, 1]."""
        return pixels.clamp(0, 1)

    def tangent(self, gradient: Tensor, pixels: Tensor) -> Tensor:
        """Drop what pushes a pixel at 0 or 1 further out (the move is against the gradient)."""
        stuck = ((pixels <= 0) & (gradient > 0)) | ((pixels >= 1) & (gradient < 0))
        return gradient.masked_fill(stuck, 0)


class InkLightness:
    """Pictures in the gamut whose CIELAB L* is the gray print's, pixel by pixel: only colour can change.

    Parameters
    ----------
    content
        The gray print, (3, H, W), in [0, 1].
    """

    def __init__(self, content: Tensor) -> None:
        self._lightness = colour.lightness(content)

    def project(self, pixels: Tensor) -> Tensor:
        """Keep a* and b*, take L* from the gray print, and lower the chroma where the gamut ends."""
        lab = colour.rgb_to_lab(pixels.clamp(0, 1))
        return colour.lab_to_rgb(torch.cat((self._lightness, lab[1:])))

    def tangent(self, gradient: Tensor, pixels: Tensor) -> Tensor:
        """Drop the component along which luminance grows: L* is a function of luminance alone."""
        weights = colour.luminance_weights(pixels).view(3, 1, 1)
        normal = weights * colour.srgb_to_linear_slope(pixels.clamp(0, 1))
        share = (normal * gradient).sum(0, keepdim=True) / normal.square().sum(0, keepdim=True)
        return gradient - share * normal


def make_canvas(settings: Settings, *, content: Tensor) -> Canvas:
    """Return the canvas that ``settings`` ask for."""
    if settings.keep_ink:
        return InkLightness(content)
    return InGamut() if settings.clip else Unbounded()
