"""What hostile files, hostile settings, interrupts and kills do: a table of raw exceptions, silent damage, hangs and leftovers.

Run with ``python benchmarks/abuse.py [runs pictures weights settings interrupts kills] [--seed N] [--share 0.1]``; without names
all are done, in about ten minutes. ``docs/reliability.md`` has the figures.

A raw exception is one that is no ``uw.UkiyoError`` (nor a MemoryError that says what to do). Silent damage: a run that loads without
a word and goes on to other pictures, or a picture that is read as another one than its header says. A hang: more than 20 seconds.
"""

# ruff: noqa: BLE001, D103, E501 - it catches everything, for that is what it counts

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import decimal
import fractions
import hashlib
import io
import itertools
import json
import os
import queue
import random
import signal
import struct
import sys
import tempfile
import threading
import time
import warnings
import zlib
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import ukiyo_widgets as uw

HANG_S = 20
HOSTILE = [
    None, True, -1, 0, 1, 10**9, 10**400, 2.5, float("nan"), float("inf"), -float("inf"), 1e308, "", "x", "x" * 100_000, "\0", "\udc83",
    "nan", "1e999", "/etc/passwd", "http://127.0.0.1:9/", "torchvision", "\n import os", "<script>", [], {}, [1, 2], [[]], {"a": {}},
    ["conv1_1"] * 5000, "0,0=#000;" * 20_000, "mask:" + "A" * 50_000, "0,0 1,0 1,1 > 0,0 1,0 1,1 @ 9", "conv9_9=1", "9" * 5000,
    -0.0, "-0", "1_0", "１２", "0x10", " 1 ", "1,5", "1e-400", "\x1b[31mred", "\u202egnp.exe", "$\\frac{$", "[link=x]y[/link]", "%s%n", "{0.__class__}",
    "mask:" + "iVBORw0KGgo" * 9, "0,0=#00000g", "nan,nan=#ff0000", "0.5,inf=#ff0000", "#000000=#ffffff;" * 9000, "//host/share", "file:///etc/passwd",
]  # fmt: skip


REFUSALS = {"ImageError", "SettingsError", "WeightsError", "CheckpointError", "RunClosedError", "NotFiniteError"}
"""Of the package, by name, so that versions can be compared in which they had no class in common."""


class Hang(BaseException):
    """Took too long."""


def ring(_number, _frame):
    raise Hang


@contextlib.contextmanager
def at_most(seconds):
    signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def outcome(action, *arguments):
    """How something ended: what it gave and whether a warning was given, or a refusal, or a raw exception, or a hang."""
    try:
        with at_most(HANG_S), warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            return "done", (action(*arguments), bool(said))
    except Hang:
        return "hang", None
    except Exception as error:
        refused = type(error).__name__ in REFUSALS or isinstance(error, MemoryError)
        return ("refused" if refused else "raw"), f"{type(error).__name__}: {error}"[:160]


def prints():
    tall = np.linspace(0, 1, 48)[:, None] * np.linspace(0.2, 1, 32)[None]
    gray = (tall * 255).round() / 255
    wave = 0.5 + 0.4 * np.sin(np.linspace(0, 9, 48))[:, None] * np.cos(np.linspace(0, 7, 32))[None]
    return gray, (np.stack([gray, wave, 1 - gray], -1) * 255).round() / 255


def a_run(**settings):
    gray, colour = prints()
    return uw.colorize(gray, colour, **{"size": 48, "history": 3, "precision": "float32", **settings})


# ------------------------------------------------------------------ saved runs


def parts_of(data):
    length = int.from_bytes(data[:8], "little")
    return json.loads(data[8 : 8 + length]), data[8 + length :]


def sealed(header, body):
    """Return a file whose digest, where the format has one, is right: what somebody can make who means harm."""
    has = "digest" in header["__metadata__"]
    if has:
        header["__metadata__"] = {
            "digest": "0" * 64,
            **{k: v for k, v in header["__metadata__"].items() if k != "digest"},
        }
        header = {"__metadata__": header.pop("__metadata__"), **header}
    text = json.dumps(header, separators=(",", ":")).encode("utf-8", "surrogatepass")
    blank = struct.pack("<Q", len(text)) + text
    if not has:
        return blank + body
    digest = hashlib.sha256(blank + body).hexdigest().encode()
    return blank.replace(b'"digest":"' + b"0" * 64, b'"digest":"' + digest, 1) + body


