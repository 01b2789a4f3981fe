"""A run's recipe: the prints, the settings, and what was changed when. Replaying it gives the same pictures."""

from __future__ import annotations

import dataclasses
import itertools
import json
import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ukiyo_widgets.engine.guidance.regions import refuse_missing_references
from ukiyo_widgets.engine.guidance.written import Written
from ukiyo_widgets.engine.layers import LayerWeights
from ukiyo_widgets.engine.settings import Settings, describe, refuse_unknown
from ukiyo_widgets.errors import CheckpointError, SettingsError
from ukiyo_widgets.runs.ingredient import MOST_ITERATIONS, Choice, Ingredient, digest, refuse_others
from ukiyo_widgets.untrusted import one_line, read_json, shown

MOST_CHARACTERS = 48 * 2**20
"""Of a recipe as JSON text; a thousand painted masks take half of it."""

MOST_OF_A_CREDIT = 300
"""Characters that are shown of it."""


@dataclass(frozen=True)
class Change:
    """Settings that took effect after ``iteration`` iterations."""

    iteration: int
    settings: Mapping[str, Any]

    @classmethod
    def from_plain(cls, data: Any) -> Change:
        """Return the change that JSON has as an object; raise ValueError, KeyError or SettingsError for any other."""
        refuse_others(data, {"iteration", "settings"}, "change")
        iteration, given = data["iteration"], data["settings"]
        if not isinstance(iteration, int) or isinstance(iteration, bool) or not 0 <= iteration <= MOST_ITERATIONS:
            raise ValueError(f"a change is at iteration {shown(iteration)}")
        if not isinstance(given, dict):
            raise TypeError("a change has no settings")
        refuse_unknown(given)
        for name in given:
            if not describe(name).changeable:
                raise SettingsError(f"{name} cannot change during a run, but the recipe has a change of it.")
        return cls(iteration, {name: plain(describe(name).read(name, value)) for name, value in given.items()})


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
    choice
        How the references were chosen, where more than one print was given.
    """

    content: Ingredient
    references: tuple[Ingredient, ...]
    settings: Settings
    start: Ingredient | None = None
    changes: tuple[Change, ...] = ()
    weights_sha256: str = ""
    choice: Choice | None = None
    iterations: int = field(default=0, compare=False)
    """How many were done when the run was asked for its recipe; what is printed makes as many."""

    def with_change(self, change: Change) -> Recipe:
        """Return a copy with one more change, after those of the same iteration."""
        changes = sorted((*self.changes, change), key=operator.attrgetter("iteration"))
        return dataclasses.replace(self, changes=tuple(changes))

    def with_weights(self, sha256: str) -> Recipe:
        """Return a copy that names the network's weights."""
        return dataclasses.replace(self, weights_sha256=sha256)

    def until(self, iteration: int) -> Recipe:
        """Return a copy without the changes after ``iteration``."""
        return dataclasses.replace(self, changes=tuple(c for c in self.changes if c.iteration <= iteration))

    def to_json(self) -> str:
        """Return the recipe as JSON text."""
        data = dataclasses.asdict(self)
        text = json.dumps(data, default=_must_be_plain, ensure_ascii=False)
        # Names that are not UTF-8 come to Python as lone surrogates, which no other text can hold.
        return text if _is_unicode(text) else json.dumps(data, default=_must_be_plain)

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """Return the recipe that :meth:`to_json` wrote.

        Raises
        ------
        CheckpointError
            If the text is no recipe.
        SettingsError
            If a setting is out of range.
        """
        try:
            data = read_json(text, most_characters=MOST_CHARACTERS)
            recipe = cls(
                content=Ingredient.from_plain(data["content"]),
                references=tuple(map(Ingredient.from_plain, data["references"])),
                settings=settings_from_plain(data["settings"]),
                start=None if data["start"] is None else Ingredient.from_plain(data["start"]),
                changes=tuple(map(Change.from_plain, data["changes"])),
                weights_sha256=digest(data["weights_sha256"]),
                choice=None if data.get("choice") is None else Choice.from_plain(data["choice"]),
            )
            _check_together(recipe)
        except SettingsError:
            raise
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise CheckpointError(
                f"This is no recipe of ukiyo_widgets ({type(error).__name__}: {one_line(str(error), most=200)})."
            ) from error
        return recipe

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
        references = ", ".join(one_line(each.credit, most=MOST_OF_A_CREDIT) for each in self.references)
        return f"Content: {one_line(self.content.credit, most=MOST_OF_A_CREDIT)}. Reference: {references}."

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
        told = []
        if self.choice is not None and self.choice.folders:
            folders = ", ".join(repr(one_line(each, most=MOST_OF_A_CREDIT)) for each in self.choice.folders)
            told = [
                f"# the references are {len(self.references)} of {self.choice.looked_at} prints, chosen from {folders}"
            ]
        return told + [
            f"# {role} was {one_line(each.credit, most=MOST_OF_A_CREDIT)} in memory (SHA-256 {each.sha256[:12]}…): "
            f"put your own object here"
            for role, each in named
            if each.source is None
        ]

    def __str__(self) -> str:
        return self.to_code(iterations=max(self.iterations, *(each.iteration for each in self.changes), 0))


def _check_together(recipe: Recipe) -> None:
    """Raise ValueError if parts of a recipe do not go together."""
    settings, changes = recipe.settings, recipe.changes
    if not recipe.references:
        raise ValueError("it names no reference")
    if (settings.start == "image") != (recipe.start is not None):
        raise ValueError("its start picture and its setting 'start' do not go together")
    if len(settings.reference_weights) not in {0, len(recipe.references)}:
        raise ValueError("it has not as many reference_weights as references")
    if any(before.iteration > after.iteration for before, after in itertools.pairwise(changes)):
        raise ValueError("its changes are not in the order of their iterations")
    for regions in {settings.regions, *(each.settings.get("regions", "") for each in changes)}:
        refuse_missing_references(regions, count=len(recipe.references))
    precisions = {settings.precision, *(each.settings.get("precision", settings.precision) for each in changes)}
    if "float64" in precisions and len(precisions) > 1:
        raise ValueError("it changes to or from float64, which a run cannot")


def settings_from_plain(data: Any) -> Settings:
    """Return the settings that JSON has as an object; what it leaves out has its default."""
    if not isinstance(data, dict):
        raise TypeError("its settings are none")
    refuse_unknown(data)
    return Settings(**{**_of_earlier_versions(data), **data})


def _of_earlier_versions(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that recipes did not have in earlier versions, as they were then: what they led to must stay."""
    if "start" not in data:  # none of ours, which name them all
        return {}
    earlier: dict[str, Any] = {"longest_step": 0.0}
    if "colours" not in data:
        earlier |= {"colours": "palette" if data["start"] == "palette" else "match", "settle": 0.0}
    return earlier


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _as_code(ingredient: Ingredient, variable: str) -> str:
    return repr(ingredient.source) if ingredient.source is not None else variable


def plain(value: Any) -> Any:
    """Return a setting's value as JSON and Python code write it: what holds several things as text, the rest as it is."""
    return str(value) if isinstance(value, LayerWeights | Written) else value


def _must_be_plain(value: object) -> str:
    if isinstance(value, LayerWeights | Written):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a recipe")
