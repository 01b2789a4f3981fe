"""What is alike very likely has one colour: looking up what is known of the nearest, in the references or in the picture itself.

References
----------
Nadaraya (1964) and Watson (1964): a mean weighted by nearness. Buades, Coll and Morel (2005), A Non-local Algorithm for Image
Denoising: the nearest in the same picture, wherever they lie.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

PLANES = 12
"""The first so many inputs tell lightness and place, which differ from pixel to pixel; what the network sees comes last."""

EVERY = 2
"""Every so manieth row and column of a study is looked up; the others read between."""

WITHIN_SCALE, WITHIN_WIDTH = 8.0, 40.0
"""Within a picture: how much lightness and place count beside each axis of the features, and τ."""

WITHIN_SAY = 0.7
"""Of what is known of the others; the rest is the pixel's own."""

_AT_ONCE = 512


def recalled(asked: Tensor, known: Tensor, values: Tensor, *, scale: float, width: float) -> Tensor:
    """Return the mean of the known values, weighted by exp(−|asked − known|² / 2τ), for each that is asked for.

    Parameters
    ----------
    asked, known
        Standardised inputs, (n, inputs) and (m, inputs).
    values
        Of what is known, (m, k).
    scale
        How much more the first :data:`PLANES` inputs count.
    width
        τ.

    Returns
    -------
    Tensor
        Shape (n, k).

    Examples
    --------
    >>> known, values = torch.tensor([[0.0], [9.0]]), torch.tensor([[1.0], [5.0]])
    >>> recalled(torch.tensor([[8.0], [4.5]]), known, values, scale=1.0, width=1.0).flatten().round(decimals=2).tolist()
    [5.0, 3.0]
    """
    scales = torch.ones(known.shape[1], dtype=known.dtype)
    scales[:PLANES] = scale
    known, asked = known * scales, asked * scales
    # Of −|asked − known|² / 2τ, what is the same for all that is known goes out in the softmax.
    away = known.square().sum(1) / (-2 * width)
    parts = [
        torch.softmax(torch.addmm(away, part, known.T, alpha=1 / width), dim=1) @ values
        for part in torch.split(asked, _AT_ONCE)
    ]
    return torch.cat(parts)


def shared_within(log_p: Tensor, seen: Tensor) -> Tensor:
    """Return log p, (K, H, W), after pixels that are alike have heard of each other: a geometric mean over the picture.

    Parameters
    ----------
    log_p
        Shape (K, H, W).
    seen
        Standardised inputs on the grid that is looked up, (rows, columns, inputs).
    """
    rows, columns, inputs = seen.shape
    there = F.interpolate(log_p[None], size=(rows, columns), mode="bilinear", align_corners=False)[0]
    known, values = seen[1::2, 1::2].reshape(-1, inputs), there[:, 1::2, 1::2].flatten(1).T
    if not len(known):
        return log_p
    heard = recalled(seen.reshape(-1, inputs), known, values, scale=WITHIN_SCALE, width=WITHIN_WIDTH)
    heard = F.interpolate(
        heard.T.reshape(1, -1, rows, columns), size=log_p.shape[1:], mode="bilinear", align_corners=False
    )[0]
    return torch.log_softmax(torch.lerp(log_p, heard, WITHIN_SAY), dim=0)
