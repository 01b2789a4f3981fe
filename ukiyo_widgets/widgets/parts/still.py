"""A still picture in the notebook's output: what a reader without a kernel sees."""

from __future__ import annotations

import html
from typing import Any

import PIL.Image

from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.parts.part import Rhythm
from ukiyo_widgets.widgets.playing.encoding import png

_PAUSE_S = 0.3

_NOTE = """\
<p class="uw-left-note">{note}</p>
<style>
.jp-OutputArea-child:has(+ .jp-OutputArea-child + .jp-OutputArea-child .uw-left-note)
> .jp-OutputArea-output:not(:has(*)) {{
  display: none;
}}
</style>"""
"""An output that holds nothing but text is a widget whose model is gone: where one lives, there are elements in it."""


class Still:
    """A picture beside the widget, in an output of its own, replaced whenever the run comes to rest.

    Verified: a picture inside the widget's own output is not shown once its model is gone; a second output is. A third one
    says in words what to do, and takes JupyterLab's "Error displaying widget" off the screen, where it stands before these two.
    """

    def __init__(self) -> None:
        self._handle: Any = None

    def show(self, image: PIL.Image.Image, *, text: str, note: str = "") -> None:
        """Display the picture below the cell that is running, and a note below it; does nothing outside of IPython."""
        from IPython.display import display

        self._handle = display(_bundle(image, text), raw=True, display_id=True)
        if note:
            display({"text/html": _NOTE.format(note=html.escape(note)), "text/plain": note}, raw=True)

    def replace(self, image: PIL.Image.Image, *, text: str) -> None:
        """Put another picture into the same output."""
        if self._handle is not None:
            self._handle.update(_bundle(image, text), raw=True)


def play_in_cell(run: Run, n: int) -> None:
    """Make ``n`` iterations in the cell that is running, and show in its output how the picture changes."""
    still, rhythm = Still(), Rhythm(_PAUSE_S)
    still.show(run.image, text=repr(run))
    try:
        for _ in run.steps(n):
            if not rhythm.wait_s():
                still.replace(run.image, text=repr(run))
    finally:
        still.replace(run.image, text=repr(run))


def _bundle(image: PIL.Image.Image, text: str) -> dict[str, Any]:
    return {"image/png": png(image), "text/plain": text}
