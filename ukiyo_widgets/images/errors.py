"""The one exception of everything that reads, resizes or writes pictures and films."""

from __future__ import annotations


class ImageError(ValueError):
    """A picture or film cannot be read or written; the message says what was given, what is allowed and what to do."""
