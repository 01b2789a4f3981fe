"""L-BFGS in its compact form: two passes over the remembered moves, and nothing that waits for the device.

The usual two-loop recursion is a chain: each of its products needs the one before. Here all products with the history are taken
first, then small triangular systems give the share of every remembered move.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Self

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.optimizer.pairs import Pairs, Separate
from ukiyo_widgets.engine.settings import GRAY_LEVEL

LEAST_CURVATURE = 1e-7
"""A pair (s, y) is used if sᵀy exceeds this share of ‖s‖ ‖y‖: about the rounding of float32."""


@dataclass(frozen=True)
class LBFGSMemory:
    """The last picture and its gradient, the pairs, and what is known of them.

    Attributes
    ----------
    usable
        Whether the next move may make a pair with ``last``; a scalar.
    last
        Picture and gradient; None before the first move.
    pairs
        Oldest first; :class:`Separate`, but in a recorded iteration.
    good
        (m,): which pairs are believed. The others stay where they are and are passed over.
    products
        (2, m, m): sᵢᵀyⱼ and yᵢᵀyⱼ; of the first only the upper triangle is used. Each move computes those with the newest pair,
        the others are carried over.
    """

    usable: Tensor
    last: tuple[Tensor, Tensor] | None
    pairs: Pairs
    good: Tensor
    products: Tensor

    def forget(self, keep: Tensor) -> Self:
        """Refuse every pair, and the one that the next move would make, where ``keep`` is False."""
        return replace(self, usable=self.usable & keep, good=self.good & keep)

    def across_rounding(self) -> Self:
        """Keep every pair, but make none of the last gradient and the next: their rounding would pass for curvature."""
        return replace(self, usable=torch.zeros_like(self.usable))

    def tensors(self) -> dict[str, Tensor]:
        """Return what it holds by name; of a ring's pairs the newest alone."""
        named = {"usable": self.usable, "good": self.good, "products": self.products}
        if self.last is not None:
            named |= {"pixels": self.last[0], "gradient": self.last[1]}
        for i, (s, y) in enumerate(self.pairs if isinstance(self.pairs, Separate) else self.pairs.arrived):
            named |= {f"s.{i}": s, f"y.{i}": y}
        return named

    @classmethod
    def from_tensors(cls, tensors: dict[str, Tensor]) -> Self:
        """Return the memory whose :meth:`tensors` these are."""
        count = sum(name.startswith("s.") for name in tensors)
        pairs = Separate((tensors[f"s.{i}"], tensors[f"y.{i}"]) for i in range(count))
        last = (tensors["pixels"], tensors["gradient"]) if "pixels" in tensors else None
        products = tensors["products"]  # perhaps of a device with another precision
        return cls(tensors["usable"], last, pairs, tensors["good"], products.to(_exact(products.device)))


@dataclass(frozen=True)
class LBFGS:
    """Limited-memory BFGS with a fixed step.

    The first move, and the first after a rescue, is against the gradient and scaled so that the most affected pixel moves
    by ``first_step``: the loss's own scale does not matter. There is no tolerance at which it stops.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, algorithm 7.5, initial scale of equation 7.20. In place of their line
    search: a step of fixed length, and a pair without positive curvature is refused.
    """

    history: int
    step: float
    first_step: float

    def begin(self, pixels: Tensor) -> LBFGSMemory:
        """Return the memory before the first move."""
        none = torch.zeros(0, dtype=torch.bool, device=pixels.device)
        products = torch.zeros(2, 0, 0, dtype=_exact(pixels.device), device=pixels.device)
        return LBFGSMemory(none.new_zeros(()), None, Separate(), none, products)

    def move(self, pixels: Tensor, gradient: Tensor, memory: LBFGSMemory) -> tuple[Tensor, LBFGSMemory]:
        """Return the quasi-Newton move and the memory with one more pair."""
        steepest = torch.linalg.vector_norm(gradient, ord=math.inf)
        first_scale = self.first_step * GRAY_LEVEL / steepest.clamp_min(1e-30)
        after = replace(memory, usable=torch.ones_like(memory.usable), last=(pixels, gradient))
        if memory.last is None:
            return -first_scale * gradient, after
        s, y = pixels - memory.last[0], gradient - memory.last[1]
        pairs = memory.pairs.with_newest((s, y), history=self.history)
        with_gradient, with_newest = pairs.times((gradient, y)).to(_exact(gradient.device))
        kept = len(pairs) - 1
        products = _extended(memory.products[:, len(memory.good) - kept :, len(memory.good) - kept :], with_newest)
        believed = memory.usable & _curved(s, sy=products[0, -1, -1], yy=products[1, -1, -1])
        good = torch.cat((memory.good[len(memory.good) - kept :], believed[None]))
        after = replace(after, pairs=pairs, good=good, products=products)
        quasi_newton = inverse_hessian_times(gradient, after, with_gradient, otherwise=first_scale)
        return quasi_newton.mul_(torch.where(good.any(), torch.full_like(first_scale, -self.step), -1)), after


def inverse_hessian_times(
    gradient: Tensor, memory: LBFGSMemory, with_gradient: Tensor, *, otherwise: Tensor | float = 1.0
) -> Tensor:
    """Return H g, where H is the inverse Hessian that the believed pairs describe.

    With R the upper triangle of SᵀY, D its diagonal and γ the newest pair's sᵀy / yᵀy::

        H g = γ g + S p − γ Y u,    R u = Sᵀg,    Rᵀ p = (D + γ YᵀY) u − γ Yᵀg

    A refused pair has the row and column of the identity in R and zeros elsewhere, so its shares of H g are 0.

    Parameters
    ----------
    gradient
        g.
    memory
        The pairs; one at least.
    with_gradient
        (2, m): Sᵀg and Yᵀg.
    otherwise
        γ where no pair is believed: of itself, H is then the identity.

    References
    ----------
    Byrd, Nocedal and Schnabel (1994), Representations of quasi-Newton matrices and their use in limited memory methods,
    equation 3.13.
    """
    good = memory.good
    sy, yy = memory.products.where(good & good[:, None], 0)
    sg, yg = with_gradient.where(good, 0)
    curvatures = sy.diagonal()
    upper = sy.triu() + torch.diag((~good).to(sy.dtype))
    newest = torch.where(good, torch.arange(len(good), device=good.device), -1).argmax()
    scale = (curvatures / yy.diagonal().where(good, 1)).take(newest).where(good.any(), otherwise)
    u = torch.linalg.solve_triangular(upper, sg[:, None], upper=True)[:, 0]
    right = curvatures * u + scale * (yy @ u - yg)
    p = torch.linalg.solve_triangular(upper.T, right[:, None], upper=False)[:, 0]
    shares = torch.stack((p, -scale * u)).to(gradient.dtype)
    return memory.pairs.combined(shares, start=scale.to(gradient.dtype) * gradient)


def _extended(products: Tensor, column: Tensor) -> Tensor:
    """Return (2, m, m) from (2, m - 1, m - 1) and the products with the newest pair, (2, m)."""
    extended = F.pad(products, (0, 1, 0, 1))
    extended[:, :, -1] = column
    extended[1, -1, :] = column[1]
    return extended


def _curved(s: Tensor, *, sy: Tensor, yy: Tensor) -> Tensor:
    """Whether a pair has positive curvature, as a scalar on the device."""
    least = LEAST_CURVATURE * (torch.linalg.vector_norm(s) * yy.sqrt())
    curved: Tensor = (sy > least) & yy.isfinite() & (yy > 0)
    return curved


def _exact(device: torch.device) -> torch.dtype:
    return torch.float32 if device.type == "mps" else torch.float64
