"""Colour spaces: sRGB, linear light and CIELAB, on tensors of shape (..., 3, H, W).

CIELAB has its white at D65, the white of sRGB, so that no chromatic adaptation is needed and a gray pixel has
``a* = b* = 0`` to rounding.

References
----------
IEC 61966-2-1 (sRGB); CIE 015:2018, section 8.2.1 (CIELAB); ITU-R BT.601-7, section 2.5.1 (luma).
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import torch
from torch import Tensor

LUMA_601 = (0.299, 0.587, 0.114)
"""Weights of R, G and B in the gray print that the method uses (ITU-R BT.601)."""

_RGB_TO_XYZ = (
    (0.4123907993, 0.3575843394, 0.1804807884),
    (0.2126390059, 0.7151686788, 0.0721923154),
    (0.0193308187, 0.1191947798, 0.9505321522),
)
LUMINANCE = _RGB_TO_XYZ[1]
"""Weights of linear R, G and B in the relative luminance Y, of which L* is a function."""

_DELTA = 6 / 29


def luminance_weights(like: Tensor) -> Tensor:
    """Return :data:`LUMINANCE` on the device of ``like``, in its precision."""
    return _constant(LUMINANCE, like.dtype, like.device)


@functools.cache
def _constant(values: tuple[float, ...], dtype: torch.dtype, device: torch.device) -> Tensor:
    """Return a tensor that is made once: to bring numbers to a device makes the host wait for it."""
    return torch.tensor(values, dtype=torch.float64).to(device, dtype)


@functools.cache
def _matrix_and_inverse(dtype: torch.dtype, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return RGB → XYZ with rows divided by the white point, and its inverse."""
    matrix = torch.tensor(_RGB_TO_XYZ, dtype=torch.float64)
    matrix = matrix / matrix.sum(dim=1, keepdim=True)
    return matrix.to(device, dtype), torch.linalg.inv(matrix).to(device, dtype)


def _mix(channels: Tensor, *, inverse: bool, transposed: bool = False) -> Tensor:
    matrix = _matrix_and_inverse(channels.dtype, channels.device)[inverse]
    matrix = matrix.T if transposed else matrix
    if channels.is_cuda:  # where a product of matrices may run in TF32, which is too coarse for L*
        return (matrix[:, :, None, None] * channels.unsqueeze(-4)).sum(-3)
    return torch.einsum("ij,...jhw->...ihw", matrix, channels)


def srgb_to_linear(rgb: Tensor) -> Tensor:
    """Undo the sRGB transfer curve. ``rgb`` is in [0, 1]; values outside are continued with the same formula."""
    bent = ((rgb.clamp_min(0.04045) + 0.055) / 1.055) ** 2.4
    return torch.where(rgb <= 0.04045, rgb / 12.92, bent)


def _linear_and_slope(rgb: Tensor) -> tuple[Tensor, Tensor]:
    """Return :func:`srgb_to_linear` and its derivative at each value, with one power for both."""
    base, dark = (rgb.clamp_min(0.04045) + 0.055) / 1.055, rgb <= 0.04045
    power = base**1.4
    return torch.where(dark, rgb / 12.92, base * power), torch.where(dark, 1 / 12.92, 2.4 / 1.055 * power)


def linear_to_srgb(linear: Tensor) -> Tensor:
    """Apply the sRGB transfer curve: the inverse of :func:`srgb_to_linear`."""
    bent = 1.055 * linear.clamp_min(0.0031308) ** (1 / 2.4) - 0.055
    return torch.where(linear <= 0.0031308, linear * 12.92, bent)


def rgb_to_lab(rgb: Tensor) -> Tensor:
    """Convert sRGB in [0, 1] to CIELAB.

    Parameters
    ----------
    rgb
        Shape (..., 3, H, W), sRGB-encoded, in [0, 1].

    Returns
    -------
    Tensor
        Same shape: L* in [0, 100], a* and b* in about [-110, 110].

    Examples
    --------
    >>> rgb_to_lab(torch.ones(3, 1, 1)).flatten().round().abs().tolist()
    [100.0, 0.0, 0.0]
    """
    xyz = _mix(srgb_to_linear(rgb), inverse=False)
    fx, fy, fz = _cube_root(xyz).unbind(dim=-3)
    return torch.stack((116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)), dim=-3)


def _cube_root(xyz: Tensor) -> Tensor:
    """Return f of CIELAB: the cube root, and below δ³ the straight line that touches it there."""
    return torch.where(xyz > _DELTA**3, xyz.clamp_min(_DELTA**3) ** (1 / 3), xyz / (3 * _DELTA**2) + 4 / 29)


