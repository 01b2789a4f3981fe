"""Whatever others have set for the process or the thread, the same comes out."""

from __future__ import annotations

import contextlib
import functools
import gc
import io
import itertools
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageFile

import ukiyo_widgets as uw
from tests import interrupting
from tests.conftest import make_print, tiny_weights
from ukiyo_widgets import surroundings
from ukiyo_widgets.engine.network import networks
from ukiyo_widgets.engine.network.convolution import Winograd
from ukiyo_widgets.images.reading.reading import read_within
from ukiyo_widgets.surroundings import hastened, undisturbed


@contextlib.contextmanager
def put_back(set_, value, before):
    set_(value)
    try:
        yield
    finally:
        set_(before)


STATES = {
    "float64": lambda: put_back(torch.set_default_dtype, torch.float64, torch.float32),
    "bfloat16": lambda: put_back(torch.set_default_dtype, torch.bfloat16, torch.float32),
    "device": lambda: put_back(torch.set_default_device, "meta", None),
    "inference": torch.inference_mode,
    "no_grad": torch.no_grad,
    "autocast": lambda: torch.autocast("cpu", dtype=torch.bfloat16),
    "deterministic": lambda: put_back(torch.use_deterministic_algorithms, True, False),
    "denormal": lambda: put_back(torch.set_flush_denormal, True, False),
    "numpy": lambda: np.errstate(all="raise"),
    "products": lambda: put_back(torch.set_float32_matmul_precision, "medium", "highest"),
    "random": lambda: put_back(torch.manual_seed, 7, 7),
}


CONTENT, REFERENCE, SCAN = make_print(seed=1), make_print(seed=2), make_print(height=64, width=96, seed=1)


def made(folder):
    """Bytes of whatever goes through the package: pictures read and resized, runs of every kind, files, carried colour."""
    yield uw.read_image(np.linspace(0, 1, 48 * 40).reshape(48, 40), max_side_px=32).pixels
    for settings in (
        {},
        {
            "optimizer": "adam",
            "hints": "0.5,0.5=#aa3322",
            "regions": "0,0 1,0 1,1 > 0,0 1,0 1,1",
            "total_variation": 0.1,
        },
        {"optimizer": "sgd", "palette": "#1d3a5f=#2a6e4e", "start": "palette", "band": 32},
        {"preset": "gatys2015", "coarse": 1, "coarse_iterations": 1, "size": 40},
        {"precision": "float64", "start": "noise"},
    ):
        run = uw.colorize(CONTENT, REFERENCE, **{"size": 32, "precision": "float32", **settings})
        yield run.advance(2).unclipped
        run.set(style_weight=3.0, hints="0.2,0.2=#112233")
        yield run.fork().advance(1).unclipped
    yield uw.load(run.save(folder / "run")).advance(1).unclipped
    yield uw.Batch([run, run.fork(fade=0.1)]).advance(1)[1].unclipped
    run.frame.save(folder / "print.png")
    yield uw.read_image(folder / "print.png", max_side_px=48).pixels
    yield uw.carry_colors(run.frame.pixels, SCAN)
    yield uw.ciede2000(run.frame.pixels, run.frame.pixels.flip(0))
    printed = uw.impressions(SCAN)
    yield str(printed)
    yield printed[1].pixels
    yield np.asarray(printed[1].alone)
    yield str(uw.rank_references("sample:wave", ["sample:actor", "sample:red_mountain"], size=48))


def as_bytes(each):
    return each.detach().contiguous().flatten().view(torch.uint8).numpy().tobytes() if torch.is_tensor(each) else each


@pytest.fixture(scope="module", autouse=True)
def _tiny():
    """What surrounds a run is no matter of the network's width."""
    chosen = tiny_weights()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(networks, "load_weights", lambda *_args, **_kwargs: chosen)
        yield


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    return list(map(as_bytes, made(tmp_path_factory.mktemp("usual"))))


def same(one, other):
    return one.tobytes() == other.tobytes() if hasattr(one, "tobytes") else one == other


@pytest.mark.parametrize("state", STATES)
def test_the_same_comes_out(state, usual, tmp_path):
    with STATES[state]():
        found = list(map(as_bytes, made(tmp_path)))
    assert all(itertools.starmap(same, zip(found, usual, strict=True)))


def test_what_was_set_stays_set():
    with torch.inference_mode(), np.errstate(all="raise"), torch.autocast("cpu"):
        uw.read_image("sample:wave", max_side_px=32)
        assert torch.is_inference_mode_enabled()
        assert torch.is_autocast_enabled("cpu")
        assert set(np.geterr().values()) == {"raise"}


