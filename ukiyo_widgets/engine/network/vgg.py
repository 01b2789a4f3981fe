"""VGG-19 up to conv5_1: one pass forward for the features of the layers asked for, one back for the picture's gradient."""

from __future__ import annotations

import contextlib
import itertools
import weakref
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from ukiyo_widgets.engine.layers import LAYERS
from ukiyo_widgets.engine.network.arena import Arena, ArenaPool
from ukiyo_widgets.engine.network.convolution import Convolution, Direct, New, Unfolded, Winograd
from ukiyo_widgets.engine.network.pooling import POOLINGS, only_active
from ukiyo_widgets.engine.network.weights import Preprocessing, Weights

SMALLEST_SIDE_PX = 16
"""Four poolings halve a side four times; below this, conv5_1 has no position left."""


@dataclass
class Pass:
    """One way through the network: the features of the layers asked for, and what the way back needs.

    Attributes
    ----------
    features
        By layer, (B, H, W, N): valid until the arena is used again.
    pictures
        As the network was given them, (B, H, W, 3).
    deepest
        The layer at which it ended.
    """

    arena: Arena
    pictures: Tensor
    deepest: str
    features: dict[str, Tensor] = field(default_factory=dict)
    active: dict[str, Tensor] = field(default_factory=dict)
    pooled: dict[str, Any] = field(default_factory=dict)


Pull = Callable[[str, Tensor | None, New], Tensor | None]
"""Adds to a gradient, given and returned as (B, H, W, N) or None, what the losses of a layer pull at its features."""


_arenas = ArenaPool()


