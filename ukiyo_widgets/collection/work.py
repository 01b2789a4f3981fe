"""The work itself, wherever it is done: one gray print becomes files and a record, whole or not at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import platform
import time
import warnings
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import torch

import ukiyo_widgets
from ukiyo_widgets.collection.record import Record, Records
from ukiyo_widgets.collection.statistics import colour_statistics
from ukiyo_widgets.collection.task import Task
from ukiyo_widgets.collection.written import settings_written
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.errors import ImageError, UkiyoError
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.images.writing.metadata import read_metadata
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.places import named
from ukiyo_widgets.runs.choosing.choice import words_of_choice
from ukiyo_widgets.runs.choosing.nearest import nearest_series
from ukiyo_widgets.runs.colorize import colorize
from ukiyo_widgets.runs.ingredient import Ingredient
from ukiyo_widgets.runs.keeping.checkpoint import SUFFIX
from ukiyo_widgets.runs.recipe import Recipe
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.untrusted import one_line

THUMBNAIL_PX = 200
_GAP_PX, _PAPER, _QUALITY = 4, (250, 246, 236), 75


@dataclasses.dataclass(frozen=True, eq=False)
class Begun:
    """A print whose run is under way.

    Attributes
    ----------
    task
        What is wanted.
    run
        Its run, which whoever began it closes, or has :func:`finished` do so.
    series
        What its series is called.
    picture, saved
        Where the results go.
    """

    task: Task
    run: Run
    series: str
    picture: Path
    saved: Path | None


def attempted(plain: Mapping[str, Any], *, worker: str = "") -> dict[str, Any]:
    """Do a task, and return its record, or the reason why there is none: ``{"record": …}`` or ``{"failed": …}``, plain values."""
    try:
        return {"record": coloured(Task.from_plain(plain), worker=worker).to_plain()}
    # One print must not end the work on all others, whatever is wrong with it.
    except Exception as error:  # noqa: BLE001
        return {"failed": reason_of(error)}


def reason_of(error: Exception) -> str:
    """Return in one line why a print could not be made."""
    said = one_line(str(error), most=500)
    return said if isinstance(error, UkiyoError | OSError | MemoryError) else f"{type(error).__name__}: {said}"


def coloured(task: Task, *, worker: str = "") -> Record:
    """Colour a print, unless that was done already, and return its record, which is written last.

    Raises
    ------
    UkiyoError
        As :func:`ukiyo_widgets.colorize`, and if something else lies where the result belongs.
    OSError
        If the disk is full or may not be written to.
    """
    began = time.perf_counter()
    found = begun(task)
    if isinstance(found, Record):
        return found
    try:
        for _ in found.run:
            pass
        return finished(found, before_s=time.perf_counter() - began, worker=worker)
    finally:
        found.run.close()


def begun(task: Task) -> Begun | Record:
    """Return a task's run, before its first iteration, or the record of what was done already; raise as :func:`coloured`."""
    records = Records(Path(task.folder))
    if (done := records.whole(task.name, task.digest, run=task.made.run)) is not None:
        return done
    picture = records.folder / f"{task.name}{task.made.suffix}"
    saved = records.folder / f"{task.name}{SUFFIX}" if task.made.run else None
    _refuse_others_files(records, task.name, picture, saved)
    reference, series = _its_references(task)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Left out of the references")  # the record says so
        run = colorize(task.content, reference, **task.settings)
    run._recipe = _called_as_before(run._recipe, task.origins)  # noqa: SLF001 - what was sent has its own name, not a copy's
    return Begun(task, run, series, picture, saved)


def finished(begun: Begun, *, before_s: float, worker: str) -> Record:
    """Write what a run has come to, and return the record; ``before_s`` is the time that it took until now."""
    began = time.perf_counter()
    task, run, records = begun.task, begun.run, Records(Path(begun.task.folder))
    try:
        records.forget(task.name)
        run.frame.save(begun.picture, scan=task.content if task.made.full_size else None)
        if begun.saved is not None:
            run.save(begun.saved)
        _write_thumbnail(records.thumbnail(task.name), run)
        record = _record(task, run, series=begun.series, files=[begun.picture, *filter(None, [begun.saved])])
    finally:
        run.close()
    seconds = before_s + time.perf_counter() - began
    record = dataclasses.replace(record, seconds=round(seconds, 2), worker=worker)
    records.write(record)
    return record


def _its_references(task: Task) -> tuple[Any, str]:
    """Return what colours are learnt from, and what that is called: of several series the nearest."""
    place = 0
    if len(task.series) > 1:
        place = nearest_series(task.content, task.series, settings=Settings.from_preset(**task.settings))
    series = task.series[place]
    return series[0] if len(series) == 1 else list(series), " | ".join(task.origins.get(each, each) for each in series)


def _called_as_before(recipe: Recipe, origins: Mapping[str, str]) -> Recipe:
    """Return a recipe that names its prints as they are called where they came from."""

    def named_so(print_: Ingredient) -> Ingredient:
        return dataclasses.replace(print_, source=origins.get(print_.source or "", print_.source))

    references = tuple(map(named_so, recipe.references))
    return dataclasses.replace(recipe, content=named_so(recipe.content), references=references)


def _refuse_others_files(records: Records, name: str, *places: Path | None) -> None:
    """Raise ImageError if a file is in the way that this package has not made: it is never written over."""
    if records.read(name) is not None:
        return
    for place in filter(None, places):
        if place.exists() and not (place.suffix == SUFFIX or _is_a_result(place)):
            raise ImageError(
                f"{named(place)} is there already, and no result of this package; move it, or give the collection another folder."
            )


def _is_a_result(place: Path) -> bool:
    try:
        return "Recipe" in read_metadata(place)
    except ImageError:
        return False


def _record(task: Task, run: Run, *, series: str, files: list[Path]) -> Record:
    frame, recipe = run.frame, run.recipe
    width, height = run.size_px
    note = "" if not frame.note else f" {frame.note}"
    versions = {
        "ukiyo_widgets": ukiyo_widgets.__version__,
        "torch": torch.__version__,
        "python": platform.python_version(),
    }
    return Record(
        digest=task.digest,
        name=task.name,
        file=task.origins.get(task.content, task.content),
        series=series,
        settings=settings_written(task.settings),
        files={each.name: (each.stat().st_size, _sha256(each)) for each in files},
        width_px=width,
        height_px=height,
        iterations=run.index,
        seconds=0.0,
        losses={name: float(f"{frame.losses[name]:.6g}") for name in ("total", "content", "style")},
        colours=colour_statistics(frame.pixels),
        versions={**versions, "device": run._open_workshop().device.type},  # noqa: SLF001 - which one "auto" took
        sha256={"content": recipe.content.sha256, "weights": recipe.weights_sha256},
        references=tuple(each.credit for each in recipe.references),
        said=f"{words_of_choice(recipe)}{note}".strip(),
        finished=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_thumbnail(path: Path, run: Run) -> None:
    """Write the gray print and the result side by side, small."""
    pair = [to_pil(run.prints.content), run.image.convert("RGB")]
    for each in pair:
        each.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    before, after = pair
    sheet = PIL.Image.new("RGB", (before.width + _GAP_PX + after.width, after.height), _PAPER)
    sheet.paste(before, (0, 0))
    sheet.paste(after, (before.width + _GAP_PX, 0))
    encoded = BytesIO()
    sheet.save(encoded, "WEBP", quality=_QUALITY)
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as aside:
        aside.write_bytes(encoded.getvalue())
