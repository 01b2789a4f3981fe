"""The loss of a picture and its gradient: targets from the prints, one pass through the network, one scalar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.chroma import ChromaTargets, chroma_losses
from ukiyo_widgets.engine.convolution import New
from ukiyo_widgets.engine.guides import Guides, at_layer, guided_features
from ukiyo_widgets.engine.layers import LayerWeights
from ukiyo_widgets.engine.losses import (
    LossForm,
    content_gradient,
    content_loss,
    gram_matrix,
    style_gradient,
    style_loss,
    total_variation,
    total_variation_gradient,
)
from ukiyo_widgets.engine.regions import Regions, mask
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.engine.vgg import VGG19

CHROMA_TERMS = ("colour", "hints", "chroma_smoothness")
"""Names of the terms on colour alone, and of the settings that weigh them but for ``_weight``."""


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


def mean_gram(features: Tensor) -> Tensor:
    """Return G / M in float32 (float64 for float64 features): in bfloat16 its sums would lose small terms."""
    return gram_matrix(accumulating(features)) / features[0].numel()


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


@dataclass(frozen=True)
class Evaluation:
    """A picture's losses by name, each a scalar on the device, and the gradient of the total (3, H, W)."""

    losses: Mapping[str, Tensor]
    gradient: Tensor


