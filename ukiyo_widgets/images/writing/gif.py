"""GIF films: a palette for each frame, because a run's colours change from first to last."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

COLOURS = 255
"""Of the 256 entries of a palette one is left for "as in the frame before", which makes files smaller."""

PALETTE_PX = 2**13
"""A palette is chosen from about so many pixels. On the Great Wave at 512 px that takes 0.02 s per frame instead of 0.2 s,
and the mean colour error to the frame is as before (CIEDE2000 2.3)."""

_TICKS_PER_S = 100
_TICK_MS = 10


def write_gif(
    pictures: Iterator[Image.Image], path: Path, *, fps: float, hold_last_s: float, loop: bool = True
) -> None:
    """Write RGB pictures of one size, at least one, as a GIF; see :func:`ukiyo_widgets.images.writing.film.save_film`."""
    frames = _timed(pictures, fps=fps, hold_last_s=hold_last_s)
    repeat = {"loop": 0} if loop else {}  # 0 is for ever; a GIF without the field plays once
    with path.open("wb") as file:  # Pillow would leave a file that it opened itself open on KeyboardInterrupt
        next(frames).save(file, format="GIF", save_all=True, append_images=frames, optimize=True, **repeat)


def _timed(pictures: Iterator[Image.Image], *, fps: float, hold_last_s: float) -> Iterator[Image.Image]:
    """Yield palette pictures that carry their duration: ends are rounded to ticks, so that errors do not add up."""
    waiting, start, index = next(pictures), 0, 0
    for index, following in enumerate(pictures, 1):
        end = round(index * _TICKS_PER_S / fps)
        yield _with_palette(waiting, duration_ms=(end - start) * _TICK_MS)
        waiting, start = following, end
    end = round(((index + 1) / fps + hold_last_s) * _TICKS_PER_S)
    yield _with_palette(waiting, duration_ms=(end - start) * _TICK_MS)


def _with_palette(picture: Image.Image, *, duration_ms: int) -> Image.Image:
    """Return the picture in its own best colours, with dithering, without which skies fall into bands."""
    step = max(1, math.isqrt(picture.width * picture.height // PALETTE_PX))
    few = picture.resize((-(-picture.width // step), -(-picture.height // step)), Image.Resampling.NEAREST)
    palette = few.quantize(COLOURS, method=Image.Quantize.MEDIANCUT)
    frame = picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
    frame.info = {"duration": duration_ms}
    return frame
