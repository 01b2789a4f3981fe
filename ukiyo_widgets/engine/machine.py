"""Which device computes, in which precision, and waiting for it."""

from __future__ import annotations

import functools
import platform
from pathlib import Path

import torch

from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.untrusted import shown

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float64": torch.float64}


def choose_device(name: str = "auto") -> torch.device:
    """Return the device that ``name`` asks for; ``"auto"`` takes CUDA, then Apple's MPS, then the CPU.

    Raises
    ------
    SettingsError
        If there is no such device on this machine.
    """
    available = available_devices()
    if name == "auto":
        return torch.device(available[0])
    if name == "cuda" and "cuda:0" in available:
        name = "cuda:0"
    if name not in available:
        raise SettingsError(
            f"device is {shown(name)}, but this machine has {', '.join(available)}; use one of them, or 'auto'."
        )
    return torch.device(name)


def available_devices() -> list[str]:
    """Return the names of this machine's devices, best first."""
    names = [f"cuda:{i}" for i in range(torch.cuda.device_count())] if torch.cuda.is_available() else []
    if torch.backends.mps.is_available():
        names.append("mps")
    return [*names, "cpu"]


def choose_precision(name: str, *, device: torch.device) -> torch.dtype:
    """Return the convolutions' precision; ``"auto"`` takes bfloat16 where the processor computes in it natively.

    Raises
    ------
    SettingsError
        If the device cannot compute in it.
    """
    if name == "auto":
        return torch.bfloat16 if has_native_bfloat16(device) else torch.float32
    if name == "float64" and device.type == "mps":
        raise SettingsError("precision is 'float64', but MPS has none; use 'float32', or device='cpu'.")
    return DTYPES[name]


_last_iteration: dict[torch.device, torch.cuda.Event] = {}


def keep_pace(device: torch.device) -> None:
    """Wait until a GPU has made the iteration before the one just asked for.

    So the next can be prepared while this one is computed, an interrupt never waits for more than two, and seconds counted on
    the host are those of the device.
    """
    if device.type != "cuda":
        return
    before = _last_iteration.get(device)
    with torch.cuda.device(device):
        event = torch.cuda.Event()  # type: ignore[no-untyped-call]
        event.record()
    _last_iteration[device] = event
    if before is not None:
        before.synchronize()


def synchronize(device: torch.device) -> None:
    """Wait until the device has done what was asked of it; the CPU always has."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def has_native_bfloat16(device: torch.device) -> bool:
    """Whether ``device`` multiplies in bfloat16 in hardware; emulation would be slower than float32."""
    if device.type == "cuda":
        return torch.cuda.get_device_capability(device) >= (8, 0)
    return device.type == "cpu" and bool({"avx512_bf16", "amx_bf16", "bf16"} & _cpu_flags())


@functools.cache
def _cpu_flags() -> frozenset[str]:
    """Return the processor's feature flags as Linux lists them; elsewhere none, so float32 is used."""
    path = Path("/proc/cpuinfo")
    if platform.system() != "Linux" or not path.exists():
        return frozenset()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    flags = next((line for line in lines if line.lower().startswith(("flags", "features"))), "")
    return frozenset(flags.partition(":")[2].split())
