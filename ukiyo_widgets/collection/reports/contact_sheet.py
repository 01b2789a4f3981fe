"""The contact sheet: every finished print before and after, in HTML that needs nothing beside it."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from ukiyo_widgets.collection.record import Record, Records
from ukiyo_widgets.collection.reports.board import thumbnail_address
from ukiyo_widgets.collection.reports.texts import texts
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.untrusted import one_line

ON_A_PAGE = 400
"""Prints, some 5 MB: a browser shows that at once, and would not a hundred thousand."""

_NAME = "contact-sheet"
_HEAD = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ background: #fbf8f0; color: #2a2622; font: 14px/1.5 system-ui, sans-serif; margin: 24px; }}
main {{ display: flex; flex-wrap: wrap; gap: 16px; }}
figure {{ margin: 0; max-width: 404px; }}
img {{ display: block; max-width: 100%; }}
figcaption {{ font-size: 12px; overflow-wrap: anywhere; }}
nav a {{ margin-right: 12px; }}
</style></head><body>
<h1>{title}</h1><p>{how}<br>{honest}</p>{pages}<main>
"""


def write_contact_sheet(names: Iterable[str], records: Records, *, language: str = "en") -> list[Path]:
    """Write the sheet into the collection's folder, in several pages where there are many prints; return the files."""
    there = [name for name in names if records.path(name).exists()]
    pages = [there[start : start + ON_A_PAGE] for start in range(0, len(there), ON_A_PAGE)] or [[]]
    files = [_page_name(number) for number in range(1, len(pages) + 1)]
    written, words = [], texts(language)
    for number, page in enumerate(pages, 1):
        with atomic_write(records.folder / files[number - 1]) as aside, aside.open("w", encoding="utf-8") as file:
            file.write(_head(number, files, language=language))
            for name in page:
                if (record := records.read(name)) is not None:
                    file.write(_figure(record, records, words))
            file.write("</main></body></html>\n")
        written.append(records.folder / files[number - 1])
    number = len(pages) + 1
    while (left := records.folder / _page_name(number)).exists():  # of an earlier time with more prints
        left.unlink()
        number += 1
    return written


def _page_name(number: int) -> str:
    return f"{_NAME}.html" if number == 1 else f"{_NAME}-{number}.html"


def _head(number: int, files: Sequence[str], *, language: str) -> str:
    words = {key: html.escape(each) for key, each in texts(language).items()}
    pages = ""
    if len(files) > 1:
        links = "".join(
            f'<a href="{each}"{" aria-current=page" if place == number else ""}>{place}</a>'
            for place, each in enumerate(files, 1)
        )
        pages = f"<nav>{words['page'].format(page=number, pages=len(files))}: {links}</nav>"
    return _HEAD.format(
        language=language, title=words["sheet"], how=words["before_after"], honest=words["honest"], pages=pages
    )


def _figure(record: Record, records: Records, words: Mapping[str, str]) -> str:
    address = thumbnail_address(records, record.name)
    picture = quote(next(iter(record.files)), errors="surrogateescape")
    name = html.escape(one_line(record.name, most=200))
    how = words["caption"].format(iterations=record.iterations, seconds=f"{record.seconds:.0f}")
    about = " · ".join(each for each in (one_line(record.settings, most=200), how) if each)
    return (
        f'<figure><a href="{picture}"><img src="{address}" alt="{name}" loading="lazy"></a>'
        f"<figcaption><b>{name}</b><br>{html.escape(about)}</figcaption></figure>\n"
    )
