"""From what is seen at a pixel to the probabilities of the colour classes; fitted at run time, in seconds.

It is a logistic regression on the inputs and on how near they are to some of the samples, the landmarks. Nothing of it is drawn
by chance, and its loss has one lowest place, so that no luck decides what a print looks like; a small neural network foretells
no better, and two of them, begun from other numbers, paint pictures that are 1 ΔE apart.
"""

from __future__ import annotations

import _thread
import math
import queue
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor

T = TypeVar("T")

LANDMARKS = 600
NEARNESS = 11.0
"""How much more freely nearness is used than the inputs themselves."""

_FARTHEST = 5.0
_AT_ONCE = 16_384
_JITTER = 1e-3


@dataclass(frozen=True, eq=False)
class Head:
    """A fitted regression.

    Attributes
    ----------
    mean, deviation
        Of the inputs, (inputs,).
    scales
        How much the distance in each input counts, (inputs,).
    landmarks
        Standardised inputs of some samples, (landmarks, inputs).
    near, along
        What nearness to each landmark and each input say for the classes: (landmarks, classes) and (inputs, classes).
    bias
        What is usual: log of the classes' shares among all samples, (classes,).
    """

    mean: Tensor
    deviation: Tensor
    scales: Tensor
    landmarks: Tensor
    near: Tensor
    along: Tensor
    bias: Tensor

    @torch.no_grad()
    def log_p(self, inputs: Tensor) -> Tensor:
        """Return log p of each class, (n, classes)."""
        parts = [self._log_p(part) for part in torch.split(inputs, _AT_ONCE)]
        return torch.cat(parts)

    def _log_p(self, inputs: Tensor) -> Tensor:
        values = standardised(inputs, self.mean, self.deviation)
        near = nearness(values, self.landmarks, scales=self.scales)
        return torch.log_softmax(torch.addmm(self.bias, values, self.along).addmm_(near, self.near), dim=-1)


def standardised(inputs: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    """Return inputs with mean 0 and deviation 1, cut where they are unlike all that was learnt from."""
    return ((inputs - mean) / deviation).clamp(-_FARTHEST, _FARTHEST)


def nearness(values: Tensor, landmarks: Tensor, *, scales: Tensor) -> Tensor:
    """Return exp(−|s (values − landmarks)|² / 2), (n, landmarks).

    Examples
    --------
    >>> nearness(torch.tensor([[0.0], [2.0]]), torch.tensor([[2.0]]), scales=torch.tensor([0.5])).flatten().tolist()
    [0.6065..., 1.0]
    """
    values, landmarks = values * scales, landmarks * scales
    squares = -0.5 * values.square().sum(1, keepdim=True), -0.5 * landmarks.square().sum(1)
    return torch.addmm(squares[1], values, landmarks.T).add_(squares[0]).clamp_max_(0).exp_()


@torch.no_grad()
def fit_head(
    inputs: Tensor,
    shares: Tensor,
    *,
    scales: Tensor,
    restraint: float,
    rounds: int,
    progress: Callable[[int, int], object] | None = None,
) -> Head:
    """Fit a head to the shares that samples have in the classes: cross entropy, restrained, by an accelerated descent.

    Each round goes down along the gradient as a bound of the curvature measures it, which is the same for all rounds and
    classes and is solved for once. The same samples give the same bits.

    Parameters
    ----------
    inputs
        Shape (n, inputs).
    shares
        Shape (n, classes); each row adds up to 1.
    scales
        How much the distance in each standardised input counts, (inputs,).
    restraint
        Weight of the squares of the parameters, for each sample.
    rounds
        Of the descent, which ends early: what is learnt first holds for other prints too.
    progress
        Called with how many of how many rounds are done.

    References
    ----------
    Zhu and Hastie (2005), Kernel Logistic Regression and the Import Vector Machine. Williams and Seeger (2001), Using the Nyström
    Method to Speed Up Kernel Machines. Böhning (1992), Multinomial Logistic Regression Algorithm: the bound. Nesterov (1983): the
    acceleration.
    """

    def fitted() -> Head:
        mean, deviation = inputs.mean(0), inputs.std(0).clamp_min(1e-6)
        samples = standardised(inputs, mean, deviation)
        count = min(LANDMARKS, len(samples))
        landmarks = samples[torch.arange(count) * len(samples) // count]
        spanned = _spanned(landmarks, scales=scales)
        seen = torch.cat((nearness(samples, landmarks, scales=scales) @ spanned, samples), dim=1)
        usual = shares.mean(0).clamp_min(1e-6).log()
        found = _descended(
            seen, shares, usual=usual, restraint=restraint * len(samples), rounds=rounds, progress=progress
        )
        return Head(mean, deviation, scales, landmarks, spanned @ found[:count], found[count:], usual)

    return in_one_thread(fitted)


def _spanned(landmarks: Tensor, *, scales: Tensor) -> Tensor:
    """Return the coordinates in which nearness between the landmarks is a scalar product, (landmarks, landmarks)."""
    one = torch.eye(len(landmarks), dtype=torch.float64)
    factor = torch.linalg.cholesky(nearness(landmarks, landmarks, scales=scales).double() + _JITTER * one)
    spanned: Tensor = torch.linalg.solve_triangular(factor, one, upper=False).T.float()
    return NEARNESS * spanned


def _descended(
    seen: Tensor,
    shares: Tensor,
    *,
    usual: Tensor,
    restraint: float,
    rounds: int,
    progress: Callable[[int, int], object] | None,
) -> Tensor:
    """Return the parameters, (columns of ``seen``, classes), after some rounds from nothing."""
    curvature = (seen.T @ seen).double() / 2 + restraint * torch.eye(seen.shape[1], dtype=torch.float64)
    factor = torch.linalg.cholesky(curvature)
    found = ahead = seen.new_zeros(seen.shape[1], shares.shape[1])
    pace = 1.0
    for done in range(rounds):
        gradient = seen.T @ (torch.softmax(torch.addmm(usual, seen, ahead), dim=1) - shares) + restraint * ahead
        before = found
        found = ahead - torch.cholesky_solve(gradient.double(), factor).float()
        faster = (1 + math.sqrt(1 + 4 * pace**2)) / 2
        ahead = found + (pace - 1) / faster * (found - before)
        pace = faster
        if progress is not None:
            progress(done + 1, rounds)
    return found


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
