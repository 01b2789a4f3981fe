"""What the controls and their page say: every setting with its control, and how all of them stand."""

from __future__ import annotations

from typing import Literal, TypedDict

from ukiyo_widgets.widgets.messages.talk import Nothing, Talk


class Control(TypedDict):
    """One setting: its words, its kind of control, and what it can be; one without a group stands open."""

    name: str
    title: str
    help: str
    unit: str
    group: str
    kind: Literal["slider", "number", "switch", "choice", "text"]
    low: float | None
    high: float | None
    step: float | None
    logarithmic: bool
    choices: list[tuple[str, str]]


class AllControls(TypedDict):
    """Every control, in order, and whether the page can have a new run begin."""

    controls: list[Control]
    begins: bool


class Standing(TypedDict):
    """How the settings stand, what those of the preset are, which values were refused and why, and what is to be said.

    The page has been heard up to its message of the number given.
    """

    values: dict[str, float | str | bool | None]
    preset: dict[str, float | str | bool | None]
    wrong: dict[str, str]
    waiting: str
    hint: str
    cost: str
    measured: str
    heard: int


class Turned(TypedDict):
    """A setting that a person has turned; not yet done while a slider is dragged. Numbers of messages only grow."""

    name: str
    value: float | str | bool | None
    done: bool
    number: int


class PutBack(TypedDict):
    """A setting that goes back to what it is in the preset."""

    name: str
    number: int


CONTROLS = Talk(
    to_page={"controls": AllControls, "standing": Standing},
    from_page={"turn": Turned, "back": PutBack, "begin": Nothing, "keep": Nothing},
)
