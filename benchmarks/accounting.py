"""What an iteration must do at least, operation by operation, and what the machine can do: for benchmarks against a roofline."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

import torch

from ukiyo_widgets.engine import LAYERS, load_weights, synchronize

WARM_UP, BLOCK = 3, 10
HISTORY = 10

TILE, POINTS = 4, 36
"""Of Winograd's filtering: results of a tile per axis, and what a tile is transformed to."""


def seconds(
    work: Callable[[], Any],
    device: torch.device,
    *,
    repeats: int,
    warm_up: int = WARM_UP,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Return the median seconds of ``work`` over blocks of it, its warm-up left out: within a block the host may be ahead."""
    for _ in range(warm_up):
        work()
    block = min(BLOCK, repeats)
    found = []
    for _ in range(repeats // block):
        synchronize(device)
        started = clock()
        for _ in range(block):
            work()
        synchronize(device)
        found.append((clock() - started) / block)
    return statistics.median(found)


def product(device: torch.device, dtype: torch.dtype, *, side: int) -> Callable[[], Any]:
    """Return a matrix product of 2 · ``side``³ floating-point operations."""
    matrix = torch.randn(side, side, device=device).to(dtype)
    return lambda: matrix @ matrix


def copy(device: torch.device, *, bytes_: int) -> Callable[[], Any]:
    """Return a copy that reads so many bytes and writes as many."""
    source = torch.ones(bytes_ // 4, device=device)
    target = torch.empty_like(source)
    return lambda: target.copy_(source)


@dataclass(frozen=True)
class Operation:
    """One operation of an iteration.

    Attributes
    ----------
    kind
        ``forward`` and ``back`` are convolutions.
    layer
        Where it stands; empty for what has no layer.
    defined, multiplied
        Additions and multiplications as the definition has them, and as they are computed: a convolution in tiles takes a
        quarter of the products between channels, and transforms.
    bytes
        What it must move if it reads and writes every tensor once.
    """

    kind: str
    layer: str
    defined: float
    multiplied: float
    bytes: float


def shapes(height: int, width: int) -> dict[str, tuple[int, int, int, int]]:
    """Return each layer's filters, their channels, and height and width of what they are applied to."""
    found = {}
    for layer in LAYERS:
        halved = 2 ** (int(layer[len("conv")]) - 1)
        found[layer] = (*load_weights().convolutions[layer][0].shape[:2], height // halved, width // halved)
    return found


def operations(
    height: int, width: int, *, element_bytes: int, tiled: Collection[str] = (), history: int = HISTORY
) -> Iterator[Operation]:
    """Yield the operations of one iteration of the paper's method; convolutions of the layers ``tiled`` are in tiles.

    A convolution reads its signal and writes its result; on its way back it reads gradient and result (for the ReLU), and writes
    a gradient. Both ways read the kernels. Gram matrices and their gradient read the features once each, and so does the content
    loss with its target. L-BFGS reads its pairs twice. Poolings are counted with the convolutions, which could make them.
    """
    element = element_bytes
    for layer, (filters, channels, rows, columns) in shapes(height, width).items():
        positions = rows * columns
        defined = 2.0 * 9 * filters * channels * positions
        there = back = defined
        kernel = element * 9 * channels * filters
        if layer in tiled:
            tiles = -(-rows // TILE) * -(-columns // TILE)
            products = 2.0 * POINTS * tiles * channels * filters
            there, back = (
                products + 2 * POINTS * tiles * (POINTS * incoming + TILE**2 * outgoing)
                for incoming, outgoing in ((channels, filters), (filters, channels))
            )
            kernel = element * POINTS * channels * filters
        yield Operation("forward", layer, defined, there, element * positions * (channels + filters) + kernel)
        yield Operation("back", layer, defined, back, element * positions * (channels + 2 * filters) + kernel)
        if layer.endswith("_1"):  # those whose style is compared
            for kind in ("Gram matrices", "their gradient"):
                each = 2.0 * positions * filters**2
                yield Operation(kind, layer, each, each, element * positions * filters)
        if layer == "conv4_2":
            each = 4.0 * positions * filters
            yield Operation("content loss", layer, each, each, 2 * (element + 4) * positions * filters)
    pairs = 2.0 * history * 3 * height * width
    yield Operation("L-BFGS", "", 4 * pairs, 4 * pairs, 2 * 4 * pairs)
