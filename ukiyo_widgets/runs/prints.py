"""The pictures that go into a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from torch import Tensor

from ukiyo_widgets.engine.colour.study import looked_at
from ukiyo_widgets.engine.network.vgg import SMALLEST_SIDE_PX
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.images.reading.reading import Picture, Source, read_image
from ukiyo_widgets.images.resizing import resize


@dataclass(frozen=True, eq=False)
class Prints:
    """The pictures of a run, at the run's size, float32 on the CPU, RGB in [0, 1].

    Attributes
    ----------
    content
        The gray print, (3, H, W) with three equal channels.
    references
        The colour prints, (3, h, w) each.
    start
        The user's start picture, (3, H, W), or None.
    """

    content: Tensor
    references: tuple[Tensor, ...]
    start: Tensor | None = None

    def halved(self, times: int) -> Prints:
        """Return them at half the size, so many times, but no smaller than the network takes."""
        if times <= 0:
            return self
        return Prints(
            _halved(self.content, times),
            tuple(_halved(each, times) for each in self.references),
            None if self.start is None else _halved(self.start, times),
        )


def halved_size(sides_px: Sequence[int], times: int) -> tuple[int, int]:
    """Return height and width at half the size, so many times, but no smaller than the network takes."""
    height, width = (max(round(side / 2**times), min(side, SMALLEST_SIDE_PX)) for side in sides_px)
    return height, width


def _halved(pixels: Tensor, times: int) -> Tensor:
    height, width = halved_size(pixels.shape[1:], times)
    return resize(pixels, height=height, width=width)


def read_print(source: Source, settings: Settings, *, max_side_px: int | None, role: str) -> Picture:
    """Return a print as :func:`~ukiyo_widgets.images.reading.reading.read_image` does, as large as the settings allow."""
    limits = {"max_source_px": settings.most_source_px, "max_bytes": settings.most_bytes}
    return read_image(source, max_side_px=max_side_px, role=role, **limits)


def read_reference(source: Source, settings: Settings, *, place: int) -> Picture:
    """Return a reference by its place: of many, only the first are as large as the run asks for.

    The others are reduced from that size, as whoever learns from a print reduces it: what is learnt does not depend on places.
    """
    picture = read_print(source, settings, max_side_px=settings.reference_side_px, role="reference")
    return picture if settings.lends_style(place) else replace(picture, pixels=looked_at(picture.pixels))
