"""The Metropolitan Museum of Art, New York: https://metmuseum.github.io describes its interface; no key is needed."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator
from typing import Any

from ukiyo_widgets.museum.asking import ask
from ukiyo_widgets.museum.work import MuseumError, Work, plain

ADDRESS = "https://collectionapi.metmuseum.org/public/collection/v1"
ASIAN_ART = 6
PRINTS = "Print"
RIGHTS = "Public domain (CC0)"

MOST_ASKED = 400
"""Objects of one search that are asked about: a word such as "fan" finds thousands, few of them prints."""


class Met:
    """The Met's Asian art: some 10,000 Japanese prints."""

    name = "The Metropolitan Museum of Art, New York"

    def __init__(self, address: str = ADDRESS) -> None:
        self._address = address

    def search(self, query: str) -> Iterator[Work]:
        """Give the prints in the public domain that go by some words."""
        about = urllib.parse.urlencode({"departmentId": ASIAN_ART, "hasImages": "true", "q": query})
        answer = self._ask(f"search?{about}")
        numbers = answer.get("objectIDs") or []  # null where nothing was found
        if not isinstance(numbers, list):
            raise self._strange("no list of numbers")
        for number in numbers[:MOST_ASKED]:
            described = self._ask(f"objects/{number}") if isinstance(number, int) else {}
            if _is_free(described) and PRINTS in plain(described.get("classification")):
                yield self._work(described)

    def look_up(self, number: str) -> Work:
        """Return the print with a number."""
        if not (number.isascii() and number.isdecimal()):
            raise MuseumError(f"The Met's prints have numbers, as in 'met:36461'; got {plain(number)!r}.", "no_print")
        described = self._ask(f"objects/{number}")
        if described.get("isPublicDomain") is not True:
            raise MuseumError(
                f"met:{number} is not in the public domain, so The Met gives no picture of it to be used; choose another print.",
                "not_free",
            )
        if not plain(described.get("primaryImage")):
            raise MuseumError(f"The Met has no picture of met:{number}; choose another print.", "no_picture")
        return self._work(described)

    def _ask(self, what: str) -> dict[str, Any]:
        answer = ask(f"{self._address}/{what}", whom=self.name)
        if not isinstance(answer, dict):
            raise self._strange("no object")
        return answer

    def _work(self, described: dict[str, Any]) -> Work:
        number = described.get("objectID")
        if not isinstance(number, int):
            raise self._strange("an object without a number")
        return Work(
            key=f"met:{number}",
            title=plain(described.get("title")),
            artist=plain(described.get("artistDisplayName")),
            date=plain(described.get("objectDate")),
            museum=self.name,
            credit_line=plain(described.get("creditLine")),
            rights=RIGHTS,
            page=plain(described.get("objectURL")),
            image=str(described["primaryImage"]),
            told_by=self._address,
            small_image=plain(described.get("primaryImageSmall")),
        )

    def _strange(self, what: str) -> MuseumError:
        return MuseumError(f"{self.name} answers with something else than it promises ({what}); try again later.")


def _is_free(described: dict[str, Any]) -> bool:
    return described.get("isPublicDomain") is True and bool(plain(described.get("primaryImage")))
