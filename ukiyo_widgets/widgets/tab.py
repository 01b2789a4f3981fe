"""What JupyterLab's extension asks of a kernel: to show a Studio in a tab, to take up prints, to end.

Each call may come again at any time (a page is reloaded, a click comes twice), and means the same then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ukiyo_widgets.errors import UkiyoError
from ukiyo_widgets.runs.loading import load_run
from ukiyo_widgets.widgets.front_ends.cells import living, view
from ukiyo_widgets.widgets.studio import Studio


def open_studio(wish: str) -> None:
    """Show the kernel's Studio; where there is none yet, make it.

    Parameters
    ----------
    wish
        JSON: ``content``, ``references`` (pictures or folders of them) or ``run``, paths seen from the kernel's folder;
        everything else goes to :class:`~ukiyo_widgets.Studio`, where an empty ``keep`` is False.

    Raises
    ------
    UkiyoError
        If a print or a saved run cannot be read, or a setting is wrong.
    """
    _show(_newest() or _made(json.loads(wish)))


def show_studio() -> None:
    """Show the Studio that the notebook of this kernel has made last.

    Raises
    ------
    UkiyoError
        If there is none.
    """
    studio = _newest()
    if studio is None:
        raise UkiyoError("This notebook has no Studio yet: run a cell that makes one, for instance uw.Studio().")
    _show(studio)


def take_up(wish: str) -> None:
    """Choose prints in the kernel's Studio: ``content`` or ``references`` of the JSON, paths seen from the kernel's folder."""
    studio, given = _newest(), json.loads(wish)
    if studio is None:
        raise UkiyoError("There is no Studio here any more: open one, then choose the print again.")
    if "references" in given:
        studio.reference_picker.choose(*map(Path, given["references"]))
    if "content" in given:
        studio.content_picker.choose(Path(given["content"]))


def close_studio() -> None:
    """End the kernel's Studio, as when its tab is closed."""
    studio = _newest()
    if studio is not None:
        studio.close()


def _newest() -> Studio | None:
    return next((each for each in reversed(living()) if isinstance(each, Studio)), None)


def _made(wish: Mapping[str, Any]) -> Studio:
    wish = dict(wish)
    content, run, references = wish.pop("content", None), wish.pop("run", None), wish.pop("references", None)
    if run is not None:
        return Studio(load_run(Path(run)), **wish)
    if content is not None:
        wish["content"] = Path(content)
    if references:
        wish["reference"] = [Path(each) for each in references]
    if wish.get("keep") == "":
        wish["keep"] = False
    return Studio(**wish)


def _show(studio: Studio) -> None:
    """Show a Studio without the still picture that it leaves in a notebook."""
    from IPython.display import display

    display(view(studio), raw=True)
