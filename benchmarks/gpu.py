"""An iteration on an accelerator: ours against a plain torch loop, and against what the machine could do.

    python benchmarks/gpu.py --json gpu.json

Needs torch, numpy and Pillow alone. Reported per size and precision: milliseconds per iteration of a plain loop (autograd and
torch.optim.LBFGS, float32) and of ours, eager and recorded as a CUDA graph; the optimizer's share; and the share of the ceiling:
floating-point operations of the convolutions per second, over those of a large matrix product measured in the same run. Runs on
a CPU too, to be tried out; there nothing is recorded.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from pastiche_side_by_side import make_plain

import ukiyo_widgets as uw
from ukiyo_widgets.engine.machine import DTYPES, choose_device
from ukiyo_widgets.engine.replay import EAGER_FIRST
from ukiyo_widgets.runs.estimate import MULTIPLICATIONS_PER_PX
from ukiyo_widgets.runs.memory import synchronize

WARM_UP = 3


def seconds(work: Callable[[], Any], device: torch.device, *, repeats: int) -> float:
    """Return the median seconds of ``work``, its warm-up left out."""
    for _ in range(WARM_UP):
        work()
    found = []
    for _ in range(repeats):
        synchronize(device)
        started = time.perf_counter()
        work()
        synchronize(device)
        found.append(time.perf_counter() - started)
    return statistics.median(found)


def ceiling(device: torch.device, dtype: torch.dtype, *, side: int) -> float:
    """Return the floating-point operations per second of a large matrix product."""
    matrix = torch.randn(side, side, device=device).to(dtype)
    return 2 * side**3 / seconds(lambda: matrix @ matrix, device, repeats=10)


def bandwidth(device: torch.device, *, bytes_: int) -> float:
    """Return the bytes per second that a copy reads and writes."""
    source = torch.ones(bytes_ // 4, device=device)
    target = torch.empty_like(source)
    return 2 * bytes_ / seconds(lambda: target.copy_(source), device, repeats=10)


def measure(
    size: int, precision: str, *, device: torch.device, repeats: int, ceilings: dict[str, float]
) -> dict[str, Any]:
    """Return one row."""
    settings: dict[str, Any] = {
        "preset": "paper",
        "start": "content",
        "size": size,
        "history": 10,
        "snapshot_memory_mb": 0,
    }
    prints = "sample:wave", "sample:red_mountain"
    run = uw.colorize(*prints, device=str(device), precision=precision, capture=False, **settings)
    captured = uw.colorize(*prints, device=str(device), precision=precision, **settings)
    if device.type == "cuda":
        captured.advance(settings["history"] + EAGER_FIRST + 2)  # its history is full, and the iteration recorded
    ours_s = seconds(run._step, device, repeats=repeats)  # noqa: SLF001 - advance() would wait and look
    captured_s = seconds(captured._step, device, repeats=repeats)  # noqa: SLF001
    state, tools = run._position.state, run._workshop.tools(run.settings)  # noqa: SLF001
    here = state.here
    move_s = seconds(lambda: tools.optimizer.move(here.pixels, here.gradient, state.memory), device, repeats=repeats)
    plain_s = seconds(
        make_plain("sample:wave", "sample:red_mountain", size=size, device=device), device, repeats=repeats
    )
    width, height = run.size_px
    operations = 2 * MULTIPLICATIONS_PER_PX * width * height
    return {
        "size": size,
        "precision": precision,
        "plain_ms": 1000 * plain_s,
        "ours_ms": 1000 * ours_s,
        "captured_ms": 1000 * captured_s,
        "capture_failure": captured._workshop.replayer.failure,  # noqa: SLF001
        "ratio": plain_s / captured_s,
        "optimizer_share": move_s / ours_s,
        "of_the_ceiling": operations / captured_s / ceilings[precision],
    }


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, action="append", help="longest side in px; may be repeated")
    parser.add_argument("--precision", action="append", choices=("float32", "bfloat16"), help="may be repeated")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--ceiling-side", type=int, default=8192, help="of the matrix whose product is the ceiling")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    device = choose_device(options.device)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    precisions = options.precision or ["float32", "bfloat16"]
    ceilings = {name: ceiling(device, DTYPES[name], side=options.ceiling_side) for name in precisions}
    about = {
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else device.type,
        "torch": torch.__version__,
        "tf32": device.type == "cuda",
        "ceilings_flops": ceilings,
        "bandwidth_bytes_per_s": bandwidth(device, bytes_=options.ceiling_side**2),
    }
    print(json.dumps(about))
    print(
        "| px | precision | plain loop, ms | ours, ms | ours recorded, ms | plain / recorded | optimizer | of the ceiling |"
    )
    print("|---|---|---|---|---|---|---|---|")
    rows = []
    for size in options.size or [256, 512, 1024, 2048]:
        for precision in precisions:
            row = measure(size, precision, device=device, repeats=options.repeats, ceilings=ceilings)
            rows.append(row)
            print(
                f"| {size} | {precision} | {row['plain_ms']:.2f} | {row['ours_ms']:.2f} | "
                f"{row['captured_ms']:.2f} | {row['ratio']:.2f} | "
                f"{100 * row['optimizer_share']:.0f} % | {100 * row['of_the_ceiling']:.0f} % |",
                flush=True,
            )
    if options.json:
        options.json.write_text(json.dumps({"about": about, "rows": rows}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
