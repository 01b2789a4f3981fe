"""Colour spaces against scikit-image, and the laws that the method relies on."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from skimage import color
from torch import Tensor

from ukiyo_widgets.images import colour

LAB_TOLERANCE = 0.03  # scikit-image rounds the white point and the matrix to five digits


@pytest.fixture
def rgb() -> Tensor:
    return torch.rand(3, 40, 50, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


@pytest.fixture
def vivid() -> Tensor:
    """Colours of which most are outside the sRGB gamut."""
    generator = torch.Generator().manual_seed(2)
    lab = torch.rand(3, 40, 50, generator=generator, dtype=torch.float64)
    return torch.stack((lab[0] * 100, lab[1] * 240 - 120, lab[2] * 240 - 120))


def test_lab_agrees_with_scikit_image(rgb: Tensor) -> None:
    expected = color.rgb2lab(rgb.permute(1, 2, 0).numpy())
    assert np.abs(colour.rgb_to_lab(rgb).permute(1, 2, 0).numpy() - expected).max() < LAB_TOLERANCE


def test_lab_back_agrees_with_scikit_image(rgb: Tensor) -> None:
    lab = colour.rgb_to_lab(rgb)
    expected = color.lab2rgb(lab.permute(1, 2, 0).numpy())
    assert np.abs(colour.lab_to_rgb(lab).permute(1, 2, 0).numpy() - expected).max() < 1 / 255


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-9), (torch.float32, 2e-5)])
def test_lab_round_trip(rgb: Tensor, dtype: torch.dtype, tolerance: float) -> None:
    given = rgb.to(dtype)
    back = colour.lab_to_rgb(colour.rgb_to_lab(given))
    assert back.dtype == dtype
    assert (back - given).abs().max() < tolerance


def test_transfer_curve_round_trip_and_known_levels() -> None:
    levels = torch.linspace(0, 1, 1001, dtype=torch.float64)
    assert (colour.linear_to_srgb(colour.srgb_to_linear(levels)) - levels).abs().max() < 1e-6
    assert colour.linear_to_srgb(torch.tensor(0.5)).item() * 255 == pytest.approx(187.5, abs=0.1)


def test_gray_has_no_chroma() -> None:
    gray = torch.linspace(0, 1, 256, dtype=torch.float64).reshape(1, 1, 256).expand(3, 1, 256)
    lightness, a, b = colour.rgb_to_lab(gray)
    assert torch.stack((a, b)).abs().max() < 1e-6
    assert (lightness.diff() > 0).all()
    assert lightness[0, 0].item() == pytest.approx(0, abs=1e-9)
    assert lightness[0, -1].item() == pytest.approx(100, abs=1e-6)


def test_out_of_gamut_colours_keep_their_lightness(vivid: Tensor) -> None:
    linear = colour.lab_to_linear(vivid)
    assert ((linear < 0) | (linear > 1)).any(dim=0).float().mean() > 0.5
    fitted = colour.lab_to_rgb(vivid)
    assert fitted.min() >= 0
    assert fitted.max() <= 1
    assert (colour.rgb_to_lab(fitted)[0] - vivid[0]).abs().max() < 1e-3


def test_fit_gamut_keeps_luminance_and_hue_direction(vivid: Tensor) -> None:
    linear = colour.lab_to_linear(vivid)
    fitted = colour.fit_gamut(linear)
    weights = torch.tensor(colour.LUMINANCE, dtype=torch.float64)
    weights = (weights / weights.sum())[:, None, None]
    luminance = (weights * linear).sum(dim=0)
    assert ((weights * fitted).sum(dim=0) - luminance).abs().max() < 1e-6
    chroma, kept = linear - luminance, fitted - luminance
    assert (torch.linalg.cross(chroma, kept, dim=0)).abs().max() < 1e-6
    assert (kept.norm(dim=0) <= chroma.norm(dim=0) + 1e-6).all()


def test_fit_gamut_leaves_colours_inside_alone(rgb: Tensor) -> None:
    assert (colour.fit_gamut(rgb) - rgb).abs().max() < 1e-6


def test_luma_is_gray_and_weighted_by_601() -> None:
    red = torch.zeros(3, 2, 2)
    red[0] = 1
    assert colour.luma(red).flatten().tolist() == pytest.approx([0.299] * 12)
    assert colour.luma(red).is_contiguous()
    assert colour.lightness(red).shape == (1, 2, 2)
    assert colour.lightness(red)[0, 0, 0].item() == pytest.approx(53.24, abs=0.01)


def test_leading_dimensions_are_kept(rgb: Tensor) -> None:
    batch = torch.stack((rgb, 1 - rgb))[None]
    assert torch.equal(colour.rgb_to_lab(batch)[0, 1], colour.rgb_to_lab(1 - rgb))


@pytest.mark.parametrize("brightest", [1.0, 0.03])
def test_ab_and_their_pullback_are_what_automatic_derivatives_give(rgb: Tensor, brightest: float) -> None:
    leaf = (brightest * rgb).requires_grad_()
    expected_ab = colour.rgb_to_lab(leaf)[1:]
    by_ab = torch.randn(expected_ab.shape, generator=torch.Generator().manual_seed(3), dtype=rgb.dtype)
    (expected,) = torch.autograd.grad((by_ab * expected_ab).sum(), leaf)
    ab, pullback = colour.ab_and_pullback(brightest * rgb)
    torch.testing.assert_close(ab, expected_ab.detach())
    torch.testing.assert_close(pullback(by_ab), expected)


@pytest.mark.parametrize("brightest", [1.0, 0.03])
def test_gradient_by_ab_is_that_of_the_conversion(rgb: Tensor, brightest: float) -> None:
    lab = colour.rgb_to_lab(brightest * rgb)
    by_rgb = torch.randn(rgb.shape, generator=torch.Generator().manual_seed(3), dtype=rgb.dtype)
    ab = lab[1:].clone().requires_grad_()
    there = colour.linear_to_srgb(colour.lab_to_linear(torch.cat((lab[:1], ab))))
    (expected,) = torch.autograd.grad((by_rgb * there).sum(), ab)
    # The two transfer curves meet in a corner, at 0.04045 in one and at 0.0031308 in the other, rounded.
    smooth = ((there - 0.04045).abs() > 1e-4).all(0)
    torch.testing.assert_close(colour.gradient_by_ab(by_rgb, brightest * rgb)[:, smooth], expected[:, smooth])
