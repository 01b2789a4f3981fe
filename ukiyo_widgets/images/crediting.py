"""A credit line that travels inside of a JPEG: a comment right after its first marker, the pictures' bytes untouched."""

from __future__ import annotations

import struct

from ukiyo_widgets.errors import ImageError

MOST_BYTES = 2000
"""Of a credit line."""

_START, _COMMENT = b"\xff\xd8", b"\xff\xfe"
_TAG = b"ukiyo_widgets credit: "


def with_credit(data: bytes, credit: str) -> bytes:
    r"""Return a JPEG with a credit line in it, instead of one that was there.

    Raises
    ------
    ImageError
        If the data are no JPEG.

    Examples
    --------
    >>> credit_in(with_credit(b"\xff\xd8\xff\xe0...", "A museum"))
    'A museum'
    """
    if not data.startswith(_START):
        raise ImageError("A credit line can be written into a JPEG alone; these data are none.")
    text = _TAG + credit.encode(errors="replace")[:MOST_BYTES]
    rest = data[len(_START) + _length(data) :]
    return _START + _COMMENT + struct.pack(">H", len(text) + 2) + text + rest


def credit_in(data: bytes) -> str:
    """Return the credit line that a JPEG holds; empty for whatever has none. It is somebody else's text: not to be believed."""
    length = _length(data)
    if not length:
        return ""
    first = len(_START) + len(_COMMENT) + 2 + len(_TAG)
    return data[first : len(_START) + length].decode(errors="replace")


def _length(data: bytes) -> int:
    """Return how many bytes the comment with a credit line takes, its marker included; 0 where there is none."""
    head = data[: len(_START) + 4 + len(_TAG)]
    if not head.startswith(_START + _COMMENT) or not head.endswith(_TAG) or len(head) < len(_START) + 4 + len(_TAG):
        return 0
    return 2 + int(struct.unpack(">H", head[4:6])[0])
