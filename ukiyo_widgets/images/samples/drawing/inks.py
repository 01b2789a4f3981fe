"""The inks of a nineteenth-century print shop, as they look on paper: sRGB in [0, 1]."""

from __future__ import annotations

Ink = tuple[float, float, float]

PAPER: Ink = (0.953, 0.918, 0.835)
SUMI: Ink = (0.11, 0.10, 0.13)
KEY_BLUE: Ink = (0.09, 0.13, 0.25)
BERO_DEEP: Ink = (0.08, 0.17, 0.38)
BERO: Ink = (0.16, 0.33, 0.56)
BERO_PALE: Ink = (0.52, 0.68, 0.77)
INDIGO: Ink = (0.22, 0.33, 0.45)
SUMI_WASH: Ink = (0.56, 0.56, 0.57)
SUMI_PALE: Ink = (0.76, 0.75, 0.73)
VERMILION: Ink = (0.80, 0.27, 0.16)
BRICK: Ink = (0.67, 0.32, 0.22)
BENI: Ink = (0.90, 0.55, 0.51)
BENI_PALE: Ink = (0.95, 0.78, 0.70)
OCHRE: Ink = (0.86, 0.69, 0.36)
STRAW: Ink = (0.93, 0.84, 0.59)
BROWN: Ink = (0.48, 0.33, 0.22)
GREEN: Ink = (0.33, 0.48, 0.31)
GREEN_PALE: Ink = (0.60, 0.68, 0.46)
SKIN: Ink = (0.965, 0.885, 0.78)
SHELL: Ink = (0.975, 0.96, 0.92)
"""Gofun, ground oyster shell: the one ink that covers, for foam and falling snow."""
