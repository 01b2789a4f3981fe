"""The paper of a print and its key block: the dark lines, found in the picture alone.

What a line is shows in its surroundings: it is narrow, and darker than what lies on both sides of it. The ink of the lines is
one colour; each pixel of the key block is a mixture, in linear light, of bare paper and of that ink. So an impression of the
key block alone has no other colour in it, and what a pixel has beyond it is left to the colour blocks.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.colour.paper import Paper
from ukiyo_widgets.engine.guidance.written import read_colour
from ukiyo_widgets.engine.printing.morphology import eased, grown, without_lines, without_thin
from ukiyo_widgets.images import colour

LINE_SHARE = 0.003
"""Half of the widest line, as a share of the print's longer side."""

DARKEST = 0.003
"""Share of light that the darkest ink is taken to leave: below, scans hold noise."""

_LEAST_PAPER = 0.02
_CORE = 0.55
"""Coverage from which a pixel is the middle of a line, where the ink is looked at."""

_LEAST_CORES = 16
_GATE = (0.12, 0.4)
_LEAST_STEP = 0.25
"""Share of the paper's light against which a step down is measured where the surroundings are darker: there, grain is no line."""

_SOLID = (0.93, 0.98)
_NEUTRAL_UNITS = 14.0
"""Chroma up to which the lines' ink is black: wide areas that are as dark then belong to the key block, as hair does."""


@dataclass(frozen=True, eq=False)
class KeyBlock:
    """Paper and key block of one print.

    Attributes
    ----------
    paper
        The tone of the bare paper, linear RGB, (3, 1, 1).
    ink
        What the lines' ink leaves of each channel's light, (3, 1, 1), in [0, 1].
    between
        At a small size: share of light beside the lines, (1, h, w), then that of each channel, (3, h, w).
    """

    paper: Tensor
    ink: Tensor
    between: Tensor

    @property
    def tone(self) -> str:
        """The bare paper's colour, ``#rrggbb``."""
        return _written(self.paper)

    @property
    def colour(self) -> str:
        """The lines' colour on the paper, ``#rrggbb``."""
        return _written(self.paper * self.ink)

    def coverage(self, linear: Tensor, between: Tensor) -> Tensor:
        """Return how much of each pixel the key block covers, (1, H, W), in [0, 1].

        Parameters
        ----------
        linear
            Linear RGB, (3, H, W).
        between
            :attr:`between` at this size, (4, H, W).
        """
        light, beside = _light(linear, self.paper), between[:1]
        own = float(_light(self.paper * self.ink, self.paper))
        part = eased((beside - light) / (beside - own).clamp_min(_LEAST_STEP), *_GATE)
        # No more of the ink than leaves each channel as bright as it is: the rest is other inks'.
        most = ((1 - linear / self.paper) / (1 - self.ink)).amin(0, keepdim=True)
        seen = _lab(self.paper * self.ink)
        if seen[1:].norm() < _NEUTRAL_UNITS:
            off = (_lab(linear)[1:] - seen[1:]).norm(dim=0, keepdim=True)
            part = torch.maximum(part, eased(most, *_SOLID) * (1 - eased(off, 10, 18)))
        return torch.minimum(part, most).clamp(0, 1)

    def printed(self, coverage: Tensor) -> Tensor:
        """Return the paper with the key block alone on it, linear RGB, (3, H, W)."""
        return self.paper * (1 - coverage * (1 - self.ink))


def find_key_block(picture: Tensor) -> KeyBlock:
    """Find paper and key block of a print.

    Parameters
    ----------
    picture
        Shape (3, h, w), RGB in [0, 1], float32.
    """
    tone = Paper.of(colour.rgb_to_lab(picture))
    lab = picture.new_tensor([tone.lightness, tone.a, tone.b]).view(3, 1, 1)
    paper = colour.fit_gamut(colour.lab_to_linear(lab)).clamp_min(_LEAST_PAPER)
    linear = colour.srgb_to_linear(picture)
    light = _light(linear, paper)
    radius_px = max(1, round(LINE_SHARE * max(picture.shape[1:])))
    beside = torch.exp(-without_lines(-light.log(), radius_px))
    cores = ((beside - light) / (beside - DARKEST).clamp_min(0.05)) > _CORE
    if cores.sum() < _LEAST_CORES:
        cores = light <= light.flatten().kthvalue(max(1, light.numel() // 200)).values
    left = (linear / paper)[:, cores[0]]
    lights = light[cores]
    ink = left[:, lights <= lights.quantile(0.4)].median(dim=1).values.clamp(0, 0.8).view(3, 1, 1)
    channels = torch.exp(-without_thin(-(linear / paper).clamp(DARKEST, 1).log(), radius_px + 1))
    return KeyBlock(paper, ink, torch.cat((beside, channels)))


def guarded(between: Tensor) -> Tensor:
    """Return :attr:`KeyBlock.between` for a larger picture, whose edges it does not know to the pixel: rather too dark."""
    return torch.cat((-grown(-between[:1], 1), between[1:]))


def _light(linear: Tensor, paper: Tensor) -> Tensor:
    """Return the luminance as a share of the paper's, (1, H, W)."""
    weights = colour.luminance_weights(linear).view(3, 1, 1)
    return ((linear * weights).sum(0, keepdim=True) / (paper * weights).sum()).clamp(DARKEST, 1)


def _lab(linear: Tensor) -> Tensor:
    return colour.rgb_to_lab(colour.linear_to_srgb(linear.clamp(0, 1)))


def _written(linear: Tensor) -> str:
    return read_colour(colour.linear_to_srgb(linear.clamp(0, 1)).flatten().tolist())
