"""The layers of VGG-19 by the paper's names, and weights given to some of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping

CONVOLUTIONS_PER_BLOCK = (2, 2, 4, 4, 1)
"""VGG-19 up to ``conv5_1``: the rest of the network is never used."""

LAYERS = tuple(f"conv{block}_{i + 1}" for block, n in enumerate(CONVOLUTIONS_PER_BLOCK, 1) for i in range(n))
"""The thirteen convolutions ``conv1_1`` … ``conv5_1``; a layer's features are those after its ReLU."""


class LayerWeights(Mapping[str, float]):
    """An immutable mapping from layer names to weights, in the network's order.

    Parameters
    ----------
    weights
        A mapping (``{"conv1_1": 0.2, "conv2_1": 0.8}``), an iterable of names that share a weight of 1 evenly, or text as the
        command line gives it (``"conv1_1=0.2,conv2_1=0.8"`` or ``"conv1_1,conv2_1"``).

    Raises
    ------
    ValueError
        If a name is no layer, a weight is negative or not finite, or there is no layer at all.

    Examples
    --------
    >>> LayerWeights("conv2_1, conv1_1")
    LayerWeights('conv1_1=0.5,conv2_1=0.5')
    """

    __slots__ = ("_items",)

    def __init__(self, weights: Mapping[str, float] | Iterable[str] | str) -> None:
        given = _as_mapping(weights)
        if not given:
            raise ValueError(f"no layer is named; give at least one of {', '.join(LAYERS)}")
        for name, weight in given.items():
            if name not in LAYERS:
                raise ValueError(f"{name!r} is no layer; the layers are {', '.join(LAYERS)}")
            if not 0 <= weight <= 1e9:
                raise ValueError(f"the weight of {name} is {weight}; give a finite number from 0 to 1e9")
        self._items = tuple((name, float(given[name])) for name in LAYERS if name in given)

    def __getitem__(self, name: str) -> float:
        return dict(self._items)[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(self._items)

    def __str__(self) -> str:
        return ",".join(f"{name}={weight:.12g}" for name, weight in self._items)

    def __repr__(self) -> str:
        return f"LayerWeights({str(self)!r})"


def _as_mapping(weights: Mapping[str, float] | Iterable[str] | str) -> dict[str, float]:
    if isinstance(weights, Mapping):
        return {str(name): float(weight) for name, weight in weights.items()}
    given = list(itertools.islice(weights.split(",") if isinstance(weights, str) else weights, len(LAYERS) + 1))
    if not all(isinstance(entry, str) for entry in given):
        raise ValueError(f"a layer is named by a text, one of {', '.join(LAYERS)}")
    entries = [entry.strip() for entry in given]
    names = [entry.partition("=")[0].strip() for entry in entries if entry]
    if len(set(names)) < len(names):
        raise ValueError(f"a layer is named twice in {','.join(entries)!r}; name each layer once")
    equal = 1 / max(len(names), 1)
    mapping: dict[str, float] = {}
    for name, entry in zip(names, filter(None, entries), strict=True):
        text = entry.partition("=")[2]
        try:
            mapping[name] = float(text) if "=" in entry else equal
        except ValueError:
            raise ValueError(f"the weight of {name} is {text!r}; give a number, as in {name}=0.2") from None
    return mapping
