"""Colour classes: what the inks of some prints are, relative to the tone of their paper."""

from __future__ import annotations

import math

import torch
from torch import Tensor

SOFTNESS = 3.0
"""CIELAB units at which a pixel belongs to a class a third as much."""

_ROUNDS = 15
_GOLDEN = (math.sqrt(5) - 1) / 2


def find_classes(relative: Tensor, *, count: int) -> Tensor:
    """Return the centres of ``count`` classes, (count, 2), of relative colours (n, 2): k-means, begun far apart.

    What k-means++ draws by chance goes here by an even sequence: the same colours give the same classes.

    References
    ----------
    Lloyd (1982); Arthur and Vassilvitskii (2007), k-means++.
    """
    middle = torch.cdist(relative, relative.mean(0, keepdim=True)).argmin()
    centres = relative[middle].view(1, 2)
    for step in range(1, count):
        distance = (torch.cdist(relative, centres).amin(1).square() + 1e-6).cumsum(0)
        chosen = torch.searchsorted(distance, step * _GOLDEN % 1 * distance[-1]).clamp_max(len(relative) - 1)
        centres = torch.cat((centres, relative[chosen].view(1, 2)))
    for _ in range(_ROUNDS):
        nearest = torch.cdist(relative, centres).argmin(1)
        counts = torch.bincount(nearest, minlength=count)[:, None]
        sums = torch.zeros_like(centres).index_add_(0, nearest, relative)
        centres = torch.where(counts > 0, sums / counts.clamp_min(1), centres)
    return centres


def shares_of_classes(relative: Tensor, centres: Tensor, *, softness: float = SOFTNESS) -> Tensor:
    """Return how far each relative colour belongs to each class, (n, classes); the shares of a colour add up to 1.

    Examples
    --------
    >>> shares_of_classes(torch.tensor([[0.0, 0.0]]), torch.tensor([[0.0, 0.0], [30.0, 0.0]])).round().tolist()
    [[1.0, 0.0]]
    """
    distance = torch.cdist(relative, centres) / softness
    return torch.softmax(-distance.square(), dim=1)
