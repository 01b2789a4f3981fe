"""What a saved run's file must hold: every tensor's name, type, shape and values, as its recipe and settings demand.

Whoever gives a run one more tensor names it in :func:`demanded`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from ukiyo_widgets.engine.canvas import coordinate_planes
from ukiyo_widgets.engine.colour.model import LEAST_BELIEF, evidence_size
from ukiyo_widgets.engine.network.vgg import SMALLEST_SIDE_PX
from ukiyo_widgets.engine.objective.objective import CHROMA_TERMS
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.engine.step import BLOWN_UP
from ukiyo_widgets.errors import CheckpointError
from ukiyo_widgets.runs.keeping.container import Container, Kind
from ukiyo_widgets.runs.prints import halved_size
from ukiyo_widgets.runs.recipe import Recipe
from ukiyo_widgets.untrusted import one_line, shown

MOST_REFERENCES = 1000
MOST_CLASSES, MOST_CHROMA = 256, 400.0
"""Of what was learnt: how many classes of colours, and how far from gray they may be."""

ROUNDING = 1e-3
"""How far a value may lie outside its range: what is clipped to [0, 1] and turned into another colour space and back."""

_FLOATS = (torch.float32, torch.float64)


@dataclass(frozen=True)
class Demand:
    """What one tensor has to be: its types, its shape, and the range of its values, which are finite in any case."""

    dtypes: tuple[torch.dtype, ...]
    shape: tuple[int, ...]
    low: float = -math.inf
    high: float = math.inf
    finite: bool = True

    def allows(self, kind: Kind) -> bool:
        """Whether a tensor is of this type and shape."""
        return kind.dtype in self.dtypes and kind.shape == self.shape

    def holds(self, tensor: Tensor) -> bool:
        """Whether a tensor's values are allowed."""
        if not self.finite or not tensor.numel():
            return True
        return bool(tensor.isfinite().all() and (tensor >= self.low).all() and (tensor <= self.high).all())


@dataclass(frozen=True, eq=False)
class Said:
    """What the texts of a file say, read and checked."""

    recipe: Recipe
    settings: Settings
    judged_with: Settings
    index: int


def checked_tensors(file: Container, said: Said, *, name: str) -> dict[str, Tensor]:
    """Return the tensors of a file, once all of them were found to be what they must be.

    Raises
    ------
    CheckpointError
        If one is missing, too many, of another type or shape, or holds values that it cannot have.
    """
    demands = demanded(file.kinds, said, name=name)
    for each in (*sorted(demands.keys() - file.kinds.keys()), *sorted(file.kinds.keys() - demands.keys())):
        what = "is missing" if each in demands else "has no place in it"
        raise CheckpointError(f"{name} is damaged or no saved run: the tensor {shown(each)} {what}.")
    for each, demand in demands.items():
        if not demand.allows(file.kinds[each]):
            found = file.kinds[each]
            raise CheckpointError(
                f"{name} is damaged: {each} is {_words(found.dtype)} of the shape {_sizes(found.shape)}, but must be "
                f"{_words(demand.dtypes[0])} of the shape {_sizes(demand.shape)}."
            )
    tensors = {}
    for each, demand in demands.items():
        tensors[each] = file.tensor(each)
        if not demand.holds(tensors[each]):
            raise CheckpointError(f"{name} is damaged: {each} is not finite, or holds values that it cannot have.")
    _check_gray(tensors["content"], name=name)
    _check_products(tensors, name=name)
    return tensors


def demanded(kinds: Mapping[str, Kind], said: Said, *, name: str) -> dict[str, Demand]:
    """Return what every tensor of a file has to be, by name; ``kinds`` are those that it has."""
    content = _picture_shape(kinds, "content", max_side_px=said.recipe.settings.size, name=name)
    height, width = halved_size(content[1:], said.recipe.settings.halvings(said.index))
    return dict(_of_prints(kinds, said.recipe, content, name=name)) | dict(_of_state(kinds, said, (3, height, width)))


def _of_prints(
    kinds: Mapping[str, Kind], recipe: Recipe, content: tuple[int, ...], *, name: str
) -> Iterator[tuple[str, Demand]]:
    def picture(shape: tuple[int, ...]) -> Demand:
        return Demand((torch.float32,), shape, -ROUNDING, 1 + ROUNDING)

    yield "content", picture(content)
    for i in range(len(recipe.references)):
        side_px = recipe.settings.side_px_of_reference(i)
        yield f"reference.{i}", picture(_picture_shape(kinds, f"reference.{i}", max_side_px=side_px, name=name))
    if recipe.start is not None:
        yield "start", picture(content)
    known = kinds.get("evidence.log_p")
    if known is not None:
        classes = min(known.shape[0], MOST_CLASSES) if known.shape else 0
        yield "evidence.log_p", Demand((torch.float32,), (classes, *evidence_size(content[1:])), high=ROUNDING)
        yield "evidence.prior", Demand((torch.float32,), (classes,), high=ROUNDING)
        yield "evidence.centres", Demand((torch.float32,), (classes, 2), -MOST_CHROMA, MOST_CHROMA)
        yield "evidence.numbers", Demand((torch.float64,), (4,), -MOST_CHROMA, MOST_CHROMA)
        if "evidence.belief" in kinds:  # which earlier files have not
            yield "evidence.belief", Demand((torch.float64,), (), LEAST_BELIEF, 1)
        if "evidence.prints" in kinds:
            yield "evidence.prints", Demand((torch.int32,), (), 1, MOST_REFERENCES)


