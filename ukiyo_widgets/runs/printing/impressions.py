"""A picture as a printer would print it: the key block on the paper, then ink by ink, up to the picture itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from typing import overload

import PIL.Image
from torch import Tensor

from ukiyo_widgets.engine.printing.separation import Separation, separate
from ukiyo_widgets.images.reading.reading import Source, read_image
from ukiyo_widgets.images.writing.film import check_film_path
from ukiyo_widgets.images.writing.writing import check_suffix, to_pil
from ukiyo_widgets.runs.pages.page import SUFFIXES as PAGES
from ukiyo_widgets.runs.pages.page import check_page_path
from ukiyo_widgets.runs.pages.pictures import SIDE_PX
from ukiyo_widgets.runs.printing.colour_words import in_words
from ukiyo_widgets.runs.printing.film import FILM_SIDE_PX, GIF_SIDE_PX, SECONDS_EACH, write_film
from ukiyo_widgets.runs.printing.page import About, Step, write_page
from ukiyo_widgets.runs.printing.texts import texts_of
from ukiyo_widgets.surroundings import undisturbed

FILMS = (".mp4", ".webm", ".gif")

SHEET_PX, SHEET_GAP_PX, SHEET_COLUMNS = 240, 6, 5
"""Longest side of each impression where a notebook shows all, what is between them, and how many stand in a row."""


@dataclass(frozen=True, eq=False)
class Impression:
    """The print after one block; one of :class:`Impressions`.

    Attributes
    ----------
    index
        0 is the key block.
    count
        Colour blocks of the print.
    colour
        Of the block's ink on the paper, ``#rrggbb``.
    share
        Of the sheet that the block covers, in [0, 1]; what another ink is printed on later counts too.
    gradation
        Whether the ink fades out (bokashi).
    """

    index: int
    count: int
    colour: str
    share: float
    gradation: bool
    _separation: Separation

    @property
    def name(self) -> str:
        """The block in words: ``"ink 3 of 7: dark blue, #3b5a82, 18 %"``."""
        return self.named("en")

    def named(self, language: str) -> str:
        """Return the block in words, in English (``"en"``) or Japanese (``"ja"``).

        Raises
        ------
        SettingsError
            If there is no such language.
        """
        texts = texts_of(language)
        if not self.index:
            return texts["key_block"]
        share = texts["percent"].format(n=round(100 * self.share)) if self.share >= 0.01 else texts["little"]
        words = in_words(self.colour, language=language)
        text = texts["gradation" if self.gradation else "ink"]
        return text.format(n=self.index, count=self.count, words=words, colour=self.colour, share=share)

    @property
    def pixels(self) -> Tensor:
        """The print so far, computed anew each time: float32, (3, H, W), RGB in [0, 1]."""
        return self._separation.impression(self.index).clone()

    @property
    def image(self) -> PIL.Image.Image:
        """The print so far as an 8-bit RGB image."""
        return to_pil(self._separation.impression(self.index))

    @property
    def alone(self) -> PIL.Image.Image:
        """What this block by itself leaves on the bare paper, as an 8-bit RGB image."""
        return to_pil(self._separation.alone(self.index))

    def __repr__(self) -> str:
        return f"<Impression {self.name}>"


class Impressions(Sequence[Impression]):
    """The impressions of a print, in the order of printing; made by :func:`impressions` and :meth:`Run.impressions`.

    The first is the key block on the paper's own tone, the last is the picture to the bit. Each changes the one before where its
    ink lies, and leaves all else as it was. Pictures are computed when they are asked for, so the whole holds the picture, four
    bytes for each of its pixels, and what was seen of it at 1000 px, some 50 MB.

    Attributes
    ----------
    note
        A sentence where the picture has no colours, so that there is a key block alone; else empty.

    Notes
    -----
    The order is the printers' rule: key block, pale before dark, of inks about as dark the small area before the large one,
    gradations (bokashi) last; a dark ink lies on a pale one of its hue. Which blocks a workshop did cut cannot be seen in a
    picture: what stands here is worked out from the finished one. What is dark and narrow is a line; k-means in CIELAB finds
    the inks of the rest, and those that differ little become one block. What no ink explains is printed with the ink that lies
    there, and what the bare paper has beyond its tone belongs to the paper.

    References
    ----------
    H. Yoshida (1939), Japanese Wood-block Printing, chapter IV, "Order of Printing". The Adachi Foundation for the Preservation
    of Woodcut Printing, in Web Japan, "Ukiyo-e".
    """

    def __init__(self, separation: Separation, about: About) -> None:
        self._separation, self._about = separation, about
        blocks, shares = separation.blocks.order, separation.shares()
        key = separation.key.colour
        inks = [(key, False), *((block.colour, block.gradation) for block in blocks)]
        self._all = tuple(
            Impression(index, len(blocks), ink, shares[index], gradation, separation)
            for index, (ink, gradation) in enumerate(inks)
        )
        self.note = "" if blocks else texts_of("en")["no_colours"]

    @overload
    def __getitem__(self, index: int) -> Impression: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Impression, ...]: ...
    def __getitem__(self, index: int | slice) -> Impression | tuple[Impression, ...]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    def __repr__(self) -> str:
        return "\n".join((*(each.name for each in self), *filter(None, [self.note])))

    def _repr_png_(self) -> bytes:
        small = self._separation.within(SHEET_PX)
        sheets = [to_pil(small.impression(index)) for index in range(len(self))]
        width, height = (side + SHEET_GAP_PX for side in sheets[0].size)
        columns = min(SHEET_COLUMNS, len(sheets))
        whole = PIL.Image.new("RGB", (columns * width, -(-len(sheets) // columns) * height), "white")
        for index, sheet in enumerate(sheets):
            whole.paste(sheet, (index % columns * width, index // columns * height))
        buffer = BytesIO()
        whole.save(buffer, "PNG")
        return buffer.getvalue()

    @property
    def paper(self) -> str:
        """The tone of the bare paper, ``#rrggbb``."""
        return self._separation.key.tone

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        title: str | None = None,
        language: str = "en",
        seconds_each: float = SECONDS_EACH,
    ) -> Path:
        """Write a page or a film of the print as it is printed; the suffix of ``path`` chooses.

        ``.html``: one file of at most 3 MB that plays in any browser, without a network: block by block, each alone and on the
        print so far, with its ink's name, by keyboard and screen reader too. ``.mp4``, ``.webm`` and ``.gif``: a film without
        words, the inks as a row of swatches below the print. Pages reduce pictures to 1024 px, films to 1600 px, and
        ``.gif`` to 800.

        Parameters
        ----------
        path
            Ends in .html, .htm, .mp4, .webm or .gif.
        title
            Stands above a page; None is the picture's name.
        language
            Of a page: ``"en"`` or ``"ja"``.
        seconds_each
            For which a film shows each block, 0.2 to 60.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        ImageError
            If the suffix, the seconds or the folder is not right.
        SettingsError
            If there is no such language.
        OSError
            If the disk is full or may not be written to.

        Examples
        --------
        >>> import ukiyo_widgets as uw
        >>> uw.impressions("sample:wave").save("wave.html")  # doctest: +SKIP
        PosixPath('wave.html')
        """
        target = check_impressions_path(path)
        is_film = target.suffix.lower() in FILMS
        most_px = {".gif": GIF_SIDE_PX}.get(target.suffix.lower(), FILM_SIDE_PX) if is_film else SIDE_PX
        small = self._separation.within(most_px)
        sheets = (to_pil(small.impression(index)) for index in range(len(self)))
        if is_film:
            inks = [each.colour for each in self]
            return write_film(sheets, target, paper=self.paper, inks=inks, seconds_each=seconds_each)
        steps = [
            Step(each.named(language), each.colour, sheet, to_pil(small.alone(each.index)))
            for each, sheet in zip(self, sheets, strict=True)
        ]
        return write_page(steps, target, about=self._about, paper=self.paper, title=title, language=language)


