"""Colours that a header names by numbers instead of a profile: PNG's cICP, and ``nclx`` in AVIF and HEIC.

ITU-T H.273 says what the numbers mean. What is not sRGB gets the profile that they describe, as if it were embedded; what is
meant for HDR screens has no one look on paper and is refused.
"""

from __future__ import annotations

import struct
import warnings
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.headers.boxes import inside

_PNG = b"\x89PNG\r\n\x1a\n"
_UNSPECIFIED, _AS_SRGB = 2, (1, 2, 6, 13, 14, 15)
"""BT.709's and BT.601's curves are those of cameras; what is filmed so is shown as sRGB, by browsers too."""

_HDR = {16: "PQ", 18: "HLG"}
_CURVES = {**dict.fromkeys(_AS_SRGB, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))} | {
    4: (2.2, 1.0, 0.0, 0.0, 0.0),
    5: (2.8, 1.0, 0.0, 0.0, 0.0),
    8: (1.0, 1.0, 0.0, 0.0, 0.0),
}
"""From encoded values to light, as ICC's parametric curve of type 3: (a·x + b)^g from d on, c·x below."""

_D65, _P3 = (0.3127, 0.3290), ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
_PRIMARIES = {
    1: (((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)), _D65),
    5: (((0.640, 0.330), (0.290, 0.600), (0.150, 0.060)), _D65),
    6: (((0.630, 0.340), (0.310, 0.595), (0.155, 0.070)), _D65),
    7: (((0.630, 0.340), (0.310, 0.595), (0.155, 0.070)), _D65),
    9: (((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)), _D65),
    11: (_P3, (0.314, 0.351)),
    12: (_P3, _D65),
}
_D50 = np.array([0.9642, 1.0, 0.8249])
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


def profile_of(data: bytes, *, gray: bool, subject: str) -> bytes | None:
    """Return an ICC profile for the colours that a PNG, AVIF or HEIC file names by numbers; empty for sRGB, None for none.

    Raises
    ------
    ImageError
        If they are meant for HDR screens (PQ or HLG).
    """
    named = _in_png(data) if data.startswith(_PNG) else _in_boxes(data)
    if named is None:
        return None
    primaries, transfer = named
    if transfer in _HDR:
        raise ImageError(
            f"{subject} has colours for HDR screens ({_HDR[transfer]}), which have no one look on paper; save it for ordinary "
            "screens (sRGB)."
        )
    if primaries == _UNSPECIFIED or gray:
        primaries = 1
    if primaries not in _PRIMARIES or transfer not in _CURVES:
        warnings.warn(
            f"{subject} names colours that are not known here (H.273: {primaries}, {transfer}); they are read as sRGB.",
            stacklevel=4,
        )
        return None
    return b"" if primaries == 1 and transfer in _AS_SRGB else _profile(primaries, transfer)


def _in_png(data: bytes) -> tuple[int, int] | None:
    place = 8
    while place + 12 <= len(data) and data[place + 4 : place + 8] != b"IDAT":
        length = int.from_bytes(data[place : place + 4], "big")
        if data[place + 4 : place + 8] == b"cICP" and length == 4:
            return data[place + 8], data[place + 9]
        place += 12 + length
    return None


def _in_boxes(data: bytes) -> tuple[int, int] | None:
    for begin, end in inside(data, b"meta", b"iprp", b"ipco", b"colr"):
        if data[begin : begin + 4] == b"nclx" and end - begin >= 8:
            primaries, transfer = struct.unpack(">HH", data[begin + 4 : begin + 8])
            return primaries, transfer
    return None


@lru_cache(maxsize=8)
def _profile(primaries: int, transfer: int) -> bytes:
    """Return a profile of three primaries and one curve (ICC.1:2022, sections 7.2, 10.18 and 10.31)."""
    curve = b"para" + struct.pack(">IHH5i", 0, 3, 0, *(_fixed(each) for each in _CURVES[transfer]))
    light = _to_d50(*_PRIMARIES[primaries])
    tags = {
        b"wtpt": _xyz(_D50),
        **{name: _xyz(light[:, place]) for place, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    place, table, bodies = 128 + 4 + 12 * len(tags), b"", b""
    for name, body in tags.items():
        table += name + struct.pack(">II", place + len(bodies), len(body))
        bodies += body
    length = place + len(bodies)
    head = struct.pack(">I4xI", length, 0x04300000) + b"mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28) + _xyz(_D50)[8:]
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + bodies


def _to_d50(corners: tuple[tuple[float, float], ...], white: tuple[float, float]) -> NDArray[np.float64]:
    """Return the matrix from linear RGB to XYZ, its white brought to D50 by Bradford's method."""
    columns = np.array([[x / y, 1.0, (1 - x - y) / y] for x, y in corners]).T
    paper = np.array([white[0] / white[1], 1.0, (1 - white[0] - white[1]) / white[1]])
    adapted = np.linalg.inv(_BRADFORD) @ np.diag((_BRADFORD @ _D50) / (_BRADFORD @ paper)) @ _BRADFORD
    whole: NDArray[np.float64] = adapted @ (columns * np.linalg.solve(columns, paper))
    return whole


def _xyz(values: NDArray[np.float64]) -> bytes:
    return b"XYZ " + struct.pack(">I3i", 0, *(_fixed(float(each)) for each in values))


def _fixed(value: float) -> int:
    return round(value * 65536)
