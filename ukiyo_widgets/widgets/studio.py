"""The Studio: choose two prints, press play, watch, steer, fork, keep."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import ipywidgets

from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.errors import ImageError, RunClosedError
from ukiyo_widgets.images.colour import luma
from ukiyo_widgets.images.reading.reading import Source, read_image
from ukiyo_widgets.images.samples import samples
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets import marimo
from ukiyo_widgets.widgets.beginning import Beginning
from ukiyo_widgets.widgets.front_ends import colab
from ukiyo_widgets.widgets.front_ends.cells import belongs_to_cell, cell_name, view
from ukiyo_widgets.widgets.keeping.autosave import Autosave
from ukiyo_widgets.widgets.keeping.going_on import GoingOn
from ukiyo_widgets.widgets.keeping.sessions import LIMIT, LIMIT_MB, folder_for
from ukiyo_widgets.widgets.parts.controls import Controls
from ukiyo_widgets.widgets.parts.loss_chart import LossChart
from ukiyo_widgets.widgets.parts.part import Rhythm, all_below, models_of
from ukiyo_widgets.widgets.parts.preview import Preview
from ukiyo_widgets.widgets.parts.run_tree import RunTree
from ukiyo_widgets.widgets.parts.still import Still, play_in_cell
from ukiyo_widgets.widgets.parts.transport import Transport
from ukiyo_widgets.widgets.picking.picker import PrintPicker
from ukiyo_widgets.widgets.picking.trials import Trials
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.take import Status, Take

FIRST_CONTENT = "sample:wave"
FIRST_REFERENCES = tuple(samples.series(FIRST_CONTENT))
STILL_PX = 512


class Studio(ipywidgets.VBox):
    """Everything in one widget: pickers, preview, transport, controls and the list of runs.

    What happens in it happens to plain runs: :attr:`run` is the one on the screen, and whatever a cell does with it, the
    Studio shows.

    Parameters
    ----------
    content
        The gray print, as for :func:`ukiyo_widgets.colorize`; at first a sample print. A :class:`~ukiyo_widgets.Run` is shown
        as it stands.
    reference
        The coloured print, or several; at first the others of the sample print's series.
    language
        Of the texts, ``"en"`` or ``"ja"``.
    keep
        The folder in which the runs are kept, at rest and every half minute while one plays, so that the cell can go on with
        them when it is run again, also in another kernel. True is ``ukiyo-kept`` beside the notebook, False keeps nothing; None
        is True in notebooks.
    keep_mb
        How much room they may take there, in MB: sessions of earlier days go first, then runs that have not moved for long; the
        run on the screen is kept in any case.
    **settings
        Settings to begin with, as for :func:`ukiyo_widgets.colorize`.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> studio = uw.Studio("sample:wave", "sample:red_mountain", size=64)
    >>> studio.run.advance(2).index
    2
    >>> studio.close()
    """

    def __init__(
        self,
        content: Source | Run = FIRST_CONTENT,
        reference: Any = FIRST_REFERENCES,
        *,
        language: str = "en",
        keep: bool | str | Path | None = None,
        keep_mb: float = LIMIT_MB,
        **settings: Any,
    ) -> None:
        given = content if isinstance(content, Run) else None
        first = given.settings if given else Settings.from_preset(**settings)
        cell = cell_name()
        root, limit_mb = folder_for(keep, cell=cell), LIMIT.read("keep_mb", keep_mb)
        contents: list[Source] = [] if isinstance(content, Run) else [content]
        references = list(reference) if isinstance(reference, list | tuple) else [reference]
        self.player = Player()
        self.content_picker = PrintPicker("content", chosen=contents, player=self.player, slim=True, language=language)
        self.reference_picker = PrintPicker(
            "reference",
            chosen=[] if given else references,
            content=self.content_picker,
            player=self.player,
            slim=True,
            language=language,
        )
        self.preview = Preview(self.player, language=language)
        self.controls = Controls(self.player, settings=first, begin=self._begin_new, language=language)
        self.losses = LossChart(self.player, language=language)
        self._beginning = Beginning(self.player, self.content_picker, self.reference_picker, self.controls)
        self.transport = Transport(
            self.player,
            prepare=self._beginning.see_to_it,
            reset=self._beginning.again,
            enlarge=self._beginning.larger,
            language=language,
        )
        self.runs = RunTree(self.player, language=language)
        self.trials = Trials(
            self.player,
            references=self.reference_picker,
            sources=self._beginning.sources,
            settings=lambda: self.controls.settings,
            begin=self._beginning.begin,
            language=language,
        )
        self._still = Still()
        self._stilled: object = None
        self._rhythm = Rhythm(1.0)
        belongs_to_cell(self)  # which has the last Studio of this cell keep what is to be offered
        self._autosave = Autosave(self.player, root=root, cell=cell or "studio", limit_mb=limit_mb) if root else None
        self.going_on = GoingOn(self.player, self._autosave, language=language)
        super().__init__(self._laid_out())
        self.add_class("uw-studio")
        self.player.listen(self._refresh)
        if given:
            self.player.add(given)
        else:
            self._beginning.begin()

    def _begin_new(self) -> None:
        self._beginning.begin()

    # ------------------------------------------------------------------ in Python

    @property
    def run(self) -> Run:
        """The run on the screen; waits until it is prepared.

        Raises
        ------
        RunClosedError
            If there is none: the prints could not be read, or the Studio was closed.
        """
        if self.player.shown is None:
            self.player.wait()
        if self.player.shown is None:
            raise RunClosedError(
                self.player.error or "The Studio shows no run: it was closed, or all its runs were deleted."
            )
        return self.player.shown.run

    def play(self, n: int | None = None) -> None:
        """Play in the background, as the button does; ``n`` iterations or up to the setting ``iterations``.

        In Colab, whose page hears nothing from the background, play in the foreground, with the picture in this cell's output.
        """
        if colab.in_colab():
            run = self.run
            take = next(each for each in self.player.takes if each.run is run)
            play_in_cell(run, take.goal(n) - run.index)
        else:
            self.player.do(lambda: self.player.play(n))

    def go_on(self) -> None:
        """Go on with the runs that were kept when this cell was run before, as the button does."""
        if self._autosave is not None:
            self._autosave.go_on()

    def pause(self) -> None:
        """Stop playing after the iteration in progress."""
        self.player.pause()

    def settle(self) -> None:
        """Put the newest picture into the notebook's output, for readers without a kernel; done after every cell."""
        take = self.player.shown
        resting = take is not None and take.run.started and take.status is not Status.PLAYING
        if take is not None and resting and self._stilled != (take.key, take.run.index):
            self._replace_still(take)

    def close(self) -> None:
        """Take the Studio off the screen; its threads end, its memory is free, its last picture stays in the notebook."""
        if not hasattr(self, "player"):  # what was asked for was refused
            super().close()
            return
        self.player.pause()
        self.settle()
        if self._autosave is not None:
            self._autosave.close()
        self.player.close()
        parts = list(all_below(self))
        models = [model for part in (self, *parts) for model in models_of(part)]
        for part in parts:
            part.close()
        super().close()
        for model in models:
            model.close()

    # ------------------------------------------------------------------ on the screen

    def _laid_out(self) -> list[ipywidgets.Widget]:
        """Return the picture amid what is at hand: the prints on a shelf, the controls beside it; losses and runs below."""
        shelf = ipywidgets.VBox([self.content_picker, self.reference_picker, self.trials]).add_class("uw-studio-shelf")
        center = ipywidgets.VBox([self.preview, self.transport, self.going_on]).add_class("uw-studio-center")
        side = ipywidgets.VBox([self.controls]).add_class("uw-studio-side")
        main = ipywidgets.HBox([shelf, center, side]).add_class("uw-studio-main")
        below = ipywidgets.HBox([self.losses, self.runs]).add_class("uw-studio-below")
        return [main, below]

    def _ipython_display_(self) -> None:
        """Show the widget, and beside it a still picture for readers without a kernel."""
        from IPython.display import display

        if colab.in_colab():
            colab.switch_widgets_on()
        display(view(self), raw=True)
        with contextlib.suppress(ImageError):
            self._still.show(self._first_still(), text=repr(self), note=self.preview.words["no_kernel"])

    def _display_(self) -> Any:
        """Return what marimo shows."""
        return marimo.laid_out(self)

    def _first_still(self) -> Any:
        take = self.player.shown
        if take is not None:
            return take.run.image if take.run.started else to_pil(take.run.prints.content)
        picture = read_image(self.content_picker.sources[0], max_side_px=STILL_PX, role="content")
        return to_pil(luma(picture.pixels))

    def _refresh(self) -> float | None:
        """Replace the still whenever the run comes to rest."""
        take = self.player.shown
        if take is None or not take.run.started or take.status is Status.PLAYING:
            return None
        if self._stilled == (take.key, take.run.index):
            return None
        wait_s = self._rhythm.wait_s()
        if wait_s:
            return wait_s
        self._replace_still(take)
        return None

    def _replace_still(self, take: Take) -> None:
        self._stilled = (take.key, take.run.index)
        self._still.replace(take.run.image, text=repr(take.run))

    def __repr__(self) -> str:
        take = self.player.shown
        return f"<Studio: {take.run!r}>" if take else "<Studio>"
