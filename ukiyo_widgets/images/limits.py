"""How large a picture may be, stated once and checked before any memory is spent on pixels."""

from __future__ import annotations

from ukiyo_widgets.errors import ImageError

MAX_SOURCE_PX = 200_000_000
"""Most pixels that a source may have: a scan of 14,000 × 14,000."""

MAX_BYTES = 200 * 1024**2
"""Most bytes that a file, a stream or a download may have."""

TIMEOUT_S = 20.0
"""Longest time that a download may take, from the look-up of the host's name to the last byte."""

MIN_SIDE_PX = 16
"""Shortest allowed side: after VGG-19's four poolings a side of 16 px is one feature, the least that has a style."""

MAX_ASPECT = 12
"""Largest ratio of the sides. Hashira-e, the narrowest prints, are about 6:1; beyond 12:1 it is a ruler or a mistake."""


def check_size(height: int, width: int, *, subject: str, max_source_px: int = MAX_SOURCE_PX) -> None:
    """Refuse a picture that is too small, too long or too large.

    Parameters
    ----------
    height, width
        Sides in px, as the header or the array states them.
    subject
        Beginning of the error sentence: ``"The content image 'wave.jpg'"``.
    max_source_px
        Most pixels allowed.

    Raises
    ------
    ImageError
        If a side is shorter than :data:`MIN_SIDE_PX`, the sides' ratio above :data:`MAX_ASPECT`, or the area too large.

    Examples
    --------
    >>> check_size(480, 640, subject="The image 'wave.jpg'")
    """
    size = f"{subject} has {width} × {height} pixels"
    short, long = sorted((height, width))
    if short < MIN_SIDE_PX:
        raise ImageError(f"{size}; each side needs at least {MIN_SIDE_PX} pixels, so give a larger picture.")
    if long > MAX_ASPECT * short:
        raise ImageError(
            f"{size}; the longer side may be at most {MAX_ASPECT} times the shorter one, so crop the picture."
        )
    if height * width > max_source_px:
        raise ImageError(
            f"{size}, more than the {max_source_px:,} that are allowed; "
            "make the picture smaller, or raise max_source_px if you trust it."
        )
