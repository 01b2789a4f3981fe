"""A run as a file: tensors in safetensors, the rest as JSON in its header. Never pickle.

The file is written aside and renamed, so a full disk or an interrupt leaves the old file as it was. On the way back nothing is
believed: a digest tells damage, and everything is held against what it must be before anything is built of it.
"""

from __future__ import annotations

import dataclasses
import json
import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ukiyo_widgets.engine.canvas import coordinate_planes
from ukiyo_widgets.engine.colour.evidence import Evidence
from ukiyo_widgets.engine.machine import available_devices, choose_device
from ukiyo_widgets.engine.optimizer.optimizers import MEMORIES, make_optimizer
from ukiyo_widgets.engine.settings import Settings, describe
from ukiyo_widgets.engine.step import Point, State, tensors_of, unsettled
from ukiyo_widgets.errors import CheckpointError
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.places import place
from ukiyo_widgets.runs.ingredient import MOST_ITERATIONS
from ukiyo_widgets.runs.keeping import container
from ukiyo_widgets.runs.keeping.contents import MOST_REFERENCES, Said, checked_tensors
from ukiyo_widgets.runs.keeping.learnt import evidence_of, tensors_of_evidence
from ukiyo_widgets.runs.keeping.snapshots import Position
from ukiyo_widgets.runs.prints import Prints
from ukiyo_widgets.runs.recipe import MOST_CHARACTERS, Change, Recipe, settings_from_plain
from ukiyo_widgets.untrusted import one_line, read_json, shown

SUFFIX = ".ukiyo"
FORMAT = "ukiyo_widgets run, version 3"
WITHOUT_DIGEST = "ukiyo_widgets run, version 2"
"""The format before, which is read with a warning."""

_TEXTS = {"format", "recipe", "settings", "judged_with", "position"}
_ABOUT = {"index", "style_weight", "next_style_weight", "elapsed_s", "applied", "stale"}
_MOST_ABOUT = 10_000


def save_run(
    path: str | Path, *, prints: Prints, recipe: Recipe, position: Position, evidence: Evidence | None = None
) -> Path:
    """Write a run, and what was learnt for it; its snapshots stay behind, so that an early fork of the loaded run replays."""
    path = _place(path)
    if not path.suffix:
        path = path.with_suffix(SUFFIX)
    texts = {
        "format": FORMAT,
        "recipe": recipe.to_json(),
        "settings": _settings_to_json(position.settings),
        "judged_with": _settings_to_json(position.judged_with),
        "position": json.dumps(
            {
                "index": position.state.index,
                "style_weight": position.state.style_weight.hex(),
                "next_style_weight": None if position.style_weight is None else position.style_weight.hex(),
                "elapsed_s": position.state.elapsed_s,
                "applied": position.applied,
                "stale": position.stale,
            }
        ),
    }
    tensors = {f"state.{name}": tensor for name, tensor in tensors_of(position.state).items()}
    tensors |= {"content": prints.content} | {f"reference.{i}": each for i, each in enumerate(prints.references)}
    if prints.start is not None:
        tensors["start"] = prints.start
    if evidence is not None:
        tensors |= tensors_of_evidence(evidence)
    with atomic_write(path) as aside:
        container.write(aside, texts=texts, tensors=tensors)
    return path


@dataclass(frozen=True, eq=False)
class Saved:
    """What a file holds of a run: all but the network and its weights."""

    prints: Prints
    recipe: Recipe
    position: Position
    evidence: Evidence | None


def read_run(path: str | Path, *, device: str | None = None) -> Saved:
    """Read what :func:`save_run` wrote.

    Parameters
    ----------
    path
        The file.
    device
        Where to go on, if not on the device that the settings name.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or no saved run.
    SettingsError
        If there is no such device.
    """
    path = _place(path)
    if device is not None:
        choose_device(describe("device").read("device", device))
    name = one_line(path.name)
    with container.opened(path) as file:
        _check_format(file, name=name)
        try:
            said, position = _said(file.texts)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise CheckpointError(
                f"{name} is damaged or no saved run ({type(error).__name__}: {one_line(str(error), most=300)})."
            ) from error
        tensors = checked_tensors(file, said, name=name)
        if not file.has_digest:
            warnings.warn(
                f"{name} is of an earlier version, which had no digest: damage to its pictures goes unnoticed; save it again.",
                stacklevel=3,
            )
    return _built(said, position, tensors, device=device or _device_here(said.settings.device, name=name))


