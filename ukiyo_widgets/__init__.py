"""Colorize grayscale ukiyo-e prints live, with a run that you can stop, resume and fork.

>>> import ukiyo_widgets as uw
>>> run = uw.colorize("sample:wave", "sample:red_mountain", size=64)
>>> run.advance(2).index
2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ukiyo_widgets.lazy import lazily

__version__ = "0.1.0"

if TYPE_CHECKING:
    from ukiyo_widgets import course, engine, museum, plot
    from ukiyo_widgets.collection.begin import colorize_collection
    from ukiyo_widgets.collection.collection import Collection
    from ukiyo_widgets.engine.network.loading import load_network
    from ukiyo_widgets.engine.presets import PRESETS as presets  # noqa: N811 - public names are plain
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
    from ukiyo_widgets.images import colour
    from ukiyo_widgets.images.carrying import carry_colors
    from ukiyo_widgets.images.difference import ciede2000
    from ukiyo_widgets.images.reading.files import pictures_in
    from ukiyo_widgets.images.reading.reading import Picture, Source, read_image
    from ukiyo_widgets.images.samples import samples
    from ukiyo_widgets.images.writing.film import save_film
    from ukiyo_widgets.images.writing.metadata import read_metadata
    from ukiyo_widgets.images.writing.writing import save_image, to_pil
    from ukiyo_widgets.runs.batch import Batch, sweep
    from ukiyo_widgets.runs.choosing.ranking import rank_references
    from ukiyo_widgets.runs.colorize import colorize, replay
    from ukiyo_widgets.runs.frame import Frame
    from ukiyo_widgets.runs.loading import load_run as load
    from ukiyo_widgets.runs.printing.impressions import Impressions, impressions
    from ukiyo_widgets.runs.recipe import Recipe
    from ukiyo_widgets.runs.run import Run
    from ukiyo_widgets.widgets.collection_board import CollectionBoard
    from ukiyo_widgets.widgets.parts.controls import Controls
    from ukiyo_widgets.widgets.parts.loss_chart import LossChart
    from ukiyo_widgets.widgets.parts.preview import Preview
    from ukiyo_widgets.widgets.parts.run_tree import RunTree
    from ukiyo_widgets.widgets.parts.transport import Transport
    from ukiyo_widgets.widgets.picking.picker import PrintPicker
    from ukiyo_widgets.widgets.studio import Studio

_HOMES = {
    "plot": ("plot", ""),
    "course": ("course", ""),
    "museum": ("museum", ""),
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
    "colorize_collection": ("collection.begin", "colorize_collection"),
    "Collection": ("collection.collection", "Collection"),
    "load": ("runs.loading", "load_run"),
    "replay": ("runs.colorize", "replay"),
    "carry_colors": ("images.carrying", "carry_colors"),
    "colour": ("images.colour", ""),
    "ciede2000": ("images.difference", "ciede2000"),
    "rank_references": ("runs.choosing.ranking", "rank_references"),
    "samples": ("images.samples", "samples"),
    "presets": ("engine.presets", "PRESETS"),
    "Batch": ("runs.batch", "Batch"),
    "sweep": ("runs.batch", "sweep"),
    "Settings": ("engine.settings", "Settings"),
    "Run": ("runs.run", "Run"),
    "Frame": ("runs.frame", "Frame"),
    "Recipe": ("runs.recipe", "Recipe"),
    "Impressions": ("runs.printing.impressions", "Impressions"),
    "impressions": ("runs.printing.impressions", "impressions"),
    "Picture": ("images.reading.reading", "Picture"),
    "Source": ("images.reading.reading", "Source"),
    "read_image": ("images.reading.reading", "read_image"),
    "pictures_in": ("images.reading.files", "pictures_in"),
    "read_metadata": ("images.writing.metadata", "read_metadata"),
    "save_image": ("images.writing.writing", "save_image"),
    "to_pil": ("images.writing.writing", "to_pil"),
    "save_film": ("images.writing.film", "save_film"),
    "Studio": ("widgets.studio", "Studio"),
    "CollectionBoard": ("widgets.collection_board", "CollectionBoard"),
    "LossChart": ("widgets.parts.loss_chart", "LossChart"),
    "Preview": ("widgets.parts.preview", "Preview"),
    "Transport": ("widgets.parts.transport", "Transport"),
    "Controls": ("widgets.parts.controls", "Controls"),
    "PrintPicker": ("widgets.picking.picker", "PrintPicker"),
    "RunTree": ("widgets.parts.run_tree", "RunTree"),
}

__all__ = [
    "Batch",
    "CheckpointError",
    "Collection",
    "CollectionBoard",
    "Controls",
    "Frame",
    "ImageError",
    "Impressions",
    "LossChart",
    "NotFiniteError",
    "Picture",
    "Preview",
    "PrintPicker",
    "Recipe",
    "Run",
    "RunClosedError",
    "RunTree",
    "Settings",
    "SettingsError",
    "Source",
    "Studio",
    "Transport",
    "UkiyoError",
    "WeightsError",
    "carry_colors",
    "ciede2000",
    "colorize",
    "colorize_collection",
    "colour",
    "course",
    "engine",
    "impressions",
    "load",
    "load_network",
    "museum",
    "pictures_in",
    "plot",
    "presets",
    "rank_references",
    "read_image",
    "read_metadata",
    "replay",
    "samples",
    "save_film",
    "save_image",
    "sweep",
    "to_pil",
]


__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
