"""Colour classes: what the inks of some prints are, relative to the tone of their paper."""

from __future__ import annotations

import torch
from torch import Tensor

SOFTNESS = 3.0
"""CIELAB units at which a pixel belongs to a class a third as much."""

_ROUNDS = 15


def find_classes(relative: Tensor, *, count: int, generator: torch.Generator) -> Tensor:
    """Return the centres of ``count`` classes, (count, 2), of relative colours (n, 2): k-means, begun far apart.

    References
    ----------
    Lloyd (1982); Arthur and Vassilvitskii (2007), k-means++.
    """
    centres = relative[torch.randint(len(relative), (1,), generator=generator)]
    for _ in range(count - 1):
        distance = (torch.cdist(relative, centres).amin(1).square() + 1e-6).cumsum(0)
        drawn = torch.rand((), generator=generator, dtype=relative.dtype) * distance[-1]
        chosen = torch.searchsorted(distance, drawn).clamp_max(len(relative) - 1)
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
