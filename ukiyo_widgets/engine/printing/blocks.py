"""The colour blocks of a print: which inks, which of them lies on which, and in what order they are printed.

The order is the printers' rule: the key block first; then from pale to dark, and of blocks about as dark the small one before the
large one; gradations (bokashi) finish the print. There are prints that were made in another order: it was the printer's decision.

A dark ink of the same hue lies on the pale one: the pale block covers both areas, the dark one only its own. Where the dark
fades into the pale it is a gradation. Shades between which there is no edge are one block.

References
----------
H. Yoshida (1939), Japanese Wood-block Printing, chapter IV, "Order of Printing". The Adachi Foundation for the Preservation of
Woodcut Printing, in Web Japan, "Ukiyo-e": from pale to dark, from small to large, gradations last. Y. Tian et al. (2021), Ukiyo-e
Analysis and Creativity with Attribute and Geometry Annotation, arXiv:2106.02267: soft decomposition of ukiyo-e into colours.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.guidance.inks import find_inks
from ukiyo_widgets.engine.guidance.written import read_colour, rgb_of
from ukiyo_widgets.images import colour

MOST_BLOCKS = 9
"""Colour blocks of a print, at most; a busy workshop cut a dozen or more, which nobody can tell apart in the finished print."""

_SHADES = 16
"""Colours that are looked for at first; those without an edge between them become one block."""

_PAPER_UNITS = 7.0
"""Difference in CIELAB up to which a colour is bare paper."""

_ONE_BLOCK_UNITS = 11.0
"""The same, lightness counted half, up to which two colours are one block's."""

_LIGHTNESS = 0.5
_LEAST_SHARE = 0.001
_EQUALLY_PALE_UNITS = 10.0
_GRAY_UNITS = 8.0
_SAME_HUE = 0.78
"""Cosine of the angle between the hues of an ink and of the one that it may lie on, both seen from the paper's."""

_DULLER = 0.55
"""Share of the pale ink's chroma that a dark one has at least: brown is not more of a red."""

_OWN_SHARE = 0.15
_TOLERANCE = 0.03


@dataclass(frozen=True, eq=False)
class Block:
    """One colour block.

    Attributes
    ----------
    colour
        Of its ink on the paper, ``#rrggbb``.
    left
        What it leaves of each channel's light where it is darkest, (3, 1, 1).
    shades
        Which colours of :attr:`Blocks.shades` it prints.
    on
        The place in the order of the block that it lies on; None is the paper.
    gradation
        Whether it fades into what is paler (bokashi).
    """

    colour: str
    left: Tensor
    shades: tuple[int, ...]
    on: int | None = None
    gradation: bool = False


@dataclass(frozen=True, eq=False)
class Blocks:
    """The colour blocks in the order of printing.

    Attributes
    ----------
    shades
        CIELAB of the colours that are told apart, (n, 3); the first is the bare paper's.
    order
        The blocks.
    """

    shades: Tensor
    order: tuple[Block, ...]

    @property
    def of_shades(self) -> list[int]:
        """The place in the order of each shade's block; -1 is bare paper."""
        places = dict.fromkeys(range(len(self.shades)), -1)
        places |= {shade: place for place, block in enumerate(self.order) for shade in block.shades}
        return [places[shade] for shade in range(len(self.shades))]

    def below(self, place: int) -> list[int]:
        """Return the blocks that one lies on, the uppermost first."""
        found, at = list[int](), self.order[place].on
        while at is not None:
            found.append(at)
            at = self.order[at].on
        return found


def find_blocks(lab: Tensor, *, open_to: Tensor, paper: Tensor) -> Blocks:
    """Find the colour blocks of a print.

    Parameters
    ----------
    lab
        The print without its key block, CIELAB, (3, h, w).
    open_to
        Where no line and no edge hides the colour: (h, w), bool.
    paper
        CIELAB of the bare paper, (3,).
    """
    flat = lab[:, open_to]
    if not flat.numel():
        return Blocks(paper[None], ())
    inks = find_inks(colour.lab_to_rgb(flat.unsqueeze(1)), count=_SHADES)
    found = torch.cat((paper[None], *(_lab_of(ink.colour)[None] for ink in inks)))
    shares = [0.0, *(ink.share for ink in inks)]
    groups = _joined(found, shares)
    ordered = sorted(groups, key=lambda group: _pale_then_small(found, shares, group))
    blocks = Blocks(found, tuple(_block(found, shares, group) for group in ordered))
    return Blocks(found, tuple(_laid_on(blocks, place) for place in range(len(ordered))))