def _of_state(kinds: Mapping[str, Kind], said: Said, shape: tuple[int, ...]) -> Iterator[tuple[str, Demand]]:
    exact = (torch.float64,) if said.recipe.settings.precision == "float64" else (torch.float32,)
    judged = said.judged_with
    bounded = judged.clip or judged.keep_ink
    low, high = (-ROUNDING, 1 + ROUNDING) if bounded else (-math.inf, math.inf)
    yield "state.step_scale", Demand(exact, (), 0, 1)
    yield "state.rescue", Demand((torch.int8,), (), 0, BLOWN_UP)
    if "state.motion" in kinds:  # which earlier files have not
        yield "state.motion", Demand(exact, (), 0)
    for point in ("here", "best"):
        yield f"state.{point}.pixels", Demand(exact, shape, low, high)
        yield f"state.{point}.gradient", Demand(exact, (_planes(kinds, "here.gradient", judged), *shape[1:]))
        for term in _terms(judged):
            yield f"state.{point}.loss.{term}", Demand(_FLOATS, (), 0)
    for each, demand in _of_memory(kinds, said.settings, shape[1:], exact):
        yield f"state.memory.{each}", demand


def _terms(judged: Settings) -> Iterator[str]:
    """Yield the names of the losses that a picture judged with these settings has."""
    yield from ("total", "content", "style", "total_variation")
    yield from (f"content.{layer}" for layer in judged.content_layers)
    yield from (f"style.{layer}" for layer in judged.style_layers)
    weights = (judged.colour_weight, judged.hint_weight if judged.hints else 0.0, judged.chroma_smoothness)
    yield from (term for term, weight in zip(CHROMA_TERMS, weights, strict=True) if weight)


def _of_memory(
    kinds: Mapping[str, Kind], settings: Settings, size: tuple[int, ...], exact: tuple[torch.dtype, ...]
) -> Iterator[tuple[str, Demand]]:
    moved = {"adam": "mean", "sgd": "velocity", "lbfgs": "gradient"}[settings.optimizer]
    shape = (_planes(kinds, f"memory.{moved}", settings), *size)
    match settings.optimizer:
        case "adam":
            yield "mean", Demand(exact, shape)
            yield "square", Demand(exact, shape, 0)
            yield "moves", Demand(exact, (), 0)
        case "sgd":
            yield "velocity", Demand(exact, shape)
            yield "first_rms", Demand(exact, (), 0)
        case _:
            known = kinds.get("state.memory.good")
            pairs = min(known.shape[0], settings.history) if known is not None and len(known.shape) == 1 else 0
            yield "usable", Demand((torch.bool,), ())
            yield "good", Demand((torch.bool,), (pairs,))
            yield "products", Demand(_FLOATS, (2, pairs, pairs), finite=False)
            if pairs or "state.memory.pixels" in kinds or "state.memory.gradient" in kinds:
                yield "pixels", Demand(exact, shape)
                yield "gradient", Demand(exact, shape)
            for i in range(pairs):
                yield f"s.{i}", Demand(exact, shape)
                yield f"y.{i}", Demand(exact, shape)


def _planes(kinds: Mapping[str, Kind], each: str, settings: Settings) -> int:
    """Return the coordinates of a pixel: as the settings say, or three, which earlier files have in any case."""
    found = kinds.get(f"state.{each}")
    return 3 if found is not None and found.shape[:1] == (3,) else coordinate_planes(settings)


def _picture_shape(kinds: Mapping[str, Kind], each: str, *, max_side_px: int, name: str) -> tuple[int, ...]:
    """Return a print's shape, which must be one that a print has where its longer side is ``max_side_px``."""
    found = kinds.get(each)
    shape = found.shape if found is not None else ()
    if len(shape) != 3 or shape[0] != 3 or min(shape[1:]) < SMALLEST_SIDE_PX or max(shape[1:]) != max_side_px:
        what = f"has the shape {_sizes(shape)}" if found is not None else "is missing"
        raise CheckpointError(
            f"{name} is damaged or no saved run: the print {each!r} {what}, but its longer side must have {max_side_px} px."
        )
    return shape


def _check_gray(content: Tensor, *, name: str) -> None:
    if not (torch.equal(content[0], content[1]) and torch.equal(content[0], content[2])):
        raise CheckpointError(f"{name} is damaged: its gray print is not gray.")


def _check_products(tensors: Mapping[str, Tensor], *, name: str) -> None:
    """Refuse products of L-BFGS's believed pairs that are not finite; those of refused pairs are passed over anyhow."""
    good, products = tensors.get("state.memory.good"), tensors.get("state.memory.products")
    if good is not None and products is not None and not products.where(good & good[:, None], 0).isfinite().all():
        raise CheckpointError(f"{name} is damaged: state.memory.products is not finite.")


def _words(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _sizes(shape: tuple[int, ...]) -> str:
    return one_line("×".join(map(str, shape)) or "of a single number")
