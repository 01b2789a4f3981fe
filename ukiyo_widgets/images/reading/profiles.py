"""Embedded ICC profiles: from the colours that a file means to sRGB.

The intent is relative colorimetric with black point compensation, as browsers and Photoshop show a picture: white stays
white, black stays black, and the colours between keep their relations.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageCms

from ukiyo_widgets.images.colour import linear_to_srgb

Convert = Callable[[Image.Image], Image.Image]
_Anything = TypeVar("_Anything")

_SPACES = {"GRAY": "L", "RGB": "RGB", "CMYK": "CMYK"}
"""The colour space that a profile states, and the Pillow mode that it describes."""

_NEAR_SRGB = 1
"""A profile that moves no colour by more levels than this is sRGB under one of its many names, and is skipped: so a file
in sRGB is read value for value."""

_PROBE_STEPS = 9

_GAMMA_OF_SRGB, _NEAR_GAMMA = 0.45455, 0.005


def colour_converter(mode: str, profile: bytes | None, *, subject: str) -> Convert:
    """Return a function that converts pictures of ``mode`` (RGB, CMYK or LAB) to sRGB, mode RGB.

    A profile that is broken, or that describes another kind of picture, is ignored with a warning: the colours are then
    read as sRGB, and CMYK by Pillow's formula.
    """
    if mode == "LAB":
        return _apply(_transform(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")), "LAB"))
    plain: Convert = _to_rgb
    if not profile:
        return plain
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if _SPACES.get(source.profile.xcolor_space.strip()) != mode:
            return _ignored(plain, subject)
        convert = _apply(_transform(source, mode))
        probe = _probe()
        unchanged = mode == "RGB" and _difference(convert(probe), probe) <= _NEAR_SRGB
    except (OSError, ValueError, TypeError, ImageCms.PyCMSError):
        return _ignored(plain, subject)
    return plain if unchanged else convert


def gray_curve(profile: bytes | None, *, subject: str) -> NDArray[np.float32] | None:
    """Return what the gray levels 0, 1/255, ..., 1 are in sRGB, shape (256,), or None where they are the same.

    A gray profile is one curve, so interpolating in it serves 16-bit scans as well. Gray pictures with the RGB profile of
    their scanner are common; the profile then bends the gray axis.
    """
    if not profile:
        return None
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8)[None])
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = _SPACES.get(source.profile.xcolor_space.strip(), "")
        if mode not in ("L", "RGB"):
            return _ignored(None, subject)
        bent = _apply(_transform(source, mode))(ramp.convert(mode))
    except (OSError, ValueError, TypeError, ImageCms.PyCMSError):
        return _ignored(None, subject)
    if _difference(bent, ramp.convert("RGB")) <= _NEAR_SRGB:
        return None
    # The green of a neutral is its gray; red and blue differ from it by rounding at most.
    curve: NDArray[np.float32] = np.asarray(bent.getchannel("G"))[0].astype(np.float32) / np.float32(255)
    return curve


def gamma_curve(info: Mapping[Any, Any]) -> NDArray[np.float32] | None:
    """Return what levels from 0 to 1 are in sRGB where a PNG's gAMA says so, or None: its sRGB and iCCP win, and so does silence.

    The chunk has the exponent by which light was encoded; sRGB's is about 1/2.2 (PNG specification, 11.3.2.2).
    """
    gamma = info.get("gamma")
    if (
        not isinstance(gamma, float)
        or "srgb" in info
        or abs(gamma - _GAMMA_OF_SRGB) < _NEAR_GAMMA
        or not 0.01 <= gamma <= 10
    ):
        return None
    light = torch.linspace(0, 1, 65536, dtype=torch.float64, device="cpu") ** (1 / gamma)
    curve: NDArray[np.float32] = linear_to_srgb(light).numpy().astype(np.float32)
    return curve


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """Return an sRGB profile to embed, the same bytes on every call and day."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # Header bytes 24 to 35 are the time of creation (ICC.1:2010, section 7.2); a fixed one keeps files reproducible.
    made[24:36] = b"\x07\xd0\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00"
    return bytes(made)


def _transform(source: ImageCms.ImageCmsProfile, mode: str) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        source,
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
        mode,
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _apply(transform: ImageCms.ImageCmsTransform) -> Convert:
    def convert(image: Image.Image) -> Image.Image:
        converted = ImageCms.applyTransform(image, transform)
        if converted is None:  # only for inPlace=True
            raise TypeError("no picture came back")
        return converted

    return convert


def _to_rgb(image: Image.Image) -> Image.Image:
    return image if image.mode == "RGB" else image.convert("RGB")


def _probe() -> Image.Image:
    """Return the colours of a 9 × 9 × 9 grid as a picture."""
    levels = np.linspace(0, 255, _PROBE_STEPS).round().astype(np.uint8)
    grid = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(1, -1, 3)
    return Image.fromarray(grid)


def _difference(one: Image.Image, other: Image.Image) -> int:
    return int(np.abs(np.asarray(one, dtype=np.int16) - np.asarray(other, dtype=np.int16)).max())


def _ignored(instead: _Anything, subject: str) -> _Anything:
    warnings.warn(
        f"{subject} has a colour profile that cannot be used; its colours are read as sRGB.", UserWarning, stacklevel=5
    )
    return instead
