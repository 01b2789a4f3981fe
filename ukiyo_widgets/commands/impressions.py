"""``ukiyo-widgets impressions``: a coloured print as it would be printed, block by block."""

from __future__ import annotations

import argparse
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.places import named

if TYPE_CHECKING:
    from ukiyo_widgets.runs.printing.impressions import Impressions

SUMMARY = "show a coloured print as it would be printed: key block, then ink by ink, as a page or a film"


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "impressions",
        help=SUMMARY,
        description=f"{SUMMARY.capitalize()}. The blocks are worked out from the picture; no network is needed.",
    )
    parser.add_argument(
        "print", metavar="PRINT", help="the picture: a file, a URL, sample:NAME, or a saved run (.ukiyo)"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="a page (.html) or a film (.mp4, .webm, .gif); default: PRINT's name, ending in -printed.html",
    )
    parser.add_argument("--size", type=int, metavar="PX", help="longest side in px; default: the picture's own")
    parser.add_argument("--seconds", type=float, metavar="S", help="for which a film shows each block; default: 1.6")
    parser.add_argument("--title", metavar="TEXT", help="what stands above a page; default: the picture's name")
    parser.add_argument(
        "--language", choices=("en", "ja"), default="en", help="of a page's texts; default: %(default)s"
    )
    parser.add_argument("--force", action="store_true", help="write over a file that is there already")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    from ukiyo_widgets.runs.printing.film import SECONDS_EACH
    from ukiyo_widgets.runs.printing.impressions import check_impressions_path

    name = PurePath(options.print.partition("?")[0].removeprefix("sample:")).stem or "print"
    target = check_impressions_path(options.output or f"{name}-printed.html")
    if target.exists() and not options.force:
        raise ImageError(f"{named(target)} is there already; give another name, or --force to write over it.")
    found = _impressions(options)
    seconds = SECONDS_EACH if options.seconds is None else options.seconds
    written = found.save(target, title=options.title, language=options.language, seconds_each=seconds)
    for block in found:
        print(f"  {block.named(options.language)}")
    if found.note:
        print(found.note)
    print(written)
    return 0


def _impressions(options: argparse.Namespace) -> Impressions:
    from ukiyo_widgets.runs.keeping.checkpoint import SUFFIX
    from ukiyo_widgets.runs.loading import load_run
    from ukiyo_widgets.runs.printing.impressions import impressions

    if Path(options.print).suffix == SUFFIX:
        if options.size is not None:
            raise ImageError("A saved run has the size of its picture; leave out --size.")
        return load_run(options.print).impressions()
    return impressions(options.print, max_side_px=options.size)
