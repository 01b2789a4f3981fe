"""One sample print: what it is called, and how it is drawn."""

from __future__ import annotations

import functools
import importlib
import threading
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from ukiyo_widgets.errors import ImageError

SMALLEST_PX, LARGEST_PX = 16, 4096
DEFAULT_PX = 512
ROOM = __name__.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample print.

    Attributes
    ----------
    name
        What it is called by: ``samples.wave``, or ``"sample:wave"`` wherever a print is asked for.
    series
        What its sister prints share a folder and their inks under: "sea", "mountain", "snow", "rain" or "stage".
    title, description
        For people.
    width, height
        The sheet, in units of its shorter side.
    """

    name: str
    series: str
    title: str
    description: str
    width: float = 1.5
    height: float = 1.0

    def color(self, max_side_px: int = DEFAULT_PX) -> Image.Image:
        """Return the colour print, RGB; the longest side has ``max_side_px``, from 16 to 4096.

        Raises
        ------
        ImageError
            If it is another.

        Examples
        --------
        >>> import ukiyo_widgets as uw
        >>> uw.samples.wave.color(96).size
        (96, 64)
        """
        if (
            isinstance(max_side_px, bool)
            or not isinstance(max_side_px, int)
            or not SMALLEST_PX <= max_side_px <= LARGEST_PX
        ):
            raise ImageError(
                f"max_side_px is {max_side_px!r}, but a sample print is drawn at a whole number from {SMALLEST_PX} to "
                f"{LARGEST_PX} px."
            )
        return _drawn(self, max_side_px).copy()

    def gray(self, max_side_px: int = DEFAULT_PX) -> Image.Image:
        """Return the gray print: the colour print's ITU-R 601 luma, mode L."""
        return self.color(max_side_px).convert("L")

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.color().save(buffer, "PNG")
        return buffer.getvalue()


_drawing = threading.Lock()
"""Two threads that want the same print wait for one drawing."""


def _drawn(sample: Sample, max_side_px: int) -> Image.Image:
    with _drawing:
        return _draw(sample, max_side_px)


@functools.lru_cache(maxsize=16)
def _draw(sample: Sample, max_side_px: int) -> Image.Image:
    """Draw a print: its module has one function, draw(sheet)."""
    from ukiyo_widgets.images.samples.drawing.sheet import Sheet

    sheet = Sheet(sample.width, sample.height, max_side_px=max_side_px, seed=sum(map(ord, sample.name)))
    importlib.import_module(f"{ROOM}.{sample.series}.{sample.name}").draw(sheet)
    return sheet.finish()
