"""The paper's Figure 2: SGD and L-BFGS, each with a fixed and with a fading style weight, on one pair.

    python benchmarks/figure2.py --size 256 --iterations 200

Everything else is the preset ``paper``. The fading runs minimise something else at the end than the fixed ones, so all four are
also judged at one and the same pair of weights: the last column of the table.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import ukiyo_widgets as uw

VARIANTS = {
    "(a) SGD, fixed style weight": {"optimizer": "sgd", "fade": 0.0},
    "(b) SGD, fading style weight": {"optimizer": "sgd", "fade": 0.0025},
    "(c) L-BFGS, fixed style weight": {"optimizer": "lbfgs", "fade": 0.0},
    "(d) L-BFGS, fading style weight": {"optimizer": "lbfgs", "fade": 0.0025},
}


def follow(run: uw.Run, iterations: int) -> dict[str, list[float]]:
    """Make the iterations and return the losses of each."""
    history: dict[str, list[float]] = {"content": [], "style": []}
    for frame in run.steps(iterations):
        for name, values in history.items():
            values.append(frame.losses[name])
        if frame.note:
            print(f"{frame.index}: {frame.note}")
    return history


def draw(runs: dict[str, uw.Run], histories: dict[str, dict[str, list[float]]], path: Path) -> None:
    """Draw the pictures and the losses in one figure."""
    figure, axes = plt.subplots(3, 2, figsize=(8.4, 9.2), height_ratios=(1, 1, 0.8), layout="constrained")
    for axis, (label, run) in zip(axes[:2].flat, runs.items(), strict=True):
        axis.imshow(np.asarray(run.image))
        axis.set_title(label, fontsize=10)
        axis.axis("off")
    for axis, name in zip(axes[2], ("content", "style"), strict=True):
        for (label, history), style in zip(histories.items(), ("--", ":", "-", "-."), strict=True):
            axis.semilogy(range(1, len(history[name]) + 1), history[name], style, label=label)
        axis.set_xlabel("iteration")
        axis.set_title(f"{name} loss", fontsize=10)
    axes[2, 0].legend(fontsize=7)
    figure.savefig(path, dpi=90)


def main() -> None:
    """Run the four variants."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--content", default="sample:wave")
    parser.add_argument("--reference", default="sample:rain_bridge")
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--iterations", type=int, default=200)
    parser.add_argument("--start", default="content", help="noise, as in the paper, needs several hundred iterations")
    parser.add_argument("--sgd-step", type=float, default=uw.Settings().sgd_step)
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).with_name("figure2.png"))
    options = parser.parse_args()
    runs, histories = {}, {}
    print("| | content loss | style loss | α content + β₀ style |\n|---|---|---|---|")
    for label, changes in VARIANTS.items():
        run = uw.colorize(
            options.content,
            options.reference,
            preset="paper",
            size=options.size,
            start=options.start,
            sgd_step=options.sgd_step,
            **changes,
        )
        histories[label] = follow(run, options.iterations)
        runs[label] = run
        losses, settings = run.frame.losses, run.settings
        total = settings.content_weight * losses["content"] + settings.style_weight * losses["style"]
        print(f"| {label} | {losses['content']:.3g} | {losses['style']:.3g} | {total:.3g} |", flush=True)
    draw(runs, histories, options.output)


if __name__ == "__main__":
    main()
