"""Whatever others have set for the process or the thread, the same comes out."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print, tiny_weights
from ukiyo_widgets.engine.network import networks


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
