"""Exercises by name, and how an answer is checked against one."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ukiyo_widgets.course.verdict import Standing, Verdict
from ukiyo_widgets.errors import SettingsError

EXERCISES: dict[str, tuple[Callable[[Any], None], str]] = {}
"""By name, what raises for an answer that is not right, and what to say to a right one; filled as notebooks are checked."""


class NotYet(Exception):  # noqa: N818 - no error: an answer on its way
    """The answer is not right; the message says what about it, and never what the right one is."""


class Open(Exception):  # noqa: N818
    """There is no answer yet."""


def exercise(name: str, *, right: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Register a function that takes an answer and raises :class:`NotYet` where it is not right.

    Parameters
    ----------
    name
        The notebook's number, a dot, a word.
    right
        What a right answer is told: what it means, or where it leads.
    """

    def register(examine: Callable[[Any], None]) -> Callable[[Any], None]:
        EXERCISES[name] = (examine, right)
        return examine

    return register


def check(name: str, answer: Any) -> Verdict:
    """Return how ``answer`` stands; a notebook shows it.

    Parameters
    ----------
    name
        Of the exercise, such as ``"02.gram"``.
    answer
        A value, or a function. None, ``...``, and a function that returns one of these or raises NotImplementedError
        are no answer yet.

    Raises
    ------
    SettingsError
        If there is no such exercise.
    AssertionError
        Only where nbgrader executes the notebook: if the answer is not right.

    Examples
    --------
    >>> check("02.gram", ...)
    ○ 02.gram: not answered yet.
    """
    examine, right = _find(name)
    try:
        if answer is None or answer is ...:
            raise Open  # noqa: TRY301 - one place where a verdict is made
        examine(answer)
    except Open:
        verdict = Verdict(name, Standing.OPEN)
    except NotYet as reason:
        verdict = Verdict(name, Standing.NOT_YET, str(reason))
    else:
        verdict = Verdict(name, Standing.RIGHT, right)
    if "NBGRADER_EXECUTION" in os.environ and not verdict:
        raise AssertionError(str(verdict))
    return verdict


def _find(name: str) -> tuple[Callable[[Any], None], str]:
    number = str(name).partition(".")[0]
    numbers = [each.name.removeprefix("notebook_") for each in pkgutil.iter_modules([str(Path(__file__).parent)])]
    if number in numbers:
        importlib.import_module(f"ukiyo_widgets.course.notebook_{number}")
    if name not in EXERCISES:
        known = [each for each in EXERCISES if each.partition(".")[0] == number]
        there = ", ".join(known) or f"those of the notebooks {', '.join(each for each in numbers if each.isdigit())}"
        raise SettingsError(f"There is no exercise {name!r}; there are {there}.")
    return EXERCISES[name]
