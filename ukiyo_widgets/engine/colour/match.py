"""A first colour for every pixel of a gray print: from parts of the references that are alike, and from parts that are as light.

The network sees the gray print and the *gray* reference; where their features are alike, the reference's colour is taken: water
then turns blue because it looks like water, which its lightness alone cannot tell. What is found is kept in a grid over place
and lightness, and each pixel reads it at its own lightness, so that a line of ink never takes the colour of the paper beside it.

References
----------
Features of several layers of VGG-19 as a measure of likeness: Liao et al. (2017), Visual Attribute Transfer through Deep Image
Analogy, section 4. The grid: Chen, Paris and Durand (2007), Real-time Edge-Aware Image Processing with the Bilateral Grid.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.colour import start
from ukiyo_widgets.engine.guidance.regions import Region, mask
from ukiyo_widgets.engine.network.vgg import SMALLEST_SIDE_PX, VGG19
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.resizing import resize

LAYERS = ("conv3_1", "conv4_1", "conv5_1")
"""From small shapes to things; each counts the same. One cell of the grid is one position of the first."""

SIDE_PX = 256
"""Longest side at which prints are compared: the comparison costs its fourth power."""

TEMPERATURE = 0.03
"""Of the softmax over cosines: a cell that is 0.03 less alike counts a third as much."""

LEVELS = 16
"""Steps of lightness in the grid."""

PRIOR = 0.3
"""How much the reference as a whole counts beside what is alike: it decides where nothing of that lightness is."""

OWN_LIGHTNESS = 0.5
"""A pixel is looked up halfway between its own lightness and the reference's lightness of the same rank."""


@dataclass(frozen=True)
class _Small:
    """A print at the size at which it is compared: its CIELAB, and by layer its features, (positions, N), of length 1."""

    lab: Tensor
    features: tuple[Tensor, ...]
    cells: tuple[int, int]

    @classmethod
    def of(cls, print_: Tensor, network: VGG19) -> _Small:
        _, height, width = print_.shape
        scale = min(1.0, SIDE_PX / max(height, width))
        small = resize(
            print_.cpu().float(),
            height=max(SMALLEST_SIDE_PX, round(height * scale)),
            width=max(SMALLEST_SIDE_PX, round(width * scale)),
        )
        gray = colour.luma(small).to(network.device)
        maps = [each.float().cpu() for each in network.features(gray, LAYERS).values()]
        cells = (maps[0].shape[1], maps[0].shape[2])
        return cls(_as_gray_print(small), tuple(_unit(each, cells) for each in maps), cells)


def _as_gray_print(rgb: Tensor) -> Tensor:
    """Return a* and b* of a colour print behind the L* that it would have as a gray print: that is what can be compared."""
    return torch.cat((colour.lightness(colour.luma(rgb)), colour.rgb_to_lab(rgb)[1:]))


def _unit(features: Tensor, cells: tuple[int, int]) -> Tensor:
    """Return features at every cell, (cells, N), each of length 1."""
    unit = F.normalize(features, dim=0, eps=1e-6)
    return F.interpolate(unit[None], size=cells, mode="bilinear", align_corners=False)[0].flatten(1).T.contiguous()


@dataclass(frozen=True)
class _Part:
    """A part of the print, and the pixels of the references from which it takes its colour.

    ``inside`` is (H, W) in [0, 1]; ``chosen`` has a mask (h, w) for each reference, at that reference's own size.
    """

    inside: Tensor
    chosen: tuple[Tensor, ...]


@torch.no_grad()
def match(
    content: Tensor,
    references: Sequence[Tensor],
    *,
    network: VGG19,
    reference_weights: Sequence[float],
    semantics: float = 0.5,
    regions: Iterable[Region] = (),
) -> Tensor:
    """Return the gray print tinted from the references.

    Parameters
    ----------
    content
        The gray print, (3, H, W), in [0, 1].
    references
        Colour prints of any size, (3, h, w) each, in [0, 1].
    network
        Tells what is alike.
    reference_weights
        Their shares, of any sum.
    semantics
        1 takes colour from what is alike, 0 from what has the same rank of lightness
        (:func:`~ukiyo_widgets.engine.colour.start.palette`); in between the two are averaged.
    regions
        Parts that take their colour from given parts of the references; the later one counts.

    Returns
    -------
    Tensor
        Shape (3, H, W), in [0, 1], float32 on the CPU, with the L* of ``content``.
    """
    content, references = content.cpu(), [each.cpu() for each in references]
    lightness = colour.lightness(content.double())
    labs = [_as_gray_print(each.double()) for each in references]
    likeness = _Likeness(content, references, network) if semantics > 0 else None
    ab = torch.zeros(2, *content.shape[1:], dtype=torch.float64)
    for part in _parts(content, references, regions):
        inside = part.inside > 0.5
        chosen = [lab[:, taken > 0.5] for lab, taken in zip(labs, part.chosen, strict=True)]
        given = [
            (lab, weight) for lab, weight in zip(chosen, reference_weights, strict=True) if lab.shape[1] and weight
        ]
        if not inside.any() or not given:
            continue
        pixels, weights = zip(*given, strict=True)
        found = start.palette_chroma(lightness, pixels, reference_weights=weights, inside=inside)
        if likeness is not None:
            others = torch.cat([each[0] for each in pixels])
            same_rank = start.lightness_of_same_rank(lightness, others, among=lightness[0][inside])
            looked_up = OWN_LIGHTNESS * lightness + (1 - OWN_LIGHTNESS) * same_rank
            alike = likeness.chroma(looked_up.float(), part.chosen, reference_weights=reference_weights)
            found = torch.lerp(found, alike.double(), semantics)
        ab = torch.lerp(ab, found, part.inside.double())
    return colour.lab_to_rgb(torch.cat((lightness, ab))).float()


