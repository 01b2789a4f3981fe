"""Suggestions of references in a picker, message by message."""

from __future__ import annotations

import functools

import pytest

import ukiyo_widgets as uw
from tests.widgets.conftest import Page, eventually
from ukiyo_widgets.runs.choosing.suggestions import TEMPLATES
from ukiyo_widgets.widgets.picking import suggesting
from ukiyo_widgets.widgets.texts import _REASONS_JA, texts

SIZE = 48


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(suggesting, "ReferenceJudge", functools.partial(suggesting.ReferenceJudge, size=SIZE))


@pytest.fixture
def folder(tmp_path):
    uw.samples.wave.color(96).save(tmp_path / "wave.png")
    uw.samples.actor.gray(96).save(tmp_path / "gray.png")
    (tmp_path / "broken.jpg").write_bytes(b"<html>not found</html>")
    return tmp_path


@pytest.fixture
def make_picker(folder):
    made = []

    def make(role="reference", **keys):
        keys = {"chosen": ["sample:actor"], "folder": folder, "content": "sample:wave", **keys}
        made.append(uw.PrintPicker(role, **keys))
        return made[-1]

    yield make
    for each in made:
        each.close()


def suggested(page):
    page.tell("suggest")
    return page.wait_for("prints", lambda content: content["suggested"])[0]["prints"]


def test_the_order_is_that_of_the_ranking_and_what_cannot_serve_is_last(make_picker):
    picker = make_picker()
    page = Page(picker)
    page.tell("hello")
    prints = suggested(page)
    sources = {each.key: each.source for each in picker.prints}
    ranking = uw.rank_references("sample:wave", list(sources.values()), size=SIZE)
    assert [sources[each["key"]] for each in prints if each["place"]] == [each.source for each in ranking]
    assert [each["place"] for each in prints] == [*range(1, 10), None]
    assert prints[-1]["name"] == "broken.jpg"
    assert uw.samples.wave.title not in {each["name"] for each in prints}  # it would be coloured after itself
    assert tuple(prints[0]["why"]) == ranking[0].reasons
    done = [content for content, _ in page.heard("comparing")]
    assert [each["done"] for each in done] == list(range(12))
    assert {each["total"] for each in done} == {11}
    assert picker.sources == ["sample:actor"]  # what is chosen stays chosen


def test_suggestions_are_for_one_gray_print(make_picker):
    contents = make_picker("content", chosen=["sample:wave"], content=None)
    picker = make_picker(content=contents)
    page = Page(picker)
    first = suggested(page)
    contents.choose("sample:actor")
    assert not page.last("prints")[0]["suggested"]
    assert all(each["place"] is None and not each["why"] for each in page.last("prints")[0]["prints"])
    before = len(page.heard("prints"))
    page.tell("suggest")
    eventually(lambda: len(page.heard("prints")) > before)
    assert [each["key"] for each in page.last("prints")[0]["prints"]] != [each["key"] for each in first]


def test_reasons_are_in_the_pickers_language(make_picker):
    picker = make_picker(language="ja")
    reasons = suggested(Page(picker))[0]["why"]
    assert any("明るさの分布" in each for each in reasons)


def test_every_reason_has_its_japanese_and_no_other_has():
    assert set(_REASONS_JA) == set(TEMPLATES)


def test_without_a_gray_print_nothing_is_suggested(make_picker):
    alone = make_picker(content=None)
    page = Page(alone)
    page.tell("hello")
    assert not page.last("prints")[0]["suggests"]
    page.tell("suggest")
    assert page.last("error")[0]["text"] == texts("en")["content_first"]


def test_a_gray_print_that_cannot_be_read_is_said_at_the_picker(make_picker, folder):
    picker = make_picker(content=folder / "nowhere.png")
    page = Page(picker)
    page.tell("suggest")
    assert "nowhere.png" in page.wait_for("error")[0]["text"]


def test_a_run_that_plays_goes_on_meanwhile(make_picker, player):
    picker = make_picker(player=player)
    page = Page(picker)
    player.play(10_000)
    indexes = []
    picker._suggester._do = lambda task: player.do_aside(lambda: (indexes.append(player.shown.run.index), task()))
    suggested(page)
    player.pause()
    assert indexes == sorted(set(indexes))  # at least one iteration between any two comparisons


def test_another_gray_print_ends_the_comparison_and_what_is_said_of_it(make_picker):
    contents = make_picker("content", chosen=["sample:wave"], content=None)
    picker = make_picker(content=contents)
    page, tasks = Page(picker), []
    picker._suggester._do = tasks.append
    page.tell("suggest")
    for _ in range(3):
        tasks.pop()()
    contents.choose("sample:actor")
    before = len(page.heard("comparing"))
    tasks.pop()()
    assert not tasks
    assert len(page.heard("comparing")) == before
    kinds = [data["content"]["kind"] for _type, data, _ in picker.comm.sent if data.get("method") == "custom"]
    assert [kind for kind in kinds if kind in ("comparing", "choice")][-1] == "choice"


def test_a_new_file_comes_first_without_a_place(make_picker, folder):
    picker = make_picker()
    page = Page(picker)
    suggested(page)
    uw.samples.rain_bridge.color(64).save(folder / "new.png")
    page.tell("look")
    first, second = page.last("prints")[0]["prints"][:2]
    assert (first["name"], first["place"], first["why"]) == ("new.png", None, ())
    assert second["place"] == 1
    assert len({each.key for each in picker.prints}) == len(picker.prints)


def test_a_closed_picker_hears_no_more_of_the_gray_print(make_picker):
    contents = make_picker("content", chosen=["sample:wave"], content=None)
    picker = make_picker(content=contents)
    assert contents._followers
    picker.close()
    assert not contents._followers


def test_a_closed_player_does_nothing_and_keeps_nobody_waiting(player):
    player.close()
    player.do(lambda: None)
    player.do_aside(lambda: None)
    assert player.wait(1)
