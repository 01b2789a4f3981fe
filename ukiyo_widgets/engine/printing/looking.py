"""A print looked at as a whole, at a small size: its paper, key block and colour blocks, and which ink may lie where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.printing.areas import edges, fades, mixture, nearest_two, printed_beyond_paper, shades_around
from ukiyo_widgets.engine.printing.blocks import Blocks, find_blocks, gradations_last
from ukiyo_widgets.engine.printing.key_block import KeyBlock, find_key_block, guarded
from ukiyo_widgets.engine.printing.morphology import blurred, eased, grown
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.limits import fitted_size
from ukiyo_widgets.images.resizing import resize

LOOKED_AT_PX = 1000
"""Longest side at which a print is looked at as a whole; each of its pixels is taken apart at its own size."""

BAND_PX = 2**18
"""Pixels that are taken apart at once: with their distances to all shades some 100 MB."""

LEAST_LIGHT = 0.004
"""Share of light below which what an ink leaves is noise."""

LINE = (0.1, 0.35)
"""Coverage by a line within which it comes to hide the colour."""

_COLOURED_UNITS = 8.0
_LEAST_COLOURED = 0.001
"""Chroma beyond the paper's, and share of the pixels, from which a print has colours."""

_OPEN = 0.2
_GRAIN = (6.0, 14.0)
"""Coverage by a line up to which the colour is seen; differences in CIELAB within which a pixel stops being as those around."""


@dataclass(frozen=True, eq=False)
class Looked:
    """What was seen of a print; made by :func:`look_at`.

    Attributes
    ----------
    key
        Paper and key block.
    blocks
        The colour blocks; none where the picture has no colours.
    allowed
        Which of the blocks' shades may lie at a place, (n, h, w), bool.
    around
        CIELAB without lines and grain, (3, h, w).
    """

    key: KeyBlock
    blocks: Blocks
    allowed: Tensor
    around: Tensor

    def by_bands(self, picture: Tensor) -> Iterator[tuple[int, int, tuple[Tensor, Tensor, Tensor, Tensor]]]:
        """Give, for a picture of any size in bands from the top, where they start and stop, and what lies there.

        That is the coverage by the key block, in [0, 1], each pixel's two shades, and the share of the second, (rows, W) each.
        """
        height, width = picture.shape[1:]
        small_height, small_width = self.around.shape[1:]
        between = self.key.between if (small_height, small_width) == (height, width) else guarded(self.key.between)
        columns, rows = _same_place(small_width, width), _same_place(small_height, height)
        for start, stop, near in _enlarged(torch.cat((between, self.around)), height, width):
            linear = colour.srgb_to_linear(picture[:, start:stop])
            covered = self.key.coverage(linear, near[:4])
            own = _calmed(_without_lines(linear, self.key, near[:4], covered), near[4:])
            allowed = printed_beyond_paper(own, self.blocks, self.allowed[:, rows[start:stop]][:, :, columns])
            first, second, on = nearest_two(own, self.blocks.shades, allowed)
            yield start, stop, (covered[0], first, second, mixture(self.blocks, first, second, on))


def look_at(picture: Tensor) -> Looked:
    """Find the paper, the key block and the colour blocks of a print.

    Parameters
    ----------
    picture
        Shape (3, H, W), RGB in [0, 1], float32.
    """
    height, width = picture.shape[1:]
    if max(height, width) > LOOKED_AT_PX:
        height, width = fitted_size(height, width, max_side_px=LOOKED_AT_PX)
        picture = resize(picture, height=height, width=width)
    key = find_key_block(picture)
    paper = _lab(key.paper).flatten()
    linear = colour.srgb_to_linear(picture)
    coverage = key.coverage(linear, key.between)
    lab = _without_lines(linear, key, key.between, coverage)
    around = blurred(lab, 1)
    if not _has_colours(picture, key):
        return Looked(key, Blocks(paper[None], ()), torch.ones(1, height, width, dtype=torch.bool), around)
    calm = _calmed(lab, around)
    lines = grown(coverage, 1)[0] > _OPEN
    between = edges(calm)
    blocks = find_blocks(calm, open_to=~(between | lines), paper=paper)
    allowed = shades_around(calm, blocks.shades, edges=between, lines=lines)
    nearest, _, _ = nearest_two(calm, blocks.shades, allowed)
    return Looked(key, gradations_last(blocks, fades(blocks, calm, nearest, lines=lines)), allowed, around)


def _without_lines(linear: Tensor, key: KeyBlock, between: Tensor, coverage: Tensor) -> Tensor:
    """Return the colour of each pixel without the key block, CIELAB: under a line, that of its surroundings."""
    left = linear / key.printed(coverage).clamp_min(LEAST_LIGHT)
    own, beside = _lab(key.paper * left.clamp(0, 1.5)), _lab(key.paper * between[1:])
    return torch.lerp(own, beside, eased(coverage, *LINE))


def _calmed(lab: Tensor, around: Tensor) -> Tensor:
    """Return the colours without the paper's grain: a pixel about as its surroundings is as they are."""
    away = (lab - around).norm(dim=0, keepdim=True)
    return torch.lerp(around, lab, eased(away, *_GRAIN))


def _has_colours(picture: Tensor, key: KeyBlock) -> bool:
    """Whether more than the paper's tone is in a print: less of it where the print is darker."""
    lab, paper = colour.rgb_to_lab(picture), _lab(key.paper)
    tone = paper[1:] * (lab[:1] / paper[:1].clamp_min(1)).clamp_max(1.1)
    return float((blurred(lab[1:] - tone, 1).norm(dim=0) > _COLOURED_UNITS).float().mean()) > _LEAST_COLOURED


def _enlarged(channels: Tensor, height: int, width: int) -> Iterator[tuple[int, int, Tensor]]:
    """Give bands of small maps at a larger size, interpolated linearly: (start, stop, (C, rows, width))."""
    left, right, across = _between(channels.shape[2], width)
    above, below, down = _between(channels.shape[1], height)
    for start, stop in bands(height, width):
        rows = torch.lerp(channels[:, above[start:stop]], channels[:, below[start:stop]], down[start:stop, None])
        yield start, stop, torch.lerp(rows[:, :, left], rows[:, :, right], across)


def bands(height: int, width: int) -> list[tuple[int, int]]:
    """Return (start, stop) of the bands of rows in which a picture is taken apart, top to bottom."""
    step = max(1, BAND_PX // width)
    return [(start, min(start + step, height)) for start in range(0, height, step)]


def _between(small: int, large: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return for each pixel of a large side the two of the small side between which it lies, and how far it is to the second."""
    at = ((torch.arange(large, dtype=torch.float64) + 0.5) * small / large - 0.5).clamp(0, small - 1)
    first = at.long()
    return first, (first + 1).clamp_max(small - 1), (at - first).float()


def _same_place(small: int, large: int) -> Tensor:
    """Return for each pixel of a large side the one of the small side in which it lies."""
    return torch.arange(large) * small // large


def _lab(linear: Tensor) -> Tensor:
    return colour.rgb_to_lab(colour.linear_to_srgb(linear.clamp(0, 1)))
