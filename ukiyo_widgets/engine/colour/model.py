"""A colour model, learnt from the prints that there are: from what is seen at a pixel to how likely each colour class is there.

It is fitted when a run begins, in seconds: a regression (:mod:`~ukiyo_widgets.engine.colour.head`) and the nearest samples
both have a say, which is better than either; then what is alike within the picture shares what is known. From fewer than four
prints little can be learnt; there what is learnt and what the match finds are multiplied, so that where they disagree little is
left but the tone of the paper. However many they are, prints without the tones of this one tell little of its inks
(:func:`belief_in`), and less is made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.colour.alike import EVERY, PLANES, recalled, shared_within
from ukiyo_widgets.engine.colour.chroma import likeness_of_neighbours
from ukiyo_widgets.engine.colour.classes import find_classes, shares_of_classes
from ukiyo_widgets.engine.colour.diffusion import diffuse
from ukiyo_widgets.engine.colour.evidence import Evidence
from ukiyo_widgets.engine.colour.head import Head, fit_head, in_one_thread, standardised
from ukiyo_widgets.engine.colour.nearness import overlap_of_tones
from ukiyo_widgets.engine.colour.paper import Paper, paper_under, tint
from ukiyo_widgets.engine.colour.study import QUANTILES, Axes, Study, around, strewn
from ukiyo_widgets.engine.settings import LEARNT_SIDE_PX
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.resizing import resize

FEW = 4
"""Below so many prints the match has a say too."""

EVIDENCE_SIDE_PX = 512
"""Longest side at which classes are told; a larger picture reads between."""

_CLASSES, _CLASSES_OF_FEW = 24, 14
_SAMPLES, _SAMPLES_EACH = 8_000, 700
_REMEMBERED = 8_000
"""Samples among which the nearest are looked for."""

_PLANES_COUNT, _QUANTILES_COUNT, _FEATURES_COUNT = 0.3, 0.15, 0.07
"""How much lightness and place, the print's quantiles, and each axis of the features count in what is near."""

_FIT, _FIT_OF_ONE = (0.005, 10), (0.03, 5)
"""Restraint and rounds of the head; what one print alone says of another is soon believed too much."""

_AROUND_SCALE, _NEARNESS, _NEAREST_SAY = 2.5, 9.0, 0.3
_POOLED, _POOLING = 0.7, 15.0
_POOLING_ROUNDS = 15
_LEAST_LOG = -8.0
_MATCH_SOFTNESS, _MATCH_BOX, _MATCH_FLOOR = 6.0, 9, 0.1
_MATCH_SAY, _SHARPNESS_OF_FEW = 0.4, 1.2
"""Of the match where few prints were learnt from, and how far both are believed: where they disagree, the paper remains."""

_LIGHTNESS_PLANE = 3
_NO_BELIEF, _FULL_BELIEF, LEAST_BELIEF, _DOUBT = 0.2, 0.7, 0.25, 2.0
"""Overlap of the tones at which nothing would be believed, and from which on everything is; what is left at the least; and how
much faster than the overlap belief falls."""


@dataclass(frozen=True, eq=False)
class Samples:
    """Pixels of the references that were learnt from.

    Attributes
    ----------
    places
        By reference, which of its pixels, (n,).
    inputs
        What is seen there, (Σ n, inputs).
    shares
        In the classes, (Σ n, classes).
    """

    places: tuple[Tensor, ...]
    inputs: Tensor
    shares: Tensor


@dataclass(frozen=True, eq=False)
class ColourModel:
    """What was learnt from some prints.

    Attributes
    ----------
    axes
        Of the features.
    head
        From inputs to classes.
    centres
        The classes' relative a* and b*, (K, 2).
    samples
        What it was fitted to.
    papers
        Of the references.
    colourfulness
        Root mean square of the references' relative colours.
    """

    axes: Axes
    head: Head
    centres: Tensor
    samples: Samples
    papers: tuple[Paper, ...]
    colourfulness: float

    @property
    def few(self) -> bool:
        """Whether so few prints were learnt from that the match has a say too."""
        return len(self.papers) < FEW

    def recoloured(self, references: Sequence[Tensor]) -> Tensor:
        """Return the classes' relative colours, (K, 2), after the references, at the size of their studies, were printed anew."""
        relative = [
            _relative(each, paper)[:, places]
            for each, paper, places in zip(references, self.papers, self.samples.places, strict=True)
        ]
        shares = self.samples.shares
        return (shares.T @ torch.cat(relative, dim=1).T) / shares.sum(0)[:, None].clamp_min(1e-6)


