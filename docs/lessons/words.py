"""The slides' and worksheets' words in other languages.

They stand in a catalogue, whose English is the notebooks' own, so that a text that changes is missed.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po

HERE = Path(__file__).parent
LANGUAGES = ("en", "ja")


class Words:
    """Says a text in a language; what has no translation is said in English and noted down in ``missing``.

    ``said`` is all that was asked for.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.missing: list[str] = []
        self.said: set[str] = set()
        self._catalogue: dict[str, str] = {}
        if language != "en":
            with (HERE / f"{language}.po").open("rb") as file:
                self._catalogue = {str(each.id): str(each.string) for each in read_po(file) if each.id}

    @property
    def known(self) -> set[str]:
        """The English of all that the catalogue has."""
        return set(self._catalogue)

    def __call__(self, text: str) -> str:
        """Return ``text`` in the language."""
        self.said.add(text)
        if self.language == "en" or not text:
            return text
        said = self._catalogue.get(text, "")
        if not said:
            self.missing.append(text)
        return said or text
