"""Which ink lies where: each pixel is of one shade, or of two that meet in it, and both are shades that lie around it.

The pixels of an edge have colours between those of its two sides, which are often those of a third ink. So a print is looked at
first without its edges, and then a pixel is given only what was found near to it.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.printing.blocks import Blocks
from ukiyo_widgets.engine.printing.morphology import blurred, eased, grown

_EDGE_UNITS = 12.0
_INSIDE = 0.2
"""L* between the darkest and the palest pixel around, from which there is an edge; the share of it that a pixel is from both."""

_NEAR_PX = 2
_SOFT_UNITS = 7.0
_LEAST_ENDS = 0.1
"""An area fades where L* differs by less than so much within so few pixels; of ends shorter than this share of the longer side
nothing is said."""

_NOT_PAPER_UNITS = 14.0
"""Difference in CIELAB from the paper's tone from which a pixel has ink, whatever lies around it."""

_BETWEEN_LINES = 0.05
"""How much a pixel that lines may hide counts."""

_BEGINS = (0.08, 0.25)
_MEETS = (0.2, 0.5)
"""How far from one shade to the next a pixel is: within what an ink on another begins, and two beside each other meet."""


def edges(lab: Tensor) -> Tensor:
    """Return where a pixel is between a pale and a dark one, (h, w), bool."""
    lightness = lab[:1]
    palest, darkest = grown(lightness, 1), -grown(-lightness, 1)
    reach = palest - darkest
    between = (lightness - darkest > _INSIDE * reach) & (palest - lightness > _INSIDE * reach)
    return (between & (reach > _EDGE_UNITS))[0]


def shades_around(lab: Tensor, shades: Tensor, *, edges: Tensor, lines: Tensor) -> Tensor:
    """Return which shades lie at a pixel or beside it, (n, h, w), bool.

    Parameters
    ----------
    lab
        CIELAB, (3, h, w).
    shades
        CIELAB, (n, 3).
    edges, lines
        Where the one or the other hides the colour, (h, w), bool: what lies there is told by what lies around, or where there are
        nothing but lines, by what shows between them.
    """
    nearest = torch.cdist(lab.flatten(1).T, shades).argmin(1).view(lab.shape[1:])
    own = F.one_hot(nearest, len(shades)).permute(2, 0, 1).float()
    seen = own * (~edges).float() * torch.where(lines, _BETWEEN_LINES, 1.0)
    votes = blurred(seen, 1) + 1e-2 * blurred(seen, 2) + 1e-4 * own
    settled = F.one_hot(votes.argmax(0), len(shades)).permute(2, 0, 1).float()
    return grown(settled, 1) > 0


def printed_beyond_paper(lab: Tensor, blocks: Blocks, allowed: Tensor) -> Tensor:
    """Return which shades may lie at a pixel, without bare paper where it is far from the paper's tone: some ink is there.

    Parameters
    ----------
    lab
        CIELAB, (3, H, W).
    blocks
        The blocks; where there are none, all is paper.
    allowed
        Shape (n, H, W), bool.
    """
    if not blocks.order:
        return allowed
    bare: Tensor = torch.tensor(blocks.of_shades).lt(0).view(-1, 1, 1)
    inked = (lab - blocks.shades[0].view(3, 1, 1)).norm(dim=0) > _NOT_PAPER_UNITS
    left: Tensor = allowed & ~(bare & inked)
    return left | (~left.any(0) & ~bare)


def nearest_two(lab: Tensor, shades: Tensor, allowed: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return for each pixel the nearest of its shades, the next, and how far it is on the way to that.

    Parameters
    ----------
    lab
        CIELAB, (3, H, W).
    shades
        CIELAB, (n, 3).
    allowed
        Which of them may lie at a pixel, (n, H, W), bool.

    Returns
    -------
    tuple
        (H, W) each; the last in [0, 0.5].
    """
    away = torch.cdist(lab.flatten(1).T, shades).masked_fill_(~allowed.flatten(1).T, float("inf"))
    nearest = away.topk(min(2, len(shades)), dim=1, largest=False)
    first, second = nearest.indices[:, 0], nearest.indices[:, -1]
    second = torch.where(nearest.values[:, -1].isinf(), first, second)
    start, way = shades[first], shades[second] - shades[first]
    on = ((lab.flatten(1).T - start) * way).sum(1) / way.square().sum(1).clamp_min(1e-6)
    size = lab.shape[1:]
    return first.view(size), second.view(size), on.clamp(0, 0.5).view(size)


def mixture(blocks: Blocks, first: Tensor, second: Tensor, on: Tensor) -> Tensor:
    """Return the share of the second shade in each pixel, in [0, 1].

    Between an ink and what it lies on, be that paper, the ink counts as soon as there is any of it: so no trace of it is there
    before it is printed. Between others there is an edge.
    """
    place = torch.tensor(blocks.of_shades) + 1
    one, other = place[first], place[second]
    lies_on = torch.zeros(len(blocks.order) + 1, len(blocks.order) + 1, dtype=torch.bool)
    lies_on[1:, 0] = True
    for at in range(len(blocks.order)):
        lies_on[at + 1, [under + 1 for under in blocks.below(at)]] = True
    share = torch.where(lies_on[other, one], eased(on, *_BEGINS), 0.5 * eased(on, *_MEETS))
    return torch.where(lies_on[one, other], torch.zeros_like(share), share)


def fades(blocks: Blocks, lab: Tensor, first: Tensor, *, lines: Tensor) -> list[bool]:
    """Return which blocks fade into what is paler, bare paper or another block, along most of where they end.

    Parameters
    ----------
    blocks
        In the order from pale to dark.
    lab
        CIELAB, (3, h, w).
    first
        The nearest shade of each pixel, (h, w).
    lines
        Where a line hides how an area ends, (h, w), bool.
    """
    places = torch.tensor(blocks.of_shades)[first]
    lightness = blurred(lab[:1], 1)
    soft = ((grown(lightness, _NEAR_PX) + grown(-lightness, _NEAR_PX)) < _SOFT_UNITS)[0] & ~lines
    found = []
    for place in range(len(blocks.order)):
        ends, fading = 0, 0
        for one, other, seen, gentle in (
            (places[:, 1:], places[:, :-1], lines[:, 1:], soft[:, 1:]),
            (places[1:], places[:-1], lines[1:], soft[1:]),
        ):
            end = (((one == place) & (other < place)) | ((other == place) & (one < place))) & ~seen
            ends += int(end.sum())
            fading += int((end & gentle).sum())
        found.append(ends >= _LEAST_ENDS * max(lab.shape[1:]) and fading > ends / 2)
    return found
