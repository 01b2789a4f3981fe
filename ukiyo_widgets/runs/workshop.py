"""What a run and its forks share: the prints on the device, the network, and the targets."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from ukiyo_widgets.engine.canvas import Canvas, make_canvas
from ukiyo_widgets.engine.colour import start as starts
from ukiyo_widgets.engine.colour.chroma import ChromaTargets, likeness_of_neighbours
from ukiyo_widgets.engine.colour.match import match
from ukiyo_widgets.engine.colour.spreading import spread_hints
from ukiyo_widgets.engine.guidance.inks import find_inks, reprint
from ukiyo_widgets.engine.guidance.regions import refuse_missing_references
from ukiyo_widgets.engine.machine import choose_device, choose_precision
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.engine.network.weights import Weights, load_weights
from ukiyo_widgets.engine.objective.objective import Objective
from ukiyo_widgets.engine.objective.targets import Targets, measure_targets
from ukiyo_widgets.engine.optimizer.lbfgs import LBFGS
from ukiyo_widgets.engine.optimizer.optimizers import SGD, Adam, make_optimizer
from ukiyo_widgets.engine.replay import Replayer, recorder_for
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.engine.step import State, begin, enlarge
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.images import colour
from ukiyo_widgets.runs.keeping.remembering import Remembered
from ukiyo_widgets.runs.prints import Prints


@dataclass(frozen=True, eq=False)
class Tools:
    """What one step needs, for one set of settings."""

    objective: Objective
    optimizer: LBFGS | Adam | SGD
    canvas: Canvas

    def judges_like(self, other: Tools) -> bool:
        """Whether a picture judged with the other tools need not be judged again."""
        return self.objective == other.objective and self.canvas is other.canvas


class Workshop:
    """Makes the tools for a run's settings, and remembers what is costly.

    Nothing is computed before it is asked for. Settings that cannot change during a run are read once.
    """

    def __init__(self, prints: Prints, settings: Settings) -> None:
        self.prints = prints
        self.device = choose_device(settings.device)
        self._first_dtype = choose_precision(settings.precision, device=self.device)
        self._exact = _exact(self._first_dtype)
        self._source, self._preprocessing = settings.weights, settings.preprocessing
        self.reference_weights: Sequence[float] = settings.reference_weights or (1.0,) * len(prints.references)
        self._content = self._on_device(prints.content)
        self._networks: dict[tuple[str, torch.dtype], VGG19] = {}
        self._canvases: dict[tuple[bool, bool], Canvas] = {}
        self._targets, self._chroma = Remembered[Targets](), Remembered[ChromaTargets]()
        self._references, self._tinted = Remembered[tuple[Tensor, ...]](), Remembered[Tensor]()
        self._smaller: dict[int, Workshop] = {}
        self._settings = settings
        self.check(settings)
        self.replayer = Replayer(recorder_for(self.device))

    def at(self, halvings: int) -> Workshop:
        """Return the workshop for the same prints at half the size, so many times, but no smaller than the network takes."""
        if halvings <= 0:
            return self
        if halvings not in self._smaller:
            self._smaller[halvings] = Workshop(self.prints.halved(halvings), self._settings)
        return self._smaller[halvings]

    def check(self, settings: Settings) -> None:
        """Raise SettingsError if ``settings`` do not go with what is here.

        A region may name a reference that is not there, and a run in float64 has all its tensors in it, from its first picture.
        """
        if _exact(choose_precision(settings.precision, device=self.device)) != self._exact:
            raise SettingsError(
                f"precision is {settings.precision!r}, but a run in float64 is so from its start to its end; "
                f"begin a new one with colorize(…, precision={settings.precision!r})."
            )
        refuse_missing_references(settings.regions, count=len(self.prints.references))

    @property
    def weights(self) -> Weights:
        """The network's weights, read at first use."""
        return load_weights(self._source, preprocessing=self._preprocessing)

    def tools(self, settings: Settings) -> Tools:
        """Return what a step with ``settings`` needs."""
        network = self._network(settings.pooling, dtype=choose_precision(settings.precision, device=self.device))
        for other in self._networks.values():
            if other.dtype != network.dtype:
                other.let_go()
        layers = (*settings.content_layers, *settings.style_layers)
        key = (
            settings.pooling,
            network.dtype,
            settings.band,
            layers,
            settings.content_target,
            *self._what_is_tinted(settings, settings.content_target),
        )
        targets = self._targets.recall(key, lambda: self._measure(settings, network))
        chroma = None
        if settings.colour_weight or settings.chroma_smoothness or (settings.hints and settings.hint_weight):
            key = (settings.start, *self._what_is_tinted(settings, "match"))
            chroma = self._chroma.recall(key, lambda: self._chroma_targets(settings))
        objective = Objective.from_settings(settings, network=network, targets=targets, chroma=chroma)
        return Tools(objective, make_optimizer(settings), self._canvas(settings))

    def tinted(self, settings: Settings) -> Tensor:
        """Return the gray print tinted as ``settings`` ask for, hints included, on the device: where the colours should be."""
        how = "palette" if settings.start == "palette" else "match"
        return self._on_device(self._tint(settings, how))

    def begin(self, settings: Settings) -> State:
        """Return the state of iteration 0."""
        tools = self.tools(settings)
        return begin(
            self.first_picture(settings),
            objective=tools.objective,
            optimizer=tools.optimizer,
            canvas=tools.canvas,
            style_weight=settings.style_weight,
        )

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

    def retinted(self, state: State, *, before: Settings, after: Settings) -> State:
        """Return ``state`` with its picture moved by what new hints, regions or inks change in the tinted print.

        So a dab shows at the next iteration, instead of creeping in. A picture that holds on to no tint only changes as
        its new losses ask for.
        """
        same = self._what_is_tinted(before, "match") == self._what_is_tinted(after, "match")
        if same or not after.colour_weight:
            return state
        pixels = state.here.pixels + self.tinted(after) - self.tinted(before)
        return replace(state, here=replace(state.here, pixels=pixels))

    def first_picture(self, settings: Settings) -> Tensor:
        """Return the picture of iteration 0, on the device."""
        content = self.prints.content
        match settings.start:
            case "noise":
                preprocessing = self.weights.preprocessing
                picture = starts.noise(content, level=settings.noise, seed=settings.seed, preprocessing=preprocessing)
            case "palette" | "match" as how:
                picture = self._tint(settings, how)
            case "image":
                assert self.prints.start is not None  # colorize() sees to it
                picture = self.prints.start
            case _:
                picture = content
        return self._on_device(picture)

    def _measure(self, settings: Settings, network: VGG19) -> Targets:
        references = self._reprinted(settings)
        if settings.match_lightness:
            references = tuple(starts.with_lightness_of(each, self.prints.content) for each in references)
        how = settings.content_target
        return measure_targets(
            network,
            content=self._content if how == "gray" else self._on_device(self._tint(settings, how)),
            references=[self._on_device(reference) for reference in references],
            reference_weights=self.reference_weights,
            content_layers=settings.content_layers,
            style_layers=settings.style_layers,
            regions=settings.regions,
            band_px=settings.band,
        )

    def _chroma_targets(self, settings: Settings) -> ChromaTargets:
        lightness = colour.lightness(self._content)
        hinted = self._on_device(spread_hints(settings.hints, lightness=lightness)[1]) if settings.hints else None
        return ChromaTargets(colour.rgb_to_lab(self.tinted(settings))[1:], hinted, likeness_of_neighbours(lightness))

    def _tint(self, settings: Settings, how: str) -> Tensor:
        """Return the gray print tinted by lightness rank (``"palette"``) or by what is alike, on the CPU."""
        return self._tinted.recall((how, *self._what_is_tinted(settings, how)), lambda: self._tint_anew(settings, how))

    def _tint_anew(self, settings: Settings, how: str) -> Tensor:
        tinted = match(
            self.prints.content,
            self._reprinted(settings),
            network=self._network(settings.pooling, dtype=self._first_dtype),
            reference_weights=self.reference_weights,
            semantics=settings.semantics if how == "match" else 0.0,
            regions=settings.regions,
        )
        if not settings.hints:
            return tinted
        lab = colour.rgb_to_lab(tinted)
        ab, influence = spread_hints(settings.hints, lightness=lab[:1])
        return colour.lab_to_rgb(torch.cat((lab[:1], torch.lerp(lab[1:], ab, influence))))

    def _reprinted(self, settings: Settings) -> tuple[Tensor, ...]:
        """Return the references, with the inks that were changed."""
        changes, prints = settings.palette, self.prints.references
        if not changes:
            return prints
        return self._references.recall(
            (changes,), lambda: tuple(reprint(each, changes, inks=find_inks(each)) for each in prints)
        )

    @staticmethod
    def _what_is_tinted(settings: Settings, how: str) -> tuple[Hashable, ...]:
        """Return what a tinted print, or what is compared with the references, depends on."""
        return settings.palette, settings.regions, settings.hints if how != "gray" else None

    def _network(self, pooling: str, *, dtype: torch.dtype) -> VGG19:
        if (pooling, dtype) not in self._networks:
            network = VGG19(self.weights, pooling=pooling, device=self.device, dtype=dtype)
            self._networks[pooling, dtype] = network
        return self._networks[pooling, dtype]

    def _canvas(self, settings: Settings) -> Canvas:
        key = (settings.keep_ink, settings.clip)
        if key not in self._canvases:
            self._canvases[key] = make_canvas(settings, content=self._content)
        return self._canvases[key]

    def _on_device(self, picture: Tensor) -> Tensor:
        return picture.to(self.device, self._exact)


def _exact(dtype: torch.dtype) -> torch.dtype:
    """Return the precision of pictures, losses and optimizer for convolutions in ``dtype``."""
    return torch.float64 if dtype == torch.float64 else torch.float32
