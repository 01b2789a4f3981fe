"""From prints and settings to a run."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from torch import Tensor

from ukiyo_widgets.engine.network.vgg import SMALLEST_SIDE_PX
from ukiyo_widgets.engine.settings import Settings, describe
from ukiyo_widgets.errors import ImageError, SettingsError
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.reading.reading import Picture, Source, read_image
from ukiyo_widgets.images.resizing import resize
from ukiyo_widgets.runs.choosing.gathering import gather
from ukiyo_widgets.runs.colours import Progress
from ukiyo_widgets.runs.ingredient import Ingredient
from ukiyo_widgets.runs.prints import Prints, read_print, read_reference
from ukiyo_widgets.runs.recipe import Recipe
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.runs.workshop import Workshop
from ukiyo_widgets.surroundings import undisturbed


@undisturbed
def colorize(
    content: Source,
    reference: Any,
    *,
    start: Source | str | None = None,
    preset: str = "print",
    progress: Progress | None = None,
    **settings: Any,
) -> Run:
    """Return a run that colorizes ``content`` after ``reference``; the prints are read, nothing is computed yet.

    Parameters
    ----------
    content
        The gray print: a path, URL, bytes, PIL image, NumPy or torch array, or ``"sample:wave"``. Colour in it is
        replaced by its ITU-R 601 luma.
    reference
        The colour print, a list of several, or a folder of prints, of which the nearest 24 are learnt from. What has no colours,
        the gray print itself and, of a folder, what cannot be read are left out, with a warning; :meth:`Recipe.choice` of the
        run's recipe says which.
    start
        ``"palette"``, ``"content"`` or ``"noise"``, or a picture to start from, which is stretched to the content's size.
    preset
        ``"print"`` (ours), ``"paper"``, ``"gatys2015"`` or ``"johnson2015"``.
    progress
        Called with what is being done (``"looking"``, ``"studying"``, ``"learning"``), and how many of how many steps of it are;
        learning begins with the first iteration.
    **settings
        Any setting of :class:`~ukiyo_widgets.engine.settings.Settings`; they override the preset.

    Raises
    ------
    ImageError
        If a print cannot be read.
    SettingsError
        If a setting does not exist or its value is out of range.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> run = uw.colorize("sample:wave", "sample:red_mountain", size=64, iterations=5)
    >>> [frame.index for frame in run]
    [1, 2, 3, 4, 5]
    """
    start_picture = None
    if isinstance(start, str) and start in describe("start").choices:
        settings["start"] = start
    elif start is not None:
        start_picture = read_image(start, role="start")
        settings["start"] = "image"
    chosen = Settings.from_preset(preset, **settings)
    if chosen.start == "image" and start_picture is None:
        raise SettingsError("start is 'image', but no picture was given; pass it itself: colorize(…, start='my.png').")

    content_picture = read_print(content, chosen, max_side_px=chosen.size, role="content")
    gathered = gather(reference, content=content_picture, settings=chosen, progress=progress)
    if gathered.weights != chosen.reference_weights:
        chosen = chosen.with_changes(reference_weights=gathered.weights)
    recipe = Recipe(
        content=_ingredient(content_picture),
        references=tuple(_ingredient(picture) for picture in gathered.pictures),
        settings=chosen,
        start=_ingredient(start_picture) if start_picture else None,
        choice=gathered.choice,
    )
    prints = _prints(content_picture, list(gathered.pictures), start_picture)
    return Run(Workshop(prints, chosen, progress=progress), recipe)


@undisturbed
def replay(recipe: Recipe, *, content: Source | None = None, reference: Any = None, start: Source | None = None) -> Run:
    """Return a run that will make the same pictures as the one that ``recipe`` was taken from.

    Its changes of settings happen by themselves, at the iterations at which they were made.

    Parameters
    ----------
    recipe
        From ``run.recipe``, or from the metadata of a saved picture with ``Recipe.from_json``.
    content, reference, start
        The prints, where the recipe knows them only as arrays in memory.

    Raises
    ------
    ImageError
        If a print cannot be read, is missing, or is not the one that the recipe names by its SHA-256.
    """
    settings = recipe.settings
    given = reference if isinstance(reference, list | tuple) else [reference] * len(recipe.references)
    if len(given) != len(recipe.references):
        raise ImageError(
            f"The recipe has {len(recipe.references)} references, but {len(given)} were given; give each one."
        )
    content_picture = _again(
        recipe.content,
        content,
        "content",
        lambda source: read_print(source, settings, max_side_px=settings.size, role="content"),
    )
    references = [
        _again(ingredient, source, "reference", functools.partial(read_reference, settings=settings, place=place))
        for place, (ingredient, source) in enumerate(zip(recipe.references, given, strict=True))
    ]
    start_picture = None
    if recipe.start is not None:
        start_picture = _again(
            recipe.start, start, "start", lambda source: read_print(source, settings, max_side_px=None, role="start")
        )
    return Run(Workshop(_prints(content_picture, references, start_picture), settings), recipe)


def _again(ingredient: Ingredient, source: Source | None, role: str, read: Callable[[Source], Picture]) -> Picture:
    """Read a recipe's print once more, and make sure that it is the same one."""
    source = ingredient.source if source is None else source
    if source is None:
        raise ImageError(
            f"The {role} image was {ingredient.credit} in memory, which the recipe does not hold; pass it to replay as {role}=…"
        )
    picture = read(source)
    if picture.sha256 != ingredient.sha256:
        raise ImageError(
            f"The {role} image is not the one of the recipe: its SHA-256 begins with {picture.sha256[:12]}, the recipe's "
            f"({ingredient.credit}) with {ingredient.sha256[:12]}; find the original, or begin a new run with colorize()."
        )
    return picture


def _prints(content: Picture, references: list[Picture], start: Picture | None) -> Prints:
    _refuse_small(content.pixels, "content", "size")
    for picture in references:
        _refuse_small(picture.pixels, "reference", "size or style_scale")
    gray = colour.luma(content.pixels)
    height, width = gray.shape[1:]
    return Prints(
        content=gray,
        references=tuple(picture.pixels for picture in references),
        start=resize(start.pixels, height=height, width=width) if start else None,
    )


def _ingredient(picture: Picture) -> Ingredient:
    return Ingredient(picture.source, picture.credit, picture.sha256)


def _refuse_small(pixels: Tensor, role: str, remedy: str) -> None:
    height, width = pixels.shape[1:]
    if min(height, width) < SMALLEST_SIDE_PX:
        raise ImageError(
            f"The {role} image would be {width}×{height} px, but the network needs sides of at least {SMALLEST_SIDE_PX} px; "
            f"choose a larger {remedy}."
        )
