"""TIFFs: which page is the picture, and pixels that Pillow would read wrongly or not at all."""

from __future__ import annotations

import warnings
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin

from ukiyo_widgets.errors import ImageError

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES, _ROWS = 256, 257, 258, 259, 262, 277, 278
_SUBFILE, _MOST, _PLANES, _PREDICTOR, _FORMAT, _OLD_SUBFILE = 254, 281, 284, 317, 339, 255
_STRIP_OFFSETS, _STRIP_BYTES, _TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_BYTES = 273, 279, 322, 323, 324, 325

_REDUCED, _MASK = 1, 4
"""Bits of the tag NewSubfileType: the page is a small copy, or a mask, of another."""

_MOST_PAGES = 100
_MINISWHITE, _MINISBLACK, _RGB = 0, 1, 2
_UNSIGNED, _SIGNED, _FLOAT = 1, 2, 3
_PLAIN, _DEFLATE = 1, (8, 32946)
_WORDS = {5: "LZW", 7: "JPEG", 32773: "PackBits", 50000: "Zstandard", 34925: "LZMA"}

NARROW = (1023, 4095, 16383)
"""Highest levels of scanners with 10, 12 and 14 bits, whose numbers stand in 16."""


class Tiff(TiffImagePlugin.TiffImageFile):
    """Pillow's TIFF, which opens also where Pillow has no mode for the pixels; :func:`read_here` says then what to do."""

    has_mode = True

    def _setup(self) -> None:
        self.has_mode = True
        try:
            super()._setup()
        except SyntaxError:
            width, height = self.tag_v2.get(_WIDTH), self.tag_v2.get(_HEIGHT)
            if not isinstance(width, int) or not isinstance(height, int):
                raise
            self._size, self._mode, self.tile = (width, height), "L", []
            self.has_mode = False

    def load_prepare(self) -> None:
        """Make room for the pixels: Pillow's own limit is below ours, which was looked at before."""
        if self._im is None and self._tile_size == self.size:
            self.im = Image.core.new(self.mode, self.size)  # type: ignore[attr-defined]
        super().load_prepare()


def show_picture(image: Tiff) -> None:
    """Turn to the first page that is no small copy and no mask; where all are, the first is shown."""
    for page in range(_MOST_PAGES):
        try:
            image.seek(page)
        except EOFError:
            break
        kind = image.tag_v2.get(_SUBFILE, 0)
        small = image.tag_v2.get(_OLD_SUBFILE) == 2
        if not (isinstance(kind, int) and kind & (_REDUCED | _MASK)) and not small:
            return
    image.seek(0)


@dataclass(frozen=True)
class _Layout:
    """How a page's numbers are stored."""

    height: int
    width: int
    samples: int
    bits: int
    kind: int
    photometric: int
    planes_apart: bool
    compression: int
    predictor: int

    @classmethod
    def of(cls, tags: Any) -> _Layout:
        bits = tags.get(_BITS, (1,))
        kinds = tags.get(_FORMAT, (_UNSIGNED,))
        if len(set(bits)) > 1 or len(set(kinds)) > 1:
            return cls(0, 0, len(bits), max(bits), _UNSIGNED, -1, False, 0, 0)
        return cls(
            int(tags[_HEIGHT]),
            int(tags[_WIDTH]),
            int(tags.get(_SAMPLES, 1)),
            int(bits[0]),
            int(kinds[0]),
            int(tags.get(_PHOTOMETRIC, _MINISBLACK)),
            tags.get(_PLANES, 1) == 2 and tags.get(_SAMPLES, 1) > 1,
            int(tags.get(_COMPRESSION, _PLAIN)),
            int(tags.get(_PREDICTOR, 1)),
        )

    @property
    def is_read_by_pillow(self) -> bool:
        """Whether Pillow gives the right values: found by comparing every combination with what was written."""
        if self.bits <= 8:
            return not (self.planes_apart and self.samples == 2)
        gray = self.samples == 1 and self.photometric == _MINISBLACK
        if gray and self.kind == _UNSIGNED:
            return self.bits in (12, 16, 32)
        if gray and self.bits == 32:
            return self.kind == _SIGNED or (self.predictor < 3 and not self.is_read_here)
        # Pillow takes the upper 8 bits; where they can be read here, it can be seen that a scanner has left them empty.
        several = self.samples > 1 and self.photometric != _MINISBLACK and not self.planes_apart
        return several and self.bits == 16 and self.kind == _UNSIGNED and not self.is_read_here

    @property
    def is_read_here(self) -> bool:
        """Whether :func:`own_values` can give the values."""
        gray = self.samples in {1, 2} and self.photometric in {_MINISWHITE, _MINISBLACK}
        known = gray or (self.samples in {3, 4} and self.photometric == _RGB)
        numbers = (self.kind, self.bits) in {(1, 8), (1, 16), (3, 16), (3, 32), (3, 64)}
        differences = self.predictor == 1 or (self.predictor == 2 and self.kind == _UNSIGNED)
        return known and numbers and differences and self.compression in {_PLAIN, *_DEFLATE}

    def __str__(self) -> str:
        numbers = {1: "unsigned", 2: "signed", 3: "float"}.get(self.kind, "unknown")
        packed = {_PLAIN: "", 8: ", Deflate", 32946: ", Deflate"}.get(
            self.compression, f", compression {_WORDS.get(self.compression, self.compression)}"
        )
        apart = " in separate planes" if self.planes_apart else ""
        return f"{self.samples} channel{'s' * (self.samples > 1)} of {self.bits}-bit {numbers} numbers{apart}{packed}"


