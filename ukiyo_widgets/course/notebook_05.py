"""Exercises of the notebook "Stop, resume, fork"."""

from __future__ import annotations

from typing import Any

from ukiyo_widgets.course.exercise import NotYet, exercise
from ukiyo_widgets.course.expectations import call, expect_all
from ukiyo_widgets.runs.colorize import colorize, replay
from ukiyo_widgets.runs.recipe import Change
from ukiyo_widgets.runs.run import Run


def _run(iterations: int) -> Run:
    run = colorize("sample:wave", "sample:red_mountain", preset="paper", start="content", size=48)
    run.advance(iterations)
    return run


@exercise("05.member", right="The last setting goes fastest, as in two nested loops.")
def member(answer: Any) -> None:
    """Find a member of a sweep."""
    expect_all(call(answer), {"style_weight": 10, "fade": 0.05}, what="settings")


@exercise("05.compare", right="Same past, same number of iterations, one difference: that is an experiment.")
def compare(answer: Any) -> None:
    """Make two forks that differ in one setting."""
    run = _run(5)
    given = call(answer, run, 2, 10.0)
    if run.index != 5 or run.recipe.changes:
        raise NotYet("The run itself has changed; only its forks may move.")
    if not isinstance(given, tuple | list) or len(given) != 2 or not all(isinstance(each, Run) for each in given):
        raise NotYet("Return two runs, (unchanged, changed).")
    if any(each is run for each in given) or given[0] is given[1]:
        raise NotYet("Return two forks, each a run of its own.")
    places = [each.index for each in given]
    if places != [5, 5]:
        raise NotYet(
            f"The forks stand at {places[0]} and {places[1]}; the run stands at 5. How many iterations are missing?"
        )
    if given[0].recipe.changes:
        raise NotYet("The first fork is not what the run is: a setting was changed.")
    if given[1].recipe.changes != run.fork(at=2, style_weight=10.0).recipe.changes:
        raise NotYet("The second fork is not the run with that style weight from that iteration on.")


@exercise("05.best", right="A run that is stopped too late is not lost: its past is still there.")
def best(answer: Any) -> None:
    """Fork at the best iteration."""
    recipe = _run(0).recipe.with_change(Change(5, {"style_weight": 0.0}))  # from then on the style is forgotten
    run, twin = replay(recipe), replay(recipe)
    run.advance(2)
    twin.advance(2)
    losses = {frame.index: frame.losses["style"] for frame in twin.steps(6)}
    given = call(answer, run, 6)
    if not isinstance(given, Run) or given is run:
        raise NotYet("Return a fork, a run of its own.")
    if run.index != 8:
        raise NotYet(f"The run stands at {run.index}; after 6 more iterations it stands at 8.")
    right = min(losses, key=losses.__getitem__)
    if given.index != right:
        raise NotYet(f"The fork stands at iteration {given.index}, where the style loss is not the lowest.")
