"""Trials: small runs of the print after every reference on the shelf, or with several values of a setting."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ukiyo_widgets.engine import knobs as kinds
from ukiyo_widgets.engine.settings import Settings, describe, knobs
from ukiyo_widgets.errors import SettingsError, UkiyoError
from ukiyo_widgets.runs.colorize import colorize
from ukiyo_widgets.widgets.messages import TALKS
from ukiyo_widgets.widgets.parts.in_words import changes_in_words
from ukiyo_widgets.widgets.parts.part import STATIC, Part
from ukiyo_widgets.widgets.picking.picker import PrintPicker
from ukiyo_widgets.widgets.playing.encoding import thumbnail
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.sources import Sources, same_print
from ukiyo_widgets.widgets.setting_texts import setting_title

TRIAL_PX = 128
TRIAL_ITERATIONS = 32
"""Enough to see which colours come; a trial that has settled ends before."""

MOST_TRIALS = 24
_SHOWN_PX = 160
_SWEPT = (
    "vividness",
    "style_weight",
    "colours",
    "colour_weight",
    "semantics",
    "chroma_smoothness",
    "keep_ink",
    "start",
)
_FACTORS = (0.01, 0.1, 0.3, 1, 3, 10)
_STEPS = 6


@dataclass(frozen=True)
class Trial:
    """One small run: what it is called, from which prints, and with which settings."""

    label: str
    sources: Sources
    changes: Mapping[str, Any] = field(default_factory=dict)


class Trials(Part):
    """A sheet of small runs, computed between the iterations of whatever plays.

    Parameters
    ----------
    player
        Whose thread computes them.
    references
        The picker whose prints are tried.
    sources
        Gives the prints that the screen is about.
    settings
        Gives the settings that the controls show.
    begin
        Begins a run at full size with prints and changed settings.
    language
        ``"en"`` or ``"ja"``.
    """

    _esm = STATIC / "trials.js"
    _css = STATIC / "trials.css"
    talk = TALKS["trials"]

    def __init__(
        self,
        player: Player | None = None,
        *,
        references: PrintPicker | None = None,
        sources: Callable[[], Sources | None] = lambda: None,
        settings: Callable[[], Settings] = Settings,
        begin: Callable[..., object] = lambda *_given, **_changes: None,
        language: str = "en",
    ) -> None:
        self._references, self._sources, self._settings, self._begin = references, sources, settings, begin
        self._trials: list[Trial] = []
        self._work: Iterator[None] = iter(())
        super().__init__(player, language=language)

    # ------------------------------------------------------------------ from the page

    def on_hello(self) -> None:
        """Tell a page that has just opened what can be tried."""
        titles = [(name, setting_title(name, language=self.language)) for name in _SWEPT if name in knobs()]
        self.say("tryable", {"settings": titles})

    def on_try_all(self, what: str) -> None:
        """Begin a sheet; another one that was under way ends."""
        now = self._sources()
        if now is None:
            return
        if what == "references":
            self._trials = self._of_references(now)
        elif what in _SWEPT and what in knobs():
            self._trials = self._of_setting(what, now)
        else:
            raise SettingsError(
                f"What is to be tried is {what!r}, but that is 'references' or one of {', '.join(_SWEPT)}."
            )
        self.say("trials", {"what": what, "labels": [each.label for each in self._trials]})
        self._work = work = self._tried(list(self._trials))

        def one_more() -> None:
            if self._work is work and next(work, self) is not self:
                self.player.do_aside(one_more)

        self.player.do_aside(one_more)

    def on_go_on_with(self, number: int) -> None:
        """Begin a run at full size as one of the trials was begun."""
        if 0 <= number < len(self._trials):
            chosen = self._trials[number]
            self.on_end()
            self._begin(chosen.sources, **chosen.changes)

    def on_end(self) -> None:
        """Try no more."""
        self._work, self._trials = iter(()), []

    def close(self) -> None:
        """Take the sheet off the screen."""
        self.on_end()
        super().close()

    # ------------------------------------------------------------------ what is tried

    def _of_references(self, now: Sources) -> list[Trial]:
        prints = self._references.prints if self._references is not None else []
        others = [each for each in prints if not same_print(each.source, now.content)]
        return [
            Trial(each.name, dataclasses.replace(now, references=(each.source,), weights=()))
            for each in others[:MOST_TRIALS]
        ]

    def _of_setting(self, name: str, now: Sources) -> list[Trial]:
        values = values_to_try(name, getattr(self._settings(), name))
        return [Trial(changes_in_words({name: v}, language=self.language), now, {name: v}) for v in values]

    # ------------------------------------------------------------------ on the engine's thread

    def _tried(self, trials: list[Trial]) -> Iterator[None]:
        """Make the small runs, one iteration at a time."""
        now = self._sources()
        base = self._settings()
        for number, trial in enumerate(trials):
            try:
                settings = now.without_places(base, now=trial.sources) if now is not None else base
                size = min(settings.size, TRIAL_PX)
                settings = settings.with_changes(
                    **{"size": size, "coarse": 0, "iterations": TRIAL_ITERATIONS, **trial.changes}
                )
                changes = {**settings.changes_to_preset(), "reference_weights": trial.sources.weights}
                run = colorize(*trial.sources.to_read(), preset=settings.preset, **changes)
                self._say_trial(number, thumbnail(run.image, side_px=_SHOWN_PX))
                yield
                while not run.finished:
                    run.advance(1)
                    yield
                self._say_trial(number, thumbnail(run.image, side_px=_SHOWN_PX), index=run.index, done=True)
            except UkiyoError as error:
                self._say_trial(number, b"", done=True, error=str(error))
            yield

    def _say_trial(self, number: int, data: bytes, *, index: int = 0, done: bool = False, error: str = "") -> None:
        about = {"number": number, "index": index, "done": done, "error": error}
        self.say("trial", about, [data] if data else [])


def values_to_try(name: str, now: Any) -> list[Any]:
    """Return values of a setting that differ enough to be seen, in order, with the one that is in force."""
    knob = describe(name)
    if knob.choices:
        return [each for each in knob.choices if each != "image"]
    if knob.kind is kinds.switch:
        return [True, False]
    low, high = knob.low or 0.0, knob.high if knob.high is not None else float("inf")
    if high <= 1:
        values = {round(low + (high - low) * step / (_STEPS - 1), 4) for step in range(_STEPS)}
    else:
        middle = now or 1.0
        values = {float(f"{min(max(middle * factor, low), high):.4g}") for factor in _FACTORS}
    return sorted({*values, now})
