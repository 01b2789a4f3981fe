"""Where a command's results go: tested before anything is computed, never over something else, each written on its own."""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ukiyo_widgets.errors import CheckpointError, ImageError
from ukiyo_widgets.images.reading.fetching import credit_of, is_elsewhere
from ukiyo_widgets.images.writing.film import check_film_path
from ukiyo_widgets.images.writing.metadata import read_metadata
from ukiyo_widgets.images.writing.writing import check_image_path, check_place
from ukiyo_widgets.places import named, with_ending
from ukiyo_widgets.runs.keeping.checkpoint import SUFFIX, recipe_of
from ukiyo_widgets.runs.prints import read_print
from ukiyo_widgets.runs.recipe import Recipe
from ukiyo_widgets.untrusted import one_line

if TYPE_CHECKING:
    from ukiyo_widgets.runs.frame import Frame
    from ukiyo_widgets.runs.run import Run


@dataclass(frozen=True)
class Outputs:
    """The files that a command is to write.

    Attributes
    ----------
    picture
        The result.
    run
        The whole run, where it is asked for.
    unasked_run
        Where the run goes if it is stopped, or a picture cannot be written.
    autosave
        Where it goes meanwhile.
    film
        Every iteration.
    every
        Iterations from one picture on the way to the next; 0 for none.
    """

    picture: Path
    run: Path | None
    unasked_run: Path
    autosave: Path
    film: Path | None
    every: int

    def numbered(self, index: int) -> Path:
        """Return where the picture of an iteration goes."""
        return with_ending(self.picture, f"-{index:05d}{self.picture.suffix}")


def planned(options: argparse.Namespace, *, name: str) -> Outputs:
    """Return where the results go, once it is clear that they can be written there; ``name`` is the picture's if none was given.

    Raises
    ------
    ImageError
        If a place cannot be written, or what is read would be written over.
    """
    picture = check_image_path(options.output or _free(Path(name), force=options.force))
    run = None
    if options.save is not None:
        run = check_place(options.save if options.save.suffix else options.save.with_suffix(SUFFIX))
    film = None if options.film is None else check_film_path(options.film)
    for output in filter(None, (picture, run, film)):
        for source in (options.content, *options.references):
            if source is not None and not options.force and _are_one(output, source):
                raise ImageError(
                    f"{named(output)} is one of the prints, and the result would be written over it; give another name, or "
                    f"--force if that is meant."
                )
    if len({each.absolute() for each in (picture, run, film) if each}) < sum(
        each is not None for each in (picture, run, film)
    ):
        raise ImageError("Two of the results have one name; give each its own.")
    return Outputs(
        picture,
        run,
        with_ending(picture, SUFFIX),
        with_ending(picture, f".autosave{SUFFIX}"),
        film,
        options.every,
    )


def settled(outputs: Outputs, recipe: Recipe, *, options: argparse.Namespace) -> Outputs:
    """Return where the results go, once it is clear that nothing else is written over.

    Raises
    ------
    ImageError
        If there is a file in the place of a result, and it is none of the same command.
    """
    if options.force:
        return outputs
    numbered = outputs.picture.parent.glob(f"{_as_pattern(outputs.picture.stem)}-[0-9]*{outputs.picture.suffix}")
    ways = itertools.chain(
        filter(None, (outputs.picture, outputs.run, outputs.film)), numbered if outputs.every else ()
    )
    for each in ways:
        if each.exists() and not _is_result(each, recipe) and not (options.resume and _are_one(each, options.resume)):
            raise ImageError(
                f"{named(each)} is there already, and no result of this command; give another name, or --force to write over it."
            )
    unasked = outputs.unasked_run
    if unasked.exists() and not _is_result(unasked, recipe):
        unasked = _free(unasked, force=False)
    return dataclasses.replace(outputs, unasked_run=unasked, autosave=_free(outputs.autosave, force=False))


def written(path: Path, write: Callable[[Path], Path]) -> Path | None:
    """Write a file, or the same elsewhere, and say where; return None, with a word, where it can be written nowhere."""
    for place in (path, *_elsewhere(path)):
        try:
            found = write(place)
        except (OSError, ImageError, CheckpointError, MemoryError) as error:
            tell(one_line(str(error), most=500))
            continue
        if place != path:
            tell(f"It is at {named(found.absolute())} instead.")
        return found
    return None


