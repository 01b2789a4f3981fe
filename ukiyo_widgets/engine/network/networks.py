"""The networks of a run: one for each kind of pooling and precision, all from one file of weights, made at first use."""

from __future__ import annotations

import torch

from ukiyo_widgets.engine.machine import choose_device, choose_precision
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.engine.network.weights import Weights, load_weights
from ukiyo_widgets.engine.settings import Settings


class Networks:
    """Makes the networks that a run's settings ask for, and remembers them.

    Attributes
    ----------
    first_dtype
        The precision that the run begins with: prints are looked at in it, whatever the run goes on in.
    """

    def __init__(self, settings: Settings) -> None:
        self.device = choose_device(settings.device)
        self.first_dtype = choose_precision(settings.precision, device=self.device)
        self._source, self._preprocessing = settings.weights, settings.preprocessing
        self._made: dict[tuple[str, torch.dtype], VGG19] = {}

    @property
    def weights(self) -> Weights:
        """The networks' weights, read at first use."""
        return load_weights(self._source, preprocessing=self._preprocessing)

    def looking(self, settings: Settings) -> VGG19:
        """Return the network that looks at prints."""
        return self._get(settings.pooling, self.first_dtype)

    def judging(self, settings: Settings) -> VGG19:
        """Return the network that judges the picture; those of other precisions let their memory go."""
        network = self._get(settings.pooling, choose_precision(settings.precision, device=self.device))
        for other in self._made.values():
            if other.dtype != network.dtype:
                other.let_go()
        return network

    @property
    def about(self) -> str:
        """All that the features of a print depend on besides the print."""
        return f"{self.weights.sha256} {self.weights.preprocessing}"

    def _get(self, pooling: str, dtype: torch.dtype) -> VGG19:
        if (pooling, dtype) not in self._made:
            self._made[pooling, dtype] = VGG19(self.weights, pooling=pooling, device=self.device, dtype=dtype)
        return self._made[pooling, dtype]
