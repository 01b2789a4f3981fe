"""The terms on colour against finite differences and their closed forms; how far a hint reaches."""

from __future__ import annotations

import pytest
import torch

from tests.conftest import make_print
from ukiyo_widgets.engine.colour.chroma import ChromaTargets, chroma_losses, likeness_of_neighbours
from ukiyo_widgets.engine.colour.spreading import spread_hints
from ukiyo_widgets.engine.guidance.hints import Hints
from ukiyo_widgets.images import colour

PIXELS = 0.2 + 0.6 * make_print(height=9, width=7, seed=1, dtype=torch.float64)
WEIGHTS = {"colour": 2.0, "hints": 3.0, "chroma_smoothness": 0.5}


def make_targets(*, hinted=True):
    lightness = colour.lightness(colour.luma(PIXELS))
    ab = 5 * torch.randn(2, 9, 7, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    under = torch.linspace(0, 1, 63, dtype=torch.float64).view(9, 7) if hinted else None
    return ChromaTargets(ab, under, likeness_of_neighbours(lightness))


def test_gradient_equals_finite_differences():
    targets = make_targets()
    gradient = chroma_losses(PIXELS, targets, weights=WEIGHTS)[1]
    direction = torch.randn(PIXELS.shape, generator=torch.Generator().manual_seed(3), dtype=torch.float64)

    def total(pixels):
        return sum(WEIGHTS[name] * term for name, term in chroma_losses(pixels, targets, weights=WEIGHTS)[0].items())

    h = 1e-6
    measured = (total(PIXELS + h * direction) - total(PIXELS - h * direction)) / (2 * h)
    torch.testing.assert_close((gradient * direction).sum(), measured, rtol=1e-6, atol=0)


def test_a_term_without_a_weight_is_not_there():
    losses, gradient = chroma_losses(PIXELS, make_targets(), weights=dict.fromkeys(WEIGHTS, 0.0))
    assert losses == {}
    assert not gradient.any()
    assert set(chroma_losses(PIXELS, make_targets(hinted=False), weights=WEIGHTS)[0]) == {"colour", "chroma_smoothness"}


def test_colour_is_half_the_squared_distance():
    targets = make_targets()
    off = colour.rgb_to_lab(PIXELS)[1:] - targets.ab
    losses = chroma_losses(PIXELS, targets, weights=WEIGHTS)[0]
    torch.testing.assert_close(losses["colour"], 0.5 * off.square().sum())
    torch.testing.assert_close(losses["hints"], 0.5 * (targets.hinted * off.square().sum(0)).sum())


def test_a_picture_of_one_chroma_is_smooth():
    lab = torch.cat((torch.linspace(20, 80, 63, dtype=torch.float64).view(1, 9, 7), torch.full((2, 9, 7), 6.0)))
    targets = make_targets()
    losses = chroma_losses(colour.lab_to_rgb(lab.double()), targets, weights=WEIGHTS)[0]
    assert losses["chroma_smoothness"] == pytest.approx(0, abs=1e-6)


@pytest.fixture
def two_rooms():
    """Flat paper with a line of ink down the middle."""
    lightness = torch.full((1, 60, 81), 80.0)
    lightness[..., 40] = 15.0
    return lightness


def test_a_hint_fills_its_room_and_stops_at_the_ink(two_rooms):
    ab, influence = spread_hints(Hints("0.2,0.5=#cc3322"), lightness=two_rooms)
    target = colour.rgb_to_lab(torch.tensor([0.8, 0.2, 34 / 255]).view(3, 1, 1))[1:]
    torch.testing.assert_close(ab[:, 30:31, 16:17], target, rtol=0, atol=1e-3)
    assert influence[15:45, 8:28].min() > 0.4
    assert influence[:, 44:].max() < 0.01
    assert influence.min() >= 0
    assert influence.max() <= 1


def test_two_hints_share_the_room_between_them(two_rooms):
    hints = Hints("0.1,0.5=#cc3322; 0.4,0.5=#3322cc")
    ab, influence = spread_hints(hints, lightness=two_rooms)
    swapped = spread_hints(Hints(reversed(hints)), lightness=two_rooms)
    torch.testing.assert_close(ab, swapped[0], rtol=0, atol=1e-3)
    torch.testing.assert_close(influence, swapped[1], rtol=0, atol=1e-4)
    red, blue = ab[1, 30, 8], ab[1, 30, 32]
    assert red > 20
    assert blue < -20
    assert blue < ab[1, 30, 20] < red


def test_of_two_dabs_on_one_place_the_later_counts(two_rooms):
    later = spread_hints(Hints("0.2,0.5=#cc3322; 0.2,0.5=#3322cc"), lightness=two_rooms)
    alone = spread_hints(Hints("0.2,0.5=#3322cc"), lightness=two_rooms)
    torch.testing.assert_close(later[0][:, 30, 16], alone[0][:, 30, 16])
