"""The sample prints: drawn by this package, at any size, so that everything runs on a bare machine.

Each has a colour print and, as its luma, a gray print, so the true colours of a colorized sample are known.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

SMALLEST_PX, LARGEST_PX = 16, 4096
DEFAULT_PX = 512


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

        Examples
        --------
        >>> samples.wave.color(96).size
        (96, 64)
        """
        if (
            isinstance(max_side_px, bool)
            or not isinstance(max_side_px, int)
            or not SMALLEST_PX <= max_side_px <= LARGEST_PX
        ):
            raise ValueError(
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
    importlib.import_module(f"{__name__}.{sample.series}.{sample.name}").draw(sheet)
    return sheet.finish()


class SampleCollection(Mapping[str, Sample]):
    """The sample prints by name: ``samples["wave"]`` or ``samples.wave``."""

    def __init__(self, prints: tuple[Sample, ...]) -> None:
        self._prints = {sample.name: sample for sample in prints}

    def __getitem__(self, name: str) -> Sample:
        if name not in self._prints:
            raise KeyError(self._unknown(name))
        return self._prints[name]

    def __getattr__(self, name: str) -> Sample:
        if name.startswith("_") or name not in self._prints:
            raise AttributeError(self._unknown(name) if not name.startswith("_") else name)
        return self._prints[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._prints)

    def __len__(self) -> int:
        return len(self._prints)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._prints]

    def __repr__(self) -> str:
        return "Sample prints:\n" + "\n".join(f"  {sample.name:<13} {sample.title}" for sample in self.values())

    def _unknown(self, name: str) -> str:
        near = difflib.get_close_matches(name, self._prints, n=1)
        hint = f"did you mean {near[0]}? There" if near else "there"
        return f"There is no sample print {name!r}; {hint} are {', '.join(self._prints)}."


samples = SampleCollection(
    (
        Sample(
            "wave",
            "sea",
            "The Sea Rises",
            "A wave with claws of foam towers over a boat of rowers; far off, small and calm, stands a mountain.",
        ),
        Sample(
            "red_mountain",
            "mountain",
            "Red Mountain, Morning",
            "The first sun turns a mountain red under a sky of small clouds; the wood at its foot is still dark.",
        ),
        Sample(
            "snowy_night",
            "snow",
            "Snow at Night",
            "Thatched roofs under snow, a window with light in it, and someone on the way home under an umbrella.",
            width=1.0,
            height=1.5,
        ),
        Sample(
            "rain_bridge",
            "rain",
            "Shower over the Bridge",
            "A sudden shower: people hurry across a wooden bridge, a raftsman goes on, the far shore is a shadow.",
        ),
        Sample(
            "actor",
            "stage",
            "Actor in a Robe of Waves",
            "An actor crosses his eyes and strikes his pose, a fan in his hand, before a ground of yellow.",
            width=1.0,
            height=1.5,
        ),
    )
)
"""Every sample print."""
