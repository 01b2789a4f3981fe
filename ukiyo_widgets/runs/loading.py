"""From a file to a run."""

from __future__ import annotations

from pathlib import Path

from ukiyo_widgets.errors import CheckpointError
from ukiyo_widgets.runs.keeping.checkpoint import read_run
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.runs.workshop import Workshop


def load_run(path: str | Path, *, device: str | None = None) -> Run:
    """Read a run that :meth:`Run.save` wrote; it goes on as if it had never stopped.

    Parameters
    ----------
    path
        The file.
    device
        Where to go on, if not on the device that the settings name. Only the same kind of device gives the same bits.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or no saved run, or was made with other weights than those found here.
    """
    saved = read_run(path, device=device)
    recipe = saved.recipe
    workshop = Workshop(saved.prints, recipe.settings)  # its tints depend on the precision that the run began with
    if recipe.weights_sha256 and workshop.weights.sha256 != recipe.weights_sha256:
        raise CheckpointError(
            f"{Path(path).name} was made with other weights (SHA-256 {recipe.weights_sha256[:12]}…) than those found here "
            f"({workshop.weights.credit}); name the same weights file in UKIYO_WIDGETS_WEIGHTS."
        )
    return Run(workshop, recipe, position=saved.position)
