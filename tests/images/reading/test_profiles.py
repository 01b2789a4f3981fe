"""Embedded colour profiles, made by hand so that the right answer is known."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image

from ukiyo_widgets.images.reading.profiles import srgb_profile
from ukiyo_widgets.images.reading.reading import read_image

D50 = (0.9642, 1.0, 0.8249)
ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
ADOBE_GAMMA = 563 / 256


def xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def gamma_curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def profile(space: bytes, tags: dict[bytes, bytes], *, device: bytes = b"mntr", connection: bytes = b"XYZ ") -> bytes:
    """Write an ICC version 2 profile (ICC.1:2001-04, section 6)."""
    table, body, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        data += b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += data
    size = offset + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"none", 0x02100000, device, space, connection)
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    head += struct.pack(">3i", *(round(value * 65536) for value in D50))
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def rgb_profile(primaries: tuple[tuple[float, float, float], ...], gamma: float) -> bytes:
    tags = {b"wtpt": xyz(D50)}
    for channel, primary in zip(b"rgb", primaries, strict=True):
        tags[bytes([channel]) + b"XYZ"] = xyz(primary)
        tags[bytes([channel]) + b"TRC"] = gamma_curve(gamma)
    return profile(b"RGB ", tags)


def gray_profile(gamma: float) -> bytes:
    return profile(b"GRAY", {b"wtpt": xyz(D50), b"kTRC": gamma_curve(gamma)})


def cmyk_profile() -> bytes:
    """Write inks that make the paper only darker, each by a quarter of the lightness: unlike any formula."""
    grid = [100 * (1 - sum(corner) / 4) for corner in np.ndindex(2, 2, 2, 2)]
    identity = bytes(range(256))
    table = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    clut = b"".join(bytes([round(lightness * 2.55), 128, 128]) for lightness in grid)
    lut = table + identity * 4 + clut + identity * 3
    return profile(b"CMYK", {b"wtpt": xyz(D50), b"A2B0": lut}, device=b"prtr", connection=b"Lab ")


def levels_of(image: Image.Image, icc: bytes, name: str = "PNG") -> list[float]:
    out = io.BytesIO()
    image.save(out, format=name, icc_profile=icc)
    return (read_image(out.getvalue()).pixels[:, 10, 10] * 255).tolist()


@pytest.mark.parametrize("colour", [(128, 128, 128), (100, 180, 110), (200, 120, 90), (60, 70, 130), (255, 255, 255)])
@pytest.mark.parametrize("name", ["PNG", "TIFF"])
def test_a_wide_gamut_is_converted(colour: tuple[int, int, int], name: str) -> None:
    linear = np.linalg.inv(np.array(SRGB).T) @ np.array(ADOBE).T @ (np.array(colour) / 255) ** ADOBE_GAMMA
    linear = linear.clip(0, 1)
    expected = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055) * 255
    got = levels_of(Image.new("RGB", (20, 20), colour), rgb_profile(ADOBE, ADOBE_GAMMA), name)
    assert got == pytest.approx(expected.tolist(), abs=1.6)


def test_a_wide_gamut_makes_green_greener() -> None:
    red, green, blue = levels_of(Image.new("RGB", (20, 20), (100, 180, 110)), rgb_profile(ADOBE, ADOBE_GAMMA))
    assert red < 80
    assert green == pytest.approx(181, abs=3)
    assert blue < 110


def test_palette_and_alpha_are_converted_as_well() -> None:
    icc = rgb_profile(ADOBE, ADOBE_GAMMA)
    flat = levels_of(Image.new("RGB", (20, 20), (100, 180, 110)), icc)
    palette = Image.new("P", (20, 20), 0)
    palette.putpalette([100, 180, 110])
    assert levels_of(palette, icc) == flat
    mixed = levels_of(Image.new("RGBA", (20, 20), (100, 180, 110, 51)), icc)
    assert mixed == pytest.approx([255 + (level - 255) * 0.2 for level in flat], abs=0.01)


@pytest.mark.parametrize("mode", ["L", "I;16"])
@pytest.mark.parametrize("icc", [gray_profile(1.0), rgb_profile(SRGB, 1.0)], ids=["gray", "rgb"])
def test_a_linear_gray_becomes_brighter(mode: str, icc: bytes) -> None:
    image = Image.new(mode, (20, 20), 128 if mode == "L" else 128 * 257)
    assert levels_of(image, icc) == pytest.approx([188, 188, 188], abs=1)


def test_16_bit_gray_keeps_its_fine_levels_through_a_curve() -> None:
    ramp = np.arange(20000, 20400, dtype=np.uint16).reshape(20, 20)
    out = io.BytesIO()
    Image.fromarray(ramp).save(out, format="PNG", icc_profile=gray_profile(1.8))
    gray = read_image(out.getvalue()).pixels[0].flatten()
    assert (gray.diff() > 0).all()


def test_cmyk_follows_its_profile() -> None:
    for ink in [(255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 255, 0)]:
        red, green, blue = levels_of(Image.new("CMYK", (20, 20), ink), cmyk_profile(), "TIFF")
        assert red == pytest.approx(green, abs=2)
        assert green == pytest.approx(blue, abs=2)
        assert 150 < green < 220
    assert levels_of(Image.new("CMYK", (20, 20), 0), cmyk_profile(), "TIFF") == pytest.approx([255] * 3, abs=1)


def test_srgb_by_any_name_is_left_alone() -> None:
    levels = np.random.default_rng(5).integers(0, 256, (20, 20, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(levels).save(out, format="PNG", icc_profile=srgb_profile())
    assert np.array_equal((read_image(out.getvalue()).pixels * 255).round().numpy(), levels.transpose(2, 0, 1))


@pytest.mark.parametrize(
    ("mode", "icc"),
    [
        ("RGB", b"not a profile"),
        ("L", b"not a profile"),
        ("RGB", gray_profile(1.0)),
        ("L", cmyk_profile()),
        ("RGB", rgb_profile(ADOBE, 2.2)[:200]),
    ],
    ids=["broken", "broken gray", "of gray", "of CMYK", "cut"],
)
def test_a_profile_that_cannot_be_used_is_ignored_with_a_warning(mode: str, icc: bytes) -> None:
    image = Image.new(mode, (20, 20), 100 if mode == "L" else (100, 180, 110))
    with pytest.warns(UserWarning, match=r"The image \(bytes\) has a colour profile that cannot be used"):
        got = levels_of(image, icc)
    assert got == pytest.approx([100, 100, 100] if mode == "L" else [100, 180, 110])


def test_the_profile_that_is_embedded_does_not_change() -> None:
    assert srgb_profile() == srgb_profile()
    assert srgb_profile()[36:40] == b"acsp"
    srgb_profile.cache_clear()
    assert srgb_profile()[24:36] == b"\x07\xd0\x00\x01\x00\x01" + b"\0" * 6
