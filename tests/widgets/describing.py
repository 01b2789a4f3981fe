"""Whether a message is what its description says."""

from __future__ import annotations

import types
from typing import Literal, NotRequired, get_args, get_origin, get_type_hints, is_typeddict


def fields(described):
    """Return the fields of a message: each with its type, and whether it may be left out."""
    hints = get_type_hints(described, include_extras=True)
    optional = {name for name, each in hints.items() if get_origin(each) is NotRequired}
    return {name: (get_args(each)[0] if name in optional else each, name in optional) for name, each in hints.items()}


def misfits(value, type_, *, where):
    """Yield a sentence for each thing in a message that is not as described."""
    origin, arguments = get_origin(type_), get_args(type_)
    if is_typeddict(type_):
        yield from _misfits_of_fields(value, fields(type_), where=where)
    elif origin is types.UnionType:
        if all(list(misfits(value, each, where=where)) for each in arguments):
            yield f"{where} is {value!r}, none of {arguments}."
    elif origin is dict:
        for name, each in value.items():
            yield from misfits(each, arguments[1], where=f"{where}[{name!r}]")
    elif origin in (list, tuple):
        yield from _misfits_of_items(value, type_, where=where)
    elif origin is Literal:
        if value not in arguments:
            yield f"{where} is {value!r}, not one of {arguments}."
    elif not isinstance(value, (int, float) if type_ is float else type_) or (value is True and type_ is not bool):
        yield f"{where} is {value!r}, not {type_}."


def _misfits_of_fields(value, known, *, where):
    for name in value.keys() - known.keys():
        yield f"{where} holds '{name}', which is not described."
    for name, (each, optional) in known.items():
        if name in value:
            yield from misfits(value[name], each, where=f"{where}.{name}")
        elif not optional:
            yield f"{where} lacks '{name}'."


def _misfits_of_items(value, type_, *, where):
    fits = isinstance(value, list | tuple)
    types_ = get_args(type_) if get_origin(type_) is tuple else get_args(type_) * len(value if fits else ())
    if not fits or len(value) != len(types_):
        yield f"{where} is {value!r}, which is not {type_}."
        return
    for place, (each, its_type) in enumerate(zip(value, types_, strict=True)):
        yield from misfits(each, its_type, where=f"{where}[{place}]")
