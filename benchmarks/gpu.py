"""An iteration on an accelerator: ours against a plain torch loop, and against what the machine could do.

    python benchmarks/gpu.py --json gpu.json

Needs torch, numpy and Pillow alone, and less than eight minutes. Pictures are squares, and float32 means TF32 in convolutions
and Gram matrices. Per size and precision: milliseconds per iteration of a plain loop (autograd and torch.optim.LBFGS, float32)
and of ours, eager and recorded as a CUDA graph; the optimizer's share of the eager one; and how near the recorded one comes to
the roofline. That is the larger of two times: floating-point operations at the rate of a large matrix product, and bytes at the
rate of a large copy, both measured in the same run. Then several runs at once, and a thousand iterations of one. The file is
written after each row, and what fails is a row too. Runs on a CPU as well, to be tried out; there nothing is recorded.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gc
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from accounting import HISTORY, copy, operations, product, seconds
from pastiche_side_by_side import make_plain
from PIL import Image

import ukiyo_widgets as uw
from ukiyo_widgets.engine import DTYPES, EAGER_FIRST, choose_device, synchronize

BATCHED_PX = (256, 512)


def ceiling(device: torch.device, dtype: torch.dtype, *, side: int) -> float:
    """Return the floating-point operations per second of a large matrix product."""
    return 2 * side**3 / seconds(product(device, dtype, side=side), device, repeats=10)


def bandwidth(device: torch.device, *, bytes_: int) -> float:
    """Return the bytes per second that a copy reads and writes."""
    return 2 * bytes_ / seconds(copy(device, bytes_=bytes_), device, repeats=10)


@functools.cache
def square(name: str, size: int) -> Image.Image:
    """Return the middle of a sample print."""
    whole = uw.read_image(name, max_side_px=2 * size).pixels
    top, left = ((side - size) // 2 for side in whole.shape[1:])
    levels = (255 * whole[:, top : top + size, left : left + size]).round().to(torch.uint8)
    return Image.fromarray(levels.permute(1, 2, 0).contiguous().numpy())


def make(size: int, precision: str, *, device: torch.device, capture: bool = True) -> uw.Run:
    """Return a run with the paper's method."""
    return uw.colorize(
        square("sample:wave", size),
        square("sample:red_mountain", size),
        preset="paper",
        start="content",
        size=size,
        history=HISTORY,
        snapshot_memory_mb=0,
        device=str(device),
        precision=precision,
        capture=capture,
    )


def warm_up(run: uw.Run | uw.Batch, *, device: torch.device) -> None:
    """Go on until every iteration is recorded, if it may be."""
    run.advance(EAGER_FIRST + 2 if device.type == "cuda" else 1)


def failure(run: uw.Run) -> str:
    """Return why a run is not recorded."""
    return run._workshop.replayer.failure  # noqa: SLF001 - frames say it once, and nobody looks at them here


def measure(size: int, precision: str, *, device: torch.device, repeats: int, about: dict[str, Any]) -> dict[str, Any]:
    """Return one row about one run."""
    run, recorded = (make(size, precision, device=device, capture=capture) for capture in (False, True))
    for each in (run, recorded):
        warm_up(each, device=device)
    ours_s = seconds(run._step, device, repeats=repeats)  # noqa: SLF001 - advance() would wait and look
    recorded_s = seconds(recorded._step, device, repeats=repeats)  # noqa: SLF001
    state, tools = run._position.state, run._workshop.tools(run.settings)  # noqa: SLF001
    here = state.here
    move_s = seconds(lambda: tools.optimizer.move(here.pixels, here.gradient, state.memory), device, repeats=repeats)
    prints = square("sample:wave", size), square("sample:red_mountain", size)
    plain_s = seconds(make_plain(*prints, size=size, device=device), device, repeats=repeats)
    unrecorded = failure(recorded)
    least = list(operations(size, size, element_bytes=DTYPES[precision].itemsize))
    count = sum(each.defined for each in least if each.kind in ("forward", "back"))
    bytes_ = sum(each.bytes for each in least)
    least_s = max(count / about["flops"][precision], bytes_ / about["bytes_per_s"])
    return {
        "size": size,
        "precision": precision,
        "plain_ms": 1000 * plain_s,
        "ours_ms": 1000 * ours_s,
        "recorded_ms": None if unrecorded else 1000 * recorded_s,
        "ratio": None if unrecorded else plain_s / recorded_s,
        "optimizer_share": move_s / ours_s,
        "operations": count,
        "bytes": bytes_,
        "of_the_roofline": None if unrecorded else least_s / recorded_s,
        "failure": unrecorded,
    }


