"""A run as a file: tensors in safetensors, the rest as JSON in its header. Never pickle.

The file is written aside and renamed, so a full disk or an interrupt leaves the old file as it was.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from ukiyo_widgets.engine.machine import choose_device
from ukiyo_widgets.engine.optimizer.optimizers import MEMORIES
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.engine.step import Point, State, tensors_of
from ukiyo_widgets.errors import CheckpointError
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.runs.keeping.snapshots import Position
from ukiyo_widgets.runs.prints import Prints
from ukiyo_widgets.runs.recipe import Recipe

SUFFIX = ".ukiyo"
FORMAT = "ukiyo_widgets run, version 2"


def save_run(path: str | Path, *, prints: Prints, recipe: Recipe, position: Position) -> Path:
    """Write a run; its snapshots stay behind, so that an early fork of the loaded run replays from the start."""
    from safetensors.torch import save_file

    path = Path(path)
    if not path.suffix:
        path = path.with_suffix(SUFFIX)
    header = {
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
    with atomic_write(path) as aside:
        mode = aside.stat().st_mode
        # Cloned: safetensors refuses tensors that share memory, and states do share.
        save_file({name: tensor.cpu().contiguous().clone() for name, tensor in tensors.items()}, aside, metadata=header)
        aside.chmod(mode)  # safetensors makes a file that others may not read
    return path


@dataclass(frozen=True, eq=False)
class Saved:
    """What a file holds of a run: all but the network and its weights."""

    prints: Prints
    recipe: Recipe
    position: Position


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
    """
    path = Path(path)
    header, tensors = _read(path)
    if header.get("format") != FORMAT:
        raise CheckpointError(f"{path.name} is of the format {header.get('format')!r}; this version reads {FORMAT!r}.")
    try:
        recipe = Recipe.from_json(header["recipe"])
        settings = Settings(**json.loads(header["settings"]))
        if device is not None:
            recipe = dataclasses.replace(recipe, settings=recipe.settings.with_changes(device=device))
            settings = settings.with_changes(device=device)
        prints = _prints(tensors, references=len(recipe.references))
        about = json.loads(header["position"])
        position = Position(
            state=_state(about, tensors, settings, prints),
            judged_with=Settings(**json.loads(header["judged_with"])),
            settings=settings,
            style_weight=None if about["next_style_weight"] is None else float.fromhex(about["next_style_weight"]),
            applied=int(about["applied"]),
            stale=bool(about["stale"]),
        )
    except CheckpointError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise CheckpointError(f"{path.name} is damaged or no saved run ({type(error).__name__}: {error}).") from error
    return Saved(prints, recipe, position)


def _read(path: Path) -> tuple[dict[str, str], dict[str, Tensor]]:
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        raise CheckpointError(f"The run {str(path)!r} does not exist; give the {SUFFIX} file that Run.save wrote.")
    try:
        with safe_open(path, framework="pt") as file:
            # Cloned: the file's tensors begin at any byte, and the last bit of a sum depends on how its terms are aligned.
            tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
            return dict(file.metadata() or {}), tensors
    except (SafetensorError, OSError, RuntimeError) as error:
        raise CheckpointError(
            f"{path.name} cannot be read: it is cut short, damaged or no saved run ({error})."
        ) from error


def _settings_to_json(settings: Settings) -> str:
    return json.dumps(dataclasses.asdict(settings), default=str)


def _prints(tensors: dict[str, Tensor], *, references: int) -> Prints:
    return Prints(
        content=tensors["content"],
        references=tuple(tensors[f"reference.{i}"] for i in range(references)),
        start=tensors.get("start"),
    )


def _state(about: dict[str, Any], tensors: dict[str, Tensor], settings: Settings, prints: Prints) -> State:
    shape = prints.halved(settings.halvings(int(about["index"]))).content.shape
    device = choose_device(settings.device)
    moved = {name.removeprefix("state."): t.to(device) for name, t in tensors.items() if name.startswith("state.")}
    for name in ("here.pixels", "here.gradient", "best.pixels", "best.gradient"):
        if moved[name].shape != shape or not moved[name].isfinite().all():
            raise CheckpointError(f"The saved run is damaged: {name} is not finite or not of the gray print's size.")
    memory = _below(moved, "memory.")
    return State(
        index=int(about["index"]),
        here=_point(moved, "here"),
        best=_point(moved, "best"),
        style_weight=float.fromhex(about["style_weight"]),
        memory=MEMORIES[settings.optimizer].from_tensors(memory),
        step_scale=moved["step_scale"],
        rescue=moved["rescue"],
        elapsed_s=float(about["elapsed_s"]),
    )


def _point(tensors: dict[str, Tensor], name: str) -> Point:
    return Point(tensors[f"{name}.pixels"], _below(tensors, f"{name}.loss."), tensors[f"{name}.gradient"])


def _below(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
