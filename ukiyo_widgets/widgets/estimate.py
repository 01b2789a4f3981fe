"""What a size will cost, before anything runs."""

from __future__ import annotations

import functools
import time

import torch

from ukiyo_widgets.engine.machine import choose_device, choose_precision

FIXED_MB, MB_PER_MEGAPIXEL = 690, 3030
"""Resident memory of the process, float32 on a CPU: two points of benchmarks/README.md, 256 and 512 px."""

MULTIPLICATIONS_PER_PX = 2 * 361_152
"""Of VGG-19 up to conv5_1 for one pixel of the picture: forward, and as many backward to the picture."""

OVERHEAD = 1.25
"""Of a whole iteration over its convolutions: Gram matrices, pooling, ReLU and L-BFGS."""

_PROBE = (64, 96, 96)


def memory_mb(pixels: int) -> float:
    """Return the memory of a run with so many pixels."""
    return FIXED_MB + MB_PER_MEGAPIXEL * pixels / 1e6


def iteration_s(pixels: int, *, device: str = "auto", precision: str = "auto") -> float:
    """Return the seconds of an iteration with so many pixels, from the speed of one convolution on this machine."""
    return OVERHEAD * MULTIPLICATIONS_PER_PX * pixels * _seconds_per_multiplication(device, precision)


@functools.cache
@torch.no_grad()
def _seconds_per_multiplication(device: str, precision: str) -> float:
    where = choose_device(device)
    dtype = choose_precision(precision, device=where)
    channels, height, width = _PROBE
    features = torch.ones(1, channels, height, width).to(where, dtype, memory_format=torch.channels_last)
    kernel = torch.ones(channels, channels, 3, 3).to(where, dtype, memory_format=torch.channels_last)
    times = []
    for _ in range(6):
        started = time.perf_counter()
        torch.nn.functional.conv2d(features, kernel, padding=1)[0, 0, 0, 0].item()  # item() waits for the device
        times.append(time.perf_counter() - started)
    return min(times) / (channels * channels * 9 * height * width)
