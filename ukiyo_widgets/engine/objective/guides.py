"""Style part by part: guided Gram matrices.

References
----------
Gatys, Ecker, Bethge, Hertzmann and Shechtman (2017), Controlling Perceptual Factors in Neural Style Transfer, section 4.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.guidance.regions import Region, mask

_LEAST = 1e-6


@dataclass(frozen=True, eq=False)
class Guides:
    """How much of each position belongs to each part of the picture: the rest first, then the regions in their order.

    Attributes
    ----------
    coverage
        By layer, (parts, H, W), in [0, 1]; at every position the parts add up to 1.
    """

    coverage: Mapping[str, Tensor]

    @classmethod
    def of(cls, regions: Iterable[Region], *, height: int, width: int, layers: Collection[str], like: Tensor) -> Guides:
        """Return the guides of a picture of this size; where regions lie on each other, the later one counts.

        ``like`` gives the device and the precision.
        """
        rest, parts = torch.ones(height, width, dtype=torch.float32), list[Tensor]()
        for region in regions:
            covered = mask(region.content, height=height, width=width)
            parts = [part * (1 - covered) for part in parts] + [covered]
            rest = rest * (1 - covered)
        full = torch.stack([rest, *parts]).to(like)
        return cls({layer: at_layer(full, layer) for layer in layers})

    def shares(self, layer: str) -> Tensor:
        """Return the share of the picture that each part covers, (parts,): by it, the part's style loss counts."""
        return self.coverage[layer].mean((1, 2))

    def weights(self, layer: str) -> Tensor:
        """Return the share of each position in its part's guided Gram matrix, (parts, H, W): each part's add up to 1."""
        coverage = self.coverage[layer]
        return coverage / coverage.sum((1, 2), keepdim=True).clamp_min(_LEAST)


def at_layer(masks: Tensor, layer: str) -> Tensor:
    """Return masks (parts, H, W) at the size of a layer's feature maps: each position has the mean of what it stands for."""
    for _ in range(int(layer[4]) - 1):  # convB_… comes after B − 1 poolings
        masks = F.avg_pool2d(masks, 2)
    return masks


def guided_features(features: Tensor, weights: Tensor) -> Tensor:
    """Return features (N, H, W) whose Gram matrix is Σ w F Fᵀ over positions, for ``weights`` w of shape (H, W)."""
    return features * weights.sqrt().to(features.dtype)
