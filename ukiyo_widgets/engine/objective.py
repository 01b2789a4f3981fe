"""The loss of a picture and its gradient: one pass through the network, one scalar and its named terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.chroma import ChromaTargets, chroma_losses
from ukiyo_widgets.engine.convolution import New
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
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.engine.targets import Targets, accumulating, guided_gram, mean_gram
from ukiyo_widgets.engine.vgg import VGG19

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

    def evaluate(self, pixels: Tensor, *, style_weight: Weight) -> Evaluation:
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
        (evaluation,) = evaluate_together([(self, pixels, style_weight)])
        return evaluation

    @property
    def layers(self) -> frozenset[str]:
        """The layers whose features are compared."""
        return frozenset({*self.content_layers, *self.style_layers})

    def gram(self, layer: str, features: Tensor) -> Tensor:
        """Return G / M, (N, N); with regions that of each part, (parts, N, N)."""
        guides = self.targets.guides
        if guides is None:
            return mean_gram(features)
        return torch.stack([guided_gram(features, weights) for weights in guides.weights(layer)])

    def on_chroma(self, pixels: Tensor) -> tuple[dict[str, Tensor], Tensor | None]:
        """Return the terms on colour alone, and the gradient of their weighted sum where there are any."""
        if self.chroma is None:
            return {}, None
        return chroma_losses(pixels, self.chroma, weights=dict(zip(CHROMA_TERMS, self.chroma_weights, strict=True)))

    def losses(
        self,
        features: Mapping[str, Tensor],
        grams: Mapping[str, Tensor],
        pixels: Tensor,
        chroma: Mapping[str, Tensor],
        *,
        style_weight: Weight,
    ) -> dict[str, Tensor]:
        """Return the losses of a picture, given its features, each (N, H, W), Gram matrices by M, and terms on chroma."""
        terms: dict[str, Tensor] = dict(chroma)
        content = style = variation = pixels.new_zeros(())
        for layer, weight in self.content_layers.items():
            target = self.targets.content[layer]
            terms[f"content.{layer}"] = content_loss(accumulating(features[layer]), target, form=self.form)
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
        self, layer: str, gradient: Tensor, features: Tensor, grams: Mapping[str, Tensor], *, style_weight: Weight
    ) -> None:
        """Add the derivatives of a layer's losses to the gradient that comes from the layers behind it, (H, W, N)."""
        if layer in self.content_layers and _counts(self.content_weight):
            target = self.targets.content[layer].permute(1, 2, 0)
            weight = self.content_weight * self.content_layers[layer]
            gradient.add_(weight * content_gradient(accumulating(features), target, form=self.form))
        if layer in self.style_layers and _counts(style_weight):
            matrix = features.flatten(0, 1)  # Fᵀ
            weight = style_weight * self.style_layers[layer]
            gram, target, guides = grams[layer], self.targets.grams[layer], self.targets.guides
            if guides is None:
                derivative = weight * style_gradient(gram, target, positions=len(matrix), form=self.form)
                gradient.flatten(0, 1).addmm_(matrix, derivative.to(matrix.dtype))
                return
            # The gradient for one position of weight 1, times each position's weight and the share of its part.
            shares = guides.weights(layer) * guides.shares(layer).view(-1, 1, 1)
            for own, others, each in zip(gram, target, shares, strict=True):
                derivative = weight * style_gradient(own, others, positions=1, form=self.form)
                guided = matrix * each.flatten().unsqueeze(1).to(matrix.dtype)
                gradient.flatten(0, 1).addmm_(guided, derivative.to(matrix.dtype))

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


@torch.no_grad()
def evaluate_together(members: Sequence[tuple[Objective, Tensor, Weight]]) -> list[Evaluation]:
    """Return the evaluations of several objectives' pictures of one size, with one pass through their common network.

    Each has what :meth:`Objective.evaluate` gives, up to the rounding of sums that are taken in another order.

    Parameters
    ----------
    members
        Objective, picture (3, H, W) and style weight of each; all have the same network and compare the same layers.
    """
    network, layers = members[0][0].network, members[0][0].layers
    with network.arena() as arena:
        passed = network.forward(torch.stack([pixels for _, pixels, _ in members]), layers, arena=arena)
        grams: list[dict[str, Tensor]] = []
        chroma: list[tuple[dict[str, Tensor], Tensor | None]] = []
        losses = []
        for i, (objective, pixels, style_weight) in enumerate(members):
            features = {layer: each[i].permute(2, 0, 1) for layer, each in passed.features.items()}
            grams.append({layer: objective.gram(layer, features[layer]) for layer in objective.style_layers})
            chroma.append(objective.on_chroma(pixels))
            losses.append(objective.losses(features, grams[i], pixels, chroma[i][0], style_weight=style_weight))

        def pull(layer: str, gradient: Tensor | None, new: New) -> Tensor | None:
            features = passed.features[layer]
            if gradient is None and any(each.pulls_at(layer, style_weight=beta) for each, _, beta in members):
                gradient = new(*features.shape).zero_()
            if gradient is not None:
                for i, (objective, _, style_weight) in enumerate(members):
                    objective.pull(layer, gradient[i], features[i], grams[i], style_weight=style_weight)
            return gradient

        gradients = network.backward(passed, pull=pull)
    found = []
    for (objective, pixels, _), gradient, each, (_, on_chroma) in zip(members, gradients, losses, chroma, strict=True):
        if _counts(objective.total_variation):
            gradient = gradient + 255 * objective.total_variation * total_variation_gradient(255 * pixels)
        if on_chroma is not None:
            gradient = gradient + on_chroma
        # The same layout wherever it comes from: sums depend on it in their last bit.
        found.append(Evaluation(each, gradient.contiguous()))
    return found


def _counts(weight: Weight) -> bool:
    """Whether a term is computed at all; one with a weight on the device is: to look at it would wait for the device."""
    return isinstance(weight, Tensor) or weight != 0
