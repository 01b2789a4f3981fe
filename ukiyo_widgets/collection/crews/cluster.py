"""A Dask cluster as the crew: any client or address. Tasks carry paths, or the prints themselves where no folder is shared."""

from __future__ import annotations

import hashlib
import os
import queue
import shutil
import tempfile
import time
import uuid
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import distributed
from distributed.client import Future
from distributed.diagnostics.plugin import WorkerPlugin
from distributed.scheduler import KilledWorker

from ukiyo_widgets.collection.crews.crew import Answer
from ukiyo_widgets.collection.record import FOLDER
from ukiyo_widgets.collection.series import files_of
from ukiyo_widgets.collection.table import is_named
from ukiyo_widgets.collection.work import attempted
from ukiyo_widgets.errors import UkiyoError
from ukiyo_widgets.untrusted import one_line

MOST_SENT_MB = 2000.0
"""Of all references together, where no folder is shared: every worker keeps a copy."""

_LOOK_EVERY_S = 2.0
_LONG_S = 60.0
_LOST = "cancelled"


class ClusterLostError(UkiyoError, RuntimeError):
    """The cluster's scheduler is gone; what is finished stays, and another cluster goes on with what is missing."""


class Cluster:
    """A :class:`~ukiyo_widgets.collection.crews.crew.Crew` of a Dask cluster's workers.

    Parameters
    ----------
    client
        A ``distributed.Client``, or the address of a scheduler.
    folder
        Where results go.
    shared
        Whether the workers see this machine's files under the same paths; None finds out.
    """

    def __init__(self, client: Any, *, folder: Path, shared: bool | None = None) -> None:
        self._own = isinstance(client, str)
        self._client = distributed.Client(client, set_as_default=False) if self._own else client
        self._folder, self._shared = folder, shared
        self._under_way: dict[str, Future[Any]] = {}
        self._ended: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._room, self._looked_s, self._with_workers_s = 1, 0.0, time.monotonic()
        self._sent: set[str] = set()

    @property
    def room(self) -> int:
        """One task for each thread of the workers that are there now: none waits at a worker that may end."""
        self._look_for_workers()
        return self._room

    @property
    def dashboard(self) -> str:
        """Address of Dask's own page."""
        return str(self._client.dashboard_link or "")

    def submit(self, task: Mapping[str, Any]) -> None:
        """Have a task done by any worker."""
        name = task["name"]
        if self._shared is None:
            self._shared = self._all_see(self._folder)
        work, arguments = (
            (attempted_here, [dict(task)]) if self._shared else (attempted_with_copies, self._packed(task))
        )
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Sending large graph")  # a scan, where nothing is shared
            future = self._client.submit(
                work, *arguments, key=f"ukiyo-{name}-{uuid.uuid4().hex}", pure=False, retries=0
            )
        self._under_way[name] = future
        future.add_done_callback(lambda _future: self._ended.put(name))

    def answers(self, timeout_s: float) -> Sequence[Answer]:
        """Return what has come; raise :class:`ClusterLostError` if the scheduler is gone."""
        names = []
        with suppress(queue.Empty):
            names.append(self._ended.get(timeout=timeout_s))
            while True:
                names.append(self._ended.get_nowait())
        self._look_for_workers()
        if self._client.status != "running":
            raise self._lost()
        return [self._answer(name, self._under_way.pop(name)) for name in names]

    def close(self) -> None:
        """Let go of what is under way; a client that was given stays open."""
        under_way, self._under_way = list(self._under_way.values()), {}
        if self._client.status == "running":
            self._client.cancel(under_way)
        if self._own:
            self._client.close()

    def _look_for_workers(self) -> None:
        """Count the workers' threads, every now and then; say so where there have been none for long."""
        now = time.monotonic()
        if now - self._looked_s < _LOOK_EVERY_S:
            return
        threads = 0
        with suppress(OSError, TimeoutError):
            threads = sum(self._client.nthreads().values())
        self._looked_s, self._room = now, max(1, threads)
        if threads:
            self._with_workers_s = now
        elif now - self._with_workers_s > _LONG_S:
            self._with_workers_s = float("inf")  # once is enough
            warnings.warn(
                "The cluster has had no workers for a minute; it goes on as soon as some come. If some have ended, their logs "
                "say why.",
                stacklevel=2,
            )

    def _answer(self, name: str, future: Future[Any]) -> Answer:
        status = future.status
        if status == _LOST:
            raise self._lost()
        if status == "finished":
            found = dict(future.result())
            future.release()
            return Answer(name, **found)
        error = future.exception()
        if isinstance(error, KilledWorker):  # the scheduler has tried it again by itself
            return Answer(name, failed=f"{error.allowed_failures + 1} workers ended while they were at it")
        if isinstance(error, ModuleNotFoundError):
            return Answer(name, failed=f"the workers lack a package ({error}): install this one in their environment")
        return Answer(name, failed=one_line(f"{type(error).__name__}: {error}", most=500))

    def _lost(self) -> ClusterLostError:
        return ClusterLostError(
            "The cluster's scheduler is gone. What is finished stays; begin again with another cluster, or with none, and it "
            "goes on with what is missing."
        )

    def _all_see(self, folder: Path) -> bool:
        """Whether all workers that are there now see a file in this machine's folder."""
        self._client.wait_for_workers(1)
        descriptor, probe = tempfile.mkstemp(prefix=".ukiyo-probe-", dir=folder)
        os.close(descriptor)
        try:
            return all(self._client.run(os.path.exists, probe).values())
        finally:
            Path(probe).unlink(missing_ok=True)

    def _packed(self, task: Mapping[str, Any]) -> list[Any]:
        """Return a task with its gray print, and have its references brought to every worker, also those that come later."""
        files = {each: [] if is_named(each) else files_of((each,)) for series in task["series"] for each in series}
        key = hashlib.sha256(repr(files).encode()).hexdigest()[:16]
        if key not in self._sent:
            paths = [path for found in files.values() for path in found]
            total_mb = sum(Path(path).stat().st_size for path in paths) / 1e6
            if total_mb > MOST_SENT_MB:
                raise ClusterLostError(
                    f"The references have {total_mb:,.0f} MB, and {MOST_SENT_MB:,.0f} are sent to workers that share no folder "
                    f"with this machine; give fewer, or put them into a folder that all see."
                )
            self._client.register_plugin(_Copies(key, {path: Path(path).read_bytes() for path in paths}))
            self._sent.add(key)
        content = "" if is_named(task["content"]) else task["content"]
        return [dict(task), files, key, Path(content).read_bytes() if content else b""]


