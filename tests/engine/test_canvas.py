"""Where the picture may move."""

from __future__ import annotations

import pytest
import torch

from tests.conftest import make_print
from ukiyo_widgets.engine.canvas import InGamut, InkLightness, Unbounded, make_canvas
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.images import colour

GRAY = colour.luma(make_print(seed=1, dtype=torch.float64))
WILD = 3 * torch.randn(3, 32, 48, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
CANVASES = [Unbounded(), InGamut(), InkLightness(GRAY)]


@pytest.mark.parametrize("canvas", CANVASES)
def test_projecting_twice_is_projecting_once(canvas):
    once = canvas.project(WILD)
    torch.testing.assert_close(canvas.project(once), once, rtol=0, atol=1e-7)


def test_ink_lightness_is_the_gray_prints_and_colours_are_in_gamut():
    projected = InkLightness(GRAY).project(WILD)
    assert projected.min() >= 0
    assert projected.max() <= 1
    torch.testing.assert_close(colour.lightness(projected), colour.lightness(GRAY), rtol=0, atol=1e-5)


def test_ink_lightness_takes_the_colour_as_it_is_where_the_gamut_allows():
    tinted = colour.rgb_to_lab(GRAY)
    tinted[1:] += torch.tensor([3.0, -4.0], dtype=torch.float64).view(2, 1, 1)
    wanted = colour.lab_to_rgb(tinted)
    darker = colour.rgb_to_lab(wanted)
    darker[0] *= 0.97
    torch.testing.assert_close(InkLightness(GRAY).project(colour.lab_to_rgb(darker)), wanted, rtol=0, atol=2e-3)


@pytest.mark.parametrize("canvas", CANVASES)
def test_a_small_move_along_the_tangent_stays_on_the_canvas(canvas):
    dice = torch.Generator().manual_seed(0)
    pixels = canvas.project(0.3 + 0.4 * torch.rand(3, 32, 48, generator=dice, dtype=torch.float64))
    gradient = canvas.tangent(torch.randn(3, 32, 48, generator=dice, dtype=torch.float64), pixels)
    inside = ((pixels > 0.01) & (pixels < 0.99)).all(0)
    errors = []
    for h in (1e-2, 1e-3):  # where a conversion's own 1e-7 does not count
        moved = pixels - h * gradient
        errors.append(((canvas.project(moved) - moved).abs() * inside).max().item())
    assert errors[1] <= errors[0] / 50 or errors[0] < 1e-12  # of second order, or exactly on it


def test_in_gamut_drops_only_what_pushes_outwards():
    pixels = torch.tensor([0.0, 0.0, 1.0, 1.0, 0.5]).view(1, 1, 5).expand(3, 1, 5)
    gradient = torch.tensor([1.0, -1.0, 1.0, -1.0, 1.0]).view(1, 1, 5).expand(3, 1, 5)
    expected = torch.tensor([0.0, -1.0, 1.0, 0.0, 1.0])
    assert torch.equal(InGamut().tangent(gradient, pixels)[0, 0], expected)


def test_settings_choose_the_canvas():
    for settings, kind in (
        ({"keep_ink": True, "clip": False}, InkLightness),
        ({"keep_ink": False, "clip": True}, InGamut),
        ({"keep_ink": False, "clip": False}, Unbounded),
    ):
        assert type(make_canvas(Settings(**settings), content=GRAY)) is kind
