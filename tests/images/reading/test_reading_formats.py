"""Every format and mode, written by Pillow or by hand, with colours that are known."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageSequence
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading import decoding, opening
from ukiyo_widgets.images.reading.reading import Picture, read_image

SIZE = (30, 20)
RED = (200, 60, 40)


def encoded(image: Image.Image, name: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format=name, **options)
    return out.getvalue()


def middle(picture: Picture) -> list[float]:
    """Levels of the middle pixel, 0 to 255."""
    assert picture.pixels.dtype == torch.float32
    assert picture.pixels.is_contiguous()
    assert picture.pixels.shape == (3, SIZE[1], SIZE[0])
    return [level * 255 for level in picture.pixels[:, SIZE[1] // 2, SIZE[0] // 2].tolist()]


def png16(channels: int, levels: tuple[int, ...]) -> bytes:
    """Write a PNG with 16 bits per channel, which Pillow cannot."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    colour_type = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    header = struct.pack(">IIBBBBB", *SIZE, 16, colour_type, 0, 0, 0)
    row = b"\0" + struct.pack(f">{channels}H", *levels) * SIZE[0]
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * SIZE[1])) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def tiff16(levels: tuple[int, int, int]) -> bytes:
    """Write a little-endian RGB TIFF with 16 bits per channel, which Pillow cannot."""
    pixels = struct.pack("<3H", *levels) * (SIZE[0] * SIZE[1])
    entries = [
        (256, 4, 1, SIZE[0]),
        (257, 4, 1, SIZE[1]),
        (258, 3, 3, 8 + 2 + 10 * 12 + 4),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, 8 + 2 + 10 * 12 + 4 + 6),
        (277, 3, 1, 3),
        (278, 4, 1, SIZE[1]),
        (279, 4, 1, len(pixels)),
        (284, 3, 1, 1),
    ]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return (
        struct.pack("<2sHI", b"II", 42, 8) + directory + struct.pack("<I", 0) + struct.pack("<3H", 16, 16, 16) + pixels
    )


@pytest.mark.parametrize(
    ("name", "tolerance"), [("PNG", 0.01), ("TIFF", 0.01), ("BMP", 0.01), ("GIF", 0.01), ("JPEG", 3), ("WEBP", 3)]
)
def test_rgb_of_every_format(name: str, tolerance: float) -> None:
    assert middle(read_image(encoded(Image.new("RGB", SIZE, RED), name))) == pytest.approx(RED, abs=tolerance)


@pytest.mark.parametrize(
    ("mode", "level", "name", "expected"),
    [
        ("1", 1, "PNG", (255, 255, 255)),
        ("1", 0, "TIFF", (0, 0, 0)),
        ("1", 1, "BMP", (255, 255, 255)),
        ("L", 77, "PNG", (77, 77, 77)),
        ("L", 77, "TIFF", (77, 77, 77)),
        ("L", 77, "JPEG", (77, 77, 77)),
        ("L", 77, "GIF", (77, 77, 77)),
        ("LA", (100, 51), "PNG", (224, 224, 224)),
        ("RGBA", (*RED, 102), "PNG", (233, 177, 169)),
        ("RGBA", (*RED, 102), "TIFF", (233, 177, 169)),
        ("RGBA", (*RED, 0), "WEBP", (255, 255, 255)),
        ("CMYK", (0, 255, 255, 0), "TIFF", (255, 0, 0)),
        ("CMYK", (0, 255, 255, 0), "JPEG", (255, 0, 0)),
        ("I;16", 0x8080, "PNG", (128.5, 128.5, 128.5)),
        ("I;16", 1000, "TIFF", (3.89, 3.89, 3.89)),
        ("I;16B", 0x4000, "TIFF", (63.75, 63.75, 63.75)),
        ("I", 0x8080, "TIFF", (128.5, 128.5, 128.5)),
        ("F", 0.25, "TIFF", (63.75, 63.75, 63.75)),
        ("F", 200.0, "TIFF", (200, 200, 200)),
    ],
)
def test_modes(mode: str, level: object, name: str, expected: tuple[float, ...]) -> None:
    image = Image.new(mode, SIZE, level)
    assert middle(read_image(encoded(image, name))) == pytest.approx(expected, abs=1.1 if name == "JPEG" else 0.6)
    assert middle(read_image(image)) == pytest.approx(expected, abs=0.6)


