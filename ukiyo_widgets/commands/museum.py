"""``ukiyo-widgets museum``: open-access prints of a museum, listed or fetched."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ukiyo_widgets.errors import ImageError

if TYPE_CHECKING:
    from ukiyo_widgets.museum.work import Work

SUMMARY = "list or fetch open-access prints of a museum, with their credit lines"


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "museum",
        help=SUMMARY,
        description=f"{SUMMARY.capitalize()}. Only what is in the public domain is given.",
        epilog='For example: ukiyo-widgets museum "Hiroshige rain" --most 12 -o prints',
    )
    parser.add_argument(
        "what", metavar="WORDS", help="words to look for, a key such as met:36461, or the address of a IIIF manifest"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="fetch the pictures, and put them there")
    parser.add_argument("--most", type=int, default=10, metavar="N", help="prints to find; default: %(default)s")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    from ukiyo_widgets.museum.collections import fetch

    found = False
    for work in _works(options.what, most=options.most):
        found = True
        print(work.credit if options.output is None else fetch(work, folder=options.output))
        if options.output is None:
            print(f"  {work.key}")
    if not found:
        raise ImageError(f"No print in the public domain goes by {options.what!r}; try fewer words, or others.")
    return 0


def _works(what: str, *, most: int) -> Iterator[Work]:
    from ukiyo_widgets.museum.collections import MUSEUMS, look_up, search

    if "://" in what or what.partition(":")[0] in MUSEUMS:
        yield look_up(what)
    else:
        yield from search(what, most=most)
