"""What a notebook and a Studio have to do with each other: it is shown, its cell is run again, the kernel is interrupted."""

from __future__ import annotations

import re
import signal
import weakref
from typing import Any, Protocol


class Closable(Protocol):
    """Something that a cell has made."""

    def close(self) -> None:
        """Free it."""

    def pause(self) -> None:
        """Bring it to rest."""

    def settle(self) -> None:
        """Leave in the notebook what a reader should find, now that a cell has ended."""


_living: weakref.WeakSet[Any] = weakref.WeakSet()
_origins: weakref.WeakKeyDictionary[Any, tuple[str, str]] = weakref.WeakKeyDictionary()
_hooked: set[int] = set()


def view(widget: Any) -> dict[str, Any]:
    """Return what a cell displays to show a widget, also for ipywidgets 7, which has no word for it."""
    address = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return {"text/plain": repr(widget), "application/vnd.jupyter.widget-view+json": address}


def belongs_to_cell(made: Closable) -> None:
    """Close what an earlier execution of the same cell has made; from now on the same holds for ``made``.

    An interrupt of the kernel counts as a pause from now on: it reaches the main thread alone, never the one that computes.
    Outside of a notebook nothing happens.
    """
    shell = _shell()
    if shell is None:
        return
    cell, execution = _where(shell)
    for other, (its_cell, its_execution) in list(_origins.items()):
        if cell and its_cell == cell and its_execution != execution:
            _origins.pop(other)
            other.close()
    _living.add(made)
    _origins[made] = (cell, execution)
    if id(shell) not in _hooked:
        _hooked.add(id(shell))
        shell.events.register("post_run_cell", _after_cell)
        _hear_idle_interrupts(shell)


def cell_name() -> str | None:
    """Return a name of the cell that is running, for files; a general one where the front end does not tell, None elsewhere."""
    shell = _shell()
    return None if shell is None else re.sub(r"[^A-Za-z0-9]", "", _where(shell)[0])[:40] or "studio"


def living() -> list[Any]:
    """Return what was made in this notebook and is still open, in the order of making."""
    return [each for each in _origins if each.comm is not None]


def _after_cell(result: Any) -> None:
    for each in list(_living):
        if isinstance(result.error_in_exec, KeyboardInterrupt):
            each.pause()
        each.settle()


def _hear_idle_interrupts(shell: Any) -> None:
    """Between cells ipykernel ignores interrupts; hear them there too, from the next moment at which it is idle."""
    loop = getattr(getattr(shell, "kernel", None), "io_loop", None)
    if loop is None:
        return

    def heard(_number: int, _frame: object) -> None:
        for each in list(_living):
            each.pause()

    def install() -> None:
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            signal.signal(signal.SIGINT, heard)

    loop.add_callback(install)


def _shell() -> Any:
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    shell = get_ipython()
    return shell if hasattr(shell, "get_parent") else None


def _where(shell: Any) -> tuple[str, str]:
    """Return the cell that is running and its execution; where a front end does not name its cells, by what stands in it."""
    parent = shell.get_parent() or {}
    cell = parent.get("metadata", {}).get("cellId") or parent.get("content", {}).get("code", "")
    return str(cell), str(parent.get("header", {}).get("msg_id", ""))