def _joined(found: Tensor, shares: Sequence[float]) -> list[list[int]]:
    """Return the shades by block: the nearest two groups are joined as long as they are near, or there are too many."""
    scale = found.new_tensor([_LIGHTNESS, 1.0, 1.0])
    weights = found.new_tensor(shares).clamp_min(1e-6)
    bare = (found - found[0]).norm(dim=1) <= _PAPER_UNITS
    groups = [[place] for place in range(len(found)) if not bare[place]]
    while len(groups) > 1:
        centres = torch.stack([_mean(found, shares, group) for group in groups]) * scale
        distance = torch.cdist(centres, centres).fill_diagonal_(float("inf"))
        one, other = sorted(divmod(int(distance.argmin()), len(groups)))
        if distance[one, other] > _ONE_BLOCK_UNITS and len(groups) <= MOST_BLOCKS:
            break
        groups[one] += groups.pop(other)
    return [group for group in groups if float(weights[group].sum()) >= _LEAST_SHARE]


def _pale_then_small(found: Tensor, shares: Sequence[float], group: Sequence[int]) -> tuple[int, float]:
    lightness = float(_mean(found, shares, group)[0])
    return -round(lightness / _EQUALLY_PALE_UNITS), sum(shares[place] for place in group)


def _mean(found: Tensor, shares: Sequence[float], group: Sequence[int]) -> Tensor:
    share = found.new_tensor([shares[place] for place in group]).clamp_min(1e-6)
    return (found[list(group)] * share[:, None]).sum(0) / share.sum()


def _block(found: Tensor, shares: Sequence[float], group: Sequence[int]) -> Block:
    rgb = colour.lab_to_rgb(_mean(found, shares, group).view(3, 1, 1))
    whole = sum(shares[place] for place in group)
    darkest = min((place for place in group if shares[place] >= _OWN_SHARE * whole), key=lambda place: found[place, 0])
    left = colour.lab_to_linear(found[darkest].view(3, 1, 1)) / colour.lab_to_linear(found[0].view(3, 1, 1)).clamp_min(
        1e-3
    )
    return Block(read_colour(rgb.flatten().tolist()), left.clamp(0, 1), tuple(group))


def _laid_on(blocks: Blocks, place: int) -> Block:
    """Return a block that lies on the darkest one before it of its hue, all of whose ink it has too."""
    block, paper = blocks.order[place], blocks.shades[0]
    own = _lab_of(block.colour)[1:]
    for at in range(place - 1, -1, -1):
        under = blocks.order[at]
        other = _lab_of(under.colour)[1:]
        gray = {float(each.norm()) < _GRAY_UNITS for each in (own, other)}
        alike = (
            float(torch.cosine_similarity(own - paper[1:], other - paper[1:], dim=0)) > _SAME_HUE
            and float(own @ other) > 0
            and float(own.norm()) > _DULLER * float(other.norm())
        )
        if (gray == {True} or (gray == {False} and alike)) and bool((under.left >= block.left - _TOLERANCE).all()):
            return dataclasses.replace(block, on=at)
    return block


def gradations_last(blocks: Blocks, fading: Sequence[bool]) -> Blocks:
    """Return the blocks with those at the end that fade into what is paler, unless another lies on them."""
    bases = {block.on for block in blocks.order}
    last = {place for place in range(len(blocks.order)) if fading[place] and place not in bases}
    order = sorted(range(len(blocks.order)), key=lambda place: (place in last, place))
    new = {old: place for place, old in enumerate(order)}
    moved = tuple(
        dataclasses.replace(each, on=None if each.on is None else new[each.on], gradation=fading[old])
        for old, each in ((old, blocks.order[old]) for old in order)
    )
    return Blocks(blocks.shades, moved)


def _lab_of(text: str) -> Tensor:
    rgb = torch.tensor(rgb_of(text), dtype=torch.float32).view(3, 1, 1)
    return colour.rgb_to_lab(rgb).flatten()
