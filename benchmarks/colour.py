"""How near the colours come to the truth: a print is made gray, colorized after another print, and compared with itself.

    python benchmarks/colour.py --sheet colour.jpg                      # on sample prints
    python benchmarks/colour.py --prints FOLDER --pair CONTENT REFERENCE # on scans of your own; --pair may be repeated

Reported per method, as means over the pairs: CIEDE2000 to the true print (lower is better), SSIM of the lightness L* to the gray
print (1 is untouched), and the spread of a* and b* relative to the true print's (1 is right).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image, ImageDraw
from skimage.color import deltaE_ciede2000, rgb2lab
from skimage.metrics import structural_similarity

import ukiyo_widgets as uw
from ukiyo_widgets.images.colour import luma
from ukiyo_widgets.images.writing import to_pil

PUBLISHED = ("paper", "gatys2015", "johnson2015")
SAMPLE_PAIRS = [
    ("sample:wave", "sample:rain_bridge"),
    ("sample:red_mountain", "sample:wave"),
    ("sample:rain_bridge", "sample:snowy_night"),
    ("sample:snowy_night", "sample:rain_bridge"),
    ("sample:actor", "sample:rain_bridge"),
]


def lab(pixels: torch.Tensor) -> Any:
    """Return CIELAB, (H, W, 3)."""
    return rgb2lab(pixels.permute(1, 2, 0).numpy())


def judge(pixels: torch.Tensor, truth: torch.Tensor) -> tuple[float, float, float]:
    """Return CIEDE2000, SSIM of the lightness, and the chroma spread of a picture."""
    ours, theirs, gray = lab(pixels), lab(truth), lab(luma(truth))
    similarity = structural_similarity(ours[..., 0], gray[..., 0], data_range=100)
    spread = ours[..., 1:].std(axis=(0, 1)).mean() / theirs[..., 1:].std(axis=(0, 1)).mean()
    return float(deltaE_ciede2000(ours, theirs).mean()), float(similarity), float(spread)


def methods(content: str, reference: str, *, size: int, iterations: int) -> dict[str, torch.Tensor]:
    """Return each method's picture of one pair."""
    run = uw.colorize(content, reference, size=size)
    pictures = {
        "left gray": luma(uw.read_image(content, max_side_px=size).pixels),
        "palette (iteration 0)": run.frame.pixels,
    }
    pictures[f"print ({run.settings.iterations} iterations)"] = run.advance(run.settings.iterations or 0).pixels
    for preset in PUBLISHED:
        for start in ("content", "noise"):
            published = uw.colorize(content, reference, preset=preset, start=start, size=size)
            pictures[f"{preset}, {start} start ({iterations})"] = published.advance(iterations).pixels
    return pictures


def sheet(rows: list[dict[str, torch.Tensor]], path: Path, *, side_px: int = 200) -> None:
    """Write a labelled sheet: a row per pair, a column per picture."""
    page = Image.new("RGB", (len(rows[0]) * (side_px + 8), len(rows) * (side_px + 22)), "white")
    pen = ImageDraw.Draw(page)
    for i, row in enumerate(rows):
        for j, (label, pixels) in enumerate(row.items()):
            picture = to_pil(pixels)
            picture.thumbnail((side_px, side_px))
            page.paste(picture, (j * (side_px + 8), i * (side_px + 22) + 16))
            pen.text((j * (side_px + 8), i * (side_px + 22) + 2), label, fill="black")
    page.save(path, quality=88)


def main() -> None:
    """Run every method on every pair."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prints", type=Path, metavar="FOLDER")
    parser.add_argument("--pair", nargs=2, action="append", metavar=("CONTENT", "REFERENCE"))
    parser.add_argument("--size", type=int, default=320)
    parser.add_argument("--iterations", type=int, default=100, help="of the published presets")
    parser.add_argument("--sheet", type=Path, metavar="FILE")
    options = parser.parse_args()
    pairs = options.pair or SAMPLE_PAIRS
    folder = f"{options.prints}/" if options.prints else ""
    figures: dict[str, list[tuple[float, float, float]]] = {}
    rows = []
    for content, reference in pairs:
        truth = uw.read_image(f"{folder}{content}", max_side_px=options.size).pixels
        pictures = methods(
            f"{folder}{content}", f"{folder}{reference}", size=options.size, iterations=options.iterations
        )
        for name, pixels in pictures.items():
            figures.setdefault(name, []).append(judge(pixels, truth))
        colours = uw.read_image(f"{folder}{reference}", max_side_px=options.size).pixels
        rows.append({"truth": truth, "reference": colours, **pictures})
    print("| method | CIEDE2000 | per pair | SSIM of L* | chroma spread |\n|---|---|---|---|---|")
    for name, values in figures.items():
        distance, similarity, spread = np.mean(values, axis=0)
        each = " / ".join(f"{value[0]:.1f}" for value in values)
        print(f"| {name} | {distance:.1f} | {each} | {similarity:.3f} | {spread:.2f} |")
    if options.sheet:
        sheet(rows, options.sheet)


if __name__ == "__main__":
    main()
