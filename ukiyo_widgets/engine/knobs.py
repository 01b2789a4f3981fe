"""What a setting is: its range, unit and help text, and how a value given for it is checked."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ukiyo_widgets.engine.guidance.hints import Hints
from ukiyo_widgets.engine.guidance.inks import InkChanges
from ukiyo_widgets.engine.guidance.regions import Regions
from ukiyo_widgets.engine.layers import LayerWeights
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.untrusted import one_line, shown

MOST_NUMBERS = 1000
"""In a setting that has several."""

MOST_CHARACTERS = 10_000
"""In a setting that is a word, a path for instance."""


@dataclass(frozen=True)
class Knob:
    """What the documentation, the command line and the sliders know of one setting.

    Attributes
    ----------
    help
        One sentence for the person who turns it.
    group
        The heading it stands under.
    kind
        Reads a value of the setting's type from a Python value or from the command line's text.
    unit
        Of the value, where it has one.
    low, high
        The range allowed, both ends included.
    choices
        The words allowed.
    remedy
        What to do when a value is refused, where the range alone does not say it.
    logarithmic
        Whether a slider should move in powers of ten.
    changeable
        Whether a run can change it while it goes on.
    restarts
        Whether such a change makes the optimizer forget what it knows.
    """

    help: str
    group: str
    kind: Callable[[Any], Any]
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    remedy: str = ""
    logarithmic: bool = False
    changeable: bool = True
    restarts: bool = False

    @property
    def allowed(self) -> str:
        """What values are allowed, in words."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        if self.low is None or self.high is None:
            return KIND_NAMES[self.kind]
        return f"{KIND_NAMES[self.kind]} from {self.low:.12g} to {self.high:.12g}{self.unit and ' ' + self.unit}"

    def read(self, name: str, value: object) -> Any:
        """Return ``value`` in the setting's type, or raise SettingsError with one sentence."""
        try:
            read = self.kind(value)
        # Somebody else's object may raise anything where it is asked for its number or its items.
        except Exception as error:  # noqa: BLE001
            told = self.kind in WRITTEN and isinstance(error, ValueError)
            detail = f" ({one_line(str(error), most=300)})" if told else ""
            raise self._refusal(name, value, detail) from None
        if self.choices and read not in self.choices:
            raise self._refusal(name, value)
        if self.low is not None and self.high is not None:
            numbers = read if isinstance(read, tuple) else () if read is None else (read,)
            if not all(self.low <= number <= self.high for number in numbers):
                raise self._refusal(name, value)
        return read

    def _refusal(self, name: str, value: object, detail: str = "") -> SettingsError:
        remedy = f"; {self.remedy}" if self.remedy else ""
        return SettingsError(f"{name} is {shown(value, most=200)}{detail}, but it must be {self.allowed}{remedy}.")


def whole_number(value: object) -> int:
    """Read an integer; 3.0 and ``"3"`` are integers, 3.5 and True are not."""
    if isinstance(value, bool):
        raise TypeError
    number = int(value) if isinstance(value, str) else value
    if int(number) != number:  # type: ignore[call-overload]
        raise ValueError
    return int(number)  # type: ignore[call-overload, no-any-return]


def whole_number_or_none(value: object) -> int | None:
    """Read an integer; None and ``"none"`` stay None."""
    return None if value is None or value == "none" else whole_number(value)


def number(value: object) -> float:
    """Read a finite float."""
    if isinstance(value, bool):
        raise TypeError
    read = float(value)  # type: ignore[arg-type]
    if not math.isfinite(read):
        raise ValueError
    return read


def switch(value: object) -> bool:
    """Read a truth value; the command line writes yes and no."""
    words = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
    if isinstance(value, str):
        value = words.get(value.lower())
    if not isinstance(value, bool):
        raise TypeError
    return value


def word(value: object) -> str:
    """Read a text."""
    if not isinstance(value, str) or not 0 < len(value) <= MOST_CHARACTERS or "\0" in value:
        raise TypeError
    return str(value)


def numbers(value: object) -> tuple[float, ...]:
    """Read several numbers; the command line separates them by commas."""
    entries = [entry for entry in value.split(",") if entry.strip()] if isinstance(value, str) else value
    read = tuple(number(entry) for entry in itertools.islice(entries, MOST_NUMBERS + 1))  # type: ignore[call-overload]
    if len(read) > MOST_NUMBERS:
        raise ValueError
    return read


def layer_weights(value: Any) -> LayerWeights:
    """Read weights by layer."""
    return value if isinstance(value, LayerWeights) else LayerWeights(value)


def hints(value: Any) -> Hints:
    """Read dabs of colour."""
    return value if isinstance(value, Hints) else Hints(value)


def regions(value: Any) -> Regions:
    """Read pairs of parts."""
    return value if isinstance(value, Regions) else Regions(value)


def ink_changes(value: Any) -> InkChanges:
    """Read changed inks."""
    return value if isinstance(value, InkChanges) else InkChanges(value)


WRITTEN: tuple[Callable[[Any], Any], ...] = (layer_weights, hints, regions, ink_changes)
"""Kinds whose values are several things, written as one text; their messages say what is wrong inside."""

KIND_NAMES: dict[Callable[[Any], Any], str] = {
    whole_number: "a whole number",
    whole_number_or_none: "None or a whole number",
    number: "a number",
    switch: "True or False (yes or no)",
    word: "a text",
    numbers: "numbers",
    layer_weights: "weights by layer, such as 'conv1_1=0.2,conv2_1=0.8'",
    hints: "dabs of colour, such as '0.25,0.4=#3355aa; 0.7,0.8=#aa3322'",
    regions: "pairs of parts, such as '0,0 1,0 1,0.5 > 0,0.5 1,0.5 1,1'",
    ink_changes: "changed inks, such as '#1d3a5f=#2a6e4e'",
}


def knob(default: Any, **about: Any) -> Any:
    """Return a dataclass field that carries its :class:`Knob`."""
    return dataclasses.field(default=default, metadata={"knob": Knob(**about)})
