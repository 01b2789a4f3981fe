"""The corpus: small files that are as they should be, for fuzzing to begin with. ``python -m tests.fuzzing.seeds`` writes it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import tifffile
import torch
from PIL import Image
from safetensors.torch import save

import ukiyo_widgets as uw
from tests.fuzzing.targets import CORPUS
from ukiyo_widgets.images.headers.code_points import _profile
from ukiyo_widgets.images.reading import opening

SIDE_PX = 16
SHADES = np.linspace(20, 230, SIDE_PX * SIDE_PX * 3).reshape(SIDE_PX, SIDE_PX, 3).astype(np.uint8)


def pictures():
    """Every format, in its usual kinds."""
    for head in (b"\0\0\0\x18ftypheic", b"\xff\x0a"):
        opening.installed_plugin(head)
    exif = Image.Exif()
    exif[0x0112] = 6
    colour, gray = Image.fromarray(SHADES), Image.fromarray(SHADES[..., 0])
    alpha = Image.fromarray(np.dstack([SHADES, SHADES[..., 0]]))
    for kind in ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000", "HEIF", "JXL"):
        options = {"exif": exif.tobytes()} if kind in {"PNG", "JPEG", "WEBP", "AVIF", "HEIF"} else {}
        options |= {"icc_profile": _profile(12, 13)} if kind in {"PNG", "JPEG", "AVIF", "HEIF"} else {}
        yield kind.lower(), written(colour, kind, **options)
        yield f"{kind.lower()}-gray", written(gray, kind)
        if kind not in {"JPEG", "GIF", "BMP"}:
            yield f"{kind.lower()}-alpha", written(alpha, kind)
    yield "jxl-box", written(colour, "JXL", use_container=True)
    yield "png-palette", written(colour.quantize(7), "PNG")
    yield "png-16", written(Image.fromarray(SHADES[..., 0].astype(np.uint16) * 257), "PNG")
    for numbers in (np.uint8, np.uint16, np.float32):
        for options in (
            {},
            {"planarconfig": "separate"},
            {"compression": "deflate", "predictor": True},
            {"tile": (16, 16)},
        ):
            values = SHADES.astype(numbers) / (255 if numbers is np.float32 else 1)
            values = np.moveaxis(values, -1, 0) if "planarconfig" in options else values
            if numbers is np.float32 and "predictor" in options:
                continue
            held = io.BytesIO()
            tifffile.imwrite(held, values.astype(numbers), photometric="rgb", metadata=None, **options)
            yield f"tiff-{numbers.__name__}-{'-'.join(options) or 'plain'}", held.getvalue()
    run = uw.colorize(SHADES[..., 0], SHADES, size=SIDE_PX)
    path = run.frame.save(CORPUS / "result.png")
    yield "result", path.read_bytes()
    path.unlink()


def written(picture, kind, **options):
    held = io.BytesIO()
    picture.save(held, kind, **options)
    return held.getvalue()


def weights():
    """The beginnings of files of weights, in the formats that are known."""
    state = {"features.0.weight": torch.ones(4, 3, 3, 3), "features.0.bias": torch.zeros(4)}
    yield "safetensors", save(state)
    for name, options in (("zip", {}), ("old", {"_use_new_zipfile_serialization": False})):
        held = io.BytesIO()
        torch.save(state, held, **options)
        yield name, held.getvalue()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a/data.pkl", b"\x80\x02}.")
    yield "empty", held.getvalue()


def runs():
    """Saved runs of the smallest size."""
    for name, settings in {"paper": {"preset": "paper"}, "print": {}}.items():
        run = uw.colorize(SHADES[..., 0], SHADES, size=SIDE_PX, history=1, precision="float32", **settings)
        run.advance(2)
        run.set(style_weight=3.0)
        run.advance(1)
        path = run.save(CORPUS / "run.ukiyo")
        yield name, path.read_bytes()
        path.unlink()


def recipes():
    """Recipes of several kinds."""
    for name, settings in {
        "default": {},
        "hints": {"hints": "0.2,0.3=#c03020", "regions": "0,0 1,0 1,1 > 0,0 1,0 1,1", "palette": "#1d3a5f=#2a6e4e"},
        "paper": {"preset": "paper", "reference_weights": (1.0, 2.0)},
    }.items():
        references = ["sample:actor", SHADES] if "reference_weights" in settings else SHADES
        run = uw.colorize("sample:wave", references, size=32, **settings)
        run.advance(1)
        run.set(style_weight=2.0)
        yield name, run.recipe.to_json().encode()


def messages():
    """What pages say: the number of a part and a JSON text."""
    for part, kind, content in (
        (0, "hello", {}),
        (1, "play", {}),
        (1, "seek", {"position": 1}),
        (1, "export", {"suffix": "png"}),
        (3, "show", {"key": 1}),
        (3, "rename", {"key": 1, "name": "wave"}),
        (4, "choose", {"keys": ["p0"]}),
        (4, "weigh", {"key": "p0", "weight": 0.5}),
        (4, "upload", {"name": "a.png", "part": 0, "parts": 1}),
        (4, "bring", {"paths": ["wave.png"]}),
    ):
        yield f"{kind}-{part}", bytes([part]) + json.dumps({"kind": kind, **content}).encode()


def write() -> None:
    """Write every seed into a folder per target."""
    for maker in (pictures, weights, runs, recipes, messages):
        folder = CORPUS / maker.__name__
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in maker():
            Path(folder / name).write_bytes(data)


if __name__ == "__main__":
    write()
