"""Where an iteration's time goes: in the convolutions, or beside them.

    python benchmarks/step.py --size 256 --size 512

On a CPU, where every operation has ended when its call returns. With --processor, seconds are of the processor, summed over
threads: for a machine that others use too.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import torch

import ukiyo_widgets as uw

clock = time.perf_counter


class Stopwatch:
    """Adds up the seconds that calls of some functions take."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``function``, timed."""

        def timed(*arguments: Any, **keywords: Any) -> Any:
            started = clock()
            try:
                return function(*arguments, **keywords)
            finally:
                self.seconds += clock() - started

        return timed


def measure(size: int, *, preset: str, precision: str, blocks: int) -> tuple[float, float]:
    """Return the medians of the seconds per iteration: in all, and in the convolutions."""
    settings = {"preset": preset, "size": size, "precision": precision}
    run = uw.colorize("sample:wave", "sample:red_mountain", device="cpu", history=10, **settings)
    run.advance(2)
    stopwatch = Stopwatch()
    network = run._workshop.tools(run.settings).objective.network  # noqa: SLF001 - looks inside on purpose
    convolutions = network._convolutions  # noqa: SLF001
    for convolution in convolutions.values():
        convolution.forward = stopwatch.around(convolution.forward)
        convolution.backward = stopwatch.around(convolution.backward)
    whole, inside = [], []
    for _ in range(blocks):
        stopwatch.seconds = 0.0
        started = clock()
        run.advance(1)
        whole.append(clock() - started)
        inside.append(stopwatch.seconds)
    for convolution in convolutions.values():
        del convolution.forward, convolution.backward
    return statistics.median(whole), statistics.median(inside)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, action="append", help="longest side in px; may be repeated")
    parser.add_argument("--precision", choices=("auto", "float32", "bfloat16"), default="auto")
    parser.add_argument("--blocks", type=int, default=9)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--processor", action="store_true", help="measure processor time instead of the wall clock's")
    options = parser.parse_args()
    global clock  # noqa: PLW0603 - one clock for the whole script
    clock = time.process_time if options.processor else time.perf_counter
    torch.set_num_threads(options.threads)
    print("| px | preset | threads | ms per iteration | in convolutions | beside them |\n|---|---|---|---|---|---|")
    for size in options.size or [256, 512]:
        for preset in ("paper", "print"):
            whole_s, inside_s = measure(size, preset=preset, precision=options.precision, blocks=options.blocks)
            share = 100 * (1 - inside_s / whole_s)
            print(
                f"| {size} | {preset} | {options.threads} | {1000 * whole_s:.0f} | {1000 * inside_s:.0f} | {share:.0f} % |"
            )


if __name__ == "__main__":
    main()
