"""Several runs at once: in step with each other, one frame each per round, and side by side in one picture."""

# ruff: noqa: SLF001 - a round reaches into its members: all are made ready before the first moves on
from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont

from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.locks import Together
from ukiyo_widgets.runs.attempt import Attempt, groups
from ukiyo_widgets.runs.change import check_count
from ukiyo_widgets.runs.costs.exhaustion import exhaustion_explained
from ukiyo_widgets.runs.display import png_bytes
from ukiyo_widgets.runs.frame import Frame
from ukiyo_widgets.runs.pages.page import check_page_path, write_page
from ukiyo_widgets.runs.pages.story import story_of, title_of
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.surroundings import undisturbed

_GAP_PX, _PAPER, _INK = 8, (250, 246, 236), (40, 36, 32)
_PICTURE_PX, _LEAST_COLUMN_PX = 320, 150


class Batch:
    """Runs that go on together, each with its own settings and its own optimizer.

    A round makes one iteration of every run. Small pictures of one size go through the network together, where that is faster;
    each run is then what it would be alone up to the rounding of its precision, else to the bit. A
    member that has finished, or whose step was undone, does not disturb the others. Members may be used alone between rounds;
    what an interrupt leaves behind is caught up in the next one.

    Parameters
    ----------
    runs
        The members.
    labels
        What stands below their pictures; None is their number.

    Raises
    ------
    SettingsError
        If there are no runs, or not as many labels. What computes raises what a :class:`Run` does.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> run = uw.colorize("sample:wave", "sample:red_mountain", size=64, iterations=2)
    >>> batch = uw.sweep(run, style_weight=[1, 100])
    >>> for frames in batch:
    ...     print([frame.index for frame in frames])
    [1, 1]
    [2, 2]
    """

    def __init__(self, runs: Iterable[Run], *, labels: Sequence[str] | None = None) -> None:
        self.runs = tuple(runs)
        if not self.runs:
            raise SettingsError("A batch of no runs has nothing to do; give it at least one.")
        self.labels = tuple(labels) if labels is not None else tuple(f"{i}" for i in range(1, len(self.runs) + 1))
        if len(self.labels) != len(self.runs):
            raise SettingsError(f"There are {len(self.labels)} labels for {len(self.runs)} runs; give one for each.")
        self._starts = tuple(run.index for run in self.runs)
        self._stopped = False

    def __len__(self) -> int:
        return len(self.runs)

    def __getitem__(self, number: int) -> Run:
        return self.runs[number]

    def __iter__(self) -> Iterator[list[Frame]]:
        """Make rounds until every member has done its setting ``iterations``; who has finished stays as it is."""
        self._stopped = False
        while not self._stopped and not all(map(_finished, self.runs)):
            yield self._round(skip_finished=True)

    def steps(self, n: int) -> Iterator[list[Frame]]:
        """Return an iterator of ``n`` rounds, also beyond the members' ``iterations``."""
        check_count(n)
        return self._steps(n)

    def _steps(self, n: int) -> Iterator[list[Frame]]:
        self._stopped = False
        for _ in range(n):
            yield self._round(skip_finished=False)
            if self._stopped:
                return

    def advance(self, n: int = 1) -> list[Frame]:
        """Make ``n`` rounds and return each member's newest frame."""
        for _ in self.steps(n):
            pass
        return [run.frame for run in self.runs]

    def stop(self) -> None:
        """End the loop that is running after the round in progress."""
        self._stopped = True

    def export_html(self, path: str | os.PathLike[str], *, title: str | None = None, language: str = "en") -> Path:
        """Write a page that plays all runs, one at a time, in any browser: see :meth:`Run.export_html`.

        Raises
        ------
        ImageError
            If the suffix or the folder is not right.
        SettingsError
            If there are more than 12 runs, or there is no such language.
        OSError
            If the disk is full or may not be written to.
        """
        target = check_page_path(path)
        stories = [
            story_of(run, run.kept_frames(), name=label) for run, label in zip(self.runs, self.labels, strict=True)
        ]
        return write_page(stories, target, title=title or title_of(self.runs[0].recipe), language=language)

    @property
    def image(self) -> PIL.Image.Image:
        """The members' newest pictures side by side, with their labels."""
        return sheet([run.image for run in self.runs], self.labels)

    def _round(self, *, skip_finished: bool) -> list[Frame]:
        done = [run.index - start for run, start in zip(self.runs, self._starts, strict=True)]
        behind = [not (skip_finished and _finished(run)) for run in self.runs]
        goal = min(each for each, counts in zip(done, behind, strict=True) if counts) + 1
        waiting = [run for run, each, counts in zip(self.runs, done, behind, strict=True) if counts and each < goal]
        _advance_together(list(dict.fromkeys(waiting)))
        return [run.frame for run in self.runs]

    def _repr_png_(self) -> bytes:
        return png_bytes(self.image)

    def __repr__(self) -> str:
        return f"<Batch of {len(self)}: {', '.join(map(repr, self.runs))}>"