def _parts(content: Tensor, references: Sequence[Tensor], regions: Iterable[Region]) -> Iterator[_Part]:
    """Give the whole print with all of the references, and then every region."""
    sizes = [tuple(each.shape[1:]) for each in references]
    yield _Part(
        torch.ones(content.shape[1:], dtype=torch.float32),
        tuple(torch.ones(size, dtype=torch.float32) for size in sizes),
    )
    for region in regions:
        chosen = [torch.zeros(size, dtype=torch.float32) for size in sizes]
        height, width = sizes[region.number - 1]
        chosen[region.number - 1] = mask(region.reference, height=height, width=width)
        _, height, width = content.shape
        yield _Part(mask(region.content, height=height, width=width), tuple(chosen))


class _Likeness:
    """How alike the positions of a print and of the references are, and the colours that follow from it."""

    def __init__(self, content: Tensor, references: Sequence[Tensor], network: VGG19) -> None:
        self._size = tuple(content.shape[1:])
        own = _Small.of(content, network)
        self._cells = own.cells
        self._references = [_Small.of(each, network) for each in references]
        self._cosines = [_cosines(own, other) for other in self._references]

    def chroma(self, lightness: Tensor, chosen: Sequence[Tensor], *, reference_weights: Sequence[float]) -> Tensor:
        """Return a* and b*, (2, H, W), where each pixel is looked up at ``lightness``, (1, H, W)."""
        columns, colours, total = [], [], torch.zeros(LEVELS, 3, dtype=torch.float32)
        shares = [weight / sum(reference_weights) for weight in reference_weights]
        for cosine, small, taken, share in zip(self._cosines, self._references, chosen, shares, strict=True):
            counted = _count(small, taken)
            cells = counted[..., 0].sum(1) > 0
            if share > 0 and cells.any():
                columns.append(cosine[:, cells] / TEMPERATURE + math.log(share / len(counted)))
                colours.append(counted[cells])
                total += share / len(counted) * counted.sum(0)
        alike, counted = torch.cat(columns, dim=1), torch.cat(colours)
        near = _over_levels()
        sums = (torch.softmax(alike, dim=1) @ counted.flatten(1)).view(-1, LEVELS, 3)
        sums = near @ sums + PRIOR * (near @ total)
        ab = sums[..., 1:] / sums[..., :1].clamp_min(1e-9)
        grid = _softened(ab.view(*self._cells, LEVELS, 2).permute(3, 2, 0, 1))
        return _read(grid, lightness)


def _cosines(one: _Small, other: _Small) -> Tensor:
    """Return how alike each cell of a print is to each of another, (cells, other cells): the mean of its layers' cosines."""
    return torch.stack([a @ b.T for a, b in zip(one.features, other.features, strict=True)]).mean(0)


def _count(small: _Small, taken: Tensor) -> Tensor:
    """Return by cell and level of lightness how many chosen pixels there are, and the sums of their a* and b*: (cells, 16, 3)."""
    _, height, width = small.lab.shape
    rows, columns = small.cells
    cell = (torch.arange(height) * rows // height)[:, None] * columns + torch.arange(width) * columns // width
    weight = F.interpolate(taken[None, None], size=(height, width), mode="area")[0].flatten()
    position = (small.lab[0].flatten() / 100 * (LEVELS - 1)).clamp(0, LEVELS - 1.001)
    below = position.floor()
    values = torch.stack((torch.ones_like(position), *small.lab[1:].flatten(1)), dim=1)
    counted = torch.zeros(rows * columns * LEVELS, 3, dtype=torch.float32)
    for level, share in ((below, 1 - (position - below)), (below + 1, position - below)):
        counted.index_add_(0, cell.flatten() * LEVELS + level.long(), values * (weight * share)[:, None])
    return counted.view(rows * columns, LEVELS, 3)


def _over_levels() -> Tensor:
    """Return the matrix that averages over neighbouring levels of lightness."""
    levels = torch.arange(LEVELS, dtype=torch.float32)
    near = torch.exp(-0.5 * (levels[:, None] - levels).square())
    return near / near.sum(1, keepdim=True)


def _softened(grid: Tensor) -> Tensor:
    """Return a grid (2, levels, rows, columns) averaged over neighbouring cells: otherwise, their borders would be seen."""
    weights = torch.exp(-0.5 * torch.arange(-3, 4, dtype=torch.float32).square())
    weights = weights / weights.sum()
    flat = F.pad(grid.flatten(0, 1).unsqueeze(1), (3, 3, 3, 3), mode="replicate")
    flat = F.conv2d(F.conv2d(flat, weights.view(1, 1, 1, 7)), weights.view(1, 1, 7, 1))
    return flat.view_as(grid)


def _read(grid: Tensor, lightness: Tensor) -> Tensor:
    """Return the grid's values at each pixel's place and lightness, between the cells' middles: (2, H, W)."""
    _, height, width = lightness.shape
    down = (2 * torch.arange(height, dtype=torch.float32) + 1) / height - 1
    right = (2 * torch.arange(width, dtype=torch.float32) + 1) / width - 1
    # Places count from edge to edge, levels from the middle of the first to that of the last.
    level = lightness[0] / 100 * 2 * (LEVELS - 1) / LEVELS - (LEVELS - 1) / LEVELS
    where = torch.stack((right.expand(height, width), down[:, None].expand(height, width), level), dim=-1)
    return F.grid_sample(grid[None], where[None, None], padding_mode="border", align_corners=False)[0, :, 0]
