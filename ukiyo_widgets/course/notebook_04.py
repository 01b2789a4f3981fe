"""Exercises of the notebook "The paper, again"."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from ukiyo_widgets.course.exercise import NotYet, exercise
from ukiyo_widgets.course.expectations import call, expect_choice, expect_close, expect_number

_CHOICES = set("abcdefgh")
_OPEN = set("cfh")


@exercise("04.open", right="Three of eight are open, and none of the three is a detail.")
def open_choices(answer: Any) -> None:
    """Tell what the paper states from what it leaves open; the choices stand in the notebook by these letters."""
    given = call(answer)
    if not isinstance(given, set | list | tuple | str) or not set(given) <= _CHOICES:
        raise NotYet("Return a set of letters from a to h, such as {'a', 'b'}.")
    wrong = len(_OPEN ^ set(given))
    if wrong:
        raise NotYet(f"{8 - wrong} of 8 are where they belong. Look at section 3 of the paper.")


@exercise(
    "04.spread",
    right="A gray picture has 0, the truth 1: this tells timid colours from right ones, which the mean ΔE does not.",
)
def spread(answer: Any) -> None:
    """Measure the chroma spread."""
    generator = torch.Generator().manual_seed(1)
    means = torch.tensor([50.0, 12, -8], dtype=torch.float64).view(3, 1, 1)
    lab, truth = (means + scale * torch.randn(3, 5, 7, generator=generator, dtype=torch.float64) for scale in (9, 20))

    def ratio(measure: Any) -> float:
        return float(measure(lab) / measure(truth))

    def of_each(picture: Tensor) -> Tensor:
        return picture.flatten(1).std(dim=1)

    unlike = [
        (1 / ratio(lambda p: of_each(p[1:]).mean()), "That is the other way round: divide by the truth's."),
        (ratio(lambda p: of_each(p).mean()), "L* is lightness, not colour; a* and b* follow it."),
        (
            ratio(lambda p: p[1:].std()),
            "One deviation for both axes mixes their means into it; take each axis for itself.",
        ),
        (ratio(lambda p: of_each(p[1:]).square().mean()), "That is the variance; take the standard deviation."),
        (ratio(lambda p: p[1:].abs().mean()), "That is how strong the colours are; the question is how they differ."),
    ]
    expect_number(
        call(answer, lab, truth),
        ratio(lambda picture: of_each(picture[1:]).mean()),
        unlike=unlike,
        otherwise="It is not the mean of the two standard deviations, divided by the same of the truth.",
    )


@exercise(
    "04.tint",
    right="One colour for a whole print. Try how much it gains on your own prints before you praise a network.",
)
def tint(answer: Any) -> None:
    """Find the best tint of a whole print."""
    lab = 20 * torch.randn(3, 5, 7, generator=torch.Generator().manual_seed(1), dtype=torch.float64).exp()
    given = call(answer, lab)
    if not isinstance(given, tuple | list | Tensor) or len(given) != 2:
        raise NotYet("Return two numbers, (a, b).")
    chroma = lab[1:].flatten(1)
    unlike = [
        (chroma.median(dim=1).values, "That is the median: best for the mean of the distances, not of their squares."),
        (lab[:2].flatten(1).mean(dim=1), "The first of the three is L*, which stays as it is; a* and b* follow."),
        (chroma.mean(dim=1).flip(0), "Those are the right numbers in the wrong order: a* first."),
    ]
    numbers = torch.stack([torch.as_tensor(each, dtype=torch.float64).reshape(()) for each in given])
    otherwise = "There is a nearer tint. Which single number has the least squared distance from many?"
    expect_close(numbers, chroma.mean(dim=1), unlike=unlike, otherwise=otherwise)


@exercise("04.claim", right="The change is smaller than what rounding does; more repeats, or no claim.")
def claim(answer: Any) -> None:
    """Judge a claim below the noise."""
    beat = {"shown": "What would the schedule have to beat, to be told from chance?"}
    expect_choice(call(answer), "not shown", instead=beat)
