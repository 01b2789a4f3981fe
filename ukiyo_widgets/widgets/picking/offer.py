"""What a picker offers: prints that were asked for, the pictures beside the notebook, and the samples."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.fetching import is_elsewhere
from ukiyo_widgets.images.reading.reading import Source
from ukiyo_widgets.images.samples import samples
from ukiyo_widgets.locks import Lock
from ukiyo_widgets.places import MOST_SHOWN, named
from ukiyo_widgets.untrusted import one_line
from ukiyo_widgets.widgets.picking.folder import WatchedFolder, kept_upload
from ukiyo_widgets.widgets.picking.prints import Print
from ukiyo_widgets.widgets.picking.suggesting import Verdict, best_first
from ukiyo_widgets.widgets.picking.thumbnails import Thumbnails
from ukiyo_widgets.widgets.playing.sources import file_of, same_print, title_of


class Offer:
    """The prints on offer, each once; several threads may add to them.

    Parameters
    ----------
    folder
        Whose pictures are offered, and into which uploads are written.
    thumbnails
        Who makes a thumbnail of each.
    """

    def __init__(self, folder: Path, thumbnails: Thumbnails) -> None:
        self.prints: list[Print] = []
        self._folder, self._thumbnails = folder, thumbnails
        self._watched = WatchedFolder(folder)
        self._keys, self._lock = itertools.count(), Lock()

    def fill(self) -> None:
        """Offer the folder's pictures and the samples."""
        for path in self._watched.new():
            self.put(path)
        for name in samples.subjects:
            self.put(f"sample:{name}")

    def put(self, source: Source, seen: Tensor | None = None, *, first: bool = False) -> Print:
        """Return the print of a source; one that is not on offer yet is added, and read unless ``seen`` is how it looks."""
        print_, new = self._print_of(source, title_of(source), first=first)
        if new and seen is not None:
            print_.seen = seen if is_elsewhere(source) else None
            self._thumbnails.put(print_, self._thumbnails.read(seen))
        elif new:
            self._thumbnails.ask(print_)
        return print_

    def put_upload(self, name: str, data: bytes) -> Print:
        """Keep an uploaded file and add it; raise ImageError, and keep nothing, if it is no picture."""
        try:
            picture = self._thumbnails.read(data)
        except ImageError as error:
            raise ImageError(f"{named(name)}: {error}") from error
        # A look at the folder may have found it already.
        shown = one_line(Path(name).name, most=MOST_SHOWN)
        print_, _ = self._print_of(kept_upload(name, data, folder=self._folder), shown, first=True)
        self._thumbnails.put(print_, picture)
        return print_

    def _print_of(self, source: Source, name: str, *, first: bool) -> tuple[Print, bool]:
        with self._lock:
            known = next((each for each in self.prints if same_print(each.source, source)), None)
            if known is not None:
                return known, False
            new = Print(f"p{next(self._keys)}", name, source)
            self.prints.insert(0 if first else len(self.prints), new)
            return new, True

    def look(self) -> bool:
        """Add what has come into the folder since; return whether anything has."""
        new = self._watched.new()
        known = {file_of(each.source): each for each in list(self.prints)}
        for path in reversed(new):
            print_ = known.get(file_of(path))
            self._thumbnails.ask(print_) if print_ else self.put(path, first=True)
        return any(file_of(path) not in known for path in new)

    def order(self, verdicts: Mapping[str, Verdict]) -> None:
        """Put the prints in the order in which they would serve, those that cannot last."""
        with self._lock:
            self.prints = best_first(self.prints, verdicts)

    def by_keys(self, keys: Sequence[str]) -> list[Print]:
        """Return the prints of these keys, in this order."""
        return [each for key in keys for each in self.prints if each.key == key]

    def but(self, content: Source | None, *, chosen: Sequence[Print] = ()) -> list[Print]:
        """Return the prints without the gray print, which would be coloured after itself, unless it was chosen for that."""
        return [each for each in self.prints if each in chosen or not same_print(each.source, content)]
