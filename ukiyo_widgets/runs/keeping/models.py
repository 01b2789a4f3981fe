"""Colour models, each fitted once: the next gray print of the same series finds it on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from ukiyo_widgets.engine.colour.head import Head
from ukiyo_widgets.engine.colour.model import ColourModel, Samples
from ukiyo_widgets.engine.colour.paper import Paper
from ukiyo_widgets.engine.colour.study import LAYERS, Axes
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.runs.keeping import cache
from ukiyo_widgets.runs.keeping.studies import digest_of_print

_VERSION = "model 2"
_OF_HEAD = {"mean": 1, "deviation": 1, "scales": 1, "landmarks": 2, "near": 2, "along": 2, "bias": 1}
"""The tensors of a head, by name, and how many dimensions each has."""

_FLOAT = torch.float32


def model_key(prints: Sequence[tuple[Tensor, float]], network: VGG19, *, about: str) -> str:
    """Return the key of the model of some prints, each with its weight, in their order.

    Parameters
    ----------
    network, about
        What the prints are studied with, and all that its features depend on.
    """
    said = f"{_VERSION} {about} {network.device.type} {network.dtype}"
    named = [f"{digest_of_print(each)} {weight!r}" for each, weight in prints]
    return hashlib.sha256("\n".join([said, *named]).encode()).hexdigest()


def kept_model(key: str, *, papers: int) -> ColourModel | None:
    """Return the model that is kept under ``key``, of so many prints; None where there is none that fits."""
    kept = cache.read(key, _expected(papers))
    if kept is None or not _goes_together(kept, papers=papers):
        return None
    axes = Axes(*(tuple(kept[f"{what}.{layer}"] for layer in LAYERS) for what in ("means", "axes")))
    head = Head(**{name: kept[name] for name in _OF_HEAD})
    places = tuple(kept[f"places.{i}"] for i in range(papers))
    samples = Samples(places, kept["inputs"], kept["shares"])
    found = tuple(Paper(*each) for each in kept["papers"].tolist())
    return ColourModel(axes, head, kept["centres"], samples, found, kept["colourfulness"].item())


def keep_model(key: str, model: ColourModel) -> None:
    """Keep a model under ``key``."""
    tensors = {f"means.{layer}": each for layer, each in zip(LAYERS, model.axes.means, strict=True)}
    tensors |= {f"axes.{layer}": each for layer, each in zip(LAYERS, model.axes.axes, strict=True)}
    tensors |= {name: getattr(model.head, name) for name in _OF_HEAD}
    tensors |= {f"places.{i}": each for i, each in enumerate(model.samples.places)}
    papers = [[each.lightness, each.a, each.b] for each in model.papers]
    tensors |= {
        "centres": model.centres,
        "inputs": model.samples.inputs,
        "shares": model.samples.shares,
        "papers": torch.tensor(papers, dtype=torch.float64),
        "colourfulness": torch.tensor([model.colourfulness], dtype=torch.float64),
    }
    cache.write(key, tensors)


def _goes_together(kept: Mapping[str, Tensor], *, papers: int) -> bool:
    samples = sum(len(kept[f"places.{i}"]) for i in range(papers))
    classes, inputs, landmarks = len(kept["centres"]), len(kept["mean"]), len(kept["landmarks"])
    return (
        kept["papers"].shape == (papers, 3)
        and kept["colourfulness"].shape == (1,)
        and kept["inputs"].shape == (samples, inputs)
        and kept["shares"].shape == (samples, classes)
        and kept["deviation"].shape == kept["scales"].shape == (inputs,)
        and kept["landmarks"].shape == (landmarks, inputs)
        and kept["near"].shape == (landmarks, classes)
        and kept["along"].shape == (inputs, classes)
        and kept["bias"].shape == (classes,)
    )


def _expected(papers: int) -> dict[str, tuple[torch.dtype, int]]:
    expected = {f"means.{layer}": (_FLOAT, 1) for layer in LAYERS} | {f"axes.{layer}": (_FLOAT, 2) for layer in LAYERS}
    expected |= {name: (_FLOAT, dimensions) for name, dimensions in _OF_HEAD.items()}
    expected |= {f"places.{i}": (torch.int64, 1) for i in range(papers)}
    expected |= dict.fromkeys(("centres", "inputs", "shares"), (_FLOAT, 2))
    return expected | {"papers": (torch.float64, 2), "colourfulness": (torch.float64, 1)}
