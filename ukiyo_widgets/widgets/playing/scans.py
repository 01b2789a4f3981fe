"""Scans of gray prints at the size of a screen, and a first guess of their colours, on a thread beside the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

from ukiyo_widgets.errors import UkiyoError
from ukiyo_widgets.images.colour import lightness, luma
from ukiyo_widgets.images.reading.reading import Source, read_within
from ukiyo_widgets.images.resizing import resize
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.locks import Errands
from ukiyo_widgets.widgets.playing.encoding import jpeg, png
from ukiyo_widgets.widgets.playing.guess import guess_of
from ukiyo_widgets.widgets.playing.sources import Sources

MOST_SIDE_PX = 1600
"""Of what is sent to the page: a screen shows no more."""

MOST_SCANS = 3
"""Scans that are kept, of about 5 MB each."""


@dataclass(frozen=True, eq=False)
class Scan:
    """A gray print as it was scanned, reduced to the size of a screen.

    Attributes
    ----------
    size_px
        Width and height of the scan itself.
    gray
        Its luma at the size of a screen, a PNG.
    """

    size_px: tuple[int, int]
    gray: bytes
    _levels: Tensor

    def lightness_at(self, size_px: tuple[int, int]) -> bytes:
        """Return its L* at a run's size, float32 in rows: the lightness that goes with the run's colours."""
        width, height = size_px
        reduced = luma(resize(self._levels.float() / 255, height=height, width=width))
        return lightness(reduced).numpy().astype("<f4").tobytes()


class Scans:
    """Reads scans; :meth:`find` never waits.

    Parameters
    ----------
    wake
        Called when a scan has been read, or cannot be.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._found: dict[str | int, tuple[Source, Scan | None]] = {}
        self._asked: set[str | int] = set()
        self._guessed: tuple[Sources | None, bytes] = None, b""
        self._errands, self._closed = Errands(name="ukiyo_widgets scans"), False

    def find(self, source: Source) -> Scan | None:
        """Return a scan if it has been read; else have it read."""
        key = _key(source)
        known = self._found.get(key)
        if known is None and key not in self._asked:
            self._asked.add(key)
            self._errands.do(lambda: self._read(source))
        return known and known[1]

    def guess(self, sources: Sources) -> bytes:
        """Return a first guess of a run's colours as JPEG if it has been made; else empty, and have it made."""
        if self._guessed[0] is not sources:
            self._guessed = sources, b""
            self._errands.do(lambda: self._guess(sources))
        return self._guessed[1]

    def close(self) -> None:
        """End the thread, after the scan that is being read, and let go of everything."""
        self._errands.close()
        self._found, self._guessed, self._closed = {}, (None, b""), True

    def _guess(self, sources: Sources) -> None:
        if self._guessed[0] is not sources or sources.scan is None:  # another print was picked meanwhile
            return
        try:
            guessed = guess_of(sources.scan, sources.sheets)
        except UkiyoError:  # the run that is made of them says so
            return
        if guessed is not None and self._guessed[0] is sources and not self._closed:
            self._guessed = sources, jpeg(to_pil(guessed))
            self._wake()

    def _read(self, source: Source) -> None:
        try:
            scan = read_scan(source)
        except UkiyoError:  # the run that is made of it says so
            scan = None
        self._found = dict([*self._found.items(), (_key(source), (source, scan))][-MOST_SCANS:])
        self._asked.discard(_key(source))
        if self._closed:
            self._found = {}
        self._wake()


def read_scan(source: Source) -> Scan:
    """Read a gray print as large as it is, or as a screen.

    Raises
    ------
    ImageError
        If it cannot be read.
    """
    pixels, size_px = read_within(source, most_side_px=MOST_SIDE_PX, role="content")
    return Scan(size_px, png(_gray(pixels)), (255 * pixels).round().to(torch.uint8))


def _key(source: Source) -> str | int:
    """Return what a source is remembered by; what is in memory stays itself as long as it is remembered."""
    return str(source) if isinstance(source, str | Path) else id(source)


def _gray(pixels: Tensor) -> Image.Image:
    return Image.fromarray((255 * luma(pixels)[0]).round().to(torch.uint8).numpy())
