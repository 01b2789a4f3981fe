"""marimo: it shows our parts as they are, but no standard ipywidgets; a Studio's boxes become its own layout."""

from __future__ import annotations

from typing import Any

import ipywidgets

from ukiyo_widgets.widgets.parts.controls import Controls
from ukiyo_widgets.widgets.parts.part import all_below
from ukiyo_widgets.widgets.parts.preview import Preview

_SHARES = {Preview: 6, Controls: 3}
"""Of a row's width, what a column with such a part has; others have one."""


def laid_out(widget: Any) -> Any:
    """Return what marimo shows for a widget: boxes in boxes, as they stand in the Studio."""
    import marimo

    if not isinstance(widget, ipywidgets.Box):
        return widget
    parts = [laid_out(child) for child in widget.children]
    if isinstance(widget, ipywidgets.HBox):
        return marimo.hstack(parts, gap=1, align="start", widths=[_share(child) for child in widget.children])
    return marimo.vstack(parts)


def _share(column: Any) -> int:
    there = [column, *(all_below(column) if isinstance(column, ipywidgets.Box) else ())]
    return max(_SHARES.get(type(each), 1) for each in there)
