"""Every text of the screen, in English and Japanese. The front end and the controls read them from here."""

from __future__ import annotations

from collections.abc import Mapping

from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.runs.choosing.suggestions import Suggestion
from ukiyo_widgets.runs.keeping.snapshots import SETTLED
from ukiyo_widgets.widgets.print_texts import PRINT_TEXTS

LANGUAGES = ("en", "ja")

_TEXTS: Mapping[str, tuple[str, str]] = {
    **PRINT_TEXTS,
    # transport
    "play": ("Play", "再生"),
    "pause": ("Pause", "一時停止"),
    "step": ("Step", "1回進める"),
    "steps": ("steps", "回進める"),
    "how_many": ("Number of steps", "回数"),
    "step_n": ("Make so many steps", "指定回数だけ進める"),
    "stop": ("Stop", "停止"),
    "reset": ("Reset", "最初に戻す"),
    "fork": ("Fork here", "ここから分岐"),
    "save": ("Save picture", "画像を保存"),
    "save_as": ("Save as", "保存形式"),
    "film": ("film", "動画"),
    "all_runs": ("all runs", "すべての実行"),
    "whole_run": ("the run itself", "実行そのもの"),
    "web_page": ("page that plays", "再生できるページ"),
    "code": ("Copy as code", "コードとしてコピー"),
    "copied": ("Copied", "コピーしました"),
    "saved": ("Saved {name}", "{name} を保存しました"),
    "save_short": ("Save", "保存"),
    "save_scan": ("As large as the scan ({width} × {height})", "スキャンと同じ大きさ（{width} × {height}）"),
    "save_picture": ("As it was computed", "計算した大きさ"),
    "save_more": ("More than a picture", "画像のほか"),
    "as_printed": ("As it would be printed", "摺る順に見せる"),
    "page": ("page", "ページ"),
    "more": ("More", "その他"),
    "larger": ("Go on larger", "大きくして続ける"),
    "larger_side": ("Longest side in px", "長辺（px）"),
    "larger_help": (
        "Begins a new run of this size from the picture that is shown.",
        "表示中の画像から、この大きさの新しい実行を始めます。",
    ),
    "timeline": ("Iteration to look at", "表示する反復"),
    "timeline_help": (
        "Drag to look back; ticks are kept pictures, triangles are changes.",
        "ドラッグで過去を表示。目盛りは残した画像、三角は設定の変更です。",
    ),
    "at_iteration": ("{position} of {newest} done", "{newest} 回のうち {position} 回目"),
    # preview
    "preview": ("Preview", "プレビュー"),
    "wipe": ("Compare: wipe", "比較の境界"),
    "compare_with": ("Compare with", "比較対象"),
    "side_by_side": ("Side by side", "並べて表示"),
    "gray": ("Gray", "白黒"),
    "hold_gray": ("Hold to see the gray print", "押している間、白黒の版画を表示"),
    "present": ("Whole screen", "全画面"),
    "present_end": ("Leave the whole screen (Esc)", "全画面を終える（Esc）"),
    "keys": ("Keys", "キー操作"),
    "key_gray": ("hold: the gray print", "押している間、白黒の版画"),
    "key_zoom": ("larger, smaller, all of it", "拡大、縮小、全体"),
    "key_wheel": ("and the wheel: zoom", "＋ホイール：拡大・縮小"),
    "key_wipe": ("on the white line: before and after", "白い線の上で：前と後"),
    "key_tools": ("colour tools, while they are open", "色の道具（開いているとき）"),
    "key_undo": ("undo an edit of the colours", "色の指定を元に戻す"),
    "key_list": ("this list", "この一覧"),
    "before_content": ("gray print", "白黒の版画"),
    "before_start": ("start", "開始画像"),
    "before_reference": ("reference", "手本"),
    "fit": ("Fit", "全体表示"),
    "actual": ("1:1", "等倍"),
    "zoom_in": ("Zoom in", "拡大"),
    "zoom_out": ("Zoom out", "縮小"),
    "iteration": ("Iteration", "反復"),
    "of": ("of", "/"),
    "speed": ("Speed", "速度"),
    "per_s": ("{n} per s", "毎秒{n}回"),
    "each_s": ("{n} s each", "1回{n}秒"),
    "left": ("Time left", "残り時間"),
    "ratio": ("β/α", "β/α"),
    "ratio_help": ("Weight of style to weight of content, now", "現在の様式と内容の重みの比"),
    "total": ("Total", "合計"),
    "content_term": ("Content × α", "内容 × α"),
    "style_term": ("Style × β", "様式 × β"),
    "variation_term": ("Colour, smoothness", "色・平滑"),
    "losses": ("Losses", "損失"),
    "chart": ("Losses by iteration, logarithmic", "反復ごとの損失（対数目盛）"),
    "ready": ("Ready", "準備完了"),
    "playing": ("Playing", "実行中"),
    "driven": ("Running in a cell", "セルで実行中"),
    "stopping": ("Stopping…", "停止中…"),
    "back": ("Looking back", "過去を表示中"),
    "paused": ("Paused", "一時停止中"),
    "finished": ("Finished", "完了"),
    "empty": ("Choose a gray print and a colour reference, then press Play", "白黒の版画と色の手本を選び、再生を押してください"),
    "preparing": ("Preparing…", "準備中…"),
    "guess": (
        "Preparing… These colours are a first guess, by lightness alone.",
        "準備中… この色は、明るさだけによる仮の色です。",
    ),
    "press_play": ("Ready: press Play, and the colours come.", "準備完了：再生を押すと色がついていきます。"),
    "settled": (SETTLED, "動きが止まりました。完成です。"),
    "forking": ("Forking: going back to that iteration…", "分岐中：その反復に戻っています…"),
    "tinting": ("Taking up the change…", "変更を反映中…"),
    "saving": ("Saving…", "保存中…"),
    "gone": (
        "The kernel behind this view is gone: the last picture stays. Run the cell again to go on.",
        "この表示のカーネルは終了しました。最後の画像はそのまま残ります。続けるにはセルを再実行してください。",
    ),
    # colour tools
    "colour": ("Colour…", "色の指定…"),
    "paint_here": ("Picture to paint on", "塗る画像"),
    "brush": ("Brush", "ブラシ"),
    "brush_colour": ("Colour of the brush", "ブラシの色"),
    "brush_size": ("Size", "太さ"),
    "pick_colour": ("Pick colour", "スポイト"),
    "region": ("Region", "領域"),
    "inks": ("Inks", "絵具"),
    "undo": ("Undo", "元に戻す"),
    "clear": ("Clear", "すべて消す"),
    "at_once": ("Show at once", "すぐに反映"),
    "at_once_help": (
        "After a change, a run at rest makes one iteration. Off: the change waits for Play or Step.",
        "停止中でも、変更後に1回だけ反復を進めます。オフのときは、再生か「1回進める」まで待ちます。",
    ),
    "no_tool_help": ("Choose a tool; without one, dragging moves the picture.", "道具を選んでください。選ばなければ、ドラッグで画像が動きます。"),
    "brush_help": (
        "Click or drag on the picture: it takes on this colour there. Click the reference or an ink to take a colour from it. Alt-click removes a dab.",
        "画像をクリックまたはドラッグすると、そこがこの色になります。手本や絵具をクリックするとその色を取ります。Alt+クリックで一つ消します。",
    ),
    "pick_help": ("Click the picture or the reference to take a colour. Escape goes back.", "画像か手本をクリックして色を取ります。Esc で戻ります。"),
    "region_help": (
        "Draw a line around a part of the picture, then around the part of the reference that it takes its colours from.",
        "画像の一部を囲み、次に、その色の手本となる部分を手本の上で囲みます。",
    ),
    "region_reference": ("Now draw a line around the part of the reference that it takes its colours from.", "次に、色の手本となる部分を手本の上で囲んでください。"),
    "region_picture": ("Now draw a line around the part of the picture that takes on these colours.", "次に、その色にする部分を画像の上で囲んでください。"),
    "too_small": ("That is too small for a region; draw around a larger part.", "小さすぎます。もっと広く囲んでください。"),
    "inks_help": ("Click an ink to print it in another colour; the arrow brings it back.", "絵具をクリックすると別の色に変えられます。矢印で元に戻します。"),
    "ink": ("Ink {ink} {share}", "絵具 {ink} {share}"),
    "ink_changed": ("Ink {ink} {share}, printed as {becomes}", "絵具 {ink} {share}、{becomes} に変更"),
    "ink_other": ("Another colour for {ink}", "{ink} の代わりの色"),
    "ink_back": ("Print {ink} as it is", "{ink} を元の色に戻す"),
    "reference_n": ("Reference {n}", "手本 {n}"),
    "edits": ("Dabs: {dabs}, regions: {regions}, changed inks: {inks}", "色の点 {dabs}、領域 {regions}、変更した絵具 {inks}"),
    # runs that were kept
    "go_on": ("Go on where you were", "前回の続きから"),
    "go_on_about": ("{name} at iteration {index}, {when}", "{name}、反復 {index}、{when}"),
    "go_on_runs": ("{runs} runs in all", "全 {runs} 件の実行"),
    "not_now": ("Not now", "今はしない"),
    "no_kernel": (
        "The picture as it was left. Run the cell to go on with it.",
        "最後の画像です。続けるにはセルを実行してください。",
    ),
    # runs
    "runs": ("Runs", "実行一覧"),
    "rename": ("Rename", "名前を変更"),
    "delete": ("Delete", "削除"),
    "show": ("Show", "表示"),
    "compare": ("Compare", "比較"),
    "from_iteration": ("from {at}", "{at} から"),
    "after": ("{content} after {reference}", "{content}（手本：{reference}）"),
    "and_others": ("{name} and {others} more", "{name} ほか {others} 点"),
    "counted_hints": ("{n} dabs of colour", "色の点 {n}"),
    "counted_regions": ("{n} regions", "領域 {n}"),
    "counted_palette": ("{n} changed inks", "変更した絵具 {n}"),
    "deleted": ("{name} was deleted.", "{name} を削除しました。"),
    "bring_back": ("Bring back", "元に戻す"),
    "same": ("same settings", "同じ設定"),
    # controls
    "controls": ("Settings", "設定"),
    "advanced": ("Advanced", "詳細設定"),
    "search": ("Search all settings", "設定を検索"),
    "nothing_found": ("No setting goes by that.", "該当する設定がありません。"),
    "exact": ("{name}, as a number", "{name}（数値）"),
    "put_back": ("{name}: back to {value}, as in the preset", "{name}：プリセットの値 {value} に戻す"),
    "changed_of": ("{n} changed", "{n} 件変更"),
    "in_python": ("In Python:", "Python では："),
    "endless": ("no end", "終わりなし"),
    "yes": ("on", "オン"),
    "no": ("off", "オフ"),
    "measured": ("Now in the loss: content {content} %, style {style} %", "現在の損失：内容 {content} %、様式 {style} %"),
    "estimate": ("about {memory} of memory, {time}", "メモリ約 {memory}、{time}"),
    "time_each": ("{each} s per iteration", "1反復 {each} 秒"),
    "takes_new_run": ("Takes effect with a new run: {names}", "新しい実行で反映：{names}"),
    "new_run": ("Start a new run", "新しい実行を始める"),
    "keep_run": ("Leave it", "やめる"),
    "play_shows": ("Press Play to see what it does.", "再生を押すと効果が見えます。"),
    "shown_once": ("One iteration of it is shown; Play shows more.", "反復1回分の効果です。再生を押すと続きが見えます。"),
}  # fmt: skip


