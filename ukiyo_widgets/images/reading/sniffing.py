"""What a file that is no picture looks like, for an error sentence that helps."""

from __future__ import annotations

_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"8BPS", "a Photoshop document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\0\0\x01\0", "an icon"),
    (b"version https://git-lfs", "a Git LFS pointer in place of the file"),
)

_ISO_MEDIA = {
    b"avif": "an AVIF picture",
    b"avis": "an AVIF film",
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), "a HEIC picture"),
    b"mif1": "a HEIF picture",
    b"msf1": "a HEIF picture",
}
_INSTALLABLE = "which is read where the package {} is installed: pip install 'ukiyo_widgets[formats]'"


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
        found = next((_ISO_MEDIA[brand] for brand in brands(data) if brand in _ISO_MEDIA), "a film")
        return f"{found}, {_INSTALLABLE.format('pillow-heif')}" if "HEI" in found else found
    if data.startswith((b"\xff\x0a", b"\0\0\0\x0cJXL ")):
        return f"a JPEG XL picture, {_INSTALLABLE.format('pillow-jxl-plugin')}"
    text = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text:
        return "an SVG drawing"
    if text.startswith((b"<!doctype html", b"<html")) or b"<html" in text:
        return "an HTML page"
    return "text" if _is_text(data[:2048]) else "data of an unknown format"


def brands(head: bytes) -> list[bytes]:
    """Return the brands of an ISO media file, its major one first; none if it is no such file."""
    if head[4:8] != b"ftyp":
        return []
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return [head[8:12], *(head[place : place + 4] for place in range(16, end - 3, 4))]


def is_iso_media(head: bytes, of: tuple[bytes, ...]) -> bool:
    """Whether a file begins as an ISO media file whose major brand is one of those given, or mif1 beside one of them."""
    found = brands(head)
    return bool(found) and (found[0] in of or (found[0] in {b"mif1", b"msf1"} and any(each in of for each in found)))


def _is_text(data: bytes) -> bool:
    # A multi-byte character may be cut at the end, so the last three bytes may fail to decode.
    text = data.decode("utf-8", errors="ignore")
    whole = len(text.encode()) >= len(data) - 3
    return whole and all(character.isprintable() or character.isspace() for character in text)
