"""The sizes that an AVIF or HEIC file states before it is cropped: what its decoder makes room for."""

from __future__ import annotations

import struct

from ukiyo_widgets.images.headers.boxes import inside


def largest_extent(data: bytes) -> tuple[int, int] | None:
    """Return width and height in px of the largest picture in the file, tiles, thumbnails and all; None if it states none.

    ISO/IEC 14496-12, property ``ispe``. The box ``clap`` crops what was decoded, so the size that is shown may be far smaller.
    """
    sizes = [
        struct.unpack(">II", data[begin + 4 : begin + 12])
        for begin, end in inside(data, b"meta", b"iprp", b"ipco", b"ispe")
        if end - begin >= 12
    ]
    return max(sizes, key=lambda size: size[0] * size[1], default=None)
