"""Which prints would serve as references, before anything is colorized."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from ukiyo_widgets.engine.colour.likeness import Traits, likeness, traits
from ukiyo_widgets.engine.network.networks import Networks
from ukiyo_widgets.engine.network.vgg import SMALLEST_SIDE_PX
from ukiyo_widgets.engine.settings import LEARNT_SIDE_PX, Settings
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.files import absolute, pictures_in
from ukiyo_widgets.images.reading.reading import Picture, Source, read_image
from ukiyo_widgets.images.reading.sources import name_of
from ukiyo_widgets.images.resizing import fit
from ukiyo_widgets.images.samples import samples
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.runs.choosing.suggestions import Ranking, Skipped, Suggestion
from ukiyo_widgets.runs.display import png_bytes
from ukiyo_widgets.runs.keeping.studies import studied
from ukiyo_widgets.surroundings import undisturbed

SIDE_PX = LEARNT_SIDE_PX
"""Longest side at which prints are compared: that at which they are learnt from, so that a study serves both."""

MOST_KEPT = 100
"""Of more prints, studies are not kept on disk: they would push out those of the prints that are learnt from."""

THUMBNAIL_PX = 96


@undisturbed
def rank_references(
    content: Source,
    references: Any = None,
    *,
    size: int = SIDE_PX,
    progress: Callable[[int, int], object] | None = None,
) -> Ranking:
    """Rank prints by how well they would serve as a reference for ``content``, best first.

    A print serves well if it is distributed in lightness as ``content`` is, has something of every lightness that
    ``content`` has, and has shapes that the network finds alike. That is a hint: the gray print does not tell whether its
    paper was white or yellow, so the third may well be better than the first.

    Parameters
    ----------
    content
        The gray print, as for :func:`ukiyo_widgets.colorize`.
    references
        A folder, whose pictures are ranked; a list of anything that can be a reference; None for the sample prints.
        What cannot be read is left out and named in :attr:`Ranking.skipped`, and so is ``content`` itself.
    size
        Longest side in px at which they are compared, 256 at most.
    progress
        Called after each print with how many are done, and how many there are.

    Returns
    -------
    Ranking
        A sequence of :class:`Suggestion`: ``ranking[0].source`` is what ``colorize`` takes.

    Raises
    ------
    ImageError
        If ``content`` cannot be read, or there is nothing to rank.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> ranking = uw.rank_references("sample:wave", ["sample:actor", "sample:rain_bridge"], size=64)
    >>> ranking[0].name
    'sample:actor'
    """
    sources = _sources(references)
    judge = ReferenceJudge(content, size=size, keep=len(sources) <= MOST_KEPT)
    found, skipped = [], []
    for done, source in enumerate(sources, 1):
        try:
            found.append(judge.suggestion(source))
        except ImageError as error:
            skipped.append(Skipped(name_of(source), str(error)))
        if progress is not None:
            progress(done, len(sources))
    ordered = sorted(found, key=lambda each: (-each.score, each.name))
    return Ranking(tuple(ordered), tuple(skipped))


class SamePrintError(ImageError):
    """A reference is the very print that is to be colorized."""


class ReferenceJudge:
    """Tells of one print after the other how well it would serve as a reference for ``content``.

    Raises ImageError if ``content`` cannot be read. With ``keep``, what is seen in a print is kept on disk: comparing it again,
    or learning from it, is then quick.
    """

    def __init__(self, content: Source, *, size: int = SIDE_PX, keep: bool = True) -> None:
        self._size, self._keep = size, keep
        self._print = _read(content, "content", size=size)
        settings = Settings()
        # The network of the runs, so that there is one set of kernels in memory, and one set of studies.
        networks = Networks(settings)
        self._network, self._about = networks.looking(settings), networks.about
        self._own = self._traits(self._print)

    def suggestion(self, source: Source) -> Suggestion:
        """Compare a reference with the print; raises ImageError if it cannot be read, or is the print itself."""
        picture, print_ = _read(source, "reference", size=self._size), self._print
        if picture.sha256 == print_.sha256 or (picture.source is not None and picture.source == print_.source):
            raise SamePrintError("it is the print itself.")
        alike = likeness(self._own, self._traits(picture))
        small = to_pil(fit(picture.pixels, max_side_px=THUMBNAIL_PX))
        return Suggestion(source, picture.credit, alike.score, alike, png_bytes(small))

    def _traits(self, picture: Picture) -> Traits:
        return traits(studied(picture.pixels, self._network, about=self._about, keep=self._keep))


def _sources(references: Any) -> Sequence[Source]:
    """Return what is to be ranked, one by one."""
    if references is None:
        return [f"sample:{name}" for name in samples]
    if isinstance(references, str | os.PathLike) and (folder := absolute(references, subject="The folder")).is_dir():
        found = pictures_in(folder)
        if not found:
            raise ImageError(f"The folder '{references}' holds no pictures to rank; name one with prints in it.")
        return [str(path) for path in found]
    given = list(references) if isinstance(references, list | tuple) else [references]
    if not given:
        raise ImageError("The list of references to rank is empty; give a folder or at least one colour print.")
    return given


def _read(source: Source, role: str, *, size: int) -> Picture:
    picture = read_image(source, max_side_px=size, role=role)
    height, width = picture.pixels.shape[1:]
    if min(height, width) < SMALLEST_SIDE_PX:
        raise ImageError(
            f"The {role} image would be {width}×{height} px, but the network needs sides of at least {SMALLEST_SIDE_PX} px; "
            "choose a larger size."
        )
    return picture
