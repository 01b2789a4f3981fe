"""Memory that is used again in every iteration, and by every run."""

from __future__ import annotations

import contextlib
import math
import threading
import weakref
from collections.abc import Hashable, Iterator

import torch
from torch import Tensor


class Arena:
    """Named buffers that grow to the largest size asked for.

    On a CPU, fresh memory takes longer to come by (a page fault for every 4 kB) than most of what is done with it.
    """

    def __init__(self) -> None:
        self._buffers: dict[str, Tensor] = {}
        self.pixels = 0  # of the largest pictures that it was lent for

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


class ArenaPool:
    """Lends arenas to one pass at a time, so that runs which compute one after the other share their memory.

    The pool itself keeps nothing alive: whoever borrowed an arena holds on to it, and it is lent again for as long as anybody
    does.
    """

    def __init__(self) -> None:
        # No lock: an interrupt could leave it locked. Each operation on the list is atomic, and what gets lost is only memory.
        self._idle: list[tuple[Hashable, weakref.ref[Arena]]] = []

    @contextlib.contextmanager
    def lend(self, kind: Hashable, *, pixels: int, roomy: float) -> Iterator[Arena]:
        """Lend an arena of a kind (a device and a precision) for pictures of so many pixels in all.

        None is lent that has served for more than ``roomy`` times as many: it would outlive a large run with a small one.
        """
        arena = self._take(kind, roomy * pixels) or Arena()
        arena.pixels = max(arena.pixels, pixels)
        try:
            yield arena
        finally:
            self._idle.append((kind, weakref.ref(arena)))

    def _take(self, kind: Hashable, most_pixels: float) -> Arena | None:
        """Return the largest idle arena that is not too large."""
        taken = []
        with contextlib.suppress(IndexError):
            while True:
                taken.append(self._idle.pop())
        alive = [(each, arena) for each, reference in taken if (arena := reference()) is not None]
        fitting = [arena for each, arena in alive if each == kind and arena.pixels <= most_pixels]
        chosen = max(fitting, key=lambda arena: arena.pixels, default=None)
        self._idle.extend((each, weakref.ref(arena)) for each, arena in alive if arena is not chosen)
        return chosen


_of_thread = threading.local()


def scratch() -> Arena:
    """Return this thread's arena for what lives no longer than one call."""
    if not hasattr(_of_thread, "arena"):
        _of_thread.arena = Arena()
    arena: Arena = _of_thread.arena
    return arena
