"""Studies of prints, each made once: the next run after the same print finds it on disk."""

from __future__ import annotations

import hashlib

import torch
from torch import Tensor

from ukiyo_widgets.engine.colour.study import LAYERS, Study, looked_at
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.runs.keeping import cache

_VERSION = "study 2"


def digest_of_print(print_: Tensor) -> str:
    """Return the digest of a print, (3, H, W), as it is studied: by it a print is known again, whatever its size."""
    small = looked_at(print_)
    digest = hashlib.sha256(f"{tuple(small.shape)}".encode())
    digest.update(small.numpy().tobytes())
    return digest.hexdigest()


_EXPECTED = {"lab": (torch.float32, 3)} | dict.fromkeys(LAYERS, (torch.float16, 3))


def studied(print_: Tensor, network: VGG19, *, about: str, keep: bool = True) -> Study:
    """Return the study of a print, (3, H, W), RGB in [0, 1], made now if it is not kept.

    Parameters
    ----------
    about
        All that the network's features depend on besides the print: its weights and how it computes.
    keep
        Whether a study that is made now is kept.
    """
    small = looked_at(print_)
    digest = hashlib.sha256(f"{_VERSION} {about} {network.device.type} {network.dtype} {tuple(small.shape)}".encode())
    digest.update(small.numpy().tobytes())
    kept = cache.read(digest.hexdigest(), _EXPECTED)
    if kept is not None and kept["lab"].shape == small.shape:
        return Study(kept["lab"], tuple(kept[layer] for layer in LAYERS))
    study = Study.of(small, network)
    if keep:
        cache.write(digest.hexdigest(), {"lab": study.lab, **dict(zip(LAYERS, study.features, strict=True))})
    return study
