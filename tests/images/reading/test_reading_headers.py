"""What a header says is what is read, or it is refused by its true name: never something else without a word."""

from __future__ import annotations

import io
import itertools
import struct
import zlib

import numpy as np
import pytest
import tifffile
from PIL import Image

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading import excess, opening
from ukiyo_widgets.images.reading.files import pictures_in
from ukiyo_widgets.images.reading.reading import read_image

HEIGHT, WIDTH = 40, 64
DOWN, RIGHT = np.mgrid[0 : 1 : HEIGHT * 1j, 0 : 1 : WIDTH * 1j]
SHADES = np.stack([RIGHT, DOWN, (RIGHT + DOWN) / 2, 1 - RIGHT], -1)

NUMBERS = {
    np.uint8: 255,
    np.uint16: 65535,
    np.uint32: 2**32 - 1,
    np.int16: 32767,
    np.float16: 1,
    np.float32: 1,
    np.float64: 1,
}
KINDS = [(1, "minisblack"), (1, "miniswhite"), (2, "minisblack"), (3, "rgb"), (4, "rgb")]


def tiff(values, **options):
    held = io.BytesIO()
    tifffile.imwrite(held, values, **options)
    return held.getvalue()


def shown(values, white, photometric):
    levels = values.astype(np.float64).reshape(HEIGHT, WIDTH, -1) / white
    if photometric == "miniswhite":
        levels = 1 - levels
    samples = levels.shape[2]
    if samples in (2, 4):
        opaque = levels[..., -1:]
        levels = levels[..., :-1] * opaque + 1 - opaque
    return np.broadcast_to(levels, (HEIGHT, WIDTH, 3))


@pytest.mark.parametrize("numbers", NUMBERS, ids=lambda numbers: numbers.__name__)
@pytest.mark.parametrize(("samples", "photometric"), KINDS)
def test_a_tiff_is_read_right_or_refused_by_its_name(numbers, samples, photometric):
    read = 0
    white = NUMBERS[numbers]
    values = SHADES[..., :samples] * white
    values = (values.round() if white > 1 else values).astype(numbers)
    values = values[..., 0] if samples == 1 else values
    extra = {"extrasamples": ["unassalpha"]} if samples in (2, 4) else {}
    ways = itertools.product(
        ("contig", "separate") if samples > 1 else (None,),
        ((None, False), ("deflate", False), ("deflate", True)),
        "<>",
        (None, (16, 16)),
    )
    for planes, (compression, predictor), order, tile in ways:
        stored = np.moveaxis(values, -1, 0) if planes == "separate" else values
        data = tiff(
            stored,
            photometric=photometric,
            planarconfig=planes,
            compression=compression,
            predictor=predictor and numbers not in (np.float16, np.float32, np.float64),
            byteorder=order,
            tile=tile,
            **extra,
        )
        try:
            pixels = read_image(data).pixels
        except ImageError as error:
            assert "of a kind that is not read" in str(error) or "32-bit gray levels" in str(error)  # noqa: PT017
            continue
        read += 1
        assert np.abs(pixels.permute(1, 2, 0).numpy() - shown(values, white, photometric)).max() < 0.01
    assert read or numbers in (np.uint32, np.int16)


def test_what_is_refused_is_named():
    with pytest.raises(ImageError, match="a TIFF of a kind that is not read \\(1 channel of 16-bit signed numbers\\)"):
        read_image(tiff((SHADES[..., 0] * 9999).astype(np.int16), photometric="minisblack"))
    with pytest.raises(ImageError, match="float levels from 0 to 9"):
        read_image(tiff((SHADES[..., :3] * 9).astype(np.float32), photometric="rgb"))


def test_the_page_that_is_no_thumbnail_and_no_mask_is_read():
    levels = (SHADES[..., 0] * 255).astype(np.uint8)
    held = io.BytesIO()
    with tifffile.TiffWriter(held) as pages:
        pages.write(levels[::2, ::2], subfiletype=1, photometric="minisblack")
        pages.write(levels, photometric="minisblack")
        pages.write(255 - levels, photometric="minisblack")
    assert np.allclose(read_image(held.getvalue()).pixels[0], levels / 255, atol=1e-6)
    only = tiff(levels, subfiletype=1, photometric="minisblack")
    assert read_image(only).pixels.shape == (3, HEIGHT, WIDTH)


