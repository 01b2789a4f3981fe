"""A file is written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.interrupting import interrupted
from ukiyo_widgets.images.writing import atomic
from ukiyo_widgets.images.writing.atomic import atomic_write, check_writable


def test_the_file_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "wave.ukiyo"
    with atomic_write(target) as aside:
        assert aside.parent == tmp_path
        assert aside.suffix == ".ukiyo"
        aside.write_bytes(b"new")
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, OSError])
def test_the_old_file_stays_when_the_body_raises(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "wave.png"
    target.write_bytes(b"old")

    def write_half() -> None:
        with atomic_write(target) as aside:
            aside.write_bytes(b"half")
            raise error

    with pytest.raises(error):
        write_half()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_at_the_flush_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "wave.png"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=r"^The disk is full: 'wave.png' does not fit"), atomic_write(target) as aside:
        aside.write_bytes(b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_permissions_are_those_of_any_new_file(tmp_path: Path) -> None:
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    with atomic_write(tmp_path / "made") as aside:
        aside.write_bytes(b"x")
    assert (tmp_path / "made").stat().st_mode == ordinary.stat().st_mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    real, link = tmp_path / "store" / "real.png", tmp_path / "link.png"
    real.write_bytes(b"old")
    link.symlink_to(real)
    with atomic_write(link) as aside:
        aside.write_bytes(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_wrong_place_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(FileNotFoundError, match=r"The folder .*missing' does not exist"),
        atomic_write(tmp_path / "missing" / "wave.png"),
    ):
        pass
    with pytest.raises(IsADirectoryError, match="is a folder"), atomic_write(tmp_path):
        pass


def test_a_file_that_is_written_anew_keeps_its_permissions_and_owner(tmp_path: Path) -> None:
    target = tmp_path / "private.png"
    target.touch()
    target.chmod(0o600)
    with suppress(PermissionError):
        os.chown(target, 12345, 54321)
    before = target.stat()
    with atomic_write(target) as aside:
        assert aside.stat().st_mode == before.st_mode  # nobody else may look in meanwhile either
        aside.write_bytes(b"new")
    after = target.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_a_read_only_file_is_refused_and_so_is_what_is_no_file(tmp_path: Path) -> None:
    target = tmp_path / "kept.png"
    target.write_bytes(b"old")
    target.chmod(0o444)
    with pytest.raises(PermissionError, match="is read-only; make it writable"), atomic_write(target):
        pass
    assert target.read_bytes() == b"old"
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(OSError, match="is no ordinary file"), atomic_write(tmp_path / "pipe.png"):
        pass
    (tmp_path / "loop.png").symlink_to("loop.png")
    with pytest.raises(OSError, match=r"loop\.png"), atomic_write(tmp_path / "loop.png"):
        pass


def test_what_a_killed_process_has_left_is_removed_by_the_next_save_and_nothing_else(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from ukiyo_widgets.images.writing.atomic import atomic_write\n"
        "with atomic_write(sys.argv[1]) as aside:\n"
        "    aside.write_bytes(b'half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "wave.png")], check=False, env=environment)
    (left,) = tmp_path.iterdir()
    others = tmp_path / left.name.replace(atomic._HERE, "0" * 8)  # of another machine that shares the folder
    others.touch()
    mine = tmp_path / ".wave.png"
    mine.touch()
    with atomic_write(tmp_path / "print.png") as one, atomic_write(tmp_path / "run.ukiyo") as two:
        assert one.exists()
        assert two.exists()
    assert set(tmp_path.iterdir()) == {others, mine, tmp_path / "print.png", tmp_path / "run.ukiyo"}
    os.utime(others, (0, 0))
    with atomic_write(tmp_path / "print.png"):
        pass
    assert not others.exists()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EACCES, "you may not write into the folder"),
        (errno.EROFS, "you may not write into the folder"),
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The disk is full"),
        (errno.EFBIG, "The disk is full"),
        (errno.EIO, "cannot be written into"),
    ],
)
@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_no_message_names_the_hidden_file(tmp_path: Path, monkeypatch, number: int, sentence: str, call: str) -> None:
    def fail(*arguments: object, **_keywords: object) -> None:
        raise OSError(number, os.strerror(number), arguments[0] if call != "fsync" else None)

    monkeypatch.setattr(*((Path, call) if call == "replace" else (os, call)), fail)
    with pytest.raises(OSError, match=sentence) as refused, atomic_write(tmp_path / "wave.png") as aside:
        aside.write_bytes(b"new")
    assert ".ukiyo_widgets-" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # a file whose with was about to close it
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_an_interrupt_at_any_line_leaves_the_old_file_or_the_new_one_and_nothing_hidden(tmp_path: Path) -> None:
    target, n = tmp_path / "wave.png", 1
    target.write_bytes(b"old")

    def write() -> None:
        with atomic_write(target) as aside:
            aside.write_bytes(b"new")

    while interrupted(write, n, files={atomic.__file__, contextlib.__file__}):
        assert target.read_bytes() in {b"old", b"new"}
        with atomic_write(tmp_path / "next.png"):
            pass
        assert {each.name for each in tmp_path.iterdir()} == {"wave.png", "next.png"}
        n += 1
    assert n > 50


def test_a_home_folder_is_found_and_a_nul_is_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with atomic_write("~/wave.png") as aside:
        assert aside.parent == tmp_path
    assert check_writable("~/wave.png") == tmp_path / "wave.png"
    for path in ("a\0b", "~nobody-of-this-name/wave.png"):
        with pytest.raises(ValueError, match="The path"), atomic_write(path):
            pass
