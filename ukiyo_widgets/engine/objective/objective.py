"""The loss of a picture and its gradient: one pass through the network, one scalar and its named terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.colour.chroma import ChromaTargets, chroma_losses
from ukiyo_widgets.engine.layers import LayerWeights
from ukiyo_widgets.engine.losses import (
    LossForm,
    content_gradient,
    content_loss,
    style_gradient,
    style_loss,
    total_variation,
    total_variation_gradient,
)
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.engine.objective.bands import WHOLE, Span
from ukiyo_widgets.engine.objective.targets import Targets, accumulating, guided_gram, mean_gram
from ukiyo_widgets.engine.settings import Settings

CHROMA_TERMS = ("colour", "hints", "chroma_smoothness")
"""Names of the terms on colour alone, and of the settings that weigh them but for ``_weight``."""

Weight = float | Tensor
"""A number, or a scalar on the device: with those, one recording serves for every value."""


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
    trust
        How much what is known of the colours counts at this iteration: it rises in the beginning of a run.
    band_px
        Rows of the picture that go through the network at once; 0 for all.
    """

    network: VGG19
    targets: Targets
    content_layers: LayerWeights
    style_layers: LayerWeights
    content_weight: Weight
    total_variation: Weight
    form: LossForm
    chroma: ChromaTargets | None = None
    chroma_weights: tuple[float, float, float] = (0.0, 0.0, 0.0)
    trust: Weight = 0.0
    band_px: int = 0

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
            band_px=settings.band,
        )

    @property
    def layers(self) -> frozenset[str]:
        """The layers whose features are compared."""
        return frozenset({*self.content_layers, *self.style_layers})

    def content_terms(
        self, features: Mapping[str, Tensor], *, spans: Mapping[str, Span] | None = None
    ) -> dict[str, Tensor]:
        """Return each content layer's loss, before w_l; of features that are a part, its part."""
        terms = {}
        for layer in self.content_layers:
            own, span = accumulating(features[layer]), spans[layer] if spans else WHOLE
            count = round(own.numel() / span.share)
            terms[layer] = content_loss(own, self.targets.content[layer][:, span.rows], form=self.form, count=count)
        return terms

    def gram(self, layer: str, features: Tensor, *, span: Span = WHOLE) -> Tensor:
        """Return G / M, (N, N); with regions that of each part, (parts, N, N). Those of spans add up to that of the whole."""
        guides = self.targets.guides
        if guides is None:
            return mean_gram(features) * span.share
        return torch.stack([guided_gram(features, weights[span.rows]) for weights in guides.weights(layer)])

    def on_chroma(self, pixels: Tensor) -> tuple[dict[str, Tensor], Tensor | None]:
        """Return the terms on colour alone, and the gradient of their weighted sum where there are any."""
        if self.chroma is None:
            return {}, None
        weights = dict(zip(CHROMA_TERMS, self.chroma_weights, strict=True))
        return chroma_losses(pixels, self.chroma, weights=weights, trust=self.trust)

    def losses(
        self,
        content_terms: Mapping[str, Tensor],
        grams: Mapping[str, Tensor],
        pixels: Tensor,
        chroma: Mapping[str, Tensor],
        *,
        style_weight: Weight,
    ) -> dict[str, Tensor]:
        """Return the losses of a picture, given the terms of its content layers, Gram matrices by M, and terms on chroma."""
        terms: dict[str, Tensor] = dict(chroma)
        content = style = variation = pixels.new_zeros(())
        for layer, weight in self.content_layers.items():
            terms[f"content.{layer}"] = content_terms[layer]
            content = content + weight * terms[f"content.{layer}"]
        for layer, weight in self.style_layers.items():
            terms[f"style.{layer}"] = self._style_loss(layer, grams[layer])
            style = style + weight * terms[f"style.{layer}"]
        if _counts(self.total_variation):
            variation = total_variation(255 * pixels)
        losses = {"content": content, "style": style, "total_variation": variation, **terms}
        return {"total": self.total(losses, style_weight=style_weight), **losses}

    def _style_loss(self, layer: str, gram: Tensor) -> Tensor:
        target, guides = self.targets.grams[layer], self.targets.guides
        if guides is None:
            return style_loss(gram, target, form=self.form)
        parts = [style_loss(own, others, form=self.form) for own, others in zip(gram, target, strict=True)]
        return (guides.shares(layer) * torch.stack(parts)).sum()

    def pulls_at(self, layer: str, *, style_weight: Weight) -> bool:
        """Whether the losses of a layer have a gradient."""
        content = layer in self.content_layers and _counts(self.content_weight)
        return content or (layer in self.style_layers and _counts(style_weight))

    def pull(
        self,
        layer: str,
        gradient: Tensor,
        features: Tensor,
        grams: Mapping[str, Tensor],
        *,
        style_weight: Weight,
        span: Span = WHOLE,
    ) -> None:
        """Add the derivatives of a layer's losses to the gradient that comes from the layers behind it, (H, W, N)."""
        if layer in self.content_layers and _counts(self.content_weight):
            target = self.targets.content[layer][:, span.rows].permute(1, 2, 0)
            weight = self.content_weight * self.content_layers[layer]
            count = round(features.numel() / span.share)
            gradient.add_(weight * content_gradient(accumulating(features), target, form=self.form, count=count))
        if layer in self.style_layers and _counts(style_weight):
            matrix = features.flatten(0, 1)  # Fᵀ
            weight = style_weight * self.style_layers[layer]
            gram, target, guides = grams[layer], self.targets.grams[layer], self.targets.guides
            if guides is None:
                positions = round(len(matrix) / span.share)
                derivative = weight * style_gradient(gram, target, positions=positions, form=self.form)
                gradient.flatten(0, 1).addmm_(matrix, derivative.to(matrix.dtype))
                return
            # The gradient for one position of weight 1, times each position's weight and the share of its part.
            shares = guides.weights(layer)[:, span.rows] * guides.shares(layer).view(-1, 1, 1)
            for own, others, each in zip(gram, target, shares, strict=True):
                derivative = weight * style_gradient(own, others, positions=1, form=self.form)
                guided = matrix * each.flatten().unsqueeze(1).to(matrix.dtype)
                gradient.flatten(0, 1).addmm_(guided, derivative.to(matrix.dtype))

    def evaluation(
        self, losses: Mapping[str, Tensor], gradient: Tensor, pixels: Tensor, on_chroma: Tensor | None
    ) -> Evaluation:
        """Return the evaluation, given the network's part of the gradient and that of the terms on colour."""
        if _counts(self.total_variation):
            gradient = gradient + 255 * self.total_variation * total_variation_gradient(255 * pixels)
        if on_chroma is not None:
            gradient = gradient + on_chroma
        # The same layout wherever it comes from: sums depend on it in their last bit.
        return Evaluation(losses, gradient.contiguous())

    def total(self, losses: Mapping[str, Tensor], *, style_weight: Weight) -> Tensor:
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


def _counts(weight: Weight) -> bool:
    """Whether a term is computed at all; one with a weight on the device is: to look at it would wait for the device."""
    return isinstance(weight, Tensor) or weight != 0
