"""Figures of runs, pictures, features and Gram matrices, for notebooks: ``uw.plot.strip(run.steps(5))``.

Every function returns a :class:`~ukiyo_widgets.plot.figure.Plot`: a matplotlib figure that a notebook shows, without
pyplot and without any state of its own; ``.savefig("figure.png")`` writes it. matplotlib is imported when first needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukiyo_widgets.lazy import lazily

if TYPE_CHECKING:
    from ukiyo_widgets.plot.curves import losses
    from ukiyo_widgets.plot.figure import Plot
    from ukiyo_widgets.plot.maps import features, gram
    from ukiyo_widgets.plot.pictures import grid, strip

_HOMES = {
    "Plot": ("figure", "Plot"),
    "strip": ("pictures", "strip"),
    "grid": ("pictures", "grid"),
    "losses": ("curves", "losses"),
    "features": ("maps", "features"),
    "gram": ("maps", "gram"),
}
_offered = lazily(__name__, _HOMES)

__all__ = ["Plot", "features", "gram", "grid", "losses", "strip"]


def __getattr__(name: str) -> Any:
    try:
        return _offered(name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "matplotlib":
            raise
        raise ImportError(
            "Figures need matplotlib, which is not installed here; install it with: pip install 'ukiyo_widgets[lab]'"
        ) from error


def __dir__() -> list[str]:
    return list(__all__)
