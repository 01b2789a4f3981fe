"""Where an iteration's time goes: in the convolutions, or beside them.

    python benchmarks/step.py --size 256 --size 512

On a CPU, where every operation has ended when its call returns.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import torch

import ukiyo_widgets as uw


class Stopwatch:
    """Adds up the seconds that calls of some functions take."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``function``, timed."""

        def timed(*arguments: Any, **keywords: Any) -> Any:
            started = time.perf_counter()
            try:
                return function(*arguments, **keywords)
            finally:
                self.seconds += time.perf_counter() - started

        return timed


def measure(size: int, *, preset: str, blocks: int) -> tuple[float, float]:
    """Return the medians of the seconds per iteration: in all, and in the convolutions."""
    run = uw.colorize("sample:wave", "sample:red_mountain", preset=preset, size=size, device="cpu", history=10)
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
        started = time.perf_counter()
        run.advance(1)
        whole.append(time.perf_counter() - started)
        inside.append(stopwatch.seconds)
    for convolution in convolutions.values():
        del convolution.forward, convolution.backward
    return statistics.median(whole), statistics.median(inside)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, action="append", help="longest side in px; may be repeated")
    parser.add_argument("--blocks", type=int, default=9)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    print("| px | preset | threads | ms per iteration | in convolutions | beside them |\n|---|---|---|---|---|---|")
    for size in options.size or [256, 512]:
        for preset in ("paper", "print"):
            whole_s, inside_s = measure(size, preset=preset, blocks=options.blocks)
            share = 100 * (1 - inside_s / whole_s)
            print(
                f"| {size} | {preset} | {options.threads} | {1000 * whole_s:.0f} | {1000 * inside_s:.0f} | {share:.0f} % |"
            )


if __name__ == "__main__":
    main()
