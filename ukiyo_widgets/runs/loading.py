"""From a file to a run."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

from ukiyo_widgets.engine.network.sources import ENVIRONMENT_VARIABLE, needs_asking
from ukiyo_widgets.engine.network.weights import load_weights
from ukiyo_widgets.engine.settings import describe
from ukiyo_widgets.errors import CheckpointError
from ukiyo_widgets.runs.keeping.checkpoint import read_run
from ukiyo_widgets.runs.recipe import Recipe
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.runs.workshop import Workshop
from ukiyo_widgets.surroundings import undisturbed
from ukiyo_widgets.untrusted import one_line, shown


@undisturbed
def load_run(
    path: str | Path, *, device: str | None = None, weights: str | None = None, from_start: bool = False
) -> Run:
    """Read a run that :meth:`Run.save` wrote; it goes on as if it had never stopped.

    The file is not believed: a digest tells damage, everything in it is held against what it must be, and nothing is
    downloaded or read because the file says so.

    Parameters
    ----------
    path
        The file.
    device
        Where to go on, if not on the device that the settings name. Only the same kind of device gives the same bits; a
        device that this machine has not is replaced by the best that it has, with a warning.
    weights
        The network's weights, as for the setting of this name. Needed where the run was made with a weights file of its own,
        or with torchvision's, which are not here yet.
    from_start
        Return a run at iteration 0 instead, which makes the same pictures once more, changes on the way included.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or no saved run, or was made with other weights than those found here.
    """
    name = one_line(Path(path).name)
    saved = read_run(path, device=device)
    source = _weights_to_read(saved.recipe, weights, name=name)
    recipe = dataclasses.replace(saved.recipe, settings=saved.recipe.settings.with_changes(weights=source))
    position = dataclasses.replace(
        saved.position,
        settings=saved.position.settings.with_changes(weights=source),
        judged_with=saved.position.judged_with.with_changes(weights=source),
    )
    workshop = Workshop(
        saved.prints, recipe.settings, evidence=saved.evidence
    )  # in the precision that the run began with
    if workshop.weights.sha256 != recipe.weights_sha256:
        raise CheckpointError(
            f"{name} was made with other weights (SHA-256 {recipe.weights_sha256[:12]}…) than those found here "
            f"({workshop.weights.credit}); name the same weights file: load(…, weights='…'), or --weights, or in "
            f"{ENVIRONMENT_VARIABLE}."
        )
    return Run(workshop, recipe, position=None if from_start else position)


def _weights_to_read(recipe: Recipe, given: str | None, *, name: str) -> str:
    """Return the source of the weights: what the caller gives, or what the file names if that is safe to read."""
    if given is not None:
        return str(describe("weights").read("weights", given))
    named = recipe.settings.weights
    if not needs_asking(named):
        return named
    if os.environ.get(ENVIRONMENT_VARIABLE) and load_weights("auto").sha256 == recipe.weights_sha256:
        return "auto"
    what = (
        "torchvision's weights, which would be downloaded"
        if named == "torchvision"
        else f"the weights file {shown(named)}"
    )
    raise CheckpointError(
        f"{name} was made with {what}; nothing is fetched or read because a file says so: if you want it, ask for it with "
        f"load(…, weights={shown(named)}), or on the command line --weights."
    )