@pytest.mark.parametrize(
    ("mode", "level"), [("YCbCr", (76, 85, 255)), ("HSV", (0, 255, 254)), ("RGBX", (254, 0, 0, 9))]
)
def test_modes_of_pillow_that_files_rarely_have(mode: str, level: tuple[int, ...]) -> None:
    assert middle(read_image(Image.new(mode, SIZE, level))) == pytest.approx((254, 0, 0), abs=0.6)


def test_palette_with_and_without_transparency() -> None:
    image = Image.new("P", SIZE, 1)
    image.putpalette([0, 0, 0, *RED, 9, 9, 9])
    assert middle(read_image(encoded(image, "PNG"))) == pytest.approx(RED)
    assert middle(read_image(encoded(image, "PNG", transparency=1))) == [255, 255, 255]
    assert middle(read_image(encoded(image, "PNG", transparency=2))) == pytest.approx(RED)
    assert middle(read_image(encoded(image, "PNG", transparency=bytes([255, 102])))) == pytest.approx(
        (233, 177, 169), abs=0.6
    )
    assert middle(read_image(encoded(image, "GIF", transparency=1))) == [255, 255, 255]


@pytest.mark.parametrize(("mode", "colour", "key"), [("L", 77, 77), ("RGB", RED, RED)])
def test_a_transparent_colour_is_paper(mode: str, colour: object, key: object) -> None:
    assert middle(read_image(encoded(Image.new(mode, SIZE, colour), "PNG", transparency=key))) == [255, 255, 255]


@pytest.mark.parametrize(
    ("channels", "levels", "expected"),
    [
        (1, (40000,), (155.6, 155.6, 155.6)),
        (2, (0, 0x8000), (127, 127, 127)),
        (3, (51400, 15420, 10280), RED),
        (4, (51400, 15420, 10280, 65535), RED),
    ],
)
def test_png_of_16_bits(channels: int, levels: tuple[int, ...], expected: tuple[float, ...]) -> None:
    assert middle(read_image(png16(channels, levels))) == pytest.approx(expected, abs=0.6)


def test_tiff_of_16_bits() -> None:
    assert middle(read_image(tiff16((51400, 15420, 10280)))) == pytest.approx(RED)


def test_gray_16_bit_keeps_its_fine_levels() -> None:
    ramp = np.arange(30000, 30000 + 600, dtype=np.uint16).reshape(SIZE[1], SIZE[0])
    pixels = read_image(encoded(Image.fromarray(ramp), "PNG")).pixels
    assert torch.equal(pixels[0], torch.from_numpy(ramp.astype(np.float32) / np.float32(65535)))
    assert torch.equal(pixels[0], pixels[2])


def test_lab_tiff() -> None:
    image = Image.new("LAB", SIZE, (153, 128 + 20, 128 + 30))
    assert middle(read_image(encoded(image, "TIFF"))) == pytest.approx((185.3, 132.4, 92.5), abs=4)


def test_32_bit_and_float_out_of_range_are_told() -> None:
    with pytest.raises(ImageError, match="32-bit gray levels from 70000 to 70000"):
        read_image(encoded(Image.new("I", SIZE, 70000), "TIFF"))
    with pytest.raises(ImageError, match="float gray levels from -1 to -1"):
        read_image(encoded(Image.new("F", SIZE, -1.0), "TIFF"))
    for bad in (float("nan"), float("inf")):
        image = Image.new("F", SIZE, 0.5)
        image.putpixel((7, 7), bad)
        with pytest.raises(ImageError, match="NaN or infinite"):
            read_image(encoded(image, "TIFF"))


