"""Exercises of the notebook "The loss"."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from ukiyo_widgets.course.exercise import NotYet, exercise
from ukiyo_widgets.course.expectations import call, expect_close, expect_number, expect_tensor
from ukiyo_widgets.engine import losses


def _random(*shape: int, seed: int = 1) -> Tensor:
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@exercise("02.gram", right="One product for the whole batch: that is how a GPU likes it.")
def gram(answer: Any) -> None:
    """Gram matrices of a batch."""
    features = _random(2, 4, 5, 6)
    rows = features.flatten(2)
    right = rows @ rows.transpose(1, 2)
    unlike = {
        (4, 4): "That is one matrix for the whole batch; each picture has its own.",
        (2, 30, 30): "That is Fᵀ F: which places are alike. The Gram matrix compares filters, F Fᵀ.",
        (30, 30): "That compares places, for the whole batch; compare filters, for each picture.",
    }
    given = expect_tensor(call(answer, features), (2, 4, 4), unlike=unlike)
    expect_close(
        given,
        right,
        unlike=[
            (right / 30, "Nearly: this is divided by the number of positions M; the paper's G is the plain sum."),
            (right / 120, "Nearly: this is divided by N · M; the paper's G is the plain sum."),
            (right / 4, "Nearly: this is divided by the number of filters; the paper's G is the plain sum."),
        ],
        otherwise="Shape and symmetry are one thing; the values differ from Σ_k F_ik F_jk. Which index is summed over?",
    )


@exercise(
    "02.style", right="Same pictures, other numbers: with this form, β has another meaning than with the paper's."
)
def style(answer: Any) -> None:
    """Johnson's style loss."""
    features, style_features = _random(4, 5, 6), 2 * _random(4, 3, 7, seed=2)
    filters, positions, style_positions = 4, 30, 21
    raw, style_raw = losses.gram_matrix(features), losses.gram_matrix(style_features)

    def mean(one: float, other: float) -> Tensor:
        return (raw / one - style_raw / other).square().mean()

    paper = (raw / positions - style_raw / style_positions).square().sum() / (4 * filters**2)
    right = mean(filters * positions, filters * style_positions)
    unlike = [
        (
            mean(filters * positions, filters * positions),
            "Both are divided by the M of the first; each picture has its own M.",
        ),
        (mean(1, 1), "The Gram matrices are not divided by N · M."),
        (right * filters**2, "N² times too much: was it divided by M alone, or is it the sum instead of the mean?"),
        (paper, "That is the paper's form, with 1 / (4 N²); Johnson's is asked for."),
        (right / 2, "Half of what is asked for; there is no ½ in this form."),
    ]
    given = call(answer, features, style_features)
    if isinstance(given, Tensor) and given.numel() != 1:
        raise NotYet(f"A single number is asked for, but the result has the shape {tuple(given.shape)}.")
    expect_number(
        given,
        float(right),
        unlike=[(float(each), words) for each, words in unlike],
        otherwise="The value is not right.",
    )


@exercise(
    "02.balance", right="That is why a published β says nothing without its print, its size and its form of the loss."
)
def balance(answer: Any) -> None:
    """β for a share of the style."""
    for content, style_, share in ((4.0e9, 2.0e7, 0.5), (1.0, 8.0, 0.2)):
        right = content / style_ * share / (1 - share)
        unlike = [
            (content / style_, "Right for one half, but the share is not used."),
            (
                content / style_ * share,
                "That gives the style the right part of the content, not of the total: mind the β in the sum.",
            ),
            (content / style_ * (1 - share) / share, "The other way round: that is the content's share."),
            (style_ / content * share / (1 - share), "Content and style have changed places."),
        ]
        given = call(answer, content, style_, share)
        wrong = [(value, words) for value, words in unlike if abs(value - right) > 1e-6 * right]
        expect_number(
            given, right, unlike=wrong, otherwise="Put your β into β · style / (content + β · style): is it the share?"
        )


@exercise(
    "02.total_variation",
    right="Johnson's program adds this with a weight of 1e-3, to take the noise out of the picture.",
)
def total_variation(answer: Any) -> None:
    """Total variation of a picture."""
    pixels = _random(3, 5, 7)
    right = float(losses.total_variation(pixels))
    across, down = pixels.diff(dim=2), pixels.diff(dim=1)
    rolled = sum(float((pixels - pixels.roll(1, axis)).square().sum()) for axis in (1, 2))
    unlike = [
        (2 * right, "Twice as much as it should be: where is the ½?"),
        (
            0.5 * rolled,
            "torch.roll goes round: the last column meets the first, which is not its neighbour.",
        ),
        (
            rolled,
            "torch.roll goes round: the last column meets the first, which is not its neighbour; and the ½ is missing.",
        ),
        (0.5 * float(across.square().sum()), "That has the right neighbours; the lower ones are missing."),
        (0.5 * float(down.square().sum()), "That has the lower neighbours; the right ones are missing."),
        (0.5 * float(across.abs().sum() + down.abs().sum()), "Those are absolute differences; squares are asked for."),
        (0.5 * float(across.square().mean() + down.square().mean()), "That is the mean; the sum is asked for."),
        (
            0.5 * float(pixels.diff(dim=0).square().sum() + down.square().sum()),
            "The axes are 0: colours, 1: rows, 2: columns.",
        ),
    ]
    given = call(answer, pixels)
    if isinstance(given, Tensor) and given.numel() != 1:
        raise NotYet(f"A single number is asked for, but the result has the shape {tuple(given.shape)}.")
    expect_number(
        given, right, unlike=unlike, otherwise="The value is not right; try it on a picture of 2 × 2 pixels by hand."
    )
