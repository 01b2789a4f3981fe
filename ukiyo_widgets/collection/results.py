"""What a collection gives as it goes on: finished prints, and those that could not be finished, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import PIL.Image

from ukiyo_widgets.collection.record import Record


@dataclass(frozen=True)
class Finished:
    """A print that is finished, and stands whole in the collection's folder.

    Attributes
    ----------
    name
        Of the result.
    path
        The picture.
    record
        What it was made of and what became of it.
    """

    name: str
    path: Path
    record: Record

    @property
    def image(self) -> PIL.Image.Image:
        """The picture, read from its file."""
        with PIL.Image.open(self.path) as picture:
            return picture.convert("RGB")

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.image.save(buffer, "PNG")
        return buffer.getvalue()

    def __repr__(self) -> str:
        return f"<Finished {self.name!r}: {self.record.iterations} iterations, {self.record.seconds:.1f} s>"


@dataclass(frozen=True)
class Failure:
    """A print that was skipped.

    Attributes
    ----------
    name
        Of what would have been the result.
    file
        The gray print.
    reason
        Why, in one sentence.
    """

    name: str
    file: str
    reason: str
