"""From a file's bytes, or a Pillow picture, to rows of sRGB."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PIL import (
    BmpImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.limits import check_size
from ukiyo_widgets.images.reading.modes import rows_of
from ukiyo_widgets.images.reading.sniffing import appearance
from ukiyo_widgets.images.resizing import Rows, fitted_size, spans

FORMATS = "JPEG, PNG, WebP, TIFF, BMP or GIF"
"""The formats that are read, for error sentences."""

_TIFF_SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")

# Pillow's own plug-ins, called directly: nothing else is ever tried (EPS would start Ghostscript), and Pillow's size
# check, a global variable that other code may rely on, stays as it is; check_size does its work here.
_PLUGINS: tuple[tuple[Callable[[bytes], bool], type[ImageFile.ImageFile]], ...] = (
    (lambda head: head.startswith(b"\xff\xd8\xff"), JpegImagePlugin.JpegImageFile),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), PngImagePlugin.PngImageFile),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", WebPImagePlugin.WebPImageFile),
    (lambda head: head.startswith(_TIFF_SIGNATURES), TiffImagePlugin.TiffImageFile),
    (lambda head: head.startswith(b"BM"), BmpImagePlugin.BmpImageFile),
    (lambda head: head.startswith((b"GIF87a", b"GIF89a")), GifImagePlugin.GifImageFile),
)

DRAFT_FROM_PX = 50_000_000
"""JPEGs above this are decoded at a half, a quarter or an eighth of their size, where that is enough."""

DRAFT_OVERSAMPLING = 4
"""Such a JPEG keeps at least this many pixels for each pixel asked for, in both directions.

The JPEG decoder averages encoded values, not light. For scanner grain with a standard deviation of 10 levels that darkens
by about half a level, a tested limit being one; lines of single pixels, which no scan of this size shows sharply, would
darken as in any viewer.
"""


def decode(data: bytes, *, subject: str, max_side_px: int | None, max_source_px: int) -> tuple[Rows, int]:
    """Decode a picture file.

    Parameters
    ----------
    data
        The file's bytes.
    subject
        Beginning of error sentences: ``"The content image 'wave.jpg'"``.
    max_side_px
        The size that is wanted in the end, or None; a huge JPEG may then be decoded at a part of its size.
    max_source_px
        Most pixels that the header may state.

    Returns
    -------
    tuple[Rows, int]
        The rows as stored, and the EXIF orientation (1 to 8) for :func:`orient`.

    Raises
    ------
    ImageError
        If it is no picture, damaged, cut off, too small or too large.
    """
    image = open_header(data, subject=subject)
    check_size(image.height, image.width, subject=subject, max_source_px=max_source_px)
    if max_side_px is not None and isinstance(image, JpegImagePlugin.JpegImageFile):
        _draft(image, max_side_px)
    return from_pil(image, subject=subject)


def open_header(data: bytes, *, subject: str) -> ImageFile.ImageFile:
    """Return a file's picture with its header read and its pixels not yet decoded.

    Raises
    ------
    ImageError
        If the bytes are none of the formats, or the header is damaged.
    """
    if not data:
        raise ImageError(f"{subject} is empty (0 bytes); give a {FORMATS} file.")
    plugin = next((plugin for fits, plugin in _PLUGINS if fits(data[:16])), None)
    if plugin is None:
        raise ImageError(f"{subject} is not a picture but looks like {appearance(data)}; give a {FORMATS} file.")
    with damage_as_image_error(subject):
        return plugin(io.BytesIO(data))


def from_pil(image: Image.Image, *, subject: str) -> tuple[Rows, int]:
    """Do what :func:`decode` does for a picture of any size that Pillow has opened; the picture stays as it is."""
    with damage_as_image_error(subject):
        image.load()
        rows = rows_of(image, subject=subject)
    orientation = orientation_of(image)

    def read(start: int, stop: int) -> Tensor:
        with damage_as_image_error(subject):
            return rows.read(start, stop)

    return Rows(rows.height, rows.width, read), orientation


def digest(image: Image.Image, orientation: int) -> str:
    """Return the SHA-256, in hex, of a loaded picture: its mode, size, palette, profile, orientation and values."""
    info = image.info
    traits = (
        image.mode,
        image.size,
        orientation,
        image.getpalette(),
        info.get("transparency"),
        info.get("icc_profile"),
    )
    sha256 = hashlib.sha256(repr(traits).encode())
    for start, stop in spans(image.height, image.width):
        sha256.update(image.crop((0, start, image.width, stop)).tobytes())
    return sha256.hexdigest()


def orientation_of(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 where there is none or it cannot be read.

    Asked after loading, because Pillow turns TIFF pictures itself while loading them, and then drops the tag.
    """
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - broken EXIF raises almost anything, and the picture is fine without it
        return 1
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def orient(pixels: Tensor, orientation: int) -> Tensor:
    """Turn C×H×W pixels upright, given the EXIF orientation of how they are stored (Exif 2.32, tag 0x0112)."""
    if orientation >= 5:
        pixels = pixels.transpose(1, 2)
    flips = {2: (2,), 3: (1, 2), 4: (1,), 6: (2,), 7: (1, 2), 8: (1,)}
    return pixels.flip(flips.get(orientation, ()))


def _draft(image: ImageFile.ImageFile, max_side_px: int) -> None:
    if image.width * image.height > DRAFT_FROM_PX:
        height, width = fitted_size(image.height, image.width, max_side_px=DRAFT_OVERSAMPLING * max_side_px)
        image.draft(None, (width, height))


@contextmanager
def damage_as_image_error(subject: str) -> Iterator[None]:
    """Turn whatever Pillow raises on damaged data (OSError, SyntaxError, struct.error, ...) into one kind of error."""
    try:
        yield
    except ImageError:
        raise
    except MemoryError as error:
        raise ImageError(f"{subject} does not fit into the memory; give a smaller picture.") from error
    except Exception as error:
        if isinstance(error, OSError) and ("truncated" in str(error) or "broken data stream" in str(error)):
            raise ImageError(f"{subject} is cut off: its end is missing; download or copy it again.") from error
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise ImageError(
            f"{subject} is damaged and cannot be decoded ({reason}); download or copy it again."
        ) from error
