"""Real workers, ended at random: every print is there, none was made twice, and each is what it would be alone, to the bit."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import ukiyo_widgets as uw
from tests.collection.here import FAST
from ukiyo_widgets.collection.crews import processes
from ukiyo_widgets.images.samples.drawing.sheet import Sheet

REFERENCE = "sample:homeward"
MANY = int(os.environ.get("UKIYO_MANY_PRINTS", "24"))
"""By hand, now and then, 200: they take minutes."""
EVERY = max(6, MANY // 10)


@pytest.fixture(autouse=True)
def _one_thread_each(monkeypatch):
    """As many threads as the single runs that results are compared with: sums depend on it in their last bit."""
    monkeypatch.setattr(processes, "cores", lambda: 2)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


def draw_prints(folder, count):
    """Draw the package's prints at random seeds, in gray."""
    folder.mkdir()
    names, draws = [*uw.samples], random.Random(19)
    for number in range(count):
        sample = uw.samples[draws.choice(names)]
        sheet = Sheet(sample.width, sample.height, max_side_px=32, seed=draws.randrange(2**31))
        importlib.import_module(f"ukiyo_widgets.images.samples.{sample.series}.{sample.name}").draw(sheet)
        sheet.finish().convert("L").save(folder / f"{number:03}.png")
    return folder


def begin(gray, out, **keywords):
    return uw.colorize_collection(gray, REFERENCE, out=out, **{**FAST, **keywords})


def assert_each_is_what_it_would_be_alone(gray, out, *, every=1):
    for path in sorted(gray.iterdir())[::every]:
        alone = uw.colorize(path, REFERENCE, **FAST).advance(1).save(out / "alone.png")
        assert (out / path.name).read_bytes() == alone.read_bytes(), path.name


def made_at(out):
    """What is finished, which a record says, and when it was written."""
    pictures = [out / f"{path.stem}.png" for path in (out / "records").glob("*.json")]
    return {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in pictures}


def made_while_workers_end(collection, workers, *, every):
    """Return the names of what was made, ending the two workers in turn, each time that so many prints are finished.

    So a print is hit twice at most, however slow the machine is.
    """
    made, killed = [], 0
    for finished in collection:
        made.append(finished.name)
        if len(made) % every == 0:
            with contextlib.suppress(ProcessLookupError, IndexError):
                os.kill(workers()[killed % 2], signal.SIGKILL)
            killed += 1
    assert killed > 1
    assert not collection.failures
    return made


def test_a_worker_that_is_ended_is_replaced_and_its_print_made_by_another(tmp_path):
    gray, out = draw_prints(tmp_path / "gray", 5), tmp_path / "done"
    collection = begin(gray, out, workers=2)
    made = []
    for finished in collection:
        made.append(finished.name)
        if len(made) == 1:
            os.kill(collection._crew.processes[0], signal.SIGKILL)
    assert sorted(made) == [path.stem for path in sorted(gray.iterdir())]
    assert not collection.failures
    assert set(collection.tally.workers) <= {"1", "2"}
    assert_each_is_what_it_would_be_alone(gray, out)
    alive = collection._crew.processes
    collection.close()
    for each in alive:
        with pytest.raises(ProcessLookupError):
            os.kill(each, 0)


@pytest.mark.cluster
@pytest.mark.timeout(300)
def test_prints_that_are_stepped_together_when_their_worker_is_ended(tmp_path):
    gray, out = draw_prints(tmp_path / "gray", 8), tmp_path / "done"
    crew = processes.Processes(1, settings=uw.Settings(**FAST), together=3)
    collection = begin(gray, out, client=crew)
    made = made_while_workers_end(collection, lambda: crew.processes * 2, every=3)
    crew.close()
    assert sorted(made) == [path.stem for path in sorted(gray.iterdir())]
    for path in sorted(gray.iterdir()):
        alone = uw.colorize(path, REFERENCE, **FAST).advance(1).save(out / "alone.png")
        found, expected = (uw.read_image(each).pixels for each in (out / path.name, alone))
        assert (found - expected).abs().max() <= 1 / 255 + 1e-6  # rounded to the other level


