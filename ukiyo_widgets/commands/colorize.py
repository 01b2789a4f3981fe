"""``ukiyo-widgets colorize``: a print, a reference, a picture; Ctrl-C keeps what there is."""

from __future__ import annotations

import argparse
import contextlib
import functools
import itertools
import shlex
import warnings
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ukiyo_widgets.commands.interrupts import signals_stop
from ukiyo_widgets.commands.options import add_settings, chosen_settings
from ukiyo_widgets.places import named, with_ending
from ukiyo_widgets.untrusted import one_line

if TYPE_CHECKING:
    from ukiyo_widgets.commands.outputs import Autosave, Outputs
    from ukiyo_widgets.runs.frame import Frame
    from ukiyo_widgets.runs.run import Run

SUMMARY = "colorize a gray print after a coloured one"
SAMPLE_CONTENT, SAMPLE_REFERENCE = "sample:snowy_night", "sample:wave"
FILM_FPS = 12.0
AUTOSAVE_S = 60.0
MOST_OF_A_PATH = 5000


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "colorize",
        help=SUMMARY,
        description=f"{SUMMARY.capitalize()}. Without prints, a sample print is colorized.",
        epilog="Ctrl-C keeps the picture so far and says how to go on; so do SIGTERM and SIGHUP.",
    )
    parser.add_argument("content", nargs="?", metavar="CONTENT", help="gray print: a file, a URL, or sample:NAME")
    parser.add_argument("references", nargs="*", metavar="REFERENCE", help="coloured prints, or a folder of them")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="PNG, JPEG, WebP or TIFF; default: the content's name"
    )
    parser.add_argument("--film", type=Path, metavar="FILE", help="also write every iteration as GIF, MP4 or WebM")
    parser.add_argument(
        "--save", type=Path, metavar="FILE", help="also save the run itself, to go on later with --resume"
    )
    parser.add_argument(
        "--resume", type=Path, metavar="FILE", help="go on with a saved run; settings given are changed in it"
    )
    parser.add_argument(
        "--every",
        type=whole_number,
        default=0,
        metavar="N",
        help="also write the picture of every N-th iteration, its number behind the name",
    )
    parser.add_argument(
        "--autosave",
        type=seconds,
        default=AUTOSAVE_S,
        metavar="SECONDS",
        help="save the run every so often while it goes on, until the results are there; 0 never; default: %(default)s",
    )
    parser.add_argument("--force", action="store_true", help="write over files that are there already, prints too")
    parser.add_argument(
        "--full-size",
        action="store_true",
        help="write the picture as large as CONTENT, its colours carried along the ink lines",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    add_settings(parser)
    parser.set_defaults(command=run)


def whole_number(text: str) -> int:
    """Read a number of iterations."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is given, but it must be a whole number from 1 on")
    return number


def seconds(text: str) -> float:
    """Read a time."""
    number = float(text)
    if not 0 <= number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is given, but it must be a number of seconds, 0 or more")
    return number


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    from rich.console import Console

    from ukiyo_widgets.commands import outputs as places

    console = Console(stderr=True)
    outputs = places.planned(options, name=_picture_name(options))
    with console.status("Reading prints and network…") as status:
        the_run = _resumed(options) if options.resume else _begun(options, status=status, console=console)
        outputs = places.settled(outputs, the_run.recipe, options=options)
        scan = places.scan_of(the_run, options) if options.full_size else None
        total = _last_iteration(the_run)
        start = the_run.image  # computes iteration 0, while the status is shown
    autosave = places.Autosave(
        the_run, outputs.run or outputs.autosave, every_s=options.autosave, keep=outputs.run is not None
    )
    with signals_stop(the_run.stop) as stopping:
        work = _Work(the_run, total, autosave=autosave, console=console, quiet=options.quiet)
        film = None
        with contextlib.suppress(KeyboardInterrupt):  # what there is will be saved
            film = _computed(places.with_pictures(work, outputs), film=outputs.film, start=start)
        stopping.save()
        work.close()
        stopped = bool(stopping.number or work.failure)
        all_written = _keep(the_run, outputs, options=options, scan=scan, film=film, stopped=stopped)
    if all_written:
        autosave.remove()
    if work.failure is not None:
        raise work.failure
    return stopping.status or int(not all_written or film != outputs.film)


class _Work:
    """The iterations that are left, with a progress bar; what a failure leaves is for the caller to keep.

    Attributes
    ----------
    failure
        What ended them too early.
    """

    def __init__(self, the_run: Run, total: int | None, *, autosave: Autosave, console: Any, quiet: bool) -> None:
        self.failure: Exception | None = None
        self._run, self._autosave = the_run, autosave
        self._frames = _with_progress(the_run, total, console=console, quiet=quiet)

    def __iter__(self) -> Iterator[Frame]:
        try:
            for frame in self._frames:
                self._autosave.look()
                yield frame
        except Exception as error:  # noqa: BLE001 - raised again once all was kept
            self.failure = error

    def close(self) -> None:
        """End the progress bar, if an interrupt has not let it end."""
        self._frames.close()


def _computed(frames: Iterator[Frame], *, film: Path | None, start: Any) -> Path | None:
    """Take all frames and return the film of them; one that cannot be written ends nothing else."""
    from ukiyo_widgets.commands.outputs import tell
    from ukiyo_widgets.errors import ImageError

    made = None
    if film is not None:
        try:
            made = _film(film, start, frames)
        except (OSError, ImageError) as error:
            tell(f"{error} The run goes on without the film.")
    for _ in frames:
        pass
    return made


def _film(path: Path, start: Any, frames: Iterator[Frame]) -> Path:
    """Write the start and every frame as they come: none is kept in memory."""
    from ukiyo_widgets.images.writing.film import save_film

    return save_film(itertools.chain([start], (frame.image for frame in frames)), path, fps=FILM_FPS)


_DOING = {"looking": "Looking at prints", "studying": "Studying prints", "learning": "Learning their colours"}


def _begun(options: argparse.Namespace, *, status: Any, console: Any) -> Run:
    from ukiyo_widgets.runs.choosing.choice import words_of_choice
    from ukiyo_widgets.runs.colorize import colorize

    def progress(what: str, done: int, total: int) -> None:
        status.update(f"{_DOING[what]}: {done} of {total}")

    if options.content is not None and not options.references:
        raise ValueError(
            f"{named(_without_secrets(options.content))} has no reference to take colours from; name a coloured print after it, "
            f"for example {SAMPLE_REFERENCE}."
        )
    content = options.content or SAMPLE_CONTENT
    settings = chosen_settings(options)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Left out of the references")  # which is said here
        the_run = colorize(content, options.references or [SAMPLE_REFERENCE], progress=progress, **settings)
    if said := words_of_choice(the_run.recipe):
        console.print(said, highlight=False, markup=False)
    return the_run


def _resumed(options: argparse.Namespace) -> Run:
    from ukiyo_widgets.runs.loading import load_run

    if options.references or (options.content is not None and not options.full_size):
        raise ValueError(
            "A resumed run has its own prints; leave CONTENT and REFERENCE out beside --resume. With --full-size, CONTENT is the "
            "gray print in its own size."
        )
    settings = chosen_settings(options)
    the_run = load_run(options.resume, device=settings.pop("device", None), weights=settings.pop("weights", None))
    if settings:
        the_run.set(**settings)
    return the_run


def _picture_name(options: argparse.Namespace) -> str:
    """Return the name of the picture where none is given."""
    stem = str(options.resume.stem if options.resume else _without_secrets(options.content or SAMPLE_CONTENT))
    name = stem.rstrip("/").rpartition("/")[2].removeprefix("sample:").partition("?")[0]
    return with_ending(Path(name or "print"), "-colorized.png").name


def _without_secrets(content: str) -> str:
    from ukiyo_widgets.images.reading.fetching import credit_of

    return credit_of(content) if "://" in content else content


def _last_iteration(the_run: Run) -> int | None:
    limit = the_run.settings.iterations
    if limit is not None and the_run.index >= limit:
        raise ValueError(
            f"The run has already done its {limit} iterations; ask for more, as in --iterations {max(2 * limit, limit + 10)}."
        )
    return limit


def _with_progress(the_run: Run, total: int | None, *, console: Any, quiet: bool) -> Generator[Frame, None, None]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("Iteration"),
        MofNCompleteColumn(),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[losses]}"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=console,
        disable=quiet,
    )
    with bar:
        task = bar.add_task("", total=total, completed=the_run.index, losses="")
        for frame in the_run:
            losses = f"loss {frame.losses['total']:.3g} = content + {frame.style_weight:.3g} × style {frame.losses['style']:.2g}"
            bar.update(task, completed=frame.index, losses=losses)
            if frame.note:
                console.print(f"Iteration {frame.index}: {frame.note}", markup=False, highlight=False)
            yield frame


def _keep(
    the_run: Run,
    outputs: Outputs,
    *,
    options: argparse.Namespace,
    scan: str | None,
    film: Path | None,
    stopped: bool,
) -> bool:
    """Write what was asked for, the run first; where something went wrong also the run. Return whether all was written."""
    from ukiyo_widgets.commands.outputs import written
    from ukiyo_widgets.images.reading.fetching import address_of, is_elsewhere

    run_path = outputs.run or (outputs.unasked_run if stopped else None)
    saved_run = written(run_path, the_run.save) if run_path else None
    _print(saved_run)
    picture = written(outputs.picture, functools.partial(the_run.frame.save, scan=scan))
    _print(picture, f"  (iteration {the_run.index})")
    _print(film)
    if picture is None and run_path is None:
        _print(saved_run := written(outputs.unasked_run, the_run.save))
    if saved_run is not None and (stopped or picture is None):
        command = ["ukiyo-widgets", "colorize", "--resume", str(saved_run), "-o", str(outputs.picture)]
        command[2:2] = [address_of(scan)] if scan is not None and is_elsewhere(scan) else []
        command += ["--full-size"] if options.full_size else []
        _print(f"Stopped. To go on: {shlex.join(command)}")
    return picture is not None and (saved_run is not None or run_path is None)


def _print(result: object, more: str = "") -> None:
    """Print a line, if there is anything to print and somebody who reads it: what was kept is kept."""
    if result is not None:
        with contextlib.suppress(BrokenPipeError, OSError):
            print(f"{one_line(str(result), most=MOST_OF_A_PATH)}{more}", flush=True)
