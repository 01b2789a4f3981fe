"""A file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ukiyo_widgets.images.writing.atomic import atomic_write


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
