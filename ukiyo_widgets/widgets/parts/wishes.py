"""What a person has asked of the settings that the run on the screen cannot take up: it waits for a new run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ukiyo_widgets.engine.settings import Settings, describe, knobs
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.widgets.playing.take import Take

KEPT_BY_PRESETS = ("size", "device", "reference_weights", "hints", "regions", "palette")
"""A preset says nothing about these: they belong to the prints, the person's own colours, and the machine."""


class Wishes:
    """Settings that a person has chosen, until a new run begins with them.

    A run takes up what can change while it goes on; the rest waits for a new run. A preset is taken up as one: if any of it must
    wait, all of it does, and so does whatever is turned after it.
    """

    def __init__(self) -> None:
        self.waiting: dict[str, Any] = {}
        self._of: int | None = None

    def ask(self, changes: Mapping[str, Any], *, of: Take | None, leaving: bool) -> dict[str, Any]:
        """Have a run take up what it can, return that, and let the rest wait.

        None is a run that is yet to come; one that is ``leaving`` the screen for another is asked for nothing.
        """
        self._of = of.key if of else None
        now = {name: value for name, value in changes.items() if describe(name).changeable}
        if of is None or leaving or "preset" in self.waiting or not self._set(of, now):
            now = {}
        self.waiting = {name: value for name, value in {**self.waiting, **changes}.items() if name not in now}
        return now

    def prefer(
        self, preset: str, shown: Settings, *, of: Take | None, leaving: bool
    ) -> tuple[Settings, dict[str, Any], dict[str, Any]]:
        """Have a run take up a preset, or let all of it wait; return its settings, what differs, and what was taken up."""
        self._of = of.key if of else None
        kept = {name: getattr(shown, name) for name in KEPT_BY_PRESETS}
        chosen = Settings.from_preset(preset, **kept)
        changes = chosen.changes_to(of.run.next_settings if of else shown)
        able = of is not None and not leaving and all(describe(name).changeable for name in changes)
        if of is not None and able and self._set(of, changes):
            self.waiting = {}
            return chosen, changes, changes
        still = {name for name in self.waiting if name in kept}
        self.waiting = {name: getattr(chosen, name) for name in knobs() if name in still or name not in kept}
        return chosen, changes, {}

    def _set(self, take: Take, changes: Mapping[str, Any]) -> bool:
        if not changes:
            return True
        try:
            take.run.set(**changes)
        except SettingsError:  # a value that only a new run can have, such as float64
            return False
        return True

    def give_up(self) -> None:
        """Let what waits be forgotten."""
        self.waiting = {}

    def settle(self, take: Take) -> dict[str, Any]:
        """Return what the controls show in place of a run's settings, now that those are new or another run is shown."""
        if take.key != self._of:
            self._of, self.waiting = take.key, {}
        if "preset" not in self.waiting:  # else a change by a cell would take a piece out of the preset
            has = take.run.next_settings
            self.waiting = {name: value for name, value in self.waiting.items() if value != getattr(has, name)}
        return dict(self.waiting)
