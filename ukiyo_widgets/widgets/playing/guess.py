"""A first guess of the colours, from lightness, surroundings and place alone: something to see while the network is at work."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate

from ukiyo_widgets.engine.colour.nearness import LEAST_COLOUR, Look
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.colour import lab_to_rgb, lightness, luma, rgb_to_lab
from ukiyo_widgets.images.reading.reading import Source, read_image, read_within
from ukiyo_widgets.images.resizing import resize
from ukiyo_widgets.runs.choosing.gathering import is_folder, sources_of

MOST_REFERENCES = 4
"""That are compared: each takes time to read."""

MOST_LOOKED_AT = 12
"""Of those that may turn out to have no colours, or to be the print itself."""

SIDE_PX = 96
"""Of the pictures that are compared; colours need no more."""

MOST_SHOWN_PX = 640
_SAMPLES = 1500
_AROUND = (3, 11, 31)
"""Sides in px of the squares whose mean lightness stands for what surrounds a pixel."""

_WEIGHTS = (1.0, 0.8, 0.8, 0.6, 0.35)
"""Of a pixel's own lightness, of its surroundings' and of its height in the picture."""

_WIDTH = 0.06
"""So alike are two places that colours go from one to the other."""


def first_guess(gray: Tensor, references: Sequence[Tensor]) -> Tensor:
    """Colour a gray print after what is as light, and lies as high, in the references: their mean there.

    Parameters
    ----------
    gray
        3×H×W in [0, 1]; its luma counts.
    references
        Coloured prints, each 3×H×W in [0, 1].

    Returns
    -------
    Tensor
        3×H×W in [0, 1], with the lightness of ``gray``.
    """
    small = _reduced(luma(gray))
    prints = [_reduced(each) for each in references]
    known = torch.cat([_described(luma(each)) for each in prints])
    chroma = torch.cat([rgb_to_lab(each)[1:].flatten(1).T for each in prints])
    chosen = torch.linspace(0, len(known) - 1, min(_SAMPLES, len(known)), dtype=torch.float64).long()
    nearness = torch.softmax(-torch.cdist(_described(small), known[chosen]).square() / (2 * _WIDTH**2), dim=1)
    found = (nearness @ chroma[chosen]).T.reshape(2, *small.shape[1:])
    ab = interpolate(found[None], size=gray.shape[1:], mode="bicubic", antialias=True)[0]
    return lab_to_rgb(torch.cat([lightness(luma(gray)), ab])).clamp(0, 1)


def guess_of(content: Source, references: Sequence[Source]) -> Tensor | None:
    """Read prints and colour the first after some of the others; None where there is nothing to guess from.

    As in a run, of several the print itself does not count, nor does what has no colours; nor what a folder holds that cannot be
    read.

    Raises
    ------
    ImageError
        If a print that was named cannot be read.
    """
    if not references:
        return None
    gray = read_within(content, most_side_px=MOST_SHOWN_PX, role="content")[0]
    several = len(references) > 1 or is_folder(references[0])
    serve = _serving(Look.at(gray, None) if several else None, references)
    read = list(itertools.islice(serve, MOST_REFERENCES))
    return first_guess(gray, read) if read else None


def _serving(own: Look | None, references: Iterable[Source]) -> Iterator[Tensor]:
    for source, in_folder in itertools.islice(sources_of(list(references)), MOST_LOOKED_AT):
        try:
            pixels = read_image(source, max_side_px=SIDE_PX, role="reference").pixels
        except ImageError:
            if not in_folder:
                raise
            continue
        look = Look.at(pixels, None)
        if own is None or not (own.shows_the_same_as(look) or look.colourfulness < LEAST_COLOUR):
            yield pixels


def _reduced(pixels: Tensor) -> Tensor:
    scale = min(1.0, SIDE_PX / max(pixels.shape[1:]))
    height, width = (max(1, round(scale * side)) for side in pixels.shape[1:])
    return resize(pixels.float(), height=height, width=width)


def _described(gray: Tensor) -> Tensor:
    """Return what tells a pixel from others, (H·W, 5): relative to the paper, which is lighter or darker from scan to scan."""
    levels = lightness(gray) / 100
    levels = levels / levels.quantile(0.95).clamp(min=0.2)
    around = [
        avg_pool2d(levels[None], side, stride=1, padding=side // 2, count_include_pad=False)[0] for side in _AROUND
    ]
    height = torch.linspace(0, 1, gray.shape[1], dtype=gray.dtype)[:, None].expand(gray.shape[1:])[None]
    features = torch.cat([levels, *around, height])
    return (features * torch.tensor(_WEIGHTS, dtype=gray.dtype)[:, None, None]).flatten(1).T
