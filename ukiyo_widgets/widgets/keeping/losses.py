"""The losses of a kept run, in a file beside it: for the chart of the next day; not believed on the way back."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

from ukiyo_widgets.errors import CheckpointError
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.runs.ingredient import MOST_ITERATIONS
from ukiyo_widgets.untrusted import one_line, read_json
from ukiyo_widgets.widgets.playing.reel import Point

ENDING = ".losses.json"
FORMAT = "ukiyo_widgets losses, version 1"
MOST_POINTS = 5000
"""That are kept; of more, every so many-th."""

_MOST_CHARACTERS = 4_000_000
_MOST_OF_A_NOTE = 200


def beside(run: Path) -> Path:
    """Return where the losses of a run's file are."""
    return run.with_suffix(ENDING)


def write_losses(run: Path, points: Sequence[Point]) -> None:
    """Write the losses of a run beside its file; what is no number has no place in a chart."""
    every = 1 + len(points) // MOST_POINTS
    rows = [row for row in map(_row, points[::every]) if all(math.isfinite(each or 0) for each in row[:-1])]
    with atomic_write(beside(run)) as aside:
        aside.write_text(json.dumps({"format": FORMAT, "points": rows}, ensure_ascii=False), encoding="utf-8")


def _row(point: Point) -> tuple[Any, ...]:
    """Return a point as JSON can hold it: without a content weight β/α is infinite."""
    return astuple(replace(point, ratio=None) if math.isinf(point.ratio) else point)  # type: ignore[arg-type]


def read_losses(run: Path) -> list[Point]:
    """Return the losses of a run, in order of the iterations; none where none were kept.

    Raises
    ------
    CheckpointError
        If what is there is damaged, or no losses.
    """
    path = beside(run)
    if not path.exists():
        return []
    try:
        with path.open("rb") as file:
            return _checked_points(read_json(file.read(_MOST_CHARACTERS + 1), most_characters=_MOST_CHARACTERS))
    except (OSError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise CheckpointError(
            f"The earlier losses of {one_line(run.name)} cannot be shown ({one_line(str(error), most=200)}); the run goes on."
        ) from error


def _checked_points(said: Any) -> list[Point]:
    """Return the points that JSON has as an object; raise ValueError and its like for anything else."""
    if said["format"] != FORMAT or len(said["points"]) > MOST_POINTS:
        raise ValueError("it is of another format, or has too many points")
    points = list(map(_checked, said["points"]))
    if any(before.index >= after.index for before, after in itertools.pairwise(points)):
        raise ValueError("its points are not in the order of the iterations")
    return points


def _checked(row: Any) -> Point:
    """Return the point that a row of JSON stands for; raise ValueError and its like for anything else."""
    index, total, content, style, variation, ratio, elapsed_s, note = row
    numbers = [total, content, style, variation, 0 if ratio is None else ratio, elapsed_s]
    if type(index) is not int or not 0 <= index <= MOST_ITERATIONS:
        raise ValueError("an iteration is out of range")
    if not all(type(each) in (int, float) for each in numbers) or not isinstance(note, str):
        raise TypeError("a point is none")
    if not all(math.isfinite(each) for each in numbers):  # 1e999 is none either
        raise ValueError("a point is out of range")
    return Point(
        index,
        float(total),
        float(content),
        float(style),
        float(variation),
        math.inf if ratio is None else float(ratio),
        float(elapsed_s),
        one_line(note, most=_MOST_OF_A_NOTE),
    )
