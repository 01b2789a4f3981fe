"""The tone of a print's paper, apart from its inks: old paper is yellow in one scan and white in the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

PAPER_RANK = 0.92
"""Share of a print's pixels that are darker than its paper."""

BARE = 0.85
"""Share of the pixels that are darker than what counts as bare paper, whose median colour is the paper's."""

BRIGHTEST = 1.1
"""Up to this many times the paper's lightness its tint grows."""

ALIKE_UNITS = 4.0
"""Difference in the papers' L* at which a reference counts a third as much for the tone of a print's paper."""


@dataclass(frozen=True)
class Paper:
    """L*, a* and b* of a print's bare paper."""

    lightness: float
    a: float
    b: float

    @classmethod
    def of(cls, lab: Tensor) -> Paper:
        """Measure it on a print, (3, H, W), CIELAB with the L* that it has as a gray print."""
        lightness = lab[0].flatten()
        bare = lab[1:, lab[0] >= lightness.quantile(BARE)]
        a, b = bare.median(dim=1).values.tolist()
        return cls(lightness.quantile(PAPER_RANK).item(), a, b)


def paper_under(lightness: Tensor, papers: Sequence[Paper], *, weights: Sequence[float]) -> Paper:
    """Return the paper that a gray print very likely has: that of the references, those as light as its own counting most.

    Parameters
    ----------
    lightness
        L* of the gray print, of any shape.
    papers
        Of the references.
    weights
        Their shares, of any sum.
    """
    own = lightness.flatten().quantile(PAPER_RANK).item()
    tones = torch.tensor([(each.a, each.b) for each in papers], dtype=torch.float32)
    away = torch.tensor([(each.lightness - own) / ALIKE_UNITS for each in papers], dtype=torch.float32)
    share = torch.softmax(torch.tensor(weights, dtype=torch.float32).clamp_min(1e-9).log() - away.square(), dim=0)
    a, b = (share @ tones).tolist()
    return Paper(own, a, b)


def tint(lightness: Tensor, paper: Paper) -> Tensor:
    """Return the a* and b* that the paper gives to each pixel: less where ink lies on it.

    Parameters
    ----------
    lightness
        L* of the gray print, (1, H, W).

    Returns
    -------
    Tensor
        Shape (2, H, W).

    Examples
    --------
    >>> tint(torch.tensor([[[90.0, 45.0, 0.0]]]), Paper(90.0, 2.0, 16.0))[1].tolist()
    [[16.0, 8.0, 0.0]]
    """
    tone = torch.tensor((paper.a, paper.b), dtype=lightness.dtype, device=lightness.device)
    return tone.view(2, 1, 1) * (lightness / max(paper.lightness, 1.0)).clamp_max(BRIGHTEST)
