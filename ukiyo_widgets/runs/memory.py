"""Out of memory, in a sentence; and waiting for a device."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
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
        # On the CPU torch raises a plain RuntimeError, known by its text alone.
        if not isinstance(error, torch.OutOfMemoryError | MemoryError) and "allocate memory" not in str(error):
            raise
        width, height = run.size_px
        raise MemoryError(
            f"There is not enough memory for an iteration at {width}×{height} px; the run stands intact at iteration "
            f"{run.index}. Begin a new one with a smaller size, or free memory and go on."
        ) from error


def synchronize(device: torch.device) -> None:
    """Wait until the device has done what was asked of it; the CPU always has."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
