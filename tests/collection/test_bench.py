"""Prints of one worker, stepped together: each is what it would be alone, and none is lost with another."""

from __future__ import annotations

import pytest
import torch

import ukiyo_widgets as uw
from tests.collection.here import FAST, Here, collect, write_prints
from ukiyo_widgets.collection.crews import processes
from ukiyo_widgets.collection.crews.bench import Bench
from ukiyo_widgets.collection.crews.crew import Answer
from ukiyo_widgets.collection.crews.processes import Processes
from ukiyo_widgets.runs import attempt
from ukiyo_widgets.runs.run import Run

pytestmark = pytest.mark.usefixtures("tiny")
NAMES = ["a", "b", "c", "d"]
SETTINGS = {"iterations": 3, "settle": 0.0}


class Together(Here):
    """A worker in this process that has as many prints at its bench as there is room for."""

    def __init__(self, room=3):
        super().__init__(room)
        self.answered = []
        self.bench = Bench(worker="here", answered=lambda name, answer: self.answered.append(Answer(name, **answer)))

    def answers(self, timeout_s):
        while self.tasks:
            self.bench.begin(self.tasks.pop(0))
        if not self.answered:
            self.bench.round()
        found, self.answered = self.answered, []
        self.done += [each.name for each in found]
        return found


@pytest.fixture
def gray(tmp_path):
    return write_prints(tmp_path / "gray", NAMES)


@pytest.fixture
def passes(monkeypatch):
    """How many prints went through the network in each pass."""
    together, counted = attempt.Attempt.together, []

    def counting(attempts):
        counted.append(len(attempts))
        return together(attempts)

    monkeypatch.setattr(attempt.Attempt, "together", staticmethod(counting))
    return counted


def made(gray, out, crew, **settings):
    return list(collect(gray, "sample:homeward", out, crew=crew, **{**SETTINGS, **settings}))


def alone(gray, name, **settings):
    return uw.colorize(gray / f"{name}.png", "sample:homeward", **{**FAST, **SETTINGS, **settings}).advance(3)


def test_small_prints_of_one_size_share_passes_and_each_is_as_if_alone(gray, tmp_path, passes):
    for each in made(gray, tmp_path / "done", Together()):
        expected = uw.read_image(alone(gray, each.name).save(tmp_path / "alone.png")).pixels
        assert (uw.read_image(each.path).pixels - expected).abs().max() <= 1 / 255 + 1e-6  # the rounding of one level
        assert uw.read_metadata(each.path)["Recipe"] == uw.read_metadata(tmp_path / "alone.png")["Recipe"]
        assert each.record.iterations == 3
    assert max(passes) == 3


def test_what_does_not_fit_into_one_pass_is_alone_to_the_bit(gray, tmp_path, passes, monkeypatch):
    monkeypatch.setitem(attempt.TOGETHER_PX, "cpu", 0)
    for each in made(gray, tmp_path / "done", Together()):
        expected = uw.read_image(alone(gray, each.name).save(tmp_path / "alone.png")).pixels
        assert torch.equal(uw.read_image(each.path).pixels, expected)
    assert set(passes) == {1}


def test_each_is_finished_by_itself_and_makes_room_for_the_next(gray, tmp_path):
    rows = tmp_path / "prints.csv"
    rows.write_text(
        "file,iterations\n" + "".join(f"gray/{n}.png,{i}\n" for n, i in zip(NAMES, (4, 0, 2, 1), strict=True))
    )
    crew, collection = Together(room=2), None
    collection = collect(rows, "sample:homeward", tmp_path / "done", crew=crew, settle=0.0)
    order = []
    for each in collection:
        order.append(each.name)
        assert each.path.exists()
        assert len(crew.bench) <= 2
    assert order == ["b", "c", "a", "d"] or order == ["b", "c", "d", "a"]
    assert {each.name: each.record.iterations for each in collection.finished()} == {"a": 4, "b": 0, "c": 2, "d": 1}


