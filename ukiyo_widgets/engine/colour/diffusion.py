"""Evening fields out inside areas that lines of ink bound: one sparse linear system per field.

References
----------
Levin, Lischinski and Weiss (2004), Colorization using Optimization. Saad (2003), Iterative Methods for Sparse Linear Systems,
algorithm 9.1: conjugate gradients, preconditioned by the diagonal.
"""

from __future__ import annotations

from torch import Tensor


def diffuse(right_side: Tensor, *, held: Tensor, likeness: tuple[Tensor, Tensor], begun: Tensor, rounds: int) -> Tensor:
    """Return u that minimises ½ Σ held u² − Σ right_side u + ½ Σ w (u − u')² over neighbours, for each of k fields.

    Parameters
    ----------
    right_side
        Shape (k, H, W).
    held
        How strongly each pixel is held, > 0; (H, W) or (k, H, W).
    likeness
        w between each pixel and the one below, (H − 1, W), and the one to the right, (H, W − 1).
    begun
        Where to start from, (k, H, W).
    rounds
        Of conjugate gradients.

    Examples
    --------
    A bright pixel evens out with its neighbour, but not over a line:

    >>> import torch
    >>> field, held = torch.tensor([[[8.0, 0.0, 0.0]]]), torch.ones(1, 3)
    >>> down, right = torch.zeros(0, 3), torch.tensor([[1.0, 0.0]])
    >>> [round(each, 2) for each in diffuse(field, held=held, likeness=(down, right), begun=field, rounds=5)[0, 0].tolist()]
    [5.33, 2.67, 0.0]
    """
    diagonal = held.clone()
    down, right = likeness
    diagonal[..., 1:, :] += down
    diagonal[..., :-1, :] += down
    diagonal[..., :, 1:] += right
    diagonal[..., :, :-1] += right
    solution = begun
    rest = right_side - _system(solution, held, likeness)
    scaled = rest / diagonal
    direction, size = scaled, (rest * scaled).sum((1, 2), keepdim=True)
    for _ in range(rounds):
        image = _system(direction, held, likeness)
        length = size / (direction * image).sum((1, 2), keepdim=True).clamp_min(1e-30)
        solution = solution + length * direction
        rest = rest - length * image
        scaled = rest / diagonal
        last, size = size, (rest * scaled).sum((1, 2), keepdim=True)
        direction = scaled + size / last.clamp_min(1e-30) * direction
    return solution


def _system(u: Tensor, held: Tensor, likeness: tuple[Tensor, Tensor]) -> Tensor:
    down, right = likeness
    result = held * u
    flow = down * u.diff(dim=1)
    result[:, 1:] += flow
    result[:, :-1] -= flow
    flow = right * u.diff(dim=2)
    result[:, :, 1:] += flow
    result[:, :, :-1] -= flow
    return result
