"""Regions: "this part of the print takes its colour from that part of the reference"."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import PIL.Image
import PIL.ImageDraw
import torch
from torch import Tensor

from ukiyo_widgets.engine.guidance.written import Written, read_share
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.reading.reading import read_image

PAINTED_SIDE_PX = 256
"""A mask that is given as a picture is kept at this size at most: it has to fit into a recipe."""

_PAINTED = "mask:"
_LONGEST_MASK = 60_000
"""Characters; the noisiest mask of that size has fewer."""

_OVERSAMPLING = 4


@dataclass(frozen=True)
class Region:
    """A part of the print, and the part of a reference from which it takes its colour and style.

    Attributes
    ----------
    content, reference
        Each an outline, as text ``"x,y x,y x,y"`` of shares of width and height from the top left, or a painted mask.
    number
        Which reference, counted from 1.
    """

    content: str
    reference: str
    number: int = 1

    def __str__(self) -> str:
        return f"{self.content} > {self.reference}" + ("" if self.number == 1 else f" @ {self.number}")


class Regions(Written[Region]):
    """Pairs of parts; where two parts of the print lie on each other, the later one counts.

    Examples
    --------
    A triangle of the print takes the colours of the upper half of the reference:

    >>> Regions([([(0, 1), (0.5, 0), (1, 1)], [(0, 0), (1, 0), (1, 0.5), (0, 0.5)])])
    Regions('0,1 0.5,0 1,1 > 0,0 1,0 1,0.5 0,0.5')
    """

    __slots__ = ()
    form = "content > reference, or content > reference @ number of the reference, each part an outline x,y x,y x,y"

    @classmethod
    def read_entry(cls, entry: Any) -> Region:
        """Read a text, a :class:`Region`, or ``(content, reference)`` and perhaps the reference's number.

        Each part is an outline (three points or more) or a mask: an array, a picture, or the :class:`pathlib.Path` of a
        picture that is bright inside.
        """
        if isinstance(entry, Region):
            return entry
        number: Any
        if isinstance(entry, str):
            parts, _, number = entry.partition("@")
            content, arrow, reference = parts.partition(">")
            if not arrow:
                raise ValueError("it has no '>' between the part of the print and that of the reference")
        else:
            content, reference, *rest = entry
            number = rest[0] if rest else 1
        whole = int(number or 1)
        if whole < 1:
            raise ValueError(f"the reference's number is {whole}, but they are counted from 1")
        return Region(_read_part(content), _read_part(reference), whole)


def refuse_missing_references(regions: str | Regions, *, count: int) -> None:
    """Raise SettingsError if one of the regions takes its colour from a reference that is not among the ``count``."""
    for place, region in enumerate(Regions(regions), 1):
        if region.number > count:
            raise SettingsError(
                f"Region {place} takes its colour from reference {region.number}, but there "
                f"{'is 1 reference' if count == 1 else f'are {count}'}; they are counted from 1."
            )


def mask(part: str, *, height: int, width: int) -> Tensor:
    """Return how much of each pixel a part covers.

    Parameters
    ----------
    part
        :attr:`Region.content` or :attr:`Region.reference`.

    Returns
    -------
    Tensor
        Shape (height, width), float32, in [0, 1].
    """
    if part.startswith(_PAINTED):
        if len(part) > _LONGEST_MASK:
            raise ValueError(f"a painted mask has {len(part)} characters, more than {_LONGEST_MASK}")
        data = base64.b64decode(part.removeprefix(_PAINTED))
        sides = [
            int.from_bytes(data[i : i + 4], "big") for i in (16, 20)
        ]  # as a PNG's header has them, before it is opened
        if not 1 <= min(sides) <= max(sides) <= PAINTED_SIDE_PX:
            raise ValueError(f"a painted mask has {sides[0]}×{sides[1]} px, and not 1 to {PAINTED_SIDE_PX}")
        painted = PIL.Image.open(io.BytesIO(data), formats=["PNG"])
        if painted.size != tuple(sides):
            raise ValueError("a painted mask says two sizes")
        image = painted.convert("L").resize((width, height), PIL.Image.Resampling.BILINEAR)
    else:
        fine = PIL.Image.new("L", (_OVERSAMPLING * width, _OVERSAMPLING * height))
        # Half a pixel less: PIL fills up to the pixels whose middles an outline runs through.
        points = [(x * fine.width - 0.5, y * fine.height - 0.5) for x, y in _points(part)]
        PIL.ImageDraw.Draw(fine).polygon(points, fill=255)
        image = fine.resize((width, height), PIL.Image.Resampling.BOX)
    return torch.from_numpy(np.array(image, dtype=np.float32) / 255)


def _read_part(part: Any) -> str:
    if isinstance(part, os.PathLike):  # never a text, which may come from a recipe: that must read no file
        part = colour.luma(read_image(part, max_side_px=PAINTED_SIDE_PX, role="mask").pixels)[0]
        return _painted(PIL.Image.fromarray((part.numpy() * 255).round().astype(np.uint8)))
    if isinstance(part, str) and not part.strip().startswith(_PAINTED):
        return _written(_points(part))
    if isinstance(part, str):
        text = part.strip()
        mask(text, height=1, width=1)  # refuses what is no picture
        return text
    if isinstance(part, PIL.Image.Image):
        return _painted(part)
    if hasattr(part, "shape") and len(part.shape) == 2 and part.shape[1] != 2:
        return _painted(PIL.Image.fromarray((np.asarray(part, dtype=np.float32) * 255).clip(0, 255).astype(np.uint8)))
    return _written([(float(x), float(y)) for x, y in part])


def _points(text: str) -> list[tuple[float, float]]:
    pairs = [point.split(",") for point in text.split()]
    return [(float(x), float(y)) for x, y in pairs]


def _written(points: Sequence[tuple[float, float]]) -> str:
    if len(points) < 3:
        raise ValueError(f"an outline has {len(points)} points, but it takes three or more")
    return " ".join(f"{read_share(x, 'x'):g},{read_share(y, 'y'):g}" for x, y in points)


def _painted(image: PIL.Image.Image) -> str:
    small = image.convert("L")
    small.thumbnail((PAINTED_SIDE_PX, PAINTED_SIDE_PX))
    held = io.BytesIO()
    small.point(lambda level: 255 * (level >= 128)).convert("1").save(held, "PNG", optimize=True)
    return _PAINTED + base64.b64encode(held.getvalue()).decode()
