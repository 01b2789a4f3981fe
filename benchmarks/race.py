"""Seconds until a picture as good as pastiche's after its 500 iterations.

    python benchmarks/race.py --size 256

Both minimise one and the same objective from the same picture: the paper's, at the style weight that its fading ends with.
First pastiche 1.6.0 makes its iterations; then each of ours goes on until its loss, evaluated in float32, is within 2 % of
pastiche's last, or it has made as many. What ours spends on smaller sizes and on evaluations in float32 counts; setting up
counts for neither. What is named "then float32" goes on in it after the iterations that VARIANTS gives. With --processor, seconds
are of the processor, summed over threads: for a machine that others use too.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

import torch

import ukiyo_widgets as uw
from ukiyo_widgets.engine import evaluate

WITHIN = 1.02
HISTORY = 30
LOOK_EVERY = 5
"""Iterations between two looks at the loss in float32, where a run does not compute in it."""

clock = time.perf_counter

COARSE = {"coarse": 1, "coarse_iterations": 100}

VARIANTS: dict[str, tuple[dict[str, Any], int | None]] = {
    "ours, float32": ({"precision": "float32"}, None),
    "ours, bfloat16": ({"precision": "bfloat16"}, None),
    "ours, bfloat16, then float32": ({"precision": "bfloat16"}, 250),
    "ours, bfloat16, coarse to fine, then float32": ({"precision": "bfloat16", **COARSE}, 220),
}
"""Settings by name, and the iterations after which a run goes on in float32."""


def final_style_weight() -> float:
    """Return what is left of the paper's style weight when its iterations have ended."""
    paper = uw.Settings.from_preset("paper")
    return paper.style_weight * (1 - paper.fade) ** (paper.iterations or 0)


def make_run(content: Path, reference: Path, *, size: int, **settings: Any) -> uw.Run:
    """Set ours up: the paper's objective with the weights that it ends with, held fixed."""
    settings = {"preset": "paper", "start": "content", "fade": 0, "style_weight": final_style_weight(), **settings}
    return uw.colorize(content, reference, size=size, snapshot_memory_mb=0, **settings)


def theirs(content: Path, reference: Path, *, size: int, iterations: int) -> tuple[float, float, float]:
    """Return pastiche's seconds, and its first and last loss, in units of ours."""
    from pastiche.pastiche import PasticheArtist

    run = make_run(content, reference, size=size, precision="float32")
    alpha, beta = run.settings.content_weight, run.settings.style_weight
    _, height, width = run.frame.pixels.shape
    features = 512 * (height // 8) * (width // 8)  # pastiche takes the mean where the paper takes half the sum
    artist = PasticheArtist(
        str(content),
        [str(reference)],
        size=size,
        style_size=size,
        device="cpu",
        content_layer_weights=[alpha * features / 2],
        style_layer_weights=[beta * weight / 4 for weight in run.settings.style_layers.values()],
    )
    first = artist.loss
    started = clock()
    for _ in range(iterations):
        artist.draw()
    return clock() - started, first, artist.loss


def ours(
    content: Path, reference: Path, *, size: int, until: float, most: int, finish_after: int | None, **settings: Any
) -> tuple[int, float, float]:
    """Return iterations, seconds and the float32 loss when it has come down to ``until``, or after ``most`` iterations."""
    run = make_run(content, reference, size=size, **{"history": HISTORY, **settings})
    judge = make_run(content, reference, size=size, precision="float32")
    _ = run.frame, judge.frame
    objective = judge._workshop.tools(judge.settings).objective  # noqa: SLF001 - looks inside on purpose
    started = clock()
    if finish_after is not None:
        run.advance(min(finish_after, most))
        run.set(precision="float32")
    loss = float("inf")
    while run.index == 0 or (not loss <= until and run.index < most):
        if run.settings.precision == "float32":
            loss = run.advance(1).losses["total"]
        else:
            run.advance(min(LOOK_EVERY, most - run.index))
            loss = evaluate(objective, run.frame.unclipped, style_weight=run.frame.style_weight).losses["total"].item()
    return run.index, clock() - started, loss


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=256, help="longest side in px")
    parser.add_argument("--iterations", type=int, default=500)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--processor", action="store_true", help="measure processor time instead of the wall clock's")
    options = parser.parse_args()
    global clock  # noqa: PLW0603 - one clock for the whole script
    clock = time.process_time if options.processor else time.perf_counter
    torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as folder:
        content, reference = Path(folder, "content.png"), Path(folder, "reference.png")
        uw.samples.snowy_night.gray(options.size).save(content)
        uw.samples.wave.color(options.size).save(reference)
        seconds, first, last = theirs(content, reference, size=options.size, iterations=options.iterations)
        print("| px | who | iterations | seconds | pastiche / this | loss |\n|---|---|---|---|---|---|")
        print(f"| {options.size} | start | 0 | | | {first:.4g} |")
        print(
            f"| {options.size} | pastiche 1.6.0 | {options.iterations} | {seconds:.1f} | 1.0 | {last:.4g} |", flush=True
        )
        for name, (settings, finish_after) in VARIANTS.items():
            done, took, loss = ours(
                content,
                reference,
                size=options.size,
                until=WITHIN * last,
                most=options.iterations,
                finish_after=finish_after,
                **settings,
            )
            reached = f"{seconds / took:.1f}" if loss <= WITHIN * last else "not reached"
            print(f"| {options.size} | {name} | {done} | {took:.1f} | {reached} | {loss:.4g} |", flush=True)


if __name__ == "__main__":
    main()
