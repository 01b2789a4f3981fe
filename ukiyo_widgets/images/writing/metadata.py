"""Texts inside picture files: how a result tells the recipe that made it.

PNG has a place for named texts (iTXt chunks). The other formats get one JSON object in EXIF's ImageDescription, which is
ASCII by definition, so the JSON escapes all else.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Mapping
from pathlib import Path

from PIL import ExifTags, Image, PngImagePlugin

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.limits import MAX_BYTES
from ukiyo_widgets.images.reading import files
from ukiyo_widgets.images.reading.damage import damage_as_image_error
from ukiyo_widgets.images.reading.opening import open_header
from ukiyo_widgets.untrusted import read_json

SOFTWARE = "ukiyo_widgets"
"""Who wrote the file, in PNG's and EXIF's field Software."""

_MAX_KEY_CHARACTERS = 79
_MOST_CHARACTERS = 64 * 2**20
_LEFT_OUT = "Left out"


def check_metadata(metadata: Mapping[str, str]) -> dict[str, str]:
    """Return a copy of the metadata.

    Raises
    ------
    ImageError
        If a key is not as PNG demands (1 to 79 printable Latin-1 characters, no spaces at its ends or doubled; PNG
        specification, 11.3.3.2), or is "Software", or a value is not a text.
    """
    for key, value in metadata.items():
        tidy = isinstance(key, str) and key == " ".join(key.split(" ")).strip() and "  " not in key
        if not tidy or not 1 <= len(key) <= _MAX_KEY_CHARACTERS or not key.isprintable() or max(key) > "\xff":
            raise ImageError(f"A key of metadata has 1 to {_MAX_KEY_CHARACTERS} plain characters; got {key!r}.")
        if key == "Software":
            raise ImageError(f"The key 'Software' of metadata is taken: it says '{SOFTWARE}'; choose another.")
        if not isinstance(value, str):
            raise ImageError(f"Metadata are texts; '{key}' is of type {type(value).__name__}, so turn it into one.")
        if not value.isascii() and value != value.encode(errors="replace").decode():
            raise ImageError(f"The metadata '{key}' hold a lone surrogate, which is no character; remove it.")
    return dict(metadata)


def png_chunks(texts: dict[str, str]) -> PngImagePlugin.PngInfo:
    """Return the chunks for a PNG: sRGB, Software, and one iTXt for each text."""
    chunks = PngImagePlugin.PngInfo()
    chunks.add(b"sRGB", b"\x00")  # rendering intent: perceptual
    chunks.add_itxt("Software", SOFTWARE)
    for key, value in texts.items():
        chunks.add_itxt(key, value)
    return chunks


def description(texts: dict[str, str]) -> Image.Exif:
    """Return EXIF with the texts as JSON in its ImageDescription."""
    exif = Image.Exif()
    exif[ExifTags.Base.Software] = SOFTWARE
    if texts:
        exif[ExifTags.Base.ImageDescription] = json.dumps(texts)
    return exif


def fitting_description(texts: dict[str, str], *, most_bytes: int) -> Image.Exif:
    """Return EXIF as :func:`description`, without the longest texts where it would have more bytes; they are named in it."""
    kept, left_out = dict(texts), list[str]()
    while len((exif := description(kept)).tobytes()) > most_bytes and kept.keys() - {_LEFT_OUT}:
        left_out.append(max(kept.keys() - {_LEFT_OUT}, key=lambda each: len(kept[each])))
        del kept[left_out[-1]]
        kept[_LEFT_OUT] = f"{', '.join(left_out)}: too long for this format; a PNG holds them"
    if left_out:
        warnings.warn(
            f"{', '.join(left_out)}: too long for a JPEG, and left out of it; a PNG holds them.", stacklevel=5
        )
    return exif


def read_metadata(path: str | os.PathLike[str]) -> dict[str, str]:
    """Return the metadata that :func:`ukiyo_widgets.images.writing.writing.save_image` wrote into a file.

    Of a file by another program: a PNG's texts, and nothing of other formats.

    Raises
    ------
    ImageError
        If the file is missing, or no PNG, JPEG, WebP or TIFF picture.

    Examples
    --------
    >>> read_metadata("wave.png")  # doctest: +SKIP
    {'Title': 'Wave'}
    """
    name = Path(path).name
    subject = f"The image '{name}'"
    data = files.read_path(files.absolute(path, subject=subject), subject=subject, max_bytes=MAX_BYTES)
    image = open_header(data, subject=subject)
    with damage_as_image_error(subject):
        if isinstance(image, PngImagePlugin.PngImageFile):
            return {key: str(text) for key, text in image.text.items() if (key, text) != ("Software", SOFTWARE)}
        exif = image.getexif()
    if exif.get(ExifTags.Base.Software) != SOFTWARE or ExifTags.Base.ImageDescription not in exif:
        return {}
    try:
        texts = read_json(exif[ExifTags.Base.ImageDescription], most_characters=_MOST_CHARACTERS)
    except (ValueError, TypeError):
        return {}
    return {str(key): str(text) for key, text in texts.items()} if isinstance(texts, dict) else {}
