"""A print in a museum, and what a museum must be able to say."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.untrusted import one_line

MOST_OF_A_FIELD = 200
"""Characters of a title, a name or a credit line that are kept."""

Why = Literal["strange", "not_free", "no_picture", "no_jpeg", "no_print", "no_manifest"]


class MuseumError(ImageError):
    """A museum has no such print that may be used, or says what it does not promise; ``why`` is of what kind that is."""

    def __init__(self, message: str, why: Why = "strange") -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True)
class Work:
    """A print in the public domain, as a museum describes it.

    Attributes
    ----------
    key
        What :func:`ukiyo_widgets.museum.fetch` takes: ``"met:36461"``, or the address of a IIIF manifest.
    title, artist, date
        In the museum's words; empty where it says nothing.
    museum
        Its name.
    credit_line
        What the museum asks to be named with the picture.
    rights
        Why it may be used.
    page
        Where people can read about it.
    image
        Address of the picture, a JPEG.
    told_by
        Address of the interface that said all this.
    small_image
        Address of a small picture to choose by; empty where the museum names none.
    """

    key: str
    title: str
    artist: str
    date: str
    museum: str
    credit_line: str
    rights: str
    page: str
    image: str
    told_by: str
    small_image: str = ""

    @property
    def credit(self) -> str:
        """All that is to be said beside the picture, in one line."""
        what = ", ".join(filter(None, (self.artist, self.title, self.date)))
        whose = ", ".join(filter(None, (self.museum, self.credit_line)))
        return (
            " ".join(f"{each.rstrip('.')}." for each in (what, whose, self.rights) if each) + f" {self.page}".rstrip()
        )

    def __str__(self) -> str:
        return f"{self.key}  {', '.join(filter(None, (self.artist, self.title, self.date)))}"


class Museum(Protocol):
    """A museum that can be searched: what a new one must have."""

    @property
    def name(self) -> str:
        """What it is called."""

    def search(self, query: str) -> Iterator[Work]:
        """Give its prints in the public domain that go by some words, asked for one after the other."""

    def look_up(self, number: str) -> Work:
        """Return the print with a number; raise MuseumError where there is none, or it is not in the public domain."""


def plain(value: object) -> str:
    """Return a museum's text as one line, without markup; empty for whatever is no text."""
    if not isinstance(value, str):
        return ""
    return one_line(" ".join(html.unescape(re.sub(r"<[^<>]*>", " ", value)).split()), most=MOST_OF_A_FIELD)
