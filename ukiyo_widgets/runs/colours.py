"""Where a run's colours come from: what was learnt from the references, what is alike, and what the hints and regions say."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import torch
from torch import Tensor

from ukiyo_widgets.engine.colour.chroma import ChromaTargets, likeness_of_neighbours
from ukiyo_widgets.engine.colour.evidence import Evidence, Mixture
from ukiyo_widgets.engine.colour.match import match
from ukiyo_widgets.engine.colour.model import ColourModel, find_evidence, fit_model
from ukiyo_widgets.engine.colour.spreading import spread_hints
from ukiyo_widgets.engine.colour.study import looked_at
from ukiyo_widgets.engine.guidance.inks import find_inks, reprint
from ukiyo_widgets.engine.guidance.regions import Region, mask
from ukiyo_widgets.engine.network.networks import Networks
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.images import colour
from ukiyo_widgets.runs.keeping.models import keep_model, kept_model, model_key
from ukiyo_widgets.runs.keeping.remembering import Remembered
from ukiyo_widgets.runs.keeping.studies import digest_of_print, studied
from ukiyo_widgets.runs.prints import Prints

Progress = Callable[[str, int, int], object]
"""Called with what is being done (``"looking"``, ``"studying"``, ``"learning"``), and how many of how many steps of it are."""


def _nobody(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""


class Learnt:
    """What was learnt from a run's references: once, at first use, or read from a file; shared by all sizes of the run."""

    def __init__(self, prints: Prints, *, evidence: Evidence | None = None, progress: Progress | None = None) -> None:
        self.evidence = evidence
        self._prints = prints
        self._progress = progress or _nobody
        self._model: ColourModel | None = None
        self._recoloured = Remembered[Tensor]()

    def ready(self, settings: Settings, networks: Networks, *, weights: Sequence[float]) -> Evidence:
        """Return the evidence with the references' own inks."""
        if self.evidence is None:
            prints = self._prints
            model = self._fitted(settings, networks, weights=weights)
            matched = None
            if model.few:
                matched = match(
                    prints.content,
                    prints.references,
                    network=networks.looking(settings),
                    reference_weights=weights,
                    semantics=settings.semantics,
                )
            study = studied(prints.content, networks.looking(settings), about=networks.about)
            counted = [weight for _, weight in self._learnt_from(weights)]
            self.evidence = find_evidence(model, prints.content, study=study, weights=counted, matched=matched)
        return self.evidence

    def centres(self, settings: Settings, networks: Networks, *, weights: Sequence[float]) -> Tensor:
        """Return the classes' relative colours, with the inks that were changed."""
        if not settings.palette:
            return self.ready(settings, networks, weights=weights).centres
        model = self._fitted(settings, networks, weights=weights)
        return self._recoloured.recall(
            settings.palette,
            lambda: model.recoloured([_as_gray_print(each, settings) for each, _ in self._learnt_from(weights)]),
        )

    def _learnt_from(self, weights: Sequence[float]) -> list[tuple[Tensor, float]]:
        """Return the references that count and their weights, in an order of their own.

        So the prints of a series, each of which finds others the nearest, have one model, which is kept.
        """
        counted = [(each, weight) for each, weight in zip(self._prints.references, weights, strict=True) if weight]
        return sorted(counted, key=lambda each: digest_of_print(each[0]))

    def _fitted(self, settings: Settings, networks: Networks, *, weights: Sequence[float]) -> ColourModel:
        if self._model is None:
            learnt_from, network = self._learnt_from(weights), networks.looking(settings)
            key = model_key(learnt_from, network, about=networks.about)
            self._model = kept_model(key, papers=len(learnt_from))
            if self._model is None:
                studies = []
                for done, (each, _) in enumerate(learnt_from, 1):
                    studies.append(studied(each, network, about=networks.about))
                    self._progress("studying", done, len(learnt_from))
                self._model = fit_model(
                    studies,
                    weights=[weight for _, weight in learnt_from],
                    progress=lambda done, total: self._progress("learning", done, total),
                )
                keep_model(key, self._model)
        return self._model


AT_HAND_PX = 2**18
"""Pixels of a picture up to which the evidence is kept at its size too, 25 MB of 24 classes in float32, for all settings."""


