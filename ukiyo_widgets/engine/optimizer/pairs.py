"""What L-BFGS remembers of its moves, in two layouts: tensors of their own, or one ring of fixed size.

Separate tensors are shared by forks and snapshots, and take no memory before there is something to remember. A ring is for a
recorded iteration, which always works on the same memory: there all products are one, and the oldest pair makes room in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

Pair = tuple[Tensor, Tensor]
"""One remembered move: s = x' − x and y = g' − g."""


MANY = 2**20
"""Numbers in a row beyond which each row's product is taken alone: with few rows, that of a matrix keeps only some of a GPU's
processors at work. A guess, not measured yet."""


class Separate(tuple[Pair, ...]):
    """Pairs as two tensors each, oldest first."""

    __slots__ = ()

    def with_newest(self, pair: Pair, *, history: int) -> Separate:
        """Return the pairs and one more, the others shared; beyond ``history`` the oldest goes."""
        return Separate((*self, pair)[-history:])

    def times(self, vectors: Sequence[Tensor]) -> Tensor:
        """Return (V, 2, m): the product of each of V vectors with every s, and with every y."""
        stacked = torch.stack([each.flatten() for each in vectors])
        sides = [
            torch.stack([torch.mv(stacked, each.flatten()) for each in side], dim=1) for side in zip(*self, strict=True)
        ]
        return torch.stack(sides, dim=1)

    def combined(self, shares: Tensor, *, start: Tensor) -> Tensor:
        """Return ``start`` + Σ shares[0, i] sᵢ + shares[1, i] yᵢ, in place of ``start``."""
        for i, (s, y) in enumerate(self):
            start.addcmul_(s, shares[0, i]).addcmul_(y, shares[1, i])
        return start


@dataclass(frozen=True)
class Ring:
    """Pairs as one tensor, counted from the oldest too.

    Attributes
    ----------
    slots
        (2, m, n): every s, and every y, of n numbers.
    order
        (m,): the slots, oldest pair first.
    arrived
        The pair that came last; empty at first.
    """

    slots: Tensor
    order: Tensor
    arrived: tuple[Pair, ...] = ()

    @classmethod
    def of_zeros(cls, like: Tensor, *, history: int) -> Ring:
        """Return a ring for ``history`` pairs of pictures of this size."""
        return cls(like.new_zeros(2, history, like.numel()), torch.arange(history, device=like.device))

    def __len__(self) -> int:
        return len(self.order)

    def with_newest(self, pair: Pair, *, history: int) -> Ring:  # noqa: ARG002 - its size is fixed
        """Return the ring with a pair in place of the oldest, whose numbers are lost."""
        self.slots.index_copy_(1, self.order[:1], torch.stack([each.flatten() for each in pair]).unsqueeze(1))
        return Ring(self.slots, self.order.roll(-1), (pair,))

    def times(self, vectors: Sequence[Tensor]) -> Tensor:
        """Return the products as :meth:`Separate.times` does, with one pass over the ring for each vector."""
        flat = self.slots.flatten(0, 1)
        # Not one product of two matrices: that may run in TF32, where the curvature of a pair gets lost.
        if flat.shape[1] > MANY:
            products = torch.stack([torch.dot(row, each.flatten()) for each in vectors for row in flat])
        else:
            products = torch.stack([torch.mv(flat, each.flatten()) for each in vectors])
        return products.view(len(vectors), 2, -1).index_select(2, self.order)

    def combined(self, shares: Tensor, *, start: Tensor) -> Tensor:
        """Return the sum as :meth:`Separate.combined` does, with one pass over the ring."""
        by_slot = torch.zeros_like(shares).index_copy(1, self.order, shares)
        return start + torch.mv(self.slots.flatten(0, 1).T, by_slot.flatten()).view_as(start)


Pairs = Separate | Ring
