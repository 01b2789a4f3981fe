"""Halving both sides of a signal (B, H, W, C), and the way back."""

from __future__ import annotations

import itertools
from typing import Any, Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.network.arena import Arena
from ukiyo_widgets.engine.network.convolution import New, channels_first, channels_last

_TWO = ([2, 2], [2, 2], [0, 0], [1, 1], False)
"""Kernel, stride, padding, dilation, and whether half a window counts."""


class Pooling(Protocol):
    """Pools 2×2 positions to one; an odd row or column at the end is left out. No value of the signal is negative."""

    knows_what_was_active: bool
    """Whether ``backward`` gives nothing to positions that were 0: the ReLU before it is then accounted for."""

    def forward(self, signal: Tensor, *, name: str, arena: Arena) -> tuple[Tensor, Any]:
        """Return the pooled signal, and what ``backward`` needs, in buffers of ``name``."""

    def backward(self, gradient: Tensor, memory: Any, *, new: New) -> Tensor:
        """Return the gradient with respect to the signal; ``gradient`` may be overwritten."""


class MaxPooling:
    """The largest of four, as in VGG-19; of equals the first has it all."""

    knows_what_was_active = True

    def forward(self, signal: Tensor, *, name: str, arena: Arena) -> tuple[Tensor, Any]:
        """Return the pooled signal; remember where it came from."""
        pictures, height, width, channels = signal.shape
        shape = (pictures, height // 2, width // 2, channels)
        pooled = arena.take(f"pooled {name}", shape, like=signal)
        places = arena.take(f"places {name}", shape, like=signal, dtype=torch.int64)
        rows, *results = _pairs_of_rows(signal, pooled, places)
        out, indices = map(channels_first, results)
        torch.ops.aten.max_pool2d_with_indices.out(channels_first(rows), *_TWO, out=out, indices=indices)
        return pooled, (pooled, places, signal.shape)

    def backward(self, gradient: Tensor, memory: Any, *, new: New) -> Tensor:
        """Give each gradient to the place that was the largest, unless that was 0."""
        pooled, places, shape = memory
        only_active(gradient, pooled)
        result = new(*shape)
        rows, *pooled_rows = _pairs_of_rows(result, gradient, places)
        own, given, indices = map(channels_first, (rows, *pooled_rows))
        # Of the signal, only shape and layout are looked at: those of the result.
        torch.ops.aten.max_pool2d_with_indices_backward.grad_input(given, own, *_TWO, indices, grad_input=own)
        result[:, 2 * gradient.shape[1] :] = 0
        return result


class AveragePooling:
    """The mean of four, as in Gatys et al. (2015)."""

    knows_what_was_active = False

    def forward(self, signal: Tensor, *, name: str, arena: Arena) -> tuple[Tensor, Any]:  # noqa: ARG002
        """Return the pooled signal; remember its former size."""
        return channels_last(F.avg_pool2d(channels_first(signal), 2)), signal.shape

    def backward(self, gradient: Tensor, memory: Any, *, new: New) -> Tensor:
        """Give a quarter of each gradient to its four places."""
        result = new(*memory).zero_()
        _, height, width, _ = gradient.shape
        for down, right in itertools.product((0, 1), repeat=2):
            result[:, down : 2 * height : 2, right : 2 * width : 2] = gradient / 4
        return result


POOLINGS: dict[str, Pooling] = {"max": MaxPooling(), "average": AveragePooling()}


def _pairs_of_rows(signal: Tensor, *pooled: Tensor) -> tuple[Tensor, ...]:
    """View a signal as many of two rows, and what is pooled as many of one: torch's way back uses one core per picture."""
    even = signal[:, : 2 * pooled[0].shape[1]]
    if signal.device.type != "cpu" or not even.is_contiguous():
        return signal, *pooled
    return even.view(-1, 2, *signal.shape[2:]), *(each.view(-1, 1, *each.shape[2:]) for each in pooled)


def only_active(gradient: Tensor, active: Tensor) -> Tensor:
    """Set ``gradient`` to 0 where a ReLU gave 0: its way back, in place."""
    result: Tensor = torch.ops.aten.threshold_backward.grad_input(gradient, active, 0, grad_input=gradient)
    return result
