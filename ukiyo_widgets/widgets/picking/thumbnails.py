"""Thumbnails of the prints on offer, made one after the other on a thread of their own: nothing else waits for them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.colour import luma
from ukiyo_widgets.images.reading.files import pictures_in
from ukiyo_widgets.images.reading.reading import Picture, Source, read_image
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.places import named
from ukiyo_widgets.runs.choosing.gathering import is_folder
from ukiyo_widgets.widgets.picking.prints import Print
from ukiyo_widgets.widgets.playing.encoding import thumbnail

SIDE_PX = 160


class Thumbnails:
    """Makes and keeps thumbnails.

    Parameters
    ----------
    role
        ``"content"`` shows everything in gray, as the method uses it.
    made
        Called with each print whose thumbnail is there, or whose file turned out to be no picture.
    """

    def __init__(self, role: str, *, made: Callable[[Print], object]) -> None:
        self._role, self._made = role, made
        self._all: dict[str, tuple[bytes, str]] = {}
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="ukiyo_widgets thumbnails")

    def read(self, source: Source) -> Picture:
        """Read a print at a thumbnail's size, of a folder the first; raise ImageError if it is none."""
        if not is_folder(source):
            return read_image(source, max_side_px=SIDE_PX, role=self._role)
        for path in pictures_in(Path(source).expanduser()):
            with contextlib.suppress(ImageError):
                return read_image(path, max_side_px=SIDE_PX, role=self._role)
        raise ImageError(f"The folder {named(source)} holds no pictures; name one with colour prints in it.")

    def ask(self, print_: Print) -> None:
        """Have a print's thumbnail made."""
        self._maker.submit(self._make, print_)

    def put(self, print_: Print, picture: Picture) -> None:
        """Keep the thumbnail of a print that was read already."""
        print_.credit = picture.credit.partition(": ")[2]  # what stands there before is its name
        pixels = luma(picture.pixels) if self._role == "content" else picture.pixels
        self._all[print_.key] = (thumbnail(to_pil(pixels), side_px=SIDE_PX), "")

    def get(self, print_: Print) -> tuple[bytes, str] | None:
        """Return a thumbnail as JPEG, or empty and what is wrong with the file; None before it is known."""
        return self._all.get(print_.key)

    def end(self) -> None:
        """Make no more."""
        self._maker.shutdown(wait=False, cancel_futures=True)

    def _make(self, print_: Print) -> None:
        try:
            self.put(print_, self.read(print_.to_read))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a file is said where it is pointed at
            self._all[print_.key] = (b"", str(error) or type(error).__name__)
        self._made(print_)