def fit_model(
    studies: Sequence[Study],
    *,
    weights: Sequence[float],
    progress: Callable[[int, int], object] | None = None,
) -> ColourModel:
    """Learn from some prints; the same prints give the same model, to the bit.

    Parameters
    ----------
    studies
        Of the references.
    weights
        Their shares, above 0, of any sum.
    progress
        Called with how many of how many steps are done.
    """
    papers = tuple(Paper.of(each.lab) for each in studies)
    places = _places(studies, weights)

    def looked() -> tuple[Axes, Tensor]:
        axes = Axes.of(studies)
        return axes, torch.cat(
            [_inputs_at(each, axes.read(each), at) for each, at in zip(studies, places, strict=True)]
        )

    axes, inputs = in_one_thread(looked)
    relative = torch.cat(
        [_relative(each.lab, paper)[:, at].T for each, paper, at in zip(studies, papers, places, strict=True)]
    )
    count = min(_CLASSES if len(studies) >= FEW else _CLASSES_OF_FEW, len(relative))
    centres = find_classes(relative, count=count)
    shares = shares_of_classes(relative, centres)
    restraint, rounds = _FIT_OF_ONE if len(studies) == 1 else _FIT
    scales = _scales(inputs.shape[1])
    head = fit_head(inputs, shares, scales=scales, restraint=restraint, rounds=rounds, progress=progress)
    rms = relative.square().sum(1).mean().sqrt().item()
    return ColourModel(axes, head, centres, Samples(places, inputs, shares), papers, rms)


@torch.no_grad()
def find_evidence(
    model: ColourModel, content: Tensor, *, study: Study, weights: Sequence[float], matched: Tensor | None = None
) -> Evidence:
    """Return what a model knows of a gray print.

    Parameters
    ----------
    content
        The gray print, (3, H, W), in [0, 1].
    study
        Of the gray print.
    weights
        Shares of the references, of any sum.
    matched
        The gray print tinted by what is alike, (3, H, W), where the model is of few prints.
    """
    small = content.cpu().float()
    height, width = evidence_size(tuple(small.shape[1:]))
    if small.shape[1:] != (height, width):
        small = resize(small, height=height, width=width)
    lightness = colour.lightness(small)
    paper = paper_under(lightness, model.papers, weights=weights)
    seen = _seen(model, study)
    nearest = _recalled(model, seen, size=tuple(lightness.shape[1:]))
    p = torch.lerp(_told(model, lightness, study), nearest, _NEAREST_SAY)
    log_p = p.log().clamp_min(_LEAST_LOG)
    if matched is not None:
        alike = _matched(model, matched, lightness, paper).log().clamp_min(_LEAST_LOG)
        log_p = _SHARPNESS_OF_FEW * torch.lerp(log_p, alike, _MATCH_SAY)
    log_p = shared_within(log_p, seen)
    pooling = _POOLING * (max(lightness.shape[1:]) / LEARNT_SIDE_PX) ** 2
    down, right = likeness_of_neighbours(lightness)
    even = diffuse(
        log_p,
        held=torch.ones_like(lightness[0]),
        likeness=(pooling * down, pooling * right),
        begun=log_p,
        rounds=_POOLING_ROUNDS,
    )
    log_p = torch.log_softmax(_POOLED * even + (1 - _POOLED) * log_p, dim=0)
    share = log_p.exp().mean((1, 2)).clamp_min(1e-4)
    prior = torch.full_like(share, 1 / len(share)) if matched is not None else share / share.sum()
    belief = belief_in(model, study)
    return Evidence(log_p, prior.log(), model.centres, paper, model.colourfulness, belief, len(model.papers))


def belief_in(model: ColourModel, study: Study) -> float:
    """Return how far a model is believed about a gray print, in (0, 1].

    It goes by the overlap of the print's distribution of lightness with that of the samples: what nothing was learnt about, a
    model paints as well, and mostly wrong. That foretells how strong the colours should be on pairs of any prints.
    """
    overlap = overlap_of_tones(study.lab[0], 100 * model.samples.inputs[:, _LIGHTNESS_PLANE])
    share = (overlap - _NO_BELIEF) / (_FULL_BELIEF - _NO_BELIEF)
    believed: float = min(max(share, 0.0), 1.0) ** _DOUBT
    return max(believed, LEAST_BELIEF)


