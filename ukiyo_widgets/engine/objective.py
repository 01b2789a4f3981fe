"""The loss of a picture and its gradient: targets from the prints, one pass through the network, one scalar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.convolution import New
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
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.engine.vgg import VGG19

Weight = float | Tensor
"""A number, or a scalar on the device: with those, one recording serves for every value."""


@dataclass(frozen=True, eq=False)
class Targets:
    """What the picture's features are compared with; computed once per run, shared by its forks.

    Attributes
    ----------
    content
        P for each content layer, (N, H, W).
    grams
        A / M_a for each style layer, (N, N); with several references the mean by their weights. Comparing with the mean
        has the same gradient as the weighted mean of the comparisons: they differ by a constant.
    """

    content: Mapping[str, Tensor]
    grams: Mapping[str, Tensor]

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
) -> Targets:
    """Return the targets of a gray print (3, H, W) and of references of any size, whose weights may have any sum."""
    shares = [weight / sum(reference_weights) for weight in reference_weights]
    grams: dict[str, Tensor] = {}
    for reference, share in zip(references, shares, strict=True):
        features = network.features(reference, style_layers)
        for layer in style_layers:
            part = share * mean_gram(features.pop(layer))
            grams[layer] = grams[layer] + part if layer in grams else part
    return Targets({k: accumulating(v) for k, v in network.features(content, content_layers).items()}, grams)


@dataclass(frozen=True)
class Evaluation:
    """A picture's losses by name, each a scalar on the device, and the gradient of the total (3, H, W)."""

    losses: Mapping[str, Tensor]
    gradient: Tensor


@dataclass(frozen=True)
class Objective:
    """L = α Σ w_l L_content,l + β Σ w_l E_l + γ TV: the paper's total loss, and Johnson's total variation.

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
    """

    network: VGG19
    targets: Targets
    content_layers: LayerWeights
    style_layers: LayerWeights
    content_weight: Weight
    total_variation: Weight
    form: LossForm

    @classmethod
    def from_settings(cls, settings: Settings, *, network: VGG19, targets: Targets) -> Objective:
        """Return the objective that ``settings`` ask for."""
        return cls(
            network,
            targets,
            settings.content_layers,
            settings.style_layers,
            settings.content_weight,
            settings.total_variation,
            LossForm(settings.loss_form),
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
            and ``content.<layer>`` and ``style.<layer>``, before w_l.
        """
        (evaluation,) = evaluate_together([(self, pixels, style_weight)])
        return evaluation

    @property
    def layers(self) -> frozenset[str]:
        """The layers whose features are compared."""
        return frozenset({*self.content_layers, *self.style_layers})

    def losses(
        self, features: Mapping[str, Tensor], grams: Mapping[str, Tensor], pixels: Tensor, *, style_weight: Weight
    ) -> dict[str, Tensor]:
        """Return the losses of a picture whose features, each (N, H, W), and Gram matrices by M are given."""
        terms: dict[str, Tensor] = {}
        content = style = variation = pixels.new_zeros(())
        for layer, weight in self.content_layers.items():
            target = self.targets.content[layer]
            terms[f"content.{layer}"] = content_loss(accumulating(features[layer]), target, form=self.form)
            content = content + weight * terms[f"content.{layer}"]
        for layer, weight in self.style_layers.items():
            terms[f"style.{layer}"] = style_loss(grams[layer], self.targets.grams[layer], form=self.form)
            style = style + weight * terms[f"style.{layer}"]
        if _counts(self.total_variation):
            variation = total_variation(255 * pixels)
        losses = {"content": content, "style": style, "total_variation": variation, **terms}
        return {"total": self.total(losses, style_weight=style_weight), **losses}

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
            gram, target = grams[layer], self.targets.grams[layer]
            weight = style_weight * self.style_layers[layer]
            derivative = weight * style_gradient(gram, target, positions=len(matrix), form=self.form)
            gradient.flatten(0, 1).addmm_(matrix, derivative.to(matrix.dtype))

    def total(self, losses: Mapping[str, Tensor], *, style_weight: Weight) -> Tensor:
        """Return α content + β style + γ total variation of losses already measured, at any ``style_weight`` β."""
        return (
            self.content_weight * losses["content"]
            + style_weight * losses["style"]
            + self.total_variation * losses["total_variation"]
        )


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
        losses = []
        for i, (objective, pixels, style_weight) in enumerate(members):
            features = {layer: each[i].permute(2, 0, 1) for layer, each in passed.features.items()}
            grams.append({layer: mean_gram(features[layer]) for layer in objective.style_layers})
            losses.append(objective.losses(features, grams[i], pixels, style_weight=style_weight))

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
    for (objective, pixels, _), gradient, each in zip(members, gradients, losses, strict=True):
        if _counts(objective.total_variation):
            gradient = gradient + 255 * objective.total_variation * total_variation_gradient(255 * pixels)
        # The same layout wherever it comes from: sums depend on it in their last bit.
        found.append(Evaluation(each, gradient.contiguous()))
    return found


def _counts(weight: Weight) -> bool:
    """Whether a term is computed at all; one with a weight on the device is: to look at it would wait for the device."""
    return isinstance(weight, Tensor) or weight != 0
