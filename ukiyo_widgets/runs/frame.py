"""What one iteration gives: a picture and the numbers that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from io import BytesIO
from pathlib import Path

import PIL.Image
from torch import Tensor

from ukiyo_widgets.engine.step import FINE, NOT_FINITE, State
from ukiyo_widgets.images.carrying import carry_colors
from ukiyo_widgets.images.reading.reading import Source
from ukiyo_widgets.images.resizing import resize
from ukiyo_widgets.images.writing.writing import save_image, to_pil


class Losses(Mapping[str, float]):
    """A frame's losses by name, turned into floats when somebody looks, so that an unwatched one costs no waiting.

    ``total`` is what is minimised; ``content`` and ``style`` are the paper's, before α and β; ``total_variation`` is
    before its weight; ``content.<layer>`` and ``style.<layer>`` are before w_l.
    """

    def __init__(self, tensors: Mapping[str, Tensor]) -> None:
        self._tensors = tensors

    def __getitem__(self, name: str) -> float:
        return float(self._tensors[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._tensors)

    def __len__(self) -> int:
        return len(self._tensors)

    def __repr__(self) -> str:
        return "{" + ", ".join(f"{name!r}: {value:.4g}" for name, value in self.items()) + "}"


class Frame:
    """The picture after one iteration, its losses, and what was used to judge it.

    A frame owns its picture: later iterations leave it alone. Frame 0 is the start.
    """

    def __init__(
        self,
        state: State,
        *,
        content_weight: float,
        size_px: tuple[int, int],
        remark: Callable[[], str],
        metadata: Callable[[], Mapping[str, str]],
    ) -> None:
        self._state = state
        self._width_px, self._height_px = size_px
        self._content_weight = content_weight
        self._remark = remark
        self._metadata = metadata

    @property
    def index(self) -> int:
        """How many iterations led here."""
        return self._state.index

    @cached_property
    def losses(self) -> Losses:
        """The losses of this very picture; see :class:`Losses` for the names."""
        return Losses(self._state.here.losses)

    @property
    def unclipped(self) -> Tensor:
        """The optimizer's own picture, a copy: float, (3, H, W), smaller in the beginning of a ``coarse`` run.

        Without ``clip`` values may leave [0, 1].
        """
        return self._state.here.pixels.detach().cpu().clone()

    @property
    def pixels(self) -> Tensor:
        """The picture at the run's size, a copy: float32, (3, H, W), RGB in [0, 1]."""
        pixels = self.unclipped.float().clamp(0, 1)
        if pixels.shape[1:] == (self._height_px, self._width_px):
            return pixels
        return resize(pixels, height=self._height_px, width=self._width_px)

    @cached_property
    def image(self) -> PIL.Image.Image:
        """The picture as an 8-bit RGB image."""
        return to_pil(self.pixels)

    @property
    def style_weight(self) -> float:
        """β at this iteration, faded so far."""
        return self._state.style_weight

    @property
    def content_weight(self) -> float:
        """α at this iteration."""
        return self._content_weight

    @property
    def ratio(self) -> float:
        """β/α at this iteration; infinite without a content weight."""
        return self.style_weight / self._content_weight if self._content_weight else float("inf")

    @property
    def elapsed_s(self) -> float:
        """Seconds of computing from the start of the run to this frame; pauses do not count."""
        return self._state.elapsed_s

    @property
    def note(self) -> str:
        """What happened, where something did: empty, or a sentence about a rescue or the machine, or that nothing moves."""
        rescue = int(self._state.rescue)
        if rescue == FINE:
            return self._remark()
        what = "was not a finite number" if rescue == NOT_FINITE else "was far above the best"
        return (
            f"Rescued: the loss after this move {what}, so the picture went back to the best one so far and the "
            f"optimizer goes on from there with shorter steps."
        )

    def carry_to(self, scan: Source) -> PIL.Image.Image:
        """Return a large scan of the gray print in this frame's colours; see :func:`ukiyo_widgets.carry_colors`.

        Raises
        ------
        ImageError
            If the scan cannot be read, or has other proportions.
        """
        return carry_colors(self.pixels, scan)

    def save(self, path: str | Path, *, quality: int = 92, scan: Source | None = None) -> Path:
        """Write the picture as PNG, JPEG, WebP or TIFF, with its recipe and the sources' credits in the metadata.

        ``scan`` is a large scan of the gray print: what is written is then that scan in this frame's colours.

        Raises
        ------
        ImageError
            If the suffix, the quality, the folder or the scan is not right.
        OSError
            If the disk is full or may not be written to.
        """
        picture = self.pixels if scan is None else self.carry_to(scan)
        return save_image(picture, path, metadata=self._metadata(), quality=quality)

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.image.save(buffer, "PNG")
        return buffer.getvalue()

    def __repr__(self) -> str:
        losses = ", ".join(f"{name} {self.losses[name]:.4g}" for name in ("total", "content", "style"))
        rescued = " – rescued" if int(self._state.rescue) else ""
        return f"<Frame {self.index}: {losses}, β/α {self.ratio:.4g}, {self.elapsed_s:.1f} s{rescued}>"
