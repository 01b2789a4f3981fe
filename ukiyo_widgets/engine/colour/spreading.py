"""How far a dab of colour reaches: up to the next ink lines.

References
----------
Levin, Lischinski and Weiss (2004), Colorization using Optimization. Grady (2006), Random Walks for Image Segmentation: the share
of each dab at a pixel solves one sparse linear system per colour.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.colour.chroma import likeness_of_neighbours
from ukiyo_widgets.engine.colour.diffusion import diffuse
from ukiyo_widgets.engine.guidance.hints import Hints
from ukiyo_widgets.engine.guidance.written import rgb_of
from ukiyo_widgets.images import colour

REACH = 0.18
"""Share of the longest side after which a dab's influence on flat paper has fallen to about a third."""

OTHER_LIGHTNESS = 8.0
"""L* away from that under the dab, the reach is down to a third: a flat area of a print is one ink, of one lightness."""

PLATEAU = 0.15
"""An influence of this size counts half: inside an area the colour is even, and it ends where the influence is lost."""

_INK_STEP = 3.0
_HELD = 100.0
_COARSEST_PX = 48
_ROUNDS = 40


def spread_hints(hints: Hints, *, lightness: Tensor) -> tuple[Tensor, Tensor]:
    """Return the colour that the hints give to each pixel, and how far each pixel is under a hint.

    Parameters
    ----------
    hints
        At least one.
    lightness
        L* of the gray print, (1, H, W).

    Returns
    -------
    tuple of Tensor
        a* and b*, (2, H, W), and the influence, (H, W), in [0, 1]; float32 on the CPU.
    """
    lightness = lightness.cpu().float()
    colours = list(dict.fromkeys(hint.colour for hint in hints))
    owner = _owners(hints, colours, height=lightness.shape[1], width=lightness.shape[2])
    dabs = torch.stack([(owner == number).float() for number in range(1, len(colours) + 1)])
    apart = [_apart(lightness, lightness[0][owner == number]) for number in range(1, len(colours) + 1)]
    reached = _diffuse(dabs, lightness, torch.stack(apart)).clamp(0, 1)
    influence = (1 + PLATEAU**2) * reached.square() / (reached.square() + PLATEAU**2)
    rgb = torch.tensor([rgb_of(each) for each in colours], dtype=torch.float32)
    ab = colour.rgb_to_lab(rgb.T.unsqueeze(-1))[1:].squeeze(-1)
    total = influence.sum(0)
    return torch.einsum("ck,khw->chw", ab, influence) / total.clamp_min(1e-9), total.clamp_max(1)


def _owners(hints: Hints, colours: list[str], *, height: int, width: int) -> Tensor:
    """Return for each pixel the number of the colour that is dabbed on it, counted from 1, or 0; the last dab counts."""
    down, right = (
        torch.arange(height, dtype=torch.float32)[:, None] + 0.5,
        torch.arange(width, dtype=torch.float32) + 0.5,
    )
    owner = torch.zeros(height, width, dtype=torch.long)
    for hint in hints:
        distance = (right - hint.x * width).square() + (down - hint.y * height).square()
        radius_px = max(hint.radius * max(height, width), 0.75)  # covers at least the pixel that it lies on
        owner[distance <= radius_px**2] = colours.index(hint.colour) + 1
    return owner


def _apart(lightness: Tensor, under: Tensor) -> Tensor:
    """Return by how much the reach is reduced at each pixel, (H, W), where the dabs of a colour lie on ``under``."""
    if not len(under):  # wholly under later dabs
        return torch.ones_like(lightness[0])
    low, high = under.quantile(0.1), under.quantile(0.9)
    outside = (low - lightness[0]).clamp_min(0) + (lightness[0] - high).clamp_min(0)
    return 1 + 8 * (outside / OTHER_LIGHTNESS).square()


def _diffuse(dabs: Tensor, lightness: Tensor, apart: Tensor) -> Tensor:
    """Return u, (k, H, W), that minimises Σ w (u − u')² over neighbours + ε Σ apart u² + 100 Σ (u − dab)² on all dabs.

    Conjugate gradients, begun from the solution at half the size: a dab has then come far before the lines are looked at.
    """
    height, width = lightness.shape[1:]
    begun = dabs
    if max(height, width) > _COARSEST_PX:
        # The darkest of four, so that a thin line of ink still parts.
        darkest = -F.max_pool2d(-lightness[None], 2, ceil_mode=True)[0]
        less = F.avg_pool2d(apart[None], 2, ceil_mode=True)[0]
        coarse = _diffuse(F.max_pool2d(dabs[None], 2, ceil_mode=True)[0], darkest, less)
        begun = F.interpolate(coarse[None], size=(height, width), mode="bilinear", align_corners=False)[0]
    down, right = likeness_of_neighbours(lightness, ink_step=_INK_STEP)
    held = _HELD * dabs.amax(0) + apart / (REACH * max(height, width)) ** 2

    return diffuse(_HELD * dabs, held=held, likeness=(down, right), begun=begun, rounds=_ROUNDS)
