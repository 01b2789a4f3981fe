"""What a person would call an ink's colour, in English and Japanese."""

from __future__ import annotations

import math

import torch

from ukiyo_widgets.engine.guidance.written import rgb_of
from ukiyo_widgets.images import colour
from ukiyo_widgets.surroundings import undisturbed

_GRAYS = (
    (24.0, "black", "黒"),
    (45.0, "dark gray", "濃い灰色"),
    (70.0, "gray", "灰色"),
    (math.inf, "pale gray", "淡い灰色"),
)
"""Up to which L*."""

_HUES = (
    (18.0, "pink", "紅色"),
    (48.0, "red", "赤"),
    (68.0, "orange", "橙色"),
    (104.0, "yellow", "黄色"),
    (128.0, "yellow-green", "黄緑"),
    (178.0, "green", "緑"),
    (218.0, "blue-green", "青緑"),
    (306.0, "blue", "青"),
    (345.0, "purple", "紫"),
    (math.inf, "pink", "紅色"),
)
"""Up to which angle of a* and b*, in degrees."""

_GRAY_UNITS = 9.0
_WARM = (30.0, 104.0)
_BEIGE_UNITS, _DULL_UNITS = 29.0, 36.0
_BROWN_BELOW, _DARK_BELOW, _PALE_ABOVE = 62.0, 36.0, 68.0


@undisturbed
def in_words(ink: str, *, language: str) -> str:
    """Return words for a colour ``#rrggbb``.

    Examples
    --------
    >>> in_words("#162355", language="en"), in_words("#9ab8d0", language="ja")
    ('dark blue', '淡い青')
    """
    rgb = torch.tensor(rgb_of(ink), dtype=torch.float64).view(3, 1, 1)
    lightness, a, b = colour.rgb_to_lab(rgb).flatten().tolist()
    chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360
    column = 1 if language == "en" else 2
    if chroma < _GRAY_UNITS:
        return str(next(each for each in _GRAYS if lightness < each[0])[column])
    warm = _WARM[0] <= hue < _WARM[1]
    if warm and chroma < _BEIGE_UNITS and lightness >= _BROWN_BELOW:
        return ("", "beige", "薄茶色")[column]
    if warm and chroma < _DULL_UNITS and lightness < _BROWN_BELOW:
        name: object = ("", "brown", "茶色")[column]
    else:
        name = next(each for each in _HUES if hue < each[0])[column]
    if lightness < _DARK_BELOW:
        return f"dark {name}" if language == "en" else f"濃い{name}"
    if lightness > _PALE_ABOVE and chroma < _DULL_UNITS:
        return f"pale {name}" if language == "en" else f"淡い{name}"
    return str(name)
