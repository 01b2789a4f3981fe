"""The controls: made from the settings, so that every knob has its range, unit, help and default from one source."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.runs.costs import estimate
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.messages import TALKS
from ukiyo_widgets.widgets.parts.fields import Plain, change_of, controls, plain_values, shows_at_once
from ukiyo_widgets.widgets.parts.part import STATIC, Part, Rhythm
from ukiyo_widgets.widgets.parts.wishes import Wishes
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.reel import Point
from ukiyo_widgets.widgets.playing.take import Take
from ukiyo_widgets.widgets.setting_texts import setting_title
from ukiyo_widgets.widgets.texts import texts


class Controls(Part):
    """Sliders, menus and fields for every setting.

    What is turned acts on the run at its next iteration, or waits for a new run where it must; a run at rest makes one iteration
    to show it.

    Parameters
    ----------
    player
        The player whose shown run is steered, or a run; None only collects :attr:`settings`.
    settings
        What the controls show at first, where there is no run yet.
    begin
        Begins a new run with what waits; None leaves that to others.
    language
        ``"en"`` or ``"ja"``.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> controls = uw.Controls(settings=uw.Settings(size=256))
    >>> controls.settings.size
    256
    >>> controls.close()
    """

    _esm = STATIC / "controls.js"
    _css = STATIC / "controls.css"
    talk = TALKS["controls"]

    def __init__(
        self,
        player: Player | Run | None = None,
        *,
        settings: Settings | None = None,
        begin: Callable[[], object] | None = None,
        language: str = "en",
    ) -> None:
        shown = player.shown.run if isinstance(player, Player) and player.shown else player
        self.settings = shown.settings if isinstance(shown, Run) else settings or Settings()
        self._begin = begin
        self._words = texts(language)
        self._listeners: list[Callable[[frozenset[str]], object]] = []
        self._lock = threading.RLock()
        self._aspect = 2 / 3
        self._s_per_px = 0.0
        self._cost: tuple[object, str] = (None, "")
        self._measured = ""
        self._wrong: dict[str, str] = {}
        self._heard = 0
        self._seen: tuple[int, Settings] | None = None
        self._told: dict[str, Any] = {}
        self._rhythm = Rhythm(0.1)
        self._wishes = Wishes()
        self._showing_until: int | None = None
        super().__init__(player, language=language)

    # ------------------------------------------------------------------ in Python

    def on_change(self, listener: Callable[[frozenset[str]], object]) -> None:
        """Have ``listener`` called with the names of settings that a person has changed."""
        self._listeners.append(listener)

    def show(self, settings: Settings) -> None:
        """Show settings, without that counting as a change."""
        with self._lock:
            self.settings, self._wrong = settings, {}
        self.player.wake()

    def wish(self, **changes: Any) -> None:
        """Show settings that a person has chosen elsewhere, for the run that is to come."""
        with self._lock:
            self.settings = self.settings.with_changes(**changes)
            self._wishes.ask(changes, of=self.player.shown, leaving=True)
        self.player.wake()

    def set_aspect(self, shorter_by_longer: float) -> None:
        """Tell the shape of the picture, for the estimate of its cost."""
        self._aspect = shorter_by_longer
        self.player.wake()

    @property
    def waiting(self) -> dict[str, Any]:
        """Settings that were chosen here and that the run on the screen cannot take up: they wait for a new start."""
        return dict(self._wishes.waiting)

    # ------------------------------------------------------------------ from the page

    def on_hello(self) -> None:
        """Tell a page that has just opened everything."""
        self._told = {}
        self.say("controls", {"controls": controls(self.language), "begins": self._begin is not None})
        self.player.wake()

    def on_turn(self, name: str, value: Plain, done: bool, number: int) -> None:
        """Take a value that a person has chosen; when it is done, let a run at rest show it."""
        with self._lock:
            self._heard = max(self._heard, int(number))
            try:
                if name == "preset":
                    self._choose_preset(str(value))
                else:
                    self._change(change_of(name, value, self.settings), done=bool(done))
            except (SettingsError, ValueError) as error:
                self._wrong = {**self._wrong, name: str(error)}
            else:
                self._wrong = {other: text for other, text in self._wrong.items() if other != name}
        self.player.wake()

    def on_back(self, name: str, number: int) -> None:
        """Put a setting back to what it is in the preset."""
        preset = plain_values(Settings.from_preset(self.settings.preset))
        self.on_turn(name, preset.get(name), done=True, number=number)

    def on_begin(self) -> None:
        """Begin a new run with what waits."""
        if self._begin is not None:
            self._begin()

    def on_keep(self) -> None:
        """Forget what waits, and show what the run has."""
        with self._lock:
            self._wishes.give_up()
            self._seen = None
        self.player.wake()

    def _choose_preset(self, preset: str) -> None:
        leaving, take = self._leaving, self.player.shown
        self.settings, changes, taken = self._wishes.prefer(preset, self.settings, of=take, leaving=leaving)
        self._wrong = {}
        self._follow_up(changes, taken)

    def _change(self, changes: dict[str, Any], *, done: bool) -> None:
        self.settings = self.settings.with_changes(**changes)
        # In this order: the run that comes is seen as one or the other.
        leaving, take = self._leaving, self.player.shown
        # Else every place that a slider passes would stand in the recipe.
        if done or (take is not None and take.moving):
            taken = self._wishes.ask(changes, of=take, leaving=leaving)
            self._follow_up(changes, taken if done else {})

    @property
    def _leaving(self) -> bool:
        """Whether another run is about to replace the one on the screen."""
        return self.player.busy == "preparing"

    def _follow_up(self, changes: dict[str, Any], taken: dict[str, Any]) -> None:
        """Let a run at rest show what it has taken up, and tell the listeners."""
        take = self.player.shown
        if take is not None and take.run.index and any(map(shows_at_once, taken)):
            self._show_effect(take)
        for listener in self._listeners:
            listener(frozenset(changes))

    def _show_effect(self, take: Take) -> None:
        """Have a run at rest make an iteration; while it makes one for an earlier turn, then another for this one."""
        showing = take.until is not None and take.until == self._showing_until
        if showing or not take.moving:
            self.player.play(1, take=take)
            self._showing_until = take.until

    # ------------------------------------------------------------------ to the page

    def refresh(self) -> float | None:
        """Show the settings of a run that has come on the screen or was set by a cell, what waits, and what it costs."""
        wait_s = self._rhythm.wait_s()
        if wait_s:
            return wait_s
        with self._lock:
            take = self.player.shown
            if take is not None and not self._leaving:  # else what waits for the run to come would be dropped
                self._follow(take)
            standing = self._standing(take)
        if standing != self._told:
            self._told = standing
            self.say("standing", standing)
        return None

    def _follow(self, take: Take) -> None:
        """Take up what the run has, and what it shows of its cost."""
        # Not the settings in force: a slider would jump back until the iteration that is being made has ended.
        seen = (take.key, take.run.next_settings)
        if seen != self._seen:
            self._seen, self.settings = seen, seen[1].with_changes(**self._wishes.settle(take))
        points = take.reel.points()
        if len(points) > 2 and not take.run.parent:
            self._learn(points[-1], points[-3], take.run.size_px)
        if points and points[-1].content + points[-1].style > 0:
            share = round(100 * points[-1].content / (points[-1].content + points[-1].style))
            self._measured = self._words["measured"].format(content=share, style=100 - share)

    def _learn(self, last: Point, earlier: Point, size_px: tuple[int, int]) -> None:
        """Take the measured speed for the estimate, instead of the probe's."""
        self._s_per_px = (last.elapsed_s - earlier.elapsed_s) / (last.index - earlier.index) / (size_px[0] * size_px[1])

    def _standing(self, take: Take | None) -> dict[str, Any]:
        begun = take is not None and take.run.index > 0
        names = ["preset"] if "preset" in self._wishes.waiting else sorted(self._wishes.waiting)
        titles = ", ".join(setting_title(name, language=self.language) for name in names)
        return {
            "values": plain_values(self.settings),
            "preset": plain_values(Settings.from_preset(self.settings.preset)),
            "wrong": dict(self._wrong),
            "waiting": self._words["takes_new_run"].format(names=titles) if titles and begun else "",
            "hint": self._hint(take) if take is not None and not take.moving else "",
            "cost": self._said_cost(),
            "measured": self._measured,
            "heard": self._heard,
        }

    def _hint(self, take: Take) -> str:
        """Return what a person has to press to see what was turned, or more of it."""
        run = take.run
        turned = [each.iteration for each in run.recipe.changes if any(map(shows_at_once, each.settings))]
        if run.next_settings != run.settings or run.index in turned:
            return self._words["play_shows"]
        return self._words["shown_once"] if run.index - 1 in turned else ""

    def _said_cost(self) -> str:
        """Return what the settings will take; it is counted anew only where something of it has changed."""
        now = self.settings
        each_s = self._s_per_px * now.size**2 * self._aspect
        key = (now.size, now.band, now.device, now.precision, self._aspect, f"{each_s:.2g}")
        if key != self._cost[0]:
            cost = estimate.estimate(now, size_px=(now.size, max(1, round(now.size * self._aspect))))
            time = self._words["time_each"].format(each=f"{each_s or cost.iteration_s:.2g}")
            self._cost = (key, self._words["estimate"].format(memory=f"{cost.memory_mb / 1000:.1f} GB", time=time))
        return self._cost[1]
