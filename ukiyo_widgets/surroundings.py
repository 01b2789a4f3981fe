"""What others may have set for the thread that calls: torch's and NumPy's modes, none of which changes what is computed here."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import ExitStack
from typing import ParamSpec, TypeVar

import numpy as np
import torch

P = ParamSpec("P")
R = TypeVar("R")

_AUTOCAST = ("cpu", "cuda", "mps")
_ERRORS = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
"""NumPy's own."""


def undisturbed(function: Callable[P, R]) -> Callable[P, R]:
    """Have a function computed as in a fresh thread, whatever the calling one has set.

    A default device, inference mode, autocast and NumPy's handling of errors are put back to what they are by themselves, for
    the calling thread and for the time of the call. Torch's default dtype belongs to all threads and cannot be: whoever makes
    a tensor of floats names its dtype.
    """

    @functools.wraps(function)
    def calm(*args: P.args, **keywords: P.kwargs) -> R:
        if _calm():
            return function(*args, **keywords)
        with ExitStack() as stack:
            stack.enter_context(torch.device("cpu"))
            stack.enter_context(torch.inference_mode(False))
            stack.enter_context(np.errstate(**_ERRORS))  # type: ignore[arg-type]
            for kind in _AUTOCAST:
                if torch.is_autocast_enabled(kind):
                    stack.enter_context(torch.autocast(kind, enabled=False))
            return function(*args, **keywords)

    return calm


def _calm() -> bool:
    """Whether nothing of it is set."""
    return (
        torch.get_default_device().type == "cpu"
        and not torch.is_inference_mode_enabled()
        and not any(map(torch.is_autocast_enabled, _AUTOCAST))
        and np.geterr() == _ERRORS
    )
