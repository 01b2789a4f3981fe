"""Reading one picture from wherever it is: a file, an address, bytes, an array, or a sample print."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.limits import MAX_ASPECT, MAX_BYTES, MAX_SOURCE_PX, MIN_SIDE_PX, TIMEOUT_S, check_size
from ukiyo_widgets.images.reading import arrays, decoding, fetching, files
from ukiyo_widgets.images.reading.modes import PAPER_WHITE
from ukiyo_widgets.images.resizing import Rows, fitted_size, gather, resize_rows

__all__ = [
    "MAX_ASPECT",
    "MAX_BYTES",
    "MAX_SOURCE_PX",
    "MIN_SIDE_PX",
    "PAPER_WHITE",
    "TIMEOUT_S",
    "ImageError",
    "Picture",
    "Source",
    "read_image",
]


@runtime_checkable
class SamplePrint(Protocol):
    """What a sample print offers, in colour and in gray; each takes the longest side in px."""

    def color(self, max_side_px: int = ...) -> Any:
        """Return the print in colour, as anything that :func:`read_image` reads."""

    def gray(self, max_side_px: int = ...) -> Any:
        """Return the gray print."""


@runtime_checkable
class BinaryFile(Protocol):
    """An open file or stream."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes, or all."""


Source: TypeAlias = (
    str | os.PathLike[str] | bytes | bytearray | Image.Image | NDArray[Any] | Tensor | BinaryFile | SamplePrint
)
"""What :func:`read_image` reads. A string is a path, an address (http or https), or ``"sample:wave"``."""


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
    >>> gray = np.full((32, 64), 0.5)
    >>> read_image(gray, max_side_px=32).pixels.shape
    torch.Size([3, 16, 32])
    """
    if max_side_px is not None:
        fitted_size(1, 1, max_side_px=max_side_px)  # a wrong size is told before anything is read
    if isinstance(source, SamplePrint) or (isinstance(source, str) and source.startswith("sample:")):
        return _sample(source, max_side_px=max_side_px, role=role)
    wanted = _Wanted(role, max_side_px, max_source_px, timeout_s, max_bytes)
    if isinstance(source, Tensor):
        return _array(arrays.from_tensor(source), wanted)
    if isinstance(source, np.ndarray):
        return _array(source, wanted)
    if isinstance(source, Image.Image):
        return _pillow(source, wanted)
    return _encoded(source, wanted)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The keyword arguments of :func:`read_image`."""

    role: str
    max_side_px: int | None
    max_source_px: int
    timeout_s: float
    max_bytes: int

    def subject(self, credit: str, *, named: bool = False) -> str:
        """Return the beginning of an error sentence: ``"The content image 'wave.jpg'"``."""
        kind = "image" if self.role == "image" else f"{self.role} image"
        return f"The {kind} '{credit}'" if named else f"The {kind} ({credit})"

    def pixels(self, rows: Rows, orientation: int, subject: str) -> Tensor:
        """Return the pixels in the wanted size, turned upright, 3×H×W."""
        if self.max_side_px is None:
            pixels = gather(rows)
        else:
            height, width = fitted_size(rows.height, rows.width, max_side_px=self.max_side_px)
            if height * width > self.max_source_px:
                raise ImageError(
                    f"{subject} would have {width} × {height} pixels with max_side_px={self.max_side_px}, more than the "
                    f"{self.max_source_px:,} that are allowed; ask for less."
                )
            pixels = resize_rows(rows, height=height, width=width)
        upright = decoding.orient(pixels, orientation)
        return upright.expand(3, -1, -1).contiguous()


def _array(array: NDArray[Any], wanted: _Wanted) -> Picture:
    subject = wanted.subject("array")
    rows = arrays.from_array(array, subject=subject, max_source_px=wanted.max_source_px)
    return Picture(wanted.pixels(rows, 1, subject), "array", arrays.digest(array))


def _pillow(image: Image.Image, wanted: _Wanted) -> Picture:
    subject = wanted.subject("picture")
    check_size(image.height, image.width, subject=subject, max_source_px=wanted.max_source_px)
    rows, orientation = decoding.from_pil(image, subject=subject)
    return Picture(wanted.pixels(rows, orientation, subject), "picture", decoding.digest(image, orientation))


def _encoded(source: Any, wanted: _Wanted) -> Picture:
    data, credit, subject, again = _bytes_of(source, wanted)
    rows, orientation = decoding.decode(
        data, subject=subject, max_side_px=wanted.max_side_px, max_source_px=wanted.max_source_px
    )
    return Picture(wanted.pixels(rows, orientation, subject), credit, hashlib.sha256(data).hexdigest(), again)


def _bytes_of(source: Any, wanted: _Wanted) -> tuple[bytes, str, str, str | None]:
    """Return the bytes, the credit, the subject of error sentences, and what reads them again."""
    if isinstance(source, str) and "://" in source:
        credit = fetching.credit_of(source)
        subject = wanted.subject(credit, named=True)
        data = fetching.fetch(source, subject=subject, timeout_s=wanted.timeout_s, max_bytes=wanted.max_bytes)
        return data, credit, subject, fetching.address_of(source)
    if isinstance(source, str | os.PathLike):
        path = files.absolute(source, subject=wanted.subject(os.fsdecode(source), named=True))
        subject = wanted.subject(path.name, named=True)
        return files.read_path(path, subject=subject, max_bytes=wanted.max_bytes), path.name, subject, str(path)
    if isinstance(source, bytes | bytearray | memoryview):
        subject = wanted.subject("bytes")
        return files.checked(bytes(source), subject=subject, max_bytes=wanted.max_bytes), "bytes", subject, None
    if isinstance(source, BinaryFile):
        name = getattr(source, "name", None)
        credit = Path(name).name if isinstance(name, str) else "file object"
        subject = wanted.subject(credit, named=isinstance(name, str))
        return files.read_stream(source, subject=subject, max_bytes=wanted.max_bytes), credit, subject, None
    raise ImageError(
        f"{wanted.subject(type(source).__name__)} is nothing that can be read; give a path, a web address, bytes, an open "
        "file, a Pillow picture, a NumPy array, a torch tensor or a sample print."
    )


def _sample(source: Any, *, max_side_px: int | None, role: str) -> Picture:
    """Read a sample print: in gray as content, else in colour."""
    sample = _sample_named(source) if isinstance(source, str) else source
    version = sample.gray if role == "content" else sample.color
    given = version() if max_side_px is None else version(max_side_px=max_side_px)
    picture = given if isinstance(given, Picture) else read_image(given, max_side_px=max_side_px, role=role)
    name = source if isinstance(source, str) else f"sample:{getattr(source, 'name', 'print')}"
    return replace(picture, credit=name, source=name)


def _sample_named(text: str) -> SamplePrint:
    from ukiyo_widgets.images.samples import samples

    try:
        return samples[text.removeprefix("sample:")]
    except KeyError as error:
        raise ImageError(str(error.args[0])) from None
