"""What a run will take, before it runs."""

from __future__ import annotations

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.runs.costs import estimate as estimates
from ukiyo_widgets.runs.costs import memory


@pytest.fixture(autouse=True)
def one_second_per_megapixel(monkeypatch):
    monkeypatch.setattr(estimates, "iteration_s", lambda pixels, **_: pixels / 1e6)


def test_the_time_left_counts_small_iterations_as_small():
    settings = Settings(coarse=2, coarse_iterations=10, iterations=50)
    whole = estimates.estimate(settings, size_px=(1000, 1000))
    assert whole.left_s == pytest.approx(10 / 16 + 10 / 4 + 30)
    assert estimates.estimate(settings, size_px=(1000, 1000), done=15).left_s == pytest.approx(5 / 4 + 30)
    assert estimates.estimate(settings, size_px=(1000, 1000), done=50).left_s == 0
    assert estimates.estimate(Settings(iterations=None), size_px=(9, 9)).left_s is None


def test_the_largest_size_is_the_largest_that_is_estimated_to_fit(monkeypatch):
    monkeypatch.setattr(memory, "free_mb", lambda: 2000.0)
    monkeypatch.setattr(memory, "own_mb", lambda: 500.0)
    largest = estimates.estimate(Settings(precision="float32"), size_px=(900, 600)).largest_size_px
    fits, too_large = (estimates.memory_mb((side, round(side * 2 / 3))) for side in (largest, largest + 17))
    assert fits <= 2500 < too_large


def test_a_run_estimates_itself_without_computing(weights):
    run = uw.colorize(make_print(height=40, width=64), make_print(), size=64, iterations=4)
    assert run.estimate().left_s == pytest.approx(4 * 64 * 40 / 1e6)
    assert not run.started
    assert "per iteration" in str(run.estimate())


def test_out_of_memory_names_a_size_that_fits(weights, monkeypatch):
    run = uw.colorize(make_print(height=64, width=64), make_print(), size=64, precision="float32")
    run.advance(1)
    monkeypatch.setattr(memory, "free_mb", lambda: estimates.memory_mb((33, 33)) - 100.0)
    monkeypatch.setattr(memory, "own_mb", lambda: 100.0)

    def exhausted(*_args, **_kwargs):
        raise torch.OutOfMemoryError("none left")

    monkeypatch.setattr("ukiyo_widgets.engine.step.step_together", exhausted)
    with pytest.raises(MemoryError, match=r"size=32 would fit now\), take less at once with run.set\(band=256\)"):
        run.advance(1)
    assert run.index == 1


def test_out_of_memory_at_the_start_names_what_helps_there(weights, monkeypatch):
    run = uw.colorize(make_print(height=64, width=64), make_print(), size=64)

    def exhausted(*_args, **_kwargs):
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    monkeypatch.setattr("ukiyo_widgets.runs.workshop.begin", exhausted)
    for work in (lambda: run.advance(1), lambda: run.set(fade=0.5), lambda: run.frame):
        with pytest.raises(MemoryError, match=r"band=256 takes less at once\), or free memory and go on") as caught:
            work()
        assert isinstance(caught.value.__cause__, RuntimeError)  # explained once
    assert not run.started


def test_bfloat16_takes_less():
    size_px = (2048, 1152)
    assert estimates.memory_mb(size_px, dtype=torch.bfloat16) < 0.75 * estimates.memory_mb(size_px, dtype=torch.float32)
    sizes = [estimates.estimate(Settings(precision=each), size_px=(90, 60)) for each in ("float32", "bfloat16")]
    if sizes[0].largest_size_px:  # where the system tells
        assert sizes[0].largest_size_px < sizes[1].largest_size_px


def test_bands_take_less_memory_and_more_time(monkeypatch):
    monkeypatch.setattr(memory, "free_mb", lambda: 3000.0)
    monkeypatch.setattr(memory, "own_mb", lambda: 500.0)
    whole, banded = (
        estimates.estimate(Settings(precision="float32", band=band), size_px=(2048, 1365)) for band in (0, 256)
    )
    assert banded.memory_mb < 0.6 * whole.memory_mb
    assert whole.iteration_s < banded.iteration_s < 3 * whole.iteration_s
    assert banded.largest_size_px > 1.3 * whole.largest_size_px
    run = uw.colorize(make_print(height=64, width=64), make_print(), size=64, band=64)
    run.advance(2)
    assert run.estimate().memory_mb <= estimates.memory_mb((64, 64), dtype=torch.float32)
