"""What is seen in a print before it is learnt from or colorized: the network's features, and the lightness around each pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.network.vgg import SMALLEST_SIDE_PX, VGG19
from ukiyo_widgets.engine.settings import LEARNT_SIDE_PX
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.resizing import resize

LAYERS = ("conv2_2", "conv3_4", "conv4_1", "conv4_4", "conv5_1")
"""From strokes to things; all are read on the grid of the second, and the first is kept on it."""

AXES = (8, 24, 24, 24, 24)
"""Principal axes that are kept of each layer."""

QUANTILES = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
"""Of the print's lightness: they tell a night from a snowy morning."""

_PLASTIC = 1.324717957244746
"""The root of x³ = x + 1, which is for a plane what the golden ratio is for a line."""

_SAMPLE = 600
_LEVELS = 1024


@dataclass(frozen=True, eq=False)
class Study:
    """One print as the network sees it, at :data:`~ukiyo_widgets.engine.settings.LEARNT_SIDE_PX`.

    Attributes
    ----------
    lab
        L* of the gray print, and a* and b* of the colour print, (3, h, w), float32 on the CPU.
    features
        By layer, (N, rows, columns) of that layer's grid, float16 on the CPU; each position has length 1.
    """

    lab: Tensor
    features: tuple[Tensor, ...]

    @classmethod
    @torch.no_grad()
    def of(cls, print_: Tensor, network: VGG19) -> Study:
        """Study a print, (3, H, W), RGB in [0, 1]; the network sees it gray."""
        small = looked_at(print_)
        gray = colour.luma(small)
        maps = network.features(gray.to(network.device), LAYERS)
        cells = maps[LAYERS[1]].shape[1:]
        unit = [F.normalize(maps[layer].float().cpu(), dim=0, eps=1e-6) for layer in LAYERS]
        unit[0] = F.interpolate(unit[0][None], size=cells, mode="bilinear", align_corners=False)[0]
        lab = torch.cat((colour.lightness(gray), colour.rgb_to_lab(small)[1:]))
        # In one layout, however they came: sums depend on it in their last bit.
        return cls(lab.contiguous(), tuple(each.half().contiguous() for each in unit))


def looked_at(print_: Tensor) -> Tensor:
    """Return a print, (3, H, W), at the size at which it is studied; none is enlarged, but for the network's smallest."""
    print_ = print_.cpu().float()
    scale = min(1.0, LEARNT_SIDE_PX / max(print_.shape[1:]))
    height, width = (max(SMALLEST_SIDE_PX, round(side * scale)) for side in print_.shape[1:])
    return print_ if print_.shape[1:] == (height, width) else resize(print_, height=height, width=width)


@dataclass(frozen=True, eq=False)
class Axes:
    """Principal axes of the features of some prints.

    Attributes
    ----------
    means
        By layer, (N,).
    axes
        By layer, (N, number of axes).
    """

    means: tuple[Tensor, ...]
    axes: tuple[Tensor, ...]

    @classmethod
    def of(cls, studies: Sequence[Study]) -> Axes:
        """Find them on positions of each print, evenly apart."""
        means, axes = [], []
        for layer, count in enumerate(AXES):
            maps = [each.features[layer].flatten(1) for each in studies]
            own = torch.cat([each[:, torch.arange(_SAMPLE) * each.shape[1] // _SAMPLE].T for each in maps]).double()
            mean = own.mean(0)
            # The largest last; signs are as the library gives them, which one machine does the same way every time.
            found = torch.linalg.eigh((own - mean).T @ (own - mean)).eigenvectors[:, -count:]
            means.append(mean.float())
            axes.append(found.float())
        return cls(tuple(means), tuple(axes))

    def read(self, study: Study) -> Tensor:
        """Return a print's positions along the axes, (Σ axes, rows, columns)."""
        size = study.features[0].shape[1:]
        parts = []
        for each, mean, axes in zip(study.features, self.means, self.axes, strict=True):
            along = (axes.T @ (each.flatten(1).float() - mean[:, None])).view(1, -1, *each.shape[1:])
            parts.append(F.interpolate(along, size=size, mode="bilinear", align_corners=False)[0])
        return torch.cat(parts)


def around(lightness: Tensor) -> Tensor:
    """Return what the lightness tells at each pixel of a gray print, (19, H, W).

    Its lightness between the print's darkest and its paper, its rank, the means and the deviation around it, where it lies,
    and, the same everywhere, the print's quantiles of lightness.

    Parameters
    ----------
    lightness
        L* of the gray print, (1, H, W).
    """
    level = lightness[0].float()
    height, width = level.shape
    ordered = level.flatten().sort().values
    low, high, *quantiles = (ordered[int(share * (len(ordered) - 1))] for share in (0.01, 0.92, *QUANTILES))
    own = (level - low) / (high - low).clamp_min(1)
    step = (level / 100 * (_LEVELS - 1)).round().long().clamp(0, _LEVELS - 1)
    counts = torch.bincount(step.flatten(), minlength=_LEVELS).float()
    rank = ((counts.cumsum(0) - counts / 2) / counts.sum())[step]
    deviation = (_box(own.square(), 9) - _box(own, 9).square()).clamp_min(0).sqrt()
    down = ((torch.arange(height, dtype=torch.float32) + 0.5) / height)[:, None].expand(height, width)
    outward = ((torch.arange(width, dtype=torch.float32) + 0.5) / width * 2 - 1).abs().expand(height, width)
    sky = torch.exp(-8 * down)
    planes = [own, own.square(), rank, level / 100, _box(own, 7), _box(own, 19), deviation]
    planes += [down, down.square(), outward, sky, own * sky]
    planes += [(each / 100).expand(height, width) for each in quantiles]
    return torch.stack(planes)


def strewn(size: Sequence[int], count: int) -> Tensor:
    """Return places in a plane (height, width), none far from all others, and so are every second or tenth of them.

    References
    ----------
    Roberts (2018), The Unreasonable Effectiveness of Quasirandom Sequences: R₂. Of Sobol's, every second lies in one half.
    """
    height, width = size
    steps = torch.arange(1, min(count, height * width) + 1, dtype=torch.float64)
    row, column = (steps / _PLASTIC % 1 * height).long(), (steps / _PLASTIC**2 % 1 * width).long()
    return row * width + column


def _box(plane: Tensor, side: int) -> Tensor:
    """Return the mean around each pixel, over a square of ``side`` px in a print of 256 px."""
    half = max(1, round((side // 2) * max(plane.shape) / LEARNT_SIDE_PX))
    half = min(half, min(plane.shape) - 1)
    padded = F.pad(plane[None, None], (half,) * 4, mode="reflect")
    return F.avg_pool2d(padded, 2 * half + 1, stride=1)[0, 0]
