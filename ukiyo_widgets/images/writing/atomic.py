"""Files that are either written whole or not at all, and say why not in words."""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ukiyo_widgets.places import named, place

_LONGEST_SUFFIX = 16
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)

_ELSEWHERE_S = 7 * 24 * 3600.0
"""Age at which what another machine has left in a shared folder is taken for left."""

_HERE = hashlib.sha256(platform.node().encode(errors="replace")).hexdigest()[:8]
_LEFT = re.compile(r"\.ukiyo_widgets-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{12}(\..*)?")
_alive: set[str] = set()
"""Names of the temporary files that this process is writing now."""


@contextmanager
def atomic_write(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary file to write to; it takes the place of ``path`` when the body ends without an exception.

    The temporary file lies in the same folder, because a rename is atomic only inside one file system. It is flushed to
    the disk before the rename, so that a power cut leaves the old file or the new one, never half of one. If anything is
    raised in the body, a full disk or KeyboardInterrupt too, the temporary file is removed and ``path`` is as it was. What a
    process that was killed has left is removed by the next one that writes into the folder. A file that is written anew
    keeps its permissions and, as far as that is allowed, its owner.

    Parameters
    ----------
    path
        The file to write. A symbolic link stays one, and the file that it leads to is replaced.

    Yields
    ------
    Path
        The empty temporary file, which ends in the suffix of ``path``.

    Raises
    ------
    FileNotFoundError
        If the folder does not exist.
    IsADirectoryError
        If ``path`` is a folder.
    PermissionError
        If the file is read-only, or the folder may not be written to.
    OSError
        If the disk is full, the name too long, or ``path`` is no ordinary file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with atomic_write(Path(folder, "note.txt")) as aside:
    ...         _ = aside.write_text("whole")
    ...     Path(folder, "note.txt").read_text()
    'whole'
    """
    target = _checked(path)
    _sweep(target.parent)
    aside = target.with_name(_aside_name(target.suffix))
    _alive.add(aside.name)
    try:
        _make(aside, like=target)
        yield aside
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(target)
    except BaseException as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        if (said := _in_words(error, target, aside)) is not None:
            raise said from error
        raise
    finally:
        _alive.discard(aside.name)
    _flush_folder(target.parent)


def check_writable(path: str | os.PathLike[str]) -> Path:
    """Return the path with ``~`` as the home folder, once a file could be made beside it; raise what atomic_write would."""
    target = _checked(path)
    aside = target.with_name(_aside_name(target.suffix))
    try:
        _make(aside, like=target)
    except OSError as error:
        raise _in_words(error, target, aside) or error from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return place(path)


def _checked(path: str | os.PathLike[str]) -> Path:
    """Return the file that a path leads to, if it may be written."""
    target = given = place(path)
    found = None
    try:
        target = given.resolve()
        with suppress(FileNotFoundError):
            found = target.stat()
    except RuntimeError as error:  # a link that leads to itself, up to Python 3.12
        raise OSError(f"{named(given.name)} is a link that leads to itself; give another name.") from error
    except OSError as error:
        raise _in_words(error, target, target) or error from error
    if not target.parent.is_dir():
        raise FileNotFoundError(
            f"The folder {named(target.parent)} does not exist; make it before you save {named(target.name)}."
        )
    if found is None:
        return target
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(f"{named(target)} is a folder; give the name of a file in it.")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(f"{named(target)} is no ordinary file; give another name.")
    if not found.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(f"{named(target)} is read-only; make it writable, or give another name.")
    return target


def _aside_name(suffix: str) -> str:
    """Return a hidden name, short also in bytes, from which the process that writes can be told."""
    kept = suffix if len(os.fsencode(suffix)) <= _LONGEST_SUFFIX else ""
    return f".ukiyo_widgets-{_HERE}-{os.getpid()}-{secrets.token_hex(6)}{kept}"


def _make(aside: Path, *, like: Path) -> None:
    """Make an empty file with the permissions and the owner of ``like``, where there is one."""
    # Made by open and not by tempfile, which would give a new file permissions for its owner only.
    try:
        found = like.stat()
    except FileNotFoundError:
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        return
    os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with suppress(
        OSError, AttributeError
    ):  # another's file stays readable as it was, but becomes ours; Windows has no owners
        os.chown(aside, found.st_uid, found.st_gid)
    aside.chmod(stat.S_IMODE(found.st_mode))


def _sweep(folder: Path) -> None:
    """Remove the temporary files of processes that are no more."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            match = _LEFT.fullmatch(entry.name)
            if match and entry.name not in _alive and _is_left(entry, match[1], int(match[2])):
                with suppress(OSError):
                    Path(entry.path).unlink()


def _is_left(entry: os.DirEntry[str], host: str, process: int) -> bool:
    try:
        if host != _HERE or os.name == "nt":  # where a process cannot be asked for
            return time.time() - entry.stat(follow_symlinks=False).st_mtime > _ELSEWHERE_S
        if process != os.getpid():
            os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:  # a process of somebody else
        return False
    return process == os.getpid()


def _in_words(error: BaseException, target: Path, aside: Path) -> OSError | None:
    """Return a sentence for an error of the system, which would name a file that nobody gave; None for what is none."""
    number = error.errno if isinstance(error, OSError) else None
    # Libraries that write by themselves have errors of their own, with the system's words.
    if number in _FULL or os.strerror(errno.ENOSPC) in str(error):
        return OSError(
            f"The disk is full: {named(target.name)} does not fit into {named(target.parent)}; free some space there, or save "
            f"it elsewhere."
        )
    if (
        not isinstance(error, OSError)
        or number is None
        or error.filename not in {None, str(aside), str(target), aside, target}
    ):
        return None
    if number in _FORBIDDEN:
        return PermissionError(
            f"{named(target.name)} cannot be written: you may not write into the folder {named(target.parent)}; choose another."
        )
    if number == errno.ENAMETOOLONG:
        return OSError(f"The name {named(target.name)} is too long for this disk; give a shorter one.")
    return OSError(f"{named(target.name)} cannot be written into {named(target.parent)} ({os.strerror(number)}).")


def _flush_folder(folder: Path) -> None:
    """Flush the rename itself, where the system lets a folder be opened (POSIX)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