def sealed_bytes(text, body):
    """Return a file of a header that need not be JSON any more, with a digest that is right."""
    place = text.find(b'"digest":"') + 10
    if place < 10:
        return struct.pack("<Q", len(text)) + text + body
    blank = struct.pack("<Q", len(text)) + text[:place] + b"0" * 64 + text[place + 64 :]
    digest = hashlib.sha256(blank + body).hexdigest().encode()
    return blank[: 8 + place] + digest + blank[8 + place + 64 :] + body


def places(value, path=()):
    """Yield every place in a JSON value."""
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in entries:
        yield from places(each, (*path, key))


def at(value, path):
    """Return what is at a place in a JSON value."""
    return at(value[path[0]], path[1:]) if path else value


def with_value(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_value(copy[path[0]], path[1:], new)
    return copy


def damaged_runs(data, chance, count):
    """Files made from a good one, and how: flipped bits, cut ends, and headers and values that somebody has changed.

    Somebody who puts other allowed values into a file and a right digest beside them has made another run: ``forged``.
    """
    header, body = parts_of(data)
    texts = {name: json.loads(text) for name, text in header["__metadata__"].items() if text.startswith("{")}
    tensors = [name for name in header if name != "__metadata__"]
    for i in range(count):
        kind = i % 7
        changed = json.loads(json.dumps(header))
        if kind == 0:
            flipped = bytearray(data)
            flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            yield bytes(flipped), "damaged"
        elif kind == 1:
            yield data[: chance.randrange(len(data))] + chance.randbytes(chance.choice([0, 0, 1, 100])), "damaged"
        elif kind in (2, 3):
            name = chance.choice(list(texts))
            path = chance.choice(list(places(texts[name])))
            value = chance.choice(HOSTILE)
            new, old = with_value(texts[name], path, value), at(texts[name], path)
            # Numbers are texts in a saved run ("0x1.8p+1"): some other text may be a number that a run can have.
            allowed = type(value) is type(old) and value in [True, 0, 1, "0x10", "-0", "1_0", " 1 "]
            broken = chance.random() < 0.1
            text = chance.choice([json.dumps(new), "[" * 200_000, "{"]) if broken else json.dumps(new)
            changed["__metadata__"][name] = text
            yield sealed(changed, body), "forged" if allowed and "digest" in header["__metadata__"] else "damaged"
        elif kind == 4:
            name = chance.choice(tensors)
            start, end = changed[name]["data_offsets"]
            width = {"F64": 8, "F32": 4}.get(changed[name]["dtype"])
            value = chance.choice([float("nan"), float("inf"), -1e30, 7.0, -3.0])
            packed = struct.pack("<d" if width == 8 else "<f", value) if width else b"\x07"
            place = start + (width or 1) * chance.randrange(max((end - start) // (width or 1), 1))
            whole = body[:place] + packed + body[place + len(packed) :] if end > start else body
            yield sealed(changed, whole), "forged" if "digest" in header["__metadata__"] else "damaged"
        elif kind == 6:  # a right digest over a header in which a few bytes are others
            text = bytearray(json.dumps(header, separators=(",", ":")).encode())
            for _ in range(chance.randint(1, 3)):
                place = chance.randrange(90, len(text))
                text[place : place + chance.randint(0, 3)] = chance.choice(
                    [b"", b"9", b'"', b"}", b"\\u0000", b"\xff", b"-", b"1e9", b"[["]
                )
            yield sealed_bytes(bytes(text), body), "forged" if "digest" in header["__metadata__"] else "damaged"
        else:
            name = chance.choice(tensors)
            match chance.randrange(4):
                case 0:
                    changed[chance.choice(["unknown", "state.memory.s.9", "reference.7"])] = changed.pop(name)
                case 1:
                    changed[name]["dtype"] = chance.choice(["I32", "U8", "BOOL", "BF16", "F16", "F64"])
                case 2:
                    changed[name]["shape"] = chance.choice(
                        [[], [1], [3, 1, 1], [2**40], list(reversed(changed[name]["shape"]))]
                    )
                case 3:
                    del changed[name]
            yield sealed(changed, body), "damaged"


def runs(chance, count, folder):
    """Malformed saved runs."""
    run = a_run()
    run.advance(4)
    run.set(style_weight=3.0)
    run.advance(2)
    path = run.save(folder / "run.ukiyo")
    data = path.read_bytes()
    expected = run.advance(3).unclipped
    found = Counter()
    for damaged, kind in damaged_runs(data, chance, count):
        path.write_bytes(damaged)
        how, value = outcome(uw.load, path)
        if how == "done":
            loaded, warned = value
            how, value = outcome(lambda loaded=loaded: (loaded.advance(3).unclipped, str(loaded.recipe))[0])
            if how == "done":
                same = torch.equal(value[0], expected)
                how = "same" if same else "warned" if warned or value[1] else "silent" if kind == "damaged" else kind
        note(found, how, value)
    return found


# ------------------------------------------------------------------ pictures


def pictures(chance, count, _folder):
    """Damaged pictures, and TIFFs and PNGs of every kind against what they say."""
    found = Counter()
    gray, colour = prints()
    levels = (colour * 255).astype(np.uint8)
    kept = [written(levels, kind) for kind in ("PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP", *newer())]
    for i in range(count):
        data = bytearray(kept[i % len(kept)])
        match chance.randrange(4):
            case 0:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 1:
                data = data[: chance.randrange(len(data))]
            case 2:
                place = chance.randrange(len(data))
                data[place:place] = chance.randbytes(chance.randrange(1, 400))
            case 3:
                place = chance.randrange(min(len(data), 200))
                data[place : place + 4] = chance.choice(
                    [b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", chance.randbytes(4)]
                )
        how, value = outcome(uw.read_image, bytes(data))
        note(found, "read" if how == "done" else how, value)
    for data, meant in itertools.chain(headers(gray, colour), newer_headers(colour)):
        how, value = outcome(lambda data=data: uw.read_image(data).pixels.permute(1, 2, 0).numpy())
        if how == "done":
            pixels, warned = value
            right = meant is not None and pixels.shape[:2] == meant.shape[:2] and np.abs(pixels - meant).max() < 0.03
            how = "right" if right else "warned" if warned else "silent"
        note(found, how, value)
    return found


def headers(gray, colour):
    """Pictures of unusual kinds, each with what it means."""
    import tifffile

    full = {np.uint8: 255, np.uint16: 65535, np.float32: 1, np.float64: 1}
    for numbers, white in full.items():
        for values, photometric in ((gray, "minisblack"), (1 - gray, "miniswhite"), (colour, "rgb")):
            scaled = (values * white).round().astype(numbers) if white > 1 else values.astype(numbers)
            meant = gray if values is not colour else colour
            for planes, compression, order in itertools.product(("contig", "separate"), (None, "deflate"), "<>"):
                if photometric != "rgb" and planes == "separate":
                    continue
                held = io.BytesIO()
                stored = np.moveaxis(scaled, -1, 0) if planes == "separate" else scaled
                tifffile.imwrite(
                    held,
                    stored,
                    photometric=photometric,
                    planarconfig=planes if photometric == "rgb" else None,
                    compression=compression,
                    byteorder=order,
                )
                yield (
                    held.getvalue(),
                    np.broadcast_to(meant if meant.ndim == 3 else meant[..., None], (*meant.shape[:2], 3)),
                )
    three = np.repeat(gray[..., None], 3, -1)
    held = io.BytesIO()
    with tifffile.TiffWriter(held) as pages:
        pages.write((gray[::2, ::2] * 255).astype(np.uint8), subfiletype=1, photometric="minisblack")
        pages.write((gray * 255).round().astype(np.uint8), photometric="minisblack")
    yield held.getvalue(), three
    held = io.BytesIO()
    tifffile.imwrite(held, (gray * 4095).round().astype(np.uint16), photometric="minisblack")
    yield held.getvalue(), three
    held = io.BytesIO()
    Image.fromarray((gray * 255).round().astype(np.uint8)).save(held, "PNG")
    data = held.getvalue()
    encoded = np.where(gray <= 0.0031308, 12.92 * gray, 1.055 * gray ** (1 / 2.4) - 0.055)[..., None].repeat(3, -1)
    yield data[:33] + chunk(b"gAMA", struct.pack(">I", 100_000)) + data[33:], encoded
    yield data[:33] + chunk(b"zTXt", b"k\0\0" + zlib.compress(b"x" * 2_000_000)) + data[33:], three


def newer():
    """Return the newer formats that can be written here: HEIC and JPEG XL with the packages of the extra ``formats``."""
    with contextlib.suppress(ImportError):
        import pillow_heif

        pillow_heif.register_heif_opener()
    with contextlib.suppress(ImportError):
        import pillow_jxl  # noqa: F401
    Image.init()
    return [kind for kind in ("AVIF", "JPEG2000", "HEIF", "JXL") if kind in Image.SAVE]


BEST = {
    "AVIF": {"quality": 100, "subsampling": "4:4:4"},
    "HEIF": {"quality": -1, "chroma": 444},
    "JXL": {"lossless": True},
}


def written(levels, kind, **options):
    held = io.BytesIO()
    Image.fromarray(levels).save(held, kind, **BEST.get(kind, {}), **options)
    return held.getvalue()


def newer_headers(colour):
    """Pictures of the newer formats, each with what it means; None where it may only be refused."""
    levels = (0.25 + colour / 2) * 255
    levels = levels.round().astype(np.uint8)
    meant = levels / 255
    turned = [
        lambda a: a, lambda a: a[:, ::-1], lambda a: a[::-1, ::-1], lambda a: a[::-1], lambda a: a.transpose(1, 0, 2),
        lambda a: np.rot90(a, -1), lambda a: a.transpose(1, 0, 2)[::-1, ::-1], lambda a: np.rot90(a, 1),
    ]  # fmt: skip
    light = np.where(meant <= 0.04045, meant / 12.92, ((meant + 0.055) / 1.055) ** 2.4)
    light = light @ np.array([[0.8225, 0.1774, 0.0], [0.0332, 0.9669, 0.0], [0.0171, 0.0724, 0.9108]]).T
    wide = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    wide = (wide * 255).round().astype(np.uint8)  # the same colours in Display P3
    for kind in newer():
        for orientation, turn in enumerate(turned, 1):
            exif = Image.Exif()
            exif[0x0112] = orientation
            if kind != "JPEG2000":  # in which Exif has no place; in JPEG XL it has no say
                yield written(levels, kind, exif=exif.tobytes()), meant if kind == "JXL" else turn(meant)
        for values in (levels[..., :2], np.dstack([levels, levels[..., 0]])):
            opaque = values[..., -1:] / 255
            yield written(values, kind), np.broadcast_to(values[..., :-1] / 255 * opaque + 1 - opaque, meant.shape)
        if kind in {"AVIF", "HEIF"}:
            for primaries, transfer, means in ((12, 13, meant), (1, 13, wide / 255), (9, 16, None), (9, 18, None)):
                data = written(wide, kind)
                place = data.index(b"nclx") + 4
                yield data[:place] + struct.pack(">HH", primaries, transfer) + data[place + 4 :], means
    png = written(wide, "PNG")
    for primaries, transfer, means in ((12, 13, meant), (1, 13, wide / 255), (9, 16, None), (9, 18, None)):
        yield png[:33] + chunk(b"cICP", bytes([primaries, transfer, 0, 1])) + png[33:], means
    jp2 = written(levels, "JPEG2000")
    place = jp2.index(b"\xff\x4f\xff\x51") + 42
    for bits in (0x8F, 0x87, 0x0F, 0x0B, 0x03, 0x00):  # signed, deep and shallow levels
        damaged = bytearray(jp2)
        damaged[place : place + 9 : 3] = bytes([bits] * 3)
        yield bytes(damaged), None
    for factor in (2, 1000):  # one header says another size than the other
        place = jp2.index(b"ihdr") + 4
        yield jp2[:place] + struct.pack(">II", 48 * factor, 32 * factor) + jp2[place + 8 :], None


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


# ------------------------------------------------------------------ weights


def weights(chance, count, folder):
    """Files of weights: cut, of other shapes and types, with values that are none, with code in them."""
    from safetensors.torch import save

    widths = [3, 64, 64, 128, 128, 256, 256, 256, 256, 512, 512, 512, 512, 512]
    names = ["1_1", "1_2", "2_1", "2_2", "3_1", "3_2", "3_3", "3_4", "4_1", "4_2", "4_3", "4_4", "5_1"]
    state = {}
    for i, name in enumerate(names):
        state[f"conv{name}.weight"] = torch.zeros(widths[i + 1], widths[i], 3, 3)
        state[f"conv{name}.bias"] = torch.zeros(widths[i + 1])
    whole, found = save(state), Counter()

    class Code:
        def __reduce__(self):
            return os.system, (f"touch {folder / 'owned'}",)

    for i in range(count):
        path = folder / f"weights{i % 2}.{'safetensors' if i % 3 else 'pth'}"
        changed, name = dict(state), chance.choice(list(state))
        match i % 6:
            case 0:
                several = (
                    b"PK\x03\x04" + bytes(60) + b"PK\x05\x06\0\0\0\0\0\x08\0\x08\0\x0b\2\0\0x\6\0\0\0\0"
                )  # a ZIP in parts
                cut = [b"", b"<html>", b"PK\x03\x04", b"version https://git-lfs", chance.randbytes(5000), several]
                path.write_bytes(chance.choice(cut))
            case 1:
                path.write_bytes(whole[: chance.randrange(len(whole) // 50)])
            case 2:
                header, _ = parts_of(whole)
                new = with_value(
                    header, chance.choice([p for p in places(header) if p]), chance.choice([*HOSTILE[:9], "x", [], {}])
                )
                text = json.dumps(new).encode("utf-8", "surrogatepass")
                path.write_bytes(struct.pack("<Q", len(text)) + text + whole[8 + int.from_bytes(whole[:8], "little") :])
            case 3:
                changed[name] = chance.choice(
                    [torch.zeros(3), torch.full_like(state[name], float("nan")), state[name].long(), Code()]
                )
                torch.save(changed, path) if path.suffix == ".pth" or isinstance(
                    changed[name], Code
                ) else path.write_bytes(save(changed))
            case 4:
                del changed[name]
                path.write_bytes(save(changed))
            case 5:
                torch.save(chance.choice([[], 5, {"conv1_1.weight": "x"}, {1: torch.zeros(1)}, Code()]), path)
        how, value = outcome(lambda path=path: uw.load_network(weights=str(path), device="cpu"))
        note(found, "read" if how == "done" else how, value)
    if (folder / "owned").exists():
        note(found, "silent", "code was run")
    return found


# ------------------------------------------------------------------ settings


def settings(chance, count, _folder):
    """Every setting with whatever is no value of it, given in Python and in a recipe."""
    found = Counter()

    class Odd:
        def __float__(self):
            raise RuntimeError

        def __iter__(self):
            raise ZeroDivisionError

        def __repr__(self):
            raise OSError

    values = [
        *HOSTILE,
        Odd(),
        object(),
        itertools.count(),
        b"\xff",
        1j,
        np.array([1.0, 2.0]),
        torch.ones(2),
        int,
        {1},
        range(10**8),
        np.float32("nan"),
        np.datetime64("NaT"),
        np.zeros(()),
        fractions.Fraction(1, 3),
        decimal.Decimal("NaN"),
        Path("wave.png"),
        memoryview(b"x"),
        frozenset("a"),
        lambda: 1,
        dict(enumerate("ab")),
        Image.new("L", (3, 3)),
        torch.tensor(float("inf")),
    ]
    pairs = list(itertools.product([each.name for each in dataclasses.fields(uw.Settings)], values))
    chance.shuffle(pairs)
    for name, value in itertools.islice(itertools.cycle(pairs), count):
        how, given = outcome(lambda name=name, value=value: uw.Settings(**{name: value}))
        note(found, "taken" if how == "done" else how, f"{name}={type(value).__name__} {given}")
    return found


# ------------------------------------------------------------------ interrupts


def interrupts(chance, count, folder):
    """KeyboardInterrupts in tight loops; after each, another thread must get the run's lock."""
    found = Counter()
    jobs, answers = queue.SimpleQueue(), queue.SimpleQueue()

    def helper(jobs):
        while True:
            jobs.get().fork()
            answers.put(True)

    threading.Thread(target=helper, args=(jobs,), daemon=True).start()
    run = a_run(size=32)
    run.advance(2)
    batch = uw.Batch([run.fork(), run.fork()])
    uses = [
        lambda: run.set(style_weight=chance.uniform(1, 2)),
        lambda: run.fork(fade=0.01),
        lambda: batch.advance(1),
        lambda: run.save(folder / "run"),
        lambda: next(iter(run.steps(1))),
    ]

    def interrupt(_number, _frame):
        raise KeyboardInterrupt

    signal.signal(signal.SIGALRM, interrupt)
    done = 0
    while done < count:
        if done % 500 == 499:
            run = a_run(size=32)
            run.advance(2)
            batch = uw.Batch([run.fork(), run.fork()])
        try:
            signal.setitimer(signal.ITIMER_REAL, chance.uniform(5e-6, 4e-4))
            while True:
                chance.choice(uses)()
        except KeyboardInterrupt:
            done += 1
        except Exception as error:
            note(found, "raw", f"{type(error).__name__}: {error}")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for each in (run, *batch.runs):
            jobs.put(each)
        try:
            for _ in range(1 + len(batch.runs)):
                answers.get(timeout=HANG_S)
            note(found, "usable", None)
        except queue.Empty:
            note(found, "lock left", None)
            jobs = queue.SimpleQueue()
            threading.Thread(target=helper, args=(jobs,), daemon=True).start()
            run = a_run(size=32)
            run.advance(2)
            batch = uw.Batch([run.fork(), run.fork()])
    return found


# ------------------------------------------------------------------ kills


def kills(chance, count, folder):
    """Kill -9 while files are written; then what is there must be whole, and the next save must leave nothing else."""
    found = Counter()
    run = a_run(size=64)
    run.advance(3)
    film = [run.frame.image] * 3
    writers = [
        lambda: run.save(folder / "run.ukiyo"),
        lambda: run.frame.save(folder / "print.png"),
        lambda: run.frame.save(folder / "print.jpg"),
        lambda: uw.save_film(film, folder / "film.gif"),
        lambda: run.frame.save(folder / "print.webp"),
        lambda: run.frame.save(folder / "print.tif"),
        lambda: uw.save_film(film, folder / "film.mp4"),
    ]
    names = {"run.ukiyo", "print.png", "print.jpg", "film.gif", "print.webp", "print.tif", "film.mp4"}
    for each in writers:
        each()
    for i in range(count):
        writer = writers[i % len(writers)]
        child = os.fork()
        if not child:
            with contextlib.suppress(BaseException):
                while True:
                    writer()
            os._exit(1)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = [each for each in folder.iterdir() if each.name not in names]
        note(found, "killed within a write" if left else "killed between writes", None)
        for how in (
            outcome(lambda: uw.load(folder / "run.ukiyo")),
            outcome(lambda: film_frames(folder / "film.mp4")),
            *(
                outcome(lambda name=name: uw.read_image(folder / name))
                for name in ("print.png", "print.jpg", "film.gif", "print.webp", "print.tif")
            ),
        ):
            if how[0] != "done":
                note(found, "broken", how)
        writer()
        left = [each for each in folder.iterdir() if each.name not in names]
        if left:
            note(found, "left", left[0].name)
            for each in left:
                each.unlink()
    return found


def film_frames(path):
    """Decode a film to its end."""
    import av

    with av.open(str(path)) as film:
        return [frame.to_ndarray() for frame in film.decode(video=0)][2]


def note(found, how, value):
    found[how] += 1
    if how in {"raw", "silent", "hang", "lock left", "broken", "left"} and found[how] <= 3:
        print(f"    {how}: {value}"[:300], file=sys.stderr)


KINDS = {"runs": (runs, 1050), "pictures": (pictures, 700), "weights": (weights, 180), "settings": (settings, 2600)}
KINDS |= {"interrupts": (interrupts, 10_000), "kills": (kills, 200)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, []], help="default: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="of the usual number of tries")
    options = parser.parse_args()
    torch.set_num_threads(1)
    rows = []
    for name in options.kinds or KINDS:
        work, count = KINDS[name]
        with tempfile.TemporaryDirectory() as folder:
            begun_s = time.monotonic()
            found = work(random.Random(options.seed), max(1, round(count * options.share)), Path(folder))
        rows.append((name, found, time.monotonic() - begun_s))
        bad = {each: found[each] for each in ("raw", "silent", "hang", "lock left", "broken", "left")}
        rest = {each: number for each, number in found.items() if each not in bad}
        print(
            f"| {name} | {sum(found.values())} | {' | '.join(str(each) for each in bad.values())} | {rest} | {rows[-1][2]:.0f} s |",
            flush=True,
        )
    return int(
        any(found[each] for _, found, _ in rows for each in ("raw", "silent", "hang", "lock left", "broken", "left"))
    )


if __name__ == "__main__":
    sys.exit(main())
