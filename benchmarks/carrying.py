"""Colour carried from a small picture to a large scan, where the large print's true colours are known.

    python benchmarks/carrying.py --prints FOLDER --size 640 --small 160
    python benchmarks/carrying.py --size 4000 --small 512

A print is reduced, with its true colours, and its colours are carried back to the large gray print. Reported as CIEDE2000 to the
true print: ours, bicubic interpolation of a* and b*, and what remains with the true a* and b* (luma is not lightness). JPEG files
hold colour at half their size, so a print of theirs knows its colours along the lines only when it is itself reduced by half.
Memory is the peak of the process beyond what it has before the first print is carried.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from colour import short

import ukiyo_widgets as uw


def measure(source: str, *, size: int, small_px: int) -> tuple[float, float, float, float]:
    """Return the CIEDE2000 of ours, of bicubic interpolation and with the true a* and b*; and the seconds that ours took."""
    truth = uw.read_image(source, max_side_px=size).pixels
    small, gray = uw.read_image(truth, max_side_px=small_px).pixels, uw.colour.luma(truth)
    started = time.perf_counter()
    ours = uw.read_image(uw.carry_colors(small, gray)).pixels
    seconds = time.perf_counter() - started
    enlarged = F.interpolate(uw.colour.rgb_to_lab(small)[None, 1:], size=truth.shape[1:], mode="bicubic")[0]
    ink = uw.colour.lightness(gray)
    others = (uw.colour.lab_to_rgb(torch.cat((ink, ab))) for ab in (enlarged, uw.colour.rgb_to_lab(truth)[1:]))
    pictures = ours, *others
    distances = [float(np.mean([uw.ciede2000(*rows).mean() for rows in _strips(each, truth)])) for each in pictures]
    return distances[0], distances[1], distances[2], seconds


def _strips(one: torch.Tensor, other: torch.Tensor) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Cut two pictures into strips of equal height, so that float64 takes little memory."""
    rows = one.shape[1] // max(1, one.shape[1] // 200)
    return [(one[:, i : i + rows], other[:, i : i + rows]) for i in range(0, one.shape[1] - rows + 1, rows)]


def peak_mb(scan: Path) -> float:
    """Return the memory that carrying to a file takes."""
    small = uw.samples.wave.color(512)
    uw.carry_colors(small, uw.samples.wave.gray(600))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    uw.carry_colors(small, scan)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def main() -> None:
    """Carry every print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--prints", type=Path, metavar="FOLDER", help="default: the first of each series of sample prints"
    )
    parser.add_argument("--size", type=int, default=1280, help="of the large print in px; default: %(default)s")
    parser.add_argument("--small", type=int, default=320, help="of the small picture in px; default: %(default)s")
    parser.add_argument(
        "--memory",
        type=Path,
        metavar="FILE",
        help="only the memory that a file takes, written before by: ukiyo-widgets samples wave --size 4000 -o FOLDER",
    )
    options = parser.parse_args()
    if options.memory:
        print(f"{peak_mb(options.memory):.0f} MB")
        return
    prints = (
        list(map(str, uw.pictures_in(options.prints)))
        if options.prints
        else [f"sample:{name}" for name in uw.samples.subjects]
    )
    print("| print | carried | bicubic | true a* and b* | s |\n|---|---|---|---|---|")
    rows = []
    for source in prints:
        rows.append(measure(source, size=options.size, small_px=options.small))
        print(f"| {short(source)} | {_cells(rows[-1])} |", flush=True)
    print(f"| mean | {_cells(tuple(np.mean(rows, axis=0)))} |")


def _cells(row: tuple[float, ...]) -> str:
    return " | ".join(f"{value:.2f}" for value in row)


if __name__ == "__main__":
    main()
