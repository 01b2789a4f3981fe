"""What a file that is no picture looks like, for an error sentence that helps."""

from __future__ import annotations

_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"8BPS", "a Photoshop document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"\0\0\x01\0", "an icon"),
    (b"version https://git-lfs", "a Git LFS pointer in place of the file"),
)

_ISO_MEDIA = {b"avif": "an AVIF picture", b"heic": "a HEIC picture", b"mif1": "a HEIF picture"}


def appearance(data: bytes) -> str:
    """Say what bytes look like, with an article.

    Examples
    --------
    >>> appearance(b"<!DOCTYPE html><title>Not found</title>")
    'an HTML page'
    """
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    if data[4:8] == b"ftyp":
        return _ISO_MEDIA.get(data[8:12], "a film")
    text = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text:
        return "an SVG drawing"
    if text.startswith((b"<!doctype html", b"<html")) or b"<html" in text:
        return "an HTML page"
    return "text" if _is_text(data[:2048]) else "data of an unknown format"


def _is_text(data: bytes) -> bool:
    # A multi-byte character may be cut at the end, so the last three bytes may fail to decode.
    text = data.decode("utf-8", errors="ignore")
    whole = len(text.encode()) >= len(data) - 3
    return whole and all(character.isprintable() or character.isspace() for character in text)
