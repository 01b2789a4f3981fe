"""Which of several series a gray print belongs to."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

from ukiyo_widgets.engine.settings import STYLE_REFERENCES, Settings
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.reading import Source
from ukiyo_widgets.runs.choosing.gathering import Glance, sources_of
from ukiyo_widgets.runs.prints import read_print
from ukiyo_widgets.surroundings import undisturbed


@undisturbed
def nearest_series(content: Source, series: Sequence[Sequence[Any]], *, settings: Settings) -> int:
    """Return the place of the series whose nearest prints are nearest to ``content``, in shapes and lightness.

    Of each series the nearest four count, as many as lend their style; the print itself does not.

    Raises
    ------
    ImageError
        If ``content`` or a print that was named cannot be read, or no series has a print to compare with.
    """
    glance = Glance(settings, with_network=True)
    own = glance.at_picture(read_print(content, settings, max_side_px=settings.size, role="content"))
    found = list[tuple[float, int]]()
    for place, prints in enumerate(series):
        near = []
        for source, in_folder in sources_of(prints):
            try:
                look = glance.at(source)
            except ImageError:
                if not in_folder:
                    raise
                continue
            if not own.shows_the_same_as(look):
                near.append(own.nearness_to(look))
        if near:
            found.append((statistics.fmean(sorted(near, reverse=True)[:STYLE_REFERENCES]), -place))
    if not found:
        raise ImageError("None of the series has a print to compare with; give folders of coloured prints.")
    return -max(found)[1]
