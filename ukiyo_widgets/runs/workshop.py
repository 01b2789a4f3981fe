"""What a run and its forks share: the prints on the device, the network, and the targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from ukiyo_widgets.engine.canvas import Canvas, make_canvas
from ukiyo_widgets.engine.colour import start as starts
from ukiyo_widgets.engine.colour.chroma import ChromaTargets
from ukiyo_widgets.engine.colour.evidence import Evidence
from ukiyo_widgets.engine.guidance.regions import refuse_missing_references
from ukiyo_widgets.engine.machine import choose_precision
from ukiyo_widgets.engine.network.networks import Networks
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.engine.network.weights import Weights
from ukiyo_widgets.engine.objective.objective import Objective
from ukiyo_widgets.engine.objective.targets import Targets, measure_targets
from ukiyo_widgets.engine.optimizer.lbfgs import LBFGS
from ukiyo_widgets.engine.optimizer.optimizers import SGD, Adam, make_optimizer
from ukiyo_widgets.engine.replay import Replayer, recorder_for
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.engine.step import State, begin, enlarge
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.runs.colours import Colours, Learnt, Progress
from ukiyo_widgets.runs.keeping.checkpoint import save_run
from ukiyo_widgets.runs.keeping.remembering import Remembered
from ukiyo_widgets.runs.keeping.snapshots import Position
from ukiyo_widgets.runs.prints import Prints
from ukiyo_widgets.runs.recipe import Recipe
from ukiyo_widgets.surroundings import undisturbed


@dataclass(frozen=True, eq=False)
class Tools:
    """What one step needs, for one set of settings."""

    objective: Objective
    optimizer: LBFGS | Adam | SGD
    canvas: Canvas

    def at(self, trust: float) -> Tools:
        """Return them for an iteration at which what was learnt counts so much."""
        return replace(self, objective=replace(self.objective, trust=trust))

    def judges_like(self, other: Tools) -> bool:
        """Whether a picture judged with the other tools need not be judged again."""
        return self.objective == other.objective and self.canvas is other.canvas


class Workshop:
    """Makes the tools for a run's settings, and remembers what is costly.

    Nothing is computed before it is asked for. Settings that cannot change during a run are read once.

    Parameters
    ----------
    evidence
        What was learnt from the references, where a file has it.
    progress
        Told how far the learning has come.
    """

    def __init__(
        self,
        prints: Prints,
        settings: Settings,
        *,
        evidence: Evidence | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.prints = prints
        self._networks = Networks(settings)
        self.device = self._networks.device
        self._exact = _exact(self._networks.first_dtype)
        self.reference_weights: Sequence[float] = settings.reference_weights or (1.0,) * len(prints.references)
        self._content = self._on_device(prints.content)
        self._canvases: dict[tuple[bool, bool], Canvas] = {}
        self._targets, self._chroma = Remembered[Targets](), Remembered[ChromaTargets]()
        self.learnt = Learnt(prints, evidence=evidence, progress=progress)
        self._colours = self._colours_of(self.learnt)
        self._smaller: dict[int, Workshop] = {}
        self._settings = settings
        self.check(settings)
        self.replayer = Replayer(recorder_for(self.device))

    def at(self, halvings: int) -> Workshop:
        """Return the workshop for the same prints at half the size, so many times, but no smaller than the network takes."""
        if halvings <= 0:
            return self
        if halvings not in self._smaller:
            smaller = Workshop(self.prints.halved(halvings), self._settings)
            smaller.share(self.learnt)
            self._smaller[halvings] = smaller
        return self._smaller[halvings]

    def share(self, learnt: Learnt) -> None:
        """Take over what was learnt at another size."""
        self.learnt, self._colours = learnt, self._colours_of(learnt)

    def _colours_of(self, learnt: Learnt) -> Colours:
        return Colours(
            self.prints,
            learnt=learnt,
            networks=self._networks,
            reference_weights=self.reference_weights,
        )

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
        return self._networks.weights

    def tools(self, settings: Settings) -> Tools:
        """Return what a step with ``settings`` needs."""
        network = self._networks.judging(settings)
        layers = (*settings.content_layers, *settings.style_layers)
        key = (
            settings.pooling,
            network.dtype,
            settings.band,
            layers,
            *Colours.depend_on(self._compared_with(settings), settings.content_target),
        )
        targets = self._targets.recall(key, lambda: self._measure(settings, network))
        chroma = None
        if settings.colour_weight or settings.chroma_smoothness or (settings.hints and settings.hint_weight):
            key = Colours.depend_on(settings, settings.colours)
            chroma = self._chroma.recall(key, lambda: self._colours.targets(settings, self._content))
        objective = Objective.from_settings(settings, network=network, targets=targets, chroma=chroma)
        return Tools(objective, make_optimizer(settings), self._canvas(settings))

    def tinted(self, settings: Settings) -> Tensor:
        """Return the gray print tinted as ``settings`` ask for, hints included, on the device: where the colours should be."""
        return self._on_device(self._colours.tint(settings, settings.colours))

    def begin(self, settings: Settings) -> State:
        """Return the state of iteration 0."""
        tools = self.tools(settings)
        return begin(
            self.first_picture(settings),
            objective=tools.at(settings.trust(0)).objective,
            optimizer=tools.optimizer,
            canvas=tools.canvas,
            style_weight=settings.style_weight,
        )

    @undisturbed
    def save(self, path: str | Path, *, recipe: Recipe, position: Position) -> Path:
        """Write a run to a file, and what was learnt for it."""
        return save_run(path, prints=self.prints, recipe=recipe, position=position, evidence=self.learnt.evidence)

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
        """Return ``state`` with its picture moved by what a new vividness, hints, regions or inks change in the tinted print.

        So a dab shows at the next iteration, instead of creeping in. A picture that holds on to no tint only changes as
        its new losses ask for.
        """
        same = Colours.depend_on(before, after.colours) == Colours.depend_on(after, after.colours)
        if same or not after.colour_weight:
            return state
        risen = after.trust(state.index) / max(after.trust(after.colour_rise), 1e-9)
        tinted = self.tinted(after)
        pixels = state.here.pixels + risen * (tinted - self.tinted(before))
        held = self._colours.held(after)
        if held is not None:  # at once in the colour asked for, however far the picture has come
            pixels = torch.lerp(pixels, tinted, self._on_device(held))
        return replace(state, here=replace(state.here, pixels=pixels))

    def first_picture(self, settings: Settings) -> Tensor:
        """Return the picture of iteration 0, on the device."""
        content = self.prints.content
        match settings.start:
            case "noise":
                preprocessing = self.weights.preprocessing
                picture = starts.noise(content, level=settings.noise, seed=settings.seed, preprocessing=preprocessing)
            case "palette" | "match" as how:
                picture = self._colours.tint(settings, how)
            case "image":
                assert self.prints.start is not None  # colorize() sees to it
                picture = self.prints.start
            case _:
                picture = content
        return self._on_device(picture)

    def _measure(self, settings: Settings, network: VGG19) -> Targets:
        references = self._colours.references(settings)
        references = tuple(each for place, each in enumerate(references) if settings.lends_style(place))
        if settings.match_lightness:
            references = tuple(starts.with_lightness_of(each, self.prints.content) for each in references)
        compared, how = self._compared_with(settings), settings.content_target
        return measure_targets(
            network,
            content=self._content if how == "gray" else self._on_device(self._colours.tint(compared, how)),
            references=[self._on_device(reference) for reference in references],
            reference_weights=self.reference_weights[: len(references)],
            content_layers=settings.content_layers,
            style_layers=settings.style_layers,
            regions=settings.regions,
            band_px=settings.band,
        )

    @staticmethod
    def _compared_with(settings: Settings) -> Settings:
        """Return the settings of the tinted print that content is compared with, which is as vivid whatever the slider says."""
        return settings.with_changes(vividness=Settings().vividness)

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
