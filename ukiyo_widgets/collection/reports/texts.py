"""The texts of the board and the contact sheet, in English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping

from ukiyo_widgets.errors import SettingsError

LANGUAGES = ("en", "ja")

_TEXTS: Mapping[str, tuple[str, str]] = {
    "done": ("{done} of {total} prints done", "{total} 点中 {done} 点が完成"),
    "skipped": ("{count} skipped", "{count} 点を飛ばしました"),
    "left": ("about {time} left", "残り約{time}"),
    "per_hour": ("{rate} an hour", "1 時間に {rate} 点"),
    "hours": ("{hours} h {minutes} min", "{hours} 時間 {minutes} 分"),
    "minutes": ("{minutes} min", "{minutes} 分"),
    "seconds": ("{seconds} s", "{seconds} 秒"),
    "worker": ("Worker", "ワーカー"),
    "prints": ("Prints", "版画"),
    "speed": ("An hour", "1 時間あたり"),
    "dashboard": ("Dask's own page", "Dask の画面"),
    "newest": ("The newest, before and after", "最新のもの（前と後）"),
    "why": ("Skipped, and why", "飛ばしたものと理由"),
    "more": ("and {count} more, in manifest.csv", "ほか {count} 点は manifest.csv に"),
    "sheet": ("Contact sheet", "コンタクトシート"),
    "page": ("Page {page} of {pages}", "{page} / {pages} ページ"),
    "before_after": ("Each print before and after; a click opens the picture.", "各版画の前と後。クリックすると画像を開きます。"),
    "caption": ("{iterations} iterations, {seconds} s", "{iterations} 回の反復、{seconds} 秒"),
    "honest": (
        "The colours are a proposal, learnt from the references; lines and tones are those of the gray prints.",
        "色は手本から学んだ提案です。線と明暗は白黒の版画のものです。",
    ),
}  # fmt: skip


def texts(language: str = "en") -> dict[str, str]:
    """Return all texts in one language, by key; raise SettingsError if there is no such language."""
    if language not in LANGUAGES:
        raise SettingsError(f"language is {language!r}, but the texts are in {' and '.join(map(repr, LANGUAGES))}.")
    return {key: each[LANGUAGES.index(language)] for key, each in _TEXTS.items()}


def duration(seconds: float, words: Mapping[str, str]) -> str:
    """Return a time in words.

    Examples
    --------
    >>> duration(7300, texts())
    '2 h 1 min'
    """
    minutes = int(seconds // 60)
    if minutes >= 60:
        return words["hours"].format(hours=minutes // 60, minutes=minutes % 60)
    if minutes:
        return words["minutes"].format(minutes=minutes)
    return words["seconds"].format(seconds=int(seconds))
