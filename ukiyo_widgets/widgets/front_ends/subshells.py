"""Clicks while a cell runs: let a kernel with subshells deliver them.

ipykernel 7.4 answers on the shell that last sent on a comm; once a busy cell has sent a frame, every click on that widget then
waits for the cell. Answering by default on the subshell that asked, as 7.1 to 7.3 do, restores it.
"""

from __future__ import annotations

from typing import Any


def answer_where_asked(comm: Any) -> None:
    """Undo ipykernel 7.4's choice of a shell for ``comm``; other kernels have no such choice."""
    if hasattr(comm, "_reply_subshell_for"):  # tests/browser shows that clicks reach a busy kernel
        comm._reply_subshell_for = lambda _data, default: default  # noqa: SLF001
