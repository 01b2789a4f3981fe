"""The command line, as a user meets it: in a process of its own."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

import ukiyo_widgets as uw
from ukiyo_widgets.cli import main
from ukiyo_widgets.commands.lab import fresh_copy
from ukiyo_widgets.engine.settings import Settings, knobs
from ukiyo_widgets.images.writing import film
from ukiyo_widgets.images.writing.metadata import read_metadata
from ukiyo_widgets.runs.loading import load_run

FAST = ["--size", "48", "--quiet"]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_without_prints_a_sample_is_colorized(capsys):
    assert main(["colorize", *FAST, "--iterations", "2"]) == 0
    assert capsys.readouterr().out == "snowy_night-colorized.png  (iteration 2)\n"
    with Image.open("snowy_night-colorized.png") as picture:
        assert picture.size == (32, 48)
    assert "sample:snowy_night" in read_metadata("snowy_night-colorized.png")["Source"]


def test_prints_settings_film_and_saved_run(capsys):
    uw.samples.actor.gray(80).save("gray.jpg")
    arguments = [
        "colorize",
        "gray.jpg",
        "sample:wave",
        "sample:rain_bridge",
        *FAST,
        "-o",
        "out.webp",
        "--film",
        "film.gif",
    ]
    arguments += [
        "--save",
        "run",
        "--preset",
        "paper",
        "--start",
        "content",
        "--iterations",
        "3",
        "--reference-weights",
        "1,2",
    ]
    assert main(arguments) == 0
    assert capsys.readouterr().out.splitlines() == ["out.webp  (iteration 3)", "film.gif", "run.ukiyo"]
    with Image.open("film.gif") as film:
        assert film.n_frames == 4
    settings = uw.load("run.ukiyo").settings
    assert (settings.preset, settings.start, settings.reference_weights) == ("paper", "content", (1, 2))
    assert main(["colorize", "--resume", "run.ukiyo", "--iterations", "5", "--quiet", "-o", "more.png"]) == 0
    straight = uw.colorize(
        "gray.jpg",
        ["sample:wave", "sample:rain_bridge"],
        size=48,
        preset="paper",
        start="content",
        reference_weights=(1, 2),
    )
    with Image.open("more.png") as picture:
        assert picture.tobytes() == straight.advance(5).image.tobytes()


def test_the_picture_in_the_full_size_of_the_print(capsys):
    uw.samples.actor.gray(160).save("gray.png")
    arguments = ["colorize", "gray.png", "sample:wave", *FAST, "--iterations", "1", "--save", "run"]
    assert main([*arguments, "--full-size", "-o", "large.png"]) == 0
    with Image.open("gray.png") as gray, Image.open("large.png") as large:
        assert large.size == gray.size
        assert large.mode == "RGB"
    assert "gray.png" in read_metadata("large.png")["Source"]
    uw.samples.wave.gray(160).save("gray.png")
    assert main(["colorize", "--resume", "run.ukiyo", "--iterations", "2", "--full-size"]) == 1
    assert "'gray.png' is not the gray print that the run began with" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["colorize", "--full-size", *FAST], "A sample print has no size of its own"),
        (["colorize", "gray.png"], "'gray.png' has no reference to take colours from"),
        (["colorize", "gray.png", "sample:wave"], "content image 'gray.png'"),
        (["colorize", "--fade", "2"], "fade is '2', but it must be a number from 0 to 1."),
        (["colorize", "--style-layers", "conv9"], "'conv9' is no layer"),
        (["colorize", "-o", "picture.bmp"], "'picture.bmp' does not say its format; end it in .png"),
        (["colorize", "-o", "no/folder.png"], "does not exist; make it"),
        (["colorize", "--film", "film.avi"], "'film.avi' does not say its format; end it in .gif"),
        (["colorize", "--resume", "nowhere.ukiyo"], "'nowhere.ukiyo' does not exist"),
        (["colorize", "--weights", "nowhere.pth", *FAST], "weights file 'nowhere.pth' does not exist"),
        (["rank", "nowhere.png"], "content image 'nowhere.png'"),
        (["rank", "sample:wave", "nofolder"], "Nothing could be ranked"),
        (["samples", "--series"], "no folder is named; add -o FOLDER"),
        (["samples", "tsunami"], "There is no sample print 'tsunami'"),
    ],
)
def test_a_refusal_is_one_sentence_and_exit_status_1(capsys, arguments, sentence):
    assert main(arguments) == 1
    error = capsys.readouterr().err.strip()
    assert sentence in error
    assert "Traceback" not in error


def test_every_setting_is_an_option_with_help_range_and_default(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "1000")
    with pytest.raises(SystemExit):
        main(["colorize", "--help"])
    text = " ".join(capsys.readouterr().out.split())
    for name, knob in knobs().items():
        assert f" --{name.replace('_', '-')} " in text
        default = getattr(Settings(), name)
        shown = {True: "yes", False: "no"}[default] if isinstance(default, bool) else default
        shown = "equal shares" if shown == () else shown
        assert f"{knob.help} {knob.allowed[0].upper()}{knob.allowed[1:]}; default: {shown}." in text


def test_doctor_tells_what_is_there(capsys):
    assert main(["doctor"]) == 0
    report = capsys.readouterr().out
    for what in ("torch", "device", "precision", "VGG-19, Oxford", "memory", "Everything is there"):
        assert what in report


def test_doctor_tells_what_to_do(capsys, monkeypatch):
    monkeypatch.setenv("UKIYO_WIDGETS_WEIGHTS", "nowhere.pth")
    assert main(["doctor"]) == 1
    report = capsys.readouterr().out
    assert "'nowhere.pth' does not exist" in report
    assert "1 to do." in report


def test_references_are_ranked(capsys):
    uw.samples.actor.color(80).save("actor.png")
    Path("broken.jpg").write_bytes(b"no picture")
    assert main(["rank", "sample:wave", ".", "--size", "48"]) == 0
    best, left_out = capsys.readouterr().out.splitlines()
    assert "actor.png: lightness " in best
    assert left_out.startswith("left out  broken.jpg: ")
    assert main(["rank", "sample:wave", "sample:actor", "sample:rain_bridge", "--size", "48"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_samples_are_listed_and_written(capsys):
    assert main(["samples"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in uw.samples)
    assert main(["samples", "wave", "-o", "prints", "--size", "60"]) == 0
    assert sorted(path.name for path in Path("prints").iterdir()) == ["wave-gray.png", "wave.png"]
    with Image.open("prints/wave-gray.png") as gray:
        assert gray.size == (60, 40)


def test_a_series_is_written_as_a_folder_of_references_without_the_print_itself(capsys):
    assert main(["samples", "actor", "--series", "-o", "prints", "--size", "60"]) == 0
    assert sorted(path.name for path in Path("prints").iterdir()) == ["actor", "actor-gray.png", "actor.png"]
    assert sorted(path.name for path in Path("prints/actor").iterdir()) == ["onnagata.png", "rival.png"]
    assert len(capsys.readouterr().out.splitlines()) == 4
    assert main(["rank", "prints/actor-gray.png", "prints/actor", "--size", "48"]) == 0


def test_every_series_is_written_where_none_is_named():
    assert main(["samples", "--series", "-o", "prints", "--size", "32"]) == 0
    assert sorted(path.name for path in Path("prints").iterdir() if path.is_dir()) == sorted(uw.samples.subjects)


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C in another way")
@pytest.mark.timeout(120)
def test_ctrl_c_keeps_the_picture_and_says_how_to_go_on():
    command = [
        sys.executable,
        "-m",
        "ukiyo_widgets.cli",
        "colorize",
        "--size",
        "64",
        "--iterations",
        "none",
        "--save",
        "run.ukiyo",
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "OMP_NUM_THREADS": "1", "TERM": "xterm"}
    terminal, side = os.openpty()  # the progress bar shows itself to a terminal alone
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=side, text=True, env=environment)
    shown = b""
    while b"loss" not in shown:
        shown += os.read(terminal, 4096)
    process.send_signal(signal.SIGINT)
    threading.Thread(target=drain, args=(terminal,), daemon=True).start()
    out, _ = process.communicate(timeout=60)
    os.close(side)
    assert process.returncode == 130
    command = out.splitlines()[-1].removeprefix("Stopped. To go on: ")
    assert command == "ukiyo-widgets colorize --resume run.ukiyo -o snowy_night-colorized.png"
    stopped = uw.load("run.ukiyo")
    with Image.open("snowy_night-colorized.png") as picture:
        assert picture.tobytes() == stopped.image.tobytes()
    assert main([*command.split()[1:], "--iterations", str(stopped.index + 2), "--quiet"]) == 0


def drain(terminal):
    with contextlib.suppress(OSError):  # the other side has hung up
        while os.read(terminal, 4096):
            pass


def test_a_film_that_does_not_fit_on_the_disk_leaves_the_picture_and_the_run(capsys, monkeypatch):
    def full(pictures, _aside, **_settings):
        next(pictures), next(pictures)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(film, "write_gif", full)
    assert main(["colorize", *FAST, "-o", "print.png", "--film", "film.gif", "--iterations", "3"]) == 1
    output = capsys.readouterr()
    assert "The disk is full: 'film.gif' does not fit into" in output.err
    assert "To go on: ukiyo-widgets colorize --resume print.ukiyo" in output.out
    assert Path("print.png").is_file()
    assert load_run("print.ukiyo").index == 1


def test_lab_brings_the_course_and_keeps_what_was_worked_in(tmp_path):
    worked_in = tmp_path / "02_the_loss.ipynb"
    worked_in.write_text("mine")
    fresh_copy(tmp_path)
    course = {path.name for path in (Path(__file__).parents[2] / "notebooks").glob("*.ipynb")}
    assert {path.name for path in tmp_path.glob("*.ipynb")} == course
    assert worked_in.read_text() == "mine"
    assert not list(tmp_path.glob("**/solutions"))


def test_lab_opens_jupyterlab_on_a_fresh_copy_of_the_first_notebook(tmp_path):
    """The server answers for the copy; a second copy leaves the first alone."""
    pytest.importorskip("jupyterlab")
    first = fresh_copy(tmp_path / "prints")
    first.write_text("mine")
    command = [sys.executable, "-m", "ukiyo_widgets.cli", "lab", "--no-browser", "--folder", "prints"]
    options = ["--allow-root", "--ServerApp.port=0", "--IdentityProvider.token=t"]
    with subprocess.Popen(
        [*command, *options], cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        opened = next((line for line in process.stderr if "/lab/tree/00_quickstart-2.ipynb?" in line), "")
        os.killpg(process.pid, signal.SIGTERM)
        process.stderr.read()
    assert opened
    assert first.read_text() == "mine"
    assert "uw.Studio" in (tmp_path / "prints" / "00_quickstart-2.ipynb").read_text()
