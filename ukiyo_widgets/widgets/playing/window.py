"""Back-pressure: how many frames may be on their way to a browser that nobody can wait for."""

from __future__ import annotations

SIZE = 6
"""Frames that may be on their way unacknowledged. One would wait for the network at each frame (14 frames/s measured)."""

PAUSE_S = 1 / 30
"""Least time between two frames; more are not seen."""

SILENCE_S, LONGEST_SILENCE_S = 0.5, 8.0
"""After such a silence one frame is sent all the same: acknowledgements are late, or cannot arrive. The silence doubles each
time that nothing answers, so that a closed page costs next to nothing."""


class Window:
    """Decides when the next frame may go, and numbers it.

    Acknowledgements are cumulative: the highest number painted. Times are in seconds of any clock that only goes forward.

    Examples
    --------
    >>> window = Window()
    >>> window.wait_s(now_s=10.0), window.sent(now_s=10.0)
    (0.0, 1)
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything: a new page asks for frames."""
        self._number = 0
        self._acknowledged = 0
        self._sent_s = float("-inf")
        self._silence_s = SILENCE_S

    def wait_s(self, *, now_s: float) -> float:
        """Return the seconds until the next frame may go: 0 is now."""
        full = self._number - self._acknowledged >= SIZE
        pause_s = self._silence_s if full else PAUSE_S
        return max(0.0, self._sent_s + pause_s - now_s)

    def sent(self, *, now_s: float) -> int:
        """Note that a frame goes, and return its number."""
        if self._number - self._acknowledged >= SIZE:
            self._silence_s = min(2 * self._silence_s, LONGEST_SILENCE_S)
        self._number += 1
        self._sent_s = now_s
        return self._number

    def acknowledge(self, number: int) -> None:
        """Note that the browser has painted every frame up to ``number``."""
        if self._acknowledged < number <= self._number:
            self._acknowledged = number
            self._silence_s = SILENCE_S
