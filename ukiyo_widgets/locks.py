"""Locks, signals and threads that an interrupt cannot leave in the wrong state.

``KeyboardInterrupt`` may strike between any two steps of Python code, also inside ``threading`` and ``contextlib``: then a lock
stays taken, and whoever asks for it next waits for ever. Here it is known who holds a lock, so that one which was left is found.
"""

from __future__ import annotations

import _thread
import contextvars
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import FrameType

LOOK_S = 0.05
"""Seconds after which a thread that waits looks again whether the one before it has been left."""


class Bell:
    """Wakes one thread that waits, now or when it waits next; ringing twice before that counts once."""

    def __init__(self) -> None:
        self._silent = _thread.allocate_lock()
        self._silent.acquire()

    def ring(self) -> None:
        """Wake who waits."""
        try:
            self._silent.release()
        except RuntimeError:  # it rang already
            return

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it rings; return whether it did."""
        return self._silent.acquire(
            timeout=-1 if timeout_s is None else min(max(timeout_s, 0.0), threading.TIMEOUT_MAX)
        )


class Flag:
    """Something that is so or not; threads can wait until it is."""

    def __init__(self, *, up: bool = False) -> None:
        self._up = up
        self._bells: list[Bell] = []

    def __bool__(self) -> bool:
        return self._up

    def set(self) -> None:
        """Let it be so, and wake all who wait."""
        self._up = True
        with suppress(IndexError):  # they wait in one list, from which each is taken in one step
            while True:
                self._bells.pop().ring()

    def clear(self) -> None:
        """Let it not be so."""
        self._up = False

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it is so; return whether it is."""
        end_s = None if timeout_s is None else time.monotonic() + timeout_s
        while not self._up:
            left_s = None if end_s is None else end_s - time.monotonic()
            if left_s is not None and left_s <= 0:
                return False
            bell = Bell()
            self._bells.append(bell)
            if not self._up:
                bell.wait(left_s)
        return True


def _caller() -> FrameType:
    """Return the frame of the call that a special method of this module was made from."""
    return sys._getframe(2)  # noqa: SLF001 - documented, and the only way to ask


class _Claim:
    """A thread's place in the line for a lock, and the call that asked for it."""

    __slots__ = ("bell", "frame", "thread")

    def __init__(self, frame: FrameType) -> None:
        self.thread, self.frame, self.bell = _thread.get_ident(), frame, Bell()

    def stands(self) -> bool:
        """Whether that call is still going on."""
        frame = sys._current_frames().get(self.thread)  # noqa: SLF001 - documented, and the only way to ask
        while frame is not None and frame is not self.frame:
            frame = frame.f_back
        return frame is not None


class Lock:
    """A lock for ``with``, which a thread that holds it may take again further in. First come, first served.

    The function with the ``with`` holds it. When that function has ended, in whatever way, nobody holds the lock any more, so
    no interrupt can leave it taken. It is not for generators, which end later, and not for the same function twice at once.
    """

    def __init__(self) -> None:
        # Every operation on a list is one step, for interrupts and for other threads.
        self._claims: list[_Claim] = []

    def __enter__(self) -> None:
        self.take(_caller())

    def __exit__(self, *_exception: object) -> None:
        self.give(_caller())

    def if_free(self) -> IfFree:
        """Return what takes the lock only where nobody else holds it: ``with lock.if_free() as taken``."""
        return IfFree(self)

    def take(self, frame: FrameType, *, wait: bool = True) -> bool:
        """Take it for the call of ``frame``, or find it taken by an outer call; return False where it is not free."""
        claim = _Claim(frame)
        self._claims.append(claim)
        try:
            while True:
                first = next(iter(self._claims), claim)
                if first is claim:
                    return True
                if not first.stands():
                    self._strike(first)
                elif first.thread == claim.thread:
                    self._strike(claim)  # it is held further out, and is given back there
                    return True
                elif not wait:
                    self._strike(claim)
                    return False
                else:
                    claim.bell.wait(LOOK_S)
        except BaseException:
            self._strike(claim)
            raise

    def give(self, frame: FrameType) -> None:
        """Give it back, if it was this call that took it."""
        for claim in list(self._claims):
            if claim.frame is frame:
                self._strike(claim)

    def _strike(self, claim: _Claim) -> None:
        try:
            self._claims.remove(claim)
        except ValueError:  # somebody found it left, and did so before
            return
        for first in self._claims[:1]:
            first.bell.ring()


class IfFree:
    """A lock that is taken only if nobody else holds it."""

    def __init__(self, lock: Lock) -> None:
        self._lock = lock

    def __enter__(self) -> bool:
        return self._lock.take(_caller(), wait=False)

    def __exit__(self, *_exception: object) -> None:
        self._lock.give(_caller())


class Together:
    """Several locks for one ``with``; all who take some of them name them in one order, so that none waits for the other."""

    def __init__(self, locks: Iterable[Lock]) -> None:
        self._locks = tuple(locks)

    def __enter__(self) -> None:
        for lock in self._locks:
            lock.take(_caller())

    def __exit__(self, *_exception: object) -> None:
        for lock in reversed(self._locks):
            lock.give(_caller())


class Worker:
    """A thread that does one thing, in a copy of the caller's context: a kernel then shows its output in the caller's cell.

    It ends with the interpreter at the latest.
    """

    def __init__(self, work: Callable[[], object], *, name: str) -> None:
        self.ended = Flag()
        self._work = work
        self._thread = threading.Thread(
            target=contextvars.copy_context().run, args=(self._run,), name=name, daemon=True
        )
        # Begun by another thread, which no interrupt reaches: one inside Thread.start would leave a lock taken.
        failed: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        _thread.start_new_thread(_start, (self._thread, failed))
        if (error := failed.get()) is not None:
            raise error

    @property
    def is_current(self) -> bool:
        """Whether the caller is this thread."""
        return self._thread.ident == _thread.get_ident()

    def _run(self) -> None:
        try:
            self._work()
        finally:
            self.ended.set()


def _start(thread: threading.Thread, failed: queue.SimpleQueue[Exception | None]) -> None:
    try:
        thread.start()
    except Exception as error:  # noqa: BLE001 - it belongs to the thread that waits
        failed.put(error)
    else:
        failed.put(None)


class Errands:
    """A thread that does one thing after the other, begun with the first."""

    def __init__(self, *, name: str) -> None:
        self._name = name
        self._waiting: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._worker: Worker | None = None
        self._closed = False

    def do(self, errand: Callable[[], object]) -> None:
        """Have something done after all that was asked for before; nothing happens once it is closed."""
        if self._closed:
            return
        self._waiting.put(errand)
        if self._worker is None:
            self._worker = Worker(self._work, name=self._name)

    def close(self) -> None:
        """End the thread after what it is doing now."""
        self._closed = True
        self._waiting.put(None)

    def _work(self) -> None:
        while not self._closed and (errand := self._waiting.get()) is not None:
            errand()
