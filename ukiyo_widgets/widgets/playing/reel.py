"""What is kept of a run while it plays: pictures to scrub through, and its losses for the chart."""

from __future__ import annotations

import bisect
import contextlib
import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import PIL.Image

from ukiyo_widgets.locks import Lock
from ukiyo_widgets.runs.frame import Frame
from ukiyo_widgets.runs.pages.story import point_of
from ukiyo_widgets.widgets.playing.encoding import jpeg

MOST_PICTURES = 120
"""Pictures kept of one run; when there are more, every other one goes. At 512 px they take about 10 MB."""

SHARE = 0.05
"""Of the time may go into pictures that are kept and were not shown: hundreds of iterations per second must not wait for them."""

SAVED_S = 0.2
"""So much of that time may be saved up, for iterations that come in a burst."""


@dataclass(frozen=True, slots=True)
class Point:
    """The numbers of one iteration; terms as they stand in the total, with their weights; ``variation`` is all the others."""

    index: int
    total: float
    content: float
    style: float
    variation: float
    ratio: float
    elapsed_s: float
    note: str


class Reel:
    """Pictures of a run at about even spacing, and the losses of every iteration.

    Frames are offered by the thread that computes, which must not wait for the device nor for an encoder; whoever looks
    develops them.

    Parameters
    ----------
    points
        The numbers of earlier iterations, in order.
    pictures
        JPEGs of some of them by iteration, in order.
    """

    def __init__(self, points: Sequence[Point] = (), pictures: Mapping[int, bytes] | None = None) -> None:
        self._pictures: dict[int, bytes] = dict(pictures or {})
        self._points: list[Point] = [*points]  # in order of the iterations
        self._offered: list[Frame] = []
        self._spacing = min((after - before for before, after in itertools.pairwise(self._pictures)), default=1)
        self._purse = Purse()
        self._lock = Lock()

    def offer(self, frame: Frame) -> None:
        """Take up a frame that was just computed."""
        self._offered.append(frame)
        if len(self._offered) >= MOST_PICTURES:  # nobody looks: do not hold on to full states
            self._develop()

    def pictures(self) -> list[int]:
        """Return the iterations of which there is a picture, in order."""
        self._develop()
        return list(self._pictures)

    def jpegs(self) -> dict[int, bytes]:
        """Return the kept pictures by iteration, in order."""
        self._develop()
        return dict(self._pictures)

    def picture(self, index: int) -> tuple[int, bytes]:
        """Return the picture nearest to an iteration, as JPEG, with its own iteration."""
        kept = self.pictures()
        nearest = min(kept, key=lambda each: abs(each - index))
        return nearest, self._pictures[nearest]

    def jpeg(self, frame: Frame) -> bytes:
        """Return the picture of a frame that is about to be shown: encoded once, and kept if it is its turn."""
        self._develop()
        data = self._pictures.get(frame.index)
        if data is None:
            data = jpeg(frame.image)
            with self._lock:
                self._keep(frame.index, data)
        return data

    def points(self, *, since: int = -1) -> list[Point]:
        """Return the numbers of the iterations after ``since``, in order."""
        self._develop()
        return self._points[bisect.bisect_right(self._points, since, key=lambda point: point.index) :]

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
            fork._points = [point for point in self._points if point.index <= until]
            fork._spacing = self._spacing
        return fork

    def _develop(self) -> None:
        with self._lock:
            offered, self._offered = self._offered, []
            for frame in offered:
                if not self._points or frame.index > self._points[-1].index:
                    self._points.append(_point(frame))
                if self._due(frame.index) and (not self._pictures or self._purse.allows()):
                    with self._purse.paying():
                        self._keep(frame.index, jpeg(frame.image))

    def _due(self, index: int) -> bool:
        return not self._pictures or index >= next(reversed(self._pictures)) + self._spacing

    def _keep(self, index: int, data: bytes) -> None:
        """Keep a picture if it is its turn; of too many, every other one goes."""
        if self._due(index):
            self._pictures[index] = data
        if len(self._pictures) > MOST_PICTURES:
            self._spacing *= 2
            all_, self._pictures = self._pictures, {}
            for each in all_:
                if self._due(each):
                    self._pictures[each] = all_[each]


class Purse:
    """Time that may be spent on something beside the computing: a share of what passes, a little of it saved up."""

    def __init__(self) -> None:
        self._left_s, self._counted_s = SAVED_S, time.monotonic()

    def allows(self) -> bool:
        """Whether there is anything left."""
        now_s = time.monotonic()
        self._left_s = min(SAVED_S, self._left_s + SHARE * (now_s - self._counted_s))
        self._counted_s = now_s
        return self._left_s > 0

    @contextlib.contextmanager
    def paying(self) -> Iterator[None]:
        """Take the time that the block needs."""
        begun_s = time.monotonic()
        yield
        self._left_s -= time.monotonic() - begun_s


def _point(frame: Frame) -> Point:
    index, total, content, style, others = point_of(frame)
    return Point(index, total, content, style, others, frame.ratio, frame.elapsed_s, frame.note)
