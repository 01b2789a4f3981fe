"""The texts of what prints are chosen with: pickers, trials, the board of a collection; in English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping

PRINT_TEXTS: Mapping[str, tuple[str, str]] = {
    # pickers
    "content": ("Gray print", "白黒の版画"),
    "reference": ("Colour reference", "色の手本"),
    "content_short": ("Print", "版画"),
    "reference_short": ("Reference", "手本"),
    "more_prints": ("More prints…", "ほかの版画…"),
    "search_prints": ("Search", "検索"),
    "close": ("Close", "閉じる"),
    "series": ("Its series", "同じ揃物"),
    "series_help": (
        "Takes all other prints of the gray print's series as one reference.",
        "この白黒の版画と同じ揃物のほかの版画すべてを、まとめて手本にします。",
    ),
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
    "not_here": (
        "'{path}' is not where this kernel can read it; copy it beside the notebook, or add it with the button.",
        "「{path}」はこのカーネルから読めません。ノートブックの隣にコピーするか、ボタンで追加してください。",
    ),
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
    # museums in a picker
    "here": ("Here", "手元"),
    "museum": ("Museum", "美術館"),
    "museum_which": ("The Metropolitan Museum of Art, New York", "メトロポリタン美術館（ニューヨーク）"),
    "museum_query": ("Words to look for, such as Hiroshige rain", "検索する言葉（例：Hiroshige rain）"),
    "museum_search": ("Search", "検索"),
    "museum_help": (
        "Prints in the public domain alone. The museum is asked when you search, and not before; a click takes a print into this notebook's folder, its credit line inside.",
        "パブリックドメインの版画のみ。検索するまで美術館への通信はありません。クリックすると、所蔵表示とともにこのノートブックのフォルダに入ります。",
    ),
    "museum_searching": ("Asking the museum…", "美術館に問い合わせ中…"),
    "museum_none": ("The museum has no print in the public domain that goes by that.", "該当するパブリックドメインの版画がありません。"),
    "museum_unreachable": (
        "The museum cannot be reached. See whether this computer is online, or try again later.",
        "美術館に接続できません。インターネット接続を確かめるか、後でもう一度お試しください。",
    ),
    "museum_busy": (
        "The museum's server has too much to do ({status}). Try again in some minutes.",
        "美術館のサーバーが混み合っています（{status}）。数分後にもう一度お試しください。",
    ),
    "museum_refused": (
        "The museum's server refuses to answer ({status}). Try again later, or choose another print.",
        "美術館のサーバーに拒否されました（{status}）。後でもう一度試すか、別の版画を選んでください。",
    ),
    "museum_missing": (
        "The museum's server has nothing there any more ({status}). Choose another print.",
        "美術館のサーバーに見つかりません（{status}）。別の版画を選んでください。",
    ),
    "museum_failed": (
        "The museum's server answers with an error ({status}). Try again later.",
        "美術館のサーバーがエラーを返しました（{status}）。後でもう一度お試しください。",
    ),
    "museum_astray": (
        "The museum's server leads to an address that is not followed from here. Choose another print.",
        "美術館のサーバーが示すアドレスは開けません。別の版画を選んでください。",
    ),
    "museum_too_large": (
        "What the museum sends is larger than is taken here. Choose another print.",
        "美術館から届くデータが大きすぎます。別の版画を選んでください。",
    ),
    "museum_cut_off": (
        "The museum's answer broke off on its way. Try again.",
        "通信が途中で切れました。もう一度お試しください。",
    ),
    "museum_strange": (
        "The museum answers with something that is not understood here. Try again later.",
        "美術館の応答を読み取れません。後でもう一度お試しください。",
    ),
    "museum_not_free": (
        "This print is not marked as public domain. Choose another.",
        "この版画にはパブリックドメインの表示がありません。別の版画を選んでください。",
    ),
    "museum_no_picture": (
        "The museum has no picture of this print. Choose another.",
        "この版画の画像は美術館にありません。別の版画を選んでください。",
    ),
    "museum_no_jpeg": (
        "What the museum sends as the picture is no JPEG. Choose another print.",
        "美術館から届いた画像が JPEG ではありません。別の版画を選んでください。",
    ),
    "museum_no_print": (
        "The museum's prints have numbers, and this is none. Choose another print.",
        "美術館の版画の番号ではありません。別の版画を選んでください。",
    ),
    "museum_no_manifest": (
        "There is no IIIF manifest with a picture at this address. Look for it on the print's page.",
        "このアドレスには画像のある IIIF マニフェストがありません。版画のページで探してください。",
    ),
    "museum_unwritten": (
        "The print cannot be written to the disk. See whether there is room, and whether files may be written here.",
        "版画をディスクに書き込めません。空き容量と、書き込みの許可を確かめてください。",
    ),
    # trials
    "try_all": ("Try all", "すべて試す"),
    "try_all_help": (
        "Small runs of the print after every reference on the shelf, or with several values of a setting, side by side.",
        "棚にあるすべての手本、または設定のいろいろな値で、小さな実行を並べて試します。",
    ),
    "try_what": ("What to try", "試すもの"),
    "try_references": ("Every reference", "すべての手本"),
    "try_hint": ("They come one by one, small. Click one to go on with it.", "小さな画像が順に現れます。クリックするとそれで続けます。"),
    "go_on_with": ("Go on with", "これで続ける："),
    # the board of a collection
    "board": ("Collection", "コレクション"),
    "board_go_on": ("Make what is missing", "残りを作る"),
    "board_stop": ("Stop", "停止"),
    "board_prints": ("Prints: choose some to mark them", "版画：選ぶと印を付けられます"),
    "board_which": ("Which prints", "表示する版画"),
    "state_all": ("all prints", "すべて"),
    "state_done": ("done", "完成"),
    "state_skipped": ("skipped", "飛ばしたもの"),
    "state_under_way": ("being made", "作成中"),
    "state_missing": ("missing", "未作成"),
    "state_marked": ("marked", "印の付いたもの"),
    "page_before": ("Page before", "前のページ"),
    "page_after": ("Next page", "次のページ"),
    "page_of": ("{page} of {pages}", "{page} / {pages}"),
    "choose_page": ("Choose all on this page", "このページをすべて選ぶ"),
    "again_with": ("Again with", "次の値でもう一度"),
    "again_value": ("Value", "値"),
    "once_more": ("once more, as all others", "ほかと同じ設定でもう一度"),
    "another_reference": ("another reference", "別の手本"),
    "reference_place": ("a file, a folder, or sample:wave", "ファイル、フォルダ、sample:wave など"),
    "value_first": ("Say with which value.", "値を入れてください。"),
    "mark_n": ("Mark {n}", "{n} 点に印を付ける"),
    "unmark": ("Take the mark away", "印を外す"),
    "make_marked": ("Make the {n} marked", "印の付いた {n} 点を作る"),
    "marked_with": ("Again: {mark}", "もう一度：{mark}"),
    "no_prints": ("No print is like that.", "該当する版画がありません。"),
    "worker": ("Worker", "ワーカー"),
    "worker_prints": ("Prints", "版画"),
    "worker_speed": ("An hour", "1 時間あたり"),
    "dashboard": ("Dask's own page", "Dask の画面"),
}  # fmt: skip
