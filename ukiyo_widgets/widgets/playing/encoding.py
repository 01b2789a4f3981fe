"""Pictures on their way to the browser."""

from __future__ import annotations

from io import BytesIO

import PIL.Image
from torch import Tensor

from ukiyo_widgets.images.colour import rgb_to_lab

LIVE_QUALITY = 88
"""JPEG quality of live and kept frames: at 512 px 1 to 3 ms and 50 KB, where PNG takes 30 ms (measured)."""


def jpeg(image: PIL.Image.Image, *, quality: int = LIVE_QUALITY) -> bytes:
    """Return ``image`` as JPEG."""
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality, subsampling=0)  # colour is what is looked at here: keep all of it
    return buffer.getvalue()


def png(image: PIL.Image.Image) -> bytes:
    """Return ``image`` as PNG: lossless."""
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def thumbnail(image: PIL.Image.Image, *, side_px: int) -> bytes:
    """Return a small JPEG of ``image``."""
    small = image.convert("RGB")
    small.thumbnail((side_px, side_px), PIL.Image.Resampling.LANCZOS)
    return jpeg(small)


def chroma(pixels: Tensor) -> bytes:
    """Return a* and b* of a picture, (3, H, W) in [0, 1]: int16 in rows, one after the other, in steps of 1/128.

    A picture in eight bits tells dark colours too coarsely to be carried to lighter places of a scan.
    """
    ab = 128 * rgb_to_lab(pixels)[1:]
    return ab.round().permute(1, 2, 0).numpy().astype("<i2").tobytes()