@pytest.mark.parametrize(
    ("options", "environment"),
    [(["-OO", "-bb"], {}), ([], {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})],
    ids=["optimized", "ASCII"],
)
def test_the_command_line_under_pythons_own_options(options, environment, tmp_path):
    arguments = ["colorize", "--size", "32", "--iterations", "1", "--quiet", "-o", "浮.png", "--save", "浮世絵"]
    done = subprocess.run(
        [sys.executable, *options, "-m", "ukiyo_widgets.cli", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["浮.png", "浮世絵.ukiyo"]


@pytest.mark.skipif(not hasattr(torch.backends.mkldnn, "matmul"), reason="this torch has one precision for all")
@pytest.mark.parametrize("found", ["none", "ieee", "tf32", "bf16"])
def test_float32_is_multiplied_as_float32_and_what_was_found_is_put_back(found):
    matrices = torch.backends.mkldnn.matmul
    matrix = 1 + torch.rand(128, 256, generator=torch.Generator().manual_seed(1)) / 2**9
    with put_back(functools.partial(setattr, matrices, "fp32_precision"), found, "none"):
        product = undisturbed(lambda: matrix @ matrix.T)()
        assert matrices.fp32_precision == found
    exact = matrix.double() @ matrix.T.double()
    torch.testing.assert_close(product.double(), exact, rtol=1e-6, atol=0)  # in bfloat16 all of them would be 1


@pytest.mark.skipif(not hasattr(torch.backends.mkldnn, "matmul"), reason="this torch has one precision for all")
def test_onednn_is_left_no_choice_where_it_would_round(monkeypatch):
    matrices = torch.backends.mkldnn.matmul
    monkeypatch.setattr(surroundings, "_is_amd_with_avx512", lambda: True)
    assert surroundings._hastened.__wrapped__() in (None, matrices)
    exactly = torch.bmm
    monkeypatch.setattr(torch, "bmm", lambda one, other: exactly(one.bfloat16(), other.bfloat16()).float())
    assert surroundings._hastened.__wrapped__() is None
    assert matrices.fp32_precision == "none"


class Matrices:
    """Stands for torch's setting where oneDNN is faster and exact."""

    fp32_precision = "none"


@pytest.mark.parametrize("found", ["none", "ieee", "tf32", "bf16"])
def test_haste_ends_with_the_last_that_are_in_it_whatever_others_begin_meanwhile(found, monkeypatch):
    matrices, seen = Matrices(), []
    matrices.fp32_precision = found
    monkeypatch.setattr(surroundings, "_hastened", lambda: matrices)
    monkeypatch.setattr(surroundings, "_products", lambda: [matrices])
    inside, first_is_done = threading.Barrier(2, timeout=60), threading.Event()

    @undisturbed
    @hastened
    def first():
        inside.wait()
        seen.append(matrices.fp32_precision)
        inside.wait()  # the other one has begun
        seen.append(matrices.fp32_precision)

    @undisturbed
    def other():
        inside.wait()
        undisturbed(lambda: seen.append(matrices.fp32_precision))()
        inside.wait()
        first_is_done.wait(60)
        seen.append(matrices.fp32_precision)

    thread = threading.Thread(target=other)
    thread.start()
    first()
    first_is_done.set()
    thread.join()
    assert seen[:3] == ["bf16"] * 3
    assert seen[3] in surroundings._EXACT  # the other is still at work, and no product may be rounded
    assert matrices.fp32_precision == found


def test_an_error_ends_the_haste(monkeypatch):
    matrices = Matrices()
    monkeypatch.setattr(surroundings, "_hastened", lambda: matrices)

    @hastened
    def fails():
        assert matrices.fp32_precision == "bf16"
        raise ValueError

    with pytest.raises(ValueError):
        fails()
    assert matrices.fp32_precision == "none"


def test_convolutions_in_float32_are_in_haste_and_those_in_bfloat16_are_not(monkeypatch):
    matrices, seen = Matrices(), []
    monkeypatch.setattr(surroundings, "_hastened", lambda: matrices)
    multiply = torch.bmm
    monkeypatch.setattr(torch, "bmm", lambda *a, **k: seen.append(matrices.fp32_precision) or multiply(*a, **k))
    kernel, signal = torch.rand(8, 8, 3, 3), torch.rand(1, 8, 8, 8)
    for dtype, wanted in ((torch.float32, {"bf16"}), (torch.bfloat16, {"none"})):
        convolution = Winograd(kernel, torch.zeros(8), dtype=dtype)
        convolution.backward(
            convolution.forward(signal.to(dtype), new=signal.to(dtype).new_empty), new=signal.to(dtype).new_empty
        )
        assert set(seen) == wanted
        seen.clear()


def test_half_a_picture_is_no_picture_whatever_pillow_was_told(monkeypatch):
    held = io.BytesIO()
    Image.fromarray((CONTENT.permute(1, 2, 0).numpy() * 255).astype(np.uint8)).save(held, "PNG")
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    for read in (uw.read_image, functools.partial(read_within, most_side_px=32)):
        with pytest.raises(uw.ImageError, match="cut off"):
            read(held.getvalue()[: len(held.getvalue()) // 2])
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_call_that_an_interrupt_keeps_from_leaving_counts_no_longer():
    calculate, everywhere = undisturbed(lambda: None), {"files": {surroundings.__file__}}
    for n in interrupting.points(calculate, 40, **everywhere):
        interrupting.interrupted(calculate, n, **everywhere)
        gc.collect()
        assert not surroundings._shared._inside


def test_what_belongs_to_all_threads_is_put_back_with_the_last_that_computes():
    seen, go_on, inside = [], threading.Event(), threading.Event()

    @undisturbed
    def computed():
        inside.set()
        go_on.wait()
        seen.append(ImageFile.LOAD_TRUNCATED_IMAGES)

    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        thread = threading.Thread(target=computed)
        thread.start()
        inside.wait()
        uw.read_image(CONTENT.numpy().transpose(1, 2, 0))  # comes and goes meanwhile
        go_on.set()
        thread.join()
        assert seen[-1] is False
        assert ImageFile.LOAD_TRUNCATED_IMAGES is True
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
