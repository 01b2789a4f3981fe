"""How much memory there is."""

from __future__ import annotations

import mmap
from pathlib import Path


def free_mb() -> float | None:
    """Return the memory that Linux says is available, within the container's limit where there is one; None elsewhere."""
    path = Path("/proc/meminfo")
    if not path.exists():
        return None
    lines = dict(line.split(":", 1) for line in path.read_text(encoding="ascii").splitlines())
    free = int(lines["MemAvailable"].split()[0]) / 1024
    limit, used = (Path("/sys/fs/cgroup") / name for name in ("memory.max", "memory.current"))
    if limit.exists() and used.exists() and (text := limit.read_text(encoding="ascii").strip()) != "max":
        free = min(free, (int(text) - int(used.read_text(encoding="ascii"))) / 2**20)
    return free


def own_mb() -> float:
    """Return the memory that this process holds now; 0 where the system does not tell."""
    path = Path("/proc/self/statm")
    return int(path.read_text(encoding="ascii").split()[1]) * mmap.PAGESIZE / 2**20 if path.exists() else 0.0
