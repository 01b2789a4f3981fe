"""``ukiyo-widgets rank``: which prints of a folder would serve as references for a gray print."""

from __future__ import annotations

import argparse
from typing import Any

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.runs.choosing.ranking import SIDE_PX, rank_references

SUMMARY = "rank the prints of a folder by how well they would serve as references"


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "rank", help=SUMMARY, description=f"{SUMMARY.capitalize()}, best first, with the reasons."
    )
    parser.add_argument("content", metavar="CONTENT", help="gray print: a file, a URL, or sample:NAME")
    parser.add_argument(
        "references",
        nargs="*",
        metavar="FOLDER",
        help="a folder of coloured prints, or the prints; default: the samples",
    )
    parser.add_argument(
        "--size", type=int, default=SIDE_PX, metavar="PX", help="longest side to compare them at; default: %(default)s"
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    from rich.console import Console
    from rich.progress import Progress

    given = options.references
    references = given[0] if len(given) == 1 else given or None
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Comparing prints", total=None)
        ranking = rank_references(
            options.content,
            references,
            size=options.size,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if not ranking:
        raise ImageError("Nothing could be ranked. " + "; ".join(map(str, ranking.skipped)))
    print(ranking)
    return 0
