"""Exercises of notebooks 04 to 09: typical mistakes, and answers that only look right."""

from __future__ import annotations

import pytest
import torch

from ukiyo_widgets.course import EXERCISES, check
from ukiyo_widgets.course.verdict import Standing


def deviation(lab):
    return lab.flatten(1).std(dim=1)


def rows(maps):
    return maps.flatten(1)


def advanced(run, at, style_weight):
    forks = run.fork(at=at), run.fork(at=at, style_weight=style_weight)
    for fork in forks:
        fork.advance(run.index - at)
    return forks


def with_the_run_changed(run, at, style_weight):
    forks = advanced(run, at, style_weight)
    run.set(style_weight=style_weight)
    return forks


def with_the_fork_changed(run, at, style_weight):
    unchanged, changed = advanced(run, at, style_weight)
    unchanged.set(style_weight=style_weight)
    return unchanged, changed


def last(run, n):
    run.advance(n)
    return run.fork()


def steps_made(optimizer, closure, n):
    for _ in range(n):
        optimizer.step(closure)
    return optimizer.state_dict()["state"][0]["n_iter"]


MISTAKES = {
    "04.open": [
        (lambda: {"c", "f"}, "7 of 8"),
        (lambda: "abcdefgh", "3 of 8"),
        (lambda: {"pooling"}, "letters from a to h"),
    ],
    "04.spread": [
        (lambda lab, true: deviation(true[1:]).mean() / deviation(lab[1:]).mean(), "other way round"),
        (lambda lab, true: deviation(lab).mean() / deviation(true).mean(), "L* is lightness"),
        (lambda lab, true: lab[1:].std() / true[1:].std(), "each axis for itself"),
        (lambda lab, true: (deviation(lab[1:]) ** 2).mean() / (deviation(true[1:]) ** 2).mean(), "variance"),
        (lambda lab, true: lab[1:].abs().mean() / true[1:].abs().mean(), "how strong"),
        (lambda lab, true: lab, "number is expected"),
    ],
    "04.tint": [
        (lambda lab: tuple(lab[1:].flatten(1).median(dim=1).values), "median"),
        (lambda lab: (lab[0].mean(), lab[1].mean()), "L*, which stays"),
        (lambda lab: (lab[2].mean(), lab[1].mean()), "wrong order"),
        (lambda lab: lab.mean(dim=(1, 2)), "two numbers"),
        (lambda lab: (0.0, 0.0), "nearer tint"),
    ],
    "04.claim": [(lambda: "shown", "beat"), (lambda: True, "Choose one of")],
    "05.member": [(lambda: {"style_weight": 1, "fade": 0.05}, "1 of 2"), (lambda: (10, 0.05), "dictionary")],
    "05.compare": [
        (lambda run, at, weight: (run.fork(at=at), run.fork(at=at, style_weight=weight)), "stand at 2 and 2"),
        (lambda run, at, weight: (run, run.fork(style_weight=weight)), "a run of its own"),
        (lambda run, at, weight: (run.fork(), run.fork(style_weight=weight)), "from that iteration"),
        (lambda run, at, weight: run.fork(), "two runs"),
        (with_the_run_changed, "run itself has changed"),
        (with_the_fork_changed, "setting was changed"),
    ],
    "05.best": [
        (last, "not the lowest"),
        (lambda run, n: run.fork(), "stands at 2"),
        (lambda run, n: 5, "Return a fork"),
    ],
    "06.symptoms": [(lambda: {"a": 2, "b": 4, "c": 8, "d": 5, "e": 10, "f": 3}, "5 of 6")],
    "06.safe_gram": [
        (lambda maps: (rows(maps) @ rows(maps).T / 600).float(), "before the division"),
        (lambda maps: rows(maps).double() @ rows(maps).double().T / 600, "torch.float64"),
        (lambda maps: rows(maps).float() @ rows(maps).float().T, "divide by the number"),
        (lambda maps: rows(maps).float() @ rows(maps).float().T / 2400, "not by N · M"),
        (lambda maps: rows(maps).float().T @ rows(maps).float() / 4, "compare filters"),
        (lambda maps: (rows(maps) / 600**0.5 @ (rows(maps) / 600**0.5).T).float(), "infinite"),
    ],
    "06.count": [(lambda optimizer, closure, n: n, "number of steps"), (steps_made, "L-BFGS iterations")],
    "09.shares": [
        (lambda ab, centres: torch.exp(-((torch.cdist(ab, centres) / 3) ** 2)), "add up to 1"),
        (lambda ab, centres: torch.softmax(-torch.cdist(ab, centres) / 3, dim=1), "squared"),
        (lambda ab, centres: torch.softmax(-((torch.cdist(ab, centres) / 3) ** 2), dim=0), "each colour's shares"),
        (lambda ab, centres: torch.softmax(-(torch.cdist(ab, centres) ** 2), dim=1), "by s first"),
        (lambda ab, centres: torch.softmax((torch.cdist(ab, centres) / 3) ** 2, dim=1), "sign"),
        (torch.cdist, "not e"),
    ],
    "09.sharpened": [
        (lambda p, centres, beta: p**beta @ centres, "no longer add up"),
        (lambda p, centres, beta: p @ centres, "as if β were 1"),
        (lambda p, centres, beta: centres[p.argmax(dim=1)], "likeliest"),
        (lambda p, centres, beta: torch.softmax(beta * p, dim=1) @ centres, "log p"),
        (lambda p, centres, beta: beta * p @ centres, "not the mean"),
    ],
    "09.held_out": [(lambda: "c", "neighbours"), (lambda: "a", "not seen"), (lambda: "d", "how often")],
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_is_not_answered_yet_is_no_error(name):
    assert check(name, lambda *_: ...).standing is Standing.OPEN


def test_every_exercise_has_mistakes_to_learn_from():
    assert {each for each in EXERCISES if each[:2] in ("04", "05", "06", "09")} == set(MISTAKES)


def test_an_answer_on_the_way_to_the_right_tint_may_be_a_tensor():
    assert check("04.tint", lambda lab: lab[1:].mean(dim=(1, 2)))
    assert check(
        "04.spread", lambda lab, true: torch.tensor((deviation(lab[1:]).mean() / deviation(true[1:]).mean()).item())
    )
