"""The parts of the Studio, message by message, as a page would see them."""

from __future__ import annotations

import json
import re
import time
import zipfile
from io import BytesIO

import numpy as np
import PIL.Image
import pytest

import ukiyo_widgets as uw
from tests.widgets.conftest import Page, eventually
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.sources import Sources
from ukiyo_widgets.widgets.texts import _TEXTS, texts


def decoded(data):
    return np.asarray(PIL.Image.open(BytesIO(data)).convert("RGB"))


@pytest.fixture
def preview(player):
    made = uw.Preview(player)
    yield made
    made.close()


# ---------------------------------------------------------------- preview


def test_the_picture_at_rest_is_exact(preview, player):
    page = Page(preview)
    page.tell("hello")
    player.play(5)
    player.wait(90)
    _content, buffers = page.wait_for("frame", lambda c: c["index"] == 5 and c["format"] == "png")
    assert np.array_equal(decoded(buffers[0]), np.asarray(player.shown.run.image))


def test_that_a_picture_is_finished_is_said_in_the_pages_language(make_run):
    player = Player(make_run(iterations=50, settle=255, colour_rise=3))
    preview = uw.Preview(player, language="ja")
    page = Page(preview)
    page.tell("hello")
    player.play()
    page.wait_for("state", lambda c: c.get("note") == texts("ja")["settled"])
    preview.close()
    player.close()


def test_runs_after_different_references_are_told_apart_by_them(preview, player, make_run):
    page = Page(preview)
    page.tell("hello")
    first = player.shown
    _ = first.run.frame
    second = player.add(make_run(), sources=Sources("sample:wave", ("sample:actor", "mine/rain.png")))
    _ = second.run.frame
    actor = uw.samples["actor"].title
    state, _ = page.wait_for("state", lambda c: c["take"] == second.key)
    assert state["name"] == f"Run 2 · {actor} and 1 more"
    [(_key, other)] = state["choices"]
    assert other.startswith("Run 1 · ")
    player.remove(first)
    page.wait_for("state", lambda c: c["name"] == "Run 2")


def test_a_page_that_never_answers_gets_few_frames_and_in_the_end_the_newest(preview, player):
    page = Page(preview)
    player.play(150)
    player.wait(60)
    page.wait_for("frame", lambda c: c["index"] == 150 and c["format"] == "png")
    assert len(page.heard("frame")) < 60


def test_numbers_are_told_ten_times_a_second_at_most_and_in_the_end(preview, player):
    page = Page(preview)
    page.wait_for("state")
    before, begun_s = len(page.heard("state")), time.monotonic()
    player.play(150)
    player.wait(60)
    page.wait_for("state", lambda c: c["index"] == 150 and c["status"] == "finished")
    beside_the_numbers = 4  # it plays, it has ended, and what a busy machine tells in between
    assert len(page.heard("state")) - before <= 10 * (time.monotonic() - begun_s) + beside_the_numbers


def test_a_page_that_opens_late_is_told_everything(preview, player):
    player.play(3)
    player.wait(90)
    page = Page(preview)
    before = len(page.heard("frame"))
    page.tell("hello")
    eventually(lambda: len(page.heard("frame")) > before)
    content, _buffers = page.last("frame")
    assert content["index"] == 3
    assert page.last("state")[0]["status"] == "paused"


def test_scrubbing_shows_a_kept_picture_and_going_live_the_newest(preview, player):
    page = Page(preview)
    player.play(6)
    player.wait(90)
    player.show(player.shown, position=2)
    page.wait_for("frame", lambda c: c["index"] == 2)
    player.show(player.shown)
    eventually(lambda: page.last("frame")[0]["index"] == 6)


def test_the_other_side_of_the_wipe(preview, player, make_run):
    page = Page(preview)
    player.shown.run.advance(1)
    _content, buffers = page.wait_for("beside", lambda c: c["what"] == "content")
    gray = decoded(buffers[0])
    assert (gray[..., 0] == gray[..., 1]).all()
    page.tell("beside", what="reference")
    page.wait_for("beside", lambda c: c["what"] == "reference")
    other = player.shown
    player.add(make_run()).run.advance(1)
    page.tell("beside", what=str(other.key))
    page.wait_for("beside", lambda c: c["what"] == str(other.key))


def test_a_message_that_is_none_of_the_parts_is_ignored(preview):
    page = Page(preview)
    page.tell("close")
    page.tell("refresh")
    assert preview.player.error == ""
    assert preview.comm is not None


