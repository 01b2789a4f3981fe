"""Films of a run: GIF for slides and web pages, MP4 and WebM for more colours in less space."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from PIL import Image
from torch import Tensor

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.images.writing.gif import write_gif
from ukiyo_widgets.images.writing.video import write_mp4, write_webm
from ukiyo_widgets.images.writing.writing import as_rgb, check_place, check_suffix

FPS = 12.0
"""Default frames per second: slow enough to see single iterations, fast enough to move."""

HOLD_LAST_S = 1.0
"""Default seconds for which the last frame stands."""

_MAX_FPS = {".gif": 50.0, ".mp4": 120.0, ".webm": 120.0}
"""GIF counts in 1/100 s, and browsers slow down frames shorter than 2 of them."""

_MAX_HOLD_S = 600.0


def save_film(
    frames: Iterable[Image.Image | Tensor],
    path: str | os.PathLike[str],
    *,
    fps: float = FPS,
    hold_last_s: float = HOLD_LAST_S,
    loop: bool = True,
) -> Path:
    """Write a film; the suffix of ``path`` chooses the format.

    ``.gif``: 255 colours per frame, chosen for each. ``.mp4``: H.264. ``.webm``: VP9. Both of the latter are yuv420p in
    BT.709, as every browser plays, with odd sides made even by repeating the last row or column. Frames are taken from
    ``frames`` one at a time; the GIF keeps one byte per pixel of each, the others keep nothing. The file appears whole
    or not at all, also when ``frames`` raises.

    Parameters
    ----------
    frames
        Pillow pictures, or tensors as for :func:`ukiyo_widgets.images.writing.writing.to_pil`, all of one size.
    path
        Ends in .gif, .mp4 or .webm.
    fps
        Frames per second, at most 50 (GIF) or 120.
    hold_last_s
        Seconds for which the last frame stands in addition, at most 600.
    loop
        Whether a GIF starts again. MP4 and WebM leave that to the player.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ImageError
        If there are no frames, their sizes differ, the suffix or a number is not right, the folder does not exist, or
        PyAV or its encoder is not installed.
    OSError
        If the disk is full or may not be written to.

    Examples
    --------
    >>> save_film((frame.image for frame in run), "wave.mp4")  # doctest: +SKIP
    PosixPath('wave.mp4')
    """
    target = check_film_path(path)
    suffix = target.suffix.lower()
    if not (math.isfinite(fps) and 0 < fps <= _MAX_FPS[suffix]):
        raise ImageError(f"fps is above 0 and at most {_MAX_FPS[suffix]:g} for {suffix}; got {fps}.")
    if not 0 <= hold_last_s <= _MAX_HOLD_S:
        raise ImageError(f"hold_last_s is 0 to {_MAX_HOLD_S:g} seconds; got {hold_last_s}.")
    writers: dict[str, Callable[[Iterator[Image.Image], Path], None]] = {
        ".gif": lambda pictures, aside: write_gif(pictures, aside, fps=fps, hold_last_s=hold_last_s, loop=loop),
        ".mp4": lambda pictures, aside: write_mp4(pictures, aside, fps=fps, hold_last_s=hold_last_s),
        ".webm": lambda pictures, aside: write_webm(pictures, aside, fps=fps, hold_last_s=hold_last_s),
    }
    with atomic_write(target) as aside:
        writers[suffix](_pictures(frames), aside)
    return target


def check_film_path(path: str | os.PathLike[str]) -> Path:
    """Return where a film will be written, or say what is wrong with it, before the first frame is computed."""
    return check_place(check_suffix(path, _MAX_FPS))


def _pictures(frames: Iterable[Image.Image | Tensor]) -> Iterator[Image.Image]:
    """Yield the frames as RGB pictures; raise if there is none or if the sizes differ."""
    iterator = iter(frames)
    first = next(iterator, None)
    if first is None:
        raise ImageError("There are no frames to make a film of; run some iterations first.")
    size = None
    for index, frame in enumerate(chain([first], iterator)):
        picture = as_rgb(frame)
        size = size or picture.size
        if picture.size != size:
            raise ImageError(
                f"Frame {index} of the film has {picture.width} × {picture.height} pixels, the first {size[0]} × {size[1]}; "
                "give frames of one size."
            )
        yield picture
