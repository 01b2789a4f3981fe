"""The picture of iteration 0: noise, the gray print, or the gray print tinted from the references' palette."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.network.weights import Preprocessing
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
    lightness = colour.lightness(content.cpu().double())
    labs = [colour.rgb_to_lab(reference.cpu().double()).flatten(1) for reference in references]
    ab = palette_chroma(lightness, labs, reference_weights=reference_weights)
    return colour.lab_to_rgb(torch.cat((lightness, ab))).to(content)


def palette_chroma(
    lightness: Tensor, labs: Sequence[Tensor], *, reference_weights: Sequence[float], inside: Tensor | None = None
) -> Tensor:
    """Return the mean a* and b* that the references have at each pixel's rank of lightness, (2, H, W).

    Parameters
    ----------
    lightness
        L* of the gray print, (1, H, W).
    labs
        CIELAB of the references' pixels, (3, n) each.
    reference_weights
        Their shares, of any sum.
    inside
        The pixels of the gray print, (H, W), among which lightness is ranked; None means all.
    """
    total = sum(reference_weights)
    chroma = torch.zeros(2, RANKS, dtype=lightness.dtype)
    for lab, weight in zip(labs, reference_weights, strict=True):
        chroma += weight / total * _chroma_by_rank(lab)
    position = _rank(lightness, lightness if inside is None else lightness[0][inside]) * (RANKS - 1)
    below = position.floor().long().clamp(0, RANKS - 2)
    share = position - below
    return chroma[:, below[0]] * (1 - share) + chroma[:, below[0] + 1] * share


def _chroma_by_rank(lab: Tensor) -> Tensor:
    """Return the mean a* and b* of 256 equal shares of the pixels (3, n), from dark to light, smoothed: (2, 256)."""
    ordered = lab[1:, lab[0].argsort(stable=True)]
    share = (torch.arange(ordered.shape[1]) * RANKS // ordered.shape[1]).expand_as(ordered)
    counts = torch.zeros(2, RANKS, dtype=lab.dtype).scatter_add_(1, share, torch.ones_like(ordered))
    sums = torch.zeros(2, RANKS, dtype=lab.dtype).scatter_add_(1, share, ordered)
    means = _filled(sums, counts)
    weights = torch.bartlett_window(2 * SMOOTHING + 3, periodic=False, dtype=lab.dtype)[1:-1]
    padded = F.pad(means[None], (SMOOTHING, SMOOTHING), mode="replicate")
    return F.conv1d(padded.transpose(0, 1), (weights / weights.sum())[None, None]).squeeze(1)


def _filled(sums: Tensor, counts: Tensor) -> Tensor:
    """Return the means; of fewer pixels than ranks, each stands for the ranks after it that have none."""
    filled = (counts[0] > 0).long().cumsum(0) - 1
    return (sums / counts.clamp_min(1))[:, counts[0] > 0][:, filled]


def _rank(lightness: Tensor, among: Tensor) -> Tensor:
    """Return for each pixel the share of pixels of ``among`` that are darker, ties counted half: same shape, in [0, 1]."""
    counts = torch.bincount(_level(among).flatten(), minlength=LEVELS).double()
    middle = (counts.cumsum(0) - counts / 2) / counts.sum()
    return middle[_level(lightness)]


def _level(lightness: Tensor) -> Tensor:
    return (lightness / 100 * (LEVELS - 1)).round().long().clamp(0, LEVELS - 1)


def lightness_of_same_rank(lightness: Tensor, others: Tensor, *, among: Tensor | None = None) -> Tensor:
    """Return the lightness that has the same rank among ``others`` as each pixel has among ``among`` (None: all pixels).

    Parameters
    ----------
    lightness
        L* of any shape, in [0, 100].
    others
        L* of the pixels whose distribution is taken on, of any shape.
    """
    ordered = others.flatten().sort().values
    rank = _rank(lightness, lightness if among is None else among)
    return ordered[(rank * (len(ordered) - 1)).round().long()]


def with_lightness_of(reference: Tensor, content: Tensor) -> Tensor:
    """Return a colour print whose lightness has the distribution of the gray print's; a* and b* stay, as far as they fit.

    Parameters
    ----------
    reference
        Shape (3, h, w), in [0, 1].
    content
        The gray print, (3, H, W), in [0, 1].
    """
    lab = colour.rgb_to_lab(reference.double())
    lightness = lightness_of_same_rank(lab[:1], colour.lightness(content.double()))
    return colour.lab_to_rgb(torch.cat((lightness, lab[1:]))).to(reference)
