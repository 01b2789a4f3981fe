"""What a sheet of trials and its page say: what can be tried, and the small runs as they come."""

from __future__ import annotations

from typing import TypedDict

from ukiyo_widgets.widgets.messages.talk import Nothing, Talk


class Tryable(TypedDict):
    """What can be tried: every reference on the shelf, named ``references``, and settings with their titles."""

    settings: list[tuple[str, str]]


class Trials(TypedDict):
    """The labels of a new sheet of small runs, in order; without any, the sheet has ended."""

    what: str
    labels: list[str]


class Trial(TypedDict):
    """How far one of them is; its picture, a JPEG, travels along, or what went wrong stands here."""

    number: int
    index: int
    done: bool
    error: str


class Tried(TypedDict):
    """What to try: ``references``, or the name of a setting."""

    what: str


class OneTrial(TypedDict):
    """Which trial is meant."""

    number: int


TRIALS = Talk(
    to_page={"tryable": Tryable, "trials": Trials, "trial": Trial},
    from_page={"try_all": Tried, "go_on_with": OneTrial, "end": Nothing},
)