def sweep(run: Run, **values: Sequence[Any]) -> Batch:
    """Return a batch of forks of ``run``, one for every combination of the values given for settings.

    Parameters
    ----------
    run
        Where they all start from; it stays as it is.
    **values
        For each setting that is to vary, its values.

    Raises
    ------
    SettingsError
        If nothing varies, and as for :meth:`Run.set`, before anything is computed for the forks.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> run = uw.colorize("sample:wave", "sample:red_mountain", size=64)
    >>> uw.sweep(run, style_weight=[1, 10], fade=[0, 0.01]).labels
    ('style_weight=1, fade=0', 'style_weight=1, fade=0.01', 'style_weight=10, fade=0', 'style_weight=10, fade=0.01')
    """
    if not values or not all(len(each) for each in values.values()):
        raise SettingsError("Nothing varies; give at least one setting with its values, such as style_weight=[1, 10].")
    combinations = [dict(zip(values, each, strict=True)) for each in itertools.product(*values.values())]
    labels = [", ".join(f"{name}={value}" for name, value in each.items()) for each in combinations]
    return Batch([run.fork(**each) for each in combinations], labels=labels)


def sheet(images: Sequence[PIL.Image.Image], labels: Sequence[str]) -> PIL.Image.Image:
    """Return pictures in rows, each with its label below it."""
    columns = min(len(images), 4)
    thumbs = []
    for image in images:
        thumb = image.convert("RGB")
        thumb.thumbnail((_PICTURE_PX, _PICTURE_PX))
        thumbs.append(thumb)
    font = PIL.ImageFont.load_default(14)
    width, height = (max(side) for side in zip(*(thumb.size for thumb in thumbs), strict=True))
    width = max(width, _LEAST_COLUMN_PX)
    lines = [_wrapped(label, font, width_px=width) for label in labels]
    text_px = 18 * max(each.count("\n") + 1 for each in lines) + 6
    rows = -(-len(images) // columns)
    size = (columns * (width + _GAP_PX) + _GAP_PX, rows * (height + text_px + _GAP_PX) + _GAP_PX)
    paper = PIL.Image.new("RGB", size, _PAPER)
    draw = PIL.ImageDraw.Draw(paper)
    for place, (thumb, label) in enumerate(zip(thumbs, lines, strict=True)):
        left = _GAP_PX + place % columns * (width + _GAP_PX)
        top = _GAP_PX + place // columns * (height + text_px + _GAP_PX)
        paper.paste(thumb, (left, top))
        draw.multiline_text((left, top + thumb.height + 3), label, fill=_INK, font=font)
    return paper


def _wrapped(label: str, font: Any, *, width_px: int) -> str:
    """Break a label between settings where it would not fit into its column."""
    lines: list[str] = []
    for part in label.split(", "):
        if lines and font.getlength(f"{lines[-1]}, {part}") <= width_px:
            lines[-1] += f", {part}"
        else:
            lines.append(part)
    return "\n".join(lines)


@undisturbed
def _advance_together(runs: list[Run]) -> None:
    """Make one iteration of every run; each has it as soon as those that it was made with are complete."""
    with Together(run._lock for run in sorted(runs, key=id)):
        attempts = []
        for run in runs:
            with exhaustion_explained(run):
                attempts.append(run._attempt())
        for group in groups(attempts):
            with exhaustion_explained(runs[group[0]]):
                positions = Attempt.together([attempts[i] for i in group])
            for i, position in zip(group, positions, strict=True):
                runs[i]._arrive(position)
    for run in runs:
        run._watchers.tell("frame", run)


def _finished(run: Run) -> bool:
    return run.finished
