"""What a person wants of the colours of a run: edits, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ukiyo_widgets.engine.guidance.hints import Hints
from ukiyo_widgets.engine.guidance.inks import InkChanges
from ukiyo_widgets.engine.guidance.regions import Regions
from ukiyo_widgets.locks import Lock
from ukiyo_widgets.runs.run import Run

NAMES = ("hints", "regions", "palette")
"""The settings that are edited here."""


@dataclass(frozen=True)
class _Step:
    """One edit: what it found, and what it left."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]


class Colouring:
    """Edits of a run's hints, regions and inks.

    An edit counts at once, here; :meth:`hand_over` gives it to the run, which may take a while and is for the thread that
    owns the engine. Whatever else changes the run, a cell or a slider, is seen, and ends the way back.

    Parameters
    ----------
    run
        The run whose settings are edited.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> colouring = Colouring(uw.colorize("sample:wave", "sample:red_mountain", size=64))
    >>> colouring.edit(hints=Hints("0.5,0.2=#aa3322"))
    >>> colouring.undo()
    >>> colouring.now("hints")
    Hints('')
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._wanted: dict[str, Any] = {}
        self._past: list[_Step] = []
        self._lock = Lock()

    def now(self, name: str) -> Any:
        """Return what a setting is to be, as far as anybody has asked."""
        with self._lock:
            return self._wanted[name] if name in self._wanted else getattr(self._run.next_settings, name)

    def edit(self, *, amend: bool = False, **values: Any) -> None:
        """Give settings other values; ``amend`` makes this and the edit before one step of the way back."""
        with self._lock:
            before = {name: self.now(name) for name in values}
            if before == values:
                return
            if amend and self.undoable and self._past[-1].before.keys() == values.keys():
                before = dict(self._past.pop().before)
            self._past.append(_Step(before, values))
            self._wanted |= values

    def clear(self) -> None:
        """Take all dabs, regions and changed inks away; :meth:`undo` brings them back."""
        self.edit(hints=Hints(), regions=Regions(), palette=InkChanges())

    @property
    def undoable(self) -> bool:
        """Whether there is an edit that nothing has been put upon since."""
        with self._lock:
            return bool(self._past) and all(self.now(name) == value for name, value in self._past[-1].after.items())

    def undo(self) -> None:
        """Take the last edit back; nothing happens where somebody else has changed its settings since."""
        with self._lock:
            if self.undoable:
                self._wanted |= self._past.pop().before
            else:
                self._past.clear()

    def hand_over(self) -> None:
        """Set what is wanted; if the run refuses it, it is wanted no longer."""
        with self._lock:
            wanted = dict(self._wanted)
        try:
            if wanted:
                self._run.set(**wanted)
        finally:
            with self._lock:
                self._wanted = {name: value for name, value in self._wanted.items() if value is not wanted.get(name)}