# ---------------------------------------------------------------- transport


@pytest.fixture
def transport(player):
    made = uw.Transport(player)
    yield made
    made.close()


def test_the_buttons(transport, player):
    page = Page(transport)
    page.tell("hello")
    page.tell("steps", n=4)
    player.wait(90)
    state, _ = page.wait_for("state", lambda c: c.get("index") == 4 and c["status"] == "paused")
    assert state["until"] == 6
    page.tell("seek", index=2)
    page.tell("fork")
    player.wait(90)
    assert (player.shown.run.index, player.shown.forked_at) == (2, 2)
    page.tell("play")
    eventually(lambda: player.shown.run.index > 2)
    page.tell("stop")
    assert player.wait(90)
    page.tell("reset")
    player.wait(90)
    assert player.shown.run.index == 0
    assert len(player.takes) == 3


def test_a_fork_from_the_timeline_equals_the_run_it_came_from(transport, player):
    page = Page(transport)
    page.tell("steps", n=6)
    player.wait(90)
    parent = player.shown
    page.tell("seek", index=3)
    page.tell("fork")
    player.wait(90)
    page.tell("steps", n=3)
    player.wait(90)
    assert np.array_equal(np.asarray(player.shown.run.image), np.asarray(parent.run.image))


def test_code_recreates_what_is_on_the_screen():
    run = uw.colorize("sample:wave", "sample:red_mountain", size=48)
    transport = uw.Transport(run)
    page = Page(transport)
    page.tell("steps", n=2)
    transport.player.wait(90)
    transport.player.shown.run.set(style_weight=3.0)
    page.tell("steps", n=2)
    transport.player.wait(90)
    page.tell("code")
    code = page.last("code")[0]["code"]
    made = {}
    exec(code, made)
    assert np.array_equal(np.asarray(made["run"].image), np.asarray(run.image))
    transport.close()


@pytest.mark.parametrize("what", ["png", "jpg", "webp", "tiff", "gif", "mp4", "html", "ukiyo"])
def test_saving(transport, player, what):
    page = Page(transport)
    page.tell("steps", n=3)
    player.wait(90)
    page.tell("export", what=what)
    content, buffers = page.wait_for("file")
    assert content["name"].endswith(f"-3.{what}")
    assert len(buffers[0]) > 200
    if what == "png":
        assert np.array_equal(decoded(buffers[0]), np.asarray(player.shown.run.image))


@pytest.mark.parametrize("suffix", ["html", "mp4", "gif"])
def test_saving_as_it_would_be_printed(transport, player, suffix):
    page = Page(transport)
    page.tell("steps", n=2)
    player.wait(30)
    page.tell("seek", index=1)
    page.tell("export", what=f"printed.{suffix}")
    content, buffers = page.wait_for("file")
    assert content["name"].endswith(f"-1-printed.{suffix}")
    if suffix == "html":
        assert "run.advance(1)" in bytes(buffers[0]).decode()


def test_all_runs_in_one_archive_can_be_loaded_again(transport, player, tmp_path):
    page = Page(transport)
    page.tell("steps", n=2)
    player.wait(90)
    page.tell("fork")
    player.wait(90)
    page.tell("export", what="zip")
    _content, buffers = page.wait_for("file")
    with zipfile.ZipFile(BytesIO(buffers[0])) as archive:
        archive.extractall(tmp_path)
    tree = json.loads((tmp_path / "tree.json").read_text())
    assert [each.get("parent") for each in tree] == [None, 1]
    assert uw.load(tmp_path / tree[1]["file"]).index == 2


def test_all_runs_in_one_page_that_plays(transport, player):
    page = Page(transport)
    page.tell("steps", n=2)
    player.wait(90)
    page.tell("fork")
    player.wait(90)
    page.tell("export", what="pages")
    content, buffers = page.wait_for("file")
    assert (content["name"], content["mime"]) == ("runs.html", "text/html")
    (data,) = re.findall('id="uw-data">(.*?)</script>', bytes(buffers[0]).decode())
    told = json.loads(data)["runs"]
    assert [each["name"] for each in told] == [take.name for take in player.takes]
    assert [[index for index, _ in each["frames"]] for each in told] == [[0, 1], [0, 1]]


def test_a_wrong_format_is_refused_in_words(transport, player):
    page = Page(transport)
    page.tell("steps", n=1)
    player.wait(90)
    page.tell("export", what="exe")
    player.wait(90)
    assert "saved as png, jpg" in player.error
    page.tell("export", what="printed.exe")
    player.wait(30)
    assert "saved as html, mp4, gif" in player.error


