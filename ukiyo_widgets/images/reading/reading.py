"""Reading one picture from wherever it is, in one direction: source, bytes or values, rows, pixels, picture."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from ukiyo_widgets.images.limits import MAX_BYTES, MAX_SOURCE_PX, TIMEOUT_S, check_max_side
from ukiyo_widgets.images.reading.decoding import decode
from ukiyo_widgets.images.reading.digests import digest
from ukiyo_widgets.images.reading.opening import open_picture
from ukiyo_widgets.images.reading.sources import Source, take
from ukiyo_widgets.images.resizing import pixels_of
from ukiyo_widgets.surroundings import undisturbed

__all__ = ["Picture", "Source", "read_image"]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture as the engine takes it.

    Parameters
    ----------
    pixels
        float32, 3×H×W, contiguous, RGB in [0, 1], sRGB-encoded, upright.
    credit
        Where it came from, fit to be shown: a file's name without its folder, an address without query and password,
        ``"sample:wave"``, ``"array"``, ``"bytes"``, ``"picture"`` (Pillow) or ``"file object"``.
    sha256
        Hex digest of the input: of a file's bytes, or of an array's type, shape and values. It does not depend on the
        size that was asked for.
    source
        What :func:`read_image` takes to read it again (an absolute path, an address, ``"sample:wave"``), or None for what
        existed in memory only.
    """

    pixels: Tensor
    credit: str
    sha256: str
    source: str | None = None


@undisturbed
def read_image(
    source: Source,
    *,
    max_side_px: int | None = None,
    role: str = "image",
    max_source_px: int = MAX_SOURCE_PX,
    timeout_s: float = TIMEOUT_S,
    max_bytes: int = MAX_BYTES,
) -> Picture:
    """Read a picture and bring it to sRGB, upright, without transparency, in the wanted size.

    JPEG, PNG, WebP, TIFF, BMP and GIF are read in all their modes; of several frames, the first. Embedded colour profiles
    are applied. Arrays are described at :func:`ukiyo_widgets.images.reading.arrays.from_array`.

    Parameters
    ----------
    source
        Path, address, bytes, open binary file, Pillow picture, NumPy array, torch tensor, sample print or its name.
    max_side_px
        Length in px that the longer side gets, smaller or larger than it was; None keeps the size.
    role
        What the picture is for, ``"content"`` or ``"reference"``: it appears in error sentences, and a sample print
        gives its gray version as content and its coloured one otherwise.
    max_source_px
        Most pixels that the source may have, checked before it is decoded.
    timeout_s
        Seconds that a download may take in all.
    max_bytes
        Most bytes of a file or download.

    Returns
    -------
    Picture
        Pixels, credit and digest.

    Raises
    ------
    ImageError
        Whatever is wrong with the picture, in one sentence.

    Examples
    --------
    >>> import numpy as np
    >>> gray = np.full((32, 64), 0.5)
    >>> read_image(gray, max_side_px=32).pixels.shape
    torch.Size([3, 16, 32])
    """
    if max_side_px is not None:
        check_max_side(max_side_px)  # told before anything is read
    given = take(source, role=role, max_side_px=max_side_px, timeout_s=timeout_s, max_bytes=max_bytes)
    opened = open_picture(given.values, subject=given.subject, max_side_px=max_side_px, max_source_px=max_source_px)
    rows = decode(opened, subject=given.subject)
    pixels = pixels_of(rows, max_side_px=max_side_px).expand(3, -1, -1).contiguous()
    return Picture(pixels, given.credit, digest(given.values, orientation=rows.orientation), given.source)


@undisturbed
def read_within(source: Source, *, most_side_px: int, role: str = "image") -> tuple[Tensor, tuple[int, int]]:
    """Read a picture as large as it is, or reduced to a longest side of ``most_side_px``.

    Parameters
    ----------
    source, role
        As for :func:`read_image`.
    most_side_px
        Length in px that the longer side has at most.

    Returns
    -------
    tuple
        float32, 3×H×W, as :attr:`Picture.pixels`; and the width and height that the picture itself has, upright.

    Raises
    ------
    ImageError
        As for :func:`read_image`.

    Examples
    --------
    >>> import numpy as np
    >>> pixels, size_px = read_within(np.full((32, 64), 0.5), most_side_px=32)
    >>> tuple(pixels.shape), size_px
    ((3, 16, 32), (64, 32))
    """
    given = take(source, role=role, max_side_px=None, timeout_s=TIMEOUT_S, max_bytes=MAX_BYTES)
    opened = open_picture(given.values, subject=given.subject, max_side_px=None, max_source_px=MAX_SOURCE_PX)
    rows = decode(opened, subject=given.subject)
    longest_px = max(rows.height, rows.width)
    pixels = pixels_of(rows, max_side_px=most_side_px if longest_px > most_side_px else None)
    size_px = (rows.height, rows.width) if rows.orientation >= 5 else (rows.width, rows.height)
    return pixels.expand(3, -1, -1).contiguous(), size_px
