"""Pictures and their metadata, out and back."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.reading import read_image
from ukiyo_widgets.images.writing.metadata import read_metadata
from ukiyo_widgets.images.writing.writing import save_image, to_pil

METADATA = {"Title": "Wave", "Recipe": '{"β": 1e3, "note": "浮世絵\\n"}\n' * 50, "Empty": ""}
LOSSLESS = ["wave.png", "wave.tif", "wave.tiff", "wave.webp", "WAVE.PNG"]


@pytest.fixture
def pixels() -> Tensor:
    levels = torch.randint(0, 256, (3, 33, 47), generator=torch.Generator().manual_seed(8))
    return levels.float() / 255


@pytest.mark.parametrize("name", LOSSLESS)
def test_lossless_formats_give_every_value_back(tmp_path: Path, pixels: Tensor, name: str) -> None:
    path = save_image(pixels, tmp_path / name, quality=100)
    assert path == tmp_path / name
    assert torch.equal(read_image(path).pixels, pixels)


def test_jpeg_keeps_colours_beside_each_other_apart(tmp_path: Path) -> None:
    stripes = torch.zeros(3, 32, 32)
    stripes[0, :, ::2] = 0.8
    stripes[2, :, 1::2] = 0.8
    back = read_image(save_image(stripes, tmp_path / "wave.jpg", quality=100)).pixels
    assert (back - stripes).abs().max() < 0.05  # with halved chroma it is 0.4


def test_quality_matters(tmp_path: Path, pixels: Tensor) -> None:
    for suffix in ("jpg", "webp"):
        sizes = [save_image(pixels, tmp_path / f"q.{suffix}", quality=q).stat().st_size for q in (10, 92)]
        assert sizes[0] < sizes[1] * 0.6


@pytest.mark.parametrize("name", ["wave.png", "wave.jpg", "wave.jpeg", "wave.webp", "wave.tif"])
@pytest.mark.parametrize("metadata", [METADATA, {}])
def test_metadata_come_back(tmp_path: Path, pixels: Tensor, name: str, metadata: dict[str, str]) -> None:
    path = save_image(pixels, tmp_path / name, metadata=metadata)
    assert read_metadata(path) == metadata
    assert read_metadata(str(path)) == metadata


@pytest.mark.parametrize("name", ["wave.png", "wave.jpg", "wave.webp", "wave.tif"])
def test_files_say_srgb_and_are_reproducible(tmp_path: Path, pixels: Tensor, name: str) -> None:
    first = save_image(pixels, tmp_path / name, metadata=METADATA).read_bytes()
    assert save_image(pixels, tmp_path / name, metadata=METADATA).read_bytes() == first
    with Image.open(tmp_path / name) as image:
        assert image.mode == "RGB"
        if name == "wave.png":
            assert b"sRGB\x00" in first
            assert image.text["Software"] == "ukiyo_widgets"
        else:
            assert image.info["icc_profile"][36:40] == b"acsp"


def test_foreign_files_give_what_they_have(tmp_path: Path) -> None:
    image = Image.new("RGB", (20, 20))
    exif = Image.Exif()
    exif[0x010E] = "a photograph"
    image.save(tmp_path / "photo.jpg", exif=exif)
    image.save(tmp_path / "plain.png")
    assert read_metadata(tmp_path / "photo.jpg") == {}
    assert read_metadata(tmp_path / "plain.png") == {}
    exif[0x0131] = "ukiyo_widgets"
    image.save(tmp_path / "odd.jpg", exif=exif)
    assert read_metadata(tmp_path / "odd.jpg") == {}
    with pytest.raises(ImageError, match=r"'none\.png' does not exist"):
        read_metadata(tmp_path / "none.png")


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({"": "x"}, "1 to 79 plain characters; got ''"),
        ({"k" * 80: "x"}, "1 to 79 plain characters"),
        ({" key": "x"}, "plain characters"),
        ({"two  spaces": "x"}, "plain characters"),
        ({"鍵": "x"}, "plain characters"),
        ({"a\nb": "x"}, "plain characters"),
        ({3: "x"}, "plain characters"),
        ({"Software": "x"}, "is taken"),
        ({"key": 3}, "'key' is of type int"),
        ({"key": "\ud800"}, "lone surrogate"),
    ],
)
def test_wrong_metadata_are_told(tmp_path: Path, pixels: Tensor, metadata: dict[str, str], message: str) -> None:
    with pytest.raises(ImageError, match=message):
        save_image(pixels, tmp_path / "wave.png", metadata=metadata)
    assert not list(tmp_path.iterdir())


def test_metadata_too_long_for_exif_are_left_out_and_that_is_told(tmp_path: Path, pixels: Tensor) -> None:
    long = {"Title": "Wave", "Recipe": "x" * 70_000}
    with pytest.warns(UserWarning, match="Recipe: too long for a JPEG"):
        save_image(pixels, tmp_path / "wave.jpg", metadata=long)
    assert read_metadata(tmp_path / "wave.jpg") == {
        "Title": "Wave",
        "Left out": "Recipe: too long for this format; a PNG holds them",
    }
    assert read_metadata(save_image(pixels, tmp_path / "wave.png", metadata=long)) == long


@pytest.mark.parametrize(
    ("mode", "level", "expected"),
    [("L", 77, 77), ("1", 1, 255), ("RGBA", (0, 0, 0, 51), 204), ("I;16", 0x8080, 128), ("CMYK", (0, 0, 0, 255), 0)],
)
def test_pillow_pictures_of_any_mode(tmp_path: Path, mode: str, level: object, expected: int) -> None:
    image = Image.new(mode, (5, 4), level)
    with Image.open(save_image(image, tmp_path / "wave.png")) as saved:
        assert saved.mode == "RGB"
        assert saved.size == (5, 4)
        assert saved.getpixel((2, 2)) == pytest.approx((expected,) * 3, abs=1)


def test_to_pil_rounds_to_the_nearest_level() -> None:
    levels = torch.tensor([-0.5, 0.0, 0.499 / 255, 0.501 / 255, 254.4 / 255, 1.0, 7.0])
    image = to_pil(levels.reshape(1, 1, 7).double().requires_grad_())
    assert image.mode == "RGB"
    assert np.asarray(image)[0, :, 1].tolist() == [0, 0, 0, 1, 254, 255, 255]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (torch.zeros(3, 4, 4, dtype=torch.uint8), "floats of shape 3 × H × W; got torch.uint8"),
        (torch.zeros(4, 4, 3), "3 × H × W"),
        (torch.zeros(1, 3, 4, 4), "3 × H × W"),
        (torch.zeros(3, 0, 4), "3 × H × W"),
        (torch.full((3, 4, 4), float("nan")), "hold NaN"),
    ],
)
def test_wrong_pixels_are_told(wrong: Tensor, message: str) -> None:
    with pytest.raises(ImageError, match=message):
        to_pil(wrong)


def test_wrong_places_and_numbers_are_told(tmp_path: Path, pixels: Tensor) -> None:
    for name in ("wave", "wave.bmp", "wave.eps"):
        with pytest.raises(ImageError, match=rf"'{name}' does not say its format; end it in \.png, \.jpg, .*\.tiff\."):
            save_image(pixels, tmp_path / name)
    with pytest.raises(ImageError, match=r"The folder .* does not exist; make it before"):
        save_image(pixels, tmp_path / "missing" / "wave.png")
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(ImageError, match="is a folder"):
        save_image(pixels, tmp_path / "folder.png")
    for quality in (0, 101):
        with pytest.raises(ImageError, match="quality is 1 to 100"):
            save_image(pixels, tmp_path / "wave.jpg", quality=quality)
    with pytest.raises(ImageError, match="has no pixels"):
        save_image(Image.new("RGB", (0, 5)), tmp_path / "wave.png")


def test_a_failing_encoder_leaves_the_old_file(tmp_path: Path, pixels: Tensor, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_image: Image.Image, file: BinaryIO, **_options: object) -> None:
        file.write(b"half")
        raise KeyboardInterrupt

    path = save_image(pixels, tmp_path / "wave.png")
    before = path.read_bytes()
    monkeypatch.setattr(Image.Image, "save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_image(1 - pixels, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
