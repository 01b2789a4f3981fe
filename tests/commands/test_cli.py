"""The command line, as a user meets it: in a process of its own."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import re
import signal
import subprocess
import sys
import threading
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import ukiyo_widgets as uw
from ukiyo_widgets.cli import main
from ukiyo_widgets.commands.interrupts import Stopping, signals_stop
from ukiyo_widgets.commands.lab import fresh_copy
from ukiyo_widgets.engine.settings import Settings, knobs
from ukiyo_widgets.images.reading import fetching
from ukiyo_widgets.images.writing import film, writing
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


def test_a_saved_run_becomes_a_page_and_never_over_another_file(capsys):
    assert main(["colorize", *FAST, "--iterations", "3", "--save", "run"]) == 0
    assert main(["export", "run.ukiyo", "--language", "ja"]) == 0
    assert capsys.readouterr().out.endswith("run.html\n")
    page = Path("run.html").read_text("utf-8")
    assert '<html lang="ja">' in page
    assert [int(index) for index in re.findall(r'\[(\d+),"UklGR', page)] == [0, 1, 2]  # WebP begins with RIFF
    assert main(["export", "run.ukiyo"]) == 1
    assert "'run.html' is there already; give another name, or --force" in capsys.readouterr().err


def test_a_print_and_a_saved_run_are_shown_as_they_would_be_printed(capsys):
    assert main(["impressions", "sample:actor", "--size", "48", "--language", "ja"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "  主版（墨）"
    assert said[-1] == "actor-printed.html"
    assert '<html lang="ja">' in Path("actor-printed.html").read_text("utf-8")
    assert main(["impressions", "sample:actor"]) == 1
    assert "'actor-printed.html' is there already; give another name, or --force" in capsys.readouterr().err
    assert main(["colorize", *FAST, "--iterations", "1", "--save", "run"]) == 0
    assert main(["impressions", "run.ukiyo", "-o", "run.gif", "--seconds", "0.5"]) == 0
    with Image.open("run.gif") as film:  # the paper and the key block: after one iteration there are hardly any colours
        assert film.n_frames >= 2


def test_a_gray_print_has_a_key_block_and_the_command_says_so(capsys):
    uw.samples.actor.gray(48).save("gray.png")
    assert main(["impressions", "gray.png"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("  key block\nThis picture has no colours")


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
    assert capsys.readouterr().out.splitlines() == ["run.ukiyo", "out.webp  (iteration 3)", "film.gif"]
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


def test_half_an_option_is_none(capsys):
    with pytest.raises(SystemExit):
        main(["colorize", "--iter", "2"])
    assert "unrecognized arguments: --iter" in capsys.readouterr().err


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


class Colorizing:
    """A command in a process of its own, which makes iterations until it is stopped."""

    def __init__(self, *arguments):
        command = [
            sys.executable,
            "-m",
            "ukiyo_widgets.cli",
            "colorize",
            "--size",
            "64",
            "--iterations",
            "none",
            "--settle",
            "0",
            *arguments,
        ]
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "OMP_NUM_THREADS": "1",
            "TERM": "xterm",
        }
        self.terminal, self.side = os.openpty()  # the progress bar shows itself to a terminal alone
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.side, text=True, env=environment)
        self.shown = b""
        self.wait_for(b"loss")

    def wait_for(self, text):
        while text not in self.shown:
            self.shown += os.read(self.terminal, 4096)

    def end(self):
        threading.Thread(target=drain, args=(self.terminal,), daemon=True).start()
        out, _ = self.process.communicate(timeout=60)
        os.close(self.side)
        return out


def skip_where_ignored(number):
    if signal.getsignal(number) == signal.SIG_IGN:
        pytest.skip("the signal is ignored here, as under nohup, and so it is by what is started from here")


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C in another way")
@pytest.mark.timeout(120)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_keeps_the_picture_and_says_how_to_go_on(number):
    skip_where_ignored(number)
    colorizing = Colorizing("--save", "run.ukiyo")
    colorizing.process.send_signal(number)
    out = colorizing.end()
    assert colorizing.process.returncode == 128 + number
    command = out.splitlines()[-1].removeprefix("Stopped. To go on: ")
    assert command == "ukiyo-widgets colorize --resume run.ukiyo -o snowy_night-colorized.png"
    stopped = uw.load("run.ukiyo")
    with Image.open("snowy_night-colorized.png") as picture:
        assert picture.tobytes() == stopped.image.tobytes()
    assert main([*command.split()[1:], "--iterations", str(stopped.index + 2), "--quiet"]) == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C in another way")
@pytest.mark.timeout(120)
def test_an_impatient_second_ctrl_c_loses_nothing():
    skip_where_ignored(signal.SIGINT)
    colorizing = Colorizing()
    colorizing.process.send_signal(signal.SIGINT)
    colorizing.wait_for(b"Stopping after this iteration")
    colorizing.process.send_signal(signal.SIGINT)
    out = colorizing.end()
    assert colorizing.process.returncode == 130
    assert "To go on: ukiyo-widgets colorize --resume snowy_night-colorized.ukiyo" in out
    with Image.open("snowy_night-colorized.png") as picture:
        assert picture.tobytes() == uw.load("snowy_night-colorized.ukiyo").image.tobytes()


def test_signals_are_answered_according_to_what_is_going_on():
    stops = []
    stopping = Stopping(lambda: stops.append(True))
    stopping.hear(signal.SIGTERM, None)
    assert stops == [True]
    with pytest.raises(KeyboardInterrupt):
        stopping.hear(signal.SIGINT, None)
    stopping.hear(signal.SIGINT, None)  # it is on its way out
    stopping.save()
    stopping.hear(signal.SIGINT, None)
    with pytest.raises(KeyboardInterrupt):
        stopping.hear(signal.SIGINT, None)
    assert stopping.status == 128 + signal.SIGTERM


def test_a_signal_that_is_ignored_stays_so():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with signals_stop(lambda: None):
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) != signal.SIG_DFL
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, before)


def drain(terminal):
    with contextlib.suppress(OSError):  # the other side has hung up
        while os.read(terminal, 4096):
            pass


def test_a_film_that_does_not_fit_on_the_disk_takes_nothing_along(capsys, monkeypatch):
    def full(pictures, _aside, **_settings):
        next(pictures), next(pictures)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(film, "write_gif", full)
    arguments = ["colorize", *FAST, "-o", "print.png", "--film", "film.gif", "--save", "print", "--iterations", "3"]
    assert main(arguments) == 1
    output = capsys.readouterr()
    assert "The disk is full: 'film.gif' does not fit into" in output.err
    assert output.out.splitlines() == ["print.ukiyo", "print.png  (iteration 3)"]
    assert load_run("print.ukiyo").index == 3


def test_a_picture_that_cannot_be_written_is_kept_elsewhere_and_the_run_with_it(capsys, monkeypatch, tmp_path):
    real = writing.atomic_write

    def forbidden_there(path):
        if Path(path).absolute().parent == tmp_path / "results":
            raise PermissionError("'print.png' cannot be written: you may not write into the folder; choose another.")
        return real(path)

    Path("results").mkdir()
    monkeypatch.setattr(writing, "atomic_write", forbidden_there)
    assert main(["colorize", *FAST, "-o", "results/print.png", "--iterations", "1"]) == 0
    said = capsys.readouterr()
    assert said.out == "print.png  (iteration 1)\n" or said.out == f"{tmp_path / 'print.png'}  (iteration 1)\n"
    assert "you may not write into the folder" in said.err
    assert f"It is at '{tmp_path / 'print.png'}' instead." in said.err


def test_nothing_is_written_over_but_what_the_same_command_made(capsys):
    uw.samples.actor.gray(80).save("gray.png")
    scan = Path("gray.png").read_bytes()
    one = ["colorize", "gray.png", "sample:wave", *FAST, "--iterations", "1"]
    assert main([*one, "-o", "gray.png"]) == 1
    assert "'gray.png' is one of the prints" in capsys.readouterr().err
    os.link("gray.png", "linked.png")
    assert main([*one, "-o", "linked.png"]) == 1
    assert Path("gray.png").read_bytes() == scan
    for name, option in (("mine.png", "-o"), ("mine.ukiyo", "--save"), ("mine.gif", "--film")):
        Path(name).write_bytes(b"mine")
        assert main([*one, option, name]) == 1
        assert f"'{name}' is there already" in capsys.readouterr().err
        assert Path(name).read_bytes() == b"mine"
    made = [*one, "-o", "made.png", "--save", "made.ukiyo"]
    assert main(made) == 0
    assert main([*made, "--iterations", "2"]) == 0
    assert load_run("made.ukiyo").index == 2
    assert main([*made, "--fade", "0.5"]) == 1  # another result
    assert main([*made, "--fade", "0.5", "--force"]) == 0
    assert main([*one, "-o", "gray.png", "--force"]) == 0
    assert Path("gray.png").read_bytes() != scan


def test_a_region_is_given_as_a_mask(capsys):
    levels = Image.new("L", (80, 80))
    levels.paste(255, (0, 0, 40, 80))
    levels.save("mask.png")
    arguments = [
        "colorize",
        *FAST,
        "--iterations",
        "1",
        "--save",
        "run",
        "--regions",
        "mask.png > 0,0 1,0 1,1; 0,0 1,0 1,1 > 0,0 1,0 1,1",
    ]
    assert main(arguments) == 0
    assert load_run("run.ukiyo").settings.regions[0].content.startswith("mask:")
    assert main([*arguments[:-1], "missing.png > 0,0 1,0 1,1", "--force"]) == 1
    assert "missing.png" in capsys.readouterr().err


def test_without_a_name_the_next_free_one_is_taken(capsys):
    assert main(["colorize", *FAST, "--iterations", "1"]) == 0
    assert main(["colorize", *FAST, "--iterations", "1"]) == 0
    assert capsys.readouterr().out.split("\n")[1].startswith("snowy_night-colorized-2.png")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["-o", "no/print.png"], "The folder 'no' does not exist"),
        (["--save", "no/run.ukiyo"], "'run.ukiyo'"),
        (["--film", "no/film.gif"], "'film.gif'"),
        (["-o", "read-only.png"], "is read-only"),
        (["-o", "folder.png"], "is a folder"),
        (["-o", f"{'x' * 300}.png"], "too long for this disk"),
        (["-o", "one.png", "--film", "one.gif", "--save", "one.gif"], "Two of the results have one name"),
    ],
)
def test_a_wrong_place_is_told_before_anything_is_read(capsys, monkeypatch, arguments, sentence):
    def too_late(*_args, **_settings):
        raise AssertionError("the prints were read")

    Path("folder.png").mkdir()
    Path("read-only.png").touch(0o444)
    monkeypatch.setattr("ukiyo_widgets.runs.colorize.colorize", too_late)
    assert main(["colorize", *FAST, *arguments]) == 1
    said = capsys.readouterr().err
    assert sentence.replace("'no'", f"'{Path.cwd() / 'no'}'") in said
    assert ".ukiyo_widgets-" not in said


def test_a_picture_of_every_so_many_iterations_and_a_run_that_is_saved_meanwhile(capsys, monkeypatch):
    saved = []
    real = uw.Run.save
    monkeypatch.setattr(uw.Run, "save", lambda run, path: saved.append((run.index, Path(path).name)) or real(run, path))
    arguments = ["colorize", *FAST, "-o", "print.png", "--every", "2", "--autosave", "0.000001", "--iterations", "5"]
    assert main(arguments) == 0
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["print-00002.png", "print-00004.png", "print.png"]
    assert saved == [(index, "print.autosave.ukiyo") for index in range(1, 6)]
    with Image.open("print-00004.png") as picture:
        straight = uw.colorize("sample:snowy_night", "sample:wave", size=48)
        assert picture.tobytes() == straight.advance(4).image.tobytes()


def test_names_that_are_long_in_bytes_or_no_unicode(capsys):
    long = "浮" * 80 + ".png"
    odd = os.fsdecode("波.png".encode("shift-jis"))
    uw.samples.actor.gray(80).save(odd)
    assert main(["colorize", odd, "sample:wave", *FAST, "-o", long, "--save", "run", "--iterations", "1"]) == 0
    assert Path(long).is_file()
    assert "\\udc94" in read_metadata(long)["Source"]
    assert load_run("run.ukiyo").recipe.content.source == str(Path(odd).absolute())


def test_a_console_without_the_signs_gets_others():
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "cp1252"}
    for arguments in (["doctor"], ["samples"], ["colorize", "--help"], ["samples", "浮"]):
        done = subprocess.run(
            [sys.executable, "-m", "ukiyo_widgets.cli", *arguments], check=False, capture_output=True, env=environment
        )
        assert done.returncode in {0, 1}
        assert b"Traceback" not in done.stderr
        assert b"codec" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "said"), [([], 0, b""), (["wvae"], 1, b"no sample print"), (["--wvae"], 2, b"unrecognized")]
)
def test_a_process_ends_with_its_status_and_has_said_and_done_all(arguments, status, said):
    code = """if True:
        import atexit, sys
        from ukiyo_widgets import cli
        main = cli.main
        cli.main = lambda: (atexit.register(print, "the last wish"), main())[1]
        sys.exit(cli.program())
    """
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", code, "samples", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, env=environment)
    assert done.returncode == status
    assert said in done.stderr
    assert done.stdout.endswith(b"the last wish\n")
    assert (b"red_mountain" in done.stdout) == (status == 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_told_by_the_process(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    environment.pop("PYTHONUNBUFFERED", None)
    gray, colour = (tmp_path / f"{each}.png" for each in ("gray", "colour"))
    for path, value in ((gray, (90, 90, 90)), (colour, (90, 30, 30))):
        Image.new("RGB", (32, 24), value).save(path)
    command = [sys.executable, "-m", "ukiyo_widgets.cli", "rank", str(gray), str(colour)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE, env=environment, cwd=tmp_path)
    assert done.returncode == 1
    assert b"No space left" in done.stderr


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


def test_what_a_run_says_of_itself_is_no_markup(monkeypatch, capfd):
    note = "[red]a note[/] of [link=https://example.org]the run[/link] [/]"
    monkeypatch.setattr(uw.Frame, "note", property(lambda _frame: note))
    assert main(["colorize", "--size", "48", "--iterations", "1"]) == 0
    assert note in " ".join(capfd.readouterr().err.split())


def test_a_file_whose_name_steers_a_terminal_is_named_in_plain_characters(capsys):
    uw.samples.actor.gray(48).save("\x1b[31mgray.png")
    Path("\x1b[5mnone.png").write_bytes(b"no picture")
    assert main(["colorize", "\x1b[31mgray.png", "sample:wave", *FAST, "--iterations", "1"]) == 0
    assert main(["colorize", "\x1b[5mnone.png", "sample:wave", *FAST]) == 1
    assert main(["rank", "\x1b[31mgray.png", "sample:wave", "\x1b[5mnone.png", "--size", "48"]) == 0
    said = "".join(capsys.readouterr())
    assert "\\x1b[31mgray-colorized.png" in said
    assert "\x1b[31m" not in said
    assert "\x1b[5m" not in said


def saved_run_that_names(address):
    """A saved run as somebody else may hand on, whose gray print is said to lie at an address."""
    run = uw.colorize(uw.samples.actor.gray(48), "sample:wave", size=48)
    run.advance(1)
    recipe = run.recipe
    content = dataclasses.replace(recipe.content, source=address)
    run._recipe = dataclasses.replace(recipe, content=content)
    return run.save("theirs.ukiyo")


def test_a_print_that_a_saved_run_names_on_the_web_is_fetched_only_when_somebody_names_it(monkeypatch, capsys):
    address = "http://me:secret@127.0.0.1:1/wave.png"
    saved_run_that_names(address)
    monkeypatch.setattr(fetching, "fetch", lambda url, **_: pytest.fail(f"{url} was fetched"))
    resumed = ["colorize", "--resume", "theirs.ukiyo", "--quiet", "--iterations", "2", "--full-size", "-o", "large.png"]
    assert main(resumed) == 1
    said = capsys.readouterr().err
    assert "nothing is fetched because a file says so" in said
    assert "secret" not in said
    asked = []
    gray = BytesIO()
    uw.samples.actor.gray(48).save(gray, "PNG")
    monkeypatch.setattr(fetching, "fetch", lambda url, **_: asked.append(url) or gray.getvalue())
    assert main([*resumed[:1], address, *resumed[1:]]) == 1
    assert asked == [address]
    assert "is not the gray print that the run began with" in capsys.readouterr().err


def test_an_address_with_a_password_names_no_file_and_no_message(capsys, monkeypatch):
    assert main(["colorize", "http://me:secret@127.0.0.1:1"]) == 1
    assert main(["colorize", "http://me:secret@127.0.0.1:1", "sample:wave", *FAST]) == 1
    said = "".join(capsys.readouterr())
    assert "127.0.0.1:1" in said
    assert "secret" not in said