class VGG19:
    """The convolutional part of VGG-19 (Simonyan and Zisserman 2015), with frozen weights.

    Since only the picture needs a gradient and the chain is fixed, the way back is written out: it keeps less than a general
    one would.

    Parameters
    ----------
    weights
        The convolutions and how their pixels are prepared, from :mod:`ukiyo_widgets.engine.network.weights`.
    pooling
        ``"max"`` as in the paper, or ``"average"`` as in Gatys et al. (2015).
    device, dtype
        Where and in which precision the convolutions run.

    Attributes
    ----------
    passes : int
        How many forward passes were made, so that a test can count them.
    """

    def __init__(self, weights: Weights, *, pooling: str, device: torch.device, dtype: torch.dtype) -> None:
        self.dtype = dtype
        self.device = device
        self.passes = 0
        self._pooling = POOLINGS[pooling]
        self._arena: Arena | None = None
        self._mean, self._scale = _affine(weights.preprocessing, device=device, dtype=dtype)
        self._convolutions = _convolutions(weights, device=device, dtype=dtype)

    def features(self, pixels: Tensor, layers: Collection[str]) -> dict[str, Tensor]:
        """Return the features after the ReLU of each layer in ``layers``, in one pass that ends at the deepest.

        They can be differentiated, once, with respect to ``pixels``.

        Parameters
        ----------
        pixels
            Shape (3, H, W), RGB; [0, 1] is the gamut, but values outside are not clipped. Sides of at least 16 px.
        layers
            Names from :data:`~ukiyo_widgets.engine.layers.LAYERS`.

        Returns
        -------
        dict of str to Tensor
            For each layer (N, H / s, W / s), where s doubles from block to block; in the network's precision.
        """
        wanted = tuple(layer for layer in LAYERS if layer in layers)
        return dict(zip(wanted, _Features.apply(pixels, self, wanted), strict=True))

    @contextlib.contextmanager
    def arena(self, pixels: Tensor, *, roomy: float = 4.0) -> Iterator[Arena]:
        """Lend memory for one pass of pictures (B, 3, H, W) forward and back; what it holds is lost afterwards.

        It may have been used for pictures of up to ``roomy`` times as many pixels.
        """
        if self.device.type != "cpu":  # there torch has memory at hand, and a recorded pass must own what it uses
            yield Arena()
            return
        with _arenas.lend((self.device, self.dtype), pixels=pixels.numel() // 3, roomy=roomy) as arena:
            self._arena = arena  # which lives as long as a network that has used it
            yield arena

    def computes_like(self, other: VGG19) -> bool:
        """Whether pictures of the other's can go through this one instead."""
        return self._convolutions is other._convolutions and self._pooling is other._pooling

    def let_go(self) -> None:
        """Hold on to no memory: the network will not be used for a while."""
        self._arena = None

    def forward(self, pixels: Tensor, layers: Collection[str], *, arena: Arena) -> Pass:
        """Make the way forward to the deepest of ``layers``, for pixels (B, 3, H, W)."""
        self.passes += 1
        signal = self._prepare(pixels)
        passed = Pass(arena, signal, deepest=[layer for layer in LAYERS if layer in layers][-1])
        last = ""
        for layer in LAYERS[: LAYERS.index(passed.deepest) + 1]:
            if layer.endswith("_1") and last:
                signal, passed.pooled[layer] = self._pooling.forward(signal, name=layer, arena=arena)
                if self._pooling.knows_what_was_active and last not in layers:
                    del passed.active[last]

            # What is not kept shares its memory with the gradients.
            kept = layer in layers or not self._goes_at_the_pooling(layer)
            name = f"active {layer}" if kept else _GRADIENTS[0]
            signal = self._convolutions[layer].forward(signal, new=_new(arena, name, like=signal))
            passed.active[layer] = signal
            if layer in layers:
                passed.features[layer] = signal
            last = layer
        return passed

    def backward(self, passed: Pass, *, pull: Pull) -> Tensor:
        """Return the gradient with respect to the pixels, (B, 3, H, W), where ``pull`` adds that of the losses layer by layer."""
        names = itertools.cycle(_GRADIENTS)

        def new(*shape: int) -> Tensor:
            return passed.arena.take(next(names), shape, like=passed.pictures)

        gradient: Tensor | None = None
        for layer in reversed(LAYERS[: LAYERS.index(passed.deepest) + 1]):
            if layer in passed.features:
                gradient = pull(layer, gradient, new)
            if gradient is None:
                continue
            if layer in passed.active:
                only_active(gradient, passed.active[layer])
            gradient = self._convolutions[layer].backward(gradient, new=new)
            if layer in passed.pooled:
                gradient = self._pooling.backward(gradient, passed.pooled[layer], new=new)
        if gradient is None:  # every weight is 0
            gradient = torch.zeros_like(passed.pictures)
        return gradient.permute(0, 3, 1, 2).to(self._scale.dtype) * self._scale

    def _goes_at_the_pooling(self, layer: str) -> bool:
        following = LAYERS[LAYERS.index(layer) + 1 :][:1]
        return self._pooling.knows_what_was_active and bool(following) and following[0].endswith("_1")

    def _prepare(self, pixels: Tensor) -> Tensor:
        # Subtract in the picture's own precision: bfloat16 would lose a noise of a few gray levels beside the mean.
        centred = pixels * self._scale.to(pixels.dtype) - self._mean.to(pixels.dtype)
        return centred.permute(0, 2, 3, 1).to(self.dtype).contiguous()


_ready: weakref.WeakKeyDictionary[Weights, dict[tuple[torch.device, torch.dtype], dict[str, Convolution]]]
_ready = weakref.WeakKeyDictionary()


def _convolutions(weights: Weights, *, device: torch.device, dtype: torch.dtype) -> dict[str, Convolution]:
    """Return the convolutions, which all networks with these weights share: they hold up to 200 MB and never change."""
    ready = _ready.setdefault(weights, {})
    if (device, dtype) not in ready:
        ready[device, dtype] = {
            layer: _best_way(kernel, device=device, dtype=dtype)(kernel.to(device), bias.to(device), dtype=dtype)
            for layer, (kernel, bias) in weights.convolutions.items()
        }
    return ready[device, dtype]


def _best_way(kernel: Tensor, *, device: torch.device, dtype: torch.dtype) -> type[Convolution]:
    """Return how a layer is computed fastest, as measured on CPUs with AVX-512; elsewhere torch's own way."""
    if device.type != "cpu" or dtype not in (torch.float32, torch.bfloat16):
        return Direct
    channels = kernel.shape[1]
    if channels == 3 and dtype == torch.float32:
        return Unfolded
    # With few channels there are too few products per tile to pay for its transforms. In bfloat16 the tiles' rounding in the
    # early layers makes L-BFGS slower (5 % in the loss after 60 iterations), in the deeper ones it does not.
    return Direct if channels < (256 if dtype == torch.bfloat16 else 128) else Winograd


_GRADIENTS = ("gradient, one", "gradient, other")


def _new(arena: Arena, name: str, *, like: Tensor) -> New:
    return lambda *shape: arena.take(name, shape, like=like)


class _Features(torch.autograd.Function):
    """The network as one function: what lies between the picture and the features is no business of autograd."""

    @staticmethod
    def forward(ctx: Any, pixels: Tensor, network: VGG19, wanted: tuple[str, ...]) -> tuple[Tensor, ...]:
        passed = network.forward(pixels.unsqueeze(0), wanted, arena=Arena())
        ctx.set_materialize_grads(False)
        if ctx.needs_input_grad[0]:
            ctx.network, ctx.passed, ctx.dtype = network, passed, pixels.dtype
        return tuple(passed.features[layer][0].permute(2, 0, 1) for layer in wanted)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *gradients: Tensor | None) -> tuple[Tensor, None, None]:
        passed = ctx.passed
        given = dict(zip(passed.features, gradients, strict=True))

        def pull(layer: str, gradient: Tensor | None, new: New) -> Tensor | None:
            own = given[layer]
            if own is None:
                return gradient
            own = own.permute(1, 2, 0).unsqueeze(0)
            return new(*own.shape).copy_(own) if gradient is None else gradient.add_(own)

        return ctx.network.backward(passed, pull=pull)[0].to(ctx.dtype), None, None


def _affine(preprocessing: Preprocessing, *, device: torch.device, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Return mean and scale, (3, 1, 1), with which ``pixels * scale - mean`` is what the network was trained on."""
    exact = torch.float64 if dtype == torch.float64 else torch.float32
    mean = torch.tensor(preprocessing.mean, dtype=exact, device=device).view(3, 1, 1)
    std = torch.tensor(preprocessing.std, dtype=exact, device=device).view(3, 1, 1)
    return mean / std, 1 / std
