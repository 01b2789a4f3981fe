"""Saved runs: whole or not at all, and never trusted."""

from __future__ import annotations

import json
import struct

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print, tiny_weights
from ukiyo_widgets.errors import CheckpointError
from ukiyo_widgets.runs import workshop

pytestmark = pytest.mark.usefixtures("tiny")


@pytest.fixture
def saved(tmp_path):
    run = uw.colorize(make_print(seed=1), make_print(seed=2), size=48, history=3)
    run.advance(4)
    run.set(style_weight=5.0, content_weight=2.0)  # not yet in force: saved so
    return run, run.save(tmp_path / "wave")


def test_a_change_that_waits_is_saved_too(saved):
    run, path = saved
    assert path.suffix == ".ukiyo"
    loaded = uw.load(path)
    assert dict(loaded.frame.losses) == dict(run.frame.losses)
    assert loaded.frame.ratio == run.frame.ratio
    assert torch.equal(loaded.advance(2).unclipped, run.advance(2).unclipped)


def test_an_early_fork_of_a_loaded_run_replays_from_the_start(saved):
    run, path = saved
    assert torch.equal(uw.load(path).fork(at=2).frame.unclipped, run.fork(at=2).frame.unclipped)


def test_others_may_read_a_saved_run_as_any_new_file(saved, tmp_path):
    (tmp_path / "ordinary").touch()
    assert saved[1].stat().st_mode == (tmp_path / "ordinary").stat().st_mode


def test_a_failed_save_leaves_the_old_file(saved, monkeypatch):
    run, path = saved
    before = path.read_bytes()
    run.advance(1)

    def full(_tensors, filename, **_kwargs):
        filename.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("safetensors.torch.save_file", full)
    with pytest.raises(OSError, match=r"The disk is full: 'wave\.ukiyo'"):
        run.save(path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def with_header(data, change):
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    change(header)
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data[8 + length :]


def drop_tensor(header):
    # The bytes stay; the name goes.
    header["unknown"] = header.pop("state.here.pixels")


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda data: b"", "cannot be read"),
        (lambda data: b"hello world, this is no run at all", "cannot be read"),
        (lambda data: data[: len(data) // 2], "cut short, damaged or no saved run"),
        (lambda data: with_header(data, lambda h: h["__metadata__"].update(format="other")), "of the format 'other'"),
        (lambda data: with_header(data, lambda h: h["__metadata__"].pop("recipe")), "damaged or no saved run"),
        (lambda data: with_header(data, lambda h: h["__metadata__"].update(settings='{"fade": 9}')), "fade is 9"),
        (lambda data: with_header(data, drop_tensor), "damaged or no saved run"),
    ],
)
def test_a_file_that_is_no_run_is_refused_in_a_sentence(saved, damage, sentence):
    _, path = saved
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(CheckpointError, match=sentence):
        uw.load(path)


def test_a_run_of_other_weights_is_refused(saved, monkeypatch):
    _, path = saved
    other = tiny_weights()
    object.__setattr__(other, "sha256", "f" * 64)
    monkeypatch.setattr(workshop, "load_weights", lambda *_args, **_kwargs: other)
    with pytest.raises(CheckpointError, match="was made with other weights"):
        uw.load(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CheckpointError, match=r"does not exist; give the \.ukiyo file"):
        uw.load(tmp_path / "nowhere.ukiyo")
