"""``ukiyo-widgets batch``: a whole folder of gray prints; begun again, it goes on with what is missing."""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ukiyo_widgets.commands.interrupts import signals_stop
from ukiyo_widgets.commands.options import add_settings, chosen_settings

if TYPE_CHECKING:
    from ukiyo_widgets.collection.collection import Collection
    from ukiyo_widgets.collection.results import Finished

SUMMARY = "colorize many gray prints after coloured ones"


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "batch",
        help=SUMMARY,
        description=f"{SUMMARY.capitalize()}. What is in the folder already is not made again.",
        epilog="Ctrl-C finishes the prints under way and stops; once more stops at once. The same command goes on.",
    )
    parser.add_argument(
        "prints",
        metavar="PRINTS",
        help="a folder of gray prints, or a table (CSV) with a column 'file' and, if you like, 'reference', 'settings', 'again'",
    )
    parser.add_argument(
        "references",
        nargs="*",
        metavar="REFERENCE",
        help="a folder of coloured prints, or prints; of several folders, or a folder of folders, each print finds its own",
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="where the results go")
    parser.add_argument(
        "--again",
        action="store_true",
        help="make only the prints that are marked in the column 'again' of the table, or of manifest.csv in FOLDER, with the "
        "settings that stand there",
    )
    parser.add_argument(
        "--suffix", default=".png", metavar=".png|.jpg|.webp|.tif", help="of the pictures; default: %(default)s"
    )
    parser.add_argument("--save", action="store_true", help="also save each run itself, to go on with it later")
    parser.add_argument(
        "--full-size",
        action="store_true",
        help="write pictures as large as the gray prints, colours carried along the ink lines",
    )
    parser.add_argument("--workers", type=int, metavar="N", help="processes on this machine; default: as many as fit")
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="scheduler of a Dask cluster that is to do the work, as tcp://10.0.0.1:8786",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    add_settings(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status: 1 if prints were skipped."""
    from rich.console import Console

    from ukiyo_widgets.collection.begin import colorize_collection

    console = Console(stderr=True)
    with console.status("Looking at prints…"):
        collection = colorize_collection(
            options.prints,
            options.references or None,
            out=options.output,
            client=options.cluster,
            workers=options.workers,
            suffix=options.suffix,
            keep_runs=options.save,
            full_size=options.full_size,
            only_again=options.again,
            **chosen_settings(options),
        )
    with signals_stop(collection.stop, doing="the prints under way") as stopping:
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message=r".* were skipped:")  # which is said here
                for finished in _with_progress(collection, console=console, quiet=options.quiet):
                    print(finished.path, flush=True)
        except KeyboardInterrupt:
            collection.report()
        finally:
            stopping.save()
            collection.close()
    for failure in collection.failures:
        console.print(f"Skipped {failure.name}: {failure.reason}", highlight=False, markup=False, soft_wrap=True)
    tally = collection.tally
    said = f"{tally.done:,} of {tally.total:,} prints are in {options.output}: see contact-sheet.html and manifest.csv there."
    more = f" {tally.left:,} are missing: the same command goes on." if tally.left else ""
    console.print(f"{said}{more}", highlight=False, markup=False, soft_wrap=True)
    return stopping.status or int(bool(collection.failures))


def _with_progress(collection: Collection, *, console: Any, quiet: bool) -> Iterator[Finished]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from ukiyo_widgets.collection.reports.texts import duration, texts

    bar = Progress(
        TextColumn("Prints"),
        MofNCompleteColumn(),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[left]}"),
        console=console,
        disable=quiet,
    )
    tally = collection.tally
    with bar:
        task = bar.add_task("", total=tally.total, completed=tally.done, left="")
        for finished in collection:
            left_s = tally.left_s
            left = "" if left_s is None else f"{tally.per_hour:,.0f} an hour, about {duration(left_s, texts())} left"
            bar.update(task, completed=tally.done + len(tally.failures), left=left)
            yield finished
        bar.update(task, completed=tally.done + len(tally.failures), left="")
