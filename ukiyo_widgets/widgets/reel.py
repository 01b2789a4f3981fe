"""What is kept of a run while it plays: pictures to scrub through, and its losses for the chart."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import PIL.Image

from ukiyo_widgets.runs.frame import Frame
from ukiyo_widgets.widgets.encoding import jpeg

MOST_PICTURES = 120
"""Pictures kept of one run; when there are more, every other one goes. At 512 px they take about 10 MB."""

MOST_AT_ONCE = 8
"""Pictures encoded each time that somebody looks: a run of hundreds of iterations per second must not wait for its pictures."""


@dataclass(frozen=True, slots=True)
class Point:
    """The numbers of one iteration; ``content`` and ``style`` as they stand in the total, with α and β."""

    index: int
    total: float
    content: float
    style: float
    variation: float
    ratio: float
    elapsed_s: float
    note: str


class Reel:
    """Pictures of a run at even spacing, and the losses of every iteration.

    Frames are offered by the thread that computes, which must not wait for the device nor for an encoder; whoever looks
    develops them.
    """

    def __init__(self) -> None:
        self._pictures: dict[int, bytes] = {}
        self._points: dict[int, Point] = {}
        self._offered: list[Frame] = []
        self._spacing = 1
        self._lock = threading.Lock()

    def offer(self, frame: Frame) -> None:
        """Take up a frame that was just computed."""
        self._offered.append(frame)
        if len(self._offered) >= MOST_PICTURES:  # nobody looks: do not hold on to full states
            self._develop()

    def pictures(self) -> list[int]:
        """Return the iterations of which there is a picture, in order."""
        self._develop()
        return sorted(self._pictures)

    def picture(self, index: int) -> tuple[int, bytes]:
        """Return the picture nearest to an iteration, as JPEG, with its own iteration."""
        kept = self.pictures()
        nearest = min(kept, key=lambda each: abs(each - index))
        return nearest, self._pictures[nearest]

    def exactly(self, index: int) -> bytes | None:
        """Return the picture of just this iteration, if it was kept."""
        self._develop()
        return self._pictures.get(index)

    def points(self, *, since: int = -1) -> list[Point]:
        """Return the numbers of the iterations after ``since``, in order."""
        self._develop()
        return [self._points[index] for index in sorted(self._points) if index > since]

    def images(self) -> Iterator[PIL.Image.Image]:
        """Decode the kept pictures one after the other, for a film."""
        for index in self.pictures():
            yield PIL.Image.open(BytesIO(self._pictures[index]))

    def copy(self, *, until: int) -> Reel:
        """Return what a fork at iteration ``until`` has in common with this one."""
        self._develop()
        fork = Reel()
        with self._lock:
            fork._pictures = {i: each for i, each in self._pictures.items() if i <= until}
            fork._points = {i: each for i, each in self._points.items() if i <= until}
            fork._spacing = self._spacing
        return fork

    def _develop(self) -> None:
        with self._lock:
            offered, self._offered = self._offered, []
            wanted = [frame.index for frame in offered if frame.index % self._spacing == 0]
            kept = set(wanted[:: -(-len(wanted) // MOST_AT_ONCE) or 1])
            for frame in offered:
                self._points[frame.index] = _point(frame)
                if frame.index in kept:
                    self._pictures[frame.index] = jpeg(frame.image)
                if len(self._pictures) > MOST_PICTURES:
                    self._spacing *= 2
                    self._pictures = {i: each for i, each in self._pictures.items() if i % self._spacing == 0}


def _point(frame: Frame) -> Point:
    losses = frame.losses
    total = losses["total"]
    content, style = frame.content_weight * losses["content"], frame.style_weight * losses["style"]
    # What is left of the total; as a difference it would be noise where there is none.
    variation = max(0.0, total - content - style) if losses["total_variation"] else 0.0
    return Point(frame.index, total, content, style, variation, frame.ratio, frame.elapsed_s, frame.note)
