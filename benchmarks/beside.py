"""What an iteration costs beside another way to run: the default, and its predecessor, which began with a tinted print.

    python benchmarks/beside.py --size 512 --threads 2

Blocks of iterations alternate, and the ratios are medians over neighbouring blocks. Then, at --first-size, the time from the
call until the first frame and until the first colour, when the reference was learnt from before. Where others are at work too,
the processor's time on one thread tells more than the clock.
"""

from __future__ import annotations

import argparse
import statistics
import time

import torch

import ukiyo_widgets as uw

BEFORE = {"colours": "match", "start": "match", "content_target": "match"}


class Clock:
    """Tells the seconds since it was made: by the wall's clock, and those that the processor computed, of all cores."""

    def __init__(self) -> None:
        self._begun = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Return both."""
        return time.perf_counter() - self._begun[0], time.process_time() - self._begun[1]


def block(run: uw.Run, *, iterations: int) -> tuple[float, float]:
    """Return the seconds per iteration over so many, by both clocks."""
    clock = Clock()
    for _ in run.steps(iterations):
        pass
    wall_s, processor_s = clock.read()
    return wall_s / iterations, processor_s / iterations


def first(content: str, reference: str, *, size: int) -> list[tuple[float, float]]:
    """Return the seconds until the first frame, and until the first one that is not gray, each by both clocks."""
    clock = Clock()
    run = uw.colorize(content, reference, size=size)
    uw.to_pil(run.frame.pixels)
    gray = clock.read()
    next(iter(run))
    return [gray, clock.read()]


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
    print("| px | clock | ms per iteration | its predecessor | ratio |\n|---|---|---|---|---|")
    for place, name in enumerate(("wall", "processor")):
        now, before = (1000 * statistics.median(each[place] for each in either) for either in zip(*pairs, strict=True))
        ratio = statistics.median(one[place] / other[place] for one, other in pairs)
        print(f"| {options.size} | {name} | {now:.0f} | {before:.0f} | {ratio:.2f} |")
    first(*given, size=options.first_size)
    gray, coloured = first(*given, size=options.first_size)
    print("\n| px | clock | first frame, s | first colour, s |\n|---|---|---|---|")
    for place, name in enumerate(("wall", "processor")):
        print(f"| {options.first_size} | {name} | {gray[place]:.1f} | {coloured[place]:.1f} |")


if __name__ == "__main__":
    main()
