"""marimo: it shows our own parts as they are, but no standard ipywidgets; those are translated into its own."""

from __future__ import annotations

import weakref
from typing import Any

import ipywidgets
import numpy as np

from ukiyo_widgets.widgets.parts.fields import SliderNames

_elements: weakref.WeakKeyDictionary[ipywidgets.Widget, Any] = weakref.WeakKeyDictionary()
"""marimo's counterparts, kept as long as the widgets: marimo itself forgets an element that no variable holds."""


def laid_out(studio: Any) -> Any:
    """Return what marimo shows for a Studio."""
    import marimo

    pickers = [studio.content_picker, studio.reference_picker]
    left = marimo.vstack([studio.preview, studio.transport, studio.losses])
    return marimo.vstack(
        [*pickers, marimo.hstack([left, translated(studio.controls)], widths=[3, 2], gap=1), studio.runs]
    )


def translated(widget: ipywidgets.Widget) -> Any:
    """Return marimo's counterpart of a standard widget, which hands each change on to it; None where there is none.

    marimo's elements do not follow a value that Python changes: they show what was set in them last.
    """
    import marimo

    if isinstance(widget, ipywidgets.Accordion):
        return marimo.accordion(dict(zip(widget.titles, map(translated, widget.children), strict=True)), multiple=True)
    if isinstance(widget, ipywidgets.Box):
        return marimo.vstack([each for each in map(translated, widget.children) if each is not None])

    if isinstance(widget, ipywidgets.Label | SliderNames):
        return None
    _elements[widget] = _element(widget, marimo.ui)
    return _elements[widget]


def _element(widget: ipywidgets.Widget, ui: Any) -> Any:
    def hand_on(value: Any) -> None:
        widget.value = value

    common: dict[str, Any] = {"label": widget.description, "on_change": hand_on}
    if isinstance(widget, ipywidgets.Checkbox):
        return ui.checkbox(value=widget.value, **common)
    common["full_width"] = True
    if isinstance(widget, ipywidgets.FloatLogSlider):
        decades = np.arange(widget.min, widget.max + widget.step / 2, widget.step)
        steps = [float(f"{widget.base**each:.4g}") for each in decades]
        nearest = min(steps, key=lambda each: abs(np.log(each / widget.value)))
        return ui.slider(steps=steps, value=nearest, show_value=True, **common)
    if isinstance(widget, ipywidgets.FloatSlider):
        return ui.slider(widget.min, widget.max, widget.step, value=widget.value, show_value=True, **common)
    if isinstance(widget, ipywidgets.Dropdown):
        return ui.dropdown(list(widget.options), value=widget.value, **common)
    if isinstance(widget, ipywidgets.BoundedIntText | ipywidgets.BoundedFloatText):
        step = 1 if isinstance(widget, ipywidgets.BoundedIntText) else None
        return ui.number(widget.min, widget.max, step, value=widget.value, debounce=True, **common)
    return ui.text(value=widget.value, **common)
