"""Paper and wood: the textures that make a flat colour a printed one. They scale with the sheet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Plane = NDArray[np.float32]


def wood_grain(height: int, width: int, *, seed: int) -> Plane:
    """Return how much ink each pixel takes, 0.8 to 1: the block's grain, the baren's uneven pressure, and bare specks."""
    rings = _noise(height, width, rows=330, columns=6, seed=seed) + 0.6 * _noise(
        height, width, rows=120, columns=4, seed=seed + 4
    )
    pressure = _noise(height, width, rows=11, columns=14, seed=seed + 1)
    specks = np.maximum(_noise(height, width, rows=360, columns=520, seed=seed + 5) - 1, 0)
    ink = 0.955 + 0.022 * rings + 0.022 * pressure - 0.07 * specks
    return np.asarray(ink, dtype=np.float32).clip(0.8, 1)


def fibres(height: int, width: int, *, seed: int) -> Plane:
    """Return the paper's brightness around 1: fine grain and a few long fibres."""
    fine = _noise(height, width, rows=420, columns=420, seed=seed + 2)
    long = _noise(height, width, rows=70, columns=260, seed=seed + 3)
    return np.asarray(1 + 0.008 * fine + 0.007 * long, dtype=np.float32)


def _noise(height: int, width: int, *, rows: int, columns: int, seed: int) -> Plane:
    """Return smooth Gaussian noise of a given fineness, the same at every size."""
    coarse = np.random.default_rng(seed).standard_normal((rows, columns)).astype(np.float32)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))
