"""What an iteration costs beside another way to run: the default, and its predecessor, which began with a tinted print.

    python benchmarks/beside.py --size 512 --threads 2

Blocks of iterations alternate, and the ratio is the median over neighbouring blocks. Then, at --first-size, the time from the
call until the first frame and until the first colour, when the reference was learnt from before.
"""

from __future__ import annotations

import argparse
import statistics
import time

import torch

import ukiyo_widgets as uw

BEFORE = {"colours": "match", "start": "match", "content_target": "match"}


def block(run: uw.Run, *, iterations: int) -> float:
    """Return the seconds per iteration over so many."""
    started = time.perf_counter()
    for _ in run.steps(iterations):
        pass
    return (time.perf_counter() - started) / iterations


def first(content: str, reference: str, *, size: int) -> tuple[float, float]:
    """Return the seconds until the first frame, and until the first one that is not gray."""
    started = time.perf_counter()
    run = uw.colorize(content, reference, size=size)
    uw.to_pil(run.frame.pixels)
    gray_s = time.perf_counter() - started
    next(iter(run))
    return gray_s, time.perf_counter() - started


def main() -> None:
    """Let both run in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--content", default="sample:wave", help="default: %(default)s")
    parser.add_argument("--reference", default="sample:rain_bridge", help="default: %(default)s")
    parser.add_argument("--size", type=int, default=512, help="longest side in px; default: %(default)s")
    parser.add_argument("--first-size", type=int, default=256, help="of the second measurement; default: %(default)s")
    parser.add_argument("--blocks", type=int, default=9, help="default: %(default)s")
    parser.add_argument("--iterations", type=int, default=2, help="of a block; default: %(default)s")
    parser.add_argument("--threads", type=int, default=2, help="default: %(default)s")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    given = options.content, options.reference
    runs = [uw.colorize(*given, size=options.size, **settings) for settings in ({}, BEFORE)]
    for run in runs:
        block(run, iterations=3)
    pairs = [[block(run, iterations=options.iterations) for run in runs] for _ in range(options.blocks)]
    now, before = (1000 * statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print("| px | ms per iteration | its predecessor | ratio |\n|---|---|---|---|")
    print(f"| {options.size} | {now:.0f} | {before:.0f} | {ratio:.2f} |")
    first(*given, size=options.first_size)
    gray_s, colour_s = first(*given, size=options.first_size)
    print("\n| px | first frame, s | first colour, s |\n|---|---|---|")
    print(f"| {options.first_size} | {gray_s:.1f} | {colour_s:.1f} |")


if __name__ == "__main__":
    main()
