"""``ukiyo-widgets samples``: list the prints that the package draws itself, or write them to files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

SUMMARY = "list the sample prints, or write them to a folder"


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("samples", help=SUMMARY, description=f"{SUMMARY.capitalize()}.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="which ones; default: all")
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="write NAME.png and NAME-gray.png there")
    parser.add_argument("--size", type=int, default=1024, metavar="PX", help="longest side in px; default: %(default)s")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from ukiyo_widgets.images.samples import samples
    from ukiyo_widgets.images.writing.writing import save_image

    unknown = [name for name in options.names if name not in samples]
    if unknown:
        raise ValueError(f"There is no sample print {unknown[0]!r}; there are {', '.join(samples)}.")
    chosen = [samples[name] for name in options.names or samples]
    console = Console()
    if options.output is None:
        table = Table("Name", "Title", "What it shows", title="Sample prints")
        for sample in chosen:
            table.add_row(sample.name, escape(sample.title), escape(sample.description))
        console.print(table)
        console.print("Use one as [bold]sample:NAME[/bold] wherever a print is asked for.", highlight=False)
        return 0
    options.output.mkdir(parents=True, exist_ok=True)
    for sample in chosen:
        for suffix, draw in (("", sample.color), ("-gray", sample.gray)):
            about = {"Title": sample.title, "Description": sample.description, "Source": "ukiyo_widgets sample print"}
            path = save_image(draw(options.size), options.output / f"{sample.name}{suffix}.png", metadata=about)
            console.print(str(path), markup=False, highlight=False, soft_wrap=True)
    return 0
