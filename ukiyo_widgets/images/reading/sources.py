"""From whatever a person gives to bytes or values: a file, an address, a stream, an array, a sample print."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.crediting import credit_in
from ukiyo_widgets.images.reading import fetching, files
from ukiyo_widgets.images.samples import samples
from ukiyo_widgets.places import MOST_SHOWN
from ukiyo_widgets.untrusted import one_line

MOST_OF_A_CREDIT_LINE = 1000
"""Characters of what a file says of its own origin."""


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
class Given:
    """What a source gave, and what to call it.

    Parameters
    ----------
    values
        A file's bytes, a Pillow picture, or an array.
    subject
        Beginning of error sentences: ``"The content image 'wave.jpg'"``.
    credit, source
        As :class:`~ukiyo_widgets.images.reading.reading.Picture` has them.
    """

    values: bytes | Image.Image | NDArray[Any]
    subject: str
    credit: str
    source: str | None = None


def name_of(source: object) -> str:
    """Return what to call a source in a list, on one line: a file's name without an address's secrets, a sample's, or its kind.

    Examples
    --------
    >>> name_of("prints/wave.jpg"), name_of("sample:wave"), name_of(b"...")
    ('wave.jpg', 'sample:wave', 'bytes')
    """
    if isinstance(source, str) and "://" in source:
        name = fetching.credit_of(source).rstrip("/").rpartition("/")[2]
    else:
        name = Path(source).name if isinstance(source, str | os.PathLike) else type(source).__name__
    return one_line(name, most=MOST_SHOWN)


def take(source: Source, *, role: str, max_side_px: int | None, timeout_s: float, max_bytes: int) -> Given:
    """Return the bytes or values of a source; the parameters are those of :func:`read_image`.

    Raises
    ------
    ImageError
        If it is none of what can be read, is not there, or is too long.
    """
    if isinstance(source, SamplePrint) or (isinstance(source, str) and source.startswith("sample:")):
        sample = _sample_named(source) if isinstance(source, str) else source
        version = sample.gray if role == "content" else sample.color
        drawn = version() if max_side_px is None else version(max_side_px=max_side_px)
        name = source if isinstance(source, str) else f"sample:{getattr(source, 'name', 'print')}"
        given = take(drawn, role=role, max_side_px=max_side_px, timeout_s=timeout_s, max_bytes=max_bytes)
        return replace(given, credit=name, source=name)
    subject = _Subject(role)
    if isinstance(source, Tensor):
        return Given(_as_array(source), subject.of("array"), "array")
    if isinstance(source, np.ndarray):
        return Given(source, subject.of("array"), "array")
    if isinstance(source, Image.Image):
        return Given(source, subject.of("picture"), "picture")
    if isinstance(source, str) and "://" in source:
        return _fetched(source, subject, timeout_s=timeout_s, max_bytes=max_bytes)
    return _stored(source, subject, max_bytes=max_bytes)


@dataclass(frozen=True, slots=True)
class _Subject:
    """Beginnings of error sentences."""

    role: str

    def of(self, kind: str) -> str:
        """Return ``"The content image (array)"``."""
        return f"The {self._image} ({kind})"

    def named(self, credit: str) -> str:
        """Return ``"The content image 'wave.jpg'"``."""
        return f"The {self._image} '{one_line(credit, most=MOST_SHOWN)}'"

    @property
    def _image(self) -> str:
        return "image" if self.role == "image" else f"{self.role} image"


def _fetched(url: str, subject: _Subject, *, timeout_s: float, max_bytes: int) -> Given:
    credit = one_line(fetching.credit_of(url), most=MOST_SHOWN)
    begin = subject.named(credit)
    if not 0 < timeout_s <= threading.TIMEOUT_MAX:
        raise ImageError(f"timeout_s is a positive number of seconds; got {timeout_s}.")
    data = fetching.fetch(url, subject=begin, timeout_s=timeout_s, max_bytes=max_bytes)
    return Given(data, begin, credit, fetching.address_of(url))


def _stored(source: Any, subject: _Subject, *, max_bytes: int) -> Given:
    """Take what is in a file, in bytes or behind an open file."""
    if isinstance(source, str | os.PathLike):
        path = files.absolute(source, subject=subject.named(os.fsdecode(source)))
        credit = one_line(path.name, most=MOST_SHOWN)
        begin = subject.named(credit)
        data = files.read_path(path, subject=begin, max_bytes=max_bytes)
        told = one_line(credit_in(data), most=MOST_OF_A_CREDIT_LINE)
        return Given(data, begin, f"{credit}: {told}" if told else credit, str(path))
    if isinstance(source, bytes | bytearray | memoryview):
        begin = subject.of("bytes")
        return Given(files.checked(bytes(source), subject=begin, max_bytes=max_bytes), begin, "bytes")
    if isinstance(source, BinaryFile):
        name = getattr(source, "name", None)
        credit = one_line(Path(name).name, most=MOST_SHOWN) if isinstance(name, str) else "file object"
        begin = subject.named(credit) if isinstance(name, str) else subject.of(credit)
        return Given(files.read_stream(source, subject=begin, max_bytes=max_bytes), begin, credit)
    raise ImageError(
        f"{subject.of(type(source).__name__)} is nothing that can be read; give a path, a web address, bytes, an open "
        "file, a Pillow picture, a NumPy array, a torch tensor or a sample print."
    )


def _as_array(tensor: Tensor) -> NDArray[Any]:
    """Return a tensor on any device as an array: 3×H×W and 1×C×H×W become H×W×C.

    A picture has sides of 16 px or more, so that a first dimension of 1, 3 or 4 is its channels.
    """
    plain = tensor.detach()
    if plain.dtype == torch.bfloat16:  # NumPy has no such type
        plain = plain.float()
    if plain.ndim == 4 and plain.shape[0] == 1:
        plain = plain[0]
    if plain.ndim == 3 and plain.shape[0] in (1, 3, 4):
        plain = plain.permute(1, 2, 0)
    values: NDArray[Any] = plain.cpu().resolve_conj().resolve_neg().numpy()
    return values


def _sample_named(text: str) -> SamplePrint:
    try:
        return samples[text.removeprefix("sample:")]
    except KeyError as error:
        raise ImageError(str(error.args[0])) from None
