"""Arrays as rows of sRGB."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.modes import RANGE_SLACK, Levels, on_paper
from ukiyo_widgets.images.resizing import Rows

_WHITE = {"bool": 1.0, "uint8": 255.0, "uint16": 65535.0}


def from_array(array: NDArray[np.generic], *, subject: str) -> Rows:
    """Return the rows of an array: H×W or H×W×1 (gray), H×W×3 (RGB), H×W×4 (RGBA), sRGB-encoded.

    uint8 means 0 to 255, uint16 0 to 65535, bool black and white, and floats mean [0, 1].

    Raises
    ------
    ImageError
        If the type or a value is another.
    """
    _check_values(array, subject)
    height, width = array.shape[:2]
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
