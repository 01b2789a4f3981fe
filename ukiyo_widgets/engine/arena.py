"""Memory that is used again in every iteration."""

from __future__ import annotations

import math
import threading

import torch
from torch import Tensor


class Arena:
    """Named buffers that grow to the largest size asked for.

    On a CPU, fresh memory takes longer to come by (a page fault for every 4 kB) than most of what is done with it.
    """

    def __init__(self) -> None:
        self._buffers: dict[str, Tensor] = {}

    def take(self, name: str, shape: tuple[int, ...], *, like: Tensor, dtype: torch.dtype | None = None) -> Tensor:
        """Return a contiguous tensor of any content, which is valid until the same name is taken again.

        ``like`` gives the device and, unless ``dtype`` is given, the precision.
        """
        dtype = dtype or like.dtype
        size = math.prod(shape)
        buffer = self._buffers.get(name)
        if buffer is None or buffer.numel() < size or buffer.dtype != dtype:
            buffer = self._buffers[name] = torch.empty(size, dtype=dtype, device=like.device)
        return buffer[:size].view(shape)


_of_thread = threading.local()


def scratch() -> Arena:
    """Return this thread's arena for what lives no longer than one call."""
    if not hasattr(_of_thread, "arena"):
        _of_thread.arena = Arena()
    arena: Arena = _of_thread.arena
    return arena
