"""What a notebook does to a Studio from outside: its cell is run again, or the kernel is interrupted."""

from __future__ import annotations

import signal
import weakref
from collections.abc import Callable
from typing import Any, Protocol


class Closable(Protocol):
    """Something that a cell has made."""

    def close(self) -> None:
        """Free it."""

    def pause(self) -> None:
        """Bring it to rest."""

    def settle(self) -> None:
        """Leave in the notebook what a reader should find, now that a cell has ended."""


_made: weakref.WeakValueDictionary[tuple[str, int], Closable] = weakref.WeakValueDictionary()
_executions: dict[tuple[str, int], str] = {}
_hooked: set[int] = set()


def belongs_to_cell(made: Closable) -> None:
    """Close what an earlier execution of the same cell has made; from now on the same holds for ``made``.

    Outside of a notebook nothing happens.
    """
    shell = _shell()
    if shell is None:
        return
    cell, execution = _where(shell)
    if cell:
        for key in [key for key in _made if key[0] == cell and _executions.get(key) != execution]:
            _made.pop(key).close()
            _executions.pop(key, None)
        _made[cell, id(made)] = made
        _executions[cell, id(made)] = execution
    pause_on_interrupt(shell, made)


def pause_on_interrupt(shell: Any, made: Closable) -> None:
    """Take an interrupt of the kernel as a pause: it reaches the main thread alone, never the one that computes."""
    living = weakref.ref(made)

    def pause() -> None:
        thing = living()
        if thing is not None:
            thing.pause()

    def after_cell(result: Any) -> None:
        if isinstance(result.error_in_exec, KeyboardInterrupt):
            pause()
        thing = living()
        if thing is not None:
            thing.settle()

    shell.events.register("post_run_cell", after_cell)
    weakref.finalize(made, _unregister, shell, after_cell)
    _hear_idle_interrupts(shell, pause)


_pauses: list[Callable[[], None]] = []


def _hear_idle_interrupts(shell: Any, pause: Callable[[], None]) -> None:
    """Between cells ipykernel ignores interrupts; hear them there too, from the next moment at which it is idle."""
    _pauses.append(pause)
    kernel = getattr(shell, "kernel", None)
    loop = getattr(kernel, "io_loop", None)
    if loop is None or id(shell) in _hooked:
        return
    _hooked.add(id(shell))

    def install() -> None:
        def heard(_number: int, _frame: object) -> None:
            for each in tuple(_pauses):
                each()

        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            signal.signal(signal.SIGINT, heard)

    loop.add_callback(install)


def _unregister(shell: Any, callback: Callable[[Any], None]) -> None:
    if callback in shell.events.callbacks["post_run_cell"]:
        shell.events.unregister("post_run_cell", callback)


def _shell() -> Any:
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    shell = get_ipython()
    return shell if hasattr(shell, "get_parent") else None


def _where(shell: Any) -> tuple[str, str]:
    """Return the cell that is running and its execution; empty where the front end does not tell."""
    parent = shell.get_parent() or {}
    return str(parent.get("metadata", {}).get("cellId", "")), str(parent.get("header", {}).get("msg_id", ""))
