"""A picker's museum without a browser: what is asked, what is shown, what is kept, and what is said when it fails."""

from __future__ import annotations

import threading

import pytest

import ukiyo_widgets as uw
from tests.museum.here import RAIN, serving
from tests.widgets.conftest import Page, eventually
from ukiyo_widgets.museum import asking, collections
from ukiyo_widgets.museum.met import Met
from ukiyo_widgets.widgets.texts import texts

WORDS = texts()


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


def test_the_credit_is_in_what_is_saved(picker, tmp_path):
    page = searched(picker)
    page.tell("museum_take", key="met:36461")
    page.wait_for("museum_taken")
    run = uw.colorize("sample:surf", picker.sources, size=32)
    assert "Gift of somebody, 1914" in " ".join(uw.read_metadata(run.frame.save(tmp_path / "done.png")).values())


@pytest.mark.parametrize(
    ("path", "answer", "status", "said"),
    [
        ("/search", {"total": 0, "objectIDs": None}, 200, WORDS["museum_none"]),
        ("/search", b"", 503, "try again in some minutes"),
        ("/objects/36461", b"<html>", 200, "something else than it promises"),
    ],
)
def test_what_a_museum_fails_to_do_is_said(picker, met, path, answer, status, said):
    met.says(path, answer, status=status)
    assert said in searched(picker).last("museum")[0]["text"]


def test_offline_it_says_so_in_words(met, tmp_path, monkeypatch):
    monkeypatch.setitem(collections.MUSEUMS, "met", Met("http://nowhere.invalid"))
    for language in ("en", "ja"):
        picker = uw.PrintPicker("content", folder=tmp_path, language=language)
        assert searched(picker).last("museum")[0]["text"] == texts(language)["museum_offline"]
        picker.close()


@pytest.mark.parametrize("small", [b"no picture", b"\xff\xd8cut"])
def test_a_small_picture_that_is_none_leaves_its_words(picker, met, small):
    met.says("/small.jpg", small)
    page = searched(picker)
    assert page.last("museum")[0]["text"] == ""
    assert page.last("museum_picture") == ({"kind": "museum_picture", "key": "met:36461"}, [])


def test_a_print_that_cannot_be_had_is_said_and_the_choice_stays(picker, met):
    page = searched(picker)
    met.says("/rain.jpg", b"no jpeg")
    page.tell("museum_take", key="met:36461")
    assert "is no JPEG" in page.wait_for("museum", lambda told: told["text"] and not told["busy"])[0]["text"]
    page.tell("museum_take", key="met:1")  # of which nobody has heard
    assert picker.sources == ["sample:wave"]


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
