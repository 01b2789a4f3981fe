"""Losses by iteration, of one run or of several."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.plot.figure import (
    AS_IT_IS,
    CHARACTER_PX,
    COLOURS,
    DASHES,
    FAINT,
    FONT,
    INK,
    TEXT_PX,
    WIDEST_PX,
    Plot,
    check_labels,
)
from ukiyo_widgets.runs.batch import Batch
from ukiyo_widgets.runs.frame import Frame
from ukiyo_widgets.runs.run import Run

_PANEL_PX, _HEIGHT_PX = 440, 260


@dataclass(frozen=True)
class _Curve:
    """One run's losses by iteration, and what was set when."""

    label: str
    losses: Mapping[int, Mapping[str, float]]
    changes: Mapping[int, str]


def losses(
    runs_or_frames: Any,
    *,
    terms: Sequence[str] = ("content", "style", "total"),
    labels: Sequence[str] | None = None,
) -> Plot:
    """Return the losses by iteration on logarithmic scales, a panel for each term, with every run in each.

    A dotted line marks where a setting of a run was changed on its way. A loss of 0 has no place on a logarithmic scale
    and is left out: the content loss of a run that starts from its own target.

    Parameters
    ----------
    runs_or_frames
        A run, which knows all its losses; frames; a :class:`~ukiyo_widgets.Batch`; a list of runs or of lists of frames; or
        such by label: ``{"SGD": run_a, "L-BFGS": run_b}``.
    terms
        Names from ``frame.losses``, as ``"style.conv1_1"``. ``content`` and ``style`` are the paper's, before α and β.
    labels
        One for each run.

    Raises
    ------
    SettingsError
        If there is nothing to draw, no such loss, or not one label for each.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> run = uw.colorize("sample:wave", "sample:red_mountain", size=64)
    >>> frame = run.advance(3)
    >>> figure = uw.plot.losses(run, terms=("style", "total"))
    >>> [axes.get_title() for axes in figure.axes]
    ['style loss', 'total loss']
    """
    curves = _curves(runs_or_frames, labels)
    if isinstance(terms, str) or not terms:
        raise SettingsError(f"terms is {terms!r}; give a list of names, such as ('content', 'style').")
    width = min(_PANEL_PX * len(terms), WIDEST_PX)
    entry_px = 50 + CHARACTER_PX * max(len(curve.label) for curve in curves)
    columns = max(min(int(width / entry_px), len(curves)), 1)
    legend_px = TEXT_PX * -(-len(curves) // columns) if len(curves) > 1 else 0
    figure = Plot(width_px=width, height_px=_HEIGHT_PX + legend_px, layout="constrained")
    for axes, term in zip(figure.subplots(1, len(terms), squeeze=False)[0], terms, strict=True):
        _draw(axes, curves, term)
    if len(curves) > 1:
        handles = figure.axes[0].get_lines()[: len(curves)]
        names = [curve.label for curve in curves]  # given, for matplotlib leaves out labels that begin with "_"
        look = {"prop": FONT, "frameon": False, "handlelength": 3}
        for each in figure.legend(handles, names, loc="outside upper center", ncols=columns, **look).get_texts():
            each.set(**AS_IT_IS)
    return figure


def _draw(axes: Axes, curves: Sequence[_Curve], term: str) -> None:
    for number, curve in enumerate(curves):
        iterations = sorted(curve.losses)
        values = [_drawable(curve.losses[i], term) for i in iterations]
        colour, dashes = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        marker = "." if len(iterations) < 3 else ""
        axes.plot(iterations, values, dashes, color=colour, label=curve.label, linewidth=1.8, marker=marker)
    axes.set_yscale("log")
    for number, curve in enumerate(curves):
        colour = COLOURS[number % len(COLOURS)] if len(curves) > 1 else FAINT
        for iteration, what in curve.changes.items():
            axes.axvline(iteration, color=colour, linestyle=":", linewidth=1.2)
            words = axes.annotate(
                textwrap.shorten(what, 34, placeholder=" …"), (iteration, 0.97), xycoords=("data", "axes fraction"), rotation=90,
                xytext=(2, 0), textcoords="offset points", va="top", fontproperties=FONT, fontsize=7, color=INK, **AS_IT_IS,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.5},
            )  # fmt: skip
            words.set_in_layout(False)
    axes.set_title(f"{term} loss", fontproperties=FONT, color=INK, **AS_IT_IS)
    axes.set_xlabel("iteration", fontproperties=FONT, color=INK)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.tick_params(which="both", labelsize=8, colors=INK)
    axes.grid(visible=True, color="#e4e0d8", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)


def _drawable(losses: Mapping[str, float], term: str) -> float:
    if term not in losses:
        raise SettingsError(f"There is no loss {term!r}; there are {', '.join(losses)}.")
    value = losses[term]
    return value if value > 0 and math.isfinite(value) else math.nan


def _curves(given: Any, labels: Sequence[str] | None) -> list[_Curve]:
    if isinstance(given, Batch):
        given = dict(zip(given.labels, given.runs, strict=True)) if labels is None else given.runs
    if isinstance(given, Mapping):
        labels, given = list(given) if labels is None else labels, list(given.values())
    elif isinstance(given, Run):
        given = [given]
    elif isinstance(given, Iterable):
        given = list(given)
        given = [given] if given and isinstance(given[0], Frame) else given
    else:
        raise SettingsError(f"Runs or frames are needed, not {type(given).__name__}.")
    if not given:
        raise SettingsError("There is no run whose losses could be drawn; give at least one.")
    check_labels(labels, count=len(given), what="runs")
    names = labels or [f"run {number}" for number in range(1, len(given) + 1)]
    return [_curve(each, label) for each, label in zip(given, names, strict=True)]


def _curve(given: Any, label: str) -> _Curve:
    if isinstance(given, Run):
        if not given.started:
            raise SettingsError("The run has computed nothing yet; advance it first: run.advance(20).")
        changes: dict[int, str] = {}
        for change in given.recipe.changes:
            if not change.iteration:
                continue  # how it began
            what = ", ".join(f"{name} = {_short(value)}" for name, value in change.settings.items())
            changes[change.iteration] = f"{changes[change.iteration]}, {what}" if change.iteration in changes else what
        return _Curve(label, given.losses, changes)
    frames = list(given) if isinstance(given, Iterable) else []
    if not frames or not all(isinstance(frame, Frame) for frame in frames):
        raise SettingsError(
            "Runs or lists of frames are needed: uw.plot.losses({'a': run, 'b': list(other.steps(5))})."
        )
    return _Curve(label, {frame.index: frame.losses for frame in frames}, {})


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
