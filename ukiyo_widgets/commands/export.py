"""``ukiyo-widgets export``: a saved run as a page that plays in any browser."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.places import named

if TYPE_CHECKING:
    from ukiyo_widgets.runs.frame import Frame
    from ukiyo_widgets.runs.run import Run

SUMMARY = "write a saved run as a page that plays in any browser, without a network"


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "export",
        help=SUMMARY,
        description=f"{SUMMARY.capitalize()}. The run is made once more for its pictures, which takes as long as it took.",
    )
    parser.add_argument("run", type=Path, metavar="RUN", help="the saved run, a .ukiyo file")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="the page; default: RUN's name, ending in .html"
    )
    parser.add_argument("--title", metavar="TEXT", help="what stands above it; default: the gray print's name")
    parser.add_argument(
        "--language", choices=("en", "ja"), default="en", help="of the page's texts; default: %(default)s"
    )
    parser.add_argument(
        "--weights", metavar="SOURCE", help="the network's weights, where the run was made with others than the default"
    )
    parser.add_argument("--force", action="store_true", help="write over a file that is there already")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    from ukiyo_widgets.runs.loading import load_run
    from ukiyo_widgets.runs.pages.page import check_page_path

    target = check_page_path(options.output or options.run.with_suffix(".html"))
    if target.exists() and not options.force:
        raise ImageError(f"{named(target)} is there already; give another name, or --force to write over it.")
    iterations = load_run(options.run, weights=options.weights).index
    again = load_run(options.run, weights=options.weights, from_start=True)
    page = again.export_html(
        target, frames=_with_progress(again, iterations), title=options.title, language=options.language
    )
    print(page)
    return 0


def _with_progress(the_run: Run, iterations: int) -> Iterator[Frame]:
    from rich.console import Console
    from rich.progress import track

    yield the_run.frame
    yield from track(
        the_run.steps(iterations),
        "Making the run again",
        total=iterations,
        console=Console(stderr=True),
        transient=True,
    )
