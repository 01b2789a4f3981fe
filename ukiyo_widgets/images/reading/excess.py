"""What in a picture's file is no part of the picture, and costs more than the picture: left out before it is opened."""

from __future__ import annotations

MOST_EXIF = 4
"""Exif segments of a JPEG that are kept: Pillow joins them in a time that grows with the square of their number."""

_LONG_TEXT = 2**20
"""Bytes of a PNG's text, unpacked, for which Pillow refuses the picture; a compressed one that may have them is left out."""

_MOST_UNPACKED = 1032
"""Times that zlib can make a text smaller."""

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"


def without_excess(data: bytes) -> bytes:
    """Return a file's bytes without a JPEG's further Exif segments, and without long compressed texts of a PNG."""
    if data.startswith(_JPEG):
        return _jpeg(data)
    return _png(data) if data.startswith(_PNG) else data


def _jpeg(data: bytes) -> bytes:
    kept, place, seen = [data[:2]], 2, 0
    while data[place : place + 1] == b"\xff" and place + 4 <= len(data):
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == 0xDA or length < 2 or 0xD0 <= marker <= 0xD9 or marker in {0x01, 0xFF}:
            break  # the picture itself, or nothing that is known: as it is from here on
        segment = data[place : place + 2 + length]
        place += 2 + length
        if marker == 0xE1:
            seen += 1
        if marker != 0xE1 or seen <= MOST_EXIF:
            kept.append(segment)
    return data if seen <= MOST_EXIF else b"".join((*kept, data[place:]))


def _png(data: bytes) -> bytes:
    kept, place, left_out = [data[:8]], 8, False
    while place + 12 <= len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        kind, body = data[place + 4 : place + 8], data[place + 8 : end - 4]
        if kind == b"IDAT":
            break
        if _is_excess(kind, body):
            left_out = True
        else:
            kept.append(data[place:end])
        place = end
    if not left_out:
        return data
    return b"".join((*kept, data[place:]))


def _is_excess(kind: bytes, body: bytes) -> bool:
    """Whether a chunk is a compressed text that may be too long when it is unpacked: by up to a thousand times."""
    if kind == b"zTXt":
        return _may_be_long(body)
    name_end = body.find(b"\0")
    packed = kind == b"iTXt" and body[name_end + 1 : name_end + 2] == b"\1"
    return packed and _may_be_long(body)


def _may_be_long(body: bytes) -> bool:
    return len(body) * _MOST_UNPACKED > _LONG_TEXT