class _Copies(WorkerPlugin):
    """Copies of references in each worker's own folder."""

    idempotent = True

    def __init__(self, key: str, data: Mapping[str, bytes]) -> None:
        self.name = f"ukiyo-references-{key}"
        self._key, self._data = key, data

    def setup(self, worker: Any) -> None:
        place = _place_of_copies(worker, self._key)
        place.mkdir(parents=True, exist_ok=True)
        for path, data in self._data.items():
            copy = _copy_of(path, place)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(data)


def attempted_here(task: Mapping[str, Any]) -> dict[str, Any]:
    """Do a task whose files this worker sees under their own paths."""
    name = _own_name()
    return {**attempted(task, worker=name), "worker": name}


def attempted_with_copies(
    task: Mapping[str, Any], files: Mapping[str, Sequence[str]], key: str, content: bytes
) -> dict[str, Any]:
    """Do a task with copies of its prints in a folder of its own, and send back what was made."""
    copies = _place_of_copies(distributed.get_worker(), key)
    local = {each: _local(each, found, copies) for each, found in files.items()}
    origins = {copy: each for each, copy in local.items()}
    origins |= {str(_copy_of(path, copies)): path for found in files.values() for path in found}
    aside = Path(tempfile.mkdtemp(prefix="ukiyo-"))
    try:
        place, gray = aside / "made", task["content"]
        place.mkdir()
        if not is_named(gray):
            gray = str(aside / Path(gray).name)
            Path(gray).write_bytes(content)
            origins[gray] = task["content"]
        series = [[local[each] for each in given] for given in task["series"]]
        here = {**task, "content": gray, "series": series, "folder": str(place), "origins": origins}
        answer = attempted(here, worker=_own_name())
        made = [*answer["record"]["files"], f"{FOLDER}/{task['name']}.webp"] if "record" in answer else []
        return {**answer, "files": {name: (place / name).read_bytes() for name in made}, "worker": _own_name()}
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _local(source: str, files: Sequence[str], copies: Path) -> str:
    """Return where a reference lies that was sent: a folder, a file, or what needs no copy."""
    if not files:
        return source
    copy = _copy_of(files[0], copies)
    return str(copy if files[0] == source else copy.parent)


def _place_of_copies(worker: Any, key: str) -> Path:
    return Path(worker.local_directory) / f"ukiyo-{key}"


def _copy_of(path: str, place: Path) -> Path:
    """Return where the copy of a print is: under its own name, beside the copies of what lies beside it."""
    folder = hashlib.sha256(os.path.dirname(path).encode()).hexdigest()[:16]  # noqa: PTH120 - maybe another system's path
    return place / folder / Path(path).name


def _own_name() -> str:
    return str(distributed.get_worker().name)
