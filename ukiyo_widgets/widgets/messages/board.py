"""What the board of a collection and its page say: how far it is, a page of its prints, and what is wanted again."""

from __future__ import annotations

from typing import Literal, TypedDict

from ukiyo_widgets.widgets.messages.controls import Control
from ukiyo_widgets.widgets.messages.picker import Trouble
from ukiyo_widgets.widgets.messages.talk import Nothing, Talk

PrintState = Literal["done", "skipped", "under_way", "missing"]
Which = Literal["all", "done", "skipped", "missing", "marked"]


class Markable(TypedDict):
    """What prints can be made again with: settings, each with its control, and the references that the collection knows."""

    settings: list[Control]
    references: list[str]


class Far(TypedDict):
    """How far the collection is, in words and in percent; who works, how much each has done, and how many an hour."""

    headline: str
    percent: float
    goes_on: bool
    marked: int
    dashboard: str
    workers: list[tuple[str, str, str]]


class BoardPrint(TypedDict):
    """A print: how it stands, what there is to say of that, and what it is marked to be made again with, in words."""

    name: str
    state: PrintState
    said: str
    mark: str


class BoardPage(TypedDict):
    """Some of the prints that were sought; pages count from 0."""

    page: int
    pages: int
    prints: list[BoardPrint]


class Pair(TypedDict):
    """A print before and after, whose picture, a WebP, travels along."""

    name: str


class Browsed(TypedDict):
    """Which prints are to be shown: those whose names hold a text, and that stand so."""

    text: str
    state: Which
    page: int


class Marked(TypedDict):
    """What prints are to be made again with: ``reference`` or a setting, and its value; no setting is just once more."""

    names: list[str]
    setting: str
    value: str


class Unmarked(TypedDict):
    """Whose marks go."""

    names: list[str]


BOARD = Talk(
    to_page={"markable": Markable, "far": Far, "prints_page": BoardPage, "pair": Pair, "error": Trouble},
    from_page={
        "browse": Browsed,
        "mark": Marked,
        "unmark": Unmarked,
        "make_marked": Nothing,
        "go_on": Nothing,
        "rest": Nothing,
    },
)
