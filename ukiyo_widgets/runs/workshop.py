"""What a run and its forks share: the prints on the device, the network, and the targets."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine import start as starts
from ukiyo_widgets.engine.canvas import Canvas, make_canvas
from ukiyo_widgets.engine.lbfgs import LBFGS
from ukiyo_widgets.engine.machine import choose_device, choose_precision
from ukiyo_widgets.engine.objective import Objective, Targets, measure_targets
from ukiyo_widgets.engine.optimizers import SGD, Adam, make_optimizer
from ukiyo_widgets.engine.replay import Replayer, recorder_for
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.engine.step import State, enlarge
from ukiyo_widgets.engine.vgg import SMALLEST_SIDE_PX, VGG19
from ukiyo_widgets.engine.weights import Weights, load_weights
from ukiyo_widgets.images.resizing import resize


@dataclass(frozen=True, eq=False)
class Prints:
    """The pictures of a run, at the run's size, float32 on the CPU, RGB in [0, 1].

    Attributes
    ----------
    content
        The gray print, (3, H, W) with three equal channels.
    references
        The colour prints, (3, h, w) each.
    start
        The user's start picture, (3, H, W), or None.
    """

    content: Tensor
    references: tuple[Tensor, ...]
    start: Tensor | None = None


@dataclass(frozen=True, eq=False)
class Tools:
    """What one step needs, for one set of settings."""

    objective: Objective
    optimizer: LBFGS | Adam | SGD
    canvas: Canvas

    def judges_like(self, other: Tools) -> bool:
        """Whether a picture judged with the other tools need not be judged again."""
        return self.objective == other.objective and self.canvas is other.canvas


class RunClosedError(RuntimeError):
    """The run was closed, and something was asked of it that needs the network."""


class Workshop:
    """Makes the tools for a run's settings, and remembers what is costly.

    Nothing is computed before it is asked for. Settings that cannot change during a run are read once.
    """

    def __init__(self, prints: Prints, settings: Settings) -> None:
        self.prints = prints
        self.device = choose_device(settings.device)
        self.dtype = choose_precision(settings.precision, device=self.device)
        self._source, self._preprocessing = settings.weights, settings.preprocessing
        self.reference_weights: Sequence[float] = settings.reference_weights or (1.0,) * len(prints.references)
        self._content = self._on_device(prints.content)
        self._networks: dict[str, VGG19] = {}
        self._targets: dict[str, Targets] = {}
        self._canvases: dict[tuple[bool, bool], Canvas] = {}
        self._smaller: dict[int, Workshop] = {}
        self._settings = settings
        self.replayer = Replayer(recorder_for(self.device))

    def at(self, halvings: int) -> Workshop:
        """Return the workshop for the same prints at half the size, so many times, but no smaller than the network takes."""
        if halvings <= 0:
            return self
        if halvings not in self._smaller:
            prints = Prints(
                _halved(self.prints.content, halvings),
                tuple(_halved(each, halvings) for each in self.prints.references),
                None if self.prints.start is None else _halved(self.prints.start, halvings),
            )
            self._smaller[halvings] = Workshop(prints, self._settings)
        return self._smaller[halvings]

    @property
    def weights(self) -> Weights:
        """The network's weights, read at first use."""
        return load_weights(self._source, preprocessing=self._preprocessing)

    def tools(self, settings: Settings) -> Tools:
        """Return what a step with ``settings`` needs."""
        network = self._network(settings.pooling)
        targets = self._targets.get(settings.pooling)
        if targets is None or not targets.covers(settings):
            targets = self._targets[settings.pooling] = measure_targets(
                network,
                content=self._content if settings.content_target == "gray" else self._on_device(self._palette),
                references=[self._on_device(reference) for reference in self.prints.references],
                reference_weights=self.reference_weights,
                content_layers=settings.content_layers,
                style_layers=settings.style_layers,
            )
        objective = Objective.from_settings(settings, network=network, targets=targets)
        return Tools(objective, make_optimizer(settings), self._canvas(settings))

    def fitted(self, state: State, tools: Tools) -> State:
        """Return ``state`` at the size of this workshop's prints."""
        height, width = self.prints.content.shape[1:]
        if state.here.pixels.shape[1:] == (height, width):
            return state
        return enlarge(
            state,
            height=height,
            width=width,
            objective=tools.objective,
            optimizer=tools.optimizer,
            canvas=tools.canvas,
        )

    def first_picture(self, settings: Settings) -> Tensor:
        """Return the picture of iteration 0, on the device."""
        content = self.prints.content
        match settings.start:
            case "noise":
                preprocessing = self.weights.preprocessing
                picture = starts.noise(content, level=settings.noise, seed=settings.seed, preprocessing=preprocessing)
            case "palette":
                picture = self._palette
            case "image":
                assert self.prints.start is not None  # colorize() sees to it
                picture = self.prints.start
            case _:
                picture = content
        return self._on_device(picture)

    @functools.cached_property
    def _palette(self) -> Tensor:
        """The gray print tinted by lightness rank."""
        return starts.palette(self.prints.content, self.prints.references, reference_weights=self.reference_weights)

    def _network(self, pooling: str) -> VGG19:
        if pooling not in self._networks:
            network = VGG19(self.weights, pooling=pooling, device=self.device, dtype=self.dtype)
            self._networks[pooling] = network
        return self._networks[pooling]

    def _canvas(self, settings: Settings) -> Canvas:
        key = (settings.keep_ink, settings.clip)
        if key not in self._canvases:
            self._canvases[key] = make_canvas(settings, content=self._content)
        return self._canvases[key]

    def _on_device(self, picture: Tensor) -> Tensor:
        exact = torch.float64 if self.dtype == torch.float64 else torch.float32
        return picture.to(self.device, exact)


def _halved(pixels: Tensor, times: int) -> Tensor:
    height, width = (max(round(side / 2**times), min(side, SMALLEST_SIDE_PX)) for side in pixels.shape[1:])
    return resize(pixels, height=height, width=width)
