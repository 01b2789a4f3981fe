"""A small network from what is seen at a pixel to the probabilities of the colour classes; fitted at run time, in seconds.

Several such heads, begun from other numbers, are fitted at once and averaged: alone, two of them differ by more than 1 ΔE in
single prints.
"""

from __future__ import annotations

import _thread
import itertools
import math
import queue
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor

T = TypeVar("T")

HEADS = 2
HIDDEN = (96, 64)
DROPOUT = 0.4
EPOCHS = 12
BATCH = 1024
STEP = 4e-3
DECAY = 0.01
RISE = 0.3
FORGET, FORGET_SQUARE = 0.9, 0.999

_FARTHEST = 5.0
_AT_ONCE = 16_384


@dataclass(frozen=True, eq=False)
class Head:
    """Some fitted networks of one shape.

    Attributes
    ----------
    mean, deviation
        Of the inputs, (inputs,).
    weights, biases
        By layer of the networks: (heads, inputs, outputs) and (heads, 1, outputs).
    """

    mean: Tensor
    deviation: Tensor
    weights: tuple[Tensor, ...]
    biases: tuple[Tensor, ...]

    @torch.no_grad()
    def log_p(self, inputs: Tensor) -> Tensor:
        """Return log p of each class, (n, classes), of the heads' mean probability."""
        parts = [self._log_p(part) for part in torch.split(inputs, _AT_ONCE)]
        return torch.cat(parts)

    def _log_p(self, inputs: Tensor) -> Tensor:
        values = standardised(inputs, self.mean, self.deviation).expand(len(self.weights[0]), -1, -1)
        for layer, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = torch.baddbmm(bias, F.gelu(values) if layer else values, weight)
        return torch.logsumexp(F.log_softmax(values, dim=-1), dim=0) - math.log(len(values))


def standardised(inputs: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    """Return inputs with mean 0 and deviation 1, cut where they are unlike all that was learnt from."""
    return ((inputs - mean) / deviation).clamp(-_FARTHEST, _FARTHEST)


def fit_head(
    inputs: Tensor,
    shares: Tensor,
    *,
    generator: torch.Generator,
    progress: Callable[[int, int], object] | None = None,
) -> Head:
    """Fit the heads to the shares that samples have in the classes: cross entropy, AdamW, one cycle of the step's length.

    Parameters
    ----------
    inputs
        Shape (n, inputs).
    shares
        Shape (n, classes); each row adds up to 1.
    generator
        All that is random comes from it: the same one gives the same bits.
    progress
        Called with how many of how many epochs are done.

    References
    ----------
    Loshchilov and Hutter (2019), Decoupled Weight Decay Regularization. Smith and Topin (2018), Super-Convergence.
    """
    mean, deviation = inputs.mean(0), inputs.std(0).clamp_min(1e-6)
    samples = standardised(inputs, mean, deviation)
    sides = (inputs.shape[1], *HIDDEN, shares.shape[1])

    @torch.enable_grad()
    def fitted() -> Head:
        weights = [_begun(one, other, generator=generator) for one, other in itertools.pairwise(sides)]
        biases = [torch.zeros(HEADS, 1, side, dtype=torch.float32, requires_grad=True) for side in sides[1:]]
        batches = max(1, len(samples) // BATCH)
        descent = _Descent(weights, biases, moves=EPOCHS * batches)
        for epoch in range(EPOCHS):
            for drawn in _shuffled(len(samples), batches, generator=generator):
                guess = _forward(samples[drawn], weights, biases, generator=generator)
                loss = -(shares[drawn] * F.log_softmax(guess, dim=-1)).sum(-1).mean(-1).sum()
                descent.move(torch.autograd.grad(loss, [*weights, *biases]))
            if progress is not None:
                progress(epoch + 1, EPOCHS)
        return Head(mean, deviation, tuple(each.detach() for each in weights), tuple(each.detach() for each in biases))

    return in_one_thread(fitted)


class _Descent:
    """AdamW, and one cycle of the step's length; torch's own would import a compiler, which takes longer than the fit."""

    def __init__(self, weights: list[Tensor], biases: list[Tensor], *, moves: int) -> None:
        self._parameters, self._decayed, self._moves = [*weights, *biases], len(weights), moves
        self._done = 0
        self._means = [torch.zeros_like(each) for each in self._parameters]
        self._squares = [torch.zeros_like(each) for each in self._parameters]

    @torch.no_grad()
    def move(self, gradients: Sequence[Tensor]) -> None:
        """Move the parameters against the gradients."""
        step = STEP * _cycle(self._done / self._moves)
        self._done += 1
        kept = 1 - FORGET**self._done, 1 - FORGET_SQUARE**self._done
        for place, (parameter, gradient) in enumerate(zip(self._parameters, gradients, strict=True)):
            mean, square = self._means[place], self._squares[place]
            mean.lerp_(gradient, 1 - FORGET)
            square.mul_(FORGET_SQUARE).addcmul_(gradient, gradient, value=1 - FORGET_SQUARE)
            if place < self._decayed:
                parameter.mul_(1 - step * DECAY)
            parameter.addcdiv_(mean, (square / kept[1]).sqrt_().add_(1e-8), value=-step / kept[0])


def _cycle(share: float) -> float:
    """Return the length of the step after a share of all moves: from a twenty-fifth up to 1 and down to nothing."""
    if share < RISE:
        return 1 / 25 + (1 - 1 / 25) * (1 - math.cos(math.pi * share / RISE)) / 2
    return (1 + math.cos(math.pi * (share - RISE) / (1 - RISE))) / 2


def _begun(inputs: int, outputs: int, *, generator: torch.Generator) -> Tensor:
    drawn = torch.randn(HEADS, inputs, outputs, generator=generator, dtype=torch.float32) * math.sqrt(2 / inputs)
    return drawn.requires_grad_()


def _shuffled(count: int, batches: int, *, generator: torch.Generator) -> Iterator[Tensor]:
    """Give the samples of each batch, (heads, batch): each head sees them in an order of its own."""
    orders = torch.stack([torch.randperm(count, generator=generator) for _ in range(HEADS)])
    yield from torch.split(orders[:, : batches * BATCH], BATCH, dim=1)


def _forward(values: Tensor, weights: list[Tensor], biases: list[Tensor], *, generator: torch.Generator) -> Tensor:
    for layer, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        if layer:
            values = F.gelu(values)
            kept = torch.rand(values.shape, generator=generator, dtype=torch.float32) >= DROPOUT
            values = values * kept / (1 - DROPOUT)
        values = torch.baddbmm(bias, values, weight)
    return values


def in_one_thread(work: Callable[[], T]) -> T:
    """Return what ``work`` gives in one thread: sums then have the same order on any number of cores, and so small are no slower.

    Torch keeps the number for each thread, and one more for threads that begin to compute later; that one is put back at once, so
    that nobody else's sums are taken otherwise meanwhile. It is no context manager, whose own lines an interrupt could strike.
    """
    before = torch.get_num_threads()
    try:
        try:
            torch.set_num_threads(1)
            _in_a_thread_of_its_own(lambda: torch.set_num_threads(before))
            return work()
        finally:
            torch.set_num_threads(before)
    finally:  # where an interrupt came between
        torch.set_num_threads(before)


def _in_a_thread_of_its_own(work: Callable[[], object]) -> None:
    done: queue.SimpleQueue[object] = queue.SimpleQueue()
    _thread.start_new_thread(lambda: done.put(work()), ())
    done.get()
