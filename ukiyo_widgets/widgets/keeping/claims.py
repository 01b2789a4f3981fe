"""Whose a folder of kept runs is: a file that its process holds locked for as long as it lives, however it ends."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import BinaryIO

IN_USE = "in-use"


class Claim:
    """A folder that this Studio writes to, and no other."""

    def __init__(self) -> None:
        self._held: tuple[Path, BinaryIO] | None = None

    def take(self, folder: Path) -> bool:
        """Claim a folder instead of the one before; return whether nobody else has it."""
        if self._held is not None and self._held[0] == folder:
            return True
        self.end()
        try:
            file = (folder / IN_USE).open("ab")
        except OSError:  # whoever may not write there cannot keep anything there either
            return True
        if not _locked(file):
            file.close()
            return False
        self._held = folder, file
        return True

    def end(self) -> None:
        """Claim nothing any more."""
        if self._held is not None:
            folder, file = self._held
            self._held = None
            file.close()
            with contextlib.suppress(OSError):
                (folder / IN_USE).unlink(missing_ok=True)


def is_claimed(folder: Path) -> bool:
    """Whether a Studio that lives, in this process or another, writes to a folder."""
    try:
        with (folder / IN_USE).open("rb+") as file:
            return not _locked(file)
    except OSError:
        return False


def _locked(file: BinaryIO) -> bool:
    """Lock a file until it is closed; return whether nobody else has. Where a disk knows no locks, nobody has."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True
