"""Every Pillow mode, from 1-bit to CMYK, as rows of sRGB."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.damage import damage_as_image_error
from ukiyo_widgets.images.reading.profiles import Convert, colour_converter, gamma_curve, gray_curve
from ukiyo_widgets.images.reading.tiff import white_of
from ukiyo_widgets.images.resizing import Rows

PAPER_WHITE = 1.0
"""What lies under transparent pixels: sRGB white. The washi of a print is warmer, but a tinted paper would put a colour
into a gray print and a style into a reference that nobody chose; viewers and printers show white as well."""

RANGE_SLACK = 1e-4
"""How far float values may leave their range, a fortieth of an 8-bit level: room for the rounding of other programs."""

_GRAY_MODES = ("1", "L", "LA", "La", "I", "F")
_ALPHA_MODES = ("LA", "La", "PA", "RGBA", "RGBa")

Floats = NDArray[np.float32]
Levels = NDArray[np.uint8] | Floats


def rows_of(image: Image.Image, *, subject: str) -> Rows:
    """Return the rows of a loaded picture of any mode, converted strip by strip.

    Gray levels: 8-bit ones are divided by 255, modes I;16 and I (how Pillow gives 16-bit files) by 65535. Mode F, the
    float TIFF, is taken as [0, 1] if no value is above 1 and as [0, 255] otherwise. Transparent pixels are laid on
    :data:`PAPER_WHITE`, in encoded values, as browsers do.

    Parameters
    ----------
    image
        A loaded picture.
    subject
        Beginning of error sentences.

    Returns
    -------
    Rows
        One channel for gray modes, else three.

    Raises
    ------
    ImageError
        If the values are outside the range that the mode has here.
    """
    profile = image.info.get("icc_profile")
    convert: Callable[[Image.Image], Levels]
    if image.mode in _GRAY_MODES or image.mode.startswith("I;16"):
        white = _white_level(image, subject)
        curve = gray_curve(profile, subject=subject) if profile else gamma_curve(image.info)
        convert = partial(_gray_levels, white=white, curve=curve, subject=subject)
    else:
        mode = image.mode if image.mode in ("CMYK", "LAB") else "RGB"
        curve = None if profile else gamma_curve(image.info)
        convert = partial(_colours, to_srgb=colour_converter(mode, profile, subject=subject), curve=curve)

    def read(start: int, stop: int) -> Tensor:
        with damage_as_image_error(subject):
            strip, alpha = _split_alpha(image.crop((0, start, image.width, stop)))
            levels = convert(strip)
            if alpha is not None:
                levels = on_paper(levels, np.asarray(alpha)[..., None])
        return torch.from_numpy(levels).permute(2, 0, 1).contiguous()

    return Rows(image.height, image.width, read)


def on_paper(levels: Levels, alpha: Levels) -> Floats:
    """Lay levels (H×W×C) with an alpha (H×W×1) on :data:`PAPER_WHITE`; both are uint8, or floats in [0, 1]."""
    colour, share = (
        values.astype(np.float32) / np.float32(255) if values.dtype == np.uint8 else values
        for values in (levels, alpha)
    )
    laid: Floats = (colour * share + np.float32(PAPER_WHITE) * (1 - share)).astype(np.float32)
    return laid


def _split_alpha(strip: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Return the strip without its alpha, and the alpha if there is one (a channel, or a palette entry or colour)."""
    if strip.mode not in (*_ALPHA_MODES, "1", "L", "P", "RGB"):
        return strip, None
    if strip.mode not in _ALPHA_MODES and "transparency" not in strip.info:
        return strip, None
    gray = strip.mode in _GRAY_MODES
    whole = strip.convert("LA" if gray else "RGBA")
    return whole.convert("L" if gray else "RGB"), whole.getchannel("A")


def _colours(strip: Image.Image, *, to_srgb: Convert, curve: Floats | None) -> Levels:
    ready = strip if strip.mode in ("RGB", "CMYK", "LAB") else strip.convert("RGB")
    levels = np.array(to_srgb(ready))
    if curve is None:
        return levels
    bent: Floats = np.interp(np.arange(256) / 255, np.linspace(0, 1, curve.size), curve).astype(np.float32)[levels]
    return bent


def _gray_levels(strip: Image.Image, *, white: float, curve: Floats | None, subject: str) -> Levels:
    if strip.mode in ("1", "La"):
        strip = strip.convert("L")
    if strip.mode == "L" and curve is None:
        return np.array(strip)[..., None]
    levels = np.asarray(strip).astype(np.float32)
    if not np.isfinite(levels).all():
        raise ImageError(f"{subject} holds values that are not numbers (NaN or infinite); replace them.")
    levels = (levels / np.float32(white)).clip(0, 1)
    if curve is not None:
        levels = np.interp(levels, np.linspace(0, 1, curve.size), curve).astype(np.float32)
    return levels[..., None]


def _white_level(image: Image.Image, subject: str) -> float:
    """Return the value that means white, after a look at the values where the mode does not settle it."""
    if image.mode.startswith("I;16"):
        levels = np.asarray(image)
        return white_of(image, float(levels.min()), float(levels.max()), subject=subject)
    if image.mode not in ("I", "F"):
        return 255.0
    low, high = (float(value) for value in image.getextrema())  # type: ignore[arg-type]
    if image.mode == "I":
        if low < 0 or high > 65535:
            raise ImageError(
                f"{subject} has 32-bit gray levels from {low:.0f} to {high:.0f}; 0 to 65535 are allowed, "
                "so save it with 8 or 16 bits."
            )
        return 65535.0
    # Comparisons with NaN are false: such a picture goes on to the check in _gray_levels.
    if low < -RANGE_SLACK or 255 * (1 + RANGE_SLACK) < high < np.inf:
        raise ImageError(
            f"{subject} has float gray levels from {low:.4g} to {high:.4g}; [0, 1] or [0, 255] is allowed, so rescale it."
        )
    return 1.0 if high <= 1 + RANGE_SLACK else 255.0
