"""From bytes or values to a picture whose size is known and allowed; nothing is decoded yet."""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.headers import code_points, extents, jpeg_2000, jpeg_xl
from ukiyo_widgets.images.limits import MAX_SOURCE_PX, check_size, fitted_size
from ukiyo_widgets.images.reading.damage import damage_as_image_error
from ukiyo_widgets.images.reading.excess import without_excess
from ukiyo_widgets.images.reading.sniffing import appearance, is_iso_media
from ukiyo_widgets.images.reading.tiff import Tiff, read_here, show_picture

FORMATS = "JPEG, PNG, WebP, TIFF, AVIF, JPEG 2000, BMP or GIF"
"""The formats that are read, for error sentences."""

_AVIF_BRANDS = (b"avif", b"avis")
_TIFF_SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")

# Pillow's own plug-ins, called directly: nothing else is ever tried (EPS would start Ghostscript), and Pillow's size
# check, a global variable that other code may rely on, stays as it is; check_size does its work here.
_PLUGINS: tuple[tuple[Callable[[bytes], bool], type[ImageFile.ImageFile]], ...] = (
    (lambda head: head.startswith(b"\xff\xd8\xff"), JpegImagePlugin.JpegImageFile),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), PngImagePlugin.PngImageFile),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", WebPImagePlugin.WebPImageFile),
    (lambda head: head.startswith(_TIFF_SIGNATURES), Tiff),
    (lambda head: head.startswith(b"BM"), BmpImagePlugin.BmpImageFile),
    (lambda head: head.startswith((b"GIF87a", b"GIF89a")), GifImagePlugin.GifImageFile),
    (lambda head: head.startswith(jpeg_2000.SIGNATURES), Jpeg2KImagePlugin.Jpeg2KImageFile),
    (lambda head: is_iso_media(head, _AVIF_BRANDS), AvifImagePlugin.AvifImageFile),
)

_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

DRAFT_FROM_PX = 50_000_000
"""JPEGs above this are decoded at a half, a quarter or an eighth of their size, where that is enough."""

DRAFT_OVERSAMPLING = 4
"""Such a JPEG keeps at least this many pixels for each pixel asked for, in both directions.

The JPEG decoder averages encoded values, not light. For scanner grain with a standard deviation of 10 levels that darkens
by about half a level, a tested limit being one; lines of single pixels, which no scan of this size shows sharply, would
darken as in any viewer.
"""


def open_picture(
    values: bytes | Image.Image | NDArray[Any], *, subject: str, max_side_px: int | None, max_source_px: int
) -> Image.Image | NDArray[Any]:
    """Look at a picture's header, or an array's shape, and refuse what is no picture or none of an allowed size.

    Parameters
    ----------
    values, subject
        As :class:`~ukiyo_widgets.images.reading.sources.Given` has them.
    max_side_px
        The size that is wanted in the end, or None; a huge JPEG will then be decoded at a part of its size.
    max_source_px
        Most pixels that the header may state, or that may be asked for.

    Returns
    -------
    Image.Image | NDArray
        A picture that Pillow has opened and not decoded; a Pillow picture or an array is given back as it is.

    Raises
    ------
    ImageError
        If it is no picture, too small or too large, or its header is damaged.
    """
    opened = open_header(values, subject=subject, max_source_px=max_source_px) if isinstance(values, bytes) else values
    if isinstance(opened, np.ndarray):
        _check_shape(opened, subject)
        height, width = opened.shape[:2]
    else:
        height, width = opened.height, opened.width
    check_size(height, width, subject=subject, max_side_px=max_side_px, max_source_px=max_source_px)
    if isinstance(values, bytes) and isinstance(opened, ImageFile.ImageFile):
        _settle_colours(opened, values, subject=subject)
    if isinstance(values, bytes) and isinstance(opened, Tiff):
        with damage_as_image_error(subject):
            return read_here(opened, values, subject=subject)
    if max_side_px is not None and isinstance(values, bytes) and isinstance(opened, JpegImagePlugin.JpegImageFile):
        _draft(opened, max_side_px)
    return opened


