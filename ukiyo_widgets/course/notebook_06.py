"""Exercises of the notebook "Break it"."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from ukiyo_widgets.course.exercise import NotYet, exercise
from ukiyo_widgets.course.expectations import call, expect_all, expect_close, expect_number, expect_tensor


@exercise("06.symptoms", right="From now on you know where to look first.")
def symptoms(answer: Any) -> None:
    """Find the mistake to each symptom; they stand in the notebook by these letters."""
    right = {"a": 2, "b": 4, "c": 8, "d": 5, "e": 10, "f": 1}
    expect_all(call(answer), right, what="diagnoses")


@exercise("06.safe_gram", right="Change the type before the product: afterwards the infinities are there already.")
def safe_gram(answer: Any) -> None:
    """Make a Gram matrix of half-precision features."""
    for scale in (3000.0, 1.0):
        maps = (scale * torch.rand(4, 30, 20, generator=torch.Generator().manual_seed(1))).half()
        given = call(answer, maps)
        rows = maps.double().flatten(1)
        right = rows @ rows.T / 600
        if isinstance(given, Tensor) and not given.isfinite().all():
            raise NotYet(
                "For large features some entries are infinite: they became so in the product, before the division."
            )
        expect_tensor(
            given, (4, 4), unlike={(600, 600): "That is Fᵀ F: which places are alike; compare filters, F Fᵀ."}
        )
        if given.dtype != torch.float32:
            raise NotYet(f"The values have the type {given.dtype}; torch.float32 is asked for.")
        unlike = [
            (600 * right, "That is F Fᵀ; divide by the number of positions M."),
            (right / 4, "Divide by M, not by N · M."),
        ]
        expect_close(
            given, right, relative=1e-5, unlike=unlike, otherwise="The values are not those of F Fᵀ / M in float32."
        )


@exercise("06.count", right="Whoever reports this number should call it evaluations.")
def count(answer: Any) -> None:
    """Count the closure calls of an optimizer."""
    for options in ({"max_iter": 4}, {"max_iter": 4, "line_search_fn": "strong_wolfe"}):
        given = call(answer, *_counted(options)[:2], 3)
        optimizer, closure, calls = _counted(options)
        for _ in range(3):
            optimizer.step(closure)  # type: ignore[no-untyped-call]
        unlike = [
            (3, "That is the number of steps."),
            (optimizer.state_dict()["state"][0]["n_iter"], "That is the number of L-BFGS iterations."),
        ]
        expect_number(given, len(calls), unlike=unlike, otherwise=f"With {options} it is not right.")


def _counted(options: dict[str, Any]) -> tuple[torch.optim.LBFGS, Any, list[int]]:
    """Return an optimizer of a small hard problem (Rosenbrock's), its closure, and where the calls are noted."""
    x = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([x], lr=0.5, **options)
    calls: list[int] = []

    def closure() -> Tensor:
        calls.append(1)
        optimizer.zero_grad()
        value: Tensor = (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2
        value.backward()  # type: ignore[no-untyped-call]
        return value

    return optimizer, closure, calls
