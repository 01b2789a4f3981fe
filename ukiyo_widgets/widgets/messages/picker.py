"""What a picker and its page say: the prints on offer, those chosen, and files on their way."""

from __future__ import annotations

from typing import Literal, TypedDict

from ukiyo_widgets.widgets.messages.talk import Nothing, Talk


class Trouble(TypedDict):
    """What went wrong, in words."""

    text: str


class OfferedPrint(TypedDict):
    """A print on offer: why it would serve, and its place among the suggested ones, from 1."""

    key: str
    name: str
    why: list[str]
    place: int | None


class Prints(TypedDict):
    """The prints on offer, in order."""

    role: Literal["content", "reference"]
    suggests: bool
    suggested: bool
    prints: list[OfferedPrint]


class Thumbnail(TypedDict):
    """A print's thumbnail, a JPEG that travels along; without one, what is wrong with the file."""

    key: str
    error: str


class Choice(TypedDict):
    """The prints chosen, in the order of choosing, and their weights; and the others of the gray print's series."""

    keys: list[str]
    weights: dict[str, float]
    series: list[str]


class Progress(TypedDict):
    """How many prints have been compared."""

    done: int
    total: int


class Received(TypedDict):
    """Which piece of a file has arrived."""

    name: str
    part: int


class Chosen(TypedDict):
    """The keys of prints."""

    keys: list[str]


class Weighed(TypedDict):
    """A reference's weight, from 0 to 1."""

    key: str
    weight: float


class Brought(TypedDict):
    """Files that are where the notebook's server is, as paths from its root."""

    paths: list[str]


class Upload(TypedDict):
    """A piece of a file, whose bytes travel along; of files that come together, whether it is the first."""

    name: str
    part: int
    parts: int
    first: bool


PICKER = Talk(
    to_page={
        "prints": Prints,
        "thumbnail": Thumbnail,
        "choice": Choice,
        "comparing": Progress,
        "received": Received,
        "error": Trouble,
    },
    from_page={
        "look": Nothing,
        "choose": Chosen,
        "choose_all": Chosen,
        "weigh": Weighed,
        "upload": Upload,
        "bring": Brought,
        "suggest": Nothing,
    },
)
