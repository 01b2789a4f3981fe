"""How near a print is to another, told at a glance: so many prints of a folder can be looked through."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.network.vgg import SMALLEST_SIDE_PX, VGG19
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.resizing import resize

LAYERS = ("conv2_2", "conv3_4", "conv4_4")

SIDE_PX = 96
"""Longest side at which prints are looked at: a twentieth of a second each on one core."""

LEAST_COLOUR = 2.0
"""Standard deviation of a* and b* below which a print has no colours to lend; old prints have 5 and more."""

SAME = 0.95
"""Correlation of lightness, place by place, from which on two pictures show the very same print; prints of a series reach 0.7."""

STEPS = 25
_LIGHTNESS_UNITS = 20.0
_LIGHTNESS_SAY = 0.3
_THUMB = 48


@dataclass(frozen=True, eq=False)
class Look:
    """What a glance at a print tells.

    Attributes
    ----------
    shapes
        Mean and deviation of the network's features, by layer, each of length 1: (layers, n), the shorter filled up by zeros.
    shades
        L* at equal steps of rank, (25,).
    layout
        The print's lightness in 48×48 places, (2304,), of mean 0 and deviation 1.
    colourfulness
        Standard deviation of a* and b*.
    """

    shapes: Tensor
    shades: Tensor
    layout: Tensor
    colourfulness: float

    @classmethod
    @torch.no_grad()
    def at(cls, print_: Tensor, network: VGG19 | None) -> Look:
        """Look at a print, (3, H, W), RGB in [0, 1]; without a network its shapes remain unknown."""
        small = print_.cpu().float()
        scale = min(1.0, SIDE_PX / max(small.shape[1:]))
        height, width = (max(SMALLEST_SIDE_PX, round(side * scale)) for side in small.shape[1:])
        small = small if small.shape[1:] == (height, width) else resize(small, height=height, width=width)
        gray = colour.luma(small)
        lightness = colour.lightness(gray)
        ordered = lightness.flatten().sort().values
        places = torch.linspace(0.02, 0.98, STEPS, dtype=torch.float32) * (len(ordered) - 1)
        layout = F.interpolate(lightness[None], size=(_THUMB, _THUMB), mode="area").flatten()
        layout = (layout - layout.mean()) / layout.std().clamp_min(1e-3)
        shapes = torch.zeros(0, 0, dtype=torch.float32) if network is None else _shapes(gray, network)
        chroma = colour.rgb_to_lab(small)[1:].flatten(1).std(dim=1).mean().item()
        return cls(shapes, ordered[places.round().long()], layout, chroma)

    def shows_the_same_as(self, other: Look) -> bool:
        """Whether both show the very same print, whatever their sizes and colours."""
        return (self.layout * other.layout).mean().item() > SAME

    def nearness_to(self, other: Look) -> float:
        """Return how near the prints are, up to 1; the order of several means something, the number itself little."""
        alike = (self.shapes * other.shapes).sum(1).mean().item()
        apart = (self.shades - other.shades).abs().mean().item() / _LIGHTNESS_UNITS
        return alike - _LIGHTNESS_SAY * (1 - alike) * apart


def _shapes(gray: Tensor, network: VGG19) -> Tensor:
    maps = network.features(gray.to(network.device), LAYERS)
    vectors = []
    for layer in LAYERS:
        unit = F.normalize(maps[layer].float().cpu().flatten(1), dim=0, eps=1e-6)
        vectors.append(F.normalize(torch.cat((unit.mean(1), unit.std(1))), dim=0))
    longest = max(map(len, vectors))
    return torch.stack([F.pad(each, (0, longest - len(each))) for each in vectors])


def overlap_of_tones(one: Tensor, other: Tensor) -> float:
    """Return how much of one distribution of lightness, L* of any shape, lies within the other: from 0 to 1.

    Examples
    --------
    >>> overlap_of_tones(torch.tensor([10.0, 10.0, 90.0, 90.0]), torch.tensor([50.0, 90.0]))
    0.5
    """
    shares = []
    for lightness in (one, other):
        step = (lightness.flatten() / 100 * STEPS).long().clamp(0, STEPS - 1)
        shares.append(torch.bincount(step, minlength=STEPS).double() / step.numel())
    overlap: float = torch.minimum(*shares).sum().item()
    return overlap