@dataclass(frozen=True)
class Objective:
    """L = α Σ w_l L_content,l + β Σ w_l E_l + γ TV: the paper's total loss, Johnson's total variation, and terms on colour.

    Attributes
    ----------
    network
        The features.
    targets
        P and A.
    content_layers, style_layers
        w_l.
    content_weight, total_variation
        α and γ. β fades, so it is given with each evaluation.
    form
        Sums as in the paper or means as in Johnson's program.
    chroma
        What colours are compared with, where one of ``chroma_weights`` is not 0.
    chroma_weights
        Of the terms ``colour``, ``hints`` and ``chroma_smoothness``.
    """

    network: VGG19
    targets: Targets
    content_layers: LayerWeights
    style_layers: LayerWeights
    content_weight: float
    total_variation: float
    form: LossForm
    chroma: ChromaTargets | None = None
    chroma_weights: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @classmethod
    def from_settings(
        cls, settings: Settings, *, network: VGG19, targets: Targets, chroma: ChromaTargets | None = None
    ) -> Objective:
        """Return the objective that ``settings`` ask for."""
        return cls(
            network,
            targets,
            settings.content_layers,
            settings.style_layers,
            settings.content_weight,
            settings.total_variation,
            LossForm(settings.loss_form),
            chroma,
            (settings.colour_weight, settings.hint_weight, settings.chroma_smoothness),
        )

    def evaluate(self, pixels: Tensor, *, style_weight: float) -> Evaluation:
        """Return the losses of a picture and the gradient, with one pass through the network.

        Parameters
        ----------
        pixels
            Shape (3, H, W), RGB; [0, 1] is the gamut.
        style_weight
            β of this iteration.

        Returns
        -------
        Evaluation
            ``losses`` has ``total``; the paper's ``content`` and ``style``, before α and β; ``total_variation``, before γ;
            ``content.<layer>`` and ``style.<layer>``, before w_l; and, where they have a weight, ``colour``, ``hints`` and
            ``chroma_smoothness``, before theirs.
        """
        layers = {*self.content_layers, *self.style_layers}
        with torch.no_grad(), self.network.arena() as arena:
            passed = self.network.forward(pixels, layers, arena=arena)
            features = {layer: each.permute(2, 0, 1) for layer, each in passed.features.items()}
            grams = {layer: self._gram(layer, features[layer]) for layer in self.style_layers}
            terms, chroma_gradient = self._on_chroma(pixels)
            losses = self._losses(features, grams, pixels, terms, style_weight=style_weight)

            def pull(layer: str, gradient: Tensor | None, new: New) -> Tensor | None:
                return self._pull(layer, gradient, passed.features[layer], grams, style_weight=style_weight, new=new)

            gradient = self.network.backward(passed, pull=pull)
            if self.total_variation:
                gradient = gradient + 255 * self.total_variation * total_variation_gradient(255 * pixels)
            if chroma_gradient is not None:
                gradient = gradient + chroma_gradient
        # The same layout wherever it comes from: sums depend on it in their last bit.
        return Evaluation(losses, gradient.contiguous())

    def _gram(self, layer: str, features: Tensor) -> Tensor:
        """Return G / M, (N, N); with regions that of each part, (parts, N, N)."""
        guides = self.targets.guides
        if guides is None:
            return mean_gram(features)
        return torch.stack([guided_gram(features, weights) for weights in guides.weights(layer)])

    def _on_chroma(self, pixels: Tensor) -> tuple[dict[str, Tensor], Tensor | None]:
        if self.chroma is None:
            return {}, None
        return chroma_losses(pixels, self.chroma, weights=dict(zip(CHROMA_TERMS, self.chroma_weights, strict=True)))

    def _losses(
        self,
        features: Mapping[str, Tensor],
        grams: Mapping[str, Tensor],
        pixels: Tensor,
        chroma: Mapping[str, Tensor],
        *,
        style_weight: float,
    ) -> dict[str, Tensor]:
        terms: dict[str, Tensor] = dict(chroma)
        content = style = variation = pixels.new_zeros(())
        for layer, weight in self.content_layers.items():
            target = self.targets.content[layer]
            terms[f"content.{layer}"] = content_loss(accumulating(features[layer]), target, form=self.form)
            content = content + weight * terms[f"content.{layer}"]
        for layer, weight in self.style_layers.items():
            terms[f"style.{layer}"] = self._style_loss(layer, grams[layer])
            style = style + weight * terms[f"style.{layer}"]
        if self.total_variation:
            variation = total_variation(255 * pixels)
        losses = {"content": content, "style": style, "total_variation": variation, **terms}
        return {"total": self.total(losses, style_weight=style_weight), **losses}

    def _style_loss(self, layer: str, gram: Tensor) -> Tensor:
        target, guides = self.targets.grams[layer], self.targets.guides
        if guides is None:
            return style_loss(gram, target, form=self.form)
        parts = [style_loss(own, others, form=self.form) for own, others in zip(gram, target, strict=True)]
        return (guides.shares(layer) * torch.stack(parts)).sum()

    def _pull(
        self,
        layer: str,
        gradient: Tensor | None,
        features: Tensor,
        grams: Mapping[str, Tensor],
        *,
        style_weight: float,
        new: New,
    ) -> Tensor | None:
        """Add the derivatives of a layer's losses to the gradient that comes from the layers behind it, (H, W, N)."""
        content = self.content_weight * self.content_layers.get(layer, 0.0)
        style = style_weight * self.style_layers.get(layer, 0.0)
        if gradient is None and (content or style):
            gradient = new(*features.shape).zero_()
        if gradient is not None and content:
            target = self.targets.content[layer].permute(1, 2, 0)
            gradient.add_(content_gradient(accumulating(features), target, form=self.form), alpha=content)
        if gradient is not None and style:
            matrix = features.flatten(0, 1)  # Fᵀ
            gram, target, guides = grams[layer], self.targets.grams[layer], self.targets.guides
            if guides is None:
                derivative = style * style_gradient(gram, target, positions=len(matrix), form=self.form)
                gradient.flatten(0, 1).addmm_(matrix, derivative.to(matrix.dtype))
                return gradient
            # The gradient for one position of weight 1, times each position's weight and the share of its part.
            weights = guides.weights(layer) * guides.shares(layer).view(-1, 1, 1)
            for own, others, each in zip(gram, target, weights, strict=True):
                derivative = style * style_gradient(own, others, positions=1, form=self.form)
                guided = matrix * each.flatten().unsqueeze(1).to(matrix.dtype)
                gradient.flatten(0, 1).addmm_(guided, derivative.to(matrix.dtype))
        return gradient

    def total(self, losses: Mapping[str, Tensor], *, style_weight: float) -> Tensor:
        """Return the weighted sum of losses already measured, at any ``style_weight`` β."""
        total = (
            self.content_weight * losses["content"]
            + style_weight * losses["style"]
            + self.total_variation * losses["total_variation"]
        )
        for name, weight in zip(CHROMA_TERMS, self.chroma_weights, strict=True):
            if name in losses:
                total = total + weight * losses[name]
        return total
