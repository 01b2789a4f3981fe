"""The board of a collection without a browser: what its page is told, and what a curator's clicks do."""

from __future__ import annotations

import threading

import pytest

import ukiyo_widgets as uw
from tests.collection.here import Here, collect, write_prints
from tests.widgets.conftest import Page, eventually
from ukiyo_widgets.widgets import collection_board
from ukiyo_widgets.widgets.texts import texts

NAMES = ["a", "b", "c"]


@pytest.fixture
def sea(tmp_path):
    return write_prints(tmp_path / "sea", ["one", "two"], gray=False, first_seed=200)


@pytest.fixture
def begin(tmp_path, sea):
    gray = write_prints(tmp_path / "gray", NAMES)

    def begin_(crew=None):
        return collect(gray, sea, tmp_path / "done", crew=crew or Here(room=1))

    return begin_


@pytest.fixture
def board(begin, request):
    made = uw.CollectionBoard(begin(), language=getattr(request, "param", "en"))
    yield made
    made.close()


def shown(page):
    return {each["name"]: each for each in page.last("prints_page")[0]["prints"]}


def pairs(page):
    return {content["name"] for content, data in page.heard("pair") if data[0].startswith(b"RIFF")}


def opened(board):
    page = Page(board)
    page.tell("hello")
    page.wait_for("prints_page")
    return page


def wait_until_made(page, board, names):
    page.wait_for("prints_page", lambda told: {x["name"] for x in told["prints"] if x["state"] == "done"} >= set(names))
    eventually(lambda: not board.collection.goes_on)


def test_a_page_that_opens_is_told_everything_and_the_prints_come_one_by_one(board):
    page = opened(board)
    assert [each["state"] for each in shown(page).values()] == ["missing"] * 3
    known = page.last("markable")[0]
    assert "vividness" in [each["name"] for each in known["settings"]]
    assert "device" not in [each["name"] for each in known["settings"]]
    assert known["references"] == [str(board.collection.folder.parent / "sea")]
    page.tell("go_on")
    wait_until_made(page, board, NAMES)
    page.wait_for("far", lambda far: not far["goes_on"] and far["percent"] == 100)
    eventually(lambda: pairs(page) == set(NAMES))
    page.comm.sent.clear()
    opened(board)
    eventually(lambda: pairs(page) == set(NAMES))  # whoever opens it later has them too


@pytest.mark.parametrize(("board", "said"), [("en", "Vividness: 0.9"), ("ja", "鮮やかさ: 0.9")], indirect=["board"])
def test_what_is_marked_stands_in_the_manifest_and_is_made_alone(board, sea, said):
    page = opened(board)
    page.tell("mark", names=["a", "c"], setting="vividness", value=" 0.9 ")
    page.tell("mark", names=["b"], setting="reference", value=str(sea / "one.png"))
    page.tell("unmark", names=["c"])
    page.wait_for("prints_page", lambda told: [bool(each["mark"]) for each in told["prints"]] == [True, True, False])
    assert shown(page)["a"]["mark"] == said
    assert shown(page)["b"]["mark"].endswith("one.png")
    manifest = (board.collection.folder / "manifest.csv").read_text("utf-8-sig")
    assert "vividness=0.9" in manifest
    assert "reference=../sea/one.png" in manifest
    page.tell("make_marked")
    wait_until_made(page, board, ["a", "b"])
    assert [each["state"] for each in shown(page).values()] == ["done", "done", "missing"]
    assert not any(each["mark"] for each in shown(page).values())
    assert page.wait_for("far", lambda far: not far["goes_on"])[0]["marked"] == 0


def test_marks_of_a_loop_in_a_cell_are_made_next_and_its_prints_are_shown(board, begin):
    page = opened(board)
    collection, made = board.collection, []
    for each in collection:
        made.append(each.name)
        if len(made) == 1:
            page.tell("mark", names=["c"], setting="seed", value="7")
            page.wait_for("prints_page", lambda told: any(each["mark"] for each in told["prints"]))
            page.tell("make_marked")
            eventually(lambda: not collection.marked)
    assert made == ["a", "c", "b"]
    page.wait_for("prints_page", lambda told: all(each["state"] == "done" for each in told["prints"]))
    assert "seed=7" in shown(page)["c"]["said"]


def test_stop_ends_a_loop_after_the_print_that_is_under_way(begin):
    reached, may = threading.Event(), threading.Event()

    class Slow(Here):
        def answers(self, timeout_s):
            reached.set()
            assert may.wait(30)
            return super().answers(timeout_s)

    board = uw.CollectionBoard(begin(Slow(room=1)))
    page = opened(board)
    page.tell("go_on")
    assert reached.wait(30)
    page.wait_for("far", lambda far: far["goes_on"])
    page.tell("go_on")  # a second one changes nothing
    page.tell("rest")
    may.set()
    page.wait_for(
        "prints_page", lambda told: [each["state"] for each in told["prints"]] == ["done", "missing", "missing"]
    )
    page.wait_for("far", lambda far: not far["goes_on"])
    board.close()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"names": ["a"], "setting": "vividness", "value": "7"}, "vividness is '7'"),
        ({"names": ["a"], "setting": "vividness", "value": " "}, "Say with which value."),
        ({"names": ["a"], "setting": "vividity", "value": "1"}, "vividity"),
        ({"names": ["z"], "setting": "", "value": ""}, "There is no print 'z'"),
        ({"names": ["a"], "setting": "reference", "value": "none.png"}, "none.png' cannot be read"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_marked(board, said, told):
    page = opened(board)
    page.tell("mark", **said)
    assert told in page.wait_for("error", lambda error: error["text"])[0]["text"]
    assert not board.collection.marked


def test_what_fails_on_the_way_is_said(begin):
    class Lost(Here):
        def answers(self, timeout_s):
            raise OSError("No space left on device")

    board = uw.CollectionBoard(begin(Lost()))
    page = opened(board)
    page.tell("go_on")
    assert page.wait_for("error", lambda error: error["text"])[0]["text"] == "No space left on device"
    page.wait_for("far", lambda far: not far["goes_on"])
    board.close()


def test_prints_are_found_by_name_state_and_page(board, monkeypatch):
    monkeypatch.setattr(collection_board, "ON_A_PAGE", 2)
    next(iter(board.collection))
    page = opened(board)

    for browsed, names, pages in [
        ({}, ["a", "b"], 2),
        ({"page": 1}, ["c"], 2),
        ({"page": 9}, ["c"], 2),
        ({"text": "B"}, ["b"], 1),
        ({"state": "done"}, ["a"], 1),
        ({"state": "missing"}, ["b", "c"], 1),
        ({"state": "marked"}, [], 1),
    ]:
        page.tell("browse", **{"text": "", "state": "all", "page": 0, **browsed})
        page.wait_for(
            "prints_page",
            lambda told, names=names, pages=pages: (
                [each["name"] for each in told["prints"]] == names and told["pages"] == pages
            ),
        )
    page.tell("browse", text="", state="gone", page=0)
    assert "got 'gone'" in page.wait_for("error", lambda error: error["text"])[0]["text"]


def test_a_board_of_something_else_is_refused():
    with pytest.raises(uw.SettingsError, match="got a list"):
        uw.CollectionBoard([])
    with pytest.raises(uw.SettingsError, match="language is 'fr'"):
        texts("fr")
