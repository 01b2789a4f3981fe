"""How different two colours look: CIEDE2000.

References
----------
G. Sharma, W. Wu and E. N. Dalal (2005), The CIEDE2000 color-difference formula: implementation notes, supplementary test
data, and mathematical observations, Color Research and Application 30 (1), 21-30. Numbers in parentheses are its equations.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.colour import rgb_to_lab
from ukiyo_widgets.surroundings import undisturbed

_25_POW_7 = 25.0**7


@undisturbed
def ciede2000(first: Tensor, second: Tensor) -> Tensor:
    """Return the colour difference ΔE₀₀ of two pictures, pixel by pixel; about 1 is just noticeable.

    Computed in float64, with the weights k_L = k_C = k_H = 1.

    Parameters
    ----------
    first, second
        Shape (3, H, W) each, floating, RGB in [0, 1], sRGB-encoded.

    Returns
    -------
    Tensor
        Shape (H, W), float64 (float32 on devices that have no float64), from 0 to about 120.

    Raises
    ------
    ImageError
        If the shapes differ or are not 3×H×W, or the values are not floats.

    Examples
    --------
    >>> black, white = torch.zeros(3, 1, 1), torch.ones(3, 1, 1)
    >>> round(ciede2000(black, white).item(), 3)
    100.0
    """
    if first.ndim != 3 or first.shape[0] != 3 or first.shape != second.shape:
        raise ImageError(
            f"Two pictures to compare have one shape, 3×H×W; got {tuple(first.shape)} and {tuple(second.shape)}."
        )
    if not (first.is_floating_point() and second.is_floating_point()):
        raise ImageError(f"Pictures to compare are floats in [0, 1]; got {first.dtype} and {second.dtype}.")
    dtype = torch.float32 if first.device.type == "mps" else torch.float64
    return ciede2000_of_lab(rgb_to_lab(first.to(dtype)), rgb_to_lab(second.to(dtype)))


def ciede2000_of_lab(first: Tensor, second: Tensor) -> Tensor:
    """Do what :func:`ciede2000` does for CIELAB, (3, ...) each, of any white; returns shape (...).

    Examples
    --------
    >>> blue, bluer = torch.tensor([50, 2.6772, -79.7751]), torch.tensor([50, 0, -82.7485])
    >>> round(ciede2000_of_lab(blue.double(), bluer.double()).item(), 4)
    2.0425
    """
    lightness, chroma, hue = _lightness_chroma_hue(first, second)
    d_lightness = lightness[1] - lightness[0]  # (8)
    d_chroma = chroma[1] - chroma[0]  # (9)
    product = chroma[0] * chroma[1]
    d_angle = torch.where(product == 0, 0, _wrapped(hue[1] - hue[0]))  # (10)
    d_hue = 2 * product.sqrt() * (d_angle / 2).deg2rad().sin()  # (11)

    mean_lightness = lightness.mean(dim=0)  # (12)
    mean_chroma = chroma.mean(dim=0)  # (13)
    mean_hue = _mean_hue(hue, product)  # (14)

    off_gray = (mean_lightness - 50) ** 2
    weight_l = 1 + 0.015 * off_gray / (20 + off_gray).sqrt()  # (18)
    weight_c = 1 + 0.045 * mean_chroma  # (19)
    weight_h = 1 + 0.015 * mean_chroma * _hue_weight(mean_hue)  # (20)
    turn = 30 * (-(((mean_hue - 275) / 25) ** 2)).exp()  # (16)
    rotation = -(2 * turn).deg2rad().sin() * 2 * _saturation(mean_chroma)  # (17), (21)

    terms = d_lightness / weight_l, d_chroma / weight_c, d_hue / weight_h
    squared = sum(term**2 for term in terms) + rotation * terms[1] * terms[2]
    assert isinstance(squared, Tensor)
    return squared.clamp_min(0).sqrt()  # (22); rounding can leave it a little below 0


def _lightness_chroma_hue(first: Tensor, second: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return L*, C' and h' in degrees from 0 to 360, of both: shape (2, ...)."""
    lightness, a, b = torch.stack((first, second), dim=1)
    mean_chroma = torch.hypot(a, b).mean(dim=0)  # (2), (3)
    stretched = a * (1.5 - 0.5 * _saturation(mean_chroma))  # (4), (5)
    hue = torch.atan2(b, stretched).rad2deg() % 360  # (7); atan2 gives 0 to gray, as it should
    return lightness, torch.hypot(stretched, b), hue  # (6)


def _saturation(chroma: Tensor) -> Tensor:
    """Return √(C⁷ / (C⁷ + 25⁷)), which goes from 0 for gray to 1."""
    power = chroma**7
    return (power / (power + _25_POW_7)).sqrt()


def _wrapped(degrees: Tensor) -> Tensor:
    """Bring a difference of two hues into [-180, 180], as (10) says: ±180 stay as they are."""
    return degrees - torch.where(degrees > 180, 360, 0) + torch.where(degrees < -180, 360, 0)


def _mean_hue(hue: Tensor, product: Tensor) -> Tensor:
    """Return the hue in the middle of the shorter way between two; beside gray, which has none, the other's."""
    total = hue.sum(dim=0)
    apart = (hue[0] - hue[1]).abs() > 180
    middle = torch.where(apart, (total + torch.where(total < 360, 360, -360)) / 2, total / 2)
    return torch.where(product == 0, total, middle)


def _hue_weight(hue: Tensor) -> Tensor:
    """Return T, how much a difference in hue counts around each hue (15)."""
    terms = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    return 1 + sum(
        (size * (times * hue + shift).deg2rad().cos() for size, times, shift in terms), torch.zeros_like(hue)
    )
