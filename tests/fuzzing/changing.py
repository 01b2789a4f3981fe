"""Blind changes of files, as bad copies, bad disks and bad people make them."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable

ODD = (
    b"\xff" * 4,
    b"\0" * 4,
    b"\x7f\xff\xff\xff",
    b"\x80\0\0\0",
    b"[" * 2000,
    b"1e999",
    b"NaN",
    b"-1",
    b"\xed\xb2\x80",
    b"\r\n\x1b[31m",
)


def changed(data: bytes, chance: random.Random) -> bytes:
    """Return a file with one to four changes."""
    whole = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(whole)) if whole else 0
        if chance.random() < 0.5:
            place = min(place, chance.randrange(300))  # headers have most of what can be wrong
        match chance.randrange(6):
            case 0 if whole:
                whole[place] ^= 1 << chance.randrange(8)
            case 1:
                del whole[place:]
            case 2:
                whole[place:place] = chance.randbytes(chance.randint(1, 40))
            case 3:
                odd = chance.choice(ODD)
                whole[place : place + len(odd)] = odd
            case 4:
                del whole[place : place + chance.randint(1, 40)]
            case _:
                other = chance.randrange(len(whole) + 1)
                whole[place:place] = whole[other : other + chance.randint(1, 200)]
    return bytes(whole)


def with_digest_made_anew(target: Callable[[bytes], object]) -> Callable[[bytes], None]:
    """Return a target that tries a file as it is, and a saved run also with a digest that is right."""

    def both(data: bytes) -> None:
        target(data)
        if (sealed := resealed(data)) != data:
            target(sealed)

    return both


def resealed(data: bytes) -> bytes:
    """Return a saved run with a digest made anew, where it has one: the rest is looked at then."""
    found = re.search(rb'"digest":"([0-9a-f]{64})"', data)
    if found is None:
        return data
    blank = data[: found.start(1)] + b"0" * 64 + data[found.end(1) :]
    return data[: found.start(1)] + hashlib.sha256(blank).hexdigest().encode() + data[found.end(1) :]
