"""What a class costs a server: kernels with a Studio each that all play, and what thirty of them would take.

    python benchmarks/classroom.py --kernels 1 2 4

Each student is a Jupyter kernel with a cache of its own, limited to one thread as the how-to for JupyterHub says, and a stand-in
for the page, which greets and acknowledges every frame: browsers run on the students' machines. All begin at once. Memory is what
each kernel has for itself, and what all share (pages of files that all have loaded); a student on a JupyterHub has a server as
well. Linux only.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client import KernelManager

from notebooks import answers, computing_s, peak_mb

ROOT = Path(__file__).parents[1]
CELL = "import ukiyo_widgets as uw\nstudio = uw.Studio(size={size}, settle=0, keep=False)\nstudio"
CLASS = 30
_PATIENCE_S = 600.0


@dataclass(frozen=True)
class Memory:
    """Megabytes of a process."""

    resident: float
    proportional: float
    """Own pages, and of those that others have too this process's part."""
    own: float
    peak: float
    """The highest that was resident."""

    @classmethod
    def of(cls, pid: int) -> Memory:
        """Look at a process."""
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
        mb = {name: int(kb) / 1e3 for name, kb in re.findall(r"(\w+): +(\d+) kB", text)}
        return cls(mb["Rss"], mb["Pss"], mb["Private_Clean"] + mb["Private_Dirty"], peak_mb(pid))


