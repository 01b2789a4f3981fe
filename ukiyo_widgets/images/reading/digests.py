"""The SHA-256 of what was given, by which a recipe knows its prints again."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ukiyo_widgets.images.resizing import spans

_STEP_BYTES = 2**24


def digest(values: bytes | Image.Image | NDArray[Any], *, orientation: int) -> str:
    """Return the SHA-256, in hex, of a file's bytes, a loaded picture with its EXIF orientation, or an array."""
    if isinstance(values, bytes):
        return hashlib.sha256(values).hexdigest()
    return _of_array(values) if isinstance(values, np.ndarray) else _of_picture(values, orientation)


def _of_picture(image: Image.Image, orientation: int) -> str:
    """Count mode, size, palette, profile, orientation and values."""
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


def _of_array(array: NDArray[Any]) -> str:
    """Count type, shape and values, in C order and little-endian bytes."""
    ordered = array.astype(array.dtype.newbyteorder("<"), copy=False)
    sha256 = hashlib.sha256(f"{array.dtype.name} {array.shape} ".encode())
    rows = max(1, _STEP_BYTES // max(1, ordered[:1].nbytes))
    for start in range(0, len(ordered), rows):
        sha256.update(np.ascontiguousarray(ordered[start : start + rows]).tobytes())
    return sha256.hexdigest()
