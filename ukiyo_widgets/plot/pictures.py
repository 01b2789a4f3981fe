"""Pictures beside each other: in a row, or in a grid with headings."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.text import Text
from numpy.typing import NDArray
from torch import Tensor

from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.images.reading.reading import Picture, read_image
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.plot.figure import (
    AS_IT_IS,
    CHARACTER_PX,
    FONT,
    GAP_PX,
    INK,
    TEXT_PX,
    TITLE_FONT,
    WIDEST_PX,
    Plot,
    check_labels,
)
from ukiyo_widgets.runs.batch import Batch
from ukiyo_widgets.runs.frame import Frame
from ukiyo_widgets.runs.run import Run

_MOST_COLUMNS = 4
_LARGEST_CELL_PX = 300


def strip(images_or_frames: Any, *, labels: Sequence[str] | None = None, height_px: int = 200) -> Plot:
    """Return pictures in one row, at one height.

    Parameters
    ----------
    images_or_frames
        Frames (also ``run.steps(5)`` itself), runs, Pillow pictures, tensors (3, H, W) of RGB in [0, 1], or whatever
        :func:`ukiyo_widgets.read_image` reads.
    labels
        What stands below each; None writes a frame's iteration, and nothing below other pictures.
    height_px
        Height of the row; less where it would be wider than a notebook.

    Raises
    ------
    ImageError
        If a picture cannot be read.
    SettingsError
        If there is none, or not one label for each.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> run = uw.colorize("sample:wave", "sample:red_mountain", size=64)
    >>> figure = uw.plot.strip(run.steps(3))
    >>> [axes.get_xlabel() for axes in figure.axes]
    ['iteration 1', 'iteration 2', 'iteration 3']
    """
    pictures, labels = _pictures_and_labels(images_or_frames, labels)
    ratios = [picture.shape[1] / picture.shape[0] for picture in pictures]
    height = min(float(height_px), (WIDEST_PX - GAP_PX * (len(pictures) + 1)) / sum(ratios))
    widths = [height * ratio for ratio in ratios]
    lines = [_wrapped(label, width_px=width) for label, width in zip(labels, widths, strict=True)]
    figure = Plot(width_px=sum(widths) + GAP_PX * (len(pictures) + 1), height_px=height + 2 * GAP_PX + _text_px(lines))
    left = float(GAP_PX)
    for picture, width, line in zip(pictures, widths, lines, strict=True):
        figure.picture_at(picture, line, box_px=(left, GAP_PX, width, height), interpolation="antialiased")
        left += width + GAP_PX
    return figure


def grid(
    images: Any,
    *,
    labels: Sequence[str] | None = None,
    columns: int | Sequence[str] | None = None,
    rows: Sequence[str] | None = None,
    title: str | None = None,
) -> Plot:
    """Return pictures in rows of equal cells, to compare settings.

    Parameters
    ----------
    images
        As for :func:`strip`, row by row; or a :class:`~ukiyo_widgets.Batch`, which brings its labels.
    labels
        What stands below each picture; None writes a frame's iteration.
    columns
        How many stand in a row, or the headings above the columns.
    rows
        Headings to the left of the rows.
    title
        Above all.

    Raises
    ------
    ImageError
        If a picture cannot be read.
    SettingsError
        If there is none, or labels or headings do not fit their number.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> run = uw.colorize("sample:wave", "sample:red_mountain", size=64)
    >>> figure = uw.plot.grid(uw.sweep(run, style_weight=[1, 100]), title="Style weight")
    >>> [axes.get_xlabel() for axes in figure.axes]
    ['style_weight=1', 'style_weight=100']
    """
    if isinstance(images, Batch):
        images, labels = images.runs, images.labels if labels is None else labels
    pictures, labels = _pictures_and_labels(images, labels)
    across = _columns(len(pictures), columns, rows)
    heading_px = (
        GAP_PX + (TEXT_PX + 6 if title else 0) + (0 if columns is None or isinstance(columns, int) else TEXT_PX)
    )
    left_px = GAP_PX + (TEXT_PX + 4 if rows is not None else 0)
    cell = min((WIDEST_PX - left_px - GAP_PX * across) / across, _LARGEST_CELL_PX)
    scale = cell / max(picture.shape[1] for picture in pictures)
    scale = min(scale, _LARGEST_CELL_PX / max(picture.shape[0] for picture in pictures))
    width, height = (scale * max(picture.shape[axis] for picture in pictures) for axis in (1, 0))
    lines = [_wrapped(label, width_px=width) for label in labels]
    row_px = height + _text_px(lines) + GAP_PX
    down = -(-len(pictures) // across)
    figure = Plot(width_px=left_px + across * (width + GAP_PX), height_px=heading_px + down * row_px)
    for place, (picture, line) in enumerate(zip(pictures, lines, strict=True)):
        row, column = divmod(place, across)
        wide, high = picture.shape[1] * scale, picture.shape[0] * scale
        left = left_px + column * (width + GAP_PX) + (width - wide) / 2
        box_px = (left, heading_px + row * row_px, wide, high)
        figure.picture_at(picture, line, box_px=box_px, interpolation="antialiased")
    if title:
        _write(figure, title, left_px, GAP_PX, fontproperties=TITLE_FONT)
    if columns is not None and not isinstance(columns, int):
        for column, heading in enumerate(columns):
            middle = left_px + column * (width + GAP_PX) + width / 2
            _write(figure, heading, middle, heading_px - 3, horizontalalignment="center", verticalalignment="bottom")
    for row, heading in enumerate(rows or ()):
        middle = heading_px + row * row_px + height / 2
        _write(figure, heading, 4, middle, rotation=90, verticalalignment="center")
    return figure


def as_levels(image: Any) -> NDArray[np.uint8]:
    """Return whatever is a picture as 8-bit RGB (H, W, 3)."""
    if isinstance(image, Frame | Run):
        return np.asarray(image.image)
    if isinstance(image, Picture):
        image = image.pixels
    # Tensors of any range are cut as the screen cuts them; read_image would refuse them.
    return np.asarray(to_pil(image if isinstance(image, Tensor) else read_image(image).pixels))


def _pictures_and_labels(images: Any, labels: Sequence[str] | None) -> tuple[list[NDArray[np.uint8]], Sequence[str]]:
    if isinstance(images, Run | str | bytes) or not isinstance(images, Iterable):
        raise SettingsError(
            f"A list of pictures is needed, not {type(images).__name__}; put it into brackets: [picture]."
        )
    pictures, own = [], []
    for image in images:  # one at a time: a running loop's frames are not all held
        pictures.append(as_levels(image))
        own.append(f"iteration {image.index}" if isinstance(image, Frame) else "")
    if not pictures:
        raise SettingsError("There is no picture to show; give at least one.")
    check_labels(labels, count=len(pictures), what="pictures")
    return pictures, own if labels is None else labels


def _columns(count: int, columns: int | Sequence[str] | None, rows: Sequence[str] | None) -> int:
    """Return how many pictures stand in a row, or raise SettingsError where that does not fit to the headings."""
    if isinstance(columns, str) or isinstance(rows, str):
        raise SettingsError("columns and rows are lists of headings; put a single heading into brackets.")
    if isinstance(columns, int):
        across = columns
    elif columns is not None:
        across = len(columns)
    else:
        across = -(-count // len(rows)) if rows else min(count, _MOST_COLUMNS)
    if across < 1:
        raise SettingsError(
            f"columns is {columns!r}; give the number of pictures in a row, 1 or more, or their headings."
        )
    down = -(-count // across)
    if rows is not None and len(rows) != down:
        raise SettingsError(
            f"{count} pictures in {across} columns make {down} rows, but rows has {len(rows)} headings."
        )
    return across


def _write(figure: Plot, text: str, x_px: float, y_px: float, **options: Any) -> Text:
    width, height = figure.get_size_inches() * figure.dpi
    options = {"fontproperties": FONT, "color": INK, "verticalalignment": "top", **AS_IT_IS, **options}
    return figure.text(x_px / width, 1 - y_px / height, text, **options)


def _wrapped(label: str, *, width_px: float) -> str:
    return textwrap.fill(label, max(int(width_px / CHARACTER_PX), 6), break_long_words=False)


def _text_px(lines: Sequence[str]) -> float:
    most = max(line.count("\n") + 1 if line else 0 for line in lines)
    return most * TEXT_PX + 4 if most else 0
