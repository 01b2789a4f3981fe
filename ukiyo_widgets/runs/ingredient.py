"""The prints of a recipe, and what is checked of everything that a recipe's JSON text says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ukiyo_widgets.images.reading.sources import name_of
from ukiyo_widgets.untrusted import shown

MOST_IN_A_TEXT = 10_000
"""Characters of a print's source or credit: the longest address that servers take has 8,000."""

MOST_ITERATIONS = 10**9


@dataclass(frozen=True)
class Ingredient:
    """One print that went in.

    Attributes
    ----------
    source
        What :func:`~ukiyo_widgets.images.reading.reading.read_image` reads it from again: a path, a URL or
        ``sample:name``; None for an array or an image in memory.
    credit
        Where it came from, in words.
    sha256
        Digest of what was read.
    """

    source: str | None
    credit: str
    sha256: str

    @property
    def name(self) -> str:
        """What to call it: a file's name, a sample's; where there is neither, its credit."""
        return self.credit if self.source is None else name_of(self.source)

    @classmethod
    def from_plain(cls, data: Any) -> Ingredient:
        """Return the ingredient that JSON has as an object; raise ValueError or KeyError for any other."""
        refuse_others(data, {"source", "credit", "sha256"}, "print")
        source = data["source"]
        return cls(
            None if source is None else text(source, "source"),
            text(data["credit"], "credit"),
            digest(data["sha256"]),
        )


@dataclass(frozen=True)
class Choice:
    """How the references were chosen where several were given, or a folder.

    Attributes
    ----------
    looked_at
        From how many prints.
    left_out
        Those that cannot be learnt from: name and reason of each.
    folders
        The folders that were given, whose prints these are.
    """

    looked_at: int
    left_out: tuple[tuple[str, str], ...] = ()
    folders: tuple[str, ...] = ()

    @classmethod
    def from_plain(cls, data: Any) -> Choice:
        """Return the choice that JSON has as an object; raise ValueError or TypeError for any other."""
        refuse_others({"folders": (), **data}, {"looked_at", "left_out", "folders"}, "choice")
        looked_at = data["looked_at"]
        if not isinstance(looked_at, int) or isinstance(looked_at, bool) or not 0 <= looked_at <= MOST_ITERATIONS:
            raise ValueError(f"references were chosen from {shown(looked_at)}")
        return cls(
            looked_at,
            tuple((text(name, "name"), text(reason, "reason")) for name, reason in data["left_out"]),
            tuple(text(each, "folder") for each in data.get("folders", ())),
        )


def refuse_others(data: Any, keys: set[str], what: str) -> None:
    """Raise ValueError for what is no object with these keys alone."""
    if not isinstance(data, dict) or data.keys() != keys:
        raise ValueError(f"a {what} of it is no object of {', '.join(sorted(keys))}")


def text(value: Any, what: str) -> str:
    """Return a text of bounded length; raise ValueError for anything else."""
    if not isinstance(value, str) or len(value) > MOST_IN_A_TEXT:
        raise ValueError(f"a print's {what} is {shown(value)}, and not a text of at most {MOST_IN_A_TEXT:,} characters")
    return value


def digest(value: Any) -> str:
    """Return a SHA-256, or the empty text; raise ValueError for anything else."""
    if not isinstance(value, str) or not re.fullmatch("([0-9a-f]{64})?", value):
        raise ValueError(f"a SHA-256 is {shown(value)}")
    return value
