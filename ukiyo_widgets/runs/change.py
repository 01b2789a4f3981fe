"""How a change of settings acts on a run that is under way."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import torch

from ukiyo_widgets.engine.settings import Settings, describe, refuse_unknown
from ukiyo_widgets.engine.step import State, refresh
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.runs.keeping.snapshots import Position
from ukiyo_widgets.runs.recipe import Change, Recipe, plain
from ukiyo_widgets.runs.workshop import Tools, Workshop

ROUNDING = ("precision", "band")
"""Settings that change no loss, only how it is rounded."""


def apply_change(position: Position, change: Change, *, workshop: Workshop) -> Position:
    """Return the position after ``change``: the picture stands, what judges or moves it may differ.

    A new style weight replaces the faded one and fades on from there. A new optimizer begins without memory, and so does
    the old one where the picture is now judged or may move differently: what it knows of the old loss's curvature would
    lead it astray. With another precision or in bands the loss is the same but for its rounding: there it keeps what it knows.
    """
    settings = position.settings.with_changes(**change.settings)
    state = position.state
    before, after = workshop.tools(position.settings), workshop.tools(settings)
    changed = settings.changes_to(position.settings)
    new_style_weight = "style_weight" in change.settings
    now = state.style_weight if position.style_weight is None else position.style_weight
    rounding = {name: getattr(position.settings, name) for name in ROUNDING}
    same_loss = workshop.tools(settings.with_changes(**rounding)).judges_like(before)
    same_loss = same_loss and not (new_style_weight and settings.style_weight != now)
    judged_anew = not same_loss or not after.judges_like(before)
    if same_loss and not any(describe(name).restarts for name in changed):
        if judged_anew:
            state = dataclasses.replace(state, memory=state.memory.across_rounding())
    else:
        memory = after.optimizer.begin(after.canvas.coordinates(state.here.pixels))
        state = dataclasses.replace(state, memory=memory, step_scale=torch.ones_like(state.step_scale))
    return dataclasses.replace(
        position,
        state=state,
        settings=settings,
        style_weight=settings.style_weight if new_style_weight else position.style_weight,
        applied=position.applied + 1,
        stale=position.stale or judged_anew,
    )


def judged_anew(state: State, position: Position, *, workshop: Workshop, tools: Tools) -> State:
    """Return the state of a stale position, judged with its new settings, where new tints have moved its picture."""
    state = workshop.retinted(state, before=position.judged_with, after=position.settings)
    style_weight = state.style_weight if position.style_weight is None else position.style_weight
    return refresh(state, objective=tools.objective, canvas=tools.canvas, style_weight=style_weight)


def settings_after(requests: Sequence[Mapping[str, Any]], recipe: Recipe, position: Position | None) -> Settings:
    """Return the settings when all that is due has been taken up.

    A change goes from the requests to the recipe and from there to the position. The arguments, read in that order while
    another thread moves it on, hold it once or twice, but never miss it.
    """
    settings, applied = (position.settings, position.applied) if position else (recipe.settings, 0)
    index = position.state.index if position else 0
    due = [change.settings for change in recipe.changes[applied:] if change.iteration <= index]
    changes = {name: value for each in (*due, *requests) for name, value in each.items()}
    return settings.with_changes(**changes) if changes else settings


def check_changes(settings: Settings, changes: Mapping[str, Any], *, workshop: Workshop | None) -> dict[str, Any]:
    """Return ``changes`` of ``settings`` as a recipe writes them.

    Raises SettingsError where they cannot be made in a run, or do not go with the prints in its workshop.
    """
    refuse_unknown(changes)
    for name, value in changes.items():
        if not describe(name).changeable:
            raise SettingsError(
                f"{name} cannot change during a run; begin a new one with colorize(…, {name}={value!r})."
            )
    checked = settings.with_changes(**changes)
    if workshop is not None:
        workshop.check(checked)
    return {name: plain(getattr(checked, name)) for name in changes}


def check_count(n: int) -> None:
    """Raise ValueError if ``n`` is no number of iterations."""
    if not isinstance(n, int) or isinstance(n, bool) or n < 0:
        raise SettingsError(f"n is {n!r}; give the number of iterations, 0 or more.")
