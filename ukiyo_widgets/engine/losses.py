"""The paper's loss terms as pure functions of feature maps.

A feature map F has shape (N, H, W): N filters, M = H · W positions. The paper writes it as an N × M matrix.
"""

from __future__ import annotations

import enum

import torch
from torch import Tensor


class LossForm(enum.StrEnum):
    """How the sums of squares are normalised. The forms differ by one constant per layer, so by the weights' meaning."""

    SUM = "sum"
    """The paper's and Gatys et al. (2015): ½ Σ (F − P)² and Σ (A − G)² / (4 N² M²)."""

    MEAN = "mean"
    """Johnson (2015): mean (F − P)², and mean (A − G)² of Gram matrices divided by N · M."""

    NORMALIZED = "normalized"
    """Nguyen, Thawonmas, Suzuki and Kidachi (2016): Σ (F − P)² / (N M), and Σ (A / M − G / M)² / N²."""

    def content_scale(self, count: int) -> float:
        """Return the factor in front of Σ (F − P)² for so many numbers in F."""
        return 0.5 if self is LossForm.SUM else 1 / count

    def style_scale(self, filters: int) -> float:
        """Return the factor in front of Σ (A / M_a − G / M_x)² for a layer of ``filters`` feature maps."""
        return {LossForm.SUM: 1 / (4 * filters**2), LossForm.MEAN: 1 / filters**4}.get(self, 1 / filters**2)


def gram_matrix(features: Tensor) -> Tensor:
    """Return G = F Fᵀ, the paper's third equation: how strongly the filters fire together, wherever that is.

    Parameters
    ----------
    features
        Shape (N, H, W).

    Returns
    -------
    Tensor
        Shape (N, N), symmetric, positive semidefinite, summed over positions (not divided by M).

    Examples
    --------
    >>> import torch
    >>> gram_matrix(torch.ones(2, 3, 4)).tolist()
    [[12.0, 12.0], [12.0, 12.0]]
    """
    matrix = features.flatten(start_dim=1)
    return matrix @ matrix.T


def content_loss(
    features: Tensor, target: Tensor, *, form: LossForm = LossForm.SUM, count: int | None = None
) -> Tensor:
    """Return ½ Σ (F − P)², the paper's first equation.

    Parameters
    ----------
    features, target
        F of the picture and P of the gray print, both (N, H, W).
    form
        :attr:`LossForm.SUM` for the paper's, :attr:`LossForm.MEAN` for Johnson's.
    count
        How many numbers F has in all, where ``features`` are a part of it.

    Returns
    -------
    Tensor
        A scalar, at least 0.
    """
    return form.content_scale(count or features.numel()) * (features - target).square().sum()


def content_gradient(
    features: Tensor, target: Tensor, *, form: LossForm = LossForm.SUM, count: int | None = None
) -> Tensor:
    """Return the derivative of :func:`content_loss` with respect to the features: F − P for the paper's form."""
    return 2 * form.content_scale(count or features.numel()) * (features - target)


def style_loss(mean_gram: Tensor, target: Tensor, *, form: LossForm = LossForm.SUM) -> Tensor:
    """Return E_l = Σ (A − G)² / (4 N² M²), the paper's equation for the style loss of one layer.

    Parameters
    ----------
    mean_gram, target
        G and A, each already divided by its own number of positions M, both (N, N): then pictures of different size
        can be compared, and for equal sizes this is the paper's equation to the letter.
    form
        :attr:`LossForm.SUM` for the paper's, :attr:`LossForm.MEAN` for Johnson's.

    Returns
    -------
    Tensor
        A scalar, at least 0.
    """
    return form.style_scale(mean_gram.shape[0]) * (mean_gram - target).square().sum()


def style_gradient(mean_gram: Tensor, target: Tensor, *, positions: int, form: LossForm = LossForm.SUM) -> Tensor:
    """Return the matrix D, (N, N), with which D F is the derivative of :func:`style_loss` with respect to the features.

    Parameters
    ----------
    mean_gram, target
        As in :func:`style_loss`.
    positions
        M of the features.
    form
        As in :func:`style_loss`.

    References
    ----------
    Gatys, Ecker and Bethge (2015), equation 6.
    """
    return 4 * form.style_scale(mean_gram.shape[0]) / positions * (mean_gram - target)


def total_variation(pixels: Tensor) -> Tensor:
    """Return ½ Σ of the squared differences between neighbours, right and below.

    Johnson (2015) adds its gradient to the picture's; he leaves out the differences along the last row and column, which
    are counted here.

    Parameters
    ----------
    pixels
        Shape (3, H, W), in gray levels (0 to 255).

    Examples
    --------
    A checkerboard of one gray level has one squared difference of 1 for each pair of neighbours:

    >>> import torch
    >>> board = (torch.arange(4)[:, None] + torch.arange(4)) % 2
    >>> total_variation(board[None].float()).item()
    12.0
    """
    down = pixels[..., 1:, :] - pixels[..., :-1, :]
    right = pixels[..., :, 1:] - pixels[..., :, :-1]
    return 0.5 * (down.square().sum() + right.square().sum())


def total_variation_gradient(pixels: Tensor) -> Tensor:
    """Return the derivative of :func:`total_variation`, (3, H, W): each pixel minus its neighbours."""
    gradient = torch.zeros_like(pixels)
    for axis in (-2, -1):
        difference = pixels.diff(dim=axis)
        gradient.narrow(axis, 1, difference.shape[axis]).add_(difference)
        gradient.narrow(axis, 0, difference.shape[axis]).sub_(difference)
    return gradient
