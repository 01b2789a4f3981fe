"""AVIF, HEIC, JPEG XL and JPEG 2000: read as their headers say, held against the limits before they are decoded, or refused."""

from __future__ import annotations

import io
import random
import struct
import warnings
import zlib

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.headers import code_points, jpeg_2000, jpeg_xl
from ukiyo_widgets.images.reading import opening
from ukiyo_widgets.images.reading.reading import read_image

HEIGHT, WIDTH = 40, 64
DOWN, RIGHT = np.mgrid[0 : 1 : HEIGHT * 1j, 0 : 1 : WIDTH * 1j]
COLOUR = np.stack([RIGHT, DOWN, (RIGHT + DOWN) / 2], -1)
LEVELS = (COLOUR * 255).round().astype(np.uint8)
FORMATS = {
    "AVIF": {"quality": 100, "subsampling": "4:4:4"},
    "HEIF": {"quality": -1, "chroma": 444},
    "JXL": {"lossless": True},
    "JPEG2000": {},
}
NEAR = 0.015
UPRIGHT = {
    1: lambda picture: picture,
    2: lambda picture: picture[:, ::-1],
    3: lambda picture: picture[::-1, ::-1],
    4: lambda picture: picture[::-1],
    5: lambda picture: picture.transpose(1, 0, 2),
    6: lambda picture: np.rot90(picture, -1),
    7: lambda picture: picture.transpose(1, 0, 2)[::-1, ::-1],
    8: lambda picture: np.rot90(picture, 1),
}


@pytest.fixture(autouse=True, scope="module")
def _plugins():
    """Have Pillow write what these tests read."""
    for head in (b"\0\0\0\x18ftypheic", b"\xff\x0a"):
        assert opening.installed_plugin(head) is not None


def written(picture, kind, **options):
    held = io.BytesIO()
    picture = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    picture.save(held, kind, **FORMATS.get(kind, {}), **options)
    return held.getvalue()


def pixels(data, **options):
    return read_image(data, **options).pixels.permute(1, 2, 0).numpy()


def away(data, meant):
    found = pixels(data)
    assert found.shape == (*meant.shape[:2], 3)
    return np.abs(found - meant).max()


@pytest.mark.parametrize("kind", FORMATS)
def test_colour_gray_and_alpha_are_read_right(kind):
    opacity = (RIGHT * 255).round().astype(np.uint8)
    gray = LEVELS[..., 1]
    assert away(written(LEVELS, kind), COLOUR) < NEAR
    assert away(written(gray, kind), np.repeat(DOWN[..., None], 3, -1)) < NEAR
    on_white = COLOUR * RIGHT[..., None] + 1 - RIGHT[..., None]
    assert away(written(np.dstack([LEVELS, opacity]), kind), on_white) < NEAR
    both = Image.merge("LA", (Image.fromarray(gray), Image.fromarray(opacity)))
    assert away(written(both, kind), (DOWN * RIGHT + 1 - RIGHT)[..., None]) < NEAR


