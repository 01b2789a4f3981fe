"""A credit line inside of a JPEG: there, read again, once, and never believed."""

from __future__ import annotations

import io

import PIL.Image
import pytest

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.crediting import MOST_BYTES, credit_in, with_credit
from ukiyo_widgets.images.reading.reading import read_image


def jpeg() -> bytes:
    out = io.BytesIO()
    PIL.Image.new("RGB", (40, 30), (20, 90, 160)).save(out, "JPEG")
    return out.getvalue()


def test_it_is_there_once_and_the_picture_is_untouched():
    data = with_credit(with_credit(jpeg(), "Somebody's"), "葛飾北斎, 大波. A museum")
    assert credit_in(data) == "葛飾北斎, 大波. A museum"
    assert b"Somebody" not in data
    assert data.endswith(jpeg()[2:])
    assert PIL.Image.open(io.BytesIO(data)).tobytes() == PIL.Image.open(io.BytesIO(jpeg())).tobytes()


def test_a_long_one_is_cut():
    assert credit_in(with_credit(jpeg(), "é" * 5000)).startswith("é" * (MOST_BYTES // 2))
    assert len(with_credit(jpeg(), "x" * 10**6)) < len(jpeg()) + MOST_BYTES + 100


def test_a_file_without_one_has_none_and_what_is_no_jpeg_takes_none():
    for data in (b"", b"\xff\xd8", jpeg(), b"\xff\xd8\xff\xfe", b"\xff\xd8\xff\xfe\xff\xffhello", b"\x89PNG"):
        assert credit_in(data) == ""
    with pytest.raises(ImageError, match="JPEG alone"):
        with_credit(b"\x89PNG", "A museum")


def test_whatever_a_file_says_of_itself_is_one_line_of_visible_characters(tmp_path):
    path = tmp_path / "wave.jpg"
    path.write_bytes(with_credit(jpeg(), "A museum\nimport os\u202e\x1b[31m" + "x" * 5000))
    credit = read_image(path).credit
    assert credit.startswith(r"wave.jpg: A museum\nimport os\u202e\x1b[31mxxx")
    assert len(credit) < 1100
