"""How well one print could lend its colours to another: what can be told before anything is colorized.

Both are looked at as gray prints. How alike are they in the distribution of lightness; is their paper as light (old paper is
both darker and yellower); for how much of the print is there something of its lightness in the reference; and how alike are
their strokes and small shapes to the network, whose deeper layers tell nothing of it? All is told by the prints' studies. How
well it foretells the colour difference to the true print stands in benchmarks/README.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.colour.study import Study

STEPS = 25
"""Steps of lightness, 4 units of L* each: about what is told apart in a print with its grain."""

WORTH_HAVING = 0.01
"""Share of a reference from which on a step of lightness counts as one that it has colours for."""

LAYERS = 2
"""Of a study, the first so many, conv2_2 and conv3_4, compare shapes."""

COLOURFUL = 4.0
"""Standard deviation of a* and b* from which on a print counts as coloured in full; old prints have 7 and more."""

PAPER = 0.95
"""Share of a print's pixels that are darker than what counts as its paper."""

PAPER_UNITS = 5.0
"""Difference in the papers' L* at which their likeness is 1/e."""

ANY_SHAPES = 0.75
"""Cosine that the most alike features of any two prints reach: so much is no likeness."""

WEIGHTS = {"lightness": 0.22, "paper": 0.11, "shades": 0.17, "shapes": 0.5}
"""The inverse of how much each differs over the pairs of 31 prints: weighted so, each has the same say."""


@dataclass(frozen=True)
class Traits:
    """What is looked at in one print.

    Attributes
    ----------
    shades
        Share of the pixels at each step of lightness.
    paper
        L* of the lightest parts.
    features
        By layer, (N, positions), each position of length 1.
    colourfulness
        Standard deviation of a* and b*.
    """

    shades: Tensor
    paper: float
    features: tuple[Tensor, ...]
    colourfulness: float


@dataclass(frozen=True)
class Likeness:
    """How like a reference is to a print; each from 0 to 1.

    Attributes
    ----------
    lightness
        Overlap of the two distributions of lightness.
    paper
        1 where both are as light in their lightest parts.
    shades
        Share of the print whose lightness the reference has too.
    shapes
        Mean, over the print, of the cosine to the most alike features of the reference, beyond that of any two prints.
    colour
        1 for a reference with colours of its own, less for a nearly gray one, 0 for a gray one.
    """

    lightness: float
    paper: float
    shades: float
    shapes: float
    colour: float

    @property
    def score(self) -> float:
        """All of them in one number from 0 to 1."""
        return self.colour * sum(weight * float(getattr(self, name)) for name, weight in WEIGHTS.items())


@torch.no_grad()
def traits(study: Study) -> Traits:
    """Return what counts of a print that was studied."""
    lightness = study.lab[0].double().flatten()
    step = (lightness / 100 * STEPS).long().clamp(0, STEPS - 1)
    return Traits(
        shades=torch.bincount(step, minlength=STEPS).double() / step.numel(),
        paper=lightness.quantile(PAPER).item(),
        features=tuple(F.normalize(each.float().flatten(1), dim=0, eps=1e-6) for each in study.features[:LAYERS]),
        colourfulness=study.lab[1:].double().flatten(1).std(dim=1).mean().item(),
    )


def likeness(content: Traits, reference: Traits) -> Likeness:
    """Compare a print with what it could take its colours from."""
    shapes = [
        (ours.T @ theirs).amax(dim=1).mean().item()
        for ours, theirs in zip(content.features, reference.features, strict=True)
    ]
    return Likeness(
        lightness=torch.minimum(content.shades, reference.shades).sum().item(),
        paper=math.exp(-abs(content.paper - reference.paper) / PAPER_UNITS),
        shades=content.shades[reference.shades >= content.shades.clamp_max(WORTH_HAVING)].sum().item(),
        shapes=min(max((sum(shapes) / len(shapes) - ANY_SHAPES) / (1 - ANY_SHAPES), 0.0), 1.0),
        colour=min(reference.colourfulness / COLOURFUL, 1.0),
    )