def recipe_of(path: Path) -> Recipe:
    """Return the recipe of a saved run.

    Raises
    ------
    CheckpointError
        If the file is no saved run, or is damaged.
    """
    with container.opened(path) as file:
        return Recipe.from_json(file.texts.get("recipe", ""))


def _check_format(file: container.Container, *, name: str) -> None:
    found = file.texts.get("format")
    if found not in {FORMAT, WITHOUT_DIGEST}:
        raise CheckpointError(
            f"{name} is of the format {shown(found)}; this version reads {FORMAT!r} and the one before: if the file is newer, "
            f"update with pip install -U ukiyo_widgets."
        )
    if file.texts.keys() != _TEXTS or file.has_digest != (found == FORMAT):
        raise CheckpointError(f"{name} is damaged or no saved run: its header does not hold what a run's does.")


def _said(texts: Mapping[str, str]) -> tuple[Said, dict[str, Any]]:
    """Return what the texts say, once all of it was found to go together; raise ValueError and its like for the rest."""
    recipe = Recipe.from_json(texts["recipe"])
    if len(recipe.references) > MOST_REFERENCES or not recipe.weights_sha256:
        raise ValueError("its recipe has too many references, or names no weights")
    settings, judged_with = (
        settings_from_plain(read_json(texts[each], most_characters=MOST_CHARACTERS))
        for each in ("settings", "judged_with")
    )
    about = _about(read_json(texts["position"], most_characters=_MOST_ABOUT))
    applied = recipe.changes[: about["applied"]]
    if len(applied) < about["applied"] or (applied and applied[-1].iteration > about["index"]):
        raise ValueError(f"it says that {about['applied']} changes were made until iteration {about['index']}")
    if not _were_in_force(judged_with, recipe, applied) or _values(settings) != _values(_after(recipe, applied)):
        raise ValueError("its settings are not those that its recipe leads to")
    return Said(recipe, settings, judged_with, about["index"]), about


def _about(said: Any) -> dict[str, Any]:
    """Return where a run stands, checked."""
    if not isinstance(said, dict) or said.keys() != _ABOUT or not isinstance(said["stale"], bool):
        raise ValueError("its position is none")
    for each in ("index", "applied"):
        if not isinstance(said[each], int) or isinstance(said[each], bool) or not 0 <= said[each] <= MOST_ITERATIONS:
            raise ValueError(f"its {each} is {shown(said[each])}")
    elapsed_s = said["elapsed_s"]
    if not isinstance(elapsed_s, int | float) or isinstance(elapsed_s, bool) or not 0 <= elapsed_s < math.inf:
        raise ValueError(f"its computing time is {shown(elapsed_s)}")
    highest = describe("style_weight").high or math.inf
    following = said["next_style_weight"]
    weights = {
        "style_weight": float.fromhex(said["style_weight"]),
        "next_style_weight": None if following is None else float.fromhex(following),
    }
    if not all(0 <= weight <= highest for weight in weights.values() if weight is not None):
        raise ValueError("its style weight is out of range")
    return {**said, **weights, "elapsed_s": float(elapsed_s)}


def _after(recipe: Recipe, changes: Sequence[Change]) -> Settings:
    """Return the recipe's settings after some of its changes."""
    return recipe.settings.with_changes(**{name: value for each in changes for name, value in each.settings.items()})


def _were_in_force(settings: Settings, recipe: Recipe, changes: Sequence[Change]) -> bool:
    """Whether ``settings`` are those before the changes, or those after one of them."""
    values = _values(settings)
    differing = {name for name, value in _values(recipe.settings).items() if value != values[name]}
    for change in changes:
        if not differing:
            return True
        for name, value in change.settings.items():
            (differing.discard if describe(name).read(name, value) == values[name] else differing.add)(name)
    return not differing


