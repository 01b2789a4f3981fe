"""A matplotlib figure that shows itself in a notebook, laid out in pixels, and the colours that all figures share."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from numpy.typing import NDArray

from ukiyo_widgets.errors import SettingsError

DPI = 100
WIDEST_PX = 940
"""A notebook's column; wider pictures would be scaled down there, their text with them."""

GAP_PX = 8
"""Around and between pictures."""

TEXT_PX = 17
"""Height of a line of text."""
CHARACTER_PX = 7.5
"""Width of a character of text, on average."""

FONT_SIZE = 9.5
INK, FAINT = "#28241f", "#8a8580"

# Okabe and Ito (2008), Color Universal Design: told apart by everybody, and here by their dashes too.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
DASHES = ("-", "--", "-.", ":")

_CJK = ("Noto Sans CJK JP", "IPAexGothic", "IPAGothic", "Hiragino Sans", "Yu Gothic", "MS Gothic")


def _fonts() -> list[str]:
    """Return what letters are looked for in: DejaVu, which comes with matplotlib, and a Japanese font where there is one."""
    installed = {font.name for font in fontManager.ttflist}
    return ["DejaVu Sans", *(name for name in _CJK if name in installed)]


FONT = FontProperties(family=_fonts(), size=FONT_SIZE)
TITLE_FONT = FontProperties(family=_fonts(), size=FONT_SIZE + 1.5)

AS_IT_IS: dict[str, Any] = {"parse_math": False, "usetex": False}
"""For texts that somebody else wrote: a name with two dollar signs is a name, and no formula."""


class Plot(Figure):
    """A matplotlib figure that a notebook shows as PNG; pyplot does not know of it, so nothing has to be closed.

    Parameters
    ----------
    width_px, height_px
        Its size.
    **options
        matplotlib's own.
    """

    def __init__(self, *, width_px: float, height_px: float, **options: Any) -> None:
        super().__init__(figsize=(width_px / DPI, height_px / DPI), dpi=DPI, facecolor="white", **options)

    def axes_at(self, *, left_px: float, top_px: float, width_px: float, height_px: float) -> Axes:
        """Add axes at a place given in pixels from the upper left corner."""
        width, height = self.get_size_inches() * DPI
        return self.add_axes((left_px / width, 1 - (top_px + height_px) / height, width_px / width, height_px / height))

    def picture_at(
        self, pixels: NDArray[Any], label: str, *, box_px: tuple[float, float, float, float], **look: Any
    ) -> None:
        """Add a picture with its label below; the box is left, top, width and height, from the upper left corner."""
        left, top, width, height = box_px
        axes = self.axes_at(left_px=left, top_px=top, width_px=width, height_px=height)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[:].set_visible(False)
        axes.imshow(pixels, aspect="auto", **look)
        axes.set_xlabel(label, fontproperties=FONT, color=INK, labelpad=3, **AS_IT_IS)

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.savefig(buffer, format="png", metadata={"Software": None})
        return buffer.getvalue()


def check_labels(labels: Sequence[str] | None, *, count: int, what: str) -> None:
    """Raise SettingsError where there is not one label for each."""
    if labels is not None and (isinstance(labels, str) or len(labels) != count):
        given = repr(labels) if isinstance(labels, str) else f"{len(labels)} labels"
        raise SettingsError(f"labels is {given} for {count} {what}; give a list with one label for each.")
