"""A film of a print as it is printed, without words: below it the inks, each filled in when its block has been printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import PIL.Image
import PIL.ImageDraw

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.writing.film import save_film

SECONDS_EACH = 1.6
"""Default seconds for which each block is shown."""

FILM_SIDE_PX, GIF_SIDE_PX = 1600, 800
"""Longest side of the print in a film, and in a GIF, which packs less well."""

_RANGE_S = (0.2, 60.0)
_FPS = 12
_FADE = 5
"""Frames per second, and frames in which an ink comes in, where a frame costs little: a GIF has one frame for each block."""

_HOLD_LAST_S = 2.0
_GROUND, _OUTLINE = "#f4f1ea", "#8d8a83"


def write_film(
    pictures: Iterable[PIL.Image.Image], path: Path, *, paper: str, inks: Sequence[str], seconds_each: float
) -> Path:
    """Write the film; ``pictures`` are the impressions, ``inks`` their colours, ``paper`` is that of the sheet.

    Raises
    ------
    ImageError
        If ``seconds_each`` is out of range, or the film cannot be encoded.
    OSError
        If the disk is full or may not be written to.
    """
    if not _RANGE_S[0] <= seconds_each <= _RANGE_S[1]:
        raise ImageError(f"seconds_each is {_RANGE_S[0]:g} to {_RANGE_S[1]:g} seconds; got {seconds_each}.")
    frames = _framed(pictures, paper=paper, inks=inks)
    if path.suffix.lower() == ".gif":
        return save_film(frames, path, fps=1 / seconds_each, hold_last_s=_HOLD_LAST_S)
    each = max(_FADE + 1, round(seconds_each * _FPS))
    return save_film(_fading(frames, each=each), path, fps=_FPS, hold_last_s=_HOLD_LAST_S)


def _framed(pictures: Iterable[PIL.Image.Image], *, paper: str, inks: Sequence[str]) -> Iterator[PIL.Image.Image]:
    """Give the bare paper, then every impression, with the inks below."""
    for index, picture in enumerate(pictures):
        if not index:
            yield _with_inks(PIL.Image.new("RGB", picture.size, paper), inks, printed=0)
        yield _with_inks(picture, inks, printed=index + 1)


def _with_inks(picture: PIL.Image.Image, inks: Sequence[str], *, printed: int) -> PIL.Image.Image:
    """Return a picture above its inks: those printed are filled, the newest is larger, those to come are outlines."""
    strip_px = max(8, round(0.07 * max(picture.size)))
    frame = PIL.Image.new("RGB", (picture.width, picture.height + strip_px), _GROUND)
    frame.paste(picture, (0, 0))
    brush = PIL.ImageDraw.Draw(frame)
    pitch = min(1.6 * strip_px, picture.width / len(inks))
    for index, ink in enumerate(inks):
        radius = min(0.36 * strip_px, 0.42 * pitch) * (1 if index == printed - 1 else 0.7)
        x = picture.width / 2 + pitch * (index - (len(inks) - 1) / 2)
        y = picture.height + strip_px / 2
        fill = ink if index < printed else None
        brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill, outline=_OUTLINE)
    return frame


def _fading(frames: Iterator[PIL.Image.Image], *, each: int) -> Iterator[PIL.Image.Image]:
    """Give every frame so often, and between two of them how one becomes the other."""
    before = next(frames)
    yield from [before] * (each // 2)
    for frame in frames:
        yield from (PIL.Image.blend(before, frame, step / _FADE) for step in range(1, _FADE))
        yield from [frame] * (each - _FADE + 1)
        before = frame