class Autosave:
    """Saves a run every now and then, so that a power cut loses minutes and not hours."""

    def __init__(self, run: Run, path: Path, *, every_s: float, keep: bool) -> None:
        self._run, self._path, self._every_s, self._keep = run, path, every_s, keep
        self._last_s = time.monotonic()
        self._written: Path | None = None
        self._failed = False

    def look(self) -> None:
        """Save it if it is time."""
        if not self._every_s or self._failed or time.monotonic() - self._last_s < self._every_s:
            return
        self._written = written(self._written or self._path, self._run.save)
        self._failed = self._written is None
        self._last_s = time.monotonic()

    def remove(self) -> None:
        """Remove what was saved on the way, now that the results are there."""
        if self._written is not None and not self._keep:
            self._written.unlink(missing_ok=True)


def with_pictures(frames: Iterable[Frame], outputs: Outputs) -> Iterator[Frame]:
    """Yield the frames, and write every so many of them as a picture."""
    for frame in frames:
        if outputs.every and frame.index % outputs.every == 0:
            written(outputs.numbered(frame.index), frame.save)
        yield frame


def scan_of(the_run: Run, options: argparse.Namespace) -> str:
    """Return where the gray print is in its own size, or say now that it is not there, and not after a hundred iterations.

    A saved run may say that it is on another machine; nothing is fetched unless a person names the address here.
    """
    content = the_run.recipe.content
    source = content.source if options.content is None else str(options.content)
    if source is None:
        raise ValueError(
            f"The gray print was {one_line(content.credit)} in memory, whose own size is not kept; leave out --full-size."
        )
    if source.startswith("sample:"):
        raise ValueError(
            "A sample print has no size of its own; leave out --full-size and give the --size that you want."
        )
    if options.content is None and is_elsewhere(source):
        raise ValueError(
            f"The saved run says that its gray print is at {named(credit_of(source))}; nothing is fetched because a file "
            f"says so: if you want it, name it, as in colorize CONTENT --resume RUN --full-size."
        )
    settings = the_run.settings
    if read_print(source, settings, max_side_px=settings.size, role="content").sha256 != content.sha256:
        raise ValueError(
            f"{named(content.credit)} is not the gray print that the run began with; leave out --full-size."
        )
    return source


def tell(text: str) -> None:
    """Say something beside the results."""
    try:
        print(f"ukiyo-widgets: {text}", file=sys.stderr)
    except OSError:  # the terminal is gone
        return


def _is_result(path: Path, recipe: Recipe) -> bool:
    """Whether a file is what this command made before: of the same prints, with the same settings at its beginning."""
    try:
        made = recipe_of(path) if path.suffix == SUFFIX else Recipe.from_json(read_metadata(path)["Recipe"])
    except (KeyError, ValueError, OSError):
        return False
    return _what_it_is_made_of(made) == _what_it_is_made_of(recipe)


def _what_it_is_made_of(recipe: Recipe) -> tuple[object, ...]:
    settings = recipe.settings.with_changes(device="auto", iterations=None)
    start = recipe.start and recipe.start.sha256
    return recipe.content.sha256, tuple(each.sha256 for each in recipe.references), start, settings


def _are_one(path: Path, other: str | Path) -> bool:
    try:
        return path.samefile(Path(other).expanduser())
    except (OSError, ValueError, RuntimeError):  # one of them is not there, or no path
        return False


def _free(path: Path, *, force: bool) -> Path:
    """Return a path at which there is nothing yet: ``path`` itself, or with a number."""
    numbers = (with_ending(path, f"-{number}{path.suffix}") for number in itertools.count(2))
    return path if force else next(each for each in itertools.chain([path], numbers) if not each.exists())


def _elsewhere(path: Path) -> Iterator[Path]:
    """Yield other places for a file: here, in the home folder, and where temporary files go."""
    for folder in (Path.cwd, Path.home, lambda: Path(tempfile.gettempdir())):
        try:
            if folder() != path.absolute().parent:
                yield _free(folder() / path.name, force=False)
        except (OSError, RuntimeError):  # that one is not there either
            continue


def _as_pattern(text: str) -> str:
    return "".join(f"[{each}]" if each in "*?[" else each for each in text)