def ab_and_pullback(rgb: Tensor) -> tuple[Tensor, Callable[[Tensor], Tensor]]:
    """Return a* and b*, (..., 2, H, W), and what turns a gradient by them into one by R, G and B, (..., 3, H, W).

    What a chain of automatic derivatives would do, with two powers instead of four.

    Parameters
    ----------
    rgb
        Shape (..., 3, H, W), sRGB-encoded.

    Examples
    --------
    >>> ab, pullback = ab_and_pullback(torch.full((3, 1, 1), 0.5))
    >>> [round(each / 255, 2) for each in pullback(torch.tensor([0.0, 1.0]).view(2, 1, 1)).flatten().tolist()]
    [0.13, 0.41, -0.54]
    """
    linear, slope = _linear_and_slope(rgb)
    f = _cube_root(_mix(linear, inverse=False))
    fx, fy, fz = f.unbind(dim=-3)

    def pullback(by_ab: Tensor) -> Tensor:
        by_a, by_b = (500 * by_ab[..., 0, :, :], 200 * by_ab[..., 1, :, :])
        by_f = torch.stack((by_a, by_b - by_a, -by_b), dim=-3)
        return _mix(by_f / (3 * f.clamp_min(_DELTA).square()), inverse=False, transposed=True) * slope

    return torch.stack((500 * (fx - fy), 200 * (fy - fz)), dim=-3), pullback


def gradient_by_ab(gradient: Tensor, rgb: Tensor) -> Tensor:
    """Return the gradient of a function by a* and b* while L* stays, of its gradient by R, G and B.

    Parameters
    ----------
    gradient
        By sRGB-encoded R, G and B; shape (..., 3, H, W).
    rgb
        Where it was taken, same shape, in [0, 1].

    Returns
    -------
    Tensor
        Shape (..., 2, H, W).

    Examples
    --------
    Of the blue of a gray pixel: b* takes it away, a* hardly matters.

    >>> blue = torch.tensor([0.0, 0.0, 1.0]).view(3, 1, 1)
    >>> [round(255 * each, 2) for each in gradient_by_ab(blue, torch.full((3, 1, 1), 0.5)).flatten().tolist()]
    [0.03, -1.7]
    """
    linear, slope = _linear_and_slope(rgb)
    x, _, z = _mix(linear, inverse=False).unbind(dim=-3)
    by_x, _, by_z = _mix(gradient / slope, inverse=True, transposed=True).unbind(dim=-3)
    # dX/df is 3 f², and below δ that of f = δ; f³ = X.
    by_a, by_b = (by * each.clamp_min(_DELTA**3) ** (2 / 3) for by, each in ((by_x, x), (by_z, z)))
    return torch.stack((3 / 500 * by_a, -3 / 200 * by_b), dim=-3)


def lab_to_linear(lab: Tensor) -> Tensor:
    """Convert CIELAB to linear RGB, which leaves [0, 1] where the colour is outside the sRGB gamut."""
    lightness, a, b = lab.unbind(dim=-3)
    fy = (lightness + 16) / 116
    f = torch.stack((fy + a / 500, fy, fy - b / 200), dim=-3)
    xyz = torch.where(f > _DELTA, f**3, 3 * _DELTA**2 * (f - 4 / 29))
    return _mix(xyz, inverse=True)


def lab_to_rgb(lab: Tensor) -> Tensor:
    """Convert CIELAB to sRGB in [0, 1]; a colour outside the gamut keeps its L* and loses chroma until it fits.

    A line of constant luminance Y (hence of constant L*) towards the gray axis is straight in linear RGB, so the largest
    chroma that fits has a closed form. Inverse of :func:`rgb_to_lab` inside the gamut.
    """
    return linear_to_srgb(fit_gamut(lab_to_linear(lab)))


def fit_gamut(linear: Tensor) -> Tensor:
    """Move each pixel of linear RGB towards the gray of its own luminance, just as far as it takes to be in [0, 1]."""
    weights = luminance_weights(linear)
    gray = torch.einsum("j,...jhw->...hw", weights / weights.sum(), linear).unsqueeze(-3).clamp(0, 1)
    chroma = linear - gray
    tiny = torch.finfo(linear.dtype).tiny
    room_up = (1 - gray) / chroma.clamp_min(tiny)
    room_down = gray / (-chroma).clamp_min(tiny)
    share = torch.where(chroma > 0, room_up, room_down).amin(dim=-3, keepdim=True).clamp_max(1)
    return (gray + share * chroma).clamp(0, 1)


def luma(rgb: Tensor) -> Tensor:
    """Return the gray print of ``rgb``: ITU-R 601 luma of the encoded values, repeated on three channels."""
    weights = _constant(LUMA_601, rgb.dtype, rgb.device)
    return torch.einsum("j,...jhw->...hw", weights, rgb).unsqueeze(-3).expand_as(rgb).contiguous()


def lightness(rgb: Tensor) -> Tensor:
    """Return CIELAB L*, shape (..., 1, H, W), in [0, 100]."""
    return rgb_to_lab(rgb)[..., :1, :, :]
