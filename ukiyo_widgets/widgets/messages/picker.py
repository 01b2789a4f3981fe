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
    """A print's thumbnail, a JPEG that travels along, or what is wrong with the file; and whose print it is, if it says so."""

    key: str
    error: str
    credit: str


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


class Museum(TypedDict):
    """What there is to say of museums: what is being done, or went wrong; and whether something is still to come."""

    text: str
    busy: bool


class MuseumQuery(TypedDict):
    """Words that a museum's prints are to go by."""

    query: str


class MuseumWork(TypedDict):
    """A print that a museum has, in its words: whose it is and why it may be used, and all of that in one line."""

    key: str
    title: str
    artist: str
    date: str
    whose: str
    credit: str


class MuseumKey(TypedDict):
    """Which of the museum's prints is meant; with a small picture of it, a JPEG, where one travels along."""

    key: str


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
        "museum": Museum,
        "museum_begins": MuseumQuery,
        "museum_work": MuseumWork,
        "museum_picture": MuseumKey,
        "museum_taken": MuseumKey,
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
        "museum_search": MuseumQuery,
        "museum_take": MuseumKey,
    },
)
