"""What others may have set for the thread that calls: torch's and NumPy's modes, none of which changes what is computed here."""

from __future__ import annotations

import functools
import platform
import weakref
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np
import torch
from PIL import ImageFile

from ukiyo_widgets.locks import Lock

P = ParamSpec("P")
R = TypeVar("R")

_AUTOCAST = ("cpu", "cuda", "mps")
_ERRORS = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
"""NumPy's own."""


_EXACT, _THROUGH_ONEDNN = ("ieee", "none"), ("bf16",)
"""Precisions in which float32 is multiplied as float32; the latter only where it was seen to be. With it torch leaves matrices to
oneDNN instead of MKL, which does not use AVX-512 on AMD's processors, and takes twice as long there."""


class _Call:
    """One call of a function that is to be undisturbed."""


class _Shared:
    """What belongs to all threads: it is ours while anything is computed here, and put back with the last that is.

    Half a picture passes for a whole one where somebody has told Pillow so, and float32 is multiplied as bfloat16 or TF32 where
    torch is told to.
    """

    def __init__(self) -> None:
        # Weak: a call that an interrupt has kept from leaving is gone with its frame all the same.
        self._lock, self._inside = Lock(), weakref.WeakSet[_Call]()
        self._found: list[Callable[[], object]] = []

    def enter(self, call: _Call) -> None:
        """Have it as it is by itself, as long as ``call`` lasts."""
        with self._lock:
            self._inside.add(call)
            if ImageFile.LOAD_TRUNCATED_IMAGES:
                self._found.append(lambda: setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True))
                ImageFile.LOAD_TRUNCATED_IMAGES = False
            for products, exact in _products():
                if (found := products.fp32_precision) not in exact:
                    self._found.append(functools.partial(setattr, products, "fp32_precision", found))
                    products.fp32_precision = exact[0]

    def leave(self, call: _Call) -> None:
        """Put back what was found, once no call is left; it may be that an interrupt has kept this one from entering."""
        with self._lock:
            self._inside.discard(call)
            while not self._inside and self._found:
                self._found[-1]()
                self._found.pop()


class _OlderProducts:
    """The same, in torch up to 2.8."""

    @property
    def fp32_precision(self) -> str:
        """How float32 is multiplied."""
        precision = torch.get_float32_matmul_precision()
        return "ieee" if precision == "highest" else precision

    @fp32_precision.setter
    def fp32_precision(self, precision: str) -> None:
        torch.set_float32_matmul_precision("highest" if precision == "ieee" else precision)


@functools.cache
def _products() -> list[tuple[Any, tuple[str, ...]]]:
    """Return what holds a precision of products, each with those that are exact; the first is taken where another is found."""
    known: Any = torch.backends
    found = (known.mkldnn.matmul, known.mkldnn.conv, known.cuda.matmul) if hasattr(known.mkldnn, "matmul") else ()
    exact: list[tuple[Any, tuple[str, ...]]]
    exact = [(each, _EXACT) for each in found if hasattr(each, "fp32_precision")] or [(_OlderProducts(), _EXACT)]
    if isinstance(exact[0][0], _OlderProducts) or not (_is_amd_with_avx512() and _are_exact(exact[0][0])):
        return exact
    return [(exact[0][0], _THROUGH_ONEDNN), *exact[1:]]


def _is_amd_with_avx512() -> bool:
    """Whether torch uses AVX-512 on a processor of AMD's."""
    path = Path("/proc/cpuinfo")
    about = path.read_text(encoding="utf-8", errors="replace") if path.exists() else platform.processor()
    return "AuthenticAMD" in about and torch.backends.cpu.get_cpu_capability() == "AVX512"


def _are_exact(matrices: Any) -> bool:
    """Whether oneDNN, allowed to round float32 to bfloat16, does not: it does so on processors with AMX alone."""
    found = matrices.fp32_precision
    with torch.autocast("cpu", enabled=False):
        matrix = torch.full((1, 256, 256), 1 + 2**-12, dtype=torch.float32, device="cpu")
        try:
            matrices.fp32_precision = _THROUGH_ONEDNN[0]
            product = torch.bmm(matrix, matrix)[0, 0, 0].item()
        except RuntimeError:
            return False
        finally:
            matrices.fp32_precision = found
    return bool(abs(product / (256 * (1 + 2**-12) ** 2) - 1) < 2**-20)


_shared = _Shared()


def undisturbed(function: Callable[P, R]) -> Callable[P, R]:
    """Have a function computed as in a fresh thread, whatever the calling one has set.

    A default device, inference mode, autocast and NumPy's handling of errors are put back to what they are by themselves, for
    the calling thread and for the time of the call; so is what belongs to all threads and would change results. Torch's default
    dtype cannot be: whoever makes a tensor of floats names its dtype.
    """

    @functools.wraps(function)
    def calm(*args: P.args, **keywords: P.kwargs) -> R:
        call = _Call()
        try:
            _shared.enter(call)
            return calmly(*args, **keywords)
        finally:
            _shared.leave(call)

    def calmly(*args: P.args, **keywords: P.kwargs) -> R:
        if _calm():
            return function(*args, **keywords)
        with ExitStack() as stack:
            stack.enter_context(torch.device("cpu"))
            stack.enter_context(torch.inference_mode(False))
            stack.enter_context(np.errstate(**_ERRORS))  # type: ignore[arg-type]
            for kind in _AUTOCAST:
                if torch.is_autocast_enabled(kind):
                    stack.enter_context(torch.autocast(kind, enabled=False))
            return function(*args, **keywords)

    return calm


def _calm() -> bool:
    """Whether nothing of it is set."""
    return (
        torch.get_default_device().type == "cpu"
        and not torch.is_inference_mode_enabled()
        and not any(map(torch.is_autocast_enabled, _AUTOCAST))
        and np.geterr() == _ERRORS
    )
