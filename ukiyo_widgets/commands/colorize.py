"""``ukiyo-widgets colorize``: a print, a reference, a picture; Ctrl-C keeps what there is."""

from __future__ import annotations

import argparse
import contextlib
import itertools
import shlex
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ukiyo_widgets.commands.options import add_settings, chosen_settings

if TYPE_CHECKING:
    from ukiyo_widgets.runs.frame import Frame
    from ukiyo_widgets.runs.run import Run

SUMMARY = "colorize a gray print after a coloured one"
SAMPLE_CONTENT, SAMPLE_REFERENCE = "sample:snowy_night", "sample:wave"
INTERRUPTED = 130
FILM_FPS = 12.0


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "colorize",
        help=SUMMARY,
        description=f"{SUMMARY.capitalize()}. Without prints, a sample print is colorized.",
        epilog="Ctrl-C keeps the picture so far and says how to go on.",
    )
    parser.add_argument("content", nargs="?", metavar="CONTENT", help="gray print: a file, a URL, or sample:NAME")
    parser.add_argument("references", nargs="*", metavar="REFERENCE", help="coloured prints: one or more")
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
        "--full-size",
        action="store_true",
        help="write the picture as large as CONTENT, its colours carried along the ink lines",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    add_settings(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    from rich.console import Console

    console = Console(stderr=True)
    output = _output(options)
    _refuse_bad_outputs(output, options.film)
    with console.status("Reading prints and network…"):
        the_run = _resumed(options) if options.resume else _begun(options)
        scan = _scan(the_run) if options.full_size else None
        start = the_run.image  # computes iteration 0, while the status is shown
    total = _last_iteration(the_run)
    with _interrupt_stops(the_run, console=console) as interrupted:
        frames = _with_progress(the_run, total, console=console, quiet=options.quiet)
        try:
            if options.film:
                _film(options.film, start, frames)
            else:
                for _ in frames:
                    pass
        except Exception:
            # A film that cannot be written, memory that is short: the picture so far is kept all the same.
            _keep(the_run, output=output, options=options, scan=scan, film=None, stopped=True)
            raise
    _keep(the_run, output=output, options=options, scan=scan, film=options.film, stopped=interrupted.is_set())
    return INTERRUPTED if interrupted.is_set() else 0


@contextlib.contextmanager
def _interrupt_stops(the_run: Run, *, console: Any) -> Iterator[threading.Event]:
    """Make the first Ctrl-C end the run at a complete iteration; the second one interrupts at once."""
    interrupted = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only the main thread gets signals
        yield interrupted
        return

    def stop(_signal: int, _frame: object) -> None:
        interrupted.set()
        the_run.stop()
        signal.signal(signal.SIGINT, before)
        console.print("Stopping after this iteration…")

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def _film(path: Path, start: Any, frames: Iterator[Frame]) -> None:
    """Write the start and every frame as they come: none is kept in memory."""
    from ukiyo_widgets.images.writing.film import save_film

    save_film(itertools.chain([start], (frame.image for frame in frames)), path, fps=FILM_FPS)


def _begun(options: argparse.Namespace) -> Run:
    from ukiyo_widgets.runs.colorize import colorize

    if options.content is not None and not options.references:
        raise ValueError(
            f"{options.content!r} has no reference to take colours from; name a coloured print after it, "
            f"for example {SAMPLE_REFERENCE}."
        )
    content = options.content or SAMPLE_CONTENT
    settings = chosen_settings(options)
    return colorize(content, options.references or [SAMPLE_REFERENCE], **settings)


def _resumed(options: argparse.Namespace) -> Run:
    from ukiyo_widgets.runs.loading import load_run

    if options.content is not None:
        raise ValueError("A resumed run has its own prints; leave CONTENT and REFERENCE out beside --resume.")
    settings = chosen_settings(options)
    the_run = load_run(options.resume, device=settings.pop("device", None), weights=settings.pop("weights", None))
    if settings:
        the_run.set(**settings)
    return the_run


def _output(options: argparse.Namespace) -> Path:
    if options.output is not None:
        return Path(options.output)
    stem = str(options.resume.stem if options.resume else options.content or SAMPLE_CONTENT)
    name = stem.rstrip("/").rpartition("/")[2].removeprefix("sample:").partition("?")[0]
    return Path(f"{Path(name).stem or 'print'}-colorized.png")


def _refuse_bad_outputs(output: Path, film: Path | None) -> None:
    """Say it now, not after a hundred iterations."""
    from ukiyo_widgets.images.writing.film import check_film_path
    from ukiyo_widgets.images.writing.writing import check_image_path

    check_image_path(output)
    if film is not None:
        check_film_path(film)


def _last_iteration(the_run: Run) -> int | None:
    limit = the_run.settings.iterations
    if limit is not None and the_run.index >= limit:
        raise ValueError(
            f"The run has already done its {limit} iterations; ask for more, as in --iterations {limit * 2}."
        )
    return limit


def _with_progress(the_run: Run, total: int | None, *, console: Any, quiet: bool) -> Iterator[Frame]:
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
                console.print(f"Iteration {frame.index}: {frame.note}", highlight=False)
            yield frame


def _scan(the_run: Run) -> str:
    """Return where the gray print is in its own size, or say now that it is not there, and not after a hundred iterations."""
    from ukiyo_widgets.images.reading.reading import read_image

    content = the_run.recipe.content
    if content.source is None:
        raise ValueError(
            f"The gray print was {content.credit} in memory, whose own size is not kept; leave out --full-size."
        )
    if content.source.startswith("sample:"):
        raise ValueError(
            "A sample print has no size of its own; leave out --full-size and give the --size that you want."
        )
    if read_image(content.source, max_side_px=the_run.settings.size, role="content").sha256 != content.sha256:
        raise ValueError(f"'{content.credit}' is not the gray print that the run began with; leave out --full-size.")
    return content.source


def _keep(
    the_run: Run, *, output: Path, options: argparse.Namespace, scan: str | None, film: Path | None, stopped: bool
) -> None:
    """Write what was asked for; where it was stopped also the run, so that nothing is lost."""
    saved_run = options.save or (output.with_suffix(".ukiyo") if stopped else None)
    print(f"{the_run.frame.save(output, scan=scan)}  (iteration {the_run.index})")
    if film:
        print(film)
    if saved_run is not None:
        saved_run = the_run.save(saved_run)
        print(saved_run)
    if stopped:
        command = ["ukiyo-widgets", "colorize", "--resume", str(saved_run), "-o", str(output)]
        command += ["--full-size"] if options.full_size else []
        print(f"Stopped. To go on: {shlex.join(command)}")
