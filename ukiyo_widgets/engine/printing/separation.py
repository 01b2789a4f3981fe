"""A picture taken apart into impressions, pixel by pixel, so that the last one is the picture itself.

With K the paper and the key block on it, R the finished picture and w what is printed so far of each channel, an impression is
K + w (R - K), in linear light. w grows from 0 to 1 block by block; what no ink explains is printed with the ink that lies there,
what the bare paper has beyond its tone belongs to the paper. So every impression lies between K and R, and none is out of range.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.printing.areas import edges, fades, mixture, nearest_two, shades_around
from ukiyo_widgets.engine.printing.blocks import Blocks, find_blocks, gradations_last
from ukiyo_widgets.engine.printing.key_block import KeyBlock, find_key_block, guarded
from ukiyo_widgets.engine.printing.morphology import blurred, eased, grown
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.limits import fitted_size
from ukiyo_widgets.images.resizing import resize, spans

LOOKED_AT_PX = 1000
"""Longest side at which a print is looked at as a whole; each of its pixels is taken apart at its own size."""

_LEAST_LIGHT = 0.004
_COLOURED_UNITS = 8.0
_LEAST_COLOURED = 0.001
"""Chroma beyond the paper's, and share of the pixels, from which a print has colours."""

_LINE = (0.1, 0.35)
_OPEN = 0.2
_GRAIN = (6.0, 14.0)
"""Coverage by a line that hides the colour; where none does; differences in CIELAB up to which a pixel is as those around it."""

_LEVELS = 255


