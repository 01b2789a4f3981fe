"""CIEDE2000 against the paper's own pairs, scikit-image, and the laws of a difference."""

from __future__ import annotations

import pytest
import torch
from skimage.color import deltaE_ciede2000
from torch import Tensor

from ukiyo_widgets.images.colour import rgb_to_lab
from ukiyo_widgets.images.difference import ciede2000, ciede2000_of_lab

# Table 1 of Sharma, Wu and Dalal (2005): two colours in CIELAB and their difference, to four digits.
PUBLISHED = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, 2.8361, -74.0200), (50, 0, -82.7485), 3.4412),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, -1.1848, -84.8006), (50, 0, -82.7485), 1.0000),
    ((50, -0.9009, -85.5211), (50, 0, -82.7485), 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, -1, 2), (50, 0, 0), 2.3669),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0009), 7.1792),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0010), 7.1792),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0011), 7.2195),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0012), 7.2195),
    ((50, -0.0010, 2.4900), (50, 0.0009, -2.4900), 4.8045),
    ((50, -0.0010, 2.4900), (50, 0.0010, -2.4900), 4.8045),
    ((50, -0.0010, 2.4900), (50, 0.0011, -2.4900), 4.7461),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((50, 2.5, 0), (50, 3.1736, 0.5854), 1.0000),
    ((50, 2.5, 0), (50, 3.2972, 0), 1.0000),
    ((50, 2.5, 0), (50, 1.8634, 0.5757), 1.0000),
    ((50, 2.5, 0), (50, 3.2592, 0.3350), 1.0000),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((61.2901, 3.7196, -5.3901), (61.4292, 2.2480, -4.9620), 1.8731),
    ((35.0831, -44.1164, 3.7933), (35.0232, -40.0716, 1.5901), 1.8645),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((36.4612, 47.8580, 18.3852), (36.2715, 50.5065, 21.2231), 1.4146),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.fixture
def pictures() -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(3)
    first, second = torch.rand(2, 3, 50, 60, generator=generator, dtype=torch.float64)
    first[:, 0] = first[:1, 0]  # a row of grays
    second[:, :2] = second[:1, :2]
    return first, second


@pytest.mark.parametrize(("first", "second", "difference"), PUBLISHED)
def test_the_pairs_of_the_paper(first: tuple[float, ...], second: tuple[float, ...], difference: float) -> None:
    one, other = (torch.tensor(each, dtype=torch.float64) for each in (first, second))
    assert ciede2000_of_lab(one, other).item() == pytest.approx(difference, abs=5.1e-5)


def test_agrees_with_scikit_image(pictures: tuple[Tensor, Tensor]) -> None:
    one, other = (rgb_to_lab(each).permute(1, 2, 0).numpy() for each in pictures)
    expected = torch.from_numpy(deltaE_ciede2000(one, other))
    assert (ciede2000(*pictures) - expected).abs().max() < 1e-6


def test_symmetric_positive_and_zero_on_the_diagonal(pictures: tuple[Tensor, Tensor]) -> None:
    there, back = ciede2000(*pictures), ciede2000(*pictures[::-1])
    assert there.shape == (50, 60)
    assert there.min() > 0
    assert (there - back).abs().max() < 1e-9
    assert ciede2000(pictures[0], pictures[0]).abs().max() == 0


def test_float32_pictures_are_compared_in_float64(pictures: tuple[Tensor, Tensor]) -> None:
    found = ciede2000(*(each.float() for each in pictures))
    assert found.dtype == torch.float64
    assert (found - ciede2000(*pictures)).abs().max() < 1e-4


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (torch.rand(3, 4, 5), torch.rand(3, 5, 4), r"got \(3, 4, 5\) and \(3, 5, 4\)"),
        (torch.rand(1, 4, 5), torch.rand(1, 4, 5), "3×H×W"),
        (torch.zeros(3, 4, 5, dtype=torch.uint8), torch.rand(3, 4, 5), "floats"),
    ],
)
def test_what_cannot_be_compared_is_told(first: Tensor, second: Tensor, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ciede2000(first, second)
