"""Laws of resizing: light is kept, constants stay, strips do not show."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images import resizing
from ukiyo_widgets.images.colour import linear_to_srgb, srgb_to_linear
from ukiyo_widgets.images.limits import fitted_size
from ukiyo_widgets.images.resizing import fit, resize


def noise(height: int, width: int, channels: int = 3) -> Tensor:
    return torch.rand(channels, height, width, generator=torch.Generator().manual_seed(3))


def test_checkerboard_becomes_the_gray_of_its_light() -> None:
    rows, columns = torch.meshgrid(torch.arange(256), torch.arange(256), indexing="ij")
    board = ((rows + columns) % 2).float().expand(3, -1, -1)
    small = resize(board, height=32, width=32) * 255
    inner = small[:, 4:-4, 4:-4]
    assert inner.mean().item() == pytest.approx(187.5, abs=0.2)
    assert (inner - 187.5).abs().max() < 1


@pytest.mark.parametrize("level", [0.0, 0.02, 0.5, 1.0])
@pytest.mark.parametrize("size", [(7, 9), (64, 48), (200, 333)])
def test_a_constant_stays(level: float, size: tuple[int, int]) -> None:
    resized = resize(torch.full((3, 50, 70), level), height=size[0], width=size[1])
    assert resized.shape == (3, *size)
    assert (resized - level).abs().max() < 1e-5


def test_same_size_is_the_same_tensor() -> None:
    pixels = noise(20, 30)
    assert resize(pixels, height=20, width=30) is pixels
    assert fit(pixels, max_side_px=30) is pixels


def test_result_stays_in_range_where_the_filter_overshoots() -> None:
    edge = torch.zeros(3, 40, 40)
    edge[:, :, 20:] = 1
    large = resize(edge, height=130, width=130)
    assert large.min() >= 0
    assert large.max() <= 1


def test_strips_give_what_the_whole_picture_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = noise(90, 130)
    whole = F.interpolate(srgb_to_linear(pixels)[None], size=(31, 47), mode="bicubic", antialias=True)[0]
    expected = linear_to_srgb(whole.clamp(0, 1))
    monkeypatch.setattr(resizing, "STRIP_PX", 7 * 130)
    assert (resize(pixels, height=31, width=47) - expected).abs().max() < 1e-4


def test_dtype_and_channels_are_kept() -> None:
    resized = resize(noise(20, 30, channels=1).double(), height=10, width=15)
    assert resized.dtype == torch.float64
    assert resized.shape == (1, 10, 15)


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 3000))
def test_fitted_size_is_exact_on_the_long_side(height: int, width: int, side: int) -> None:
    fitted = fitted_size(height, width, max_side_px=side)
    assert max(fitted) == side
    assert min(fitted) >= 1
    short = min(height, width) * side / max(height, width)
    assert abs(min(fitted) - max(1, short)) <= 0.5


@pytest.mark.parametrize("side", [0, -3, 2.5, True, "512"])
def test_a_wrong_size_is_told(side: object) -> None:
    with pytest.raises(ImageError, match="whole number of pixels"):
        fitted_size(20, 30, max_side_px=side)  # type: ignore[arg-type]


def test_wrong_pixels_are_told() -> None:
    with pytest.raises(ImageError, match="floating, C×H×W"):
        resize(torch.zeros(3, 20, 20, dtype=torch.uint8), height=10, width=10)
    with pytest.raises(ImageError, match="at least 1 px"):
        resize(torch.zeros(3, 20, 20), height=0, width=10)
