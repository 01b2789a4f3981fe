"""What makes a page of a run: a method that every run has."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from ukiyo_widgets.runs.frame import Frame
from ukiyo_widgets.runs.pages.page import check_page_path, write_page
from ukiyo_widgets.runs.pages.story import Told, story_of


class _Kept(Told, Protocol):
    def kept_frames(self) -> Iterator[Frame]:
        """Give the frames that are still in memory."""


class Exported:
    """A run that can be written as a page."""

    def export_html(
        self: _Kept,
        path: str | os.PathLike[str],
        *,
        frames: Iterable[Frame] | None = None,
        title: str | None = None,
        language: str = "en",
    ) -> Path:
        """Write a page that plays the run in any browser, without a kernel and without a network: one file of at most 3 MB.

        It has the timeline, the wipe between before and after, the losses, the recipe and the credits, works with keyboard and
        screen reader, and shows the finished picture where no script runs. Pictures are reduced to 1024 px; as many are taken
        as there is room for.

        Parameters
        ----------
        path
            Ends in .html or .htm.
        frames
            Frames of the run to show, in order; they are looked at one by one, so it may be ``run.steps(40)``. None takes those
            that the run still has, :meth:`Run.kept_frames`.
        title
            Stands above it; None is the gray print's name.
        language
            ``"en"`` or ``"ja"``.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        ImageError
            If the suffix or the folder is not right.
        SettingsError
            If there is no such language.
        RunClosedError
            If the run was closed.
        OSError
            If the disk is full or may not be written to.

        Examples
        --------
        >>> import ukiyo_widgets as uw
        >>> run = uw.colorize("sample:wave", "sample:red_mountain", size=64)
        >>> run.export_html("wave.html", frames=run.steps(20))  # doctest: +SKIP
        PosixPath('wave.html')
        """
        target = check_page_path(path)
        story = story_of(self, self.kept_frames() if frames is None else frames)
        return write_page([story], target, title=title, language=language)
