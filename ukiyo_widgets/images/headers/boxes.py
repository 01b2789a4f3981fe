"""Boxes of ISO media files: HEIC, AVIF, JPEG 2000 and JPEG XL are made of them."""

from __future__ import annotations

from collections.abc import Iterator

_MOST_BOXES = 4000
"""In one box; a file that has more is none that a camera or a museum wrote."""


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    r"""Yield the kind of each box between two places, and where its content begins and ends; stop at what is no box.

    Examples
    --------
    >>> list(boxes(b"\0\0\0\x0cftypavif"))
    [(b'ftyp', 8, 12)]
    """
    place, last = start, len(data) if end is None else min(end, len(data))
    for _ in range(_MOST_BOXES):
        if place + 8 > last:
            return
        length, body = int.from_bytes(data[place : place + 4], "big"), place + 8
        if length == 1:
            length, body = int.from_bytes(data[body : body + 8], "big"), body + 8
        elif length == 0:
            length = last - place
        if length < body - place:
            return
        yield data[place + 4 : place + 8], body, min(place + length, last)
        place += length


def inside(data: bytes, *path: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each box at a path of kinds begins and ends inside; ``meta`` has four bytes before its own boxes."""
    places = [(0, len(data))]
    for kind in path:
        found = [(begin, end) for place in places for each, begin, end in boxes(data, *place) if each == kind]
        places = [(begin + 4 * (kind == b"meta"), end) for begin, end in found]
    yield from places
