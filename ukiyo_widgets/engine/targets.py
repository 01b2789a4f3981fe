"""What the picture's features are compared with: P of the gray print, A of the references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.guides import Guides, at_layer, guided_features
from ukiyo_widgets.engine.layers import LayerWeights
from ukiyo_widgets.engine.losses import gram_matrix
from ukiyo_widgets.engine.regions import Regions, mask
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.engine.vgg import VGG19


@dataclass(frozen=True, eq=False)
class Targets:
    """What the picture's features are compared with; computed once per run, shared by its forks.

    Attributes
    ----------
    content
        P for each content layer, (N, H, W).
    grams
        A / M_a for each style layer, (N, N); with several references the mean by their weights. Comparing with the mean
        has the same gradient as the weighted mean of the comparisons: they differ by a constant. With regions one for each
        part, (parts, N, N).
    guides
        Which positions belong to which part; None without regions.
    """

    content: Mapping[str, Tensor]
    grams: Mapping[str, Tensor]
    guides: Guides | None = None

    def covers(self, settings: Settings) -> bool:
        """Whether every layer that ``settings`` name is here."""
        return set(settings.content_layers) <= set(self.content) and set(settings.style_layers) <= set(self.grams)


GRAM_BAND = 256
"""Positions that are summed in one bfloat16 product; torch keeps the sum in float32 and rounds it once, in the end."""


def mean_gram(features: Tensor) -> Tensor:
    """Return G / M in float32 (float64 for float64 features).

    Features in bfloat16 are multiplied as they are, which takes a fifth of the time, in bands of positions whose sums are added
    in float32. With 16 bands or more, what the rounding of each leaves is below 3e-4 of the matrix.
    """
    positions = features[0].numel()
    bands = positions // GRAM_BAND
    if features.dtype != torch.bfloat16 or bands < 16:
        return gram_matrix(accumulating(features)) / positions
    matrix = features.flatten(start_dim=1)
    whole = matrix[:, : bands * GRAM_BAND].view(len(matrix), bands, GRAM_BAND).transpose(0, 1)  # bands × N × positions
    gram = torch.bmm(whole, whole.mT).sum(0, dtype=torch.float32)
    rest = matrix[:, bands * GRAM_BAND :].float()
    return torch.addmm(gram, rest, rest.T) / positions


def accumulating(features: Tensor) -> Tensor:
    """Return ``features`` in the precision in which sums over positions are taken."""
    return features if features.dtype == torch.float64 else features.float()


@torch.no_grad()
def measure_targets(
    network: VGG19,
    *,
    content: Tensor,
    references: Sequence[Tensor],
    reference_weights: Sequence[float],
    content_layers: LayerWeights,
    style_layers: LayerWeights,
    regions: Regions = Regions(),  # noqa: B008 - it is immutable
) -> Targets:
    """Return the targets of a gray print (3, H, W) and of references of any size, whose weights may have any sum.

    Each of the ``regions`` is compared with its own part of its reference, the rest with all of them.
    """
    shares = [weight / sum(reference_weights) for weight in reference_weights]
    grams: dict[str, Tensor] = {}
    for reference, share in zip(references, shares, strict=True):
        features = network.features(reference, style_layers)
        for layer in style_layers:
            part = share * mean_gram(features.pop(layer))
            grams[layer] = grams[layer] + part if layer in grams else part
    targets = {k: accumulating(v) for k, v in network.features(content, content_layers).items()}
    if not regions:
        return Targets(targets, grams)
    stacked = {layer: [gram] for layer, gram in grams.items()}
    for region in regions:
        reference = references[region.number - 1]
        _, height, width = reference.shape
        covered = mask(region.reference, height=height, width=width).to(reference).unsqueeze(0)
        for layer, each in network.features(reference, style_layers).items():
            weights = at_layer(covered, layer)[0]
            stacked[layer].append(guided_gram(each, weights / weights.sum().clamp_min(1e-6)))
    _, height, width = content.shape
    guides = Guides.of(regions, height=height, width=width, layers=style_layers, like=content)
    return Targets(targets, {layer: torch.stack(parts) for layer, parts in stacked.items()}, guides)


def guided_gram(features: Tensor, weights: Tensor) -> Tensor:
    """Return Σ w F Fᵀ over positions, (N, N), for ``weights`` w of shape (H, W) that add up to 1; cf. :func:`mean_gram`."""
    return mean_gram(guided_features(features, weights)) * weights.numel()
