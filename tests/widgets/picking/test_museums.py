"""A picker's museum without a browser: what is asked, what is shown, what is kept, and what is said when it fails."""

from __future__ import annotations

import re
import threading
from typing import get_args

import pytest

import ukiyo_widgets as uw
from tests.museum.here import RAIN, serving
from tests.widgets.conftest import Page, eventually
from ukiyo_widgets.images.reading import fetching
from ukiyo_widgets.museum import asking, collections
from ukiyo_widgets.museum.met import Met
from ukiyo_widgets.museum.work import Why
from ukiyo_widgets.widgets.texts import texts


@pytest.fixture(scope="module")
def server():
    with serving() as place:
        yield place


@pytest.fixture
def met(server, monkeypatch):
    server.begin_anew()
    monkeypatch.setitem(collections.MUSEUMS, "met", Met(server.address))
    monkeypatch.setattr(asking, "PAUSE_S", 0.0)
    return server


@pytest.fixture
def picker(met, tmp_path):
    made = uw.PrintPicker("reference", chosen=["sample:wave"], folder=tmp_path)
    yield made
    made.close()


def searched(picker, query="rain"):
    page = Page(picker)
    page.tell("museum_search", query=query)
    page.wait_for("museum", lambda told: not told["busy"])
    return page


def test_nothing_is_asked_before_somebody_searches(picker, met):
    page = Page(picker)
    page.tell("hello")
    page.tell("look")
    page.wait_for("thumbnail")
    assert met.asked == []
    assert not [each for each in threading.enumerate() if each.name == "ukiyo_widgets museum"]


def test_what_is_found_has_its_words_and_a_picture_and_a_click_takes_it(picker, met, tmp_path):
    picks = []
    picker.on_pick(lambda: picks.append(picker.sources))
    page = searched(picker)
    (work, _), (picture, data) = page.last("museum_work"), page.last("museum_picture")
    assert (work["artist"], work["date"]) == ("Utagawa Hiroshige", "1857")
    assert work["title"].startswith("Sudden Shower & Rain")
    assert work["whose"] == "Gift of somebody, 1914. Public domain (CC0)"
    assert work["whose"] in work["credit"]
    assert picture["key"] == work["key"] == "met:36461"
    assert data[0].startswith(b"\xff\xd8")
    assert "/rain.jpg" not in met.asked
    page.tell("museum_take", key="met:36461")
    page.wait_for("museum_taken")
    assert picks == [[tmp_path / "met-36461.jpg"]]
    assert "Gift of somebody" in uw.read_image(tmp_path / "met-36461.jpg").credit
    key = picker.chosen[0].key
    thumbnail, _ = page.wait_for("thumbnail", lambda told: told["key"] == key)
    assert thumbnail["credit"] == work["credit"]
    page.tell("museum_take", key="met:36461")  # which is here already
    eventually(lambda: len(picks) == 2)
    assert met.asked.count("/rain.jpg") == 1
    assert [each.name for each in picker.prints].count("met-36461.jpg") == 1


def test_a_print_that_takes_its_time_leaves_what_is_picked_meanwhile(picker, monkeypatch):
    page = searched(picker)
    fetched = picker._fetched

    def slowly(work):
        page.tell("choose", keys=[each.key for each in picker.prints if each.source == "sample:actor"])
        return fetched(work)

    monkeypatch.setattr(picker, "_fetched", slowly)
    page.tell("museum_take", key="met:36461")
    page.wait_for("museum_taken")
    assert picker.sources == ["sample:actor"]
    assert "met-36461.jpg" in [each.name for each in picker.prints]


def test_the_credit_is_in_what_is_saved(picker, tmp_path):
    page = searched(picker)
    page.tell("museum_take", key="met:36461")
    page.wait_for("museum_taken")
    run = uw.colorize("sample:surf", picker.sources, size=32)
    assert "Gift of somebody, 1914" in " ".join(uw.read_metadata(run.frame.save(tmp_path / "done.png")).values())


KINDS = sorted({*get_args(fetching.Why), *get_args(Why)})


@pytest.mark.parametrize("why", KINDS)
def test_each_kind_of_trouble_has_its_sentence_in_both_languages(why):
    english, japanese = (texts(language)[f"museum_{why}"] for language in ("en", "ja"))
    assert english.isascii()
    assert re.search("[ぁ-ん]", japanese)
    assert re.findall(r"{\w+}", english) == re.findall(r"{\w+}", japanese)


