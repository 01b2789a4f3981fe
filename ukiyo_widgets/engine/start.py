"""The picture of iteration 0: noise, the gray print, or the gray print tinted from the references' palette."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.weights import Preprocessing
from ukiyo_widgets.images import colour

RANKS = 256
"""Steps of lightness in the palette."""

SMOOTHING = 12
"""Ranks over which the palette is averaged to either side: without it, a flat gray with grain in it turns out mottled."""

LEVELS = 1024
"""Steps in which the gray print's lightness is ranked: flat areas share one rank."""


def noise(like: Tensor, *, level: float, seed: int, preprocessing: Preprocessing) -> Tensor:
    """Return Gaussian noise around the network's mean colour.

    Parameters
    ----------
    like
        A picture (3, H, W) that gives the shape.
    level
        Standard deviation in gray levels.
    seed
        Drawn on the CPU, so that every device starts from the same picture.
    preprocessing
        The network's, for its mean.
    """
    generator = torch.Generator().manual_seed(seed)
    drawn = torch.randn(like.shape, generator=generator, dtype=torch.float64)
    mean = torch.tensor(preprocessing.mean, dtype=torch.float64).view(3, 1, 1)
    return (mean + level / 255 * drawn).to(like)


def palette(content: Tensor, references: Sequence[Tensor], *, reference_weights: Sequence[float]) -> Tensor:
    """Return the gray print with, at each rank of lightness, the references' mean chroma at that rank.

    The darkest tenth of the print takes the mean a* and b* of the darkest tenth of the reference, and so on in 256 steps:
    colour without a network, in a few milliseconds.

    Parameters
    ----------
    content
        The gray print, (3, H, W), in [0, 1].
    references
        Colour prints of any size, (3, h, w) each, in [0, 1].
    reference_weights
        Their shares, of any sum.

    Returns
    -------
    Tensor
        Shape (3, H, W), in [0, 1], with the L* of ``content``.
    """
    total = sum(reference_weights)
    chroma = sum(
        weight / total * _chroma_by_rank(reference.cpu().double())
        for reference, weight in zip(references, reference_weights, strict=True)
    )
    assert isinstance(chroma, Tensor)
    lightness = colour.lightness(content.cpu().double())
    position = _rank(lightness) * (RANKS - 1)
    below = position.floor().long().clamp(0, RANKS - 2)
    share = position - below
    ab = chroma[:, below[0]] * (1 - share) + chroma[:, below[0] + 1] * share
    return colour.lab_to_rgb(torch.cat((lightness, ab))).to(content)


def _chroma_by_rank(rgb: Tensor) -> Tensor:
    """Return the mean a* and b* of 256 equal shares of the pixels, from dark to light, smoothed: (2, 256)."""
    lab = colour.rgb_to_lab(rgb).flatten(start_dim=1)
    ordered = lab[1:, lab[0].argsort(stable=True)]
    share = (torch.arange(ordered.shape[1]) * RANKS // ordered.shape[1]).expand_as(ordered)
    counts = torch.zeros(2, RANKS, dtype=rgb.dtype).scatter_add_(1, share, torch.ones_like(ordered))
    sums = torch.zeros(2, RANKS, dtype=rgb.dtype).scatter_add_(1, share, ordered)
    means = sums / counts.clamp_min(1)
    weights = torch.bartlett_window(2 * SMOOTHING + 3, periodic=False, dtype=rgb.dtype)[1:-1]
    padded = F.pad(means[None], (SMOOTHING, SMOOTHING), mode="replicate")
    return F.conv1d(padded.transpose(0, 1), (weights / weights.sum())[None, None]).squeeze(1)


def _rank(lightness: Tensor) -> Tensor:
    """Return for each pixel the share of pixels that are darker, ties counted half: same shape, in [0, 1]."""
    level = (lightness / 100 * (LEVELS - 1)).round().long().clamp(0, LEVELS - 1)
    counts = torch.bincount(level.flatten(), minlength=LEVELS).double()
    middle = (counts.cumsum(0) - counts / 2) / counts.sum()
    return middle[level]
