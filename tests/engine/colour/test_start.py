"""The picture of iteration 0."""

from __future__ import annotations

import pytest
import torch

from tests.conftest import make_print
from ukiyo_widgets.engine.colour import start
from ukiyo_widgets.engine.network.weights import PREPROCESSINGS
from ukiyo_widgets.images import colour

OXFORD = PREPROCESSINGS["oxford"]


def test_noise_has_the_networks_mean_and_the_level_asked_for():
    picture = start.noise(torch.empty(3, 200, 200), level=10.0, seed=1, preprocessing=OXFORD)
    levels = 255 * picture
    assert levels.std(dim=(1, 2)).tolist() == pytest.approx([10.0] * 3, rel=0.02)
    assert levels.mean(dim=(1, 2)).tolist() == pytest.approx([123.68, 116.779, 103.939], abs=0.3)


def test_the_seed_makes_the_noise():
    like = torch.empty(3, 20, 20)
    one, same, other = (start.noise(like, level=5.0, seed=s, preprocessing=OXFORD) for s in (1, 1, 2))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)


def test_a_print_keeps_its_own_colours_where_each_lightness_has_one_colour():
    """A reference whose chroma is a function of lightness, as content: the palette finds every colour again."""
    lightness = torch.linspace(5, 95, 64 * 64, dtype=torch.float64).view(1, 64, 64)
    lab = torch.cat((lightness, 10 * torch.sin(lightness / 20), -0.1 * lightness))
    truth = colour.lab_to_rgb(lab)
    gray = colour.lab_to_rgb(torch.cat((lightness, torch.zeros(2, 64, 64, dtype=torch.float64))))
    found = start.palette(gray, [truth], reference_weights=[1.0])
    torch.testing.assert_close(colour.rgb_to_lab(found), colour.rgb_to_lab(truth), rtol=0, atol=0.8)


def test_the_palette_keeps_lightness_and_is_blind_to_place():
    gray, reference = colour.luma(make_print(seed=1)), make_print(seed=2)
    tinted = start.palette(gray, [reference], reference_weights=[1.0])
    torch.testing.assert_close(colour.lightness(tinted), colour.lightness(gray), rtol=0, atol=1e-3)
    swapped = start.palette(gray, [reference.flip(1)], reference_weights=[1.0])
    torch.testing.assert_close(swapped, tinted)  # place does not matter, only rank


def test_two_references_give_the_mean_of_their_colours_by_weight():
    gray = colour.luma(make_print(seed=1, dtype=torch.float64))
    prints = [0.35 + 0.3 * make_print(seed=s, dtype=torch.float64) for s in (2, 3)]
    one, other = (colour.rgb_to_lab(start.palette(gray, [each], reference_weights=[1.0])) for each in prints)
    both = colour.rgb_to_lab(start.palette(gray, prints, reference_weights=[1.0, 3.0]))
    torch.testing.assert_close(both, 0.25 * one + 0.75 * other, rtol=0, atol=0.5)


def test_a_flat_gray_print_takes_one_colour():
    flat = torch.full((3, 16, 16), 0.5)
    tinted = start.palette(flat, [make_print(seed=2)], reference_weights=[1.0])
    assert tinted.flatten(1).std(dim=1).max() < 1e-6
