"""Feature maps as gray pictures, and Gram matrices as coloured ones."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm, SymLogNorm
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray
from torch import Tensor

from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.plot.figure import AS_IT_IS, FONT, GAP_PX, INK, TEXT_PX, TITLE_FONT, WIDEST_PX, Plot, check_labels

_LARGEST_MAP_PX, _LARGEST_MATRIX_PX = 150, 300
_DECADES = 6
"""Of the largest entry; smaller ones look alike, and zeros like the smallest."""


def features(maps: Tensor, *, count: int = 12, columns: int = 6, labels: Sequence[str] | None = None) -> Plot:
    """Return the first feature maps of a layer as gray pictures, each from 0 (black) to its own largest value (white).

    Parameters
    ----------
    maps
        Shape (N, H, W), after the ReLU. ``maps[[3, 17]]`` chooses.
    count
        How many to show at most.
    columns
        How many stand in a row.
    labels
        What stands below each; None writes the filter's number and its largest value.

    Raises
    ------
    SettingsError
        If the shape is another, a number is below 1, or there is not one label for each.

    Examples
    --------
    >>> import torch, ukiyo_widgets as uw
    >>> figure = uw.plot.features(torch.rand(64, 32, 48), count=4)
    >>> len(figure.axes)
    4
    """
    if maps.ndim != 3 or not maps.numel():
        raise SettingsError(f"maps has the shape {tuple(maps.shape)}; feature maps are N × H × W.")
    if count < 1 or columns < 1:
        raise SettingsError(f"count is {count} and columns is {columns}; give 1 or more of each.")
    shown = maps[:count].detach().float().cpu().numpy()
    check_labels(labels, count=len(shown), what="feature maps")
    if labels is None:
        labels = [f"{number} (max {_short(each.max())})" for number, each in enumerate(shown)]
    across = min(columns, len(shown))
    ratio = shown.shape[1] / shown.shape[2]
    width = min((WIDEST_PX - GAP_PX) / across - GAP_PX, _LARGEST_MAP_PX / max(ratio, 1))
    cell_px = width * ratio + TEXT_PX + 4 + GAP_PX
    down = -(-len(shown) // across)
    figure = Plot(width_px=GAP_PX + across * (width + GAP_PX), height_px=GAP_PX + down * cell_px)
    for place, (each, label) in enumerate(zip(shown, labels, strict=True)):
        row, column = divmod(place, across)
        left, top = GAP_PX + column * (width + GAP_PX), GAP_PX + row * cell_px
        look = {"cmap": "gray", "vmin": 0, "vmax": max(float(each.max()), 1e-12), "interpolation": "nearest"}
        figure.picture_at(each, label, box_px=(left, top, width, width * ratio), **look)
    return figure


def gram(matrix: Tensor | Mapping[str, Tensor], *, title: str | None = None) -> Plot:
    """Return one Gram matrix or several, on one logarithmic colour scale; where entries are negative, red against blue.

    Parameters
    ----------
    matrix
        Shape (N, N), or such by name.
    title
        Above all.

    Raises
    ------
    SettingsError
        If there is no matrix, or one is not square or not finite.

    Examples
    --------
    >>> import torch, ukiyo_widgets as uw
    >>> features = torch.rand(8, 16)
    >>> matrix = features @ features.T
    >>> uw.plot.gram({"wave": matrix, "actor": 2 * matrix}).axes[0].get_title()
    'wave'
    """
    matrices = {
        name: each.detach().float().cpu().numpy()
        for name, each in (matrix.items() if isinstance(matrix, Mapping) else [("", matrix)])
    }
    for each in matrices.values():
        if each.ndim != 2 or each.shape[0] != each.shape[1] or not each.size or not np.isfinite(each).all():
            raise SettingsError(f"A Gram matrix is N × N and finite; got {each.shape}.")
    if not matrices:
        raise SettingsError("There is no matrix to show; give at least one.")
    side = min((WIDEST_PX - 90) / len(matrices) - 30, _LARGEST_MATRIX_PX)
    width = len(matrices) * (side + 30) + 90
    figure = Plot(width_px=width, height_px=side + 70 + (TEXT_PX + 6 if title else 0), layout="constrained")
    scale, colours = _scale(list(matrices.values()))
    panels: list[Axes] = list(figure.subplots(1, len(matrices), squeeze=False)[0])
    for axes, (name, each) in zip(panels, matrices.items(), strict=True):
        drawn = axes.imshow(each, norm=scale, cmap=colours, interpolation="nearest")
        axes.set_title(name, fontproperties=FONT, color=INK, **AS_IT_IS)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(integer=True, nbins=4))
        axes.tick_params(labelsize=8, colors=INK)
        axes.set_xlabel("filter", fontproperties=FONT, color=INK)
    panels[0].set_ylabel("filter", fontproperties=FONT, color=INK)
    bar = figure.colorbar(drawn, ax=panels, shrink=0.9, pad=0.02, ticks=_ticks(scale))
    bar.ax.tick_params(labelsize=8, colors=INK)
    if title:
        figure.suptitle(title, fontproperties=TITLE_FONT, color=INK, **AS_IT_IS)
    return figure


def _scale(matrices: Sequence[NDArray[np.float32]]) -> tuple[LogNorm | SymLogNorm, str]:
    """Return how entries become colours, and which."""
    largest = max(float(np.abs(each).max()) for each in matrices) or 1.0
    if min(float(each.min()) for each in matrices) < 0:
        threshold = 10.0 ** math.floor(math.log10(largest) - 2)
        return SymLogNorm(linthresh=threshold, vmin=-largest, vmax=largest), "RdBu_r"
    positive = [each[each > 0] for each in matrices]
    smallest = min((float(each.min()) for each in positive if each.size), default=largest / 10)
    return LogNorm(vmin=min(max(smallest, largest * 10**-_DECADES), largest / 10), vmax=largest, clip=True), "viridis"


def _ticks(scale: LogNorm | SymLogNorm) -> list[float]:
    """Return the powers of ten on a colour scale, and where it has signs, their negatives and 0."""
    assert scale.vmin is not None
    assert scale.vmax is not None
    signed = isinstance(scale, SymLogNorm)
    least = float(scale.linthresh) if isinstance(scale, SymLogNorm) else scale.vmin
    powers = range(math.ceil(math.log10(least) - 1e-9), math.floor(math.log10(scale.vmax)) + 1)
    positive = [10.0**power for power in powers]
    return [*(-each for each in reversed(positive)), 0.0, *positive] if signed else positive


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
