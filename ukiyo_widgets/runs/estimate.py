"""What a size will cost, before anything runs."""

from __future__ import annotations

import functools
import math
import time
from dataclasses import dataclass

import torch

from ukiyo_widgets.engine.machine import choose_device, choose_precision
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.runs import memory

FIXED_MB = {torch.float32: 870, torch.bfloat16: 760, torch.float64: 700}
MB_PER_MEGAPIXEL = {torch.float32: 2000, torch.bfloat16: 1360, torch.float64: 4900}
"""Resident memory of the process on a CPU: see benchmarks/growth.py. More than half of what is fixed is torch's own."""

MULTIPLICATIONS_PER_PX = 2 * 361_152
"""Of VGG-19 up to conv5_1 for one pixel of the picture: forward, and as many backward to the picture."""

OVERHEAD, OVERHEAD_TILED = 1.25, 0.8
"""Of a whole iteration over its convolutions as torch computes them; the second where Winograd's filtering is used."""

_PROBE = (64, 96, 96)


@dataclass(frozen=True)
class Estimate:
    """What a run will take, before anything is computed.

    Attributes
    ----------
    memory_mb
        Of the whole process.
    iteration_s
        One iteration at the full size.
    left_s
        Up to the setting ``iterations``; None if that is None.
    largest_size_px
        The largest ``size`` that the memory free now has room for; None where the system does not tell.
    """

    memory_mb: float
    iteration_s: float
    left_s: float | None
    largest_size_px: int | None

    def __str__(self) -> str:
        left = "" if self.left_s is None else f", {self.left_s:.2g} s up to the end"
        largest = "" if self.largest_size_px is None else f"; up to size={self.largest_size_px} fits"
        return f"about {self.memory_mb / 1000:.1f} GB, {self.iteration_s:.2g} s per iteration{left}{largest}"


def estimate(settings: Settings, *, size_px: tuple[int, int], done: int = 0) -> Estimate:
    """Return what a run of this size will take from iteration ``done`` on."""
    pixels = math.prod(size_px)
    each_s = iteration_s(pixels, device=settings.device, precision=settings.precision)
    left_s = None
    if settings.iterations is not None:
        left = range(done + 1, settings.iterations + 1)
        coarse = settings.coarse * settings.coarse_iterations
        left_s = each_s * sum(1 / 4 ** settings.halvings(i) for i in left[: max(0, coarse - done)])
        left_s += each_s * len(left[max(0, coarse - done) :])
    dtype = choose_precision(settings.precision, device=choose_device(settings.device))
    largest = _largest_size_px(min(size_px) / max(size_px), dtype=dtype)
    return Estimate(memory_mb(pixels, dtype=dtype), each_s, left_s, largest)


def _largest_size_px(shorter_by_longer: float, *, dtype: torch.dtype) -> int | None:
    free = memory.free_mb()
    if free is None:
        return None
    megapixels = max(0.0, free + memory.own_mb() - FIXED_MB[dtype]) / MB_PER_MEGAPIXEL[dtype]
    return int(math.sqrt(megapixels * 1e6 / shorter_by_longer)) // 16 * 16


def memory_mb(pixels: int, *, dtype: torch.dtype = torch.float32) -> float:
    """Return the memory of a run with so many pixels, whose convolutions have this precision."""
    return FIXED_MB[dtype] + MB_PER_MEGAPIXEL[dtype] * pixels / 1e6


def iteration_s(pixels: int, *, device: str = "auto", precision: str = "auto") -> float:
    """Return the seconds of an iteration with so many pixels, from the speed of one convolution on this machine."""
    where = choose_device(device)
    tiled = where.type == "cpu" and choose_precision(precision, device=where) != torch.float64
    overhead = OVERHEAD_TILED if tiled else OVERHEAD
    return overhead * MULTIPLICATIONS_PER_PX * pixels * _seconds_per_multiplication(device, precision)


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
