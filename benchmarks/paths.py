"""What the fast ways cost in convergence: the loss, judged in float32, after as many iterations.

    python benchmarks/paths.py --size 128 --iterations 60

The run is always the same, the paper's objective from the gray print. The first row is what all others are compared with: float32
throughout, convolutions as torch computes them. Seconds are of the processor, one thread.
"""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Iterator
from typing import Any

import torch

import ukiyo_widgets as uw
from ukiyo_widgets.engine import evaluate, vgg

FASTER = "with 4×4 tiles"
PATHS: dict[str, dict[str, Any]] = {
    "float32": {"precision": "float32"},
    f"float32, {FASTER}": {"precision": "float32"},
    "bfloat16": {"precision": "bfloat16"},
    f"bfloat16, {FASTER}": {"precision": "bfloat16"},
    f"bfloat16, {FASTER}, history 10": {"precision": "bfloat16", "history": 10},
    f"bfloat16, {FASTER}, coarse to fine": {"precision": "bfloat16", "coarse": 1, "coarse_iterations": 15},
    f"bfloat16, {FASTER}, batch of 4": {"precision": "bfloat16"},
}


@contextlib.contextmanager
def torchs_own(*, only: bool) -> Iterator[None]:
    """Have every convolution computed by torch, if ``only`` says so."""
    usual, best = vgg._ready, vgg._best_way  # noqa: SLF001 - looks inside on purpose
    if only:
        vgg._ready, vgg._best_way = type(usual)(), lambda *_, **__: vgg.Direct  # noqa: SLF001
    try:
        yield
    finally:
        vgg._ready, vgg._best_way = usual, best  # noqa: SLF001


def measure(name: str, *, size: int, iterations: int) -> tuple[torch.Tensor, float, int]:
    """Return the last picture, the seconds per iteration, and how many were rescued."""
    settings = {
        "preset": "paper",
        "start": "content",
        "fade": 0.0,
        "size": size,
        "iterations": iterations,
        **PATHS[name],
    }
    with torchs_own(only=FASTER not in name):
        run = uw.colorize("sample:snowy_night", "sample:wave", snapshot_memory_mb=0, **settings)
        _ = run.frame
        members = [run.fork() for _ in range(4)] if "batch" in name else [run]
        batch = uw.Batch(members)
        started = time.process_time()
        rescues = sum(bool(frames[0].note) for frames in batch.steps(iterations))
        seconds = (time.process_time() - started) / iterations / len(members)
        return members[0].frame.unclipped, seconds, rescues


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=128, help="longest side in px")
    parser.add_argument("--iterations", type=int, default=60)
    options = parser.parse_args()
    torch.set_num_threads(1)
    judge = uw.colorize("sample:snowy_night", "sample:wave", preset="paper", size=options.size, precision="float32")
    with torchs_own(only=True):
        objective = judge._workshop.tools(judge.settings).objective  # noqa: SLF001
    print("| path | loss | to the first | rescued | ms per iteration |\n|---|---|---|---|---|")
    first = None
    for name in PATHS:
        pixels, seconds, rescues = measure(name, size=options.size, iterations=options.iterations)
        loss = evaluate(objective, pixels, style_weight=judge.settings.style_weight).losses["total"].item()
        first = first or loss
        print(
            f"| {name} | {loss:.4g} | {100 * (loss / first - 1):+.1f} % | {rescues} | {1000 * seconds:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
