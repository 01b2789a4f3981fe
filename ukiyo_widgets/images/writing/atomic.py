"""Files that are either written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def atomic_write(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary file to write to; it takes the place of ``path`` when the body ends without an exception.

    The temporary file lies in the same folder, because a rename is atomic only inside one file system. It is flushed to
    the disk before the rename, so that a power cut leaves the old file or the new one, never half of one. If anything is
    raised in the body, a full disk or KeyboardInterrupt too, the temporary file is removed and ``path`` is as it was.

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
    OSError
        If the disk is full or may not be written to.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with atomic_write(Path(folder, "note.txt")) as aside:
    ...         _ = aside.write_text("whole")
    ...     Path(folder, "note.txt").read_text()
    'whole'
    """
    target = Path(path).expanduser().resolve()
    check_place(target)
    aside = target.with_name(f".{target.stem[:100]}.{secrets.token_hex(6)}{target.suffix}")
    # Made by open and not by tempfile, which would give the result permissions for its owner only.
    os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield aside
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(target)
    except BaseException as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        if _of_a_full_disk(error):
            raise OSError(
                f"The disk is full: '{target.name}' does not fit into '{target.parent}'; free some space there, or save it "
                f"elsewhere."
            ) from error
        raise
    _flush_folder(target.parent)


def check_place(target: Path) -> None:
    """Raise FileNotFoundError or IsADirectoryError where no file of this name can be written."""
    folder = target.absolute().parent
    if not folder.is_dir():
        raise FileNotFoundError(f"The folder '{folder}' does not exist; make it before you save '{target.name}'.")
    if target.is_dir():
        raise IsADirectoryError(f"'{target}' is a folder; give the name of a file in it.")


def _of_a_full_disk(error: BaseException) -> bool:
    """Whether an error says so; libraries that write by themselves have errors of their own, with the system's words."""
    number = error.errno if isinstance(error, OSError) else None
    return number in (errno.ENOSPC, errno.EDQUOT) or os.strerror(errno.ENOSPC) in str(error)


def _flush_folder(folder: Path) -> None:
    """Flush the rename itself, where the system lets a folder be opened (POSIX)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
