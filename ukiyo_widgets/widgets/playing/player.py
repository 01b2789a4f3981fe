"""The player: one thread that owns the engine, and an announcer that tells the screen what is new.

Handlers of clicks and sliders only post requests, from whatever thread; nothing here ever waits for a browser.
"""

from __future__ import annotations

import atexit
import functools
import itertools
import logging
import time
from collections.abc import Callable
from typing import Any

from ukiyo_widgets.locks import Flag, Lock, Worker
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.front_ends import colab
from ukiyo_widgets.widgets.playing.announcer import Announcer, Refresh
from ukiyo_widgets.widgets.playing.reel import Reel
from ukiyo_widgets.widgets.playing.requests import Requests, Task, first, take_first
from ukiyo_widgets.widgets.playing.scans import Scans
from ukiyo_widgets.widgets.playing.sources import Sources
from ukiyo_widgets.widgets.playing.take import Aim, Take

_log = logging.getLogger(__name__)


class Player:
    """Plays runs, several at once if asked to, on one thread.

    A run may also be driven by a notebook cell meanwhile; what the cell does is seen here too.

    Parameters
    ----------
    run
        The first run, if there is one.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> player = Player(uw.colorize("sample:wave", "sample:red_mountain", size=64))
    >>> player.play(5)
    >>> player.wait()
    True
    >>> player.shown.run.index
    5
    >>> player.close()
    """

    def __init__(self, run: Run | None = None) -> None:
        self.takes: list[Take] = []
        self.shown: Take | None = None
        self.position: int | None = None  # iteration that the screen shows; None is the newest
        self.compared: Take | None = None
        self.error = ""
        self._keys, self._lock = itertools.count(1), Lock()
        self._requests = Requests()
        self._ends: list[Callable[[], None]] = []
        self._closed = False
        self._asked = self._answered = object()  # another one with each request, and that which the engine has come to
        self._at_rest, self._announcer = Flag(), Announcer()
        self.scans = Scans(self.wake)
        self.coming: Sources | None = None  # of a run that is being prepared, if its start is to be seen before
        self._engine = Worker(self._work, name="ukiyo_widgets engine")
        atexit.register(self.close)  # a thread inside torch at the interpreter's end would abort it
        if run is not None:
            self.add(run)

    # ------------------------------------------------------------------ runs

    def add(
        self,
        run: Run,
        *,
        name: str = "",
        parent: Take | None = None,
        sources: Sources | None = None,
        reel: Reel | None = None,
        show: bool = True,
    ) -> Take:
        """Take up a run and show it, unless only the list of runs is to have it.

        ``sources`` are what its prints were read from, if not what its recipe names; ``reel`` is what is known of it from before.
        """
        key = next(self._keys)
        reel = reel or (parent.reel.copy(until=run.index) if parent else Reel())
        sources = sources or (parent.sources if parent else Sources.of(run))
        take = Take(key, name or self._free_name(), run, reel, sources, parent, forked_at=run.index if parent else 0)
        if parent is None:
            self._ends.append(run.watch(self._hear))
        self.rearrange(lambda takes: [*takes, take])
        if run.started:
            reel.offer(run.frame)
        if show:
            self.compared = None
            self.show(take)
        self.wake()
        return take

    def rearrange(self, change: Callable[[list[Take]], list[Take]]) -> None:
        """Have ``change`` make another list of the takes, for one thread at a time: none undoes what another has just done."""
        with self._lock:
            self.takes = change(self.takes)

    def _free_name(self) -> str:
        taken = {take.name for take in self.takes}
        return next(name for name in map("Run {}".format, itertools.count(1)) if name not in taken)

    def find(self, key: int) -> Take | None:
        """Return the take of a key."""
        return next((take for take in self.takes if take.key == key), None)

    def show(self, take: Take, *, position: int | None = None) -> None:
        """Show a take, at an iteration or at its newest."""
        self.shown, self.position = take, position
        if self.compared is take:
            self.compared = None
        self.wake()

    def remove(self, take: Take) -> None:
        """Forget a take; its forks stay."""
        take.aim = None
        self.rearrange(lambda takes: [each for each in takes if each is not take])
        rest = self.takes
        for each in rest:
            if each.parent is take:
                each.parent = take.parent
        if self.compared is take:
            self.compared = None
        if self.shown is take:
            self.shown, self.position = (rest[-1] if rest else None), None
        self.wake()

    # ------------------------------------------------------------------ playing

    def play(self, n: int | None = None, *, take: Take | None = None) -> None:
        """Play a take for ``n`` iterations; None is up to its setting ``iterations``, and from there as many again."""
        take = take or self.shown
        if take is None:
            return
        take.aim, self.error, self.position = Aim(take.goal(n), steps=n is not None), "", None
        self._poke()

    def pause(self, take: Take | None = None) -> None:
        """Stop a take after the iteration in progress; None stops all."""
        for each in [take] if take else self.takes:
            each.aim = None
        self.wake()

    def fork(self, *, at: int | None = None, take: Take | None = None, **changes: Any) -> None:
        """Fork a take, at an iteration or at its newest, and show the fork."""
        parent = take or self.shown
        if parent is not None:
            self.do(lambda: parent.run.fork(at=at, **changes), busy="forking")

    def do(self, task: Callable[[], object], *, busy: str = "") -> None:
        """Have ``task`` done by the engine's thread, before the next iteration; an exception is shown."""
        if not self._closed:
            self._requests.tasks.append(Task(task, busy))
            self._poke()

    @property
    def busy(self) -> str:
        """What is asked for, or under way, before the next iteration, as a key of the texts."""
        return next((task.busy for task in self._requests.tasks.copy() if task.busy), "")

    def do_aside(self, task: Callable[[], object]) -> None:
        """Have ``task`` done by the engine's thread too, but let every run that plays make an iteration first."""
        if not self._closed:
            self._requests.asides.append(task)
            self._poke()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until nothing plays and nothing is to be done; return whether that is so. Not for the engine's thread."""
        end_s = None if timeout_s is None else time.monotonic() + timeout_s
        while self._at_rest.wait(None if end_s is None else end_s - time.monotonic()):
            if self._closed or self._answered is self._asked:
                return True
            self._at_rest.clear()
            self._requests.news.ring()  # it says so again, once it has seen all that was asked
        return False

    # ------------------------------------------------------------------ telling

    def listen(self, refresh: Refresh) -> None:
        """Have ``refresh`` called whenever something may be new, always by one and the same thread."""
        self._announcer.listen(refresh)

    def forget(self, refresh: Refresh) -> None:
        """End :meth:`listen`."""
        self._announcer.forget(refresh)

    def wake(self) -> None:
        """Say that something may be new."""
        self._announcer.wake()

    def fail(self, error: BaseException) -> None:
        """Show an error in words."""
        self.error = str(error) or type(error).__name__
        self.wake()

    def close(self) -> None:
        """End both threads, after the iteration in progress, and let go of the runs; once more after an interrupt is fine."""
        self._closed = True
        self.pause()
        self._requests.tasks.clear()
        self._requests.asides.clear()
        self._requests.news.ring()
        for end in self._ends:
            end()
        if not self._engine.is_current:
            self._engine.ended.wait()
        self._announcer.close()
        self.scans.close()
        self.takes, self.shown, self.compared = [], None, None
        self._at_rest.set()
        atexit.unregister(self.close)

    # ------------------------------------------------------------------ the threads

    def _poke(self) -> None:
        self._asked = object()
        self._at_rest.clear()
        self._requests.news.ring()
        self.wake()

    def _playing(self) -> list[Take]:
        return [take for take in self.takes if take.until is not None]

    def _work(self) -> None:
        requests = self._requests
        while True:
            asked = self._asked
            if self._closed:
                return
            if not (requests.tasks or requests.asides or self._playing()):
                self._answered = asked
                self._at_rest.set()
                self.wake()
                requests.news.wait()
                continue
            if (task := first(requests.tasks)) is not None:
                self._guarded(task.work)
                take_first(requests.tasks)
                self.wake()
            else:
                for take in self._playing():
                    self._guarded(functools.partial(self._iterate, take), take)
                    if requests.tasks or self._closed:
                        break
                else:
                    if (aside := take_first(requests.asides)) is not None:
                        self._guarded(aside)

    def _iterate(self, take: Take) -> None:
        aim = take.unmet
        if aim is None or take.run.index >= aim.until:
            take.met = aim
            return
        take.stepping = True
        try:
            if not take.run.started:
                take.reel.offer(take.run.frame)
            for _ in take.run.steps(1):
                pass
        finally:
            take.stepping = False
        if take.arrived(aim):
            take.met = aim
            self.wake()

    def _guarded(self, work: Callable[[], object], take: Take | None = None) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the person at the screen must see it
            _log.debug("The engine's thread met an error", exc_info=True)
            if take is not None:
                take.aim = None
            self.fail(error)
        self.wake()

    def _hear(self, event: str, run: Run) -> None:
        """Note what happens to a run, whoever drives it."""
        take = next((each for each in self.takes if each.run is run), None)
        if event == "fork":
            parent = next((each for each in self.takes if each.run is run.parent), None)
            self.add(run, parent=parent) if parent else None
        elif take is not None:
            if event == "frame":
                take.reel.offer(run.frame)
                if not self._engine.is_current:
                    take.drive()
                    colab.deliver()
            elif event == "stop":
                self.pause(take)
        self.wake()
