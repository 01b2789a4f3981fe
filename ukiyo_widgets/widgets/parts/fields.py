"""A standard control for each kind of setting."""

from __future__ import annotations

from typing import Any

import anywidget
import ipywidgets

from ukiyo_widgets.engine import knobs as kinds
from ukiyo_widgets.engine.knobs import Knob
from ukiyo_widgets.widgets.parts.part import STATIC

LONGEST = 40
"""Characters of a value in a list of runs or beside a chart."""

_FADE_SLIDER = (0.0, 0.05, 0.0005)


class SliderNames(anywidget.AnyWidget):
    """Invisible: gives the sliders around it the names of their settings, for screen readers."""

    _esm = STATIC / "controls.js"


def make_field(name: str, knob: Knob, common: dict[str, Any]) -> ipywidgets.Widget:
    """Return the standard control of a knob's kind; a number that is typed counts when it is finished."""
    if name == "fade":
        low, high, step = _FADE_SLIDER
        return ipywidgets.FloatSlider(min=low, max=high, step=step, readout_format=".4f", **common)
    if knob.choices:
        return ipywidgets.Dropdown(options=[each for each in knob.choices if each != "image"], **common)
    if knob.kind is kinds.switch:
        return ipywidgets.Checkbox(indent=True, **common)
    if knob.kind is kinds.whole_number and (knob.high or 0) < 2**31:
        return ipywidgets.BoundedIntText(min=knob.low, max=knob.high, **common)
    if knob.kind is kinds.number:
        return ipywidgets.BoundedFloatText(min=knob.low, max=knob.high, step=None, **common)
    return ipywidgets.Text(continuous_update=False, **common)


def layer_slider(layer: str, common: dict[str, Any]) -> ipywidgets.FloatSlider:
    """Return the slider of one layer's weight."""
    return ipywidgets.FloatSlider(description=layer, min=0, max=1, step=0.01, **common)


def put(field: ipywidgets.Widget, value: Any) -> None:
    """Show a value in a control."""
    if isinstance(field, ipywidgets.Dropdown) and value not in field.options:
        field.options = (*field.options, value)
    field.value = str(value) if isinstance(field, ipywidgets.Text) else value


def assignment(name: str, value: Any) -> str:
    """Return what a setting is, in one short piece of text: ``style_weight = 2``; long ones are cut."""
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return f"{name} = {text}" if len(text) <= LONGEST else f"{name} = {text[: LONGEST - 1]}…"
