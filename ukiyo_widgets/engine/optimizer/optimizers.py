"""What every optimizer is; Adam and gradient descent with momentum; L-BFGS has a file of its own. None has a hidden state.

An optimizer turns a picture, that is, the coordinates that its canvas has for it, the gradient and a memory into a move and the
next memory. Memories are never altered, so a fork shares its parent's, an interrupted step changes nothing, and a snapshot is a
reference. No value is copied to the host: on a GPU nothing waits.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Protocol, Self, TypeVar

import torch
from torch import Tensor

from ukiyo_widgets.engine.optimizer.lbfgs import LBFGS, LBFGSMemory
from ukiyo_widgets.engine.settings import GRAY_LEVEL, Settings


class Memory(Protocol):
    """What an optimizer knows from the past."""

    def forget(self, keep: Tensor) -> Self:
        """Return this memory where the scalar ``keep`` is True, and an empty one where it is False."""

    def across_rounding(self) -> Self:
        """Return this memory for gradients that are rounded otherwise from here on."""

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


class _Means:
    """A memory of means alone: a dataclass of tensors."""

    def across_rounding(self) -> Self:
        """Return the memory as it is: means do not mind."""
        return self

    def tensors(self) -> dict[str, Tensor]:
        """Return what it holds by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}  # type: ignore[arg-type]

    @classmethod
    def from_tensors(cls, tensors: dict[str, Tensor]) -> Self:
        """Return the memory whose :meth:`tensors` these are."""
        return cls(**{each.name: tensors[each.name] for each in fields(cls)})  # type: ignore[arg-type]


@dataclass(frozen=True)
class AdamMemory(_Means):
    """Running means of the gradient and of its square, and the number of moves."""

    mean: Tensor
    square: Tensor
    moves: Tensor

    def forget(self, keep: Tensor) -> Self:
        """Set everything to zero where ``keep`` is False."""
        zeros = (torch.zeros_like(tensor) for tensor in (self.mean, self.square, self.moves))
        kept = (self.mean, self.square, self.moves)
        return type(self)(*(torch.where(keep, tensor, zero) for tensor, zero in zip(kept, zeros, strict=True)))


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
class SGDMemory(_Means):
    """The velocity, and the root mean square of the first gradient (0 before the first move)."""

    velocity: Tensor
    first_rms: Tensor

    def forget(self, keep: Tensor) -> Self:
        """Lose the velocity where ``keep`` is False; the rate stays."""
        return replace(self, velocity=torch.where(keep, self.velocity, torch.zeros_like(self.velocity)))


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
