"""How much memory there is."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path("/")

_LIMITS = (("memory.max", "memory.current"), ("memory.limit_in_bytes", "memory.usage_in_bytes"))
"""Files of a control group of the second and of the first version: what it may use, and what it uses."""


def free_mb(root: Path = ROOT) -> float | None:
    """Return the memory that may still be used on Linux; None elsewhere.

    That is what the system says is available, within the limit of every control group that this process is in, and of its own
    (``ulimit -v``). ``root`` is for tests.
    """
    path = root / "proc/meminfo"
    if not path.exists():
        return None
    lines = dict(line.split(":", 1) for line in path.read_text(encoding="ascii").splitlines())
    available = int(lines["MemAvailable"].split()[0]) / 1024
    return max(0.0, min([available, *_left_in_groups(root), *_left_of_own(root)]))


def own_mb() -> float:
    """Return the memory that this process holds now; 0 where the system does not tell."""
    path = Path("/proc/self/statm")
    return int(path.read_text(encoding="ascii").split()[1]) * mmap.PAGESIZE / 2**20 if path.exists() else 0.0


def _left_in_groups(root: Path) -> Iterator[float]:
    """Yield what each control group leaves, from the process's own up to the outermost."""
    groups = root / "proc/self/cgroup"
    places = (
        [line.split(":", 2) for line in groups.read_text("utf-8").splitlines()] if groups.exists() else [["0", "", "/"]]
    )
    for _, controllers, place in places:
        if controllers not in {"", "memory"} and "memory" not in controllers.split(","):
            continue
        mounted = root / "sys/fs/cgroup" / ("memory" if controllers else "")
        inside = PurePosixPath(place.lstrip("/"))
        for group in (inside, *inside.parents):
            for limit, usage in _LIMITS:
                numbers = [_number(mounted / group / name) for name in (limit, usage)]
                if numbers[0] is not None and numbers[1] is not None:
                    yield (numbers[0] - numbers[1]) / 2**20


def _left_of_own(root: Path) -> Iterator[float]:
    """Yield what the limit on the process's address space leaves."""
    limits, used = root / "proc/self/limits", root / "proc/self/statm"
    if not limits.exists() or not used.exists():
        return
    for line in limits.read_text(encoding="utf-8").splitlines():
        words = line.removeprefix("Max address space").split()
        if line.startswith("Max address space") and words[0].isdecimal():
            yield (int(words[0]) - int(used.read_text(encoding="ascii").split()[0]) * mmap.PAGESIZE) / 2**20


def _number(path: Path) -> int | None:
    """Return the number in a file; None where there is none, as in "max"."""
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError):
        return None
    return int(text) if text.isdecimal() else None
