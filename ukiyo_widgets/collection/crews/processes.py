"""Processes of this machine, each with a share of its cores; one that ends is replaced, and only its own print is begun anew."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

import torch

import ukiyo_widgets
from ukiyo_widgets.collection.crews.crew import Answer
from ukiyo_widgets.engine.machine import available_devices, choose_device, choose_precision
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.places import named
from ukiyo_widgets.runs.attempt import TOGETHER_PX
from ukiyo_widgets.runs.costs.estimate import memory_mb
from ukiyo_widgets.runs.costs.memory import free_mb
from ukiyo_widgets.untrusted import one_line

MOST_TOGETHER = 16
"""Prints that one process steps together: each waits for the reading and writing of the others."""

SCAN_MB = 300.0
"""Kept free for each worker beside its run, for the reading of large scans."""

_MOST_OF_LAST_WORDS = 4000


class Processes:
    """A :class:`~ukiyo_widgets.collection.crews.crew.Crew` on this machine.

    Parameters
    ----------
    workers
        How many processes; None is as many as :func:`fitting` says.
    settings
        Of the runs, which say how much memory each takes, and on what device.
    together
        How many prints each process steps together; None is one on a CPU, and on a GPU as many as :func:`stepped_together`
        says.
    """

    dashboard = ""

    def __init__(self, workers: int | None, *, settings: Settings, together: int | None = None) -> None:
        fits, devices = fitting(settings)
        count = fits if workers is None else workers
        each_device = -(-count // len(devices))
        self._most = stepped_together(settings, devices[0], workers=each_device) if together is None else together
        self.room = count * self._most
        threads = threads_of_each(count)
        self._answers: queue.SimpleQueue[tuple[_Worker, str | None]] = queue.SimpleQueue()
        self._workers = [
            _Worker(f"{place + 1}", threads, device=devices[place % len(devices)], answers=self._answers)
            for place in range(count)
        ]
        self._waiting = deque[Mapping[str, Any]]()
        self._alone: set[str] = set()

    def submit(self, task: Mapping[str, Any]) -> None:
        """Give a task to the worker that has the fewest."""
        self._waiting.append(task)
        self._hand_out()

    def answers(self, timeout_s: float) -> Sequence[Answer]:
        """Return what has come."""
        found: list[Answer] = []
        with suppress(queue.Empty):
            found += self._answers_of(*self._answers.get(timeout=timeout_s))
            while True:
                found += self._answers_of(*self._answers.get_nowait())
        self._hand_out()
        return found

    def close(self) -> None:
        """End all processes."""
        for each in self._workers:
            each.end()

    @property
    def processes(self) -> list[int]:
        """The ids of those that are alive."""
        return [each.process.pid for each in self._workers if each.process and each.process.poll() is None]

    def _hand_out(self) -> None:
        """Give out what waits, in order; a print at which a worker may have ended is given to one that has no other."""
        while self._waiting:
            free = [each for each in self._workers if self._has_room(each, self._waiting[0]["name"])]
            if not free:
                return
            min(free, key=lambda each: len(each.names)).begin(self._waiting.popleft())

    def _has_room(self, worker: _Worker, name: str) -> bool:
        alone = name in self._alone or not self._alone.isdisjoint(worker.names)
        return len(worker.names) < (1 if alone else self._most)

    def _answers_of(self, worker: _Worker, line: str | None) -> list[Answer]:
        if line is not None:
            answer = json.loads(line)
            worker.names.remove(answer["name"])
            return [Answer(**answer, worker=worker.name)]
        how, names = worker.buried(), list(worker.names)
        worker.names.clear()
        among = len(names) > 1
        if among:
            self._alone |= set(names)
        return [Answer(name, died=how, among=among, worker=worker.name) for name in names]


class _Worker:
    """One process, begun when it gets its first task, and anew with the next one after it has ended."""

    def __init__(self, name: str, threads: int, *, device: str, answers: queue.SimpleQueue[Any]) -> None:
        self.name = name if device in ("cpu", "") else f"{name} ({device})"
        self.names: set[str] = set()
        self.process: subprocess.Popen[str] | None = None
        self._threads, self._device, self._answers = threads, device, answers
        self._errors: IO[bytes] | None = None

    def begin(self, task: Mapping[str, Any]) -> None:
        self.names.add(task["name"])
        if self.process is None:
            self._start()
        assert self.process is not None
        assert self.process.stdin is not None
        with suppress(OSError):  # it has just ended: whoever listens to it will notice
            self.process.stdin.write(json.dumps(task) + "\n")
            self.process.stdin.flush()

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.buried()

    def buried(self) -> str:
        """Return how it ended, in words; the next task begins another."""
        process, self.process = self.process, None
        assert process is not None
        code = process.wait()
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        how = f"code {code}" if code >= 0 else _signal_name(-code)
        last = self._last_words()
        return f"ended with {how}{f': {last}' if last else ''}"

    def _start(self) -> None:
        # Not multiprocessing: that would run the caller's script once more in each process.
        home = os.path.dirname(os.path.dirname(ukiyo_widgets.__file__))  # noqa: PTH120 - may be no file system's path
        paths = [home, *(each for each in sys.path if each)]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
            "OMP_NUM_THREADS": str(self._threads),
        }
        if self._device.startswith("cuda:"):
            environment["CUDA_VISIBLE_DEVICES"] = _visible(self._device)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self.process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "ukiyo_widgets.collection.crews.worker", str(self._threads), self.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for whoever asked
        )
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with suppress(OSError, ValueError), process.stdout:
            for line in process.stdout:
                if line.endswith("\n"):
                    self._answers.put((self, line))
        self._answers.put((self, None))

    def _last_words(self) -> str:
        if self._errors is None:
            return ""
        with self._errors as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _MOST_OF_LAST_WORDS))
            lines = file.read().decode(errors="replace").split("\n")
        return one_line(next((line.strip() for line in reversed(lines) if line.strip()), ""), most=200)


def fitting(settings: Settings) -> tuple[int, list[str]]:
    """Return how many workers this machine has room for, and on which devices: one for each GPU, or one for each core.

    Not one worker with all cores, as long as the memory allows: at 512 px two processes with a thread each make a fifth more
    iterations than one with two (``benchmarks/README.md``), and reading, learning and writing use one thread anyway. Raises
    SettingsError if the device is not there.
    """
    if settings.device == "auto":
        devices = [each for each in available_devices() if each != "cpu"]
        if devices:
            return len(devices), devices
    device = choose_device(settings.device)
    if device.type != "cpu":
        return 1, [str(device)]
    dtype = choose_precision(settings.precision, device=torch.device("cpu"))
    each_mb = memory_mb((settings.size, settings.size), dtype=dtype, band_px=settings.band) + SCAN_MB
    free = free_mb()
    fit = cores() if free is None else min(cores(), int(free / each_mb))
    return max(1, fit), ["cpu"]


def stepped_together(settings: Settings, device: str, *, workers: int) -> int:
    """Return how many prints each of some workers of a device steps together: on a GPU what one pass takes and its memory holds.

    On a CPU one: prints of a size that is wanted gain nothing there (:data:`~ukiyo_widgets.runs.attempt.TOGETHER_PX`).
    """
    kind = device.partition(":")[0]
    if kind == "cpu":
        return 1
    dtype = choose_precision(settings.precision, device=torch.device(device))
    shared_mb = memory_mb((0, 0), dtype=dtype)
    each_mb = memory_mb((settings.size, settings.size), dtype=dtype, band_px=settings.band) - shared_mb
    free = torch.cuda.mem_get_info(device)[0] / 1e6 if kind == "cuda" else free_mb()
    fit = MOST_TOGETHER if free is None else int((free / workers - shared_mb) / each_mb)
    return max(1, min(MOST_TOGETHER, fit, TOGETHER_PX[kind] // settings.size**2))


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def threads_of_each(workers: int) -> int:
    """Return how many threads each of some workers has: its share of the cores, or fewer where ``OMP_NUM_THREADS`` says so."""
    share = max(1, cores() // workers)
    given = os.environ.get("OMP_NUM_THREADS", "")
    return min(share, int(given)) if given.isdecimal() and int(given) else share


def check_workers(workers: int | None) -> int | None:
    """Return a number of workers; raise SettingsError for what is none."""
    if workers is not None and (isinstance(workers, bool) or not isinstance(workers, int) or not 1 <= workers <= 1024):
        raise SettingsError(
            f"workers is {workers!r}, but it must be a whole number from 1 to 1024, or None for as many as fit."
        )
    return workers


def _visible(device: str) -> str:
    """Return what CUDA_VISIBLE_DEVICES must be for one device to be the only one."""
    place = int(device.partition(":")[2])
    here = os.environ.get("CUDA_VISIBLE_DEVICES", "")
    return here.split(",")[place] if here else str(place)


def _signal_name(number: int) -> str:
    with suppress(ValueError):
        return signal.Signals(number).name
    return named(str(number))
