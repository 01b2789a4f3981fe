"""The controls: made from the settings, so that every knob has its range, unit, help and default from one source."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator
from typing import Any

import ipywidgets

from ukiyo_widgets.engine.knobs import Knob
from ukiyo_widgets.engine.layers import LayerWeights
from ukiyo_widgets.engine.settings import STYLE_LAYERS, Settings, describe, knobs
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.runs.costs import estimate
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.front_ends import colab
from ukiyo_widgets.widgets.parts.fields import SliderNames, layer_slider, make_field, put
from ukiyo_widgets.widgets.parts.part import Rhythm, all_below
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.reel import Point
from ukiyo_widgets.widgets.playing.take import Take
from ukiyo_widgets.widgets.texts import group_title, setting_help, setting_title, texts

MAIN = ("preset", "fade", "keep_ink", "start", "size", "iterations")
"""Settings that stand open; the style weight is there as the balance, all others are folded away."""

_ELSEWHERE = ("style_weight", "style_layers", "reference_weights")
_BALANCE_DECADES = 2
"""The balance can be moved by so many decades to either side of the preset's."""

_FULL = ipywidgets.Layout(width="auto")
_STYLE = {"description_width": "108px"}


class Controls(ipywidgets.VBox):
    """Sliders, menus and fields for every setting.

    Parameters
    ----------
    player
        The player whose shown run is steered, or a run; None only collects :attr:`settings`.
    settings
        What the controls show at first.
    language
        ``"en"`` or ``"ja"``.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> controls = uw.Controls(settings=uw.Settings(size=256))
    >>> controls.settings.size
    256
    """

    def __init__(
        self, player: Player | Run | None = None, *, settings: Settings | None = None, language: str = "en"
    ) -> None:
        self._owned = Player(player) if isinstance(player, Run) else None
        self.player = self._owned or (player if isinstance(player, Player) else None)
        self._words, self._language = texts(language), language
        shown = self.player.shown if self.player else None
        self.settings = settings or (shown.run.settings if shown else Settings())
        self._listeners: list[Callable[[frozenset[str]], object]] = []
        self._quiet = False
        self._aspect = 2 / 3
        self._s_per_px = 0.0
        self._rhythm = Rhythm(0.4)
        self._seen = (shown.key, shown.run.settings) if shown else (0, self.settings)
        self._waiting: dict[str, Any] = {}
        self._on_their_way: dict[str, Any] = {}
        self._arrived_by = 0
        self._refused: frozenset[str] = frozenset()
        self._fields: dict[str, ipywidgets.Widget] = {}
        super().__init__(self._build())
        self.add_class("uw-controls")
        self.show(self.settings)
        for widget in all_below(self) if colab.in_colab() else ():
            colab.send_in_foreground(widget.comm)
        if self.player:
            self.player.listen(self.refresh)

    # ------------------------------------------------------------------ in Python

    def on_change(self, listener: Callable[[frozenset[str]], object]) -> None:
        """Have ``listener`` called with the names of settings that a person has changed."""
        self._listeners.append(listener)

    def show(self, settings: Settings) -> None:
        """Show settings, without that counting as a change."""
        self.settings = settings
        self._wrong.value, self._refused = "", frozenset()
        with self._silence():
            for name, field in self._fields.items():
                put(field, getattr(settings, name))
            weights = dict(settings.style_layers)
            for layer, slider in self._layers.items():
                slider.value = weights.get(layer, 0.0)
            self._show_balance(settings)
        self._show_cost()

    def _show_balance(self, settings: Settings) -> None:
        preset = Settings.from_preset(settings.preset)
        ratios = [each.style_weight / each.content_weight for each in (preset, settings) if each.content_weight]
        decades = [math.log10(ratio) for ratio in ratios if ratio > 0]
        if not decades:
            return
        middle, shown = decades[0], decades[-1]
        low, high = min(middle - _BALANCE_DECADES, shown), max(middle + _BALANCE_DECADES, shown)
        with self._balance.hold_trait_notifications():
            self._balance.min, self._balance.max = low, high
            self._balance.value = 10.0**shown

    def set_aspect(self, shorter_by_longer: float) -> None:
        """Tell the shape of the picture, for the estimate of its cost."""
        self._aspect = shorter_by_longer
        self._show_cost()

    @property
    def waiting(self) -> dict[str, Any]:
        """Settings that were chosen here and that the run on the screen cannot take up: they wait for a new start."""
        return dict(self._waiting)

    def close(self) -> None:
        """Take the controls off the screen."""
        if self.player:
            self.player.forget(self.refresh)
        if self._owned:
            self._owned.close()
        for widget in all_below(self):
            widget.close()
        super().close()

    # ------------------------------------------------------------------ making them

    def _build(self) -> list[ipywidgets.Widget]:
        words = self._words
        self._balance = ipywidgets.FloatLogSlider(
            description=words["balance"], min=-_BALANCE_DECADES, max=_BALANCE_DECADES, step=0.05, base=10,
            readout_format=".3g", tooltip=words["balance_help"], layout=_FULL, style=_STYLE,
        )  # fmt: skip
        self._balance.observe(self._balanced, "value")
        self._measured = ipywidgets.Label(words["unmeasured"], layout=_FULL).add_class("uw-hint")
        self._cost = ipywidgets.Label(layout=_FULL).add_class("uw-hint")
        self._pending = ipywidgets.Label(layout=_FULL).add_class("uw-pending")
        self._wrong = ipywidgets.Label(layout=_FULL).add_class("uw-wrong")
        self._layers = {layer: self._layer_slider(layer) for layer in STYLE_LAYERS}
        for name, knob in knobs().items():
            if name not in _ELSEWHERE:
                self._fields[name] = self._field(name, knob)
        open_ = [self._fields[name] for name in MAIN]
        more = ipywidgets.Accordion(
            [ipywidgets.VBox(list(self._layers.values())), *self._groups()],
            titles=[words["layers"], *self._group_titles],
        )
        names = SliderNames(layout=ipywidgets.Layout(display="none"))
        return [
            open_[0],
            self._balance,
            self._measured,
            *open_[1:],
            self._cost,
            self._pending,
            self._wrong,
            more,
            names,
        ]

    def _groups(self) -> list[ipywidgets.Widget]:
        groups: dict[str, list[ipywidgets.Widget]] = {}
        for name, field in self._fields.items():
            if name not in MAIN:
                groups.setdefault(describe(name).group, []).append(field)
        self._group_titles = [group_title(group, language=self._language) for group in groups]
        return [ipywidgets.VBox(fields) for fields in groups.values()]

    def _layer_slider(self, layer: str) -> ipywidgets.FloatSlider:
        help_ = setting_help("style_layers", describe("style_layers"), language=self._language)
        slider = layer_slider(layer, {"tooltip": help_, "layout": _FULL, "style": _STYLE})
        slider.observe(self._layered, "value")
        return slider

    def _field(self, name: str, knob: Knob) -> ipywidgets.Widget:
        common = {
            "description": setting_title(name, language=self._language),
            "tooltip": setting_help(name, knob, language=self._language),
            "layout": _FULL,
            "style": _STYLE,
        }
        field = make_field(name, knob, common)
        field.observe(lambda _change: self._turned(name, field), "value")
        return field

    # ------------------------------------------------------------------ a person turns a knob

    def _turned(self, name: str, field: ipywidgets.Widget) -> None:
        if name == "preset" and not self._quiet:
            chosen = Settings.from_preset(field.value, size=self.settings.size, device=self.settings.device)
            changed = frozenset(chosen.changes_to(self.settings))
            self.show(chosen)
            self._tell(changed)
        else:
            self._change({name: field.value})

    def _balanced(self, _change: object) -> None:
        weight = self._balance.value * self.settings.content_weight
        self._change({"style_weight": float(f"{weight:.4g}")})  # what a person reads is what the recipe says

    def _layered(self, _change: object) -> None:
        weights = {layer: slider.value for layer, slider in self._layers.items() if slider.value}
        self._change({"style_layers": LayerWeights(weights)})

    def _change(self, changes: dict[str, Any]) -> None:
        if self._quiet:
            return
        try:
            self.settings = self.settings.with_changes(**changes)
        except (SettingsError, ValueError) as error:
            self._wrong.value, self._refused = str(error), frozenset(changes)
            return
        if self._refused & changes.keys():  # else the wrong value still stands in its field
            self._wrong.value, self._refused = "", frozenset()
        self._show_cost()
        self._tell(frozenset(changes))

    def _tell(self, names: frozenset[str]) -> None:
        """Change the run that is shown, and tell the listeners."""
        take = self.player.shown if self.player else None
        now = {name: getattr(self.settings, name) for name in names if describe(name).changeable}
        if take is not None and now:
            # What differs only; the last value wins, at the next iteration.
            try:
                take.run.set(**now)
            except SettingsError:  # a value that only a new run can have, such as float64
                now = {}
        if take is not None and now:
            self._on_their_way |= now
            self._arrived_by = take.run.index + 2  # an iteration that is being made does not know of them yet
        if take is not None:
            self._waiting |= {name: getattr(self.settings, name) for name in names - now.keys()}
            self._drop_equal(take)
        for listener in self._listeners:
            listener(names)

    def _drop_equal(self, take: Take) -> None:
        """Let what the run has after all wait no longer, and say what still waits."""
        has = take.run.settings
        self._waiting = {name: value for name, value in self._waiting.items() if value != getattr(has, name)}
        titles = (setting_title(name, language=self._language) for name in sorted(self._waiting))
        listed = ", ".join(titles) if take.run.index else ""
        self._pending.value = self._words["takes_reset"].format(names=listed) if listed else ""

    # ------------------------------------------------------------------ what the run says

    def refresh(self) -> float | None:
        """Show the measured balance, and the settings of a run that has come on the screen or was set by a cell."""
        wait_s = self._rhythm.wait_s()
        if wait_s:
            return wait_s
        take = self.player.shown if self.player else None
        if take is None:
            return None
        seen = (take.key, take.run.settings)
        if seen != self._seen:
            if seen[0] != self._seen[0]:
                self._waiting, self._on_their_way = {}, {}
            if not take.moving or take.run.index >= self._arrived_by:
                self._on_their_way = {}
            self._seen = seen
            self._drop_equal(take)
            # With what was turned since: a slider must not jump back under the hand that drags it.
            self.show(seen[1].with_changes(**self._waiting, **self._on_their_way))
        points = take.reel.points()
        if len(points) > 2 and not take.run.parent:
            self._learn(points[-1], points[-3], take.run.size_px)
        if points and points[-1].content + points[-1].style > 0:
            share = round(100 * points[-1].content / (points[-1].content + points[-1].style))
            self._measured.value = self._words["measured"].format(content=share, style=100 - share)
        return None

    def _learn(self, last: Point, earlier: Point, size_px: tuple[int, int]) -> None:
        """Take the measured speed for the estimate, instead of the probe's."""
        self._s_per_px = (last.elapsed_s - earlier.elapsed_s) / (last.index - earlier.index) / (size_px[0] * size_px[1])
        self._show_cost()

    def _show_cost(self) -> None:
        size = self.settings.size
        cost = estimate.estimate(self.settings, size_px=(size, max(1, round(size * self._aspect))))
        each_s = self._s_per_px * size**2 * self._aspect or cost.iteration_s
        time = self._words["time_each"].format(each=f"{each_s:.2g}")
        self._cost.value = self._words["estimate"].format(memory=f"{cost.memory_mb / 1000:.1f} GB", time=time)

    @contextlib.contextmanager
    def _silence(self) -> Iterator[None]:
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before