def open_header(data: bytes, *, subject: str, max_source_px: int = MAX_SOURCE_PX) -> ImageFile.ImageFile:
    """Return a file's picture with its header read and its pixels not yet decoded; JPEG XL's are, up to ``max_source_px``.

    Raises
    ------
    ImageError
        If the bytes are none of the formats, or the header is damaged.
    """
    if not data:
        raise ImageError(f"{subject} is empty (0 bytes); give a {FORMATS} file.")
    plugin = next((plugin for fits, plugin in _PLUGINS if fits(data[:256])), None) or installed_plugin(data[:256])
    if plugin is None:
        raise ImageError(f"{subject} is not a picture but looks like {appearance(data)}; give a {FORMATS} file.")
    with damage_as_image_error(subject):
        _check_before_opening(data, subject=subject, max_source_px=max_source_px)
        image = plugin(io.BytesIO(without_excess(data)))
        if isinstance(image, Tiff):
            show_picture(image)
        return image


def _check_before_opening(data: bytes, *, subject: str, max_source_px: int) -> None:
    """Hold against the limits what is decoded as it is opened (JPEG XL) or before it is cropped (AVIF, HEIC)."""
    size = extents.largest_extent(data) if data[4:8] == b"ftyp" else None
    if size and size[0] * size[1] > max_source_px:
        check_size(size[1], size[0], subject=subject, max_source_px=max_source_px)
    if not data.startswith(jpeg_xl.SIGNATURES):
        return
    size = jpeg_xl.stated_size(data)
    if size is None:
        raise ImageError(f"{subject} is cut off: its end is missing; download or copy it again.")
    check_size(size[1], size[0], subject=subject, max_source_px=max_source_px)


def _settle_colours(image: ImageFile.ImageFile, data: bytes, *, subject: str) -> None:
    """Put into ``image.info`` what the decoder did not look at."""
    if image.format == "JXL" and not getattr(image, "jpeg", False):
        image.info.pop("exif", None)  # the pixels are upright already, and Exif has no say (ISO/IEC 18181-2, annex B)
    elif isinstance(image, Jpeg2KImagePlugin.Jpeg2KImageFile):
        profile = jpeg_2000.settle(data, image.size, subject=subject)
        image.info.update({"icc_profile": profile} if profile else {})
    elif isinstance(image, PngImagePlugin.PngImageFile) or "icc_profile" not in image.info:
        named = code_points.profile_of(data, gray=image.mode in {"1", "L", "LA", "I;16"}, subject=subject)
        if named is not None:  # a PNG's cICP wins over all else that it says
            image.info.pop("icc_profile", None)
            image.info.update({"icc_profile": named} if named else {"srgb": 0})


def installed_plugin(head: bytes) -> type[ImageFile.ImageFile] | None:
    """Return what opens HEIC (pillow-heif) or JPEG XL (pillow-jxl-plugin), where that is installed; None else."""
    if is_iso_media(head, _HEIC_BRANDS):
        return _plugin("HEIF", "pillow_heif", "register_heif_opener")
    if head.startswith(jpeg_xl.SIGNATURES):
        return _plugin("JXL", "pillow_jxl", "")
    return None


def _plugin(kind: str, package: str, register: str) -> type[ImageFile.ImageFile] | None:
    try:
        module = importlib.import_module(package)  # which registers itself with Pillow, or is asked to
    except ImportError:
        return None
    if register:
        getattr(module, register)()
    opened = Image.OPEN.get(kind)
    return opened[0] if opened and isinstance(opened[0], type) else None


def _check_shape(array: NDArray[np.generic], subject: str) -> None:
    shape = " × ".join(map(str, array.shape))
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in (1, 3, 4)):
        turn = array.ndim == 3 and array.shape[0] in (1, 3, 4)
        hint = ": array.transpose(1, 2, 0) does it" if turn else ""
        raise ImageError(
            f"{subject} has the shape {shape or 'of a single value'}; "
            f"give height × width, or height × width × 1, 3 or 4 channels{hint}."
        )
    if array.size == 0:
        raise ImageError(f"{subject} has the shape {shape} and so no pixels; give a picture.")


def _draft(image: JpegImagePlugin.JpegImageFile, max_side_px: int) -> None:
    if image.width * image.height > DRAFT_FROM_PX:
        height, width = fitted_size(image.height, image.width, max_side_px=DRAFT_OVERSAMPLING * max_side_px)
        image.draft(None, (width, height))
