"""Colour found on a small picture, carried to a large scan of the same gray print along its ink lines.

The small picture's a* and b* are enlarged by bicubic interpolation. That smears them over edges; what is missing is taken from
the scan. Around each pixel of the small picture, a* and b* follow the lightness by some slope (dark ink has less chroma than the
paper beside it), and the scan's lightness has fine detail that the small one lacks: detail times slope is added. Lightness
itself is the scan's, untouched.

References
----------
K. He and J. Sun (2015), Fast Guided Filter, arXiv:1505.00996: slopes are found on the small picture, used on the large one. To
add detail to an interpolated picture, instead of predicting all of it, is how satellite images are sharpened.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.colour import lab_to_rgb, lightness, luma, rgb_to_lab
from ukiyo_widgets.images.limits import MAX_SOURCE_PX
from ukiyo_widgets.images.reading.reading import Source, read_image
from ukiyo_widgets.images.resizing import resize
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.surroundings import undisturbed

RADIUS_PX = 1
"""Of the squares of the small picture in which a slope is found."""

STEADINESS = 25.0
"""Variance of L* below which lightness is taken for grain, and the slope becomes 0."""

SHARE = 0.5
"""Of the slope that is used: bicubic interpolation already restores some of the detail."""

BAND_PX = 2**19
"""Pixels of the scan that are worked on at once: about 60 MB."""

ROUNDING_PX = 1.5
"""How far the small picture's sides may be from the scan's, reduced: they were rounded."""


@undisturbed
def carry_colors(colored: Source, scan: Source, *, max_source_px: int = MAX_SOURCE_PX) -> Image.Image:
    """Return a large scan of a gray print in the colours of a small picture of the same print.

    Parameters
    ----------
    colored
        The colorized picture: whatever :func:`ukiyo_widgets.read_image` reads. Its lightness plays no part.
    scan
        The same gray print, larger. Colour in it is replaced by its ITU-R 601 luma.
    max_source_px
        Most pixels that the scan may have.

    Returns
    -------
    PIL.Image.Image
        RGB, as large as the scan, with the scan's L* and the small picture's colours. It takes about half a second per
        megapixel on one core.

    Raises
    ------
    ImageError
        If a picture cannot be read, or the two are not of the same proportions.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> run = uw.colorize("sample:wave", "sample:red_mountain", size=96)
    >>> uw.carry_colors(run.image, uw.samples.wave.gray(384)).size
    (384, 256)
    """
    small = read_image(colored, role="coloured").pixels
    large = read_image(scan, role="scanned", max_source_px=max_source_px).pixels
    page = Image.new("RGB", (large.shape[2], large.shape[1]))
    top = 0
    for band in carried_bands(small, large):
        page.paste(to_pil(band), (0, top))
        top += band.shape[1]
    return page


def carried_bands(colored: Tensor, scan: Tensor) -> Iterator[Tensor]:
    """Give the carried picture from top to bottom, in bands of some rows: (3, rows, W) in [0, 1] each.

    ``colored`` is (3, h, w) and ``scan`` (3, H, W), both in [0, 1]; see :func:`carry_colors`.
    """
    _, height, width = scan.shape
    _refuse_other_proportions(colored, height=height, width=width)
    if height <= colored.shape[1]:
        colored = resize(colored, height=height, width=width)
    rows, columns = _bicubic(colored.shape[1], height), _bicubic(colored.shape[2], width)
    stretched = _guides(colored, scan) @ columns.T  # along the rows once, down the columns band by band
    step = max(1, BAND_PX // width)
    for start in range(0, height, step):
        weights = rows[start : start + step]
        used = weights.any(dim=0).nonzero().flatten()
        enlarged = torch.einsum("yk,ckx->cyx", weights[:, used], stretched[:, used])
        ab, slope, seen, low, high = (enlarged[first:last] for first, last in itertools.pairwise((0, 2, 4, 5, 7, 9)))
        own = lightness(luma(scan[:, start : start + step]))
        ab = torch.minimum(torch.maximum(ab + slope * (own - seen), low), high)
        yield lab_to_rgb(torch.cat((own, ab)))


def _guides(colored: Tensor, scan: Tensor) -> Tensor:
    """Return on the small picture: a* and b*, their slopes, the L* that goes with them, and their local limits: (9, h, w)."""
    _, height, width = colored.shape
    seen = lightness(luma(resize(scan, height=height, width=width)))
    ab = rgb_to_lab(colored)[1:]
    mean, mean_ab = _around(seen), _around(ab)
    variance = _around(_around(seen * seen) - mean * mean).clamp_min(0)
    slope = SHARE * _around(_around(seen * ab) - mean * mean_ab) / (variance + STEADINESS)
    # Detail may lead to a neighbour's colour, but to none beyond: no colour appears that the picture does not have.
    return torch.cat((ab, slope, seen, -_highest_around(-ab), _highest_around(ab)))


def _around(channels: Tensor) -> Tensor:
    padded = F.pad(channels[None], (RADIUS_PX,) * 4, mode="replicate")
    return F.avg_pool2d(padded, 2 * RADIUS_PX + 1, stride=1)[0]


def _highest_around(channels: Tensor) -> Tensor:
    padded = F.pad(channels[None], (RADIUS_PX,) * 4, mode="replicate")
    return F.max_pool2d(padded, 2 * RADIUS_PX + 1, stride=1)[0]


def _bicubic(small: int, large: int) -> Tensor:
    """Return the matrix, (large, small), that interpolates along one side."""
    return F.interpolate(torch.eye(small, dtype=torch.float32)[None, None], size=(large, small), mode="bicubic")[0, 0]


def _refuse_other_proportions(colored: Tensor, *, height: int, width: int) -> None:
    small_height, small_width = colored.shape[1:]
    scale = max(small_height, small_width) / max(height, width)
    off_px = max(abs(height * scale - small_height), abs(width * scale - small_width))
    if off_px > ROUNDING_PX:
        raise ImageError(
            f"The scan has {width} × {height} pixels and the coloured picture {small_width} × {small_height}: their proportions "
            "differ, so they do not show the same; give the whole scan that was colorized."
        )
