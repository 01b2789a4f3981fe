"""Colorize grayscale ukiyo-e prints live, with a run that you can stop, resume and fork.

>>> import ukiyo_widgets as uw
>>> run = uw.colorize("sample:wave", "sample:red_mountain", size=64)
>>> run.advance(2).index
2
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from ukiyo_widgets import course, engine, plot
    from ukiyo_widgets.engine.network.loading import load_network
    from ukiyo_widgets.engine.settings import PRESETS as presets  # noqa: N811 - public names are plain
    from ukiyo_widgets.engine.settings import Settings
    from ukiyo_widgets.errors import (
        CheckpointError,
        ImageError,
        NotFiniteError,
        RunClosedError,
        SettingsError,
        UkiyoError,
        WeightsError,
    )
    from ukiyo_widgets.images.carrying import carry_colors
    from ukiyo_widgets.images.difference import ciede2000
    from ukiyo_widgets.images.reading.reading import read_image
    from ukiyo_widgets.images.samples import samples
    from ukiyo_widgets.images.writing.film import save_film
    from ukiyo_widgets.runs.batch import Batch, sweep
    from ukiyo_widgets.runs.choosing.ranking import rank_references
    from ukiyo_widgets.runs.colorize import colorize, replay
    from ukiyo_widgets.runs.frame import Frame
    from ukiyo_widgets.runs.loading import load_run as load
    from ukiyo_widgets.runs.recipe import Recipe
    from ukiyo_widgets.runs.run import Run
    from ukiyo_widgets.widgets.parts.controls import Controls
    from ukiyo_widgets.widgets.parts.loss_chart import LossChart
    from ukiyo_widgets.widgets.parts.picker import PrintPicker
    from ukiyo_widgets.widgets.parts.preview import Preview
    from ukiyo_widgets.widgets.parts.run_tree import RunTree
    from ukiyo_widgets.widgets.parts.transport import Transport
    from ukiyo_widgets.widgets.studio import Studio

# Imported when first used: `import ukiyo_widgets` alone needs neither torch nor Jupyter.
_HOMES = {
    "plot": ("plot", ""),
    "course": ("course", ""),
    "engine": ("engine", ""),
    "CheckpointError": ("errors", "CheckpointError"),
    "ImageError": ("errors", "ImageError"),
    "NotFiniteError": ("errors", "NotFiniteError"),
    "RunClosedError": ("errors", "RunClosedError"),
    "SettingsError": ("errors", "SettingsError"),
    "UkiyoError": ("errors", "UkiyoError"),
    "WeightsError": ("errors", "WeightsError"),
    "load_network": ("engine.network.loading", "load_network"),
    "colorize": ("runs.colorize", "colorize"),
    "load": ("runs.loading", "load_run"),
    "replay": ("runs.colorize", "replay"),
    "carry_colors": ("images.carrying", "carry_colors"),
    "ciede2000": ("images.difference", "ciede2000"),
    "rank_references": ("runs.choosing.ranking", "rank_references"),
    "samples": ("images.samples", "samples"),
    "presets": ("engine.settings", "PRESETS"),
    "Batch": ("runs.batch", "Batch"),
    "sweep": ("runs.batch", "sweep"),
    "Settings": ("engine.settings", "Settings"),
    "Run": ("runs.run", "Run"),
    "Frame": ("runs.frame", "Frame"),
    "Recipe": ("runs.recipe", "Recipe"),
    "read_image": ("images.reading.reading", "read_image"),
    "save_film": ("images.writing.film", "save_film"),
    "Studio": ("widgets.studio", "Studio"),
    "LossChart": ("widgets.parts.loss_chart", "LossChart"),
    "Preview": ("widgets.parts.preview", "Preview"),
    "Transport": ("widgets.parts.transport", "Transport"),
    "Controls": ("widgets.parts.controls", "Controls"),
    "PrintPicker": ("widgets.parts.picker", "PrintPicker"),
    "RunTree": ("widgets.parts.run_tree", "RunTree"),
}

__all__ = [
    "Batch",
    "CheckpointError",
    "Controls",
    "Frame",
    "ImageError",
    "LossChart",
    "NotFiniteError",
    "Preview",
    "PrintPicker",
    "Recipe",
    "Run",
    "RunClosedError",
    "RunTree",
    "Settings",
    "SettingsError",
    "Studio",
    "Transport",
    "UkiyoError",
    "WeightsError",
    "carry_colors",
    "ciede2000",
    "colorize",
    "course",
    "engine",
    "load",
    "load_network",
    "plot",
    "presets",
    "rank_references",
    "read_image",
    "replay",
    "samples",
    "save_film",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it offers {', '.join(__all__)}")
    home, attribute = _HOMES[name]
    module = importlib.import_module(f"{__name__}.{home}")
    value = getattr(module, attribute) if attribute else module
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