def read_here(image: Tiff, data: bytes, *, subject: str) -> Image.Image:
    """Return the page shown, decoded here where Pillow would decode it wrongly or not at all; else the page as it is.

    Raises
    ------
    ImageError
        If neither Pillow nor this reads such a page; the sentence says what it is.
    """
    layout = _Layout.of(image.tag_v2)
    if layout.is_read_by_pillow and image.has_mode:
        return image
    if not layout.is_read_here:
        raise ImageError(
            f"{subject} is a TIFF of a kind that is not read ({layout}); save it with 8 or 16 bits per channel, in one plane."
        )
    values = _assembled(image.tag_v2, data, layout, subject=subject)
    if layout.photometric == _MINISWHITE:
        top = 1 if layout.kind == _FLOAT else 2**layout.bits - 1
        values[..., 0] = top - values[..., 0]
    made = _as_pillow(values, image, subject=subject)
    made.info |= {name: image.info[name] for name in ("icc_profile",) if name in image.info}
    made.info["exif"] = image.getexif().tobytes()  # for the orientation
    return made


def _as_pillow(values: NDArray[Any], image: Image.Image, *, subject: str) -> Image.Image:
    """Return H×W×C values in a mode of Pillow's: gray keeps its depth, of colours 8 bits are left, as Pillow leaves them."""
    if values.shape[2] == 1:
        gray = values[..., 0]
        return Image.fromarray(gray if values.dtype in (np.uint8, np.uint16) else gray.astype(np.float32))
    if values.dtype != np.uint8:
        low, high = float(values.min()), float(values.max())
        if values.dtype == np.uint16:
            white = white_of(image, low, high, subject=subject)
        elif 0 <= low <= high <= 1:
            white = 1.0
        else:
            raise ImageError(
                f"{subject} has float levels from {low:.4g} to {high:.4g}; [0, 1] is allowed, so rescale it."
            )
        values = (values.astype(np.float32) * (255 / white) + 0.5).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(values), {2: "LA", 3: "RGB", 4: "RGBA"}[values.shape[2]])


def _assembled(tags: Any, data: bytes, layout: _Layout, *, subject: str) -> NDArray[Any]:
    """Put the strips or tiles of a page together, H×W×C."""
    order = ">" if data.startswith(b"MM") else "<"
    numbers = np.dtype(f"{order}{'u' if layout.kind == _UNSIGNED else 'f'}{layout.bits // 8}")
    tiled = _TILE_OFFSETS in tags
    width = int(tags[_TILE_WIDTH]) if tiled else layout.width
    height = int(tags[_TILE_HEIGHT]) if tiled else min(int(tags.get(_ROWS, layout.height)), layout.height)
    offsets, lengths = (
        tags[name] for name in ((_TILE_OFFSETS, _TILE_BYTES) if tiled else (_STRIP_OFFSETS, _STRIP_BYTES))
    )
    planes, depth = (layout.samples, 1) if layout.planes_apart else (1, layout.samples)
    across, down = -(-layout.width // max(width, 1)), -(-layout.height // max(height, 1))
    if min(width, height) < 1 or len(offsets) != planes * across * down or len(lengths) != len(offsets):
        raise ImageError(f"{subject} is damaged: its parts are not those of its size; download or copy it again.")
    if width * height > 4 * max(layout.width, 64) * max(layout.height, 64):
        raise ImageError(f"{subject} is damaged: its parts are larger than the picture; download or copy it again.")
    whole = np.zeros((layout.height, layout.width, layout.samples), numbers.newbyteorder("="))
    for number, (offset, length) in enumerate(zip(offsets, lengths, strict=True)):
        plane, place = divmod(number, across * down)
        top, left = place // across * height, place % across * width
        rows = height if tiled else min(height, layout.height - top)
        part = _part(data[offset : offset + length], layout, rows * width * depth * numbers.itemsize, subject=subject)
        block = np.frombuffer(part, numbers).reshape(rows, width, depth).astype(whole.dtype)
        if layout.predictor == 2:
            block = np.cumsum(block, axis=1, dtype=whole.dtype)
        shown = block[: layout.height - top, : layout.width - left]
        whole[top : top + shown.shape[0], left : left + shown.shape[1], plane : plane + depth] = shown
    return whole


def _part(packed: bytes, layout: _Layout, size: int, *, subject: str) -> bytes:
    """Return the bytes of a strip or tile, as many as it must have."""
    try:
        plain = packed if layout.compression == _PLAIN else zlib.decompressobj().decompress(packed, size)
    except zlib.error as error:
        raise ImageError(
            f"{subject} is damaged and cannot be unpacked ({error}); download or copy it again."
        ) from error
    if len(plain) < size:
        raise ImageError(f"{subject} is cut off: its end is missing; download or copy it again.")
    return plain[:size]


def white_of(image: Image.Image, low: float, high: float, *, subject: str) -> float:
    """Return the level that means white in a 16-bit picture whose levels go from ``low`` to ``high``.

    A scanner with 10, 12 or 14 bits leaves its numbers in 16 as they are. The tag MaxSampleValue says so, or the levels do.
    """
    said = getattr(image, "tag_v2", {}).get(_MOST)
    said = said[0] if isinstance(said, tuple) and said else said
    if isinstance(said, int) and high <= said <= 65535 and said > 0:
        return float(said)
    narrow = next((each for each in NARROW if 255 < high <= each), None)
    if narrow is None or low > high / 2:  # of a single tone nothing can be told
        return 65535.0
    warnings.warn(
        f"{subject} has 16-bit levels up to {high:.0f} only, as from a scanner with {narrow.bit_length()} bits; {narrow} is "
        f"taken for white.",
        stacklevel=5,
    )
    return float(narrow)
