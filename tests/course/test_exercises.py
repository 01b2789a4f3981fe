"""Exercises: right answers pass, no answer is no error, and a typical mistake is told what it is, never the answer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests.course.test_later_exercises import MISTAKES as LATER_MISTAKES
from ukiyo_widgets.course import EXERCISES, check
from ukiyo_widgets.course.source import with_solutions
from ukiyo_widgets.course.verdict import Standing, Verdict

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SOLUTIONS = sorted((NOTEBOOKS / "solutions").glob("*.ipynb"))


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def solved(path):
    """Return the names that the solutions of a notebook define, and the checks that the notebook makes of them."""
    names = {}
    for cell in read(path)["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    cells = read(NOTEBOOKS / path.name)["cells"]
    checks = [re.search(r'course\.check\("([\w.]+)", (\w+)\)', "".join(cell["source"])) for cell in cells]
    return names, [(each[1], each[2]) for each in checks if each]


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_every_solution_is_right_and_every_exercise_has_one(path):
    names, checks = solved(path)
    assert checks
    for exercise, variable in checks:
        verdict = check(exercise, names[variable])
        assert verdict, verdict
        assert verdict.message
    number = path.stem[:2]
    assert {exercise for exercise, _ in checks} == {each for each in EXERCISES if each.startswith(number)}


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_the_source_for_nbgrader_holds_every_solution(path, tmp_path):
    notebook, solutions = read(NOTEBOOKS / path.name), read(path)
    source = with_solutions(notebook, solutions)
    exercises = [cell for cell in source["cells"] if cell["id"].startswith("exercise-")]
    for cell in exercises:
        code = "".join(cell["source"])
        assert code.count("### BEGIN SOLUTION") == code.count("### END SOLUTION") == 1
        assert cell["metadata"]["nbgrader"]["solution"]
    graded = [cell for cell in source["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]
    assert len(graded) == len(exercises)
    assert "SOLUTION" not in (NOTEBOOKS / path.name).read_text(encoding="utf-8")

    out = tmp_path / "source" / path.name
    command = [sys.executable, "-m", "ukiyo_widgets.course.source", str(NOTEBOOKS / path.name), str(out)]
    subprocess.run(command, check=True, timeout=120)
    assert read(out) == source

    del solutions["cells"][-1]
    with pytest.raises(ValueError, match="stands on one side only"):
        with_solutions(notebook, solutions)


@pytest.mark.parametrize("answer", [None, ..., lambda *_: None, lambda *_: ...])
@pytest.mark.parametrize("name", ["01.shape", "02.gram", "03.momentum"])
def test_what_is_not_answered_yet_is_no_error(name, answer, monkeypatch):
    def unwritten(*_):
        raise NotImplementedError  # what nbgrader writes into a student's cell

    for each in (answer, unwritten):
        verdict = check(name, each)
        assert verdict.standing is Standing.OPEN
        assert not verdict
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(AssertionError, match="not answered yet"):
        check(name, answer)


def rows(features):
    return features.flatten(1)


MISTAKES = {
    "01.shape": [
        (lambda layer, h, w: (64, h, w), "number of filters"),
        (lambda layer, h, w: 3, "three numbers"),
        (
            lambda layer, h, w: (
                (64, 128, 256, 512, 512)[int(layer[4]) - 1],
                h // 2 ** int(layer[4]),
                w // 2 ** int(layer[4]),
            ),
            "pooling stands after a block",
        ),
        (
            lambda layer, h, w: (
                (64, 128, 256, 512, 512)[int(layer[4]) - 1],
                h / 2 ** (int(layer[4]) - 1),
                w / 2 ** (int(layer[4]) - 1),
            ),
            "round down",
        ),
    ],
    "01.receptive_field": [
        (lambda layer: 1, "3 × 3"),
        (lambda layer: {"conv1_1": 3}.get(layer, 6), "no pooling between"),
        (lambda layer: {"conv1_1": 3, "conv1_2": 5}.get(layer, 7), "one pooling"),
        (lambda layer: "3", "Return a number"),
    ],
    "01.same_style": [
        (lambda f: f, "same features"),
        (lambda f: f * 1.00001, "nearly the same"),
        (lambda f: f.flip(0), "rearrange filters"),
        (lambda f: 2 * f, "sums over positions"),
        (lambda f: f[:3], "The shape is"),
    ],
    "02.gram": [
        (lambda f: f.flatten(2) @ f.flatten(2).transpose(1, 2) / 30, "divided by the number of positions"),
        (lambda f: f.flatten(2).transpose(1, 2) @ f.flatten(2), "which places are alike"),
        (lambda f: f.transpose(0, 1).flatten(1) @ f.transpose(0, 1).flatten(1).T, "one matrix for the whole batch"),
        (lambda f: f @ f, "stopped with RuntimeError"),
        (lambda f: [1], "tensor is expected, but this is a list"),
        (lambda f: torch.full((2, 4, 4), torch.nan), "not finite"),
        (torch.ones(2), "A function is asked for"),
    ],
    "02.style": [
        (lambda f, s: ((rows(f) @ rows(f).T / 120 - rows(s) @ rows(s).T / 120) ** 2).mean(), "its own M"),
        (lambda f, s: ((rows(f) @ rows(f).T / 30 - rows(s) @ rows(s).T / 21) ** 2).mean(), "N² times"),
        (lambda f, s: ((rows(f) @ rows(f).T / 120 - rows(s) @ rows(s).T / 84) ** 2).sum(), "N² times"),
        (lambda f, s: ((rows(f) @ rows(f).T / 30 - rows(s) @ rows(s).T / 21) ** 2).sum() / 64, "paper's form"),
        (lambda f, s: rows(f) @ rows(f).T, "single number"),
    ],
    "02.balance": [
        (lambda c, s, share: c / s, "share is not used"),
        (lambda c, s, share: c / s * share, "not of the total"),
        (lambda c, s, share: c / s * (1 - share) / share, "the other way round"),
        (lambda c, s, share: s / c * share / (1 - share), "changed places"),
        (lambda c, s, share: "1", "A number is expected"),
    ],
    "02.total_variation": [
        (lambda p: p.diff(dim=1).square().sum() + p.diff(dim=2).square().sum(), "where is the ½"),
        (lambda p: 0.5 * p.diff(dim=2).square().sum(), "lower ones are missing"),
        (lambda p: 0.5 * sum((p - p.roll(1, d)).square().sum() for d in (1, 2)), "goes round"),
        (lambda p: 0.5 * (p.diff(dim=1).abs().sum() + p.diff(dim=2).abs().sum()), "absolute"),
        (lambda p: float("nan"), "The number is nan"),
    ],
    "03.fade": [
        (lambda n, left: left ** (1 / n), "what remains"),
        (lambda n, left: (1 - left) / n, "equal amounts"),
    ],
    "03.momentum": [
        (lambda x, v, g, rate, mu: x - rate * g, "Return two tensors"),
        (lambda x, v, g, rate, mu: (x - rate * (mu * v + g), v + mu * g), "before the old velocity"),
        (lambda x, v, g, rate, mu: (x + rate * (mu * v + g), mu * v + g), "x climbs"),
        (lambda x, v, g, rate, mu: (x - rate * v, mu * v + g), "take the new one"),
        (lambda x, v, g, rate, mu: (x - rate * (mu * v + (1 - mu) * g), mu * v + (1 - mu) * g), "running mean"),
    ],
    "03.scale": [
        (lambda s, y: (y * y).sum() / (s * y).sum(), "inverse"),
        (lambda s, y: (s * y).sum() / (y * y).sum(), "must be refused"),
        (lambda s, y: 0.0, "may be used"),
        (lambda s, y: s * y, "A number is expected"),
    ],
}


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [(name, *each) for name, mistakes in (MISTAKES | LATER_MISTAKES).items() for each in mistakes],
)
def test_a_typical_mistake_is_told_what_it_is(name, answer, words):
    verdict = check(name, answer)
    assert verdict.standing is Standing.NOT_YET
    assert words.lower() in verdict.message.lower()


def test_every_exercise_of_these_notebooks_has_mistakes_to_learn_from():
    for number in ("01", "02", "03"):
        with pytest.raises(ValueError, match=f"no exercise '{number}.none'; there are {number}"):
            check(f"{number}.none", 1)
        assert {each for each in EXERCISES if each.startswith(number)} <= set(MISTAKES)


def test_a_students_function_cannot_change_what_it_is_measured_by():
    def gram(features):
        matrix = features.flatten(2) @ features.flatten(2).transpose(1, 2)
        features.zero_()
        return matrix

    assert check("02.gram", gram)


def test_unknown_exercises_are_refused():
    with pytest.raises(ValueError, match=r"no exercise '99\.x'; there are those of the notebooks 01, 02"):
        check("99.x", 1)


def test_a_verdict_is_shown_as_text_and_html_and_escaped():
    verdict = Verdict("02.gram", Standing.NOT_YET, "<b>1 < 2</b>")
    assert str(verdict) == repr(verdict) == "✗ 02.gram: not right yet. <b>1 < 2</b>"
    assert "&lt;b&gt;" in verdict._repr_html_()
    signs = {str(Verdict("a.b", standing))[0] for standing in Standing}
    assert len(signs) == 3
