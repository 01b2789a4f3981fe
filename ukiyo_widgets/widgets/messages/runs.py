"""What the list of runs and the loss chart say, and their pages."""

from __future__ import annotations

from typing import TypedDict

from ukiyo_widgets.widgets.messages.talk import Nothing, Status, Talk

Losses = tuple[int, float, float, float, float]
"""The iteration; then the total, content, style and variation losses as they stand in the total."""


class Points(TypedDict):
    """Losses that are new, after which to begin anew or to go on; and every iteration at which something was set, and what."""

    restart: bool
    points: list[Losses]
    marks: list[tuple[int, str]]


class RunRow(TypedDict):
    """A run in the list."""

    key: int
    name: str
    depth: int
    index: int
    status: Status
    shown: bool
    compared: bool
    forked_at: int | None
    prints: str
    differs: str


class Runs(TypedDict):
    """All runs, the keys of those whose thumbnails travel along, JPEGs in this order, and which run was deleted last, if any."""

    runs: list[RunRow]
    pictures: list[int]
    deleted: str


class OneRun(TypedDict):
    """Which run is meant."""

    key: int


class Renamed(TypedDict):
    """A run's new name."""

    key: int
    name: str


LOSSES = Talk(to_page={"points": Points}, from_page={})

RUNS = Talk(
    to_page={"runs": Runs},
    from_page={
        "show": OneRun,
        "compare": OneRun,
        "rename": Renamed,
        "delete": OneRun,
        "undelete": Nothing,
        "play": OneRun,
        "pause": OneRun,
    },
)
