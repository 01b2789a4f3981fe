"""Writing pictures: PNG, JPEG, WebP and TIFF, whole or not at all, with their recipe inside."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import torch
from PIL import Image
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.decoding import from_pil
from ukiyo_widgets.images.reading.profiles import srgb_profile
from ukiyo_widgets.images.resizing import pixels_of
from ukiyo_widgets.images.writing.atomic import atomic_write, check_writable
from ukiyo_widgets.images.writing.metadata import check_metadata, description, fitting_description, png_chunks
from ukiyo_widgets.places import named, place
from ukiyo_widgets.surroundings import undisturbed
from ukiyo_widgets.untrusted import one_line

QUALITY = 92
"""Default quality of JPEG and WebP, of 1 to 100: a 512 px print takes about 150 kB and shows no blocks."""


_MOST_EXIF_BYTES = 65_500
"""In a JPEG, whose segments have 64 kB."""


@undisturbed
def to_pil(pixels: Tensor) -> Image.Image:
    """Turn pixels into an 8-bit RGB picture, rounding to the nearest level.

    Parameters
    ----------
    pixels
        Shape (3, H, W) or (1, H, W), floating, sRGB-encoded, in [0, 1]; values outside are cut.

    Raises
    ------
    ImageError
        If the shape or type is another, or a value is not a number.

    Examples
    --------
    >>> to_pil(torch.full((3, 2, 2), 0.5)).getpixel((0, 0))
    (128, 128, 128)
    """
    if pixels.ndim != 3 or pixels.shape[0] not in (1, 3) or not pixels.is_floating_point() or pixels.numel() == 0:
        raise ImageError(
            f"Pixels to turn into a picture are floats of shape 3 × H × W; got {pixels.dtype}, {tuple(pixels.shape)}."
        )
    values = pixels.detach().to(device="cpu", dtype=torch.float32)
    if values.sum().isnan() and values.isnan().any():  # the sum alone is ten times faster
        raise ImageError("Pixels to turn into a picture hold NaN; the run that made them went wrong before.")
    levels = (values.clamp(0, 1) * 255).round().to(torch.uint8)
    return Image.fromarray(levels.expand(3, -1, -1).permute(1, 2, 0).contiguous().numpy())


def as_rgb(image: Tensor | Image.Image) -> Image.Image:
    """Bring pixels, or a Pillow picture of any mode and profile, to upright 8-bit RGB in sRGB.

    Levels that are so stay as they are.

    Raises
    ------
    ImageError
        If it has no pixels, cannot be decoded, or is not what :func:`to_pil` takes.
    """
    if isinstance(image, Tensor):
        return to_pil(image)
    if min(image.size) < 1:
        raise ImageError("The picture to save has no pixels.")
    return to_pil(pixels_of(from_pil(image, subject="The picture to save")))


@undisturbed
def save_image(
    image: Tensor | Image.Image,
    path: str | os.PathLike[str],
    *,
    metadata: Mapping[str, str] | None = None,
    quality: int = QUALITY,
) -> Path:
    """Write a picture with 8 bits per channel, in sRGB and marked so; the suffix of ``path`` chooses the format.

    The file appears whole or not at all, see :func:`ukiyo_widgets.images.writing.atomic.atomic_write`. The same picture and
    metadata always give the same bytes.

    Parameters
    ----------
    image
        Pixels as for :func:`to_pil`, or a Pillow picture of any mode, which is brought to sRGB first.
    path
        Ends in .png, .jpg, .jpeg, .webp, .tif or .tiff.
    metadata
        Short keys and texts to keep in the file; :func:`ukiyo_widgets.images.writing.metadata.read_metadata` gets them back.
    quality
        1 to 100, for JPEG and WebP; 100 makes WebP lossless. PNG and TIFF always are.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ImageError
        If the suffix, the quality, the metadata, the picture or the folder is not right.
    OSError
        If the disk is full or may not be written to.

    Examples
    --------
    >>> save_image(torch.rand(3, 64, 64), "wave.png", metadata={"Title": "Wave"})  # doctest: +SKIP
    PosixPath('wave.png')
    """
    target = check_suffix(path, _WRITERS)
    write = _WRITERS[target.suffix.lower()]
    if not 1 <= quality <= 100:
        raise ImageError(f"quality is 1 to 100; got {quality}.")
    texts = check_metadata(metadata or {})
    picture = as_rgb(image)
    try:
        # Into memory first: Pillow's encoders would not say what the disk's trouble is.
        encoded = BytesIO()
        write(picture, encoded, texts, quality)
        with atomic_write(target) as aside, aside.open("wb") as file:
            file.write(encoded.getbuffer())
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ImageError(str(error)) from error
    except ValueError as error:  # a side above the format's limit
        raise ImageError(f"{named(target.name)} cannot hold this picture ({one_line(str(error))}); use PNG.") from error
    return target


def check_image_path(path: str | os.PathLike[str]) -> Path:
    """Return where a picture will be written, or say what is wrong with it, before anything is computed."""
    return check_place(check_suffix(path, _WRITERS))


def check_suffix(path: str | os.PathLike[str], suffixes: Collection[str]) -> Path:
    """Return the path, with ``~`` as the home folder; raise ImageError if it ends in none of the suffixes."""
    try:
        target = place(path)
    except ValueError as error:
        raise ImageError(str(error)) from error
    if target.suffix.lower() not in suffixes:
        raise ImageError(f"{named(target.name)} does not say its format; end it in {', '.join(suffixes)}.")
    return target


def check_place(path: str | os.PathLike[str]) -> Path:
    """Return a path at which a file can be written; raise ImageError for any other, before anything is computed."""
    try:
        return check_writable(path)
    except (OSError, ValueError) as error:
        raise ImageError(str(error)) from error


def _write_png(picture: Image.Image, file: BinaryIO, texts: dict[str, str], _quality: int) -> None:
    picture.save(file, format="PNG", pnginfo=png_chunks(texts), optimize=True)


def _write_jpeg(picture: Image.Image, file: BinaryIO, texts: dict[str, str], quality: int) -> None:
    # 4:4:4, because halved chroma smears colour over the ink lines that separate the colours of a print.
    picture.save(
        file,
        format="JPEG",
        quality=quality,
        subsampling=0,
        optimize=True,
        icc_profile=srgb_profile(),
        exif=fitting_description(texts, most_bytes=_MOST_EXIF_BYTES),
    )


def _write_webp(picture: Image.Image, file: BinaryIO, texts: dict[str, str], quality: int) -> None:
    picture.save(
        file,
        format="WEBP",
        quality=quality,
        lossless=quality == 100,
        method=4,
        icc_profile=srgb_profile(),
        exif=description(texts).tobytes(),
    )


def _write_tiff(picture: Image.Image, file: BinaryIO, texts: dict[str, str], _quality: int) -> None:
    picture.save(
        file, format="TIFF", compression="tiff_adobe_deflate", icc_profile=srgb_profile(), exif=description(texts)
    )


_WRITERS: dict[str, Callable[[Image.Image, BinaryIO, dict[str, str], int], None]] = {
    ".png": _write_png,
    ".jpg": _write_jpeg,
    ".jpeg": _write_jpeg,
    ".webp": _write_webp,
    ".tif": _write_tiff,
    ".tiff": _write_tiff,
}
