"""NumPy arrays and torch tensors as pictures."""

from __future__ import annotations

import hashlib

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.limits import check_size
from ukiyo_widgets.images.reading.modes import RANGE_SLACK, Levels, on_paper
from ukiyo_widgets.images.resizing import Rows

_WHITE = {"bool": 1.0, "uint8": 255.0, "uint16": 65535.0}
_STEP_BYTES = 2**24


def from_array(array: NDArray[np.generic], *, subject: str, max_source_px: int) -> Rows:
    """Return the rows of an array: H×W or H×W×1 (gray), H×W×3 (RGB), H×W×4 (RGBA), sRGB-encoded.

    uint8 means 0 to 255, uint16 0 to 65535, bool black and white, and floats mean [0, 1].

    Raises
    ------
    ImageError
        If the shape, the type or a value is another.
    """
    _check_shape(array, subject)
    height, width = array.shape[:2]
    check_size(height, width, subject=subject, max_source_px=max_source_px)
    _check_values(array, subject)
    white = np.float32(_WHITE.get(array.dtype.name, 1.0))

    def read(start: int, stop: int) -> Tensor:
        strip = array[start:stop].reshape(stop - start, width, -1)
        levels: Levels
        if strip.dtype == np.uint8:
            levels = strip.astype(np.uint8)
        else:
            levels = (strip.astype(np.float32) / white).clip(0, 1)
        if levels.shape[2] == 4:
            levels = on_paper(levels[..., :3], levels[..., 3:])
        return torch.from_numpy(levels).permute(2, 0, 1).contiguous()

    return Rows(height, width, read)


def from_tensor(tensor: Tensor) -> NDArray[np.generic]:
    """Return a tensor on any device as an array for :func:`from_array`: 3×H×W and 1×C×H×W become H×W×C.

    A picture has sides of 16 px or more, so that a first dimension of 1, 3 or 4 is its channels.
    """
    plain = tensor.detach()
    if plain.dtype == torch.bfloat16:  # NumPy has no such type
        plain = plain.float()
    if plain.ndim == 4 and plain.shape[0] == 1:
        plain = plain[0]
    if plain.ndim == 3 and plain.shape[0] in (1, 3, 4):
        plain = plain.permute(1, 2, 0)
    values: NDArray[np.generic] = plain.cpu().resolve_conj().resolve_neg().numpy()
    return values


def digest(array: NDArray[np.generic]) -> str:
    """Return the SHA-256, in hex, of an array's type, shape and values in C order and little-endian bytes."""
    ordered = array.astype(array.dtype.newbyteorder("<"), copy=False)
    sha256 = hashlib.sha256(f"{array.dtype.name} {array.shape} ".encode())
    rows = max(1, _STEP_BYTES // max(1, ordered[:1].nbytes))
    for start in range(0, len(ordered), rows):
        sha256.update(np.ascontiguousarray(ordered[start : start + rows]).tobytes())
    return sha256.hexdigest()


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


def _check_values(array: NDArray[np.generic], subject: str) -> None:
    if array.dtype.name in _WHITE:
        return
    if not np.issubdtype(array.dtype, np.floating):
        raise ImageError(
            f"{subject} has values of type {array.dtype.name}, whose white is not settled; "
            "convert them to uint8 (0 to 255) or to floats in [0, 1]."
        )
    low, high = float(array.min()), float(array.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        raise ImageError(f"{subject} holds values that are not numbers (NaN or infinite); replace them.")
    if low < -RANGE_SLACK or high > 1 + RANGE_SLACK:
        advice = "divide it by 255" if low >= -RANGE_SLACK and high <= 255 else "rescale or clip it"
        raise ImageError(f"{subject} has floats from {low:.4g} to {high:.4g}; [0, 1] is allowed, so {advice}.")
