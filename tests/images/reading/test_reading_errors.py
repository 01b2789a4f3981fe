"""Files that are wrong: each gets one sentence that helps, and nothing but ImageError ever comes out."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.reading import read_image


def encoded(name: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    levels = np.random.default_rng(6).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(levels).save(out, format=name, **options)
    return out.getvalue()


def test_missing_file_suggests_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "great_wave.jpg").touch()
    with pytest.raises(ImageError, match=r"'great_wave.jpeg' does not exist in '.*'; did you mean 'great_wave.jpg'\?"):
        read_image(tmp_path / "great_wave.jpeg", role="content")
    with pytest.raises(ImageError, match=r"does not exist in '.*'; check the name\."):
        read_image(str(tmp_path / "xyz"))
    with pytest.raises(ImageError, match="nor can that folder be looked into"):
        read_image(tmp_path / "nowhere" / "wave.png")


def test_folder_and_empty_file(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="is a folder; give the name of a picture in it"):
        read_image(tmp_path)
    (tmp_path / "x.jpg").touch()
    with pytest.raises(
        ImageError, match=r"^The content image 'x.jpg' is empty \(0 bytes\); give a JPEG, PNG, .* file\."
    ):
        read_image(tmp_path / "x.jpg", role="content")
    with pytest.raises(ImageError, match="holds a NUL character"):
        read_image("a\0b.png")


def test_permission_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")  # chmod does not stop root, whom containers test as

    (tmp_path / "wave.png").write_bytes(b"x")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ImageError, match=r"'wave\.png' may not be read by you"):
        read_image(tmp_path / "wave.png")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html><html>", "an HTML page"),
        (b"\n <html lang='ja'>", "an HTML page"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "a PostScript document"),
        (b'<?xml version="1.0"?><svg xmlns="">', "an SVG drawing"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"\0\0\0\x1cftypisom", "a film"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
        ("浮世絵、赤富士".encode() * 200, "text"),
        (b"\x00\x01\x02\x03\x04", "data of an unknown format"),
        (b"P6 20 20 255 ", "text"),
    ],
)
def test_what_is_no_picture_is_named(data: bytes, kind: str) -> None:
    with pytest.raises(ImageError, match=rf"The reference image \(bytes\) is not a picture but looks like {kind}"):
        read_image(data, role="reference")


@pytest.mark.parametrize("source", [None, 3, ["wave.png"], {"a": 1}])
def test_other_types_are_told(source: object) -> None:
    with pytest.raises(ImageError, match="is nothing that can be read; give a path, a web address"):
        read_image(source)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ((1, 1), "1 × 1 pixels; each side needs at least 16"),
        ((400, 20), "400 × 20 pixels; the longer side may be at most 12 times"),
        ((20, 241), "at most 12 times"),
    ],
)
def test_sizes(size: tuple[int, int], message: str) -> None:
    with pytest.raises(ImageError, match=message):
        read_image(encoded("PNG", size))


def test_size_wanted() -> None:
    for wrong in (0, -1, 2.5, True):
        with pytest.raises(ImageError, match="max_side_px is a whole number"):
            read_image("never looked at.png", max_side_px=wrong)  # type: ignore[arg-type]
    with pytest.raises(ImageError, match="would have 40000 × 30000 pixels with max_side_px=40000"):
        read_image(encoded("PNG"), max_side_px=40_000)


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that announces any number of pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_decompression_bombs_are_refused_by_their_header() -> None:
    with pytest.raises(ImageError, match="60000 × 60000 pixels, more than the 200,000,000 that are allowed"):
        read_image(bomb(60_000, 60_000), max_side_px=64)


def test_pillows_own_limit_is_neither_used_nor_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 300)
    with pytest.raises(ImageError, match=r"is (cut off|damaged)"):  # and not DecompressionBombError
        read_image(bomb(100, 100))
    assert Image.MAX_IMAGE_PIXELS == 300


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_files_that_are_cut_off(name: str, share: float) -> None:
    data = encoded(name, (200, 150))
    with pytest.raises(ImageError, match=r"^The image \(bytes\) is (cut off|damaged)"):
        read_image(data[: int(len(data) * share)])


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"])
def test_mutated_files_raise_nothing_but_image_error(name: str) -> None:
    options = {"compression": "tiff_adobe_deflate"} if name == "TIFF" else {}
    data = np.frombuffer(encoded(name, (24, 20), **options), dtype=np.uint8)
    generator = np.random.default_rng(7)
    refused = 0
    for _ in range(150):
        mutated = data.copy()
        # Half of the changes hit the header, where they matter most.
        reach = 64 if generator.random() < 0.5 else data.size
        places = generator.integers(0, min(reach, data.size), generator.integers(1, 6))
        mutated[places] = generator.integers(0, 256, places.size)
        try:
            picture = read_image(mutated.tobytes(), max_side_px=16, max_source_px=1_000_000)
        except ImageError:
            refused += 1
        else:
            assert picture.pixels.isfinite().all()
    assert refused > 5


def test_too_many_bytes(tmp_path: Path) -> None:
    data = encoded("PNG")
    path = tmp_path / "wave.png"
    path.write_bytes(data)
    for source in (path, data, io.BytesIO(data)):
        with pytest.raises(ImageError, match="bytes or more; 1,000 are allowed"):
            read_image(source, max_bytes=1000)
    for source in (path, data, io.BytesIO(data)):
        read_image(source, max_bytes=len(data))


class Trickle(io.RawIOBase):
    """A stream that gives a few bytes at a time, as sockets do."""

    def __init__(self, data: bytes) -> None:
        self.rest = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self.rest.read(min(size, 100) if size >= 0 else 100)


def test_open_files_and_streams(tmp_path: Path) -> None:
    data = encoded("PNG")
    path = tmp_path / "wave.png"
    path.write_bytes(data)
    expected = read_image(data)
    assert (expected.credit, expected.source) == ("bytes", None)
    with path.open("rb") as file:
        picture = read_image(file)
    assert picture.credit == "wave.png"
    assert picture.sha256 == expected.sha256
    assert read_image(Trickle(data)).sha256 == expected.sha256
    assert read_image(io.BytesIO(data)).credit == "file object"
    assert read_image(bytearray(data)).sha256 == expected.sha256
    with (
        path.open(encoding="latin-1") as file,
        pytest.raises(ImageError, match="opened as text; open it with mode 'rb'"),
    ):
        read_image(file)  # type: ignore[arg-type]


def test_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wave.png").write_bytes(encoded("PNG"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for path in ("wave.png", "./wave.png", "~/wave.png", tmp_path / "wave.png"):
        picture = read_image(path)
        assert picture.credit == "wave.png"
        assert picture.source == str(tmp_path / "wave.png")
        assert read_image(picture.source).sha256 == picture.sha256
