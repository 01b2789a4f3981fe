"""How a run shows itself in a notebook: the prints, the picture and its numbers, without any script."""

from __future__ import annotations

import base64
import functools
import html
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import PIL.Image

from ukiyo_widgets.engine.network.sources import credit_of
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.runs.frame import Frame
from ukiyo_widgets.runs.keeping.snapshots import Position
from ukiyo_widgets.runs.prints import Prints
from ukiyo_widgets.runs.recipe import Recipe
from ukiyo_widgets.surroundings import undisturbed

THUMBNAIL_PX = 160
_FIGURE = (
    '<figure style="margin:0 16px 8px 0">{image}<figcaption style="font-size:smaller">{caption}</figcaption></figure>'
)


def frame_of(position: Position, *, recipe: Recipe, size_px: tuple[int, int]) -> Frame:
    """Return a position as a frame."""
    return Frame(
        position.state,
        content_weight=position.judged_with.content_weight,
        size_px=size_px,
        remark=lambda: position.said,
        metadata=functools.partial(metadata, recipe, index=position.state.index),
    )


def metadata(recipe: Recipe, *, index: int) -> dict[str, str]:
    """Return what is written into a saved picture: its recipe, the code that recreates it, and the sources' credits."""
    return {
        "Title": f"Colorized print, iteration {index}",
        "Source": recipe.credits(),
        "Network": credit_of(recipe.weights_sha256),
        "Recipe": recipe.to_json(),
        "Code": recipe.to_code(iterations=index),
    }


@undisturbed
def mimebundle(frame: Frame | None, *, text: str, recipe: Recipe, prints: Prints | None) -> dict[str, Any]:
    """Return a run as HTML, PNG and ``text``; one that has computed nothing (no frame) shows its prints and says so."""
    bundle: dict[str, Any] = {"text/plain": text}
    figures = _print_figures(prints, recipe) if prints else []
    if frame is not None:
        image = frame.image
        bundle["image/png"] = png_bytes(image)
        figures.append(_figure(image, f"Iteration {frame.index}"))
        body = _numbers(frame, preset=recipe.settings.preset)
    else:
        body = "<p>Nothing is computed yet: iterate over the run, or call <code>run.advance(20)</code>.</p>"
    row = f'<div style="display:flex;flex-wrap:wrap;align-items:flex-end">{"".join(figures)}</div>'
    bundle["text/html"] = f'<div class="ukiyo-run">{row}{body}</div>'
    return bundle


def _print_figures(prints: Prints, recipe: Recipe) -> list[str]:
    figures = [_figure(_thumbnail(to_pil(prints.content)), f"Gray print: {recipe.content.credit}")]
    for reference, ingredient in zip(prints.references, recipe.references, strict=True):
        figures.append(_figure(_thumbnail(to_pil(reference)), f"Reference: {ingredient.credit}"))
    return figures


def _numbers(frame: Frame, *, preset: str) -> str:
    rows: Mapping[str, str] = {
        "Total loss": f"{frame.losses['total']:.4g}",
        "Content loss": f"{frame.losses['content']:.4g}",
        "Style loss": f"{frame.losses['style']:.4g}",
        "β/α": f"{frame.ratio:.4g}",
        "Computing time": f"{frame.elapsed_s:.1f} s",
        "Preset": preset,
    }
    cells = "".join(
        f'<tr><th style="text-align:left">{name}</th><td style="text-align:right">{html.escape(value)}</td></tr>'
        for name, value in rows.items()
    )
    note = f"<p>{html.escape(frame.note)}</p>" if frame.note else ""
    return f"<table>{cells}</table>{note}"


def _figure(image: PIL.Image.Image, caption: str) -> str:
    text = html.escape(caption)
    data = base64.b64encode(png_bytes(image)).decode()
    tag = f'<img src="data:image/png;base64,{data}" alt="{text}" style="max-width:100%;display:block">'
    return _FIGURE.format(image=tag, caption=text)


def _thumbnail(image: PIL.Image.Image) -> PIL.Image.Image:
    image.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    return image


def png_bytes(image: PIL.Image.Image) -> bytes:
    """Return ``image`` as a PNG file."""
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
