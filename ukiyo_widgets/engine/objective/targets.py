"""What the picture's features are compared with: P of the gray print, A of the references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.guidance.regions import Regions, mask
from ukiyo_widgets.engine.layers import LayerWeights
from ukiyo_widgets.engine.losses import gram_matrix
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.engine.objective.bands import features_in_bands
from ukiyo_widgets.engine.objective.guides import Guides, at_layer, guided_features
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.surroundings import undisturbed


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


GRAM_BANDS, GRAM_BANDS_ON_GPU, LEAST_GRAM_BANDS, LEAST_GRAM_BAND = 28, 256, 16, 128
"""Into how many bands positions are parted for products in bfloat16, at most and at least, and how many a band has at least.
Torch sums in float32 and rounds each band's matrix once: more bands are more exact, but a CPU should hold all their matrices in
its caches, while a GPU needs enough of them for all its processors; how many is a guess, not measured yet."""


def mean_gram(features: Tensor) -> Tensor:
    """Return G / M in float32 (float64 for float64 features).

    Features in bfloat16 are multiplied as they are, which takes less than half the time, in bands of positions whose sums are
    added in float32. What the rounding of each band leaves is below 5e-4 of the matrix.
    """
    positions = features[0].numel()
    most = GRAM_BANDS if features.device.type == "cpu" else GRAM_BANDS_ON_GPU
    bands = min(most, positions // LEAST_GRAM_BAND)
    if features.dtype != torch.bfloat16 or bands < LEAST_GRAM_BANDS:
        return gram_matrix(accumulating(features)) / positions
    matrix, band = features.flatten(start_dim=1), positions // bands
    whole = matrix[:, : bands * band].view(len(matrix), bands, band).transpose(0, 1)  # bands × N × positions
    gram = torch.bmm(whole, whole.mT).sum(0, dtype=torch.float32)
    rest = matrix[:, bands * band :].float()
    return torch.addmm(gram, rest, rest.T) / positions


def accumulating(features: Tensor) -> Tensor:
    """Return ``features`` in the precision in which sums over positions are taken."""
    return features if features.dtype == torch.float64 else features.float()


@undisturbed
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
    band_px: int = 0,
) -> Targets:
    """Return the targets of a gray print (3, H, W) and of references of any size, whose weights may have any sum.

    Each of the ``regions`` is compared with its own part of its reference, the rest with all of them. The prints go through
    the network ``band_px`` rows at a time; 0 takes all.
    """
    shares = [weight / sum(reference_weights) for weight in reference_weights]
    each = [_mean_grams(reference, network, style_layers, band_px=band_px) for reference in references]
    grams = {
        layer: torch.stack([share * own[layer] for share, own in zip(shares, each, strict=True)]).sum(0)
        for layer in style_layers
    }
    compared = _content(content, network, content_layers, band_px=band_px)
    if not regions:
        return Targets(compared, grams)
    parts = [
        _mean_grams(references[region.number - 1], network, style_layers, band_px=band_px, inside=region.reference)
        for region in regions
    ]
    stacked = {layer: torch.stack([grams[layer], *(part[layer] for part in parts)]) for layer in style_layers}
    _, height, width = content.shape
    guides = Guides.of(regions, height=height, width=width, layers=style_layers, like=content)
    return Targets(compared, stacked, guides)


def _content(content: Tensor, network: VGG19, layers: LayerWeights, *, band_px: int) -> dict[str, Tensor]:
    """Return P for each layer, (N, H, W)."""
    rows: dict[str, list[Tensor]] = {layer: [] for layer in layers}
    for _, features in features_in_bands(content, network, layers, rows_px=band_px):
        for layer in layers:
            rows[layer].append(accumulating(features[layer]).permute(1, 2, 0).clone())  # lying as the network's own
    return {layer: torch.cat(parts).permute(2, 0, 1) for layer, parts in rows.items()}


def _mean_grams(
    reference: Tensor, network: VGG19, layers: LayerWeights, *, band_px: int, inside: str = ""
) -> dict[str, Tensor]:
    """Return A / M_a for each layer, (N, N); of the part ``inside`` alone, where one is given."""
    _, height, width = reference.shape
    weights: dict[str, Tensor] = {}
    if inside:
        covered = mask(inside, height=height, width=width).to(reference).unsqueeze(0)
        weights = {layer: at_layer(covered, layer)[0] for layer in layers}
        weights = {layer: each / each.sum().clamp_min(1e-6) for layer, each in weights.items()}
    grams: dict[str, Tensor] = {}
    for band, features in features_in_bands(reference, network, layers, rows_px=band_px):
        for layer in layers:
            span = band.span(layer)
            own = (
                guided_gram(features[layer], weights[layer][span.rows])
                if inside
                else mean_gram(features[layer]) * span.share
            )
            grams[layer] = grams[layer] + own if layer in grams else own
    return grams


def guided_gram(features: Tensor, weights: Tensor) -> Tensor:
    """Return Σ w F Fᵀ over positions, (N, N), for ``weights`` w of shape (H, W) that add up to 1; cf. :func:`mean_gram`."""
    return mean_gram(guided_features(features, weights)) * weights.numel()