def _values(settings: Settings) -> dict[str, Any]:
    """Return settings by name but for the device, which may be another where a run was loaded in between."""
    names = (field.name for field in dataclasses.fields(settings))
    return {name: getattr(settings, name) for name in names if name != "device"}


def _device_here(device: str, *, name: str) -> str:
    """Return a saved run's device if this machine has it, and else the best that it has."""
    here = available_devices()
    if device == "auto" or device in here or (device == "cuda" and "cuda:0" in here):
        return device
    warnings.warn(
        f"{name} was computed on {shown(device)}, which this machine has not; it goes on here on {here[0]!r}, where the last "
        f"bits may differ.",
        stacklevel=4,
    )
    return "auto"


def _built(said: Said, about: Mapping[str, Any], tensors: Mapping[str, Tensor], *, device: str) -> Saved:
    """Return the run's parts; all of it was checked before."""
    recipe = dataclasses.replace(said.recipe, settings=said.recipe.settings.with_changes(device=device))
    settings = said.settings.with_changes(device=device)
    here = choose_device(device)
    prints = Prints(
        content=tensors["content"],
        references=tuple(tensors[f"reference.{i}"] for i in range(len(recipe.references))),
        start=tensors.get("start"),
    )
    moved = {each.removeprefix("state."): _moved(t, here) for each, t in tensors.items() if each.startswith("state.")}
    position = Position(
        state=State(
            index=said.index,
            here=_point(moved, "here"),
            best=_point(moved, "best"),
            style_weight=about["style_weight"],
            memory=MEMORIES[settings.optimizer].from_tensors(_below(moved, "memory.")),
            step_scale=moved["step_scale"],
            rescue=moved["rescue"],
            motion=moved["motion"] if "motion" in moved else unsettled(moved["here.pixels"]),
            elapsed_s=about["elapsed_s"],
        ),
        judged_with=said.judged_with.with_changes(device=device),
        settings=settings,
        style_weight=about["next_style_weight"],
        applied=about["applied"],
        stale=about["stale"],
    )
    if ("evidence.log_p" in tensors and "evidence.prints" not in tensors) or not _in_these_coordinates(position):
        position = _judged_anew(position)  # of an earlier version
    return Saved(prints, recipe, position, evidence_of(tensors))


def _in_these_coordinates(position: Position) -> bool:
    """Whether the gradient and the optimizer's memory are of what it moves; in earlier files that were R, G and B in any case."""
    known = {name: each for name, each in position.state.memory.tensors().items() if name != "products"}
    planes = coordinate_planes(position.settings)
    fits = all(len(each) == planes for each in known.values() if each.dim() == 3)
    return fits and len(position.state.here.gradient) == coordinate_planes(position.judged_with)


def _judged_anew(position: Position) -> Position:
    """Return a position of an earlier file as one to be judged anew: the picture stands, what the optimizer knew is lost."""
    state, planes = position.state, coordinate_planes(position.settings)
    memory = make_optimizer(position.settings).begin(state.here.pixels[:1].expand(planes, -1, -1))
    state = dataclasses.replace(state, memory=memory, step_scale=torch.ones_like(state.step_scale))
    return dataclasses.replace(position, state=state, stale=True)


def _moved(tensor: Tensor, device: torch.device) -> Tensor:
    """Return a tensor on a device; MPS has no float64."""
    return tensor.to(device, torch.float32 if device.type == "mps" and tensor.dtype == torch.float64 else tensor.dtype)


def _place(path: str | Path) -> Path:
    try:
        return place(path)
    except ValueError as error:
        raise CheckpointError(str(error)) from error


def _settings_to_json(settings: Settings) -> str:
    return json.dumps(dataclasses.asdict(settings), default=str)


def _point(tensors: Mapping[str, Tensor], name: str) -> Point:
    return Point(tensors[f"{name}.pixels"], _below(tensors, f"{name}.loss."), tensors[f"{name}.gradient"])


def _below(tensors: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
