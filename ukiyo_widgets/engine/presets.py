"""The published methods, and ours: what each changes in the defaults of :mod:`~ukiyo_widgets.engine.settings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ukiyo_widgets.engine.layers import LayerWeights

CONTENT_LAYER = LayerWeights({"conv4_2": 1})
STYLE_LAYERS = LayerWeights(["conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1"])

_NOISE_START: Mapping[str, Any] = {
    "iterations": 1000, "keep_ink": False, "clip": False, "content_target": "gray", "start": "noise", "history": 100,
    "style_weight": 1e3, "match_lightness": False, "colour_weight": 0.0, "chroma_smoothness": 0.0, "lbfgs_step": 1.0,
    "first_step": 1.0, "longest_step": 0.0, "settle": 0.0,
}  # fmt: skip
"""What the three published forms share: noise, the defaults of Torch's L-BFGS, pixels clipped in the end only, and
α/β = 1e-3, which Gatys et al. state and the paper leaves open."""

PRESETS: Mapping[str, Mapping[str, Any]] = {
    # Ours: the defaults as they are.
    "print": {},
    # Nguyen, Mori and Thawonmas (2016), on the noise of the program that they ran.
    "paper": {**_NOISE_START},
    # Gatys, Ecker and Bethge (2015): average pooling, fixed weights, white noise, whose level is not published.
    "gatys2015": {**_NOISE_START, "fade": 0.0, "pooling": "average", "noise": 25.0},
    # Johnson (2015), neural-style's defaults.
    "johnson2015": {
        **_NOISE_START, "fade": 0.0, "loss_form": "mean", "content_weight": 5.0, "style_weight": 100.0,
        "total_variation": 1e-3, "style_layers": LayerWeights(dict.fromkeys(STYLE_LAYERS, 1.0)),
    },
    # Nguyen, Thawonmas, Suzuki and Kidachi (2016), JADH: normalised losses; the fade is the paper's, β/α ours: neither is stated.
    "jadh2016": {**_NOISE_START, "loss_form": "normalized", "style_weight": 1e-4},
}  # fmt: skip
"""By name, what each preset changes in the defaults; settings given by the user override both."""
