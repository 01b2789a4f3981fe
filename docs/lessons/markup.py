"""Markdown and TeX as HTML that needs no script: formulas become MathML, which every browser draws by itself."""

from __future__ import annotations

import functools
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin


def mathml(tex: str, *, display: bool = False) -> str:
    """Return a formula as MathML."""
    return str(convert(tex, display="block" if display else "inline"))


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.use(dollarmath_plugin, renderer=lambda tex, options: mathml(tex, display=options["display_mode"]))


def html(markdown: str) -> str:
    """Return paragraphs as HTML; what looks like HTML in them is text."""
    return str(_parser().render(markdown))


def inline(markdown: str) -> str:
    """Return one line as HTML, without a paragraph around it."""
    return str(_parser().renderInline(markdown))


def use_for_the_site(app: Any) -> None:
    """Let Sphinx write formulas this way, under the name ``mathml``."""

    def visit(translator: Any, node: nodes.math) -> None:
        translator.body.append(mathml(node.astext()))
        raise nodes.SkipNode

    def visit_block(translator: Any, node: nodes.math_block) -> None:
        translator.body.append(f'<div class="uw-formula">{mathml(node.astext(), display=True)}</div>\n')
        raise nodes.SkipNode

    app.add_html_math_renderer("mathml", inline_renderers=(visit, None), block_renderers=(visit_block, None))
