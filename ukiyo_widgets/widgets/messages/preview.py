"""What the preview and its page say: pictures and numbers, and a say in the colours."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from ukiyo_widgets.widgets.messages.talk import Busy, Nothing, Status, Talk

Point = tuple[float, float]
"""A place on a picture, as shares of its width and height from the top left."""

Outline = list[Point]

Dab = tuple[float, float, str, float]
"""Its place, its colour as ``#rrggbb``, and its radius as a share of the longest side."""

Region = tuple[Outline, Outline, int]
"""A part of the print, the part of a reference that it takes its colours from, and which reference: from 1."""


class Frame(TypedDict):
    """A picture of the run; its bytes travel along, of one at rest that keeps its ink also a* and b*, in int16 times 128."""

    number: int
    index: int
    format: Literal["png", "jpeg"]
    take: int


class Gray(TypedDict):
    """The gray print of a take, a PNG that travels along; 0 is a run that is being prepared.

    Where the picture can be shown as sharp as its scan, its L* at the run's size travels along, float32.
    """

    take: int
    sharp: bool


class Guess(TypedDict):
    """A first guess of the colours of a run that is being prepared; a JPEG travels along."""


class Beside(TypedDict):
    """What is on the other side of the wipe: content, start, reference or a take's key; its bytes travel along.

    An inked one has the gray print's own lightness.
    """

    what: str
    inked: bool


class Compared(TypedDict):
    """What to put on the other side of the wipe: content, start, reference or a take's key."""

    what: str


class PreviewState(TypedDict):
    """The words and numbers around the picture."""

    status: Status
    error: str
    busy: Busy
    take: int
    choices: list[tuple[str, str]]
    beside: str
    position: int | None
    name: NotRequired[str]
    index: NotRequired[int]
    note: NotRequired[str]
    inked: NotRequired[bool]
    ratio: NotRequired[float]
    each_s: NotRequired[float]
    left_s: NotRequired[float]
    back: NotRequired[bool]


class Colours(TypedDict):
    """The edits of the colours as they stand, without painted masks."""

    hints: list[Dab]
    regions: list[Region]
    palette: list[tuple[str, str]]
    undo: bool
    at_once: bool


class ShownReference(TypedDict):
    """A reference to take colours from; its bytes, a PNG, travel along."""

    number: int
    of: int


class Inks(TypedDict):
    """The inks of each reference, with their shares of its area."""

    inks: list[list[tuple[str, float]]]


class Acknowledged(TypedDict):
    """The highest number of a frame that was painted."""

    number: int


class ToolsOpened(TypedDict):
    """Whether a run at rest makes an iteration after each edit."""

    at_once: bool


class Dabs(TypedDict):
    """One stroke of the brush."""

    dabs: list[Dab]


class NewRegion(TypedDict):
    """Two outlines, and the number of the reference that the second lies on."""

    content: Outline
    reference: Outline
    number: int


class Erased(TypedDict):
    """Which dab or region goes."""

    name: Literal["hints", "regions"]
    index: int


class ChangedInk(TypedDict):
    """An ink and the colour that it is printed in, None for its own; whether this goes on with the last such edit."""

    ink: str
    becomes: str | None
    amend: bool


PREVIEW = Talk(
    to_page={
        "frame": Frame,
        "gray": Gray,
        "guess": Guess,
        "beside": Beside,
        "state": PreviewState,
        "colours": Colours,
        "reference": ShownReference,
        "inks": Inks,
    },
    from_page={
        "ack": Acknowledged,
        "beside": Compared,
        "tools": ToolsOpened,
        "dabs": Dabs,
        "region": NewRegion,
        "erase": Erased,
        "ink": ChangedInk,
        "undo": Nothing,
        "clear": Nothing,
    },
)
