"""The colours of a finished picture in a few numbers, by which an archive can be sorted and searched."""

from __future__ import annotations

from torch import Tensor

from ukiyo_widgets.images import colour

_MOST_COUNTED = 2**20
COLOURED = 10.0
"""Chroma from which on a pixel counts as coloured: paper has less."""


def colour_statistics(pixels: Tensor) -> dict[str, float]:
    """Return the means of L*, a* and b*, the mean chroma, that of the most colourful twentieth, and the share that is coloured.

    Parameters
    ----------
    pixels
        Shape (3, H, W), sRGB in [0, 1]; of large pictures every so many rows and columns are counted.

    Examples
    --------
    >>> import torch
    >>> colour_statistics(torch.full((3, 8, 8), 0.5))["chroma_mean"] < 0.01
    True
    """
    every = max(1, int((pixels[0].numel() / _MOST_COUNTED) ** 0.5))
    lab = colour.rgb_to_lab(pixels[:, ::every, ::every].float().cpu()).flatten(1)
    chroma = lab[1:].square().sum(0).sqrt()
    most = chroma.topk(max(1, len(chroma) // 20)).values
    means = lab.mean(1).tolist()
    return {
        "lightness_mean": round(means[0], 3),
        "a_mean": round(means[1], 3),
        "b_mean": round(means[2], 3),
        "chroma_mean": round(chroma.mean().item(), 3),
        "chroma_of_most": round(most.mean().item(), 3),
        "coloured_share": round((chroma > COLOURED).float().mean().item(), 4),
    }
