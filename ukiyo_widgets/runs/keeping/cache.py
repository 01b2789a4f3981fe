"""What was looked at in a print, kept on disk for the next time: tensors by a key, within a budget.

Nothing is ever trusted: what is read is checked, and what does not fit is computed again. A cache that cannot be written is none.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from ukiyo_widgets.images.writing.atomic import atomic_write

VARIABLE = "UKIYO_WIDGETS_CACHE"
"""Environment variable that names another folder; ``off`` keeps nothing."""

BUDGET_MB = 600.0
"""Of all files together; those that were used longest ago go first. A print's study takes 4 MB, a first look at it 20 kB."""

_LARGE_BYTES = 2**20
_SUFFIX = ".safetensors"


def folder() -> Path | None:
    """Return where things are kept, or None where nothing is to be kept."""
    given = os.environ.get(VARIABLE)
    if given is not None:
        return None if given.strip().lower() in ("", "off", "no", "0") else Path(given).expanduser()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    with contextlib.suppress(RuntimeError):  # no home folder
        return Path(base).expanduser() / "ukiyo_widgets"
    return None


def read(key: str, expected: Mapping[str, tuple[torch.dtype, int]]) -> dict[str, Tensor] | None:
    """Return the tensors kept under ``key``, or None where there are none, or not what is expected.

    Parameters
    ----------
    key
        Hexadecimal digits.
    expected
        By name, the precision and the number of sides of each tensor.
    """
    where = folder()
    if where is None:
        return None
    path = where / f"{key}{_SUFFIX}"
    try:
        from safetensors.torch import load_file

        tensors = load_file(path)
        os.utime(path)  # it was used now
    except Exception:  # noqa: BLE001 - whatever is wrong with the file, it is computed again
        return None
    fits = tensors.keys() == expected.keys() and all(
        (tensors[name].dtype, tensors[name].dim()) == about and bool(tensors[name].isfinite().all())
        for name, about in expected.items()
    )
    return {name: each.clone() for name, each in tensors.items()} if fits else None


def write(key: str, tensors: Mapping[str, Tensor]) -> None:
    """Keep tensors under ``key``, and let go of what was used longest ago where there is too much."""
    where = folder()
    if where is None:
        return
    with contextlib.suppress(OSError, ImportError):
        from safetensors.torch import save_file

        where.mkdir(parents=True, exist_ok=True)
        with atomic_write(where / f"{key}{_SUFFIX}") as aside:
            save_file({name: each.contiguous().clone() for name, each in tensors.items()}, aside)
        if sum(each.nbytes for each in tensors.values()) > _LARGE_BYTES:
            thin_out(where, pattern=f"*{_SUFFIX}", budget_mb=BUDGET_MB)


def thin_out(where: Path, *, pattern: str, budget_mb: float) -> None:
    """Remove the files of a folder that were used longest ago, until the others take no more room than ``budget_mb``."""
    kept = []
    for path in where.glob(pattern):
        with contextlib.suppress(OSError):
            stat = path.stat()
            kept.append((stat.st_mtime, stat.st_size, path))
    left = sum(size for _, size, _ in kept) - budget_mb * 1e6
    for _, size, path in sorted(kept):
        if left <= 0:
            return
        path.unlink(missing_ok=True)
        left -= size
