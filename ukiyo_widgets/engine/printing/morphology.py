"""What is thin and what is wide in a picture: lines, and the areas between them."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def grown(channels: Tensor, radius_px: int) -> Tensor:
    """Return the highest value within a radius, (C, H, W): squares and crosses in turn, which together are about round."""
    for turn in range(radius_px):
        channels = _cross(channels) if turn % 2 else _square(channels)
    return channels


def without_thin(channels: Tensor, radius_px: int) -> Tensor:
    """Return a picture without what is high and narrower than twice the radius: a morphological opening."""
    return grown(-grown(-channels, radius_px), radius_px)


def without_lines(darkness: Tensor, radius_px: int) -> Tensor:
    """Return how dark a print is beside its lines: an opening, from which what was only narrow between spots comes back.

    An opening alone also takes the ground between white flakes for lines; it grows back from the wide area that it belongs to,
    a few radii far, so that a line that begins at a dark area does not come back as a whole.
    """
    found = without_thin(darkness, radius_px)
    for _ in range(3 * radius_px):
        found = torch.minimum(_square(found), darkness)
    return found


def blurred(channels: Tensor, radius_px: int) -> Tensor:
    """Return the mean within a square, (C, H, W)."""
    padded = F.pad(channels[None], (radius_px,) * 4, mode="replicate")
    return F.avg_pool2d(padded, 2 * radius_px + 1, stride=1)[0]


def eased(values: Tensor, low: float, high: float) -> Tensor:
    """Return 0 below ``low``, 1 above ``high``, and between them a curve without corners."""
    share = ((values - low) / (high - low)).clamp(0, 1)
    return share * share * (3 - 2 * share)


def _square(channels: Tensor) -> Tensor:
    return F.max_pool2d(channels[None], 3, stride=1, padding=1)[0]


def _cross(channels: Tensor) -> Tensor:
    across = F.max_pool2d(channels[None], (1, 3), stride=1, padding=(0, 1))
    down = F.max_pool2d(channels[None], (3, 1), stride=1, padding=(1, 0))
    return torch.maximum(across, down)[0]