@pytest.mark.parametrize("name", ["GIF", "WEBP", "TIFF", "PNG"])
def test_of_several_frames_the_first_is_read(name: str) -> None:
    frames = [Image.new("RGB", SIZE, colour) for colour in (RED, (0, 0, 255), (0, 255, 0))]
    options = {"lossless": True} if name == "WEBP" else {}
    data = encoded(frames[0], name, save_all=True, append_images=frames[1:], **options)
    with Image.open(io.BytesIO(data)) as image:
        assert len(list(ImageSequence.Iterator(image))) == 3
    assert middle(read_image(data)) == pytest.approx(RED, abs=1)


def upright() -> Tensor:
    corner = torch.zeros(3, 20, 30)
    corner[0, :5] = 1  # top red
    corner[1, :, :5] = 1  # left green
    return corner


@pytest.mark.parametrize("name", ["PNG", "TIFF", "WEBP", "JPEG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation(orientation: int, name: str) -> None:
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = Image.fromarray((upright() * 255).byte().permute(1, 2, 0).numpy())
    stored = image.transpose(back[orientation]) if orientation in back else image
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if name == "WEBP" else {"quality": 95, "subsampling": 0} if name == "JPEG" else {}
    data = encoded(stored, name, exif=exif, **options)
    difference = (read_image(data).pixels - upright()).abs()
    assert difference.mean() < (0.03 if name == "JPEG" else 1e-6)
    assert read_image(data, max_side_px=60).pixels.shape == (3, 40, 60)
    with Image.open(io.BytesIO(data)) as opened:
        assert (read_image(opened).pixels - upright()).abs().mean() < 0.03


def test_broken_exif_is_ignored() -> None:
    data = encoded(Image.new("RGB", SIZE, RED), "JPEG", exif=b"Exif\0\0II*\0garbage")
    with pytest.warns(UserWarning, match="Corrupt EXIF data"):  # Pillow's own
        assert middle(read_image(data)) == pytest.approx(RED, abs=3)
    image = Image.new("RGB", SIZE, RED)
    image.info["exif"] = b"Exif\0\0nonsense"
    assert middle(read_image(image)) == pytest.approx(RED)


@pytest.mark.parametrize("side", [512, 100, 17])
def test_the_long_side_is_exact(side: int, tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), RED).save(tmp_path / "wave.png")
    picture = read_image(tmp_path / "wave.png", max_side_px=side)
    assert picture.pixels.shape == (3, (side * 2 + 1) // 3, side)
    assert (picture.pixels - torch.tensor(RED).reshape(3, 1, 1) / 255).abs().max() < 1e-5


def test_a_huge_jpeg_is_decoded_smaller_within_the_tolerance(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(4)
    ramp = np.linspace(40, 215, 1200)[None] + np.linspace(-30, 30, 800)[:, None]
    grainy = (ramp + generator.normal(0, 10, ramp.shape)).clip(0, 255).astype(np.uint8)
    data = encoded(Image.fromarray(grainy), "JPEG", quality=95)
    exact = read_image(data, max_side_px=60).pixels
    monkeypatch.setattr(opening, "DRAFT_FROM_PX", 100_000)
    drafts: list[tuple[int, int]] = []
    original = decoding.from_pil

    def watched(image: Image.Image, *, subject: str) -> object:
        drafts.append(image.size)
        return original(image, subject=subject)

    monkeypatch.setattr(decoding, "from_pil", watched)
    drafted = read_image(data, max_side_px=60).pixels
    assert drafts == [(300, 200)]
    assert drafted.shape == exact.shape
    assert ((drafted - exact) * 255).mean().abs() < 1
    assert ((drafted - exact) * 255).abs().max() < 4
