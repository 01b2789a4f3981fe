"""Writes src/messages.ts, the front end's types of all messages and texts, from what the parts say in Python.

And src/words.json, the texts themselves: a page that plays without a kernel has nobody to ask for them.
"""

from __future__ import annotations

import inspect
import json
import types
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

from ukiyo_widgets.widgets.messages import (
    EVERYWHERE,
    TALKS,
    Talk,
    board,
    controls,
    keeping,
    picker,
    preview,
    runs,
    talk,
    transport,
    trials,
)
from ukiyo_widgets.widgets.texts import LANGUAGES, texts

PATH = Path(__file__).parent / "src" / "messages.ts"
WORDS_PATH = PATH.with_name("words.json")
HEAD = """\
// Written by write_messages.py from the messages and texts in ukiyo_widgets/widgets.
"""
_SIMPLE: Mapping[object, str] = {int: "number", float: "number", str: "string", bool: "boolean", type(None): "null"}


def typescript() -> str:
    """Return the text of messages.ts."""
    modules = [talk, preview, transport, runs, picker, controls, keeping, trials, board]
    named = {name: each for module in modules for name, each in vars(module).items()}
    aliases = {name: each for name, each in named.items() if _is_alias(each)}
    kinds = [each for each in named.values() if is_typeddict(each)]
    talks = "\n".join(f"  {name}: {_talk(each, indent='  ')};" for name, each in TALKS.items())
    words = "".join(f"\n  | {json.dumps(word)}" for word in sorted(texts()))
    return "\n".join([
        HEAD,
        "".join(f"export type {name} = {_named(each, aliases, itself=name)};\n" for name, each in aliases.items()),
        *(_interface(kind, aliases) for kind in kinds),
        f"/** What every part and its page may say. */\nexport type Everywhere = {_talk(EVERYWHERE)};\n",
        f"/** What each part and its page may say beyond that. */\nexport type Talks = {{\n{talks}\n}};\n",
        "/** What a part's page reads of its model. */",
        f"export type Traits = {{ words: Words; language: {_union(LANGUAGES)}; colab: boolean; slim?: boolean }};\n",
        f"export type Words = Readonly<Record<Word, string>>;\n\nexport type Word ={words};\n",
    ])  # fmt: skip


def words() -> str:
    """Return the text of words.json."""
    return json.dumps({language: texts(language) for language in LANGUAGES}, ensure_ascii=False, indent=2) + "\n"


def _is_alias(value: object) -> bool:
    return isinstance(value, types.GenericAlias) or get_origin(value) is Literal


def _interface(kind: type, aliases: Mapping[str, Any]) -> str:
    fields = get_type_hints(kind, include_extras=True)
    lines = [f"  {_field(name, each, aliases)};\n" for name, each in fields.items()]
    body = f"{{\n{''.join(lines)}}}" if lines else "Record<never, never>"
    return f"/** {inspect.getdoc(kind)} */\nexport type {kind.__name__} = {body};\n"


def _field(name: str, type_: Any, aliases: Mapping[str, Any]) -> str:
    if get_origin(type_) is NotRequired:
        return f"{name}?: {_named(get_args(type_)[0], aliases)}"
    return f"{name}: {_named(type_, aliases)}"


def _named(type_: Any, aliases: Mapping[str, Any], *, itself: str = "") -> str:
    """Return a type in TypeScript, by the name that it has in Python, if any."""
    for name, each in aliases.items():
        if each == type_ and name != itself:
            return name
    if is_typeddict(type_):
        return str(type_.__name__)
    if type_ in _SIMPLE:
        return _SIMPLE[type_]
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is Literal:
        return _union(arguments)
    if origin is types.UnionType:
        return " | ".join(_named(each, aliases) for each in arguments)
    if origin is tuple:
        return f"[{', '.join(_named(each, aliases) for each in arguments)}]"
    if origin is list:
        return f"{_named(arguments[0], aliases)}[]"
    if origin is dict and arguments[0] is str:
        return f"Record<string, {_named(arguments[1], aliases)}>"
    raise TypeError(
        f"{type_} has no counterpart in TypeScript here; use int, float, str, bool, None, lists, tuples or dicts."
    )


def _union(values: Iterable[object]) -> str:
    return " | ".join(json.dumps(each) for each in values)


def _talk(of: Talk, *, indent: str = "") -> str:
    sides = {"toPage": of.to_page, "fromPage": of.from_page}
    lines = [f"{indent}  {side}: {{ {_kinds(kinds)} }};\n" for side, kinds in sides.items()]
    return f"{{\n{''.join(lines)}{indent}}}"


def _kinds(kinds: Mapping[str, type]) -> str:
    return "; ".join(f"{kind}: {type_.__name__}" for kind, type_ in kinds.items())


if __name__ == "__main__":
    PATH.write_text(typescript(), encoding="utf-8")
    WORDS_PATH.write_text(words(), encoding="utf-8")