@pytest.mark.parametrize("bits", [10, 12, 14])
@pytest.mark.parametrize("samples", [1, 3])
def test_a_scanner_of_few_bits_does_not_give_a_black_picture(bits, samples):
    top = 2**bits - 1
    values = (np.repeat(SHADES[..., :1], samples, -1).squeeze() * top).round().astype(np.uint16)
    data = tiff(values, photometric="rgb" if samples == 3 else "minisblack")
    with pytest.warns(UserWarning, match=f"as from a scanner with {bits} bits"):
        pixels = read_image(data).pixels
    assert abs(float(pixels.max()) - 1) < 0.01
    said = tiff(values, photometric="minisblack", extratags=[(281, "H", 1, top, True)]) if samples == 1 else None
    if said:
        assert abs(float(read_image(said).pixels.max()) - 1) < 0.01  # no warning: the file says so


def png(*chunks, picture=None):
    held = io.BytesIO()
    (picture or Image.fromarray((SHADES[..., 0] * 255).astype(np.uint8))).save(held, "PNG")
    data = held.getvalue()
    made = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    ]
    return data[:33] + b"".join(made) + data[33:]


GAMMA_1 = (b"gAMA", struct.pack(">I", 100_000))


@pytest.mark.parametrize("mode", ["L", "RGB", "I;16"])
def test_a_gamma_is_applied_unless_srgb_or_a_profile_stands_beside_it(mode):
    levels = (SHADES[..., 0] * 255).astype(np.uint8)
    picture = (
        Image.fromarray(levels.astype(np.uint16) * 257) if mode == "I;16" else Image.fromarray(levels).convert(mode)
    )
    light = levels / 255
    encoded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    assert np.abs(read_image(png(GAMMA_1, picture=picture)).pixels[0].numpy() - encoded).max() < 0.005
    usual, beside_srgb = (b"gAMA", struct.pack(">I", 45_455)), (b"sRGB", b"\0")
    for chunks in ([], [usual], [beside_srgb, GAMMA_1]):
        plain = png(*chunks, picture=picture)
        assert np.abs(read_image(plain).pixels[0].numpy() - light).max() < 0.005


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt"])
def test_a_text_that_unpacks_to_megabytes_does_not_keep_a_picture_from_being_read(kind):
    packed = zlib.compress(b"x" * 3_000_000)
    body = b"Note\0\0" + packed if kind == b"zTXt" else b"Note\0\1\0\0\0" + packed
    assert read_image(png((kind, body))).pixels.shape == (3, HEIGHT, WIDTH)


def test_hundreds_of_exif_segments_are_not_put_together():
    held = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray((SHADES[..., :3] * 255).astype(np.uint8)).save(held, "JPEG", exif=exif)
    data = held.getvalue()
    segment = b"\xff\xe1" + struct.pack(">H", 60_008) + b"Exif\0\0" + bytes(60_000)
    bloated = data[:2] + data[2:].replace(b"\xff\xdb", segment * 300 + b"\xff\xdb", 1)
    assert len(excess.without_excess(bloated)) < len(data) + 5 * len(segment)
    assert read_image(bloated).pixels.shape == (3, WIDTH, HEIGHT)  # upright, as the first says
    assert excess.without_excess(data) is data


@pytest.mark.parametrize(("kind", "suffix"), [("AVIF", ".avif"), ("JPEG2000", ".jp2")])
def test_avif_and_jpeg_2000_are_read_and_offered(kind, suffix, tmp_path):
    Image.fromarray((SHADES[..., :3] * 255).astype(np.uint8)).save(tmp_path / f"print{suffix}", kind)
    pixels = read_image(tmp_path / f"print{suffix}").pixels
    assert np.abs(pixels.permute(1, 2, 0).numpy() - SHADES[..., :3]).max() < 0.06
    (tmp_path / "print.jfif").touch()
    assert {each.suffix for each in pictures_in(tmp_path)} == {suffix, ".jfif"}
    assert pictures_in(str(tmp_path)) == pictures_in(tmp_path)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (
            b"\0\0\0\x18ftypheix\0\0\0\0mif1heic",
            "HEIC picture, which is read where the package pillow-heif is installed",
        ),
        (b"\xff\x0a\0\0", "JPEG XL picture, which is read where the package pillow-jxl-plugin is installed"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp41", "a film"),
    ],
)
def test_a_format_that_another_package_reads_is_named_with_it(head, name, monkeypatch):
    monkeypatch.setattr(opening, "installed_plugin", lambda _head: None)
    with pytest.raises(ImageError, match=name):
        read_image(head + bytes(100))


def test_a_file_that_was_just_written_is_read_from_its_beginning():
    held = io.BytesIO()
    Image.fromarray((SHADES[..., 0] * 255).astype(np.uint8)).save(held, "PNG")
    assert read_image(held).pixels.shape == (3, HEIGHT, WIDTH)
