"""Disks that are really full or read-only, and files that may not grow: the old file stays, and a sentence says why.

A limit on the size of files (RLIMIT_FSIZE) is there on every POSIX system. A small disk and a read-only one are mounted where
that is allowed, which takes the rights of an administrator; elsewhere those tests are skipped.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
from contextlib import contextmanager

import pytest

import ukiyo_widgets as uw
from tests.conftest import make_print

resource = pytest.importorskip("resource", reason="limits on files are POSIX's")

LIMIT_BYTES = 4096
OLD = b"what was there before"
SUFFIXES = (".png", ".jpg", ".webp", ".tif", ".gif", ".mp4", ".ukiyo")


@pytest.fixture(scope="module")
def colour():
    return make_print(seed=2, height=96, width=128)


@pytest.fixture
def write(tiny, colour):
    """A function that writes a file of the kind that its name says."""
    run = uw.colorize(make_print(seed=1, height=96, width=128), colour, size=128, history=2)
    run.advance(1)
    frame = run.frame

    def write(path):
        if path.suffix == ".ukiyo":
            return run.save(path)
        return uw.save_film([frame.image] * 3, path) if path.suffix in {".gif", ".mp4"} else frame.save(path)

    return write


@contextmanager
def files_no_larger_than(size):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def refused(write, folder, sentence):
    """Assert that no kind of file can be written, that each is as it was, and that nothing else is left."""
    for suffix in SUFFIXES:
        with pytest.raises((OSError, uw.ImageError), match=sentence) as caught:
            write(folder / f"print{suffix}")
        assert ".ukiyo_widgets-" not in str(caught.value)  # the hidden name that is written to
        assert (folder / f"print{suffix}").read_bytes() == OLD
    assert {each.name for each in folder.iterdir()} >= {f"print{suffix}" for suffix in SUFFIXES}
    assert not [each.name for each in folder.iterdir() if each.name.startswith(".")]


def with_old_files(folder):
    for suffix in SUFFIXES:
        (folder / f"print{suffix}").write_bytes(OLD)
    return folder


def test_a_limit_on_the_size_of_files(write, tmp_path):
    folder = with_old_files(tmp_path)
    with files_no_larger_than(LIMIT_BYTES):
        refused(write, folder, "^The disk is full: 'print")
    for suffix in SUFFIXES:
        assert write(folder / f"print{suffix}").stat().st_size > LIMIT_BYTES


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 64 KB in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", str(place)]
    if mount is None or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        pytest.skip("mounting a disk is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True, capture_output=True)


def test_a_full_disk(write, small_disk):
    folder = with_old_files(small_disk)
    (folder / "filling").write_bytes(bytes(64 * 1024 - 4096 * (len(SUFFIXES) + 1)))
    refused(write, folder, "^The disk is full: 'print")
    (folder / "filling").unlink()
    assert uw.read_image(write(folder / "print.jpg")).pixels.shape[0] == 3


def test_a_read_only_disk(write, small_disk):
    folder = with_old_files(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True, capture_output=True)
    refused(write, folder, "^'print.*' cannot be written: you may not write into the folder")
