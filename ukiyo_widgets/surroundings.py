"""What others may have set for the thread that calls: torch's and NumPy's modes, none of which changes what is computed here."""

from __future__ import annotations

import contextlib
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


_EXACT = {"ieee", "none"}
_THROUGH_ONEDNN = "bf16"
"""With this precision torch leaves matrices to oneDNN instead of MKL, which does not use AVX-512 on AMD's processors and takes
twice as long there. It is leave to round them to bfloat16, which oneDNN makes use of with AMX alone."""


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
        self._hasty, self._slower = weakref.WeakSet[_Call](), list[Callable[[], object]]()

    def enter(self, call: _Call) -> None:
        """Have it as it is by itself, as long as ``call`` lasts."""
        with self._lock:
            self._inside.add(call)
            if ImageFile.LOAD_TRUNCATED_IMAGES:
                self._found.append(lambda: setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True))
                ImageFile.LOAD_TRUNCATED_IMAGES = False
            for products in _products():
                ours = self._slower and products is _hastened()
                if (found := products.fp32_precision) not in _EXACT and not ours:
                    self._found.append(functools.partial(setattr, products, "fp32_precision", found))
                    products.fp32_precision = "ieee"

    def leave(self, call: _Call) -> None:
        """Put back what was found, once no call is left; it may be that an interrupt has kept this one from entering."""
        with self._lock:
            self._inside.discard(call)
            while not self._inside and self._found:
                self._found.pop()()

    def hasten(self, call: _Call) -> None:
        """Have matrices of float32 multiplied by oneDNN, as long as ``call`` lasts."""
        with self._lock:
            self._hasty.add(call)
            matrices = _hastened()
            if not self._slower and matrices is not None:
                self._slower.append(functools.partial(setattr, matrices, "fp32_precision", matrices.fp32_precision))
                matrices.fp32_precision = _THROUGH_ONEDNN

    def slow_down(self, call: _Call) -> None:
        """Have them multiplied as they were, once no call is left."""
        with self._lock:
            self._hasty.discard(call)
            while not self._hasty and self._slower:
                self._slower[-1]()
                self._slower.pop()


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


def _products() -> list[Any]:
    known: Any = torch.backends
    found = (known.mkldnn.matmul, known.mkldnn.conv, known.cuda.matmul) if hasattr(known.mkldnn, "matmul") else ()
    return [each for each in found if hasattr(each, "fp32_precision")] or [_OlderProducts()]


@functools.cache
def _hastened() -> Any:
    """Return what holds the precision in which torch multiplies matrices, if oneDNN does it faster and to the same digits."""
    matrices = getattr(torch.backends.mkldnn, "matmul", None)
    gains = hasattr(matrices, "fp32_precision") and _is_amd_with_avx512() and _is_exact(matrices)
    return matrices if gains else None


def _is_amd_with_avx512() -> bool:
    """Whether torch uses AVX-512 on a processor of AMD's."""
    about = platform.processor()
    with contextlib.suppress(OSError):
        about = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    return "AuthenticAMD" in about and torch.backends.cpu.get_cpu_capability() == "AVX512"


def _is_exact(matrices: Any) -> bool:
    """Whether oneDNN, with leave to round float32 to bfloat16, does not."""
    found = matrices.fp32_precision
    with torch.autocast("cpu", enabled=False):
        matrix = torch.full((1, 256, 256), 1 + 2**-12, dtype=torch.float32, device="cpu")
        try:
            matrices.fp32_precision = _THROUGH_ONEDNN
            product = torch.bmm(matrix, matrix)[0, 0, 0].item()
        except RuntimeError:
            return False
        finally:
            matrices.fp32_precision = found
    return bool(abs(product / (256 * (1 + 2**-12) ** 2) - 1) < 2**-20)


_shared = _Shared()


def hastened(function: Callable[P, R]) -> Callable[P, R]:
    """Have a function multiply matrices of float32 as fast as the processor can, to the same digits.

    Meanwhile, on AMD's processors with AVX-512, torch refuses to tell other threads its float32 precision by the older of its two
    interfaces, so this is for the innermost functions alone.
    """

    @functools.wraps(function)
    def hasty(*args: P.args, **keywords: P.kwargs) -> R:
        call = _Call()
        try:
            _shared.hasten(call)
            return function(*args, **keywords)
        finally:
            _shared.slow_down(call)

    return hasty


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
