"""``ukiyo-widgets samples``: list the prints that the package draws itself, or write them to files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image
    from rich.console import Console

    from ukiyo_widgets.images.samples import Sample

SUMMARY = "list the sample prints, or write them to a folder"


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("samples", help=SUMMARY, description=f"{SUMMARY.capitalize()}.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="which ones; default: all")
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="write NAME.png and NAME-gray.png there")
    parser.add_argument(
        "--series",
        action="store_true",
        help="write the prints of each series: NAME.png, NAME-gray.png and, in the folder NAME, the other prints in colour",
    )
    parser.add_argument("--size", type=int, default=1024, metavar="PX", help="longest side in px; default: %(default)s")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    from rich.console import Console

    from ukiyo_widgets.images.samples import samples

    unknown = [name for name in options.names if name not in samples]
    if unknown:
        raise ValueError(f"There is no sample print {unknown[0]!r}; there are {', '.join(samples)}.")
    if options.series and options.output is None:
        raise ValueError("--series says how files are laid out, but no folder is named; add -o FOLDER.")
    names = options.names or (samples.subjects if options.series else samples)
    chosen = [samples[name] for name in names]
    if options.output is None:
        _list(chosen, Console())
    else:
        for path in _written(chosen, options.output, series=options.series, size=options.size):
            Console().print(str(path), markup=False, highlight=False, soft_wrap=True)
    return 0


def _list(chosen: list[Sample], console: Console) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table(title="Sample prints")
    for heading in ("Name", "Series", "Title", "What it shows"):
        table.add_column(heading, no_wrap=heading == "Name")
    for sample in chosen:
        table.add_row(sample.name, sample.series, escape(sample.title), escape(sample.description))
    console.print(table)
    console.print("Use one as [bold]sample:NAME[/bold] wherever a print is asked for.", highlight=False)


def _written(chosen: list[Sample], folder: Path, *, series: bool, size: int) -> Iterator[Path]:
    """Write prints in colour and in gray, and with ``series`` the others of their series into folders of their names."""
    from ukiyo_widgets.images.samples import samples

    for sample in chosen:
        yield _save(sample, sample.color(size), folder / f"{sample.name}.png")
        yield _save(sample, sample.gray(size), folder / f"{sample.name}-gray.png")
        for source in samples.series(sample.name) if series else ():
            sister = samples[source.removeprefix("sample:")]
            yield _save(sister, sister.color(size), folder / sample.name / f"{sister.name}.png")


def _save(sample: Sample, picture: Image.Image, path: Path) -> Path:
    from ukiyo_widgets.images.writing.writing import save_image

    path.parent.mkdir(parents=True, exist_ok=True)
    about = {"Title": sample.title, "Description": sample.description, "Source": "ukiyo_widgets sample print"}
    return save_image(picture, path, metadata=about)
