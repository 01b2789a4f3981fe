"""Loss terms on colour alone: hold on to what was found for each part, and even colour out between ink lines.

Both are sums over pixels of squared differences of a* and b*, so that without a network they have one minimum, which is found in
a few iterations; beside the style they keep it from mottling what should be flat.

References
----------
Levin, Lischinski and Weiss (2004), Colorization using Optimization: neighbours of like lightness have like colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

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
    """

    ab: Tensor
    hinted: Tensor | None
    likeness: tuple[Tensor, Tensor]


def chroma_losses(
    pixels: Tensor, targets: ChromaTargets, *, weights: Mapping[str, float]
) -> tuple[dict[str, Tensor], Tensor]:
    """Return the terms on colour by name, and the gradient of their weighted sum.

    Parameters
    ----------
    pixels
        Shape (3, H, W), RGB; [0, 1] is the gamut.
    weights
        By name, of: ``colour``, ½ Σ of the squared distances to ``targets.ab``; ``hints``, the same where there are hints;
        ``chroma_smoothness``. A term whose weight is 0 is not computed.

    Returns
    -------
    tuple
        The terms before their weights, each a scalar, and the gradient (3, H, W).
    """
    with torch.enable_grad():
        leaf = pixels.detach().requires_grad_()
        ab = colour.rgb_to_lab(leaf)[1:]
        off = (ab - targets.ab).square().sum(0)
        terms = {}
        if weights["colour"]:
            terms["colour"] = 0.5 * off.sum()
        if weights["hints"] and targets.hinted is not None:
            terms["hints"] = 0.5 * (targets.hinted * off).sum()
        if weights["chroma_smoothness"]:
            terms["chroma_smoothness"] = chroma_smoothness(ab, targets.likeness)
        if not terms:
            return {}, torch.zeros_like(pixels)
        total = torch.stack([weights[name] * term for name, term in terms.items()]).sum()
        (gradient,) = torch.autograd.grad(total, leaf)
    return {name: term.detach() for name, term in terms.items()}, gradient