@pytest.mark.parametrize("when", ["while it is stepped", "while it is written", "before it begins"])
def test_one_that_fails_leaves_the_others_alone(gray, tmp_path, monkeypatch, when):
    tried, save = Run._attempt, uw.Frame.save

    def attempt_but_b(run):
        if run.recipe.content.name == "b.png" and run.index == 1:
            raise uw.NotFiniteError("The loss is not a finite number.")
        return tried(run)

    def save_but_b(frame, path, **keywords):
        if path.stem == "b":
            raise OSError("No space left on device")
        return save(frame, path, **keywords)

    if when == "while it is stepped":
        monkeypatch.setattr(Run, "_attempt", attempt_but_b)
    elif when == "while it is written":
        monkeypatch.setattr(uw.Frame, "save", save_but_b)
    else:
        (gray / "b.png").write_bytes(b"none")
    with pytest.warns(UserWarning, match="1 of 4 prints were skipped: b: "):
        assert sorted(each.name for each in made(gray, tmp_path / "done", Together())) == ["a", "c", "d"]
    monkeypatch.undo()
    assert not (tmp_path / "done" / "records" / "b.json").exists()


def test_after_an_interrupt_what_is_finished_stands_and_the_rest_is_begun_again(gray, tmp_path):
    class Interrupted(Together):
        def answers(self, timeout_s):
            if self.done:
                raise KeyboardInterrupt
            return super().answers(timeout_s)

    rows = tmp_path / "prints.csv"
    rows.write_text("file,iterations\n" + "".join(f"gray/{n}.png,{1 if n == 'b' else 3}\n" for n in NAMES))
    out = tmp_path / "done"
    with pytest.raises(KeyboardInterrupt):
        list(collect(rows, "sample:homeward", out, crew=Interrupted(), settle=0.0))
    before = (out / "b.png").stat().st_mtime_ns
    assert sorted(each.name for each in collect(rows, "sample:homeward", out, crew=Together(), settle=0.0)) == [
        "a",
        "c",
        "d",
    ]
    assert (out / "b.png").stat().st_mtime_ns == before


# ---------------------------------------------------------------- who gets which print


class Hand:
    """A worker that does nothing: what it has is looked at."""

    def __init__(self, name, _threads, *, device, answers):
        self.name, self.names = name, set()

    def begin(self, task):
        self.names.add(task["name"])

    def buried(self):
        return "ended with SIGKILL"


@pytest.fixture
def crew(monkeypatch):
    monkeypatch.setattr(processes, "_Worker", Hand)
    return Processes(2, settings=uw.Settings(size=32, device="cpu"), together=3)


def test_who_ended_a_worker_is_found_by_giving_each_a_worker_of_its_own(crew):
    first, second = crew._workers
    assert crew.room == 6
    for name in "abcdef":
        crew.submit({"name": name})
    assert (first.names, second.names) == ({"a", "c", "e"}, {"b", "d", "f"})
    crew._answers.put((first, None))
    ended = crew.answers(1)
    assert {each.name for each in ended} == {"a", "c", "e"}
    assert all(each.died == "ended with SIGKILL" and each.among for each in ended)
    for name in "ace":
        crew.submit({"name": name})
    assert first.names == {"a"}  # and the others wait until a worker has none
    crew._answers.put((first, '{"name": "a", "failed": "no"}'))
    assert [each.name for each in crew.answers(1)] == ["a"]
    assert first.names == {"c"}
    crew._answers.put((first, None))
    (alone,) = crew.answers(1)
    assert not alone.among
    assert first.names == {"e"}
    assert second.names == {"b", "d", "f"}


def test_an_end_among_others_is_not_held_against_a_print(gray, tmp_path):
    class Ends(Together):
        ended = 0

        def answers(self, timeout_s):
            if self.ended < 5:
                self.ended += 1
                names = [each["name"] for each in self.tasks]
                self.tasks.clear()
                return [Answer(name, died="ended with SIGKILL", among=True) for name in names]
            return super().answers(timeout_s)

    assert len(made(gray, tmp_path / "done", Ends())) == 4


def test_how_many_are_stepped_together(monkeypatch):
    def together(size, device, workers=1):
        return processes.stepped_together(uw.Settings(size=size, precision="float32"), device, workers=workers)

    assert together(64, "cpu") == 1
    for free_mb, expected in ((100_000, [16, 16, 4, 1]), (10, [1, 1, 1, 1])):
        monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _device, free_mb=free_mb: (free_mb * 1e6, 0))
        assert [together(size, "cuda:0") for size in (64, 256, 512, 1024)] == expected
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _device: (2e9, 0))
    assert 1 <= together(256, "cuda:0") < 16
    assert together(256, "cuda:0", workers=1000) == 1
