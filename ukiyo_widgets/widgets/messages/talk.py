"""What every part and its page may say, and how it is described."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypedDict

Status = Literal["empty", "ready", "playing", "driven", "stopping", "paused", "finished"]
Busy = Literal["", "preparing", "forking", "tinting", "saving"]


@dataclass(frozen=True)
class Talk:
    """Kinds of messages between one part and its page, and what stands in each."""

    to_page: Mapping[str, type]
    from_page: Mapping[str, type]


class Nothing(TypedDict):
    """The kind says it all."""


class Fetched(TypedDict):
    """The answer of an outbox: whether there was anything in it."""

    any: bool


EVERYWHERE = Talk(to_page={"fetched": Fetched}, from_page={"hello": Nothing, "fetch": Nothing})
"""What every part and its page may say: a page that opens says hello, and in Colab it fetches."""
