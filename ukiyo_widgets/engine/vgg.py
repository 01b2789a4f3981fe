"""VGG-19 up to conv5_1: one forward pass that returns the features of the layers asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.layers import LAYERS
from ukiyo_widgets.engine.weights import Preprocessing, Weights

SMALLEST_SIDE_PX = 16
"""Four poolings halve a side four times; below this, conv5_1 has no position left."""

_POOLINGS: dict[str, Callable[[Tensor, int], Tensor]] = {"max": F.max_pool2d, "average": F.avg_pool2d}


class VGG19:
    """The convolutional part of VGG-19 (Simonyan and Zisserman 2015), with frozen weights.

    Parameters
    ----------
    weights
        The convolutions and how their pixels are prepared, from :mod:`ukiyo_widgets.engine.weights`.
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
        self._pool = _POOLINGS[pooling]
        self._mean, self._scale = _affine(weights.preprocessing, device=device, dtype=dtype)
        # Channels-last is the layout that both oneDNN and cuDNN compute in: no reordering at each layer.
        self._convolutions = {
            layer: (
                kernel.to(device, dtype).contiguous(memory_format=torch.channels_last),
                bias.to(device, dtype),
            )
            for layer, (kernel, bias) in weights.convolutions.items()
        }

    def features(self, pixels: Tensor, layers: Collection[str]) -> dict[str, Tensor]:
        """Return the features after the ReLU of each layer in ``layers``, in one pass that ends at the deepest.

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
        self.passes += 1
        wanted = set(layers)
        features: dict[str, Tensor] = {}
        signal = self._prepare(pixels)
        for layer in LAYERS:
            if layer.endswith("_1") and layer != "conv1_1":
                signal = self._pool(signal, 2)
            kernel, bias = self._convolutions[layer]
            signal = F.relu(F.conv2d(signal, kernel, bias, padding=1))
            if layer in wanted:
                features[layer] = signal[0]
                if len(features) == len(wanted):
                    break
        return features

    def _prepare(self, pixels: Tensor) -> Tensor:
        # Subtract in the picture's own precision: bfloat16 would lose a noise of a few gray levels beside the mean.
        centred = pixels * self._scale.to(pixels.dtype) - self._mean.to(pixels.dtype)
        return centred.unsqueeze(0).to(self.dtype).contiguous(memory_format=torch.channels_last)


def _affine(preprocessing: Preprocessing, *, device: torch.device, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Return mean and scale, (3, 1, 1), with which ``pixels * scale - mean`` is what the network was trained on."""
    exact = torch.float64 if dtype == torch.float64 else torch.float32
    mean = torch.tensor(preprocessing.mean, dtype=exact, device=device).view(3, 1, 1)
    std = torch.tensor(preprocessing.std, dtype=exact, device=device).view(3, 1, 1)
    return mean / std, 1 / std
