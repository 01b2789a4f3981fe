"""Where the picture may move."""

from __future__ import annotations

import pytest
import torch

from tests.conftest import make_print
from ukiyo_widgets.engine.canvas import InGamut, InkLightness, Unbounded, coordinate_planes, make_canvas
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
def test_the_gradient_says_how_a_loss_changes_along_the_coordinates(canvas):
    dice = torch.Generator().manual_seed(0)
    pixels = canvas.project(0.3 + 0.4 * torch.rand(3, 32, 48, generator=dice, dtype=torch.float64))
    here = canvas.coordinates(pixels)
    by_pixels = torch.randn(3, 32, 48, generator=dice, dtype=torch.float64)
    by_coordinates = canvas.pulled_back(by_pixels, pixels)
    assert by_coordinates.shape == here.shape
    step = 1e-5 * torch.randn(here.shape, generator=dice, dtype=torch.float64)
    change = (by_pixels * (canvas.picture(here + step) - canvas.picture(here - step)) / 2).sum(0)
    inside = ((pixels > 0.01) & (pixels < 0.99)).all(0)
    assert inside.double().mean() > 0.3
    torch.testing.assert_close(change[inside], (by_coordinates * step).sum(0)[inside], rtol=1e-4, atol=1e-9)


@pytest.mark.parametrize("canvas", CANVASES)
def test_a_picture_on_the_canvas_is_that_of_its_coordinates(canvas):
    on_it = canvas.project(WILD)
    torch.testing.assert_close(canvas.picture(canvas.coordinates(on_it)), on_it, rtol=0, atol=1e-7)


@pytest.mark.parametrize("gray", [0.1, 0.2, 0.5, 0.8, 0.95])
def test_a_move_is_about_as_long_in_coordinates_as_in_gray_levels_and_never_much_longer(gray):
    dice = torch.Generator().manual_seed(0)
    canvas = InkLightness(torch.full((3, 32, 48), gray, dtype=torch.float64))
    move = torch.randn(2, 32, 48, generator=dice, dtype=torch.float64) / 255
    moved = canvas.picture(move) - canvas.picture(torch.zeros_like(move))
    assert 0.65 < (moved.square().mean() / move.square().mean()).sqrt().item() < 1.03


def test_in_gamut_drops_only_what_pushes_outwards():
    pixels = torch.tensor([0.0, 0.0, 1.0, 1.0, 0.5]).view(1, 1, 5).expand(3, 1, 5)
    gradient = torch.tensor([1.0, -1.0, 1.0, -1.0, 1.0]).view(1, 1, 5).expand(3, 1, 5)
    expected = torch.tensor([0.0, -1.0, 1.0, 0.0, 1.0])
    assert torch.equal(InGamut().pulled_back(gradient, pixels)[0, 0], expected)


def test_settings_choose_the_canvas():
    for settings, kind in (
        ({"keep_ink": True, "clip": False}, InkLightness),
        ({"keep_ink": False, "clip": True}, InGamut),
        ({"keep_ink": False, "clip": False}, Unbounded),
    ):
        canvas = make_canvas(Settings(**settings), content=GRAY)
        assert type(canvas) is kind
        assert len(canvas.coordinates(GRAY)) == coordinate_planes(Settings(**settings))