@undisturbed
def impressions(picture: Source, *, max_side_px: int | None = None) -> Impressions:
    """Take any coloured picture apart as a printer would have printed it.

    Parameters
    ----------
    picture
        Whatever :func:`ukiyo_widgets.read_image` reads: a file, an address, ``"sample:wave"``, a Pillow picture, an array.
    max_side_px
        Length in px that the longer side gets; None keeps the picture's own size. A picture of 12 megapixels takes some ten
        seconds on a core.

    Returns
    -------
    Impressions
        The impressions, of which the last is the picture.

    Raises
    ------
    ImageError
        If the picture cannot be read.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> printed = uw.impressions("sample:red_mountain", max_side_px=96)
    >>> printed[0].name, printed[-1].image.size
    ('key block', (96, 64))
    """
    read = read_image(picture, max_side_px=max_side_px)
    name = PurePath(read.credit.removeprefix("sample:")).stem.replace("_", " ").strip() or "print"
    size = "" if max_side_px is None else f", max_side_px={max_side_px}"
    given = repr(read.credit)
    code = "import ukiyo_widgets as uw\n\n"
    if read.source is None:
        given, code = "picture", f"{code}# {read.credit} was in memory: put your own object here\n"
    code += f'uw.impressions({given}{size}).save("printed.html")'
    return Impressions(separate(read.pixels), About(name, read.credit, (), code))


def check_impressions_path(path: str | os.PathLike[str]) -> Path:
    """Return where a page or a film will be written, or say what is wrong with it, before anything is computed."""
    target = check_suffix(path, (*PAGES, *FILMS))
    return check_film_path(path) if target.suffix.lower() in FILMS else check_page_path(path)
