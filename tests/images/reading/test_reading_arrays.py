"""NumPy arrays, torch tensors and Pillow pictures as sources."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.reading import read_image

RED = np.array([200, 60, 40], dtype=np.uint8)


def red(height: int = 20, width: int = 30) -> np.ndarray:
    return np.broadcast_to(RED, (height, width, 3)).copy()


def check(source: object, expected: object = RED / 255) -> None:
    pixels = read_image(source).pixels  # type: ignore[arg-type]
    assert pixels.shape == (3, 20, 30)
    assert pixels.dtype == torch.float32
    assert pixels.is_contiguous()
    assert not pixels.requires_grad
    assert pixels[:, 7, 9].tolist() == pytest.approx(np.broadcast_to(expected, 3).tolist(), abs=1e-3)


@pytest.mark.parametrize(
    "array",
    [
        red(),
        red().astype(np.uint16) * 257,
        red().astype(">u2") * 257,
        red() / 255,
        (red() / 255).astype(np.float16),
        np.asfortranarray(red()),
        red()[::-1, ::-1],
        np.concatenate([red(), np.full((20, 30, 1), 255, np.uint8)], axis=2),
    ],
    ids=["uint8", "uint16", "big-endian", "float64", "float16", "Fortran", "reversed", "opaque"],
)
def test_colour_arrays(array: np.ndarray) -> None:
    check(array)


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (np.full((20, 30), 51, np.uint8), 0.2),
        (np.full((20, 30, 1), 0.2), 0.2),
        (np.ones((20, 30), bool), 1.0),
        (np.full((20, 30, 4), 0.0), 1.0),
        (np.full((20, 30, 4), 0.5), 0.75),
        (np.full((20, 30), 1 + 1e-6), 1.0),
    ],
)
def test_gray_and_transparent_arrays(array: np.ndarray, expected: float) -> None:
    check(array, expected)


@pytest.mark.parametrize("dtype", [torch.uint8, torch.float32, torch.float64, torch.float16, torch.bfloat16])
def test_tensors_of_any_layout(dtype: torch.dtype) -> None:
    last = torch.from_numpy(red())
    last = last if dtype == torch.uint8 else (last / 255).to(dtype)
    first = last.permute(2, 0, 1)
    for tensor in (last, first, first[None], first.contiguous()):
        pixels = read_image(tensor).pixels
        assert pixels.shape == (3, 20, 30)
        assert pixels[:, 3, 4].tolist() == pytest.approx((RED / 255).tolist(), abs=3e-3)
    check(first[:1].expand(1, -1, -1), first[0, 0, 0].item() / (255 if dtype == torch.uint8 else 1))


def test_a_tensor_with_a_gradient_is_detached_and_left_alone() -> None:
    tensor = torch.full((3, 20, 30), 0.5, requires_grad=True)
    check(tensor, 0.5)
    assert tensor.requires_grad


def test_the_result_does_not_share_memory() -> None:
    array = np.full((20, 30, 3), 0.25, np.float32)
    pixels = read_image(array).pixels
    pixels.zero_()
    assert array.min() == 0.25


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((20, 30, 2)), "has the shape 20 × 30 × 2; give height × width"),
        (np.zeros((3, 20, 30)), r"array.transpose\(1, 2, 0\) does it"),
        (np.zeros(30), "has the shape 30; give"),
        (np.array(0.5), "of a single value"),
        (np.zeros((2, 20, 30, 3)), "has the shape 2 × 20"),
        (np.zeros((0, 30)), "no pixels"),
        (np.full((20, 30), 128.0), "floats from 128 to 128; .* divide it by 255"),
        (np.full((20, 30), -0.5), "rescale or clip"),
        (np.full((20, 30), np.nan), "NaN or infinite"),
        (np.full((20, 30), np.inf), "NaN or infinite"),
        (np.zeros((20, 30), np.int64), "type int64, whose white is not settled"),
        (np.zeros((20, 30), np.complex64), "complex64"),
        (np.full((20, 30), None), "type object"),
        (np.full((20, 30), "x"), "type str"),
        (np.zeros((15, 30)), "30 × 15 pixels; each side needs at least 16"),
        (np.zeros((20, 241)), "at most 12 times"),
    ],
)
def test_wrong_arrays_are_told(array: np.ndarray, message: str) -> None:
    with pytest.raises(ImageError, match=rf"^The content image \(array\) .*{message}"):
        read_image(array, role="content")


def test_wrong_tensors_are_told() -> None:
    with pytest.raises(ImageError, match="has the shape 2 × 3 × 20 × 30"):
        read_image(torch.zeros(2, 3, 20, 30))
    with pytest.raises(ImageError, match="int32, whose white"):
        read_image(torch.zeros(20, 30, dtype=torch.int32))


def test_credit_and_digest_of_an_array() -> None:
    picture = read_image(red())
    assert (picture.credit, picture.source) == ("array", None)
    assert read_image(np.asfortranarray(red()), max_side_px=64).sha256 == picture.sha256
    assert read_image(torch.from_numpy(red()).permute(2, 0, 1)).sha256 == picture.sha256
    others = [red(30, 20), red() + 1, red().astype(np.uint16), red() / 255]
    digests = {read_image(other).sha256 for other in others} | {picture.sha256}
    assert len(digests) == 5


def test_pillow_pictures_stay_as_they_are() -> None:
    image = Image.fromarray(red())
    exif = image.getexif()
    exif[0x0112] = 6
    picture = read_image(image, max_side_px=60)
    assert picture.pixels.shape == (3, 60, 40)
    assert (picture.credit, picture.source) == ("picture", None)
    assert image.size == (30, 20)
    exif[0x0112] = 1
    assert read_image(image).sha256 != picture.sha256
    assert read_image(image.copy()).sha256 == read_image(image).sha256


def test_a_closed_pillow_picture_is_told(tmp_path: object) -> None:
    Image.fromarray(red()).save(f"{tmp_path}/wave.png")
    with Image.open(f"{tmp_path}/wave.png") as image:
        pass
    with pytest.raises(ImageError, match=r"The image \(picture\) is damaged and cannot be decoded"):
        read_image(image)


def test_pillow_size_is_checked_before_decoding() -> None:
    with pytest.raises(ImageError, match="more than the 500 that are allowed"):
        read_image(Image.fromarray(red()), max_source_px=500)
