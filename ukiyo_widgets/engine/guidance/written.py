"""Settings that hold several things and are written as one text: on the command line, in recipes and in code."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Generic, Self, TypeVar

from ukiyo_widgets.untrusted import one_line, shown

Entry = TypeVar("Entry")

MOST_ENTRIES = 10_000

_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")


class Written(Sequence[Entry], Generic[Entry]):
    """An immutable sequence of entries, whose text gives the same sequence again.

    A subclass says how one entry is read and written. Entries are parted by semicolons.

    Parameters
    ----------
    entries
        The text, or an iterable of entries, each in any form that the subclass reads.

    Raises
    ------
    ValueError
        If an entry is none, with what is wrong about it.
    """

    __slots__ = ("_entries",)

    form: ClassVar[str]
    """What an entry looks like as text, for messages."""

    def __init__(self, entries: str | Iterable[Any] = ()) -> None:
        parts = [part for part in entries.split(";") if part.strip()] if isinstance(entries, str) else entries
        self._entries: tuple[Entry, ...] = tuple(
            self._checked(part) for part in itertools.islice(parts, MOST_ENTRIES + 1)
        )
        if len(self._entries) > MOST_ENTRIES:
            raise ValueError(f"there are more than {MOST_ENTRIES:,} entries")

    @classmethod
    def read_entry(cls, entry: Any) -> Entry:
        """Return an entry from its text, or from what a caller in Python gives."""
        raise NotImplementedError

    @classmethod
    def _checked(cls, entry: Any) -> Entry:
        try:
            return cls.read_entry(entry)
        except Exception as error:  # noqa: BLE001 - somebody else's object may raise anything
            why = one_line(str(error), most=120)
            raise ValueError(f"{shown(entry)} cannot be read: {why}; an entry is {cls.form}") from None

    def with_entry(self, entry: Any) -> Self:
        """Return a copy with one more entry at the end."""
        return type(self)([*self._entries, entry])

    def without_last(self) -> Self:
        """Return a copy without the last entry."""
        return type(self)(self._entries[:-1])

    def __getitem__(self, place: Any) -> Any:
        return self._entries[place]

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._entries == other._entries

    def __hash__(self) -> int:
        return hash((type(self), self._entries))

    def __str__(self) -> str:
        return "; ".join(str(entry) for entry in self._entries)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


def read_colour(colour: Any) -> str:
    """Return a colour as ``#rrggbb``, from that text or from three numbers, RGB in [0, 1].

    Examples
    --------
    >>> read_colour("3355AA"), read_colour((1, 0.5, 0))
    ('#3355aa', '#ff8000')
    """
    if isinstance(colour, str):
        match = _COLOUR.fullmatch(colour.strip())
        if not match:
            raise ValueError(f"the colour {colour!r} is not six hexadecimal digits such as #3355aa")
        return f"#{match[1].lower()}"
    channels = [float(channel) for channel in colour]
    if len(channels) != 3 or not all(0 <= channel <= 1 for channel in channels):
        raise ValueError(f"the colour {colour!r} is not three numbers from 0 to 1")
    return "#" + "".join(f"{int(255 * channel + 0.5):02x}" for channel in channels)


def rgb_of(colour: str) -> tuple[float, float, float]:
    """Return R, G and B in [0, 1] of ``#rrggbb``."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def read_share(text: Any, what: str) -> float:
    """Return a number in [0, 1], kept to a hundred-thousandth so that its text is short."""
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError(f"{what} is {number:g}, but it goes from 0 to 1")
    return round(number, 5)
