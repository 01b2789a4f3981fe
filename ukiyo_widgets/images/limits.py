"""How large a picture may be and becomes, settled before any memory is spent on pixels."""

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


def check_max_side(max_side_px: int) -> None:
    """Raise ImageError unless ``max_side_px`` is a positive whole number."""
    if isinstance(max_side_px, bool) or not isinstance(max_side_px, int) or max_side_px < 1:
        raise ImageError(f"max_side_px is a whole number of pixels, at least 1; got {max_side_px!r}.")


def fitted_size(height: int, width: int, *, max_side_px: int) -> tuple[int, int]:
    """Return (height, width) scaled so that the longer side is exactly ``max_side_px``, up or down.

    The shorter side is rounded half up and is at least 1.

    Raises
    ------
    ImageError
        If ``max_side_px`` is not a positive whole number.

    Examples
    --------
    >>> fitted_size(1000, 3000, max_side_px=512)
    (171, 512)
    """
    check_max_side(max_side_px)
    long = max(height, width)
    scaled = [max(1, (2 * side * max_side_px + long) // (2 * long)) for side in (height, width)]
    return scaled[0], scaled[1]


def check_size(
    height: int, width: int, *, subject: str, max_side_px: int | None = None, max_source_px: int = MAX_SOURCE_PX
) -> None:
    """Refuse a picture that is too small, too long or too large.

    Parameters
    ----------
    height, width
        Sides in px, as the header or the array states them.
    subject
        Beginning of the error sentence: ``"The content image 'wave.jpg'"``.
    max_side_px
        What its longer side will be brought to, or None.
    max_source_px
        Most pixels allowed, as it is and as it will be.

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
            "make the picture smaller, or, if you trust it, allow more: max_megapixels (--max-megapixels) for a run, "
            "max_source_px for read_image."
        )
    if max_side_px is not None:
        height, width = fitted_size(height, width, max_side_px=max_side_px)
        if height * width > max_source_px:
            raise ImageError(
                f"{subject} would have {width} × {height} pixels with max_side_px={max_side_px}, more than the "
                f"{max_source_px:,} that are allowed; ask for less."
            )
