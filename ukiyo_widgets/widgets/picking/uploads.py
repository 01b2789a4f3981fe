"""Files on their way from a page: they come in pieces, below every front end's limit on messages."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Generic, TypeVar

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.limits import MAX_BYTES
from ukiyo_widgets.places import named

PATIENCE_S = 120.0
"""After so much silence an upload counts as given up: its page may have been closed."""


T = TypeVar("T")


class Uploads(Generic[T]):
    """Puts the pieces of files together, each with what was so when its first piece came."""

    def __init__(self) -> None:
        self._pieces: dict[str, list[bytes]] = {}
        self._begun: dict[str, T] = {}
        self._heard_s: dict[str, float] = {}

    def take(self, name: str, part: int, parts: int, data: Sequence[memoryview], *, now: T) -> tuple[bytes, T] | None:
        """Take a piece; return the file once all are there, and what ``now`` was when it began.

        Raises
        ------
        ImageError
            If a piece is missing, or the file is too large.
        """
        self._forget_what_does_not_go_on()
        self._heard_s[name] = time.monotonic()
        pieces = self._pieces.setdefault(name, [])
        if not pieces:
            self._begun[name] = now
        if part != len(pieces):
            self._pieces.pop(name)
            raise ImageError(f"The file {named(name)} arrived in disorder; add it once more.")
        pieces.append(b"".join(map(bytes, data)))
        if sum(map(len, pieces)) > MAX_BYTES:
            self._pieces.pop(name)
            raise ImageError(
                f"The file {named(name)} has more than the {MAX_BYTES / 1e6:.0f} MB that are read; reduce it first."
            )
        return (b"".join(self._pieces.pop(name)), self._begun.pop(name)) if part + 1 == parts else None

    def _forget_what_does_not_go_on(self) -> None:
        for name, heard_s in list(self._heard_s.items()):
            if time.monotonic() - heard_s > PATIENCE_S:
                self._pieces.pop(name, None)
            if name not in self._pieces:
                self._begun.pop(name, None)
                del self._heard_s[name]
