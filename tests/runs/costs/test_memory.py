"""What memory there is, by everything that may limit it."""

from __future__ import annotations

import mmap

import pytest

from ukiyo_widgets.runs.costs.memory import free_mb

MIB = 2**20


def system(root, **files):
    root.joinpath("proc/self").mkdir(parents=True)
    (root / "proc/meminfo").write_text("MemTotal: 9000000 kB\nMemAvailable: 8192000 kB\n")
    (root / "proc/self/statm").write_text(f"{100 * MIB // mmap.PAGESIZE} 5 5 5 5 5 5\n")
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(text))
    return root


def test_without_a_limit_it_is_what_the_system_has(tmp_path):
    assert free_mb(tmp_path) is None
    assert free_mb(system(tmp_path)) == 8000


@pytest.mark.parametrize("limit", ["400", "max"])
def test_every_group_counts_up_to_the_outermost(tmp_path, limit):
    root = system(tmp_path)
    (root / "proc/self/cgroup").write_text("0::/room/pupil\n")
    for group, most in (("", "max"), ("room", 1000 * MIB), ("room/pupil", "max" if limit == "max" else 400 * MIB)):
        folder = root / "sys/fs/cgroup" / group
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "memory.max").write_text(f"{most}\n")
        (folder / "memory.current").write_text(f"{150 * MIB}\n")
    assert free_mb(root) == (850 if limit == "max" else 250)


def test_groups_of_the_first_version_and_ulimit_count_too(tmp_path):
    root = system(tmp_path)
    (root / "proc/self/cgroup").write_text("5:cpu,cpuacct:/x\n4:memory:/room\n")
    folder = root / "sys/fs/cgroup/memory/room"
    folder.mkdir(parents=True)
    (folder / "memory.limit_in_bytes").write_text(f"{700 * MIB}\n")
    (folder / "memory.usage_in_bytes").write_text(f"{100 * MIB}\n")
    assert free_mb(root) == 600
    (root / "proc/self/limits").write_text(
        f"Limit Soft Hard Units\nMax address space         {350 * MIB} unlimited bytes\n"
    )
    assert free_mb(root) == 250
