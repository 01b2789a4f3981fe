"""How much memory there is; what is said when it is used up; and waiting for a device."""

from __future__ import annotations

import contextlib
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from ukiyo_widgets.runs.run import Run


@contextlib.contextmanager
def exhaustion_explained(run: Run) -> Iterator[None]:
    """Turn the machine's ways of saying that memory is used up into one MemoryError that says what to do."""
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if isinstance(error, MemoryError) and error.__cause__ is not None:  # explained already
            raise
        # On the CPU torch raises a plain RuntimeError, known by its text alone.
        if not isinstance(error, torch.OutOfMemoryError | MemoryError) and "allocate memory" not in str(error):
            raise
        width, height = run.size_px
        largest = run.estimate().largest_size_px
        remedy = f"size={largest} would fit now" if largest and largest < max(width, height) else "take a smaller size"
        bands = ""
        if (
            not run.settings.band
        ):  # set() changes a run that has begun; iteration 0 has the settings that it was made with
            bands = "take less at once with run.set(band=256), " if run.started else ""
            remedy += "" if run.started else ", or band=256 takes less at once"
        raise MemoryError(
            f"There is not enough memory for an iteration at {width}×{height} px; the run stands intact at iteration "
            f"{run.index}. Begin a new one ({remedy}), {bands}or free memory and go on."
        ) from error


def synchronize(device: torch.device) -> None:
    """Wait until the device has done what was asked of it; the CPU always has."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def free_mb() -> float | None:
    """Return the memory that Linux says is available, within the container's limit where there is one; None elsewhere."""
    path = Path("/proc/meminfo")
    if not path.exists():
        return None
    lines = dict(line.split(":", 1) for line in path.read_text(encoding="ascii").splitlines())
    free = int(lines["MemAvailable"].split()[0]) / 1024
    limit, used = (Path("/sys/fs/cgroup") / name for name in ("memory.max", "memory.current"))
    if limit.exists() and used.exists() and (text := limit.read_text(encoding="ascii").strip()) != "max":
        free = min(free, (int(text) - int(used.read_text(encoding="ascii"))) / 2**20)
    return free


def own_mb() -> float:
    """Return the memory that this process holds now; 0 where the system does not tell."""
    path = Path("/proc/self/statm")
    return int(path.read_text(encoding="ascii").split()[1]) * mmap.PAGESIZE / 2**20 if path.exists() else 0.0