def evidence_size(size: tuple[int, ...]) -> tuple[int, int]:
    """Return height and width at which classes are told for a picture of some height and width."""
    scale = min(1.0, EVIDENCE_SIDE_PX / max(size))
    height, width = (max(1, round(side * scale)) for side in size)
    return height, width


def _places(studies: Sequence[Study], weights: Sequence[float]) -> tuple[Tensor, ...]:
    """Return which pixels of each print are learnt from, evenly strewn: more of one that counts more."""
    total = max(_SAMPLES, _SAMPLES_EACH * len(studies))
    counts = [round(total * weight / sum(weights)) for weight in weights]
    return tuple(strewn(each.lab.shape[1:], count) for each, count in zip(studies, counts, strict=True))


def _scales(inputs: int) -> Tensor:
    """Return how much the distance in each input counts."""
    scales = torch.full((inputs,), _FEATURES_COUNT, dtype=torch.float32)
    scales[:PLANES] = _PLANES_COUNT
    scales[PLANES : PLANES + len(QUANTILES)] = _QUANTILES_COUNT
    return scales


def _relative(lab: Tensor, paper: Paper) -> Tensor:
    """Return a* and b* beside those of the paper, (2, pixels)."""
    return (lab[1:] - tint(lab[:1], paper)).flatten(1)


def _inputs_at(study: Study, read: Tensor, places: Tensor) -> Tensor:
    """Return what is seen at some pixels of a print, (n, inputs)."""
    _, height, width = study.lab.shape
    column, row = (places % width).to(read.dtype), (places // width).to(read.dtype)
    where = torch.stack(((column + 0.5) / width * 2 - 1, (row + 0.5) / height * 2 - 1), dim=-1)[None, None]
    features = F.grid_sample(read[None], where, padding_mode="border", align_corners=False)[0, :, 0]
    return torch.cat((around(study.lab[:1]).flatten(1)[:, places], features)).T.contiguous()


def _inputs(lightness: Tensor, read: Tensor) -> Tensor:
    """Return what is seen at every pixel of a print, (pixels, inputs)."""
    size = lightness.shape[1:]
    features = F.interpolate(read[None], size=size, mode="bilinear", align_corners=False)[0]
    return torch.cat((around(lightness), features)).flatten(1).T


def _told(model: ColourModel, lightness: Tensor, study: Study) -> Tensor:
    """Return the head's probabilities, (K, H, W)."""
    log_p = model.head.log_p(_inputs(lightness, model.axes.read(study)))
    return log_p.exp().T.reshape(-1, *lightness.shape[1:])


def _seen(model: ColourModel, study: Study) -> Tensor:
    """Return what is seen at every other pixel of a print, standardised, (rows, columns, inputs)."""
    _, height, width = study.lab.shape
    seen = _inputs(study.lab[:1], model.axes.read(study)).view(height, width, -1)[::EVERY, ::EVERY]
    return standardised(seen, model.head.mean, model.head.deviation)


def _recalled(model: ColourModel, seen: Tensor, *, size: tuple[int, ...]) -> Tensor:
    """Return the probabilities that the samples nearest to each pixel have, (K, H, W)."""
    rows, columns, inputs = seen.shape
    every = -(-len(model.samples.inputs) // _REMEMBERED)
    known = standardised(model.samples.inputs[::every], model.head.mean, model.head.deviation)
    p = recalled(
        seen.reshape(-1, inputs), known, model.samples.shares[::every], scale=_AROUND_SCALE, width=_NEARNESS
    ).T.reshape(1, -1, rows, columns)
    return F.interpolate(p, size=size, mode="bilinear", align_corners=False)[0]


def _matched(model: ColourModel, matched: Tensor, lightness: Tensor, paper: Paper) -> Tensor:
    """Return how far the colours of a match belong to the classes, (K, H, W), evened out: a match is mottled."""
    _, height, width = lightness.shape
    small = matched if matched.shape[1:] == (height, width) else resize(matched, height=height, width=width)
    relative = colour.rgb_to_lab(small)[1:] - tint(lightness, paper)
    shares = shares_of_classes(relative.flatten(1).T, model.centres, softness=_MATCH_SOFTNESS)
    p = shares.T.reshape(1, -1, height, width)
    half = min(round(_MATCH_BOX // 2 * max(1.0, max(height, width) / LEARNT_SIDE_PX)), min(height, width) - 1)
    p = F.avg_pool2d(F.pad(p, (half,) * 4, mode="replicate"), 2 * half + 1, stride=1)[0]
    return (1 - _MATCH_FLOOR) * p + _MATCH_FLOOR * p.mean((1, 2), keepdim=True)
