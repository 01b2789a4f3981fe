"""A picture taken apart into impressions, pixel by pixel, so that the last one is the picture itself.

With K the paper and the key block on it, R the finished picture and w what is printed so far of each channel, an impression is
K + w (R - K), in linear light. w grows from 0 to 1 block by block; what no ink explains is printed with the ink that lies there,
what the bare paper has beyond its tone belongs to the paper. So every impression lies between K and R, and none is out of range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.printing.blocks import Blocks
from ukiyo_widgets.engine.printing.key_block import KeyBlock
from ukiyo_widgets.engine.printing.looking import LEAST_LIGHT, LINE, Looked, bands, look_at
from ukiyo_widgets.engine.printing.morphology import eased
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.limits import fitted_size
from ukiyo_widgets.images.resizing import resize
from ukiyo_widgets.surroundings import undisturbed

_LEVELS = 255


@dataclass(frozen=True, eq=False)
class Separation:
    """A picture and what each of its pixels is printed with; made by :func:`separate`.

    Attributes
    ----------
    picture
        Shape (3, H, W), RGB in [0, 1].
    looked
        What was seen of the whole: paper, key block, colour blocks.
    coverage
        Of the key block, (H, W), uint8 of 255.
    first, second, mixture
        The two shades of each pixel, (H, W), uint8, and the share of the second, uint8 of 255.
    """

    picture: Tensor
    looked: Looked
    coverage: Tensor
    first: Tensor
    second: Tensor
    mixture: Tensor

    @property
    def key(self) -> KeyBlock:
        """Paper and key block."""
        return self.looked.key

    @property
    def blocks(self) -> Blocks:
        """The colour blocks."""
        return self.looked.blocks

    @undisturbed
    def within(self, side_px: int) -> Separation:
        """Return the same blocks of the picture at a smaller size, or this where no side is longer than so many px."""
        height, width = self.picture.shape[1:]
        if max(height, width) <= side_px:
            return self
        height, width = fitted_size(height, width, max_side_px=side_px)
        return _taken_apart(resize(self.picture, height=height, width=width), self.looked)

    def __len__(self) -> int:
        """Impressions: the key block and each colour block."""
        return 1 + len(self.blocks.order)

    @undisturbed
    def impression(self, index: int) -> Tensor:
        """Return the print after so many colour blocks, (3, H, W), RGB in [0, 1]."""
        if index == len(self) - 1:
            return self.picture
        out = torch.empty_like(self.picture)
        for start, stop in bands(*self.picture.shape[1:]):
            linear, printed = self._rows(start, stop)
            share = self._printed(index, linear, printed, start, stop)
            out[:, start:stop] = colour.linear_to_srgb(torch.lerp(printed, linear, share)).clamp(0, 1)
        return out

    @undisturbed
    def alone(self, index: int) -> Tensor:
        """Return what one block leaves on bare paper, (3, H, W), RGB in [0, 1]; 0 is the key block.

        Where a line hides the ink, its usual colour stands in; a gradation begins with nothing.
        """
        out = torch.empty_like(self.picture)
        for start, stop in bands(*self.picture.shape[1:]):
            linear, printed = self._rows(start, stop)
            if index:
                left = linear / printed.clamp_min(LEAST_LIGHT)
                share = self._share([self._own(place, index - 1, left) for place in self._places], start, stop)
                line = eased(self.coverage[start:stop].float() / _LEVELS, *LINE)
                left = torch.lerp(left, self.blocks.order[index - 1].left.expand_as(left), line)
                printed = self.key.paper * (1 - share * (1 - left))
            out[:, start:stop] = colour.linear_to_srgb(printed.clamp(0, 1)).clamp(0, 1)
        return out

    @undisturbed
    def shares(self) -> list[float]:
        """Return how much of the sheet the key block and each colour block cover, in [0, 1]."""
        by_shade = torch.zeros(len(self.blocks.shades), dtype=torch.float64)
        for start, stop in bands(*self.picture.shape[1:]):
            share = self.mixture[start:stop].flatten().double() / _LEVELS
            for shades, part in ((self.first, 1 - share), (self.second, share)):
                by_shade += torch.bincount(shades[start:stop].flatten(), weights=part, minlength=len(by_shade))
        by_shade /= self.mixture.numel()
        own = [float(by_shade[list(block.shades)].sum()) for block in self.blocks.order]
        laid = [
            sum(own[upon] for upon in range(len(own)) if place == upon or place in self.blocks.below(upon))
            for place in range(len(own))
        ]
        return [float((self.coverage > _LEVELS // 4).float().mean()), *laid]

    def _rows(self, start: int, stop: int) -> tuple[Tensor, Tensor]:
        linear = colour.srgb_to_linear(self.picture[:, start:stop])
        return linear, self.key.printed(self.coverage[start:stop].float() / _LEVELS)

    @property
    def _places(self) -> range:
        """The bare paper, -1, and the places of the blocks in their order."""
        return range(-1, len(self.blocks.order))

    def _printed(self, index: int, linear: Tensor, printed: Tensor, start: int, stop: int) -> Tensor:
        """Return the share of each channel that is printed after so many blocks, (3, rows, W)."""
        left = linear / printed.clamp_min(LEAST_LIGHT)
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


@undisturbed
def separate(picture: Tensor) -> Separation:
    """Take a picture apart into impressions.

    Parameters
    ----------
    picture
        Shape (3, H, W), RGB in [0, 1], float32.
    """
    return _taken_apart(picture, look_at(picture))


def _taken_apart(picture: Tensor, looked: Looked) -> Separation:
    maps = [torch.empty(picture.shape[1:], dtype=torch.uint8) for _ in range(4)]
    for start, stop, (covered, first, second, share) in looked.by_bands(picture):
        for whole, rows in zip(maps, (covered * _LEVELS, first, second, share * _LEVELS), strict=True):
            whole[start:stop] = rows.round() if rows.is_floating_point() else rows
    return Separation(picture, looked, *maps)
