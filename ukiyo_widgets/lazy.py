"""Names that are imported when first used: ``import ukiyo_widgets`` alone needs neither torch nor Jupyter."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any


def lazily(package: str, homes: Mapping[str, tuple[str, str]]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package that offers the names in ``homes``.

    Parameters
    ----------
    package
        Its ``__name__``.
    homes
        For each name the module below the package that it comes from, and what it is called there; ``""`` for the module
        itself.
    """

    def __getattr__(name: str) -> Any:  # noqa: N807 - that is what it will be
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}; it offers {', '.join(sorted(homes))}")
        home, attribute = homes[name]
        module = importlib.import_module(f"{package}.{home}")
        value = getattr(module, attribute) if attribute else module
        setattr(sys.modules[package], name, value)
        return value

    return __getattr__
