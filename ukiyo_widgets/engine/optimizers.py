"""L-BFGS, Adam and gradient descent with momentum, without a hidden state.

An optimizer turns a picture, its gradient and a memory into a move and the next memory. Memories are never altered, so a
fork shares its parent's, an interrupted step changes nothing, and a snapshot is a reference. No value is copied to the
host: on a GPU nothing waits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol, Self, TypeVar

import torch
from torch import Tensor

from ukiyo_widgets.engine.settings import Settings

GRAY_LEVEL = 1 / 255
"""One step of an 8-bit picture, in the units of pixels in [0, 1]."""

LEAST_CURVATURE = 1e-7
"""A pair (s, y) is used if sᵀy exceeds this share of ‖s‖ ‖y‖: about the rounding of float32."""


class Memory(Protocol):
    """What an optimizer knows from the past."""

    def forget(self, keep: Tensor) -> Self:
        """Return this memory where the scalar ``keep`` is True, and an empty one where it is False."""

    def tensors(self) -> dict[str, Tensor]:
        """Return what it holds by name, for a checkpoint."""

    @classmethod
    def from_tensors(cls, tensors: dict[str, Tensor]) -> Self:
        """Return the memory whose :meth:`tensors` these are."""


M = TypeVar("M", bound=Memory)


class Optimizer(Protocol[M]):
    """One rule of descent."""

    def begin(self, pixels: Tensor) -> M:
        """Return the memory before the first move."""

    def move(self, pixels: Tensor, gradient: Tensor, memory: M) -> tuple[Tensor, M]:
        """Return what to add to ``pixels``, and the memory after that."""


@dataclass(frozen=True)
class Pair:
    """One remembered move: s = x' − x, y = g' − g, ρ = 1 / sᵀy, and the scale sᵀy / yᵀy. Refused pairs have ρ = 0."""

    s: Tensor
    y: Tensor
    rho: Tensor
    scale: Tensor


@dataclass(frozen=True)
class LBFGSMemory:
    """The last picture and its gradient (None before the first move), whether they may be used, and the pairs."""

    usable: Tensor
    last: tuple[Tensor, Tensor] | None = None
    pairs: tuple[Pair, ...] = ()

    def forget(self, keep: Tensor) -> Self:
        """Refuse every pair, and the one that the next move would make, where ``keep`` is False."""
        pairs = tuple(replace(pair, rho=pair.rho * keep) for pair in self.pairs)
        return replace(self, usable=self.usable & keep, pairs=pairs)

    def tensors(self) -> dict[str, Tensor]:
        """Return what it holds by name."""
        named = {"usable": self.usable}
        if self.last is not None:
            named |= {"pixels": self.last[0], "gradient": self.last[1]}
        for i, pair in enumerate(self.pairs):
            named |= {f"s.{i}": pair.s, f"y.{i}": pair.y, f"rho.{i}": pair.rho, f"scale.{i}": pair.scale}
        return named

    @classmethod
    def from_tensors(cls, tensors: dict[str, Tensor]) -> Self:
        """Return the memory whose :meth:`tensors` these are."""
        count = sum(name.startswith("s.") for name in tensors)
        pairs = tuple(Pair(*(tensors[f"{part}.{i}"] for part in ("s", "y", "rho", "scale"))) for i in range(count))
        last = (tensors["pixels"], tensors["gradient"]) if "pixels" in tensors else None
        return cls(tensors["usable"], last, pairs)


@dataclass(frozen=True)
class LBFGS:
    """Limited-memory BFGS with a fixed step, by the two-loop recursion.

    The first move, and the first after a rescue, is against the gradient and scaled so that the most affected pixel moves
    by ``first_step``: the loss's own scale does not matter. There is no tolerance at which it stops.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, algorithms 7.4 and 7.5, initial scale of equation 7.20. In place of
    their line search: a step of fixed length, and a pair without positive curvature is refused.
    """

    history: int
    step: float
    first_step: float

    def begin(self, pixels: Tensor) -> LBFGSMemory:
        """Return the memory before the first move."""
        return LBFGSMemory(torch.zeros((), dtype=torch.bool, device=pixels.device))

    def move(self, pixels: Tensor, gradient: Tensor, memory: LBFGSMemory) -> tuple[Tensor, LBFGSMemory]:
        """Return the quasi-Newton move and the memory with one more pair."""
        pairs = memory.pairs
        if memory.last is not None:
            last_pixels, last_gradient = memory.last
            newest = _pair(pixels - last_pixels, gradient - last_gradient, memory.usable)
            pairs = (*pairs, newest)[-self.history :]
        after = LBFGSMemory(torch.ones_like(memory.usable), (pixels, gradient), pairs)
        downhill = -gradient * (self.first_step * GRAY_LEVEL / gradient.abs().max().clamp_min(1e-30))
        if not pairs:
            return downhill, after
        informed = torch.stack([pair.rho for pair in pairs]).amax() > 0
        return torch.where(informed, -self.step * inverse_hessian_times(gradient, pairs), downhill), after


def inverse_hessian_times(gradient: Tensor, pairs: tuple[Pair, ...]) -> Tensor:
    """Return H g, where H is the inverse Hessian that the pairs describe (two-loop recursion)."""
    remaining, shares = gradient, []
    for pair in reversed(pairs):
        share = pair.rho * _dot(pair.s, remaining)
        remaining = remaining - share * pair.y
        shares.append(share)
    scale = pairs[0].scale
    for pair in pairs[1:]:
        scale = torch.where(pair.rho > 0, pair.scale, scale)
    direction = scale * remaining
    for pair, share in zip(pairs, reversed(shares), strict=True):
        direction = direction + (share - pair.rho * _dot(pair.y, direction)) * pair.s
    return direction


def _dot(a: Tensor, b: Tensor) -> Tensor:
    return torch.dot(a.flatten(), b.flatten())


def _pair(s: Tensor, y: Tensor, usable: Tensor) -> Pair:
    curvature, square = _dot(s, y), _dot(y, y)
    least = LEAST_CURVATURE * _dot(s, s).sqrt() * square.sqrt()
    good = usable & (curvature > least) & square.isfinite() & (square > 0)
    zero = torch.zeros_like(curvature)
    return Pair(s, y, torch.where(good, 1 / curvature, zero), torch.where(good, curvature / square, zero))


@dataclass(frozen=True)
class AdamMemory:
    """Running means of the gradient and of its square, and the number of moves."""

    mean: Tensor
    square: Tensor
    moves: Tensor

    def forget(self, keep: Tensor) -> Self:
        """Set everything to zero where ``keep`` is False."""
        zeros = (torch.zeros_like(tensor) for tensor in (self.mean, self.square, self.moves))
        kept = (self.mean, self.square, self.moves)
        return type(self)(*(torch.where(keep, tensor, zero) for tensor, zero in zip(kept, zeros, strict=True)))

    def tensors(self) -> dict[str, Tensor]:
        """Return what it holds by name."""
        return {"mean": self.mean, "square": self.square, "moves": self.moves}

    @classmethod
    def from_tensors(cls, tensors: dict[str, Tensor]) -> Self:
        """Return the memory whose :meth:`tensors` these are."""
        return cls(tensors["mean"], tensors["square"], tensors["moves"])


@dataclass(frozen=True)
class Adam:
    """Adam (Kingma and Ba 2015, algorithm 1), with a step in gray levels."""

    step: float
    beta1: float
    beta2: float

    def begin(self, pixels: Tensor) -> AdamMemory:
        """Return the memory before the first move."""
        zeros = torch.zeros_like(pixels)
        return AdamMemory(zeros, zeros, torch.zeros((), dtype=pixels.dtype, device=pixels.device))

    def move(self, pixels: Tensor, gradient: Tensor, memory: AdamMemory) -> tuple[Tensor, AdamMemory]:  # noqa: ARG002
        """Return the move and the memory after it."""
        moves = memory.moves + 1
        mean = memory.mean.lerp(gradient, 1 - self.beta1)
        square = memory.square.lerp(gradient.square(), 1 - self.beta2)
        unbiased_mean, unbiased_square = mean / (1 - self.beta1**moves), square / (1 - self.beta2**moves)
        # The usual 1e-8 beside the root is not scale-free: it would freeze a loss in small units.
        move = -self.step * GRAY_LEVEL * unbiased_mean / unbiased_square.sqrt().clamp_min(1e-18)
        return move, AdamMemory(mean, square, moves)


@dataclass(frozen=True)
class SGDMemory:
    """The velocity, and the root mean square of the first gradient (0 before the first move)."""

    velocity: Tensor
    first_rms: Tensor

    def forget(self, keep: Tensor) -> Self:
        """Lose the velocity where ``keep`` is False; the rate stays."""
        return replace(self, velocity=torch.where(keep, self.velocity, torch.zeros_like(self.velocity)))

    def tensors(self) -> dict[str, Tensor]:
        """Return what it holds by name."""
        return {"velocity": self.velocity, "first_rms": self.first_rms}

    @classmethod
    def from_tensors(cls, tensors: dict[str, Tensor]) -> Self:
        """Return the memory whose :meth:`tensors` these are."""
        return cls(tensors["velocity"], tensors["first_rms"])


@dataclass(frozen=True)
class SGD:
    """Gradient descent with momentum: v ← μ v + g, x ← x − η v, at a constant rate η.

    η is chosen so that the first move has a root mean square of ``step`` gray levels: one setting then suits losses of any
    scale.
    """

    step: float
    momentum: float

    def begin(self, pixels: Tensor) -> SGDMemory:
        """Return the memory before the first move."""
        return SGDMemory(torch.zeros_like(pixels), torch.zeros((), dtype=pixels.dtype, device=pixels.device))

    def move(self, pixels: Tensor, gradient: Tensor, memory: SGDMemory) -> tuple[Tensor, SGDMemory]:  # noqa: ARG002
        """Return the move and the memory after it."""
        rms = torch.where(memory.first_rms > 0, memory.first_rms, gradient.square().mean().sqrt())
        velocity = self.momentum * memory.velocity + gradient
        return -self.step * GRAY_LEVEL * velocity / rms.clamp_min(1e-30), SGDMemory(velocity, rms)


MEMORIES: dict[str, type[LBFGSMemory | AdamMemory | SGDMemory]] = {
    "lbfgs": LBFGSMemory,
    "adam": AdamMemory,
    "sgd": SGDMemory,
}


def make_optimizer(settings: Settings) -> LBFGS | Adam | SGD:
    """Return the optimizer that ``settings`` ask for."""
    match settings.optimizer:
        case "adam":
            return Adam(step=settings.adam_step, beta1=settings.adam_beta1, beta2=settings.adam_beta2)
        case "sgd":
            return SGD(step=settings.sgd_step, momentum=settings.momentum)
        case _:
            return LBFGS(history=settings.history, step=settings.lbfgs_step, first_step=settings.first_step)