@pytest.mark.parametrize("orientation", UPRIGHT)
@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_what_a_camera_held_sideways_took_stands_upright(kind, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert away(written(LEVELS, kind, exif=exif.tobytes()), UPRIGHT[orientation](COLOUR)) < NEAR


@pytest.mark.parametrize("container", [False, True])
def test_exif_has_no_say_in_how_a_jpeg_xl_stands(container):
    exif = Image.Exif()
    exif[0x0112] = 6
    assert away(written(LEVELS, "JXL", use_container=container, exif=exif.tobytes()), COLOUR) < NEAR


@pytest.mark.filterwarnings("ignore:Using JPEG reconstruction")
def test_a_jpeg_kept_in_a_jpeg_xl_stands_as_the_jpeg_does(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(LEVELS).save(tmp_path / "print.jpg", quality=98, subsampling=0, exif=exif)
    with Image.open(tmp_path / "print.jpg") as picture:
        held = io.BytesIO()
        picture.save(held, "JXL")
    assert away(held.getvalue(), np.rot90(COLOUR, -1)) < 0.03


def test_ten_bits_of_a_heic_are_all_of_its_levels():
    held = io.BytesIO()
    deep = (COLOUR * 65535).round().astype("<u2")
    pillow_heif.from_bytes("RGB;16", (WIDTH, HEIGHT), deep.tobytes()).save(held, quality=-1, chroma=444)
    assert away(held.getvalue(), COLOUR) < NEAR


def wide(colours):
    """What sRGB colours are in Display P3, both encoded alike."""
    light = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    matrix = [[0.8225, 0.1774, 0.0], [0.0332, 0.9669, 0.0], [0.0171, 0.0724, 0.9108]]
    light = (light @ np.array(matrix).T).clip(0, 1)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


P3 = code_points._profile(12, 13)
MILD = 0.25 + COLOUR / 2  # well inside of what both can show


@pytest.mark.parametrize("kind", ["AVIF", "HEIF", "JPEG2000"])
def test_an_embedded_profile_is_applied(kind):
    stored = (wide(MILD) * 255).round().astype(np.uint8)
    data = written(stored, kind, icc_profile=P3) if kind != "JPEG2000" else with_profile(written(stored, kind), P3)
    assert away(data, MILD) < 0.03
    assert np.abs(wide(MILD) - MILD).max() > 0.06  # so it would be seen if it were not


def with_profile(jp2, profile):
    """Return a JPEG 2000 whose colour box has a profile in place of a number."""
    place = jp2.index(b"colr") - 4
    length = int.from_bytes(jp2[place : place + 4], "big")
    box = struct.pack(">I", 11 + len(profile)) + b"colr\2\0\0" + profile
    header = jp2.index(b"jp2h") - 4
    grown = int.from_bytes(jp2[header : header + 4], "big") + len(box) - length
    whole = jp2[:place] + box + jp2[place + length :]
    return whole[:header] + struct.pack(">I", grown) + whole[header + 4 :]


def test_a_jpeg_xl_of_linear_light_is_read_as_such():
    light = np.linspace(0.2, 1, HEIGHT * WIDTH, dtype=np.float32).reshape(HEIGHT, WIDTH)
    meant = np.repeat((1.055 * light ** (1 / 2.4) - 0.055)[..., None], 3, -1)
    assert away(written(Image.fromarray(light), "JXL"), meant) < NEAR


def png_with(code, body):
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    data = written((wide(MILD) * 255).round().astype(np.uint8), "PNG")
    return data[:33] + chunk(b"gAMA", struct.pack(">I", 100_000)) + chunk(code, body) + data[33:]


def named_colours(kind, primaries, transfer):
    stored = (wide(MILD) * 255).round().astype(np.uint8)
    if kind == "PNG":
        return png_with(b"cICP", bytes([primaries, transfer, 0, 1]))
    if kind == "HEIF":
        numbers = {"color_primaries": primaries, "transfer_characteristics": transfer, "matrix_coefficients": 1}
        return written(stored, kind, full_range_flag=1, **numbers)
    data = written(stored, kind)
    place = data.index(b"nclx") + 4
    return data[:place] + struct.pack(">HH", primaries, transfer) + data[place + 4 :]


@pytest.mark.parametrize("kind", ["PNG", "AVIF", "HEIF"])
def test_colours_named_by_numbers_are_those_of_their_profile(kind):
    assert away(named_colours(kind, 12, 13), MILD) < 0.03
    assert away(named_colours(kind, 1, 13), wide(MILD)) < NEAR
    for transfer in (16, 18):
        with pytest.raises(ImageError, match="HDR screens"):
            read_image(named_colours(kind, 9, transfer))
    if kind != "HEIF":  # whose decoder refuses them
        with pytest.warns(UserWarning, match="not known here"):
            read_image(named_colours(kind, 200, 13))


@pytest.mark.parametrize(
    "size", [(64, 64), (16, 8), (8, 8), (123, 457), (4096, 256), (1920, 1080), (12, 10), (3000, 2), (5, 1000)]
)
def test_the_size_of_a_jpeg_xl_is_known_before_it_is_decoded(size):
    for container in (False, True):
        data = written(Image.new("L", size), "JXL", use_container=container)
        assert jpeg_xl.stated_size(data) == size
        assert jpeg_xl.stated_size(data[:3]) is None


def test_a_jpeg_xl_larger_than_allowed_is_refused_undecoded(monkeypatch):
    data = written(Image.new("L", (2000, 1000)), "JXL")
    monkeypatch.setattr(opening, "_plugin", lambda *_: pytest.fail)  # decodes as it opens
    with pytest.raises(ImageError, match=r"2000 × 1000 pixels, more than the 1,000,000"):
        read_image(data, max_source_px=1_000_000)


def test_a_heic_that_lies_about_its_size_is_refused():
    data = written(LEVELS, "HEIF")  # cropped to its 40 rows
    place = data.index(b"ispe") + 8
    for size in ((WIDTH // 2, HEIGHT), (WIDTH * 8, HEIGHT * 8)):
        with pytest.raises(ImageError):
            read_image(data[:place] + struct.pack(">II", *size) + data[place + 8 :])
    with pytest.raises(ImageError, match="200,000,000"):
        read_image(data[:place] + struct.pack(">II", 20_000, 20_000) + data[place + 8 :])


@pytest.mark.parametrize(
    ("levels", "why"),
    [
        (0x8F, "signed"),
        (0x03, "levels of 4 bits"),
        (0x0F, "colours or alpha of 16 bits"),
    ],
)
def test_a_jpeg_2000_that_pillow_reads_wrongly_is_refused_by_its_true_name(levels, why):
    data = bytearray(written(LEVELS, "JPEG2000"))
    place = data.index(b"\xff\x4f\xff\x51") + 42
    data[place : place + 9 : 3] = bytes([levels] * 3)
    with pytest.raises(ImageError, match=why):
        read_image(bytes(data))


def test_deep_gray_levels_of_a_jpeg_2000_are_read():
    deep = Image.fromarray((DOWN * 65535).round().astype(np.uint16))
    assert away(written(deep, "JPEG2000"), np.repeat(DOWN[..., None], 3, -1)) < NEAR


def test_a_jpeg_2000_with_two_sizes_or_channels_in_another_order_is_refused():
    data = written(LEVELS, "JPEG2000")
    place = data.index(b"ihdr") + 4
    with pytest.raises(ImageError, match="one header says"):
        read_image(data[:place] + struct.pack(">II", HEIGHT * 2, WIDTH) + data[place + 8 :])
    order = struct.pack(">H9H", 3, 0, 0, 3, 1, 0, 2, 2, 0, 1)  # blue, green, red
    box = struct.pack(">I", 8 + len(order)) + b"cdef" + order
    header = data.index(b"jp2h") - 4
    length = int.from_bytes(data[header : header + 4], "big")
    end = header + length
    swapped = data[:header] + struct.pack(">I", length + len(box)) + data[header + 4 : end] + box + data[end:]
    with pytest.raises(ImageError, match="unusual order"):
        jpeg_2000.settle(swapped, (WIDTH, HEIGHT), subject="The print")


@pytest.mark.parametrize("kind", FORMATS)
def test_damage_is_refused_in_a_sentence_or_does_no_harm(kind):
    chance, good, refusals = random.Random(3), written(LEVELS[:16, :16], kind), []
    for i in range(60):
        data = bytearray(good)
        if i % 3 == 0:
            data = data[: chance.randrange(len(data))]
        else:
            place = chance.randrange(len(data))
            data[place : place + 1 + i % 4] = chance.randbytes(1 + i % 4)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                read_image(bytes(data))
            except ImageError as error:
                refusals.append(str(error))
    assert len(refusals) >= 20
    assert all(len(each) < 400 and each.isprintable() for each in refusals)


@pytest.mark.parametrize(("kind", "package"), [("HEIF", "pillow-heif"), ("JXL", "pillow-jxl-plugin")])
def test_without_its_package_the_sentence_says_what_to_install(kind, package, monkeypatch):
    data = written(LEVELS, kind)

    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(opening.importlib, "import_module", missing)
    with pytest.raises(ImageError, match=rf"{package} is installed: pip install 'ukiyo_widgets\[formats\]'"):
        read_image(data)
