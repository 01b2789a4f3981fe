"""The beginning of runs: with which prints and settings, asked for at the pickers, the controls and Reset."""

from __future__ import annotations

import dataclasses
from typing import Any

from ukiyo_widgets.engine.settings import Settings, describe
from ukiyo_widgets.images.carrying import carry_colors
from ukiyo_widgets.images.reading.reading import read_image
from ukiyo_widgets.runs.colorize import colorize
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.parts.colouring import NAMES
from ukiyo_widgets.widgets.parts.controls import Controls
from ukiyo_widgets.widgets.picking.picker import PrintPicker
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.sources import Sources, same_print
from ukiyo_widgets.widgets.playing.take import Take


class Beginning:
    """Begins runs for a Studio, and has the pickers show what the run on the screen was made from.

    Whatever is asked for speaks of the run on the screen: another reference is one for its gray print, and Reset keeps its
    prints. Of several requests the last wins.

    Parameters
    ----------
    player
        Who gets the runs.
    contents, references
        Where prints are picked.
    controls
        Where settings are chosen.
    """

    def __init__(self, player: Player, contents: PrintPicker, references: PrintPicker, controls: Controls) -> None:
        self._player, self._contents, self._references, self._controls = player, contents, references, controls
        self._wanted: Sources | None = None
        """The prints that were asked for last."""
        self._ended: Sources | None = None
        """Those of the request that has ended last: written by the engine's thread alone, so that none unsays a later one."""
        self._followed = 0
        """The key of the take whose prints the pickers show."""
        contents.on_pick(self._content_picked)
        references.on_pick(self._references_picked)
        controls.on_change(self._changed)
        player.listen(self._follow)

    def sources(self) -> Sources | None:
        """Return the prints of the run that is being prepared, else of the one on the screen, else those picked."""
        take = self._player.shown
        if (wanted := self._preparing) is not None:
            return wanted
        if take is not None:
            return take.sources
        content, references = self._contents.picked.sources, self._references.picked
        return Sources(content[0], references.sources, references.weights) if content and references.sources else None

    @property
    def _preparing(self) -> Sources | None:
        """The prints of the run that is being prepared."""
        wanted = self._wanted
        return None if wanted is self._ended else wanted

    def begin(self, sources: Sources | None = None, **changes: Any) -> None:
        """Begin a run with these prints, or those that it is about anyway, and the chosen settings with some changes."""
        sources = sources or self.sources()
        if sources is None:
            return
        if changes:
            self._controls.wish(**changes)
        self._wanted = sources = dataclasses.replace(sources)  # another request, also where it is for the same prints
        self._player.pause()
        shown = self._player.shown
        if shown is None or not shown.run.index or not same_print(shown.sources.content, sources.content):
            self._player.coming = sources  # seen before anything is prepared
        self._player.do(lambda: self._prepare(sources), busy="preparing")

    def again(self) -> None:
        """Go back to the start of the run on the screen, with the settings that the controls show."""
        take = self._player.shown
        if self._controls.waiting or take is None:
            self.begin()
        elif take.run.index:
            settings = self._controls.settings
            self._player.do(lambda: self._start_anew(take, settings), busy="forking")

    def see_to_it(self) -> None:
        """See to it that there is a run to play."""
        if self._player.shown is None and not self._player.busy:
            self.begin()

    def larger(self, side_px: int) -> None:
        """Go on from the picture on the screen, as a run whose longest side is ``side_px``."""
        take, position = self._player.shown, self._player.position
        if take is not None:
            self._player.pause(take)
            self._player.do(lambda: self._enlarge(take, side_px, position), busy="preparing")

    # ------------------------------------------------------------------ on the engine's thread

    def _enlarge(self, take: Take, side_px: int, position: int | None) -> None:
        """Begin a run of the same prints with a found picture as its start: where the ink is kept, carried along its lines."""
        waiting = self._controls.waiting
        late = {} if "preset" in waiting else {n: v for n, v in waiting.items() if describe(n).changeable}
        settings, sources = take.run.next_settings.with_changes(**{**late, "size": side_px}), take.sources
        found, at = take.picture(position)
        content, references = sources.to_read()
        if settings.keep_ink:
            found = carry_colors(found, read_image(content, max_side_px=side_px, role="content").pixels)
        changes = {**settings.changes_to_preset(), "reference_weights": sources.weights}
        changes.pop("start", None)
        run = colorize(content, references, start=found, preset=settings.preset, **changes)
        _ = run.frame
        larger = self._player.add(run, sources=sources)
        larger.parent, larger.forked_at = take, at  # in the list of runs it stands where it comes from
        self._player.wake()

    def _start_anew(self, take: Take, settings: Settings) -> None:
        """Fork a run at its start, with what can change of the settings."""
        changes = self._with_edits(settings, take).changes_to(take.run.recipe.settings)
        take.run.fork(at=0, **{name: value for name, value in changes.items() if describe(name).changeable})

    def _with_edits(self, settings: Settings, take: Take) -> Settings:
        """Return settings with a run's colours as they are edited now: the controls may not have seen the last edit yet."""
        run, waiting = take.run.next_settings, self._controls.waiting
        return settings.with_changes(**{name: getattr(run, name) for name in NAMES if name not in waiting})

    def _prepare(self, sources: Sources) -> None:
        if self._wanted is not sources:
            return
        try:
            shown, settings = self._player.shown, self._controls.settings  # with what was turned since it was asked for
            if shown is not None:
                settings = shown.sources.without_places(self._with_edits(settings, shown), now=sources)
            changes = {**settings.changes_to_preset(), "reference_weights": sources.weights}
            run = colorize(*sources.to_read(), preset=settings.preset, **changes)
            _ = run.frame  # iteration 0: the picture that everything starts from
            if self._wanted is sources:
                self._take_up(run, sources)
        finally:
            if self._wanted is sources:
                self._player.coming = None
            self._ended, self._followed = sources, 0

    def _take_up(self, run: Run, sources: Sources) -> None:
        """Show a run that was begun."""
        width, height = run.size_px
        self._controls.set_aspect(min(width, height) / max(width, height))
        take = self._player.shown
        if take is not None and not take.run.index:  # never played: nothing is lost
            self._player.remove(take)
        self._player.error = ""
        self._player.add(run, sources=sources)

    # ------------------------------------------------------------------ what is asked for

    def _content_picked(self) -> None:
        now = self.sources()
        self.begin(dataclasses.replace(now, content=self._contents.picked.sources[0]) if now else None)

    def _references_picked(self) -> None:
        now, picked = self.sources(), self._references.picked
        self.begin(dataclasses.replace(now, references=picked.sources, weights=picked.weights) if now else None)

    def _changed(self, names: frozenset[str]) -> None:
        """Take up settings that only a new run can have: at once if nothing was computed yet, else when Reset is pressed."""
        take = self._player.shown
        anew = any(not describe(name).changeable or name in self._controls.waiting for name in names)
        if anew and (take is None or not take.run.index or self._preparing is not None):
            self.begin()

    # ------------------------------------------------------------------ what the pickers show

    def _follow(self) -> None:
        """Have the pickers speak of the run on the screen."""
        take = self._player.shown
        if take is not None and take.key != self._followed and self._preparing is None:
            self._followed = take.key
            prints = take.run.prints
            self._contents.follow([take.sources.content], [prints.content])
            self._references.follow(take.sources.references, prints.references, weights=take.sources.weights)
