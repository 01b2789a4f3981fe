"""What exercises expect of an answer: each raises :class:`NotYet` with a sentence that helps, and does not tell."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from ukiyo_widgets.course.exercise import NotYet, Open


def call(function: Any, *arguments: Any) -> Any:
    """Return what a student's function gives; a change of its arguments does not reach the caller's tensors."""
    if not callable(function):
        raise NotYet(
            f"A function is asked for, but this is {_kind(function)}; give its name without brackets behind it."
        )
    try:
        value = function(*(each.clone() if isinstance(each, Tensor) else each for each in arguments))
    except (NotImplementedError, Open):
        raise Open from None
    except Exception as error:
        raise NotYet(f"Your function stopped with {type(error).__name__}: {error}.") from error
    if value is None or value is ...:
        raise Open
    return value


def expect_tensor(value: Any, shape: Sequence[int], *, unlike: Mapping[tuple[int, ...], str] | None = None) -> Tensor:
    """Return ``value`` as float64 if it is a finite tensor of ``shape``; ``unlike`` has words for shapes of known mistakes."""
    if not isinstance(value, Tensor):
        raise NotYet(f"A torch tensor is expected, but this is {_kind(value)}.")
    if tuple(value.shape) != tuple(shape):
        known = (unlike or {}).get(tuple(value.shape), "")
        raise NotYet(f"The shape is {tuple(value.shape)}, and should be {tuple(shape)}. {known}".strip())
    if not value.isfinite().all():
        raise NotYet("Some values are not finite numbers.")
    return value.detach().cpu().double()


def expect_close(
    value: Any,
    right: Any,
    *,
    relative: float = 1e-4,
    unlike: Sequence[tuple[Any, str]] = (),
    otherwise: str = "The values are not right.",
) -> None:
    """Accept ``value`` if it equals ``right``; ``unlike`` pairs the values of known mistakes with words for each."""
    given = (
        torch.as_tensor(value, dtype=torch.float64) if not isinstance(value, Tensor) else value.detach().cpu().double()
    )
    for expected, words in ((right, ""), *unlike):
        expected = torch.as_tensor(expected, dtype=torch.float64)
        largest = max(float(expected.abs().max()), 1e-30)
        if given.shape == expected.shape and float((given - expected).abs().max()) <= relative * largest:
            if words:
                raise NotYet(words)
            return
    raise NotYet(otherwise)


def expect_number(
    value: Any, right: float, *, relative: float = 1e-3, unlike: Sequence[tuple[float, str]] = (), otherwise: str
) -> None:
    """Accept a number (or a tensor of one number) near ``right``."""
    if isinstance(value, Tensor) and value.numel() == 1:
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotYet(f"A number is expected, but this is {_kind(value)}.")
    if not math.isfinite(value):
        raise NotYet(f"The number is {value}.")
    expect_close(value, right, relative=relative, unlike=unlike, otherwise=otherwise)


def expect_choice(answer: Any, right: str, *, instead: Mapping[str, str]) -> None:
    """Accept the choice ``right``; ``instead`` has words for each other one."""
    given = answer.strip().lower() if isinstance(answer, str) else answer
    if given == right:
        return
    if given not in instead:
        raise NotYet(f"Choose one of {', '.join(repr(each) for each in sorted([right, *instead]))}.")
    raise NotYet(instead[given])


def expect_all(answers: Mapping[Any, Any], right: Mapping[Any, Any], *, what: str) -> None:
    """Accept a mapping that equals ``right``; say how many entries do, not which."""
    if not isinstance(answers, Mapping):
        raise NotYet(f"A dictionary is expected, but this is {_kind(answers)}.")
    if any(answers.get(key) in (None, ...) for key in right):
        raise Open
    good = sum(answers[key] == value for key, value in right.items())
    if good < len(right):
        raise NotYet(f"{good} of {len(right)} {what} are right.")


def _kind(value: object) -> str:
    if isinstance(value, Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    return f"{value!r}" if isinstance(value, int | float | str) else f"a {type(value).__name__}"
