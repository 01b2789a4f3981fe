"""One pass through the network for several pictures, or several passes for one picture that is too large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from ukiyo_widgets.engine.network.convolution import New
from ukiyo_widgets.engine.network.vgg import Pass, Pull
from ukiyo_widgets.engine.objective.bands import ROOMY, Band, bands, features_in_bands
from ukiyo_widgets.engine.objective.objective import Evaluation, Objective, Weight
from ukiyo_widgets.surroundings import undisturbed


@undisturbed
@torch.no_grad()
def evaluate(objective: Objective, pixels: Tensor, *, style_weight: Weight) -> Evaluation:
    """Return the losses of a picture and the gradient, with one pass through the network.

    Parameters
    ----------
    objective
        What the picture is judged by.
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
    if objective.band_px:
        return evaluate_in_bands(objective, pixels, style_weight=style_weight)
    (evaluation,) = evaluate_together([(objective, pixels, style_weight)])
    return evaluation


@torch.no_grad()
def evaluate_together(members: Sequence[tuple[Objective, Tensor, Weight]]) -> list[Evaluation]:
    """Return the evaluations of several objectives' pictures of one size, with one pass through their common network.

    Each has what :func:`evaluate` gives, up to the rounding of sums that are taken in another order.

    Parameters
    ----------
    members
        Objective, picture (3, H, W) and style weight of each; all have the same network and compare the same layers.
    """
    network, layers = members[0][0].network, members[0][0].layers
    pictures = torch.stack([pixels for _, pixels, _ in members])
    with network.arena(pictures) as arena:
        passed = network.forward(pictures, layers, arena=arena)
        grams: list[dict[str, Tensor]] = []
        chroma: list[tuple[dict[str, Tensor], Tensor | None]] = []
        losses = []
        for i, (objective, pixels, style_weight) in enumerate(members):
            features = {layer: each[i].permute(2, 0, 1) for layer, each in passed.features.items()}
            grams.append({layer: objective.gram(layer, features[layer]) for layer in objective.style_layers})
            chroma.append(objective.on_chroma(pixels))
            content = objective.content_terms(features)
            losses.append(objective.losses(content, grams[i], pixels, chroma[i][0], style_weight=style_weight))

        def pull(layer: str, gradient: Tensor | None, new: New) -> Tensor | None:
            features = passed.features[layer]
            if gradient is None and any(each.pulls_at(layer, style_weight=beta) for each, _, beta in members):
                gradient = new(*features.shape).zero_()
            if gradient is not None:
                for i, (objective, _, style_weight) in enumerate(members):
                    objective.pull(layer, gradient[i], features[i], grams[i], style_weight=style_weight)
            return gradient

        gradients = network.backward(passed, pull=pull)
    return [
        objective.evaluation(each, gradient, pixels, on_chroma)
        for (objective, pixels, _), gradient, each, (_, on_chroma) in zip(
            members, gradients, losses, chroma, strict=True
        )
    ]


@torch.no_grad()
def evaluate_in_bands(objective: Objective, pixels: Tensor, *, style_weight: Weight) -> Evaluation:
    """Return what :func:`evaluate` gives, up to rounding, with the memory that one band of the picture takes.

    The network is gone through twice: once for the sums over the whole picture, once for the way back.
    """
    network, rows_px = objective.network, objective.band_px
    grams: dict[str, Tensor] = {}
    content: dict[str, Tensor] = {}
    gradient = torch.zeros_like(pixels)
    for band, features in features_in_bands(pixels, network, objective.layers, rows_px=rows_px):
        spans = {layer: band.span(layer) for layer in objective.layers}
        for layer in objective.style_layers:
            own = objective.gram(layer, features[layer], span=spans[layer])
            grams[layer] = grams[layer] + own if layer in grams else own
        for layer, term in objective.content_terms(features, spans=spans).items():
            content[layer] = content[layer] + term if layer in content else term
    for band in bands(pixels.shape[1], rows_px=rows_px):
        seen = pixels[:, band.seen].unsqueeze(0)
        with network.arena(seen, roomy=ROOMY) as arena:
            passed = network.forward(seen, objective.layers, arena=arena)
            pull = _pull_of(band, passed, objective, grams, style_weight=style_weight)
            gradient[:, band.seen] += network.backward(passed, pull=pull)[0]
    terms, on_chroma = objective.on_chroma(pixels)
    losses = objective.losses(content, grams, pixels, terms, style_weight=style_weight)
    return objective.evaluation(losses, gradient, pixels, on_chroma)


def _pull_of(
    band: Band, passed: Pass, objective: Objective, grams: Mapping[str, Tensor], *, style_weight: Weight
) -> Pull:
    """Return what adds to a gradient the pull at the band's own rows; those around it belong to other bands."""

    def pull(layer: str, gradient: Tensor | None, new: New) -> Tensor | None:
        features, rows = passed.features[layer], band.inside(layer)
        if gradient is None and objective.pulls_at(layer, style_weight=style_weight):
            gradient = new(*features.shape).zero_()
        if gradient is not None:
            own = gradient[0, rows], features[0, rows]
            objective.pull(layer, *own, grams, style_weight=style_weight, span=band.span(layer))
        return gradient

    return pull
