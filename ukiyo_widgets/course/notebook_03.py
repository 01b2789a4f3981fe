"""Exercises of the notebook "The optimizer"."""

from __future__ import annotations

from typing import Any

import torch

from ukiyo_widgets.course.exercise import NotYet, exercise
from ukiyo_widgets.course.expectations import call, expect_close, expect_number, expect_tensor


@exercise("03.fade", right="With it, a classroom's thirty iterations see the whole of the paper's thousand.")
def fade(answer: Any) -> None:
    """Share of the style weight lost per iteration."""
    for n, left in ((1000, 0.0818), (30, 0.0818), (10, 0.5)):
        right = 1 - left ** (1 / n)
        unlike = [
            (left ** (1 / n), "That is what remains after one iteration; the setting is what is lost."),
            ((1 - left) / n, "That takes away equal amounts; fading takes away a share of what is still there."),
            (1 - left**n, "Mind the exponent: n steps together leave that share, so one step leaves its n-th root."),
            (left / n, "That takes away equal amounts; fading takes away a share of what is still there."),
        ]
        given = call(answer, n, left)
        expect_number(given, right, unlike=unlike, otherwise=f"(1 − fade)^{n} should be {left}; with yours it is not.")


@exercise("03.momentum", right="This is the engine's SGD, but for its rate, which it finds from the first gradient.")
def momentum(answer: Any) -> None:
    """One step of gradient descent with momentum."""
    generator = torch.Generator().manual_seed(3)
    x, velocity, gradient = (torch.randn(3, 4, 5, generator=generator, dtype=torch.float64) for _ in range(3))
    rate, mu = 0.1, 0.9
    given = call(answer, x, velocity, gradient, rate, mu)
    if not isinstance(given, tuple | list) or len(given) != 2:
        raise NotYet("Return two tensors: the next x, and the next velocity.")
    new_x, new_velocity = (expect_tensor(each, (3, 4, 5)) for each in given)
    right = mu * velocity + gradient
    expect_close(
        new_velocity,
        right,
        unlike=[
            (velocity + mu * gradient, "μ stands before the old velocity, not before the gradient."),
            (mu * velocity + (1 - mu) * gradient, "That is a running mean; here the gradient is taken up whole."),
            (mu * velocity - gradient, "The velocity takes the gradient up with a plus; the minus comes when x moves."),
            (mu * velocity + rate * gradient, "The rate η belongs to the move of x, not to the velocity."),
            (x - rate * right, "These have changed places: x comes first, then the velocity."),
            (gradient, "The old velocity is not used."),
        ],
        otherwise="The velocity is not right.",
    )
    expect_close(
        new_x,
        x - rate * right,
        unlike=[
            (x + rate * right, "x climbs; the loss falls against the velocity."),
            (x - rate * velocity, "x moves by the old velocity; take the new one."),
            (x - rate * gradient, "x moves by the gradient alone; take the velocity."),
            (x - right, "The velocity is right, but the rate is missing from the move."),
        ],
        otherwise="The velocity is right, but x is not.",
    )


@exercise(
    "03.scale",
    right="The engine also refuses a curvature that is positive by rounding alone; see LEAST_CURVATURE in optimizer/lbfgs.py.",
)
def scale(answer: Any) -> None:
    """First guess of the inverse Hessian, from one pair."""
    generator = torch.Generator().manual_seed(4)
    s = torch.randn(3, 4, 5, generator=generator, dtype=torch.float64)
    y = 7 * s + torch.randn(3, 4, 5, generator=generator, dtype=torch.float64)
    curvature, square = float((s * y).sum()), float((y * y).sum())
    unlike = [
        (square / curvature, "That is the inverse, the curvature itself."),
        (float((s * s).sum()) / curvature, "That is sᵀs / sᵀy; another well-known scale, but not the one asked for."),
        (curvature / float((s * s).sum()), "That is sᵀy / sᵀs, the curvature; its inverse is wanted, from y."),
        (1 / curvature, "That is ρ = 1 / sᵀy, which the recursion needs too, but not γ."),
        (0.0, "This pair has positive curvature and may be used; yours refuses it."),
    ]
    given = call(answer, s, y)
    expect_number(
        given,
        curvature / square,
        unlike=unlike,
        otherwise="sᵀy of two pictures is one number: the sum over all pixels and colours.",
    )
    expect_number(
        call(answer, s, -y),
        0.0,
        unlike=[
            (-curvature / square, "A pair with sᵀy < 0 must be refused: return 0."),
            (curvature / square, "A pair with sᵀy < 0 must be refused, not turned round: return 0."),
        ],
        otherwise="A pair with sᵀy < 0 must be refused: return 0.",
    )
