"""The size that a JPEG XL file states: its decoder tells it after decoding, when the memory is spent.

ISO/IEC 18181-1, annex D.2 (the size) and 18181-2 (the container).
"""

from __future__ import annotations

from ukiyo_widgets.images.headers.boxes import boxes

_BARE = b"\xff\x0a"
_CONTAINER = b"\0\0\0\x0cJXL \r\n\x87\n"
SIGNATURES = (_BARE, _CONTAINER)

_HEAD_BYTES = 16
"""That the size may take, with what stands before it."""

_SIDE_BITS = (9, 13, 18, 30)
_RATIOS = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))


def stated_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height in px, as stored, that a JPEG XL file states; None if it is cut off before it does.

    Examples
    --------
    >>> stated_size(bytes([0xFF, 0x0A, 0b0100_1111, 0]))
    (64, 64)
    """
    head = data if data.startswith(_BARE) else _codestream_head(data)
    if not head.startswith(_BARE) or len(head) < 4:
        return None
    bits = _Bits(head[2:_HEAD_BYTES])
    small = bits.take(1)
    height = _side(bits, small=small)
    ratio = bits.take(3)
    if ratio:
        above, below = _RATIOS[ratio - 1]
        return height * above // below, height
    return _side(bits, small=small), height


def _side(bits: _Bits, *, small: int) -> int:
    if small:
        return 8 * (1 + bits.take(5))
    return 1 + bits.take(_SIDE_BITS[bits.take(2)])


def _codestream_head(data: bytes) -> bytes:
    """Return the first bytes of the picture in a container, which may lie in several boxes."""
    head = b""
    for kind, begin, end in boxes(data):
        if kind == b"jxlc":
            return data[begin : min(end, begin + _HEAD_BYTES)]
        if kind == b"jxlp":  # after four bytes that number it
            head += data[begin + 4 : min(end, begin + 4 + _HEAD_BYTES)]
        if len(head) >= _HEAD_BYTES:
            break
    return head


class _Bits:
    """Bits from the least of each byte on; behind the end there are zeros."""

    def __init__(self, data: bytes) -> None:
        self._left = int.from_bytes(data, "little")

    def take(self, count: int) -> int:
        value = self._left & ((1 << count) - 1)
        self._left >>= count
        return value