LONGER = {"Content-Length": "1000"}
HUGE = {"Content-Length": "999999999999"}
AWAY = {"Location": "ftp://museum.example/rain.jpg"}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("path", "answer", "status", "headers", "why"),
    [
        ("/search", {"total": 0, "objectIDs": None}, 200, {}, "none"),
        ("/search", {"total": 1, "objectIDs": "36461"}, 200, {}, "strange"),
        ("/search", b"", 403, {}, "refused"),
        ("/search", b"", 429, {}, "busy"),
        ("/search", b"", 503, {}, "busy"),
        ("/search", b"", 500, {}, "failed"),
        ("/objects/36461", b"<html>", 200, {}, "strange"),
        ("/objects/36461", b"[1]", 200, {}, "strange"),
        ("/objects/36461", b"{}", 200, LONGER, "cut_off"),
        ("/rain.jpg", b"", 404, {}, "missing"),
        ("/rain.jpg", b"", 302, AWAY, "astray"),
        ("/rain.jpg", b"no jpeg", 200, {}, "no_jpeg"),
        ("/rain.jpg", b"", 200, HUGE, "too_large"),
    ],
)
def test_what_a_museum_fails_to_do_is_said(met, tmp_path, path, answer, status, headers, why, language):
    met.says(path, answer, status=status, **headers)
    picker = uw.PrintPicker("reference", chosen=["sample:wave"], folder=tmp_path, language=language)
    page = searched(picker)
    if path == "/rain.jpg":
        page.tell("museum_take", key="met:36461")
        page.wait_for("museum", lambda told: told["text"] and not told["busy"])
    assert page.last("museum")[0]["text"] == texts(language)[f"museum_{why}"].format(status=status)
    assert picker.sources == ["sample:wave"]
    picker.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_offline_it_says_so_in_words(met, tmp_path, monkeypatch, language):
    monkeypatch.setitem(collections.MUSEUMS, "met", Met("http://nowhere.invalid"))
    picker = uw.PrintPicker("content", folder=tmp_path, language=language)
    assert searched(picker).last("museum")[0]["text"] == texts(language)["museum_unreachable"]
    picker.close()


def test_where_nothing_can_be_written_at_all_it_says_so(met, tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("UKIYO_WIDGETS_CACHE", "off")
    picker = uw.PrintPicker("reference", folder=tmp_path / "file", language="ja")
    page = searched(picker)
    page.tell("museum_take", key="met:36461")
    told, _ = page.wait_for("museum", lambda told: told["text"] and not told["busy"])
    assert told["text"] == texts("ja")["museum_unwritten"]
    picker.close()


def test_no_words_are_no_search(picker, met):
    page = Page(picker)
    page.tell("museum_search", query="  ")
    assert not page.heard("museum_begins")
    assert met.asked == []


@pytest.mark.parametrize("small", [b"no picture", b"\xff\xd8cut"])
def test_a_small_picture_that_is_none_leaves_its_words(picker, met, small):
    met.says("/small.jpg", small)
    page = searched(picker)
    assert page.last("museum")[0]["text"] == ""
    assert page.last("museum_picture") == ({"kind": "museum_picture", "key": "met:36461"}, [])


def test_a_print_of_which_nobody_has_heard_is_not_taken(picker, met):
    page = searched(picker)
    page.tell("museum_take", key="met:1")
    assert picker.sources == ["sample:wave"]
    assert not page.heard("museum_taken")


def test_where_nothing_can_be_written_it_is_kept_elsewhere(met, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    picker = uw.PrintPicker("reference", folder=tmp_path / "file")
    page = searched(picker)
    page.tell("museum_take", key="met:36461")
    page.wait_for("museum_taken")
    assert "Gift of somebody" in uw.read_image(picker.sources[0]).credit
    picker.close()


def test_another_search_ends_the_one_before(picker, met):
    for number in range(1, 9):
        met.says(f"/objects/{number}", RAIN | {"objectID": number, "primaryImage": f"{met.address}/rain.jpg"})
    met.says("/search", {"total": 8, "objectIDs": [*range(1, 9)]})
    page = Page(picker)
    page.tell("museum_search", query="rain")
    page.wait_for("museum_work")
    met.says("/search", {"total": 1, "objectIDs": [36461]})
    page.tell("museum_search", query="snow")
    page.wait_for("museum_work", lambda told: told["key"] == "met:36461")
    page.wait_for("museum", lambda told: not told["busy"])
    assert [told["query"] for told, _ in page.heard("museum_begins")] == ["rain", "snow"]
    last = [told["key"] for told, _ in page.heard("museum_work")]
    assert last[-1] == "met:36461"
