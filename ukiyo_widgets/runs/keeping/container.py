"""A saved run's file: safetensors, whose header also holds texts and a digest of every byte of the file.

It is written here and not by the library, which would need every tensor twice in memory, and leaves a hidden file of its own
behind where it is killed. Reading is the library's, after the digest.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import torch
from torch import Tensor

from ukiyo_widgets.errors import CheckpointError
from ukiyo_widgets.places import named
from ukiyo_widgets.untrusted import one_line, read_json

MOST_HEADER_BYTES = 64 * 2**20
"""Of a header. A run with a thousand painted masks among its changes has a third of it."""

DIGEST = "digest"
_BLANK = "0" * 64
_DTYPES = {
    "F64": torch.float64,
    "I64": torch.int64,
    "F32": torch.float32,
    "I32": torch.int32,
    "BF16": torch.bfloat16,
    "F16": torch.float16,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}
_NAMES = {dtype: name for name, dtype in _DTYPES.items()}


@dataclass(frozen=True)
class Kind:
    """What a tensor is before its values are read."""

    dtype: torch.dtype
    shape: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Container:
    """An open file.

    Attributes
    ----------
    texts
        By name, without the digest.
    kinds
        Of the tensors, by name.
    has_digest
        Whether the file carries one; it was then right.
    """

    texts: Mapping[str, str]
    kinds: Mapping[str, Kind]
    has_digest: bool
    _file: Any

    def tensor(self, name: str) -> Tensor:
        """Read a tensor."""
        # Cloned: the file's tensors begin at any byte, and the last bit of a sum depends on how its terms are aligned.
        tensor: Tensor = self._file.get_tensor(name).clone()
        return tensor


def write(path: Path, *, texts: Mapping[str, str], tensors: Mapping[str, Tensor]) -> None:
    """Write texts and tensors, and a digest of both."""
    # As the library does: the widest numbers first, so that all are aligned.
    ordered = dict(sorted(tensors.items(), key=lambda each: (-each[1].element_size(), each[0])))
    header = _header(texts, ordered)
    digest = hashlib.sha256(header)
    with path.open("wb") as file:
        file.write(header)
        for tensor in ordered.values():
            data = _bytes_of(tensor)
            digest.update(data)
            file.write(data)
        file.seek(header.index(_marked(_BLANK)))
        file.write(_marked(digest.hexdigest()))


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """Open a file; its digest, where it has one, is compared first.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged, or no safetensors file.
    """
    from safetensors import SafetensorError, safe_open

    if not os.path.isfile(path):  # noqa: PTH113 - which raises nothing for a name that is too long
        raise CheckpointError(f"The run {named(path)} does not exist; give the file that Run.save wrote.")
    name = one_line(path.name)
    try:
        texts = _compared(path)
        with safe_open(str(path), framework="pt") as file:
            slices = {each: file.get_slice(each) for each in file.keys()}  # noqa: SIM118 - it is no mapping
            kinds = {each: Kind(_DTYPES[s.get_dtype()], tuple(s.get_shape())) for each, s in slices.items()}
            yield Container(texts, kinds, DIGEST in (file.metadata() or {}), file)
    except CheckpointError:
        raise
    except (SafetensorError, OSError, RuntimeError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise CheckpointError(
            f"{name} cannot be read: it is cut short, damaged or no saved run ({one_line(str(error))})."
        ) from error


def _header(texts: Mapping[str, str], tensors: Mapping[str, Tensor]) -> bytes:
    entries: dict[str, Any] = {"__metadata__": {DIGEST: _BLANK, **texts}}
    end = 0
    for name, tensor in tensors.items():
        start, end = end, end + tensor.nbytes
        entries[name] = {
            "dtype": _NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [start, end],
        }
    text = json.dumps(entries, separators=(",", ":")).encode("ascii")
    text += b" " * (-len(text) % 8)
    if len(text) > MOST_HEADER_BYTES:
        raise CheckpointError(
            f"The run's recipe takes {len(text):,} bytes, more than the {MOST_HEADER_BYTES:,} that a saved run may have: it "
            f"holds too many painted masks; save the picture, and begin a new run from it with colorize(…, start=…)."
        )
    return len(text).to_bytes(8, "little") + text


def _marked(digest: str) -> bytes:
    return f'"{DIGEST}":"{digest}"'.encode("ascii")


def _bytes_of(tensor: Tensor) -> bytes | memoryview:
    return tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().data


def _compared(path: Path) -> dict[str, str]:
    """Return the texts of a file, once its digest was found right; one without a digest is not refused here."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 2 <= length <= MOST_HEADER_BYTES:
            raise ValueError(f"it says that its header has {length:,} bytes")
        header = file.read(length)
        if len(header) < length:
            raise ValueError("it ends within its header")
        entries = read_json(header.decode("utf-8"), most_characters=MOST_HEADER_BYTES)
        texts = entries.get("__metadata__", {}) if isinstance(entries, dict) else {}
        if not isinstance(texts, dict) or not all(isinstance(each, str) for each in texts.values()):
            raise ValueError("its header is none")
        given = texts.pop(DIGEST, None)
        if given is not None and given != _digest(file, header, given):
            raise CheckpointError(
                f"{one_line(path.name)} is damaged: its content is not what was saved, for its SHA-256 is another; take a copy "
                f"of the file from before, for nothing in this one can be relied on."
            )
    return texts


def _digest(file: BinaryIO, header: bytes, given: str) -> str:
    """Return the digest of a file that is open after its header."""
    blank = header.replace(_marked(given), _marked(_BLANK), 1)
    digest = hashlib.sha256(len(header).to_bytes(8, "little") + blank)
    while part := file.read(2**20):
        digest.update(part)
    return digest.hexdigest()
