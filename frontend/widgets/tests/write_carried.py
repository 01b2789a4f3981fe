"""Writes carried.json: a small picture, a scan, and what carrying.py makes of them, for the tests of carrying.ts."""

from __future__ import annotations

import json
from pathlib import Path

import torch

from ukiyo_widgets.images.carrying import carried_bands
from ukiyo_widgets.images.colour import lightness, luma
from ukiyo_widgets.images.resizing import resize

PATH = Path(__file__).with_name("carried.json")
SMALL, LARGE = (7, 9), (24, 31)


def carried() -> dict[str, object]:
    """Return the pictures as levels, in rows: the gray print in both sizes, its colours, and the result."""
    random = torch.Generator().manual_seed(5)
    coarse = torch.rand(3, 4, 5, generator=random)
    scan = luma(resize(coarse, height=LARGE[0], width=LARGE[1]))
    colored = resize(torch.rand(3, 4, 5, generator=random), height=SMALL[0], width=SMALL[1])
    scan, colored = _rounded(scan), _rounded(colored)
    result = torch.cat(list(carried_bands(colored, scan)), dim=1)
    return {
        "small": SMALL[::-1],
        "large": LARGE[::-1],
        "scan": _levels(scan[:1]),
        "seen": lightness(luma(resize(scan, height=SMALL[0], width=SMALL[1]))).flatten().double().tolist(),
        "colored": _levels(colored),
        "result": _levels(result),
    }


def _rounded(pixels: torch.Tensor) -> torch.Tensor:
    return (255 * pixels).round() / 255


def _levels(pixels: torch.Tensor) -> list[int]:
    levels: list[int] = (255 * pixels).round().int().permute(1, 2, 0).flatten().tolist()
    return levels


if __name__ == "__main__":
    PATH.write_text(json.dumps(carried()) + "\n")
