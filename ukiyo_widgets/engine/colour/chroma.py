"""Loss terms on colour alone: come to what is known of each part, and even colour out between ink lines.

All are sums over pixels, of squared differences of a* and b* or of what a mixture of colour classes makes of them
(:mod:`~ukiyo_widgets.engine.colour.evidence`); beside the style they keep it from mottling what should be flat.

References
----------
Levin, Lischinski and Weiss (2004), Colorization using Optimization: neighbours of like lightness have like colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.colour.evidence import Mixture
from ukiyo_widgets.images import colour

INK_STEP = 8.0
"""Steps of L* between neighbours; one of this size parts colours to a third, one of twice the size almost wholly."""


def likeness_of_neighbours(lightness: Tensor, *, ink_step: float = INK_STEP) -> tuple[Tensor, Tensor]:
    """Return exp(−(ΔL* / ``ink_step``)²) between each pixel and the one below, and the one to the right.

    Parameters
    ----------
    lightness
        L* of the gray print, (1, H, W).

    Returns
    -------
    tuple of Tensor
        (H − 1, W) and (H, W − 1), in (0, 1].
    """
    down, right = lightness[0].diff(dim=0), lightness[0].diff(dim=1)
    return torch.exp(-(down / ink_step).square()), torch.exp(-(right / ink_step).square())


def chroma_smoothness(ab: Tensor, likeness: tuple[Tensor, Tensor]) -> Tensor:
    """Return ½ Σ w (Δa*² + Δb*²) over neighbours, where w is small over an ink line.

    Parameters
    ----------
    ab
        Shape (2, H, W), in CIELAB units.
    likeness
        From :func:`likeness_of_neighbours`.

    Examples
    --------
    A step of 3 units along a column of two pixels, on flat paper and over a line of ink:

    >>> import torch
    >>> step = torch.tensor([[[0.0, 0.0], [3.0, 3.0]], [[0.0, 0.0], [0.0, 0.0]]])
    >>> flat, line = torch.full((1, 2, 2), 50.0), torch.tensor([[[50.0, 50.0], [90.0, 90.0]]])
    >>> [round(chroma_smoothness(step, likeness_of_neighbours(each)).item(), 3) for each in (flat, line)]
    [9.0, 0.0]
    """
    down, right = likeness
    return 0.5 * ((down * ab.diff(dim=1).square()).sum() + (right * ab.diff(dim=2).square()).sum())


@dataclass(frozen=True, eq=False)
class ChromaTargets:
    """What the picture's colours are compared with; computed once for a set of settings.

    Attributes
    ----------
    ab
        a* and b* found for each pixel, (2, H, W).
    hinted
        How far each pixel is under a hint, (H, W) in [0, 1]; None without hints.
    likeness
        Of neighbours in the gray print.
    mixture
        What is known of each pixel's colour class; None where ``ab`` alone says where the colours should be.
    held
        How far each pixel is to come to ``ab`` all the same, as a hint or a region says, (H, W) in [0, 1]; None for nowhere.
    """

    ab: Tensor
    hinted: Tensor | None
    likeness: tuple[Tensor, Tensor]
    mixture: Mixture | None = None
    held: Tensor | None = None


def chroma_losses(
    pixels: Tensor, targets: ChromaTargets, *, weights: Mapping[str, float], trust: float | Tensor = 0.0
) -> tuple[dict[str, Tensor], Tensor]:
    """Return the terms on colour by name, and the gradient of their weighted sum.

    Parameters
    ----------
    pixels
        Shape (3, H, W), RGB; [0, 1] is the gamut.
    weights
        By name, of: ``colour``, ½ Σ of the squared distances to ``targets.ab``, or the mixture's term; ``hints``, squared
        distances where there are hints; ``chroma_smoothness``. A term whose weight is 0 is not computed.
    trust
        How much the mixture's evidence counts, β.

    Returns
    -------
    tuple
        The terms before their weights, each a scalar, and the gradient (3, H, W).
    """
    found, pullback = colour.ab_and_pullback(pixels.detach())
    with torch.enable_grad():
        ab = found.requires_grad_()
        off = (ab - targets.ab).square().sum(0)
        terms = {}
        if weights["colour"]:
            terms["colour"] = 0.5 * off.sum() if targets.mixture is None else _mixed(ab, off, targets, trust=trust)
        if weights["hints"] and targets.hinted is not None:
            terms["hints"] = 0.5 * (targets.hinted * off).sum()
        if weights["chroma_smoothness"]:
            terms["chroma_smoothness"] = chroma_smoothness(ab, targets.likeness)
        if not terms:
            return {}, torch.zeros_like(pixels)
        total = torch.stack([weights[name] * term for name, term in terms.items()]).sum()
        (by_ab,) = torch.autograd.grad(total, ab)
    return {name: term.detach() for name, term in terms.items()}, pullback(by_ab)


def _mixed(ab: Tensor, off: Tensor, targets: ChromaTargets, *, trust: float | Tensor) -> Tensor:
    """Return the mixture's term, and where the picture is held, the squared distance instead."""
    assert targets.mixture is not None
    losses, towards = targets.mixture.pull(ab.detach(), trust=trust)
    free = torch.ones_like(losses) if targets.held is None else 1 - targets.held
    # Its value is the mixture's, its derivative that of the distance to where each pixel is drawn: they are the same.
    towards_it = 0.5 * (ab - towards).square().sum(0)
    term = (free * (towards_it + (losses - towards_it.detach()))).sum()
    return term if targets.held is None else term + 0.5 * (targets.held * off).sum()
