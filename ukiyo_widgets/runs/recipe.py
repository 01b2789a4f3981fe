"""A run's recipe: the prints, the settings, and what was changed when. Replaying it gives the same pictures."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ukiyo_widgets.engine.guidance.written import Written
from ukiyo_widgets.engine.layers import LayerWeights
from ukiyo_widgets.engine.settings import Settings


@dataclass(frozen=True)
class Ingredient:
    """One print that went in.

    Attributes
    ----------
    source
        What :func:`~ukiyo_widgets.images.reading.reading.read_image` reads it from again: a path, a URL or
        ``sample:name``; None for an array or an image in memory.
    credit
        Where it came from, in words.
    sha256
        Digest of what was read.
    """

    source: str | None
    credit: str
    sha256: str


@dataclass(frozen=True)
class Change:
    """Settings that took effect after ``iteration`` iterations."""

    iteration: int
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Recipe:
    """All that a run depends on.

    Attributes
    ----------
    content, references, start
        The prints; ``start`` only where the run starts from a picture of the user's.
    settings
        As they were at iteration 0.
    changes
        What ``set``, ``fork`` and sliders changed, in the order of the iterations.
    weights_sha256
        Digest of the network's weights, once they were read.
    """

    content: Ingredient
    references: tuple[Ingredient, ...]
    settings: Settings
    start: Ingredient | None = None
    changes: tuple[Change, ...] = ()
    weights_sha256: str = ""
    iterations: int = field(default=0, compare=False)
    """How many were done when the run was asked for its recipe; what is printed makes as many."""

    def with_change(self, change: Change) -> Recipe:
        """Return a copy with one more change, after those of the same iteration."""
        changes = sorted((*self.changes, change), key=lambda each: each.iteration)
        return dataclasses.replace(self, changes=tuple(changes))

    def with_weights(self, sha256: str) -> Recipe:
        """Return a copy that names the network's weights."""
        return dataclasses.replace(self, weights_sha256=sha256)

    def until(self, iteration: int) -> Recipe:
        """Return a copy without the changes after ``iteration``."""
        return dataclasses.replace(self, changes=tuple(c for c in self.changes if c.iteration <= iteration))

    def to_json(self) -> str:
        """Return the recipe as JSON text."""
        return json.dumps(dataclasses.asdict(self), default=_must_be_plain, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """Return the recipe that :meth:`to_json` wrote.

        Raises
        ------
        ValueError
            If the text is no recipe; a setting out of range is refused as everywhere.
        """
        try:
            data = json.loads(text)
            return cls(
                content=Ingredient(**data["content"]),
                references=tuple(Ingredient(**each) for each in data["references"]),
                settings=Settings(**data["settings"]),
                start=Ingredient(**data["start"]) if data["start"] else None,
                changes=tuple(Change(int(each["iteration"]), dict(each["settings"])) for each in data["changes"]),
                weights_sha256=str(data["weights_sha256"]),
            )
        except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
            raise ValueError(f"This is no recipe of ukiyo_widgets ({type(error).__name__}: {error}).") from error

    def to_code(self, *, iterations: int) -> str:
        """Return Python code that recreates the run up to ``iterations``."""
        prints = [_as_code(self.content, "content"), *self._references_as_code()]
        options = dict(self.settings.changes_to_preset())
        if self.settings.preset != Settings().preset:
            options = {"preset": self.settings.preset, **options}
        if self.start is not None:
            options.pop("start", None)
            prints.append(f"start={_as_code(self.start, 'start')}")
        arguments = [*prints, *(f"{name}={plain(value)!r}" for name, value in options.items())]
        lines = ["import ukiyo_widgets as uw", "", *self._comments(), f"run = uw.colorize({', '.join(arguments)})"]
        at = 0
        for iteration, settings in self._merged_changes(until=iterations).items():
            if iteration > at:
                lines.append(f"run.advance({iteration - at})")
                at = iteration
            lines.append(f"run.set({', '.join(f'{name}={plain(value)!r}' for name, value in settings.items())})")
        if iterations > at:
            lines.append(f"run.advance({iterations - at})")
        return "\n".join(lines) + "\n"

    def credits(self) -> str:
        """Return where the prints came from, in one line."""
        return f"Content: {self.content.credit}. Reference: {', '.join(each.credit for each in self.references)}."

    def _merged_changes(self, *, until: int) -> dict[int, dict[str, Any]]:
        """Return what was set at each iteration; of several values, as a slider gives them on its way, the last."""
        merged: dict[int, dict[str, Any]] = {}
        for change in self.changes:
            if change.iteration <= until:
                merged.setdefault(change.iteration, {}).update(change.settings)
        return merged

    def _references_as_code(self) -> list[str]:
        if len(self.references) == 1:
            return [_as_code(self.references[0], "reference")]
        names = [_as_code(each, f"reference_{i}") for i, each in enumerate(self.references, 1)]
        return [f"[{', '.join(names)}]"]

    def _comments(self) -> list[str]:
        named = [("content", self.content), *(("a reference", each) for each in self.references)]
        if self.start is not None:
            named.append(("the start", self.start))
        return [
            f"# {role} was {each.credit} in memory (SHA-256 {each.sha256[:12]}…): put your own object here"
            for role, each in named
            if each.source is None
        ]

    def __str__(self) -> str:
        return self.to_code(iterations=max(self.iterations, *(each.iteration for each in self.changes), 0))


def _as_code(ingredient: Ingredient, variable: str) -> str:
    return repr(ingredient.source) if ingredient.source is not None else variable


def plain(value: Any) -> Any:
    """Return a setting's value as JSON and Python code write it: what holds several things as text, the rest as it is."""
    return str(value) if isinstance(value, LayerWeights | Written) else value


def _must_be_plain(value: object) -> str:
    if isinstance(value, LayerWeights | Written):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a recipe")
