"""MP4 and WebM films by PyAV, which brings its own FFmpeg."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ukiyo_widgets.errors import ImageError

_BT709 = 1
_SRGB_TRANSFER = 13
_LIMITED_RANGE = 1
"""Code points of ITU-T H.273. The transfer curve is sRGB's own: tagged as BT.709, Apple's players brighten shadows."""


@dataclass(frozen=True, slots=True)
class _Format:
    """A container, its encoder, and their options."""

    suffix: str
    container: str
    encoder: str
    container_options: dict[str, str] = field(default_factory=dict)
    encoder_options: dict[str, str] = field(default_factory=dict)


# The quality (crf) is high, because ink lines and paper grain are what a print is. faststart puts the index first, so that
# a web page plays the film while it loads.
_MP4 = _Format(".mp4", "mp4", "libx264", {"movflags": "+faststart"}, {"crf": "16", "preset": "medium"})
_WEBM = _Format(
    ".webm",
    "webm",
    "libvpx-vp9",
    encoder_options={"crf": "22", "b": "0", "deadline": "good", "cpu-used": "4", "row-mt": "1"},
)


def write_mp4(pictures: Iterator[Image.Image], path: Path, *, fps: float, hold_last_s: float) -> None:
    """Write RGB pictures of one size as H.264; see :func:`ukiyo_widgets.images.writing.film.save_film`."""
    _write(pictures, path, _MP4, fps=fps, hold_last_s=hold_last_s)


def write_webm(pictures: Iterator[Image.Image], path: Path, *, fps: float, hold_last_s: float) -> None:
    """Write RGB pictures of one size as VP9; see :func:`ukiyo_widgets.images.writing.film.save_film`."""
    _write(pictures, path, _WEBM, fps=fps, hold_last_s=hold_last_s)


def _write(pictures: Iterator[Image.Image], path: Path, form: _Format, *, fps: float, hold_last_s: float) -> None:
    av = _pyav(form)
    rate = Fraction(fps).limit_denominator(1001)
    # The first frame is made before FFmpeg is started: what it raises then leaves nothing to clean up.
    first = next(pictures)
    try:
        with av.open(str(path), "w", format=form.container, options=form.container_options) as container:
            stream = _stream(container, form, rate, first.size)
            index, shown = 0, first
            for index, shown in enumerate(chain([first], pictures)):
                _encode(av, container, stream, shown, index=index, rate=rate)
            for repeat in range(round(hold_last_s * fps)):
                _encode(av, container, stream, shown, index=index + 1 + repeat, rate=rate)
            container.mux(stream.encode(None))
    except av.error.FFmpegError as error:
        if isinstance(error, OSError) and error.errno and error.errno > 0:  # the disk, not the encoder
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise ImageError(f"The film cannot be encoded as {form.suffix} ({error}); try .gif.") from error


def _pyav(form: _Format) -> Any:
    try:
        import av
    except ImportError as error:
        raise ImageError(f"A film in {form.suffix} needs PyAV: pip install av; a .gif does without it.") from error
    if form.encoder not in av.codec.codecs_available:
        raise ImageError(
            f"This PyAV has no encoder {form.encoder} for {form.suffix}; choose another of .mp4, .webm, .gif."
        )
    return av


def _stream(container: Any, form: _Format, rate: Fraction, size: tuple[int, int]) -> Any:
    stream = container.add_stream(form.encoder, rate=rate, options=form.encoder_options)
    stream.width, stream.height = (side + side % 2 for side in size)
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.colorspace = context.color_primaries = _BT709
    context.color_trc = _SRGB_TRANSFER
    context.color_range = _LIMITED_RANGE
    return stream


def _encode(av: Any, container: Any, stream: Any, picture: Image.Image, *, index: int, rate: Fraction) -> None:
    spaces, ranges = av.video.reformatter.Colorspace, av.video.reformatter.ColorRange
    frame = av.VideoFrame.from_ndarray(_even(np.asarray(picture)), format="rgb24").reformat(
        format="yuv420p",
        dst_colorspace=spaces.ITU709,
        src_color_range=ranges.JPEG,
        dst_color_range=ranges.MPEG,
    )
    frame.pts, frame.time_base = index, 1 / rate
    container.mux(stream.encode(frame))


def _even(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Repeat the last row and column where their number is odd: a pixel of chroma covers 2 × 2 pixels."""
    height, width = rgb.shape[:2]
    padded: NDArray[np.uint8] = np.pad(rgb, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    return padded
