"""One HTML file that asks the network for nothing, and cannot: what every page of ours has around what it shows."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from ukiyo_widgets import __version__
from ukiyo_widgets.runs.recipe import MOST_OF_A_CREDIT
from ukiyo_widgets.untrusted import one_line

_SHOWN_CREDITS = 30


def document(*, heading: str, language: str, body: str, data: Any, script: str, style: str) -> str:
    """Return a page whose content policy allows its own script, by digest, and pictures that stand in it.

    Parameters
    ----------
    heading
        Its title.
    language
        ``"en"`` or ``"ja"``.
    body
        HTML, in which whatever comes from elsewhere is :func:`escaped`; it is shown without scripts too.
    data
        What the script is told, as JSON.
    script, style
        Texts of :func:`static`.
    """
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="ukiyo_widgets {__version__}">
<meta name="color-scheme" content="light dark">
<title>{escaped(heading)}</title>
<style>{style}</style>
</head>
<body>
<main class="uw-page">
{body}
</main>
<script type="application/json" id="uw-data">{_json(data)}</script>
<script type="module">{script}</script>
</body>
</html>
"""


def figure(picture: str, *, alt: str) -> str:
    """Return the finished picture, WebP in base64, which stands in the page also where no script runs."""
    words = escaped(alt)
    return (
        f'<figure id="uw-result"><img alt="{words}" src="data:image/webp;base64,{picture}">'
        f"<figcaption>{words}</figcaption></figure>"
    )


def table(rows: Mapping[str, str]) -> str:
    """Return a list of names and what belongs to each, which is HTML."""
    return f"<dl>{''.join(f'<dt>{escaped(key)}</dt><dd>{value}</dd>' for key, value in rows.items())}</dl>"


def credits_list(texts: Sequence[str]) -> str:
    """Return credit lines as HTML, those above thirty left out."""
    shown = [one_line(each, most=MOST_OF_A_CREDIT) for each in texts[:_SHOWN_CREDITS]]
    if len(texts) > len(shown):
        shown.append("…")
    return f"<ul>{''.join(f'<li>{escaped(each)}</li>' for each in shown)}</ul>"


def escaped(text: str) -> str:
    """Return a text as HTML."""
    return html.escape(text.encode(errors="replace").decode())


def static(name: str) -> str:
    """Return the text of a script or style that is built from ``frontend/``."""
    return (resources.files("ukiyo_widgets") / "widgets" / "static" / name).read_text(encoding="utf-8").strip()


def _json(data: Any) -> str:
    """Return JSON that cannot end the element it stands in."""
    return json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
