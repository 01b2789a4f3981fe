"""What is said when the memory is used up."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Protocol

import torch

from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.runs.costs.estimate import Estimate


class Computing(Protocol):
    """What has to be known of a run to advise it."""

    @property
    def index(self) -> int: ...  # noqa: D102
    @property
    def started(self) -> bool: ...  # noqa: D102
    @property
    def size_px(self) -> tuple[int, int]: ...  # noqa: D102
    @property
    def settings(self) -> Settings: ...  # noqa: D102
    def estimate(self) -> Estimate: ...  # noqa: D102


@contextlib.contextmanager
def exhaustion_explained(run: Computing) -> Iterator[None]:
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