def test_how_many_fit(monkeypatch):
    settings = uw.Settings(size=512, precision="float32", device="cpu")
    for free_mb, workers in ((None, 2), (100_000, 2), (2500, 1), (100, 1)):
        monkeypatch.setattr(processes, "free_mb", lambda free_mb=free_mb: free_mb)
        assert processes.fitting(settings) == (workers, ["cpu"])
    monkeypatch.setattr(processes, "available_devices", lambda: ["cuda:0", "cuda:1", "cpu"])
    assert processes.fitting(uw.Settings()) == (2, ["cuda:0", "cuda:1"])
    for given, threads in (("", 2), ("1", 1), ("8", 2), ("all", 2)):
        monkeypatch.setenv("OMP_NUM_THREADS", given)
        assert (processes.threads_of_each(1), processes.threads_of_each(2)) == (threads, 1)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3,5")
    assert processes._visible("cuda:1") == "5"


@pytest.mark.cluster
@pytest.mark.timeout(900)
def test_many_prints_while_processes_are_ended(tmp_path):
    gray, out = draw_prints(tmp_path / "gray", MANY), tmp_path / "done"
    collection = begin(gray, out, workers=2)
    made = made_while_workers_end(collection, lambda: collection._crew.processes, every=EVERY)
    collection.close()
    assert sorted(made) == [path.stem for path in sorted(gray.iterdir())]  # all, and none twice
    before = made_at(out)
    assert list(begin(gray, out)) == []
    assert made_at(out) == before
    assert_each_is_what_it_would_be_alone(gray, out, every=4)


@pytest.mark.cluster
@pytest.mark.timeout(900)
@pytest.mark.parametrize("how", ["a client", "an address", "an address, and no folder is shared"])
def test_prints_on_a_cluster_while_its_workers_are_ended(tmp_path, how):
    distributed = pytest.importorskip("distributed")
    gray, out = draw_prints(tmp_path / "gray", MANY if how == "a client" else 24), tmp_path / "done"
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0) as cluster,
        distributed.Client(cluster) as client,
    ):
        given = client if how == "a client" else cluster.scheduler_address
        collection = begin(gray, out, client=given, shared=False if "no folder" in how else None)
        made = made_while_workers_end(
            collection,
            lambda: [each.pid for each in cluster.workers.values() if each.pid],
            every=EVERY if how == "a client" else 6,
        )
        collection.close()
    assert sorted(made) == [path.stem for path in sorted(gray.iterdir())]
    assert list(begin(gray, out)) == []
    assert_each_is_what_it_would_be_alone(gray, out, every=4)


@pytest.mark.cluster
def test_a_cluster_whose_scheduler_is_gone_says_so_and_another_crew_goes_on(tmp_path):
    pytest.importorskip("distributed")
    gray, out = draw_prints(tmp_path / "gray", 6), tmp_path / "done"
    file = tmp_path / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--scheduler-file", str(file), "--no-dashboard"]
    with contextlib.ExitStack() as stack:
        scheduler = stack.enter_context(ended([*command, "--host", "127.0.0.1", "--port", "0"]))
        wait_until(file.exists)
        address = json.loads(file.read_text())["address"]
        stack.enter_context(
            ended([sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"])
        )
        collection = begin(gray, out, client=address)
        prints = iter(collection)
        next(prints)
        scheduler.kill()
        with pytest.raises(uw.UkiyoError, match=r"scheduler is gone\. What is finished stays"):
            list(prints)
    assert 0 < len(made_at(out)) < 6
    before = made_at(out)
    list(begin(gray, out, workers=1))
    assert len(made_at(out)) == 6
    assert before.items() <= made_at(out).items()


@pytest.mark.cluster
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_command_is_ended_and_begun_again(tmp_path, number):
    gray, out = draw_prints(tmp_path / "gray", 8), tmp_path / "done"
    command = [
        sys.executable,
        "-m",
        "ukiyo_widgets.cli",
        "batch",
        str(gray),
        REFERENCE,
        "-o",
        str(out),
        "--workers",
        "2",
    ]
    command += ["--size", "32", "--iterations", "1"]
    with ended(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout.readline().strip().endswith(".png")
        first.send_signal(number)
        first.communicate(timeout=120)
    assert first.returncode == (-number if number == signal.SIGKILL else 128 + number)
    before = made_at(out)
    assert 0 < len(before) < 8
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=True)
    assert "8 of 8 prints are in" in done.stderr
    assert before.items() <= made_at(out).items()
    assert len(made_at(out)) == 8
    assert_each_is_what_it_would_be_alone(gray, out)


@contextlib.contextmanager
def ended(command, **keywords):
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment, **keywords)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until(condition, *, at_most_s=60.0):
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < at_most_s
        threading.Event().wait(0.05)