def measure_batch(size: int, count: int, *, device: torch.device, repeats: int) -> dict[str, Any]:
    """Return one row about several runs at once."""
    run = make(size, "bfloat16", device=device)
    warm_up(run, device=device)
    batch = uw.Batch([run.fork(style_weight=100.0 * (1 + i)) for i in range(count)])
    warm_up(batch, device=device)
    batch_s = seconds(lambda: batch.advance(1), device, repeats=repeats)
    return {"size": size, "runs": count, "ms_per_run": 1000 * batch_s / count, "failure": failure(run)}


def measure_long(size: int, iterations: int, *, device: torch.device) -> dict[str, Any]:
    """Return one row about a run from its first iteration on."""
    warm_up(make(size, "bfloat16", device=device), device=device)  # the libraries have set up
    run = make(size, "bfloat16", device=device)
    run.frame.losses  # noqa: B018 - computes the targets and iteration 0
    started = time.perf_counter()
    run.advance(iterations)
    synchronize(device)
    return {"size": size, "iterations": iterations, "s": time.perf_counter() - started, "failure": failure(run)}


def figure(row: dict[str, Any], name: str) -> str:
    """Return a figure as it is printed; nothing where it could not be measured."""
    return "" if row.get(name) is None else f"{row[name]:.2f}"


def what_failed(row: dict[str, Any]) -> str:
    """Return why a row or its recording failed."""
    return str(row.get("error") or row["failure"])


def tried(measure_row: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return a row, or what went wrong: the others are worth having."""
    try:
        return measure_row()
    except Exception as error:  # noqa: BLE001 - whatever a driver raises
        return {"error": f"{type(error).__name__}: {error}".splitlines()[0][:200]}
    finally:
        gc.collect()
        if torch.cuda.is_available():
            with contextlib.suppress(RuntimeError):  # after a recording that was abandoned
                torch.cuda.empty_cache()


def rows_of(options: argparse.Namespace, *, device: torch.device, about: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Measure row by row, each printed as a line of a Markdown table."""
    sizes, repeats = options.size or [256, 512, 1024, 2048], options.repeats
    columns = "plain loop, ms", "ours, ms", "recorded, ms", "plain / recorded", "optimizer", "of the roofline"
    print(f"| px | precision | {' | '.join(columns)} | what failed |\n{'|---' * (len(columns) + 3)}|")
    for size in sizes:
        for precision in about["flops"]:
            row = tried(lambda: measure(size, precision, device=device, repeats=repeats, about=about))  # noqa: B023
            yield {"table": "one run"} | row
            names = "plain_ms", "ours_ms", "recorded_ms", "ratio", "optimizer_share", "of_the_roofline"
            figures = [figure(row, name) for name in names]
            print(f"| {size} | {precision} | {' | '.join(figures)} | {what_failed(row)} |", flush=True)
    print("\n| px | runs at once | ms per run and iteration | what failed |\n|---|---|---|---|")
    for size in options.size or BATCHED_PX:
        for count in options.runs:
            row = tried(lambda: measure_batch(size, count, device=device, repeats=repeats))  # noqa: B023
            yield {"table": "several runs"} | row
            print(f"| {size} | {count} | {figure(row, 'ms_per_run')} | {what_failed(row)} |", flush=True)
    size = 512 if 512 in sizes else sizes[0]
    row = tried(lambda: measure_long(size, options.iterations, device=device))
    yield {"table": "a long run"} | row
    print(f"\n{options.iterations} iterations at {size}×{size} px: {figure(row, 's')} s {what_failed(row)}")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, action="append", help="side in px; may be repeated")
    parser.add_argument("--precision", action="append", choices=("float32", "bfloat16"), help="may be repeated")
    parser.add_argument("--runs", type=int, nargs="+", default=[1, 4, 16], help="how many at once")
    parser.add_argument("--iterations", type=int, default=1000, help="of the long run")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--repeats", type=int, default=50, help="iterations that are timed, in blocks of ten")
    parser.add_argument("--ceiling-side", type=int, default=8192, help="of the matrix whose product is the ceiling")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    device = choose_device(options.device)
    torch.set_float32_matmul_precision("high")
    about = {
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else device.type,
        "torch": torch.__version__,
        "flops": {
            name: ceiling(device, DTYPES[name], side=options.ceiling_side)
            for name in options.precision or ["float32", "bfloat16"]
        },
        "bytes_per_s": bandwidth(device, bytes_=16 * options.ceiling_side**2),
    }
    print(json.dumps(about))
    rows = []
    for row in rows_of(options, device=device, about=about):
        rows.append(row)
        if options.json:
            options.json.write_text(json.dumps({"about": about, "rows": rows}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
