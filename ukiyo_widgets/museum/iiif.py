"""Any museum that speaks IIIF: manifests of the Presentation API, versions 2 and 3, and ``info.json`` of the Image API.

A manifest says what its rights are; only what is marked as public domain is taken. ``info.json`` mostly says nothing.

References
----------
https://iiif.io/api/presentation/3.0, https://iiif.io/api/image/3.0
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ukiyo_widgets.images.reading.fetching import credit_of
from ukiyo_widgets.museum.asking import ask
from ukiyo_widgets.museum.work import MuseumError, Work, plain

SIDE_PX = 3000
"""Longest side that is asked for: larger ones are refused by many servers, and no run is as large."""

FREE = {
    "creativecommons.org/publicdomain/zero/1.0": "Public domain (CC0)",
    "creativecommons.org/publicdomain/mark/1.0": "Public domain",
    "rightsstatements.org/vocab/NoC-US/1.0": "No copyright in the United States",
}
"""Rights that let a picture be used, by their addresses."""


def look_up(address: str) -> Work:
    """Return the print that a manifest or an ``info.json`` describes.

    Raises
    ------
    MuseumError
        If it is neither, has no picture, or does not say that the picture is in the public domain.
    """
    described = ask(address, whom="The server")
    if not isinstance(described, dict):
        raise _neither(address)
    image = described if "width" in described and "height" in described else _first_image(described, address)
    return Work(
        key=address,
        title=_words(described.get("label")),
        artist="",
        date="",
        museum=_provider(described) or credit_of(address).split("/")[2],
        credit_line=_credit(described),
        rights=_rights(described, address),
        page=_page(described) or credit_of(address),
        image=_picture(image, address),
        told_by=address,
    )


def _rights(described: Mapping[str, Any], address: str) -> str:
    found = described.get("rights") or described.get("license")
    stated = [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, str)]
    for each in stated:
        plain_address = each.partition("://")[2].removeprefix("www.").rstrip("/").removesuffix("/deed.en")
        if plain_address in FREE:
            return FREE[plain_address]
    says = f"says '{plain(stated[0])}' of its rights" if stated else "says nothing of its rights"
    raise MuseumError(
        f"{credit_of(address)} {says}, and only what is marked as public domain is taken; "
        "if you know that you may use it, download the picture and give the file.",
        "not_free",
    )


def _first_image(manifest: Mapping[str, Any], address: str) -> Any:
    """Return the first picture's service of a manifest, or the picture itself where there is none."""
    try:
        if "items" in manifest:
            body = manifest["items"][0]["items"][0]["items"][0]["body"]
        else:
            body = manifest["sequences"][0]["canvases"][0]["images"][0]["resource"]
        body = body["items"][0] if body.get("type") == "Choice" else body
        services = body.get("service") or body
        return services[0] if isinstance(services, list) else services
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise _neither(address) from error


def _picture(image: Any, address: str) -> str:
    """Return the address of a JPEG of a picture, as large as is wanted and the server makes."""
    identity = image.get("id") or image.get("@id") if isinstance(image, dict) else None
    if not isinstance(identity, str):
        raise _neither(address)
    if image.get("type") == "Image" or image.get("@type") == "dctypes:Image":
        return identity  # no service: a picture in one size
    sizes = [each for each in _pairs(image.get("sizes")) if max(each) <= SIDE_PX]
    if "level0" in str(image.get("profile")) and sizes:
        width, height = max(sizes)
        return f"{identity}/full/{width},{height if image.get('id') else ''}/0/default.jpg"
    width, height = image.get("width"), image.get("height")
    small = isinstance(width, int) and isinstance(height, int) and max(width, height) <= SIDE_PX
    size = ("max" if image.get("id") else "full") if small else f"!{SIDE_PX},{SIDE_PX}"
    return f"{identity}/full/{size}/0/default.jpg"


def _pairs(sizes: Any) -> Iterator[tuple[int, int]]:
    for each in sizes if isinstance(sizes, list) else []:
        if isinstance(each, dict) and isinstance(each.get("width"), int) and isinstance(each.get("height"), int):
            yield each["width"], each["height"]


def _words(value: Any) -> str:
    """Return a text of version 2, or the first language of version 3."""
    if isinstance(value, dict):
        value = value.get("@value") or next(iter(value.values()), "")
    if isinstance(value, list):
        value = value[0] if value else ""
        return _words(value)
    return plain(value)


def _credit(described: Mapping[str, Any]) -> str:
    required = described.get("requiredStatement")
    return _words(required.get("value")) if isinstance(required, dict) else _words(described.get("attribution"))


def _provider(described: Mapping[str, Any]) -> str:
    providers = described.get("provider")
    first = providers[0] if isinstance(providers, list) and providers else {}
    return _words(first.get("label")) if isinstance(first, dict) else ""


def _page(described: Mapping[str, Any]) -> str:
    pages = described.get("homepage") or described.get("related")
    first = pages[0] if isinstance(pages, list) and pages else pages
    return plain(first.get("id") or first.get("@id")) if isinstance(first, dict) else plain(first)


def _neither(address: str) -> MuseumError:
    return MuseumError(
        f"{credit_of(address)} is neither a IIIF manifest with a picture nor an info.json; look for 'IIIF manifest' on the "
        "print's page.",
        "no_manifest",
    )
