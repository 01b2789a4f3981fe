"""Pictures for a page: at about even spacing, in the bytes that there are for them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from io import BytesIO

import PIL.Image

SIDE_PX = 1024
"""Longest side of a page's pictures: more is not seen in a browser's window beside text."""

MOST_PICTURES = 60
"""Of a run in a page; when there are more, every other one goes."""

_FIRST_QUALITY = 90
_QUALITIES = (82, 72, 62, 50)
_ENOUGH = 40
"""Pictures for which a lower quality is worth it; below that, fewer are shown."""

_LOSSLESS_SHARE = 0.3
"""Of the bytes, which the newest picture may take to be shown exactly."""


def webp(image: PIL.Image.Image, *, quality: int | None = None) -> bytes:
    """Return a picture, reduced to :data:`SIDE_PX`, as WebP; without a ``quality`` lossless."""
    small = image.convert("RGB")
    small.thumbnail((SIDE_PX, SIDE_PX), PIL.Image.Resampling.LANCZOS)
    buffer = BytesIO()
    small.save(buffer, "WEBP", quality=80 if quality is None else quality, lossless=quality is None, method=4)
    return buffer.getvalue()


def as_text(data: bytes) -> str:
    """Return bytes as base64."""
    return base64.b64encode(data).decode("ascii")


def newest(image: PIL.Image.Image, *, most_bytes: int) -> bytes:
    """Return the picture that a run ends with: lossless, where that leaves enough room for the others."""
    exact = webp(image)
    return exact if len(exact) <= _LOSSLESS_SHARE * most_bytes else webp(image, quality=_FIRST_QUALITY)


def thinned(pictures: Iterable[tuple[int, PIL.Image.Image]]) -> dict[int, bytes]:
    """Encode the pictures of some iterations, one at a time, and keep :data:`MOST_PICTURES` of them at about even spacing."""
    kept: dict[int, bytes] = {}
    spacing = 1
    for index, image in pictures:
        if kept and index < next(reversed(kept)) + spacing:
            continue
        kept[index] = webp(image, quality=_FIRST_QUALITY)
        if len(kept) > MOST_PICTURES:
            spacing *= 2
            kept = _spaced(kept, spacing)
    return kept


def fitted(kept: Mapping[int, bytes], *, most_bytes: int) -> dict[int, bytes]:
    """Return as many of the pictures as fit into so many bytes, at the highest quality at which enough do."""
    if not kept:
        return {}
    for quality in _QUALITIES:
        encoded = {index: _again(data, quality=quality) for index, data in kept.items()}
        mean_bytes = sum(map(len, encoded.values())) / len(encoded)
        room = int(most_bytes / mean_bytes)
        if room >= min(len(encoded), _ENOUGH):
            break
    chosen = _evenly(list(encoded), min(room, len(encoded)))
    while chosen and sum(len(encoded[index]) for index in chosen) > most_bytes:  # some are larger than the mean
        chosen = _evenly(list(encoded), len(chosen) - 1)
    return {index: encoded[index] for index in chosen}


def _again(data: bytes, *, quality: int) -> bytes:
    return webp(PIL.Image.open(BytesIO(data)), quality=quality)


def _spaced(kept: Mapping[int, bytes], spacing: int) -> dict[int, bytes]:
    chosen: dict[int, bytes] = {}
    for index, data in kept.items():
        if not chosen or index >= next(reversed(chosen)) + spacing:
            chosen[index] = data
    return chosen


def _evenly(indices: list[int], n: int) -> list[int]:
    """Return ``n`` of the iterations, the first always among them."""
    return [indices[place * len(indices) // n] for place in range(n)] if n else []