@dataclass(frozen=True, eq=False)
class Separation:
    """A picture and what each of its pixels is printed with; made by :func:`separate`.

    Attributes
    ----------
    picture
        Shape (3, H, W), RGB in [0, 1].
    key
        Paper and key block.
    blocks
        The colour blocks; none where the picture has no colours.
    coverage
        Of the key block, (H, W), uint8 of 255.
    first, second, mixture
        The two shades of each pixel, (H, W), uint8, and the share of the second, uint8 of 255.
    """

    picture: Tensor
    key: KeyBlock
    blocks: Blocks
    coverage: Tensor
    first: Tensor
    second: Tensor
    mixture: Tensor

    def __len__(self) -> int:
        """Impressions: the key block and each colour block."""
        return 1 + len(self.blocks.order)

    def impression(self, index: int) -> Tensor:
        """Return the print after so many colour blocks, (3, H, W), RGB in [0, 1]."""
        if index == len(self) - 1:
            return self.picture
        out = torch.empty_like(self.picture)
        for start, stop in spans(*self.picture.shape[1:]):
            linear, printed = self._rows(start, stop)
            share = self._printed(index, linear, printed, start, stop)
            out[:, start:stop] = colour.linear_to_srgb(torch.lerp(printed, linear, share)).clamp(0, 1)
        return out

    def alone(self, index: int) -> Tensor:
        """Return what one block leaves on bare paper, (3, H, W), RGB in [0, 1]; 0 is the key block.

        Where a line hides the ink, its usual colour stands in; a gradation begins with nothing.
        """
        out = torch.empty_like(self.picture)
        for start, stop in spans(*self.picture.shape[1:]):
            linear, printed = self._rows(start, stop)
            if index:
                left = linear / printed.clamp_min(_LEAST_LIGHT)
                share = self._share([self._own(place, index - 1, left) for place in self._places], start, stop)
                line = eased(self.coverage[start:stop].float() / _LEVELS, *_LINE)
                left = torch.lerp(left, self.blocks.order[index - 1].left.expand_as(left), line)
                printed = self.key.paper * (1 - share * (1 - left))
            out[:, start:stop] = colour.linear_to_srgb(printed.clamp(0, 1)).clamp(0, 1)
        return out

    def shares(self) -> list[float]:
        """Return how much of the sheet the key block and each colour block cover, in [0, 1]."""
        covered = [float((self.coverage > _LEVELS // 4).float().mean())]
        of_shades = torch.tensor(self.blocks.of_shades)
        for place in range(len(self.blocks.order)):
            upon = [each for each in range(len(self.blocks.order)) if place in (each, *self.blocks.below(each))]
            its = torch.isin(of_shades, torch.tensor(upon))
            share = self.mixture.float().mul_(1 / _LEVELS)
            first, second = its[self.first.int()], its[self.second.int()]
            covered.append(float(torch.where(second, share, 0).add_(torch.where(first, 1 - share, 0)).mean()))
        return covered

    def _rows(self, start: int, stop: int) -> tuple[Tensor, Tensor]:
        linear = colour.srgb_to_linear(self.picture[:, start:stop])
        return linear, self.key.printed(self.coverage[start:stop].float() / _LEVELS)

    @property
    def _places(self) -> range:
        """The bare paper, -1, and the places of the blocks in their order."""
        return range(-1, len(self.blocks.order))

    def _printed(self, index: int, linear: Tensor, printed: Tensor, start: int, stop: int) -> Tensor:
        """Return the share of each channel that is printed after so many blocks, (3, rows, W)."""
        left = linear / printed.clamp_min(_LEAST_LIGHT)
        return self._share([self._after(place, index, left) for place in self._places], start, stop)

    def _share(self, by_place: Sequence[Tensor], start: int, stop: int) -> Tensor:
        """Return what each pixel has by its two shades, from what it would have with each place's ink."""
        stacked = torch.stack(list(by_place))
        places = torch.tensor(self.blocks.of_shades) + 1
        one, other = (places[each[start:stop].long()] for each in (self.first, self.second))
        share = self.mixture[start:stop].float() / _LEVELS
        at = [torch.gather(stacked, 0, each.expand(1, 3, *each.shape))[0] for each in (one, other)]
        return torch.where(one == other, at[0], torch.lerp(at[0], at[1], share))

    def _after(self, place: int, index: int, left: Tensor) -> Tensor:
        """Return what is printed after so many blocks where the uppermost ink is that of a place in the order."""
        if place < index:
            return torch.ones_like(left)
        share = torch.zeros_like(left)
        for under in self.blocks.below(place):
            if under < index:
                share = torch.maximum(share, self._as_lower(place, under, left))
        return share

    def _own(self, place: int, block: int, left: Tensor) -> Tensor:
        """Return how far one block shows where the uppermost ink is that of a place: on another ink, from where it adds to it."""
        its, under = self.blocks.order[block], self.blocks.order[block].on
        if place != block or under is None:
            return self._as_lower(place, block, left)
        usual = 1 - ((1 - self.blocks.order[under].left) / (1 - its.left).clamp_min(1e-6)).clamp_max(1)
        return (
            ((1 - self._as_lower(place, under, left)) / usual.clamp_min(1e-2))
            .clamp(0, 1)
            .amax(0, keepdim=True)
            .expand(3, -1, -1)
        )

    def _as_lower(self, place: int, under: int, left: Tensor) -> Tensor:
        """Return the share that one block prints where the uppermost ink is another's, or its own: up to its own darkness."""
        if place == under:
            return torch.ones_like(left)
        if place < 0 or under not in self.blocks.below(place):
            return torch.zeros_like(left)
        ink = self.blocks.order[under].left
        return torch.where(left >= ink, 1.0, (1 - ink) / (1 - left).clamp_min(1e-6))


def separate(picture: Tensor) -> Separation:
    """Take a picture apart into impressions.

    Parameters
    ----------
    picture
        Shape (3, H, W), RGB in [0, 1], float32.
    """
    height, width = picture.shape[1:]
    small = picture
    if max(height, width) > LOOKED_AT_PX:
        small_height, small_width = fitted_size(height, width, max_side_px=LOOKED_AT_PX)
        small = resize(picture, height=small_height, width=small_width)
    key = find_key_block(small)
    blocks = Blocks(_lab(key.paper).flatten()[None], ())
    linear = colour.srgb_to_linear(small)
    coverage = key.coverage(linear, key.between)
    lab = _without_lines(linear, key, key.between, coverage)
    around, allowed = blurred(lab, 1), torch.ones(1, *lab.shape[1:], dtype=torch.bool)
    if _has_colours(small, key):
        calm = _calmed(lab, around)
        lines = grown(coverage, 1)[0] > _OPEN
        hidden = edges(calm) | lines
        blocks = find_blocks(calm, open_to=~hidden, paper=blocks.shades[0])
        allowed = shades_around(calm, blocks.shades, hidden=hidden)
        nearest, _, _ = nearest_two(calm, blocks.shades, allowed)
        blocks = gradations_last(blocks, fades(blocks, calm, nearest, lines=lines))
    maps = [torch.empty(height, width, dtype=torch.uint8) for _ in range(4)]
    seen = torch.cat((key.between if small is picture else guarded(key.between), around))
    columns = _same_place(small.shape[2], width)
    rows = _same_place(small.shape[1], height)
    for start, stop, near in _enlarged(seen, height, width):
        linear = colour.srgb_to_linear(picture[:, start:stop])
        covered = key.coverage(linear, near[:4])
        own = _calmed(_without_lines(linear, key, near[:4], covered), near[4:])
        first, second, on = nearest_two(own, blocks.shades, allowed[:, rows[start:stop]][:, :, columns])
        strips = covered[0] * _LEVELS, first, second, mixture(blocks, first, second, on) * _LEVELS
        for whole, strip in zip(maps, strips, strict=True):
            whole[start:stop] = strip.round() if strip.is_floating_point() else strip
    return Separation(picture, key, blocks, *maps)


def _without_lines(linear: Tensor, key: KeyBlock, between: Tensor, coverage: Tensor) -> Tensor:
    """Return the colour of each pixel without the key block, CIELAB: under a line, that of its surroundings."""
    left = linear / key.printed(coverage).clamp_min(_LEAST_LIGHT)
    own, beside = _lab(key.paper * left.clamp(0, 1.5)), _lab(key.paper * between[1:])
    return torch.lerp(own, beside, eased(coverage, *_LINE))


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
    """Give strips of small maps at a larger size, interpolated linearly: (start, stop, (C, rows, width))."""
    left, right, across = _between(channels.shape[2], width)
    above, below, down = _between(channels.shape[1], height)
    for start, stop in spans(height, width):
        rows = torch.lerp(channels[:, above[start:stop]], channels[:, below[start:stop]], down[start:stop, None])
        yield start, stop, torch.lerp(rows[:, :, left], rows[:, :, right], across)


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
