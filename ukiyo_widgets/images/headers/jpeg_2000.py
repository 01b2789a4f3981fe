"""What a JPEG 2000 file says about its numbers and colours, against what Pillow makes of them.

Pillow brings colours to 8 bits by a rounding that turns the brightest of 16 into black, and shifts levels of less than 8 bits, so
that their white is gray. ISO/IEC 15444-1, annexes A.5.1 (SIZ) and I.5.3 (colr, cdef).
"""

from __future__ import annotations

from dataclasses import dataclass

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.headers.boxes import inside

_BARE = b"\xff\x4f\xff\x51"
SIGNATURES = (b"\0\0\0\x0cjP  \r\n\x87\n", _BARE)

_MOST_COMPONENTS = 5
_AN_OPACITY = 1
_WITH_PROFILE = (2, 3)


@dataclass(frozen=True)
class _Numbers:
    """What the marker SIZ says."""

    width: int
    height: int
    bits: tuple[int, ...]
    signed: bool


def settle(data: bytes, size: tuple[int, int], *, subject: str) -> bytes | None:
    """Return the colour profile of a JPEG 2000 file, or None, after a look at what Pillow would read wrongly.

    Parameters
    ----------
    data
        The file.
    size
        Width and height in px that Pillow found in its header.
    subject
        Beginning of error sentences.

    Raises
    ------
    ImageError
        If its levels are signed, of less than 8 bits or, in colour, of more; if its channels stand in an unusual order; if its
        two headers name different sizes.
    """
    numbers = _numbers(data)
    if numbers is None:
        raise ImageError(f"{subject} is damaged: its JPEG 2000 header is not whole; download or copy it again.")
    if (numbers.width, numbers.height) != size:
        raise ImageError(
            f"{subject} is damaged: one header says {size[0]} × {size[1]} pixels, another {numbers.width} × {numbers.height}."
        )
    _check_levels(numbers, indexed=bool(list(inside(data, b"jp2h", b"pclr"))), subject=subject)
    _check_order(data, subject=subject)
    for begin, end in inside(data, b"jp2h", b"colr"):
        if data[begin : begin + 1] and data[begin] in _WITH_PROFILE:
            return data[begin + 3 : end]
    return None


def _check_levels(numbers: _Numbers, *, indexed: bool, subject: str) -> None:
    least, most = min(numbers.bits), max(numbers.bits)
    advice = "save it as TIFF or PNG, or with 8 bits"
    if numbers.signed:
        raise ImageError(f"{subject} is a JPEG 2000 with signed levels, which are not read; {advice}.")
    if least < 8 and not indexed:
        raise ImageError(f"{subject} is a JPEG 2000 with levels of {least} bits, which are not read; {advice}.")
    if most > (8 if len(numbers.bits) > 1 else 16):
        kind = "colours or alpha" if len(numbers.bits) > 1 else "levels"
        raise ImageError(f"{subject} is a JPEG 2000 with {kind} of {most} bits, which are not read; {advice}.")


def _check_order(data: bytes, *, subject: str) -> None:
    """Refuse channels that are not gray or red, green, blue, in this order, with a plain opacity behind them or none."""
    for begin, end in inside(data, b"jp2h", b"cdef"):
        words = [int.from_bytes(data[place : place + 2], "big") for place in range(begin + 2, end - 1, 2)]
        entries = sorted(zip(words[::3], words[1::3], words[2::3], strict=False))
        for place, (channel, kind, shown) in enumerate(entries):
            opaque = kind == _AN_OPACITY and place == len(entries) - 1
            if channel != place or not (opaque or (kind == 0 and shown == place + 1)):
                raise ImageError(
                    f"{subject} is a JPEG 2000 whose channels stand in an unusual order, which is not read; save it as PNG."
                )


def _numbers(data: bytes) -> _Numbers | None:
    start = 0 if data.startswith(_BARE) else next((begin for begin, _ in inside(data, b"jp2c")), -1)
    if start < 0 or data[start : start + 4] != _BARE:
        return None
    words = [int.from_bytes(data[place : place + 4], "big") for place in range(start + 8, start + 40, 4)]
    count = int.from_bytes(data[start + 40 : start + 42], "big")
    sizes = data[start + 42 : start + 42 + 3 * count : 3]
    if not 1 <= count <= _MOST_COMPONENTS or len(sizes) < count:
        return None
    width, height, left, top = words[:4]
    return _Numbers(
        width - left, height - top, tuple((each & 127) + 1 for each in sizes), any(each & 128 for each in sizes)
    )
