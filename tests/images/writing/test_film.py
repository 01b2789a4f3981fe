"""Films, decoded again."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import torch
from PIL import Image

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.writing.film import save_film

COLOURS = [(200, 60, 40), (30, 90, 160), (240, 230, 210), (20, 20, 20), (90, 140, 70)]
SIZE = (47, 33)
SUFFIXES = ["gif", "mp4", "webm"]


def frames() -> Iterator[Image.Image]:
    return (Image.new("RGB", SIZE, colour) for colour in COLOURS)


def mean_colour(frame: av.VideoFrame) -> list[float]:
    """Mean RGB of a yuv420p frame by the formula of ITU-R BT.709-6, item 3: older PyAVs decode all as BT.601."""
    levels = frame.to_ndarray().astype(float)  # the rows of Y, then those of U and V, which are a quarter each
    luma, chroma = levels[: frame.height], levels[frame.height :].reshape(2, -1)
    y = (luma.mean() - 16) / 219
    blue, red = (chroma.mean(axis=1) - 128) / 224
    r, b = y + 1.5748 * red, y + 1.8556 * blue
    return [255 * level for level in (r, (y - 0.2126 * r - 0.0722 * b) / 0.7152, b)]


def gif_frames(path: Path) -> list[tuple[np.ndarray, int]]:
    """Levels and duration in ms of every frame."""
    found = []
    with Image.open(path) as film:
        for index in range(film.n_frames):
            film.seek(index)
            found.append((np.asarray(film.convert("RGB")).astype(int), film.info["duration"]))
    return found


@pytest.mark.parametrize("suffix", ["mp4", "webm"])
def test_video_has_the_frames_colours_and_tags(tmp_path: Path, suffix: str) -> None:
    path = save_film(frames(), tmp_path / f"wave.{suffix}", fps=10, hold_last_s=0.3)
    with av.open(path) as container:
        stream = container.streams.video[0]
        shown = [
            (float(frame.time), mean_colour(frame), frame.width, frame.height) for frame in container.decode(stream)
        ]
        context = stream.codec_context
        tags = (context.colorspace, context.color_primaries, context.color_trc, context.color_range)
        assert context.name == {"mp4": "h264", "webm": "libvpx-vp9"}[suffix] or "vp9" in context.name
        assert context.pix_fmt == "yuv420p"
        assert stream.average_rate == Fraction(10)
    assert tags == (1, 1, 13, 1)
    assert [time for time, *_ in shown] == pytest.approx([index / 10 for index in range(8)], abs=0.002)
    for (_, mean, width, height), colour in zip(shown, COLOURS + COLOURS[-1:] * 3, strict=True):
        assert (width, height) == (48, 34)
        assert mean == pytest.approx(colour, abs=3)


def test_gif_has_the_frames_colours_and_times(tmp_path: Path) -> None:
    path = save_film(frames(), tmp_path / "wave.gif", fps=12, hold_last_s=0.5)
    shown = gif_frames(path)
    assert [levels[5, 5].tolist() for levels, _ in shown] == [list(colour) for colour in COLOURS]
    durations = [duration for _, duration in shown]
    assert sum(durations) == pytest.approx(1000 * (5 / 12 + 0.5), abs=5)
    assert set(durations[:-1]) <= {80, 90}
    with Image.open(path) as film:
        assert film.info["loop"] == 0
    with Image.open(save_film(frames(), tmp_path / "once.gif", loop=False)) as film:
        assert "loop" not in film.info


def test_gif_is_close_to_a_picture_of_many_colours(tmp_path: Path) -> None:
    rows, columns = np.mgrid[0:64, 0:96]
    steps = [np.stack((columns * 2.6, rows * 3.9, 255 - columns + index * 20), -1) for index in range(4)]
    originals = [step.clip(0, 255).astype(np.uint8) for step in steps]
    shown = gif_frames(save_film(map(Image.fromarray, originals), tmp_path / "wave.gif"))
    assert len(shown) == 4
    for (levels, _), original in zip(shown, originals, strict=True):
        assert np.abs(levels - original).mean() < 8
        assert levels.mean() == pytest.approx(original.mean(), abs=0.5)  # dithering keeps the mean


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_tensors_and_single_frames(tmp_path: Path, suffix: str) -> None:
    path = save_film([torch.full((3, 33, 47), 0.5)], tmp_path / f"wave.{suffix}", hold_last_s=0)
    with av.open(path) as container:
        levels = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(levels) == 1
    assert levels[0].mean() == pytest.approx(128, abs=2)


def test_the_padding_repeats_the_edge(tmp_path: Path) -> None:
    half = np.zeros((33, 47, 3), np.uint8)
    half[:, 30:] = 255
    with av.open(save_film([Image.fromarray(half)], tmp_path / "wave.mp4")) as container:
        levels = next(container.decode(video=0)).to_ndarray(format="rgb24")
    assert levels[:, -1].min() > 245


@pytest.mark.parametrize("suffix", ["mp4", "webm"])
def test_videos_are_streamed(tmp_path: Path, suffix: str) -> None:
    made: list[weakref.ref[Image.Image]] = []

    def many() -> Iterator[Image.Image]:
        for index in range(30):
            made.append(weakref.ref(image := Image.new("RGB", SIZE, (index, 0, 0))))
            assert sum(reference() is not None for reference in made) <= 3
            yield image

    save_film(many(), tmp_path / f"wave.{suffix}", hold_last_s=0)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_frames_and_frames_of_other_sizes(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"wave.{suffix}"
    path.write_bytes(b"old")
    with pytest.raises(ImageError, match="There are no frames to make a film of"):
        save_film([], path)
    with pytest.raises(ImageError, match=r"Frame 1 of the film has 33 × 47 pixels, the first 47 × 33"):
        save_film([Image.new("RGB", SIZE), Image.new("RGB", SIZE[::-1])], path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_frames_that_raise_leave_the_old_film(tmp_path: Path, suffix: str, error: type[BaseException]) -> None:
    def failing() -> Iterator[Image.Image]:
        yield from frames()
        raise error("stop")

    path = tmp_path / f"wave.{suffix}"
    path.write_bytes(b"old")
    with pytest.raises(error, match="stop"):
        save_film(failing(), path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("wave.avi", {}, r"'wave\.avi' does not say its format; end it in \.gif, \.mp4, \.webm"),
        ("wave.gif", {"fps": 51}, "fps is above 0 and at most 50"),
        ("wave.mp4", {"fps": 0}, "fps is above 0 and at most 120"),
        ("wave.mp4", {"fps": float("nan")}, "fps is above 0"),
        ("wave.gif", {"hold_last_s": -1}, "hold_last_s is 0 to 600 seconds"),
        ("missing/wave.gif", {}, "The folder .* does not exist"),
        ("folder.gif", {}, "is a folder"),
    ],
)
def test_wrong_arguments_are_told_before_a_frame_is_taken(
    tmp_path: Path, name: str, options: dict[str, float], message: str
) -> None:
    def untouched() -> Iterator[Image.Image]:
        pytest.fail("a frame was taken")
        yield

    (tmp_path / "folder.gif").mkdir()
    with pytest.raises(ImageError, match=message):
        save_film(untouched(), tmp_path / name, **options)


def test_without_pyav(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(ImageError, match=r"A film in \.mp4 needs PyAV: pip install av"):
        save_film(frames(), tmp_path / "wave.mp4")
    assert save_film(frames(), tmp_path / "wave.gif").stat().st_size > 0


def test_without_the_encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(av.codec, "codecs_available", {"libvpx-vp9"})
    with pytest.raises(ImageError, match=r"no encoder libx264 for \.mp4"):
        save_film(frames(), tmp_path / "wave.mp4")
    assert list(tmp_path.iterdir()) == []
