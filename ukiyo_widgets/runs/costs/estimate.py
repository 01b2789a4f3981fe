"""What a size will cost, before anything runs."""

from __future__ import annotations

import functools
import math
import time
from dataclasses import dataclass

import torch

from ukiyo_widgets.engine.machine import choose_device, choose_precision
from ukiyo_widgets.engine.objective.bands import HALO_PX, LEAST_PX
from ukiyo_widgets.engine.settings import Settings, describe
from ukiyo_widgets.runs.costs import memory
from ukiyo_widgets.surroundings import undisturbed

FIXED_MB = {torch.float32: 870, torch.bfloat16: 760, torch.float64: 700}
MB_PER_MEGAPIXEL = {torch.float32: 2000, torch.bfloat16: 1360, torch.float64: 4900}
"""Resident memory of the process on a CPU: see benchmarks/growth.py. More than half of what is fixed is torch's own."""

PICTURE_MB_PER_MEGAPIXEL = 450
"""What of that is pictures, a history of 10 among them, which the setting ``band`` does not make less."""

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


@undisturbed
def estimate(settings: Settings, *, size_px: tuple[int, int], done: int = 0) -> Estimate:
    """Return what a run of this size will take from iteration ``done`` on."""
    pixels, band = math.prod(size_px), settings.band
    each_s = iteration_s(pixels, device=settings.device, precision=settings.precision)
    if band:  # forward twice, back once, and the rows around each band as well
        each_s *= 1.5 * (max(band, LEAST_PX) + 2 * HALO_PX) / max(band, LEAST_PX)
    left_s = None
    if settings.iterations is not None:
        left = range(done + 1, settings.iterations + 1)
        coarse = settings.coarse * settings.coarse_iterations
        left_s = each_s * sum(1 / 4 ** settings.halvings(i) for i in left[: max(0, coarse - done)])
        left_s += each_s * len(left[max(0, coarse - done) :])
    dtype = choose_precision(settings.precision, device=choose_device(settings.device))
    largest = _largest_size_px(size_px, dtype=dtype, band_px=band)
    return Estimate(memory_mb(size_px, dtype=dtype, band_px=band), each_s, left_s, largest)


def _largest_size_px(size_px: tuple[int, int], *, dtype: torch.dtype, band_px: int) -> int | None:
    free = memory.free_mb()
    if free is None:
        return None
    most = free + memory.own_mb()
    for size in range(int(describe("size").high or 0), 0, -16):
        width, height = (max(1, round(side * size / max(size_px))) for side in size_px)
        if memory_mb((width, height), dtype=dtype, band_px=band_px) <= most:
            return size
    return 0


def memory_mb(size_px: tuple[int, int], *, dtype: torch.dtype = torch.float32, band_px: int = 0) -> float:
    """Return the memory of a run of this width and height, whose convolutions have this precision."""
    width, height = size_px
    rows = min(height, max(band_px, LEAST_PX) + 2 * HALO_PX) if band_px else height
    network = MB_PER_MEGAPIXEL[dtype] - PICTURE_MB_PER_MEGAPIXEL
    return FIXED_MB[dtype] + (PICTURE_MB_PER_MEGAPIXEL * width * height + network * width * rows) / 1e6


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
