"""Which control a setting has on the page, and how its value travels there and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ukiyo_widgets.engine import knobs as kinds
from ukiyo_widgets.engine.knobs import Knob
from ukiyo_widgets.engine.layers import LayerWeights
from ukiyo_widgets.engine.presets import STYLE_LAYERS
from ukiyo_widgets.engine.settings import Settings, describe, knobs
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.widgets.messages.controls import Control
from ukiyo_widgets.widgets.setting_texts import choice_title, group_title, setting_help, setting_title

_STRENGTH = "vividness" if "vividness" in knobs() else "colour_weight"
PLAIN = (_STRENGTH, "style_weight", "keep_ink", "size", "iterations", "preset")
"""Settings that stand open, in this order; all others are folded away."""

ELSEWHERE = ("reference_weights", "hints", "regions", "palette")
"""Settings that the pickers and the colour tools show."""

LONGEST = 40
"""Characters of a value in a list of runs or beside a chart."""

_LAYER = "style_layers/"
_SLIDERS: Mapping[str, tuple[float, float, float]] = {"fade": (0.0, 0.05, 0.0005)}
"""Lowest, highest and step of sliders that would be useless over all that is allowed."""

_LAYER_RANGE = (0.0, 1.0, 0.01)
_NARROW = 1
"""A number with a range no wider has a slider."""

_LATER = tuple(describe(name).group for name in ("optimizer", "device"))
Kind = Literal["slider", "number", "switch", "choice", "text"]
Plain = int | float | str | bool | None


def controls(language: str) -> list[Control]:
    """Return the control of every setting: first the plain ones, then all others group by group."""
    known = knobs()
    plain = [_control(name, known[name], group="", language=language) for name in PLAIN]
    others: dict[str, list[Control]] = {}
    for name, knob in known.items():
        if name not in (*PLAIN, *ELSEWHERE):
            others.setdefault(knob.group, []).extend(_controls(name, knob, language))
    return [*plain, *(each for group in others.values() for each in group)]


def _controls(name: str, knob: Knob, language: str) -> list[Control]:
    made = _control(name, knob, group=group_title(knob.group, language=language), language=language)
    if name != "style_layers":
        return [made]
    return [_layer_slider(layer, made) for layer in STYLE_LAYERS]


def _layer_slider(layer: str, of_all: Control) -> Control:
    slider = of_all.copy()
    slider["name"], slider["title"], slider["kind"] = _LAYER + layer, f"{of_all['title']}: {layer}", "slider"
    slider["low"], slider["high"], slider["step"] = _LAYER_RANGE
    return slider


def _control(name: str, knob: Knob, *, group: str, language: str) -> Control:
    kind = _kind(name, knob)
    low, high, step = _SLIDERS.get(name, (knob.low, knob.high, _step(knob, kind)))
    return Control(
        name=name,
        title=setting_title(name, language=language),
        help=setting_help(name, knob, language=language),
        unit=knob.unit,
        group=group,
        kind=kind,
        low=low,
        high=high,
        step=step,
        logarithmic=knob.logarithmic,
        choices=[(each, choice_title(name, each, language=language)) for each in knob.choices if each != "image"],
    )


def _kind(name: str, knob: Knob) -> Kind:
    if knob.choices:
        return "choice"
    if knob.kind is kinds.switch:
        return "switch"
    if knob.low is None or knob.high is None or knob.high > 2**53:  # what a page cannot count exactly is text
        return "text"
    fraction = knob.kind is kinds.number
    narrow = name in _SLIDERS or knob.high - knob.low <= _NARROW
    return "slider" if fraction and (knob.logarithmic or narrow) else "number"


def _step(knob: Knob, kind: Kind) -> float | None:
    if kind == "slider":
        return 0.01
    return 1 if kind == "number" and knob.kind is not kinds.number else None


# ---------------------------------------------------------------------- values


def plain_values(settings: Settings) -> dict[str, Plain]:
    """Return what the controls show of settings, by the names of the controls."""
    weights = dict(settings.style_layers)
    shown = {name: getattr(settings, name) for name in knobs() if name not in (*ELSEWHERE, "style_layers")}
    values = {name: each if isinstance(each, Plain) else str(each) for name, each in shown.items()}
    values = {name: str(each) if _kind(name, describe(name)) == "text" else each for name, each in values.items()}
    values["style_weight"] = float(f"{settings.style_weight / _content_weight(settings):.4g}")
    return {**values, **{_LAYER + layer: weights.get(layer, 0.0) for layer in STYLE_LAYERS}}


def change_of(name: str, value: Plain, settings: Settings) -> dict[str, Any]:
    """Return the settings that change when the control ``name`` is turned to ``value``, as they are to be.

    Raises
    ------
    SettingsError
        If there is no such control.
    """
    if name in ELSEWHERE:
        raise SettingsError(f"{name} has no control; it is changed with the pickers and the colour tools.")
    if name == "style_weight" and isinstance(value, int | float):  # what a person reads is what the recipe says
        return {name: float(f"{value * _content_weight(settings):.4g}")}
    if name.startswith(_LAYER):
        weights = {**dict(settings.style_layers), name.removeprefix(_LAYER): value}
        return {"style_layers": LayerWeights({layer: weight for layer, weight in weights.items() if weight})}
    return {name: describe(name).read(name, value)}


def shows_at_once(name: str) -> bool:
    """Whether one more iteration lets a person see what a change of this setting does."""
    return name != "iterations" and describe(name).group not in _LATER


def _content_weight(settings: Settings) -> float:
    """Return α: the slider of the style is β/α, or β where there is no α."""
    return settings.content_weight or 1.0


def assignment(name: str, value: Any) -> str:
    """Return what a setting is, in one short piece of text: ``style_weight = 2``; long ones are cut."""
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return f"{name} = {text}" if len(text) <= LONGEST else f"{name} = {text[: LONGEST - 1]}…"
