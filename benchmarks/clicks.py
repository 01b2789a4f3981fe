"""What a few clicks mend: a print is made gray, colorized until the run ends by itself, and goes on with dabs of colour.

    python benchmarks/clicks.py sample:red_mountain sample:wave --dab "0.55,0.5,0.04=#c0604a" --sheet clicks.jpg
    python benchmarks/clicks.py red-fuji.jpg FOLDER --dab "0.6,0.6,0.06=#b8604a" --dab "0.9,0.75,0.06=#b8604a"

Reported are CIEDE2000 and chroma spread before, and after each dab; the sheet shows them beside the true print.
"""

from __future__ import annotations

import argparse
import time
import warnings
from pathlib import Path

from colour import sheet, short
from colour_metrics import judge

import ukiyo_widgets as uw


def main() -> None:
    """Colorize, dab, go on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("content", help="a coloured print, which is made gray")
    parser.add_argument("reference", help="a print or a folder")
    parser.add_argument("--dab", action="append", required=True, metavar="X,Y,RADIUS=#RRGGBB", help="may be repeated")
    parser.add_argument("--size", type=int, default=256, help="longest side in px; default: %(default)s")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="all pictures side by side")
    options = parser.parse_args()
    truth = uw.read_image(options.content, max_side_px=options.size).pixels
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # which says that the print itself is left out
        run = uw.colorize(options.content, options.reference, size=options.size)
    row = [("gray", run.frame.pixels)]
    print("| | CIEDE2000 | spread | iteration | s |\n|---|---|---|---|---|")
    for clicks in range(len(options.dab) + 1):
        started = time.perf_counter()
        if clicks:
            run.set(hints="; ".join(options.dab[:clicks]))
        for _ in run:
            pass
        said = f"after {clicks} dab{'s' * (clicks > 1)}" if clicks else "as it ends by itself"
        figures = judge(run.frame.pixels, truth=truth, reference=truth)
        cells = f"{figures.ciede2000:.1f} | {figures.spread:.2f} | {run.index} | {time.perf_counter() - started:.1f}"
        print(f"| {said} | {cells} |", flush=True)
        row.append((f"{said}: {figures.ciede2000:.1f}", run.frame.pixels))
    if options.sheet:
        sheet([[*row, (f"truth: {short(options.content)}", truth)]], options.sheet)


if __name__ == "__main__":
    main()
