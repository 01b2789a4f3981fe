"""From an opened picture, or an array, to rows of sRGB."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image

from ukiyo_widgets.images.reading.arrays import from_array
from ukiyo_widgets.images.reading.damage import damage_as_image_error
from ukiyo_widgets.images.reading.modes import rows_of
from ukiyo_widgets.images.resizing import Rows


def decode(opened: Image.Image | NDArray[Any], *, subject: str) -> Rows:
    """Return the rows of a picture of any size, as stored; a Pillow picture that was given stays as it is.

    Raises
    ------
    ImageError
        If it is damaged or cut off, or a value is not allowed; ``subject`` begins the sentence.
    """
    return from_array(opened, subject=subject) if isinstance(opened, np.ndarray) else from_pil(opened, subject=subject)


def from_pil(image: Image.Image, *, subject: str) -> Rows:
    """Do what :func:`decode` does for a picture that Pillow has opened."""
    with damage_as_image_error(subject):
        image.load()
        orientation = orientation_of(image)
        return replace(rows_of(image, subject=subject), orientation=orientation)


def orientation_of(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 where there is none or it cannot be read.

    Asked after loading, because Pillow turns TIFF pictures itself while loading them, and then drops the tag.
    """
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - broken EXIF raises almost anything, and the picture is fine without it
        return 1
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1
