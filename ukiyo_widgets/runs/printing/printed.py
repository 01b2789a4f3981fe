"""What shows a run as it would be printed: a method that every run has."""

from __future__ import annotations

from typing import Protocol

from torch import Tensor

from ukiyo_widgets.engine.printing.separation import separate
from ukiyo_widgets.runs.frame import Frame
from ukiyo_widgets.runs.pages.story import title_of
from ukiyo_widgets.runs.printing.impressions import Impressions
from ukiyo_widgets.runs.printing.page import About
from ukiyo_widgets.runs.recipe import Recipe


class _Coloured(Protocol):
    @property
    def frame(self) -> Frame:
        """The newest frame."""

    @property
    def recipe(self) -> Recipe:
        """All that it depends on."""


class Printed:
    """A run whose picture can be shown as it would be printed."""

    def impressions(self: _Coloured) -> Impressions:
        """Take the newest picture apart as a printer would have printed it: see :func:`ukiyo_widgets.impressions`.

        Returns
        -------
        Impressions
            The impressions, of which the last is the picture. ``run.impressions().save("wave.html")`` is a page of them.

        Raises
        ------
        RunClosedError
            If the run was closed before anything was computed.

        Examples
        --------
        >>> import ukiyo_widgets as uw
        >>> run = uw.colorize("sample:wave", "sample:red_mountain", size=64)
        >>> run.impressions()[0].name
        'key block'
        """
        frame = self.frame
        return impressions_of(frame.pixels, self.recipe, iterations=frame.index)


def impressions_of(pixels: Tensor, recipe: Recipe, *, iterations: int) -> Impressions:
    """Return the impressions of a run's picture, (3, H, W), RGB in [0, 1], that it had after so many iterations."""
    code = f'{recipe.to_code(iterations=iterations).rstrip()}\nrun.impressions().save("printed.html")'
    references = tuple(each.credit for each in recipe.references)
    return Impressions(separate(pixels), About(title_of(recipe), recipe.content.credit, references, code))
