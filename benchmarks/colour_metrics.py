"""What a colorization is judged by, where the true print is known. Needs torch and scikit-image."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

import torch
import torch.nn.functional as F
from skimage.metrics import structural_similarity
from torch import Tensor

from ukiyo_widgets import ciede2000, colour

BIN = 4
"""Side of a histogram's bins in a* and b*; smaller ones tell colours apart that nobody sees apart."""

FLAT_SHARE = 0.3
"""Share of the print that counts as flat: where the true print's lightness varies least."""

WINDOW = 1 / 48
"""Side of the squares in which flatness and mottling are measured, as a share of the longest side."""

LEAST_VARIATION = 0.2
"""Chroma variation that nobody sees; a true print with less (a drawn one) counts as having so much."""


@dataclass(frozen=True)
class Figures:
    """How near one picture comes to the true print.

    Attributes
    ----------
    ciede2000
        Mean colour difference to the true print: lower is nearer.
    ssim
        Structural similarity of L* to the gray print: 1 is untouched.
    spread
        Standard deviation of a* and b* over the true print's: 1 is right, 0 is gray.
    intersection
        Overlap of the a*b* histogram with the reference's: 1 is the reference's very colours.
    mottling
        Variation of a* and b* inside small squares of flat lightness, over the true print's there: 1 is as flat as the print.
    """

    ciede2000: float
    ssim: float
    spread: float
    intersection: float
    mottling: float


def judge(pixels: Tensor, *, truth: Tensor, reference: Tensor) -> Figures:
    """Judge a picture, (3, H, W) in [0, 1]: ``truth`` is the true print, ``reference`` where the colours came from."""
    pixels, truth, reference = (each.double() for each in (pixels, truth, reference))
    ours, theirs, gray = colour.rgb_to_lab(pixels), colour.rgb_to_lab(truth), colour.rgb_to_lab(colour.luma(truth))
    return Figures(
        ciede2000=ciede2000(pixels, truth).mean().item(),
        ssim=float(structural_similarity(ours[0].numpy(), gray[0].numpy(), data_range=100)),
        spread=(_spread(ours) / _spread(theirs)).item(),
        intersection=torch.minimum(histogram(ours), histogram(colour.rgb_to_lab(reference))).sum().item(),
        mottling=_mottling(ours, theirs),
    )


def mean(figures: list[Figures]) -> Figures:
    """Return the mean of each figure."""
    return Figures(*(sum(values) / len(figures) for values in zip(*map(astuple, figures), strict=True)))


def names() -> list[str]:
    """Return the names of the figures."""
    return [field.name for field in fields(Figures)]


def histogram(lab: Tensor) -> Tensor:
    """Return the shares of the pixels that fall into each square of a* and b*."""
    place = (lab[1:].flatten(start_dim=1) / BIN + 32).floor().long().clamp(0, 63)
    return torch.bincount(place[0] * 64 + place[1], minlength=64 * 64).double() / place.shape[1]


def _spread(lab: Tensor) -> Tensor:
    return lab[1:].flatten(start_dim=1).std(dim=1).mean()


def _mottling(lab: Tensor, truth: Tensor) -> float:
    variation = _local_variance(truth)[0].sqrt()
    flat = variation <= variation.quantile(FLAT_SHARE)
    ours, theirs = (_local_variance(each)[1:].sum(dim=0).sqrt()[flat].mean().item() for each in (lab, truth))
    return ours / max(theirs, LEAST_VARIATION)


def _local_variance(lab: Tensor) -> Tensor:
    """Return the variance of each channel inside a square around each pixel that has one."""
    side = max(3, round(WINDOW * max(lab.shape[1:])) // 2 * 2 + 1)
    mean = F.avg_pool2d(lab[None], side, stride=1)[0]
    return (F.avg_pool2d(lab[None] ** 2, side, stride=1)[0] - mean**2).clamp_min(0)
