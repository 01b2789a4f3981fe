"""Everything that a part and its page say to each other: kinds of messages, and what stands in each of them.

The front end's types are written from here, by ``python frontend/widgets/write_messages.py``, so that a kind or a field that only
one side knows fails a check. Fields of a message from a page are the parameters of the part's ``on_…``.
"""

from __future__ import annotations

from collections.abc import Mapping

from ukiyo_widgets.widgets.messages.board import BOARD
from ukiyo_widgets.widgets.messages.controls import CONTROLS
from ukiyo_widgets.widgets.messages.keeping import KEEPING
from ukiyo_widgets.widgets.messages.picker import PICKER
from ukiyo_widgets.widgets.messages.preview import PREVIEW
from ukiyo_widgets.widgets.messages.runs import LOSSES, RUNS
from ukiyo_widgets.widgets.messages.talk import EVERYWHERE, Talk
from ukiyo_widgets.widgets.messages.transport import TRANSPORT
from ukiyo_widgets.widgets.messages.trials import TRIALS

TALKS: Mapping[str, Talk] = {
    "preview": PREVIEW,
    "transport": TRANSPORT,
    "losses": LOSSES,
    "runs": RUNS,
    "picker": PICKER,
    "keeping": KEEPING,
    "trials": TRIALS,
    "controls": CONTROLS,
    "board": BOARD,
}
"""What each part and its page may say beyond :data:`EVERYWHERE`, by the part's name in the front end."""

__all__ = ["EVERYWHERE", "TALKS", "Talk"]
