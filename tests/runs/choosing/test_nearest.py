"""Of several series, a print finds its own: with the network itself, which knows a face from the sea."""

from __future__ import annotations

import pytest

from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.runs.choosing.nearest import nearest_series

SETTINGS = Settings(size=96)


def test_a_print_belongs_to_the_series_whose_prints_are_nearest_and_never_to_itself():
    series = [["sample:surf"], ["sample:rival"], ["sample:calm_sea"]]
    assert nearest_series("sample:calm_sea", series, settings=SETTINGS) == 0
    with pytest.raises(ImageError, match="None of the series has a print"):
        nearest_series("sample:calm_sea", series[2:], settings=SETTINGS)
