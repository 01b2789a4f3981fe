"""What is said of runs that were kept: an offer to go on with them."""

from __future__ import annotations

from typing import TypedDict

from ukiyo_widgets.widgets.messages.talk import Nothing, Talk


class Offer(TypedDict):
    """How many runs were kept, the one that was on the screen, and when, in seconds since 1970; 0 runs: nothing is offered.

    Its picture, a JPEG, travels along if there is one.
    """

    runs: int
    name: str
    index: int
    written_s: float


KEEPING = Talk(to_page={"offer": Offer}, from_page={"go_on": Nothing, "dismiss": Nothing})