_REASONS_JA: Mapping[str, str] = {
    "lightness unlike ({value:.2f})": "明るさの分布が異なる（{value:.2f}）",
    "lightness somewhat alike ({value:.2f})": "明るさの分布がやや似ている（{value:.2f}）",
    "lightness alike ({value:.2f})": "明るさの分布が似ている（{value:.2f}）",
    "paper lighter or darker ({value:.2f})": "紙の明るさが異なる（{value:.2f}）",
    "paper nearly as light ({value:.2f})": "紙の明るさがほぼ同じ（{value:.2f}）",
    "paper as light ({value:.2f})": "紙の明るさが同じ（{value:.2f}）",
    "shapes unlike ({value:.2f})": "形が異なる（{value:.2f}）",
    "shapes somewhat alike ({value:.2f})": "形がやや似ている（{value:.2f}）",
    "shapes alike ({value:.2f})": "形が似ている（{value:.2f}）",
    "colours for {value:.0f} % of the print's shades": "白黒の版画の明暗の {value:.0f} % に当てる色がある",
    "hardly any colour of its own": "ほとんど色がない",
}
"""What a suggestion's reasons say in Japanese; the English is the suggestion's own."""


def reasons(suggestion: Suggestion, *, language: str = "en") -> tuple[str, ...]:
    """Return why a reference is suggested."""
    if language != "ja":
        return suggestion.reasons
    return tuple(_REASONS_JA[template].format(value=value) for template, value in suggestion.statements)


def texts(language: str = "en") -> dict[str, str]:
    """Return all texts in one language, by key.

    Raises
    ------
    SettingsError
        If there is no such language.
    """
    if language not in LANGUAGES:
        raise SettingsError(f"language is {language!r}, but the texts are in {' and '.join(map(repr, LANGUAGES))}.")
    column = LANGUAGES.index(language)
    return {key: both[column] for key, both in _TEXTS.items()}
