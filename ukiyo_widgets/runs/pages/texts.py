"""What a page says before any script runs, in English and Japanese; the words of its buttons are the Studio's."""

from __future__ import annotations

from collections.abc import Mapping

from ukiyo_widgets.errors import SettingsError

LANGUAGES = ("en", "ja")

_TEXTS: Mapping[str, tuple[str, str]] = {
    "result": ("{name}, iteration {index}", "{name}、反復 {index}"),
    "lead": (
        "A gray print, coloured by a computer after other prints. Press Play to see the colours come; drag the line to compare.",
        "白黒の版画に、ほかの版画を手本にしてコンピューターで色を付けたものです。「再生」で色が入る様子を見られます。白い線を動かすと比較できます。",
    ),
    "no_script": (
        "This browser runs no scripts, so the page shows the finished picture alone.",
        "このブラウザーではスクリプトが動かないため、仕上がりの画像だけを表示しています。",
    ),
    "honest": (
        "These colours are not the print's own. They are what prints like it would suggest, and may be wrong in any place.",
        "これはこの版画の本来の色ではありません。似た版画から推し量った色で、どの部分も誤っている可能性があります。",
    ),
    "credits": ("Where it comes from", "出典"),
    "gray_print": ("Gray print", "白黒の版画"),
    "references": ("Colours after", "色の手本"),
    "network": ("Network", "ネットワーク"),
    "software": ("Made with", "作成"),
    "recipe": ("How to make it again", "再現するコード"),
    "changes": ("What was changed on the way", "途中での変更"),
    "change": ("from iteration {at}: {what}", "反復 {at} から：{what}"),
    "of_references": ("{n} prints", "{n} 点"),
    "previous_picture": ("Picture before", "前の画像"),
    "next_picture": ("Next picture", "次の画像"),
    "copy": ("Copy", "コピー"),
    "shown_run": ("Run", "実行"),
}  # fmt: skip


def page_texts(language: str) -> dict[str, str]:
    """Return the texts in one language, by key; raise as :func:`in_language`."""
    return in_language(_TEXTS, language)


def in_language(texts: Mapping[str, tuple[str, str]], language: str) -> dict[str, str]:
    """Return texts in one of their languages, by key.

    Raises
    ------
    SettingsError
        If there is no such language.
    """
    if language not in LANGUAGES:
        raise SettingsError(f"language is {language!r}, but pages are in {' and '.join(map(repr, LANGUAGES))}.")
    column = LANGUAGES.index(language)
    return {key: each[column] for key, each in texts.items()}
