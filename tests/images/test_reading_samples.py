"""Sample prints as sources, with one that is made up."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pytest

from ukiyo_widgets import images
from ukiyo_widgets.images.reading import ImageError, read_image


class Print:
    """A print that is red, or gray."""

    name = "wave"

    def color(self, max_side_px: int | None = None) -> np.ndarray:
        return np.full((20, 30, 3), [200, 60, 40], np.uint8)

    def gray(self, max_side_px: int | None = None) -> np.ndarray:
        return np.full((20, 30), 99, np.uint8)


@pytest.fixture
def samples(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("ukiyo_widgets.images.samples")
    module.wave = Print()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(images, "samples", module, raising=False)


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("source", [Print(), "sample:wave"])
@pytest.mark.parametrize(("role", "level"), [("content", 99), ("reference", 200), ("image", 200)])
def test_content_is_gray_and_the_rest_in_colour(source: object, role: str, level: int) -> None:
    picture = read_image(source, role=role, max_side_px=60)  # type: ignore[arg-type]
    assert picture.pixels.shape == (3, 40, 60)
    assert picture.pixels[0, 3, 3].item() * 255 == pytest.approx(level, abs=0.01)
    assert (picture.credit, picture.source) == ("sample:wave", "sample:wave")
    assert read_image(source, role=role).sha256 == picture.sha256  # type: ignore[arg-type]


@pytest.mark.usefixtures("samples")
def test_names_that_are_none_are_told() -> None:
    with pytest.raises(ImageError, match="There is no sample print 'sample:tsunami'; there are sample:wave"):
        read_image("sample:tsunami")