class Student:
    """A kernel, and what stands in for its page."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        self._kernel = KernelManager()
        limits = {"OMP_NUM_THREADS": "1", "UKIYO_WIDGETS_CACHE": str(home), "PYTHONPATH": str(ROOT)}
        self._kernel.start_kernel(cwd=str(home), env={**os.environ, **limits})
        self._client = self._kernel.client()
        self._client.start_channels()
        self.pid: int = self._kernel.provisioner.pid
        self.index = -1
        """Of the newest iteration seen."""
        self.seen_s = float("nan")
        """When the first picture came."""

    def wait_for_ready(self) -> None:
        """Wait until the kernel takes cells."""
        self._client.wait_for_ready(timeout=_PATIENCE_S)

    def run(self, code: str) -> None:
        """Send a cell; what comes of it is seen by :meth:`look`."""
        self._client.execute(code)

    def look(self) -> None:
        """Read what the kernel has said until now, and answer as a page does."""
        while True:
            try:
                message = self._client.get_iopub_msg(timeout=0)
            except Empty:
                return
            content: dict[str, Any] = message["content"]
            if message["msg_type"] == "error":
                raise RuntimeError("\n".join(content["traceback"]))
            if message["msg_type"] == "comm_open" and "words" in content["data"].get("state", {}):
                self._say(content["comm_id"], {"kind": "hello"})
            said = content.get("data", {}).get("content", {}) if message["msg_type"] == "comm_msg" else {}
            if said.get("kind") == "frame":
                self._say(content["comm_id"], {"kind": "ack", "number": said["number"]})
                self.seen_s = time.perf_counter() if self.index < 0 else self.seen_s
                self.index = max(self.index, said["index"])

    def _say(self, comm: str, what: dict[str, Any]) -> None:
        data = {"comm_id": comm, "data": {"method": "custom", "content": what}}
        self._client.shell_channel.send(self._client.session.msg("comm_msg", data))

    def leave(self) -> None:
        """End the kernel."""
        self._client.stop_channels()
        self._kernel.shutdown_kernel(now=True)


def attend(students: list[Student], *, until: Callable[[], bool]) -> None:
    """Stand in for all pages until something holds."""
    begun = time.perf_counter()
    while not until():
        for student in students:
            student.look()
        if time.perf_counter() - begun > _PATIENCE_S:
            raise TimeoutError("The kernels have not come as far as they should.")
        time.sleep(0.005)  # the pages' own pace; this process must not take a core from the kernels


@dataclass(frozen=True)
class Lesson:
    """What so many kernels took."""

    kernels: int
    first_picture_s: list[float]
    per_s: list[float]
    """Iterations of each."""
    cores: float
    """Seconds computed in a second, by all."""
    memory: list[Memory]

    @property
    def own_mb(self) -> float:
        """What each has for itself."""
        return statistics.median(each.own for each in self.memory)

    @property
    def highest_own_mb(self) -> float:
        """The same when it had most, while the colours were learnt."""
        return statistics.median(each.own + each.peak - each.resident for each in self.memory)

    @property
    def shared_mb(self) -> float:
        """What all have together; one alone shares nothing, so this counts from two on."""
        return statistics.median(each.resident - each.own for each in self.memory)


def teach(kernels: int, *, size: int, seconds: float) -> Lesson:
    """Let so many Studios begin and play at once."""
    with tempfile.TemporaryDirectory() as folder:
        students = [Student(Path(folder) / str(number)) for number in range(kernels)]
        try:
            for student in students:
                student.wait_for_ready()
            begun = time.perf_counter()
            for student in students:
                student.run(CELL.format(size=size))
            attend(students, until=lambda: all(student.index >= 0 for student in students))
            first_picture_s = [student.seen_s - begun for student in students]
            for student in students:
                student.run("studio.play(10**6)")
            attend(students, until=lambda: all(student.index >= 5 for student in students))
            begun, indices, used = (
                time.perf_counter(),
                [s.index for s in students],
                [computing_s(s.pid) for s in students],
            )
            attend(students, until=lambda: time.perf_counter() - begun > seconds)
            passed = time.perf_counter() - begun
            per_s = [(student.index - index) / passed for student, index in zip(students, indices, strict=True)]
            cores = sum(computing_s(s.pid) - before for s, before in zip(students, used, strict=True)) / passed
            return Lesson(kernels, first_picture_s, per_s, cores, [Memory.of(student.pid) for student in students])
        finally:
            for student in students:
                student.leave()


def server_own_mb() -> float:
    """Start two JupyterLab servers, and return what one has for itself."""
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0", "--ServerApp.token=x"]
    with tempfile.TemporaryDirectory() as folder:
        servers = [subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        try:
            for server in servers:
                address = next(
                    found[0] for line in server.stderr if (found := re.search(r"http://\S+(?=/lab\?token)", line))
                )
                while not answers(f"{address}/api"):
                    time.sleep(0.1)
            return Memory.of(servers[0].pid).own
        finally:
            for server in servers:
                server.terminate()
                server.stderr.read()
                server.wait()


def main() -> None:
    """Measure, print the table, and what follows for a class."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kernels", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--size", type=int, default=256, help="longest side in px")
    parser.add_argument("--seconds", type=float, default=30.0, help="of playing, for each number of kernels")
    options = parser.parse_args()
    print(
        "| kernels | first picture, s | iterations/s of each | of all | cores used | peak, MB | resident | PSS | own | shared |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for kernels in options.kernels:
        lesson = teach(kernels, size=options.size, seconds=options.seconds)
        peak, resident, proportional = (
            statistics.median(getattr(each, name) for each in lesson.memory)
            for name in ("peak", "resident", "proportional")
        )
        shared = f"{lesson.shared_mb:.0f}" if kernels > 1 else "-"
        print(
            f"| {kernels} | {max(lesson.first_picture_s):.1f} | {statistics.mean(lesson.per_s):.2f} | {sum(lesson.per_s):.2f} "
            f"| {lesson.cores:.2f} | {peak:.0f} | {resident:.0f} | {proportional:.0f} | {lesson.own_mb:.0f} | {shared} |",
            flush=True,
        )
    server = server_own_mb()
    playing, highest = (
        (lesson.shared_mb + CLASS * (own + server)) / 1e3 for own in (lesson.own_mb, lesson.highest_own_mb)
    )
    per_core = sum(lesson.per_s) / lesson.cores
    print(f"\na JupyterLab server's own memory: {server:.0f} MB")
    print(
        f"{CLASS} students: {playing:.0f} GB while all play, {highest:.0f} GB if all learn their colours in the same second"
    )
    print(f"| cores | iterations/s of each, if all {CLASS} play at once | 40 iterations, s |\n|---|---|---|")
    for cores in (4, 8, 16, 30):
        each = per_core * cores / CLASS
        print(f"| {cores} | {each:.2f} | {40 / each:.0f} |")


if __name__ == "__main__":
    main()