# ---------------------------------------------------------------- runs


def test_the_tree_of_runs(player):
    tree = uw.RunTree(player)
    page = Page(tree)
    page.tell("hello")
    first = player.shown
    first.run.advance(2)
    first.run.fork(style_weight=9)
    rows = page.wait_for("runs", lambda c: len(c["runs"]) == 2)[0]["runs"]
    assert [row["depth"] for row in rows] == [0, 1]
    assert "Style 9" in rows[1]["differs"]
    page.tell("rename", key=rows[1]["key"], name="strong <b>")
    page.wait_for("runs", lambda c: c["runs"][-1]["name"] == "strong <b>")
    page.tell("show", key=rows[0]["key"])
    assert player.shown is first
    page.tell("compare", key=rows[1]["key"])
    assert player.compared is player.takes[1]
    page.tell("play", key=rows[1]["key"])
    player.wait(90)
    assert player.takes[1].run.index == 6
    page.tell("delete", key=rows[0]["key"])
    assert [take.name for take in player.takes] == ["strong <b>"]
    tree.close()


def test_a_deleted_run_is_brought_back_where_it_stood(player):
    tree = uw.RunTree(player)
    page = Page(tree)
    first = player.shown
    first.run.advance(2)
    first.run.fork().advance(1)
    second = player.shown
    second.run.fork().advance(1)
    third = player.shown
    player.show(second)
    before = list(player.takes)
    for take in (second, first):
        page.tell("delete", key=take.key)
    page.wait_for("runs", lambda c: c["deleted"] == first.name)
    assert third.parent is None
    page.tell("undelete")
    page.tell("undelete")
    assert player.takes == before
    assert (third.parent, second.parent, player.shown) == (second, first, second)
    page.wait_for("runs", lambda c: c["deleted"] == "" and [row["depth"] for row in c["runs"]] == [0, 1, 2])
    page.tell("undelete")  # nothing is left to bring back
    assert player.takes == before
    for take in [first, second, third, player.add(first.run), player.add(first.run), player.add(first.run)]:
        page.tell("delete", key=take.key)
    assert player.takes == []
    for _ in range(8):
        page.tell("undelete")
    assert len(player.takes) == 5  # older ones are gone for good
    tree.close()


@pytest.mark.parametrize(("language", "after"), [("en", "Snow at Night after"), ("ja", "（手本：")])
def test_runs_are_described_in_words(language, after):
    run = uw.colorize("sample:snowy_night", ["sample:wave", "sample:actor"], size=48)
    tree = uw.RunTree(run, language=language)
    run.set(hints=[(0.5, 0.5, "#aa3322"), (0.2, 0.5, "#aa3322")], keep_ink=False)
    run.advance(1)
    row = Page(tree).wait_for("runs", lambda c: c["runs"][0]["index"] == 1)[0]["runs"][0]
    assert after in row["prints"]
    assert "0.5" not in row["differs"]
    assert "#aa3322" not in row["differs"]
    assert ("2 dabs of colour" if language == "en" else "色の点 2") in row["differs"]
    assert "keep_ink" not in row["differs"]
    tree.close()


# ---------------------------------------------------------------- losses


def test_the_chart_gets_every_point_once_and_the_marks(player):
    chart = uw.LossChart(player)
    page = Page(chart)
    page.tell("hello")
    player.play(4)
    player.wait(90)
    player.shown.run.set(fade=0.01)
    player.play(4)
    player.wait(90)
    page.wait_for("points", lambda c: [point[0] for point in c["points"]][-1:] == [8])
    points = []
    for content, _ in page.heard("points"):
        points = content["points"] if content["restart"] else points + content["points"]
    assert [point[0] for point in points] == list(range(9))
    assert page.last("points")[0]["marks"] == [[4, "fade = 0.01"]]
    chart.close()


# ---------------------------------------------------------------- texts


def test_every_text_is_there_in_both_languages_with_the_same_places():
    for key, (english, japanese) in _TEXTS.items():
        assert english, key
        assert japanese, key
        assert sorted(_places(english)) == sorted(_places(japanese)), key
    with pytest.raises(ValueError, match="'en' and 'ja'"):
        texts("fr")


def _places(text):
    import string

    return [name for _, name, _, _ in string.Formatter().parse(text) if name]
