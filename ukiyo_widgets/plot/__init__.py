"""Figures of runs, pictures, features and Gram matrices, for notebooks: ``uw.plot.strip(run.steps(5))``.

Every function returns a :class:`~ukiyo_widgets.plot.figure.Plot`: a matplotlib figure that a notebook shows, without
pyplot and without any state of its own; ``.savefig("figure.png")`` writes it. matplotlib is imported when first needed.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ukiyo_widgets.plot.curves import losses
    from ukiyo_widgets.plot.figure import Plot
    from ukiyo_widgets.plot.maps import features, gram
    from ukiyo_widgets.plot.pictures import grid, strip

_HOMES = {
    "Plot": "figure",
    "strip": "pictures",
    "grid": "pictures",
    "losses": "curves",
    "features": "maps",
    "gram": "maps",
}

__all__ = ["Plot", "features", "gram", "grid", "losses", "strip"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it offers {', '.join(__all__)}")
    try:
        module = importlib.import_module(f"{__name__}.{_HOMES[name]}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "matplotlib":
            raise
        raise ImportError(
            "Figures need matplotlib, which is not installed here; install it with: pip install 'ukiyo_widgets[lab]'"
        ) from error
    value = globals()[name] = getattr(module, name)
    return value


def __dir__() -> list[str]:
    return list(__all__)
