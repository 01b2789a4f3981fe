"""How time and memory grow with the size: a table, and a plot.

    python benchmarks/growth.py -o benchmarks/growth.png

Each size and precision has a process of its own, which makes three iterations of the preset ``paper`` with a history of 10 on one
thread. Seconds are of the processor, so others on the machine matter little; memory is the most that was ever resident.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import torch

import ukiyo_widgets as uw

ITERATIONS = 3


def alone(size: int, precision: str) -> dict[str, float]:
    """Measure one size in this process."""
    torch.set_num_threads(1)
    settings = {"preset": "paper", "start": "content", "history": 10, "snapshot_memory_mb": 0}
    run = uw.colorize("sample:wave", "sample:red_mountain", size=size, precision=precision, **settings)
    _ = run.frame
    times = []
    for _ in range(ITERATIONS):
        started = time.process_time()
        run.advance(1)
        times.append(time.process_time() - started)
    width, height = run.size_px
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    estimated = run.estimate().memory_mb
    return {"pixels": width * height, "seconds": statistics.median(times), "peak_mb": peak, "estimated_mb": estimated}


def in_a_fresh_process(size: int, precision: str) -> dict[str, float]:
    """Measure one size in a process of its own."""
    command = [sys.executable, __file__, "--alone", str(size), precision]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]))


def plot(rows: dict[str, dict[int, dict[str, float]]], path: Path) -> None:
    """Draw seconds and memory over the size, both axes logarithmic for the time."""
    import matplotlib.pyplot as plt

    figure, (time_axes, memory_axes) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for precision, found in rows.items():
        sizes = list(found)
        time_axes.plot(sizes, [found[size]["seconds"] for size in sizes], "o-", label=precision)
        memory_axes.plot(sizes, [found[size]["peak_mb"] / 1000 for size in sizes], "o-", label=precision)
    for axes, title in ((time_axes, "seconds per iteration, one thread"), (memory_axes, "most memory resident, GB")):
        axes.set_xscale("log", base=2)
        axes.set_xticks(sizes, [str(size) for size in sizes])
        axes.set(xlabel="longest side, px", title=title)
        axes.grid(alpha=0.3)
        axes.legend()
    time_axes.set_yscale("log")
    memory_axes.set_ylim(bottom=0)
    figure.savefig(path, dpi=90)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, action="append", help="longest side in px; may be repeated")
    parser.add_argument("-o", "--output", type=Path, default=Path("growth.png"))
    parser.add_argument("--alone", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        print(json.dumps(alone(int(options.alone[0]), options.alone[1])))
        return
    rows: dict[str, dict[int, dict[str, float]]] = {"float32": {}, "bfloat16": {}}
    print("| px | precision | s per iteration | peak, MB | estimated, MB |\n|---|---|---|---|---|")
    for size in options.size or [128, 256, 512, 1024, 2048]:
        for precision, found in rows.items():
            row = found[size] = in_a_fresh_process(size, precision)
            print(
                f"| {size} | {precision} | {row['seconds']:.2f} | {row['peak_mb']:.0f} | {row['estimated_mb']:.0f} |",
                flush=True,
            )
    plot(rows, options.output)


if __name__ == "__main__":
    main()
