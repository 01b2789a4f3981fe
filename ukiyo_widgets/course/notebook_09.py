"""Exercises of the notebook "How the colour model learns"."""

from __future__ import annotations

from typing import Any

import torch

from ukiyo_widgets.course.exercise import exercise
from ukiyo_widgets.course.expectations import call, expect_choice, expect_close


@exercise(
    "09.shares", right="The nearer, the more, and nobody is counted twice. With a small s they are hard labels again."
)
def shares(answer: Any) -> None:
    """Give soft labels."""
    generator = torch.Generator().manual_seed(1)
    colours, centres = (4 * torch.randn(count, 2, generator=generator, dtype=torch.float64) for count in (6, 4))
    distance = torch.cdist(colours, centres) / 3.0
    right = torch.softmax(-distance.square(), dim=1)
    unlike = [
        (torch.exp(-distance.square()), "Each row should add up to 1: divide by its sum."),
        (torch.softmax(-distance, dim=1), "The distance is squared in the exponent."),
        (
            torch.softmax(-distance.square(), dim=0),
            "They add up over the colours; it is each colour's shares that add up to 1.",
        ),
        (torch.softmax(-(distance * 3.0).square(), dim=1), "Divide the distance by s first."),
        (torch.softmax(distance.square(), dim=1), "The farther, the more? Look at the sign."),
    ]
    expect_close(
        call(answer, colours, centres),
        right,
        unlike=unlike,
        otherwise="That is not e^(−(d/s)²), each row divided by its sum.",
    )


@exercise(
    "09.sharpened",
    right="One knob from safe to bold. Vividness turns such a knob, and sees to how strong the colours come out.",
)
def sharpened(answer: Any) -> None:
    """Sharpen probabilities, and take the mean."""
    generator = torch.Generator().manual_seed(2)
    p = torch.softmax(torch.randn(6, 4, generator=generator, dtype=torch.float64), dim=1)
    centres = 10 * torch.randn(4, 2, generator=generator, dtype=torch.float64)
    raised = p**3.0
    right = (raised / raised.sum(dim=1, keepdim=True)) @ centres
    unlike = [
        (raised @ centres, "After raising to β the probabilities no longer add up to 1."),
        (p @ centres, "That is the mean under p, as if β were 1."),
        (centres[p.argmax(dim=1)], "That is the likeliest class; β = 3 is not infinite."),
        (torch.softmax(3.0 * p, dim=1) @ centres, "A softmax of β p is not p^β: take β log p."),
    ]
    expect_close(
        call(answer, p, centres, 3.0),
        right,
        unlike=unlike,
        otherwise="That is not the mean of the centres under p^β, divided by its sum.",
    )


@exercise("09.held_out", right="Each print is asked for once, by a model that never saw it: leave one out.")
def held_out(answer: Any) -> None:
    """Choose the number that tells how well a model will do."""
    expect_choice(
        call(answer),
        "b",
        instead={
            "a": "More rounds make it know these prints better still. What of a sheet that it has not seen?",
            "c": "A pixel's neighbours are alike: nine tenths of a print give the last tenth away.",
            "d": "That tells how unsure the model is, not how often it is right.",
        },
    )