class Colours:
    """The tints and the targets of a run at one size, each remembered for the last few settings.

    Parameters
    ----------
    networks
        With those that look at the prints.
    """

    def __init__(
        self,
        prints: Prints,
        *,
        learnt: Learnt,
        networks: Networks,
        reference_weights: Sequence[float],
    ) -> None:
        self._prints, self._learnt, self._networks, self._weights = prints, learnt, networks, reference_weights
        self._references, self._tinted = Remembered[tuple[Tensor, ...]](), Remembered[Tensor]()
        self._held, self._log_p = Remembered[tuple[Tensor, Tensor] | None](), Remembered[Tensor]()

    def references(self, settings: Settings) -> tuple[Tensor, ...]:
        """Return the references, with the inks that were changed."""
        prints = self._prints.references
        if not settings.palette:
            return prints
        return self._references.recall(
            settings.palette, lambda: tuple(reprint(each, settings.palette, inks=find_inks(each)) for each in prints)
        )

    @staticmethod
    def depend_on(settings: Settings, how: str) -> tuple[Hashable, ...]:
        """Return what a tinted print, or what is compared with the references, depends on."""
        asked = settings.palette, settings.regions, settings.hints if how != "gray" else None
        return (*asked, settings.vividness) if how == "learnt" else asked

    def tint(self, settings: Settings, how: str) -> Tensor:
        """Return the gray print tinted by lightness rank (``"palette"``), by what is alike (``"match"``), or as was learnt.

        Shape (3, H, W), in [0, 1], float32 on the CPU; hints and regions are in it.
        """
        key = (how, *self.depend_on(settings, how))
        return self._tinted.recall(key, lambda: self._tint_anew(settings, how))

    def targets(self, settings: Settings, like: Tensor) -> ChromaTargets:
        """Return what the picture's colours are compared with, on the device and in the precision of ``like``."""
        lightness = colour.lightness(self._prints.content.to(like))
        hinted = None
        if settings.hints:
            hinted = spread_hints(settings.hints, lightness=lightness)[1].to(like)
        likeness = likeness_of_neighbours(lightness)
        how = settings.colours
        if how != "learnt":
            return ChromaTargets(colour.rgb_to_lab(self.tint(settings, how).to(like))[1:], hinted, likeness)
        mixture, held = self._mixture(settings, lightness), self._what_is_held(settings)
        if held is None:
            return ChromaTargets(mixture.base, hinted, likeness, mixture)
        return ChromaTargets(held[0].to(like), hinted, likeness, mixture, held[1].to(like))

    def held(self, settings: Settings) -> Tensor | None:
        """Return how far each pixel is to have the colour that a hint or a region asks for, (H, W); None for nowhere."""
        found = self._what_is_held(settings) if settings.colours == "learnt" else None
        return None if found is None else found[1]

    def _mixture(self, settings: Settings, lightness: Tensor) -> Mixture:
        evidence = self._learnt.ready(settings, self._networks, weights=self._weights)
        centres = self._learnt.centres(settings, self._networks, weights=self._weights)
        end = settings.trust(settings.colour_rise)
        log_p = self._log_p.recall((evidence, lightness.dtype), lambda: _at_hand(evidence, lightness))
        mixture = Mixture.of(evidence, lightness=lightness, vividness=settings.vividness, trust=end, log_p=log_p)
        return mixture if centres is evidence.centres else mixture.with_centres(evidence.centres, centres)

    def _what_is_held(self, settings: Settings) -> tuple[Tensor, Tensor] | None:
        """Return the colours that regions and hints ask for, (2, H, W), and how far each pixel is to have them, (H, W)."""
        key = (settings.palette, settings.regions, settings.hints)
        return self._held.recall(key, lambda: self._hold_anew(settings))

    def _hold_anew(self, settings: Settings) -> tuple[Tensor, Tensor] | None:
        if not settings.regions and not settings.hints:
            return None
        content = self._prints.content
        ab, held = content.new_zeros(2, *content.shape[1:]), content.new_zeros(content.shape[1:])
        if settings.regions:
            ab = colour.rgb_to_lab(self._matched_regions(settings))[1:]
            for region in settings.regions:
                held = torch.maximum(held, mask(region.content, height=held.shape[0], width=held.shape[1]))
        if settings.hints:
            hinted, influence = spread_hints(settings.hints, lightness=colour.lightness(content))
            ab = torch.lerp(ab, hinted, influence)
            # Where a hint is weak and no region is, the colour is the hint's, held as weakly as it reaches.
            ab = torch.where(held > 0, ab, hinted)
            held = torch.maximum(held, influence)
        return ab, held

    def _matched_regions(self, settings: Settings) -> Tensor:
        """Return the gray print tinted by what is alike in the references that regions name."""
        numbers = sorted({region.number for region in settings.regions})
        references = self.references(settings)
        renamed = [Region(each.content, each.reference, numbers.index(each.number) + 1) for each in settings.regions]
        return match(
            self._prints.content,
            [references[number - 1] for number in numbers],
            network=self._networks.looking(settings),
            reference_weights=[1.0] * len(numbers),
            semantics=settings.semantics,
            regions=renamed,
        )

    def _tint_anew(self, settings: Settings, how: str) -> Tensor:
        lightness = colour.lightness(self._prints.content)
        if how == "learnt":
            ab = self._mixture(settings, lightness).decided(trust=settings.trust(settings.colour_rise))
            held = self._what_is_held(settings)
            if held is not None:
                ab = torch.lerp(ab, held[0], held[1])
            return colour.lab_to_rgb(torch.cat((lightness, ab)))
        tinted = match(
            self._prints.content,
            self.references(settings),
            network=self._networks.looking(settings),
            reference_weights=self._weights,
            semantics=settings.semantics if how == "match" else 0.0,
            regions=settings.regions,
        )
        if not settings.hints:
            return tinted
        lab = colour.rgb_to_lab(tinted)
        ab, influence = spread_hints(settings.hints, lightness=lab[:1])
        return colour.lab_to_rgb(torch.cat((lab[:1], torch.lerp(lab[1:], ab, influence))))


def _at_hand(evidence: Evidence, lightness: Tensor) -> Tensor:
    """Return log p at the size of a small picture, so that no iteration need bring it there; of a large one as it is."""
    height, width = lightness.shape[1:]
    small = height * width <= AT_HAND_PX
    return (evidence.resized(height=height, width=width) if small else evidence).log_p.to(lightness)


def _as_gray_print(reference: Tensor, settings: Settings) -> Tensor:
    """Return a reference as its study has it, its inks changed: (3, h, w), the L* of before, the a* and b* of after."""
    small = looked_at(reference)
    changed = reprint(small, settings.palette, inks=find_inks(small))
    return torch.cat((colour.lightness(colour.luma(small)), colour.rgb_to_lab(changed)[1:]))
