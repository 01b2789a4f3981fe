"""What impressions and their page say, in English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping

from ukiyo_widgets.runs.pages.texts import in_language

_TEXTS: Mapping[str, tuple[str, str]] = {
    "key_block": ("key block", "主版（墨）"),
    "ink": ("ink {n} of {count}: {words}, {colour}, {share}", "色版 {n}/{count}：{words}、{colour}、{share}"),
    "gradation": (
        "ink {n} of {count}, a gradation (bokashi): {words}, {colour}, {share}",
        "色版 {n}/{count}、ぼかし：{words}、{colour}、{share}",
    ),
    "percent": ("{n} %", "{n} %"),
    "little": ("under 1 %", "1 % 未満"),
    "no_colours": (
        "This picture has no colours beyond its paper's tone, so there is a key block and no ink to print after it.",
        "この画像には紙の色のほかに色がないため、主版だけで、その後に摺る色版はありません。",
    ),
    "heading": ("{name}, printed block by block", "{name} ― 一版ずつ摺る"),
    "lead": (
        "The key block first, then ink by ink. Press Play, or choose a block; beside the print is what that block alone leaves.",
        "まず主版、つづいて色版を一枚ずつ摺ります。「再生」を押すか、版を選んでください。その版だけを紙に摺った様子も並べて見られます。",
    ),
    "no_script": (
        "This browser runs no scripts, so the page shows the finished print and the list of its blocks.",
        "このブラウザーではスクリプトが動かないため、摺り上がりと版の一覧だけを表示しています。",
    ),
    "result": ("{name}, the finished print", "{name}、摺り上がり"),
    "step": ("{name}, after {block}", "{name}、{block} まで"),
    "blocks": ("The blocks, in the order of printing", "版の一覧（摺る順）"),
    "how": ("How a printer goes about it", "摺師の手順"),
    "order": (
        (
            "The key block with the lines comes first: it also shows where each other block must lie. Pale inks come before dark "
            "ones, and of inks about as dark the small area before the large one; gradations (bokashi), wiped by hand on the "
            "block, finish the print. A dark ink is printed on a pale one of its hue, so one colour can take several blocks."
        ),
        (
            "輪郭線の主版が先です。ほかの版をどこに合わせるかも主版で決まります。色は淡いものから濃いものへ、同じくらいの濃さなら"
            "小さな面積から大きな面積へと摺り、版の上で手で作るぼかしで仕上げます。濃い色は同じ色みの淡い色の上に重ねるので、"
            "一つの色に何枚もの版を使うことがあります。"
        ),
    ),
    "honest": (
        (
            "These blocks were worked out by a computer from the finished picture. Which blocks the workshop cut, and in which "
            "order it printed them, cannot be seen in a picture."
        ),
        "これらの版は、仕上がりの画像からコンピューターが割り出したものです。実際に彫られた版と摺りの順序は、画像からは分かりません。",
    ),
    "guessed": (
        "The colours themselves are not the print's own either: they are what prints like it would suggest.",
        "色そのものも、この版画の本来の色ではなく、似た版画から推し量ったものです。",
    ),
    "picture": ("Picture", "画像"),
    "this_block": ("this block alone", "この版だけ"),
    "so_far": ("the print so far", "ここまでの摺り"),
    "sheet_before": ("the sheet before it", "この版の前"),
    "finished": ("the finished print", "摺り上がり"),
    "blocks_printed": ("Blocks printed", "摺った版"),
    "blocks_help": ("Drag to print and to take away again.", "ドラッグで摺り進め、戻すこともできます。"),
    "at_block": ("{position} of {newest}", "{newest} 版のうち {position} 版目"),
    "copy": ("Copy", "コピー"),
    "previous_block": ("Block before", "前の版"),
    "next_block": ("Next block", "次の版"),
}  # fmt: skip


def texts_of(language: str) -> dict[str, str]:
    """Return the texts in one language, by key; raise as :func:`~ukiyo_widgets.runs.pages.texts.in_language`."""
    return in_language(_TEXTS, language)
