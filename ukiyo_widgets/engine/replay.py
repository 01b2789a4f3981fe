"""Iterations by recording: on a GPU hundreds of small launches become one (a CUDA graph).

Whatever goes wrong, the same iteration is made without it, from then on for good.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import torch
from torch import Tensor

from ukiyo_widgets.engine import step as steps
from ukiyo_widgets.engine.recording import Recorder, Recording, Work, kind
from ukiyo_widgets.engine.step import Member, State
from ukiyo_widgets.locks import Lock

EAGER_FIRST = 3
"""Iterations of one kind before it is recorded: a run that is only looked into does not wait for a recording."""

MOST_KEPT = 2
"""Recordings, each with memory of its own; the oldest goes."""

MOST_COUNTED = 8
"""Kinds of iteration whose number is kept in mind."""


class Replayer:
    """Makes iterations like :func:`ukiyo_widgets.engine.step.step_together`, by a recording where there is one.

    Parameters
    ----------
    record
        How to record; None never does.

    Attributes
    ----------
    failure : str
        Why nothing is recorded any more, in a sentence; empty while all is well.
    """

    def __init__(self, record: Recorder | None) -> None:
        self.failure = ""
        self._record = record
        self._seen: dict[Hashable, int] = {}
        self._recordings: dict[Hashable, Recording] = {}
        self._lock = Lock()

    def step_together(self, members: Sequence[Member]) -> list[State]:
        """Return each member's state one iteration later."""
        key = kind(members) if self._record is not None and not self.failure else None
        if key is None:
            return steps.step_together(members)
        with self._lock:
            recording = self._recordings.get(key)
        if recording is not None:
            try:
                return steps.timed(recording.replay, members)
            except Exception as error:  # noqa: BLE001 - nobody knows all that a driver may raise
                self._give_up(error)
                return steps.step_together(members)
        after = steps.step_together(members)
        if self._count(key) > EAGER_FIRST:
            self._try_to_record(members, after, key=key)
        return after

    def _count(self, key: Hashable) -> int:
        """Return how often a kind was seen; kinds hold on to targets, so only the latest are counted."""
        with self._lock:
            count = self._seen.pop(key, 0) + 1
            self._seen = {**dict(list(self._seen.items())[1 - MOST_COUNTED :]), key: count}
        return count

    def _try_to_record(self, members: Sequence[Member], after: Sequence[State], *, key: Hashable) -> None:
        assert self._record is not None
        with self._lock:  # the oldest goes first: a recording takes the memory of a whole pass
            self._recordings = dict(list(self._recordings.items())[1 - MOST_KEPT :])
        try:
            recording = Recording(members, self._record)
            recording.check(members, after)
        except Exception as error:  # noqa: BLE001
            self._give_up(error)
            return
        with self._lock:
            self._recordings = {**self._recordings, key: recording}

    def _give_up(self, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:120]
        self.failure = (
            f"The iteration could not be recorded as a CUDA graph ({reason}); from here on each is computed the usual way, "
            f"which only takes longer."
        )
        with self._lock:
            self._recordings = {}


_recording = Lock()
_abandoned: list[str] = []


def record_cuda(work: Work) -> tuple[Callable[[], None], list[Tensor]]:
    """Record ``work`` as a CUDA graph on the current device.

    One at a time, and none any more after one that did not come to its end: torch's memory may still count as being recorded.
    """
    with _recording:
        if _abandoned:
            raise RuntimeError(f"an earlier recording was abandoned: {_abandoned[0]}")
        try:
            return _record_cuda(work)
        except BaseException as error:
            _abandoned.append(f"{type(error).__name__}: {error}")
            raise


def _record_cuda(work: Work) -> tuple[Callable[[], None], list[Tensor]]:
    before = torch.cuda.current_stream()
    aside, graph = torch.cuda.Stream(), torch.cuda.CUDAGraph()  # type: ignore[no-untyped-call]
    try:
        aside.wait_stream(before)
        with torch.cuda.stream(aside):
            for _ in range(EAGER_FIRST):  # libraries choose their algorithms and set up before the recording
                work()
        before.wait_stream(aside)
        # Other threads may go on allocating meanwhile: only this one's mistakes end the recording.
        with torch.cuda.graph(graph, stream=aside, capture_error_mode="thread_local"):
            outputs = work()
    finally:
        torch.cuda.set_stream(before)  # a recording that fails would leave its own
    return graph.replay, outputs


def recorder_for(device: torch.device) -> Recorder | None:
    """Return how to record on ``device``, or None where that brings nothing."""
    if device.type != "cuda":
        return None

    def record(work: Work) -> tuple[Callable[[], None], list[Tensor]]:
        with torch.cuda.device(device):
            return record_cuda(work)

    return record
