"""The run: one picture on its way, iteration by iteration."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import PIL.Image

from ukiyo_widgets.engine.machine import synchronize
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.errors import RunClosedError, SettingsError
from ukiyo_widgets.locks import Lock
from ukiyo_widgets.runs import display
from ukiyo_widgets.runs.attempt import Attempt
from ukiyo_widgets.runs.change import apply_change, check_changes, check_count, settings_after
from ukiyo_widgets.runs.costs.estimate import Estimate, estimate
from ukiyo_widgets.runs.costs.exhaustion import exhaustion_explained
from ukiyo_widgets.runs.frame import Frame, Losses
from ukiyo_widgets.runs.keeping.snapshots import Position, Snapshots
from ukiyo_widgets.runs.pages.exporting import Exported
from ukiyo_widgets.runs.printing.printed import Printed
from ukiyo_widgets.runs.prints import Prints
from ukiyo_widgets.runs.recipe import Change, Recipe
from ukiyo_widgets.runs.watching import Descendant, Watchers
from ukiyo_widgets.runs.workshop import Workshop
from ukiyo_widgets.surroundings import undisturbed


class Run(Descendant["Run"], Exported, Printed):
    """A colorization that can be stopped, resumed and forked; made by :func:`ukiyo_widgets.colorize`.

    Iterating over a run makes one L-BFGS iteration after the other and gives a :class:`Frame` for each, up to
    ``settings.iterations``. All state lives in the run: ``break``, an interrupt or an exception leaves it at the last
    complete iteration, and the next loop goes on from there. Several threads may use it; one of them makes each iteration.

    Raises
    ------
    NotFiniteError, WeightsError, RunClosedError
        From all that computes: the first loss is no finite number, the weights are not there, or the run was closed.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> run = uw.colorize("sample:wave", "sample:red_mountain", size=64)
    >>> for frame in run.steps(3):
    ...     print(frame.index, round(frame.style_weight, 4))
    1 0.4988
    2 0.4975
    3 0.4963
    >>> fork = run.fork(style_weight=10)
    >>> fork.advance(2).index, run.index
    (5, 3)
    """

    def __init__(
        self,
        workshop: Workshop,
        recipe: Recipe,
        *,
        position: Position | None = None,
        snapshots: Snapshots | None = None,
        parent: Run | None = None,
    ) -> None:
        self.parent = parent
        self._workshop: Workshop | None = workshop
        self.size_px = (workshop.prints.content.shape[2], workshop.prints.content.shape[1])
        """Width and height of the picture."""
        self._recipe = recipe
        self._position = position
        self._snapshots = snapshots or Snapshots()
        self._watchers = Watchers[Run]()
        self._requests: list[dict[str, Any]] = []
        self._stopped = object()  # another one after each stop(): a loop compares it with that of its beginning
        self._lock = Lock()

    # ------------------------------------------------------------------ looking

    @property
    def index(self) -> int:
        """Iterations done."""
        return self._position.state.index if self._position else 0

    @property
    def settings(self) -> Settings:
        """The settings in force now."""
        return self._position.settings if self._position else self._recipe.settings

    @property
    def next_settings(self) -> Settings:
        """The settings of the next iteration: those in force, and what :meth:`set` asked for during the one in progress."""
        return settings_after(list(self._requests), self._recipe, self._position)

    @property
    def recipe(self) -> Recipe:
        """All that this run depends on; printed, it is Python code that recreates the run up to here."""
        return dataclasses.replace(self._recipe, iterations=self.index)

    @property
    def frame(self) -> Frame:
        """The newest frame; before the first iteration, the start."""
        return self._frame_of(self._position or self._begin())

    def _frame_of(self, position: Position) -> Frame:
        return display.frame_of(position, recipe=self._recipe, size_px=self.size_px)

    def kept_frames(self) -> Iterator[Frame]:
        """Give the frames that are still in memory, for forks, in order: at first every fifth."""
        return map(self._frame_of, self._snapshots.positions())

    @property
    def image(self) -> PIL.Image.Image:
        """The newest picture."""
        return self.frame.image

    @property
    def losses(self) -> Mapping[int, Losses]:
        """The losses by iteration, an ancestor's included; a run from a file has those since it was loaded."""
        return {index: Losses(each) for index, each in self._snapshots.losses.items()}

    @property
    def finished(self) -> bool:
        """Whether a plain loop over the run ends here: ``settings.iterations`` are done, or the picture has settled."""
        return self._position.finished if self._position else self.settings.iterations == 0

    @property
    def started(self) -> bool:
        """Whether anything was computed yet."""
        return self._position is not None

    @property
    def prints(self) -> Prints:
        """The prints that went in, at the run's size."""
        return self._open_workshop().prints

    def estimate(self) -> Estimate:
        """Return the memory and time that the rest of the run will take, before it is computed."""
        return estimate(self.settings, size_px=self.size_px, done=self.index)

    # ------------------------------------------------------------------ going on

    def __iter__(self) -> Iterator[Frame]:
        """Make iterations until the run is :attr:`finished`, giving a frame for each."""
        begun = self._stopped
        while self._stopped is begun and not self.finished:
            yield self._step()

    def steps(self, n: int) -> Iterator[Frame]:
        """Return an iterator that makes the next ``n`` iterations, also beyond ``settings.iterations``."""
        check_count(n)
        return self._steps(n)

    def _steps(self, n: int) -> Iterator[Frame]:
        begun = self._stopped
        for _ in range(n):
            yield self._step()
            if self._stopped is not begun:
                return

    def advance(self, n: int = 1) -> Frame:
        """Make ``n`` iterations without looking at the frames in between, and return the newest frame."""
        for _ in self.steps(n):
            pass
        synchronize(self._open_workshop().device)
        return self.frame

    def stop(self) -> None:
        """End the loop that is running, in whatever thread, after the iteration in progress."""
        self._stopped = object()
        self._watchers.tell("stop", self)

    def set(self, **changes: Any) -> None:
        """Change settings from the next iteration on, and write that into the recipe.

        Raises SettingsError, and changes nothing, if there is no such setting, it is fixed, or the value is out of range.
        """
        self._requests.append(check_changes(self.settings, changes, workshop=self._workshop))
        with self._lock.if_free() as taken:  # else the thread that is computing takes it up after its iteration
            if taken:
                self._take_up_requests()
        self._watchers.tell("change", self)

    def watch(self, watcher: Callable[[str, Run], object]) -> Callable[[], None]:
        """Have ``watcher(event, run)`` called for this run and its family of forks; return what ends that.

        The thread that computes calls it, so it should only note that something is new. The events are ``"frame"``, ``"change"``,
        ``"stop"``, ``"fork"``. What it raises reaches whoever made the iteration.
        """
        return self._watchers.add(watcher)

    # ------------------------------------------------------------------ branching and keeping

    def fork(self, *, at: int | None = None, **changes: Any) -> Run:
        """Return a new run that goes on from here, or from an earlier iteration; this one never notices.

        Parameters
        ----------
        at
            The iteration to start from; None is the newest. An earlier one is computed again from the nearest snapshot
            before it, which takes as many iterations as lie between; see the setting ``snapshot_memory_mb``.
        **changes
            Settings that differ in the fork, as in :meth:`set`.

        Raises
        ------
        SettingsError
            If ``at`` is not an iteration that this run has done, and as in :meth:`set`.
        """
        with self._lock:
            position: Position | None = self._take_up_requests()
            target = self.index if at is None else at
            if not 0 <= target <= self.index:
                raise SettingsError(f"at is {at}, but this run has done the iterations 0 to {self.index}; fork at one.")
            if target < self.index:
                position = self._snapshots.nearest(target)  # None after loading a file: then from the start
            past, recipe = self._snapshots.copy(until=target), self._recipe.until(target)
            child = Run(self._open_workshop(), recipe, position=position, snapshots=past, parent=self)
        child.advance(target - child.index)
        child._take_up_requests()
        child.set(**changes) if changes else None
        child._watchers = self._watchers  # a family is watched as one
        self._watchers.tell("fork", child)
        return child

    def save(self, path: str | Path) -> Path:
        """Write the whole run to a file (``.ukiyo``), from which :func:`ukiyo_widgets.load` goes on bit for bit."""
        with self._lock:
            position = self._take_up_requests()
            workshop, recipe = self._open_workshop(), self._recipe
        return workshop.save(path, recipe=recipe, position=position)

    def close(self) -> None:
        """Free the network, the prints and the snapshots; the newest frame stays."""
        self.stop()
        with self._lock:
            self._workshop = None
            self._snapshots.forget_pictures()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        prints, frame = self._workshop.prints if self._workshop else None, self.frame if self.started else None
        return display.mimebundle(frame, text=repr(self), recipe=self.recipe, prints=prints)

    def __repr__(self) -> str:
        until = "" if self.settings.iterations is None else f" of {self.settings.iterations}"
        return f"<Run {self.settings.preset!r}: iteration {self.index}{until}>"

    # ------------------------------------------------------------------ one iteration

    @undisturbed
    def _step(self) -> Frame:
        with self._lock, exhaustion_explained(self):
            self._arrive(*Attempt.together([self._attempt()]))
            frame = self.frame
        self._watchers.tell("frame", self)
        return frame

    def _attempt(self) -> Attempt:
        """Prepare the next iteration; the run stays where it is."""
        return Attempt.from_position(self._take_up_requests(), workshop=self._workshop_for(self.index + 1))

    def _arrive(self, position: Position) -> Position:
        # The one place where a run moves on: before this line nothing has changed.
        self._position = position
        self._snapshots.offer(position, budget_mb=position.settings.snapshot_memory_mb)
        return position

    @undisturbed
    def _begin(self) -> Position:
        """Compute iteration 0, with the recipe's own settings: changes come after it, when a recipe is replayed too."""
        with self._lock, exhaustion_explained(self):
            if self._position is not None:
                return self._position
            workshop, settings = self._workshop_for(0), self._recipe.settings
            self._recipe = self._recipe.with_weights(workshop.weights.sha256)
            return self._arrive(Position(workshop.begin(settings), settings, settings))

    @undisturbed
    def _take_up_requests(self) -> Position:
        """Write what set() asked for into the recipe, apply every change of the recipe that is due, and return the place."""
        position = self._position or self._begin()
        # An interrupt between the next two lines would write a change twice, at one iteration: that changes nothing.
        while self._requests:
            self._recipe = self._recipe.with_change(Change(position.state.index, self._requests[0]))
            self._requests.pop(0)
        for change in self._recipe.changes[position.applied :]:
            if change.iteration > position.state.index:
                break
            position = self._position = apply_change(position, change, workshop=self._workshop_for(change.iteration))
        return position

    def _workshop_for(self, iteration: int) -> Workshop:
        return self._open_workshop().at(self._recipe.settings.halvings(iteration))

    def _open_workshop(self) -> Workshop:
        if self._workshop is None:
            raise RunClosedError("This run was closed; load it from a file or begin a new one with colorize().")
        return self._workshop
