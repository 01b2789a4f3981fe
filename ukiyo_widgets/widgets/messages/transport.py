"""What the transport and its page say: what plays, what is looked at, what is saved."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from ukiyo_widgets.widgets.messages.talk import Busy, Nothing, Status, Talk


class TransportState(TypedDict):
    """What the buttons and the timeline show; widths and heights of the picture and of its scan are in px."""

    status: Status
    busy: Busy
    take: NotRequired[int]
    index: NotRequired[int]
    position: NotRequired[int | None]
    marks: NotRequired[list[int]]
    kept: NotRequired[list[int]]
    until: NotRequired[int | None]
    size: NotRequired[tuple[int, int]]
    scan: NotRequired[tuple[int, int] | None]
    enlarges: NotRequired[bool]


class SavedFile(TypedDict):
    """A file to be saved; its bytes travel along."""

    name: str
    mime: str


class Code(TypedDict):
    """Python code that recreates what is on the screen."""

    code: str


class Steps(TypedDict):
    """How many iterations to make."""

    n: int


class Sought(TypedDict):
    """The iteration to look at; None is the newest."""

    index: int | None


class Export(TypedDict):
    """The ending of the file to be saved."""

    what: str


class Enlarged(TypedDict):
    """The longest side in px of a run that goes on from the picture that is shown."""

    side_px: int


TRANSPORT = Talk(
    to_page={"state": TransportState, "file": SavedFile, "code": Code},
    from_page={
        "play": Nothing,
        "steps": Steps,
        "pause": Nothing,
        "stop": Nothing,
        "reset": Nothing,
        "seek": Sought,
        "fork": Nothing,
        "enlarge": Enlarged,
        "export": Export,
        "code": Nothing,
    },
)
