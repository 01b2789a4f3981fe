"""Where the picture may move, and in which coordinates: anywhere, inside the screen's gamut, or in colour alone.

After every move of the optimizer the picture is put back to where it may be, so the losses of a frame are those of the
picture that is shown. The gradient loses the part that such a correction would undo.
"""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor

from ukiyo_widgets.engine.settings import GRAY_LEVEL, Settings
from ukiyo_widgets.images import colour

LEVELS_PER_UNIT = 1.75
"""Gray levels by which R, G and B change where a* and b* of a gray pixel change by 1, all root mean square: of light paper. Of
black ink it is 1.2."""


class Canvas(Protocol):
    """The set of pictures that the optimizer may reach, and what it moves to get there."""

    def coordinates(self, pixels: Tensor) -> Tensor:
        """Return what the optimizer moves, (C, H, W), of a picture (3, H, W); a unit is 255 gray levels, or about."""

    def picture(self, coordinates: Tensor) -> Tensor:
        """Return the allowed picture that stands for ``coordinates``."""

    def pulled_back(self, gradient: Tensor, pixels: Tensor) -> Tensor:
        """Return the gradient by the coordinates, for that by the pixels of an allowed picture."""

    def project(self, pixels: Tensor) -> Tensor:
        """Return the allowed picture that stands for ``pixels`` (3, H, W)."""
        return self.picture(self.coordinates(pixels))


class Unbounded(Canvas):
    """Any picture: values outside [0, 1] are clipped only when it is shown, as in the paper's program."""

    def coordinates(self, pixels: Tensor) -> Tensor:
        """Return ``pixels`` as they are."""
        return pixels

    def picture(self, coordinates: Tensor) -> Tensor:
        """Return ``coordinates`` as they are."""
        return coordinates

    def pulled_back(self, gradient: Tensor, pixels: Tensor) -> Tensor:  # noqa: ARG002
        """Return ``gradient`` as it is."""
        return gradient


class InGamut(Canvas):
    """RGB in [0, 1]."""

    def coordinates(self, pixels: Tensor) -> Tensor:
        """Return ``pixels`` as they are."""
        return pixels

    def picture(self, coordinates: Tensor) -> Tensor:
        """Clip to [0, 1]."""
        return coordinates.clamp(0, 1)

    def pulled_back(self, gradient: Tensor, pixels: Tensor) -> Tensor:
        """Drop what pushes a pixel at 0 or 1 further out (the move is against the gradient)."""
        stuck = ((pixels <= 0) & (gradient > 0)) | ((pixels >= 1) & (gradient < 0))
        return gradient.masked_fill(stuck, 0)


class InkLightness(Canvas):
    """Pictures in the gamut whose CIELAB L* is the gray print's, pixel by pixel: only colour can change.

    The optimizer moves a* and b*. A step of either looks about as large wherever it is made, which one of R, G and B does not:
    in those, dark pixels run ahead of light ones, and paper turns green before it turns yellow.

    Parameters
    ----------
    content
        The gray print, (3, H, W), in [0, 1].
    """

    _UNIT = LEVELS_PER_UNIT * GRAY_LEVEL

    def __init__(self, content: Tensor) -> None:
        self._lightness = colour.lightness(content)

    def coordinates(self, pixels: Tensor) -> Tensor:
        """Return a* and b*, (2, H, W), of the pixels in the gamut."""
        return self._UNIT * colour.rgb_to_lab(pixels.clamp(0, 1))[1:]

    def picture(self, coordinates: Tensor) -> Tensor:
        """Take L* from the gray print, and lower the chroma where the gamut ends."""
        return colour.lab_to_rgb(torch.cat((self._lightness, coordinates / self._UNIT)))

    def pulled_back(self, gradient: Tensor, pixels: Tensor) -> Tensor:
        """Return the gradient by a* and b* where L* stays."""
        return colour.gradient_by_ab(gradient, pixels.clamp(0, 1)) / self._UNIT


def coordinate_planes(settings: Settings) -> int:
    """Return how many coordinates a pixel has on the canvas that ``settings`` ask for."""
    return 2 if settings.keep_ink else 3


def make_canvas(settings: Settings, *, content: Tensor) -> Canvas:
    """Return the canvas that ``settings`` ask for."""
    if settings.keep_ink:
        return InkLightness(content)
    return InGamut() if settings.clip else Unbounded()
