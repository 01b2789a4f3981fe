"""Exercises of the notebook "What a network sees"."""

from __future__ import annotations

from typing import Any

import torch

from ukiyo_widgets.course.exercise import NotYet, exercise
from ukiyo_widgets.course.expectations import call, expect_close, expect_tensor
from ukiyo_widgets.engine.layers import CONVOLUTIONS_PER_BLOCK, LAYERS

_FILTERS = (64, 128, 256, 512, 512)


@exercise(
    "01.shape", right="Compare N · H · W with 3 · H · W: from which layer on is there less room than the picture takes?"
)
def shape(answer: Any) -> None:
    """Shape of a layer's features."""
    for height, width in ((288, 512), (107, 160)):
        for layer in LAYERS:
            block = int(layer[4])
            down = 2 ** (block - 1)
            given = call(answer, layer, height, width)
            if not isinstance(given, tuple | list) or len(given) != 3:
                raise NotYet(f"Return three numbers, (N, H, W); for {layer} it is {given!r}.")
            right = (_FILTERS[block - 1], height // down, width // down)
            if tuple(given) == right:
                continue
            where = f"For {layer} and a picture of {height} × {width} pixels"
            if given[0] != right[0]:
                raise NotYet(f"{where} the number of filters is not right; mind that it goes by the block.")
            if tuple(given[1:]) == (height // (2 * down), width // (2 * down)):
                raise NotYet(
                    f"{where} the maps are half as large as they should be: pooling stands after a block, not before."
                )
            if any(float(side) != int(side) for side in given[1:]) or tuple(given[1:]) == (
                -(-height // down),
                -(-width // down),
            ):
                raise NotYet(
                    f"{where} a side does not come out even; pooling drops the last row or column: round down."
                )
            raise NotYet(f"{where} height and width are not right.")


@exercise(
    "01.receptive_field",
    right="One value of conv5_1 looks at a patch wider than the pictures of this notebook are high.",
)
def receptive_field(answer: Any) -> None:
    """Side of a layer's receptive field."""
    field, apart = 1, 1
    for block, count in enumerate(CONVOLUTIONS_PER_BLOCK, start=1):
        for i in range(1, count + 1):
            field += 2 * apart
            layer = f"conv{block}_{i}"
            given = call(answer, layer)
            if isinstance(given, bool) or not isinstance(given, int | float):
                raise NotYet(f"Return a number; for {layer} it is {given!r}.")
            if given != field:
                raise NotYet(_hint(layer, given, field, block))
        field += apart
        apart *= 2


def _hint(layer: str, given: float, right: float, block: int) -> str:
    if layer == "conv1_1":
        return f"Already for {layer} it is not right: its kernel is 3 × 3."
    if block == 1:
        return f"For {layer} it is not right: two convolutions of 3 × 3, one after the other, no pooling between them."
    size = "small" if given < right else "large"
    if layer == "conv2_1":
        return f"For {layer} it is too {size}: between block 1 and 2 stands one pooling; count its own step, and double after it."
    return f"Right up to block {block - (layer[-1] == '1')}, but too {size} for {layer}."


@exercise(
    "01.same_style", right="Any rearrangement of the positions does it: the sum over positions forgets where they were."
)
def same_style(answer: Any) -> None:
    """Other features, same Gram matrix."""
    features = torch.rand(6, 5, 7, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    given = expect_tensor(call(answer, features), (6, 5, 7))
    if torch.equal(given, features):
        raise NotYet("These are the same features; the content has not changed at all.")
    if float((given - features).norm() / features.norm()) < 1e-3:
        raise NotYet("These are nearly the same features; change the content clearly.")
    matrix, right = given.flatten(1), features.flatten(1)
    exchanged = (
        "The Gram matrix has changed. Did you rearrange filters? Rearrange positions, the same way for all filters."
    )
    expect_close(
        matrix @ matrix.T,
        right @ right.T,
        relative=1e-9,
        unlike=[((right @ right.T).flip(0, 1), exchanged)],
        otherwise="The Gram matrix has changed. It sums over positions: what may happen to them without the sum noticing?",
    )
