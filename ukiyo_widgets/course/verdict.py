"""What a check says: right, not right yet, or not answered yet."""

from __future__ import annotations

import html
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How an answer stands."""

    RIGHT = "right"
    NOT_YET = "not right yet"
    OPEN = "not answered yet"


_LOOKS = {  # sign, colour: told apart without colour too
    Standing.RIGHT: ("✓", "#0a7d55"),
    Standing.NOT_YET: ("✗", "#b4500a"),
    Standing.OPEN: ("○", "#6b6b6b"),
}


@dataclass(frozen=True)
class Verdict:
    """The result of a check; true where the answer is right. A notebook shows it as one coloured line."""

    exercise: str
    standing: Standing
    message: str = ""

    def __bool__(self) -> bool:
        return self.standing is Standing.RIGHT

    def __str__(self) -> str:
        sign, _ = _LOOKS[self.standing]
        return f"{sign} {self.exercise}: {self.standing}. {self.message}".rstrip()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        _, colour = _LOOKS[self.standing]
        return f'<div style="border-left:4px solid {colour};padding:2px 10px;max-width:60em">{html.escape(str(self))}</div>'
