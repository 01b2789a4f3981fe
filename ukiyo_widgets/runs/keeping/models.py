"""Colour models, each fitted once: the next gray print of the same series finds it on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from ukiyo_widgets.engine.colour.head import HIDDEN, Head
from ukiyo_widgets.engine.colour.model import ColourModel, Samples
from ukiyo_widgets.engine.colour.paper import Paper
from ukiyo_widgets.engine.colour.study import LAYERS, Axes
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.runs.keeping import cache
from ukiyo_widgets.runs.keeping.studies import digest_of_print

_VERSION = "model 1"
_STEPS = len(HIDDEN) + 1
_FLOAT = torch.float32


def model_key(prints: Sequence[tuple[Tensor, float]], network: VGG19, *, about: str, seed: int) -> str:
    """Return the key of the model of some prints, each with its weight, in their order.

    Parameters
    ----------
    network, about
        What the prints are studied with, and all that its features depend on.
    seed
        What is random grows from it.
    """
    said = f"{_VERSION} {about} {network.device.type} {network.dtype} {seed}"
    named = [f"{digest_of_print(each)} {weight!r}" for each, weight in prints]
    return hashlib.sha256("\n".join([said, *named]).encode()).hexdigest()


def kept_model(key: str, *, papers: int) -> ColourModel | None:
    """Return the model that is kept under ``key``, of so many prints; None where there is none that fits."""
    kept = cache.read(key, _expected(papers))
    if kept is None or not _goes_together(kept, papers=papers):
        return None
    axes = Axes(*(tuple(kept[f"{what}.{layer}"] for layer in LAYERS) for what in ("means", "axes")))
    head = Head(
        kept["mean"], kept["deviation"], *(tuple(kept[f"{what}.{i}"] for i in range(_STEPS)) for what in _PARTS)
    )
    places = tuple(kept[f"places.{i}"] for i in range(papers))
    samples = Samples(places, kept["inputs"], kept["shares"])
    found = tuple(Paper(*each) for each in kept["papers"].tolist())
    return ColourModel(axes, head, kept["centres"], samples, found, kept["colourfulness"].item())


def keep_model(key: str, model: ColourModel) -> None:
    """Keep a model under ``key``."""
    tensors = {f"means.{layer}": each for layer, each in zip(LAYERS, model.axes.means, strict=True)}
    tensors |= {f"axes.{layer}": each for layer, each in zip(LAYERS, model.axes.axes, strict=True)}
    tensors |= {f"weights.{i}": each for i, each in enumerate(model.head.weights)}
    tensors |= {f"biases.{i}": each for i, each in enumerate(model.head.biases)}
    tensors |= {f"places.{i}": each for i, each in enumerate(model.samples.places)}
    papers = [[each.lightness, each.a, each.b] for each in model.papers]
    tensors |= {
        "mean": model.head.mean,
        "deviation": model.head.deviation,
        "centres": model.centres,
        "inputs": model.samples.inputs,
        "shares": model.samples.shares,
        "papers": torch.tensor(papers, dtype=torch.float64),
        "colourfulness": torch.tensor([model.colourfulness], dtype=torch.float64),
    }
    cache.write(key, tensors)


_PARTS = ("weights", "biases")


def _goes_together(kept: Mapping[str, Tensor], *, papers: int) -> bool:
    samples = sum(len(kept[f"places.{i}"]) for i in range(papers))
    classes, inputs = len(kept["centres"]), len(kept["mean"])
    return (
        kept["papers"].shape == (papers, 3)
        and kept["colourfulness"].shape == (1,)
        and kept["inputs"].shape == (samples, inputs)
        and kept["shares"].shape == (samples, classes)
        and kept["weights.0"].shape[1] == inputs
        and kept[f"weights.{_STEPS - 1}"].shape[2] == classes
    )


def _expected(papers: int) -> dict[str, tuple[torch.dtype, int]]:
    expected = {f"means.{layer}": (_FLOAT, 1) for layer in LAYERS} | {f"axes.{layer}": (_FLOAT, 2) for layer in LAYERS}
    expected |= {f"{part}.{i}": (_FLOAT, 3) for part in _PARTS for i in range(_STEPS)}
    expected |= {f"places.{i}": (torch.int64, 1) for i in range(papers)}
    expected |= dict.fromkeys(("mean", "deviation"), (_FLOAT, 1))
    expected |= dict.fromkeys(("centres", "inputs", "shares"), (_FLOAT, 2))
    return expected | {"papers": (torch.float64, 2), "colourfulness": (torch.float64, 1)}
