"""How well the ranking of references foretells how near to the truth each of them leads.

    python benchmarks/ranking.py --prints FOLDER
    python benchmarks/ranking.py --prints FOLDER --method print --content hokusai-ejiri --content hokusai-tago-bay

Each print is made gray and colorized after each other print, by a method of colour.py. Reported per print: Spearman's rank
correlation of the score with the nearness to the true print (1 foretells the order, 0 tells nothing), and the CIEDE2000 with the
reference that stands first, with the best one, and in the mean.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from colour import short
from colour_methods import Method
from scipy.stats import spearmanr

import ukiyo_widgets as uw


def distances(content: str, references: list[str], method: Method, *, size: int) -> list[float]:
    """Return the mean CIEDE2000 to the true print with each reference."""
    truth = uw.read_image(content, max_side_px=size).pixels
    pictures = (method.picture(content, reference, size=size) for reference in references)
    return [uw.ciede2000(pixels, truth).mean().item() for pixels in pictures]


def main() -> None:
    """Rank for every print, colorize after all, and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--prints", type=Path, metavar="FOLDER", help="default: the first of each series of sample prints"
    )
    parser.add_argument(
        "--content", action="append", metavar="NAME", help="print to colorize; may be repeated; default: all"
    )
    parser.add_argument("--method", default="palette", help="as for colour.py; default: %(default)s")
    parser.add_argument("--size", type=int, default=192, help="of the colorized pictures; default: %(default)s")
    options = parser.parse_args()
    method = Method.from_text(options.method, iterations=100)
    folder: Path | None = options.prints
    prints = list(map(str, uw.pictures_in(folder))) if folder else [f"sample:{name}" for name in uw.samples.subjects]
    rows = []
    print(
        "| gray print | rank correlation | first of the ranking | best | mean | s per reference |\n|---|---|---|---|---|---|"
    )
    for content in prints:
        if options.content and short(content) not in options.content:
            continue
        others = [each for each in prints if each != content]
        started = time.perf_counter()
        ranking = uw.rank_references(content, others)
        seconds = (time.perf_counter() - started) / len(others)
        ranked = [str(each.source) for each in ranking]
        reached = distances(content, ranked, method, size=options.size)
        correlation = spearmanr([-each.score for each in ranking], reached).statistic
        rows.append((correlation, reached[0], min(reached), np.mean(reached), seconds))
        print(f"| {short(content)} | {_cells(rows[-1])} |", flush=True)
    print(f"| mean | {_cells(tuple(np.mean(rows, axis=0)))} |")


def _cells(row: tuple[float, ...]) -> str:
    correlation, first, best, mean, seconds = row
    return f"{correlation:.2f} | {first:.1f} | {best:.1f} | {mean:.1f} | {seconds:.2f}"


if __name__ == "__main__":
    main()
