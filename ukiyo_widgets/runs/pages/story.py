"""What a page tells of one run."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

import PIL.Image

from ukiyo_widgets.engine.objective.objective import CHROMA_TERMS
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.runs.frame import Frame, Losses
from ukiyo_widgets.runs.pages.pictures import thinned
from ukiyo_widgets.runs.prints import Prints
from ukiyo_widgets.runs.recipe import Recipe

MOST_REFERENCES = 3
"""Whose pictures a page holds; the credits name all."""

Point = tuple[int, float, float, float, float]
"""An iteration, its total loss, and what content, style and all other terms have in it."""


@dataclass(frozen=True)
class Story:
    """One run, as a page tells it.

    Attributes
    ----------
    name
        For people.
    pictures
        Of some iterations, as :func:`~ukiyo_widgets.runs.pages.pictures.thinned` gives them; without the newest.
    newest
        The picture that it ends with, of iteration ``recipe.iterations``.
    points
        Losses by iteration.
    recipe
        What the run depends on.
    gray, references
        The prints.
    """

    name: str
    pictures: Mapping[int, bytes]
    newest: PIL.Image.Image
    points: Sequence[Point]
    recipe: Recipe
    gray: PIL.Image.Image
    references: Sequence[PIL.Image.Image]


class Told(Protocol):
    """What is asked of a run."""

    @property
    def index(self) -> int:
        """Iterations done."""

    @property
    def recipe(self) -> Recipe:
        """All that it depends on."""

    @property
    def frame(self) -> Frame:
        """The newest frame."""

    @property
    def losses(self) -> Mapping[int, Losses]:
        """The losses by iteration."""

    @property
    def prints(self) -> Prints:
        """The prints that went in."""


def story_of(run: Told, frames: Iterable[Frame], *, name: str = "") -> Story:
    """Return what a page tells of a run, with the pictures and losses of some frames; each is looked at once."""
    points = dict[int, Point]()

    def numbered() -> Iterator[tuple[int, PIL.Image.Image]]:
        for frame in frames:
            points[frame.index] = point_of(frame)
            yield frame.index, frame.image

    pictures = thinned(numbered())
    return told(run, pictures, points=points, name=name)


def told(run: Told, pictures: Mapping[int, bytes], *, points: Mapping[int, Point], name: str = "") -> Story:
    """Return what a page tells of a run, whose own losses stand in for points that were not given."""
    recipe, newest = run.recipe, run.frame
    own = _points(recipe, run.losses, until=newest.index)
    all_points = {**own, **points, newest.index: point_of(newest)}
    return Story(
        name=name or title_of(recipe),
        pictures={index: data for index, data in pictures.items() if index < newest.index},
        newest=newest.image,
        points=[all_points[index] for index in sorted(all_points) if index <= newest.index],
        recipe=recipe,
        gray=to_pil(run.prints.content),
        references=[to_pil(each) for each in run.prints.references[:MOST_REFERENCES]],
    )


def title_of(recipe: Recipe) -> str:
    """Return a run's name for people: that of its gray print."""
    name = recipe.content.name.removeprefix("sample:")
    return PurePath(name).stem.replace("_", " ").strip() or "print"


def point_of(frame: Frame) -> Point:
    """Return the numbers of a frame."""
    return _point(frame.index, frame.losses, frame.content_weight, frame.style_weight)


def _points(recipe: Recipe, losses: Mapping[int, Losses], *, until: int) -> dict[int, Point]:
    return {
        index: _point(index, losses[index], content_weight, style_weight)
        for index, (content_weight, style_weight) in enumerate(itertools.islice(weights(recipe), until + 1))
        if index in losses
    }


def weights(recipe: Recipe) -> Iterator[tuple[float, float]]:
    """Give α and β at each iteration from 0 on, as the recipe's settings and changes have them; β fades with each."""
    settings = recipe.settings
    content_weight, style_weight, fade = settings.content_weight, settings.style_weight, settings.fade
    yield content_weight, style_weight
    for index in itertools.count():
        for change in recipe.changes:
            if change.iteration == index:
                content_weight = float(change.settings.get("content_weight", content_weight))
                style_weight = float(change.settings.get("style_weight", style_weight))
                fade = float(change.settings.get("fade", fade))
        style_weight *= 1 - fade
        yield content_weight, style_weight


def _point(index: int, losses: Mapping[str, float], content_weight: float, style_weight: float) -> Point:
    total, content, style = losses["total"], content_weight * losses["content"], style_weight * losses["style"]
    # As a difference it would be noise where there is no other term.
    others = losses["total_variation"] or any(name in losses for name in CHROMA_TERMS)
    return index, total, content, style, max(0.0, total - content - style) if others else 0.0
