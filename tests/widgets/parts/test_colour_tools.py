"""The colour tools of the preview, message by message: brush, regions, inks, and the way back."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import PIL.Image
import pytest

import ukiyo_widgets as uw
from tests.conftest import make_print
from tests.widgets.conftest import Page, eventually
from ukiyo_widgets.engine.guidance.hints import Hints
from ukiyo_widgets.engine.guidance.inks import find_inks
from ukiyo_widgets.images.writing.writing import to_pil

LEFT = [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]
RIGHT = [[0.5, 0], [1, 0], [1, 1], [0.5, 1]]


@pytest.fixture
def run(make_run):
    made = make_run()
    made.advance(1)
    return made


@pytest.fixture
def preview(run):
    made = uw.Preview(run)
    made.player.wait(90)
    yield made
    made.close()


@pytest.fixture
def page(preview):
    opened = Page(preview)
    opened.tell("hello")
    opened.wait_for("colours")
    return opened


def settled(preview):
    assert preview.player.wait(90)
    return preview.player.shown.run.settings


# ---------------------------------------------------------------- what a page sends reaches the run


def test_a_stroke_is_one_change_of_the_hints_and_stands_in_the_recipe(page, preview, run):
    page.tell("dabs", dabs=[[0.25, 0.4, "#3355aa", 0.015], [0.3, 0.4, "#3355aa", 0.015]])
    assert settled(preview).hints == Hints("0.25,0.4=#3355aa; 0.3,0.4=#3355aa")
    assert [dict(each.settings) for each in run.recipe.changes] == [{"hints": "0.25,0.4=#3355aa; 0.3,0.4=#3355aa"}]
    page.wait_for("colours", lambda c: c["hints"] == [[0.25, 0.4, "#3355aa", 0.015], [0.3, 0.4, "#3355aa", 0.015]])


def test_dabs_count_at_once_and_none_is_lost_while_an_iteration_is_in_progress(page, preview, run):
    with run._lock:  # a cell is in the middle of an iteration: what is set waits for its end
        for place in range(5):
            page.tell("dabs", dabs=[[place / 10, 0.5, "#aa3322", 0.02]])
        page.wait_for("colours", lambda c: len(c["hints"]) == 5)
        assert not run.settings.hints
    assert len(settled(preview).hints) == 5


def test_a_region_of_two_outlines(page, preview):
    page.tell("region", content=LEFT, reference=RIGHT, number=1)
    assert str(settled(preview).regions) == "0,0 0.5,0 0.5,1 0,1 > 0.5,0 1,0 1,1 0.5,1"
    page.wait_for("colours", lambda c: c["regions"] == [[LEFT, RIGHT, 1]])


def test_an_ink_printed_in_another_colour_and_as_it_was(page, preview):
    page.tell("ink", ink="#1d3a5f", becomes="#2a6e4e")
    page.tell("ink", ink="#ffffff", becomes="#eeddcc")
    page.tell("ink", ink="#1d3a5f", becomes="#2a6e4f")
    assert str(settled(preview).palette) == "#ffffff=#eeddcc; #1d3a5f=#2a6e4f"
    page.tell("ink", ink="#1d3a5f", becomes=None)
    assert str(settled(preview).palette) == "#ffffff=#eeddcc"


def test_one_dab_or_region_taken_away(page, preview):
    page.tell("dabs", dabs=[[0.1, 0.1, "#111111", 0.02], [0.2, 0.2, "#222222", 0.02]])
    page.tell("region", content=LEFT, reference=RIGHT)
    page.tell("erase", name="hints", index=0)
    page.tell("erase", name="regions", index=0)
    settings = settled(preview)
    assert [each.colour for each in settings.hints] == ["#222222"]
    assert not settings.regions


# ---------------------------------------------------------------- the way back


def test_undo_goes_back_edit_by_edit_over_all_tools_and_over_clear(page, preview):
    page.tell("dabs", dabs=[[0.1, 0.1, "#111111", 0.02]])
    page.tell("region", content=LEFT, reference=RIGHT)
    page.tell("ink", ink="#1d3a5f", becomes="#2a6e4e")
    page.tell("clear")
    settings = settled(preview)
    assert not any(map(len, (settings.hints, settings.regions, settings.palette)))
    counts = []
    for _ in range(5):
        page.tell("undo")
        settings = settled(preview)
        counts.append((len(settings.hints), len(settings.regions), len(settings.palette)))
    assert counts == [(1, 1, 1), (1, 1, 0), (1, 0, 0), (0, 0, 0), (0, 0, 0)]
    eventually(lambda: not page.last("colours")[0]["undo"])


def test_a_colour_dragged_about_in_its_picker_is_one_step_back(page, preview):
    for place, colour in enumerate(("#100000", "#200000", "#300000")):
        page.tell("ink", ink="#1d3a5f", becomes=colour, amend=place > 0)
    assert str(settled(preview).palette) == "#1d3a5f=#300000"
    page.tell("undo")
    assert not settled(preview).palette


def test_undo_leaves_alone_what_a_cell_has_set_since(page, preview, run):
    page.tell("dabs", dabs=[[0.1, 0.1, "#111111", 0.02]])
    settled(preview)
    run.set(hints="0.9,0.9=#999999")
    page.wait_for("colours", lambda c: not c["undo"] and c["hints"] == [[0.9, 0.9, "#999999", 0.015]])
    page.tell("undo")
    assert str(settled(preview).hints) == "0.9,0.9=#999999"


def test_each_run_has_its_own_way_back(page, preview, run):
    page.tell("dabs", dabs=[[0.1, 0.1, "#111111", 0.02]])
    settled(preview)
    first = preview.player.shown
    fork = run.fork(hints="")
    page.wait_for("colours", lambda c: c["hints"] == [] and not c["undo"])
    page.tell("undo")
    settled(preview)
    assert not fork.settings.hints
    assert len(run.settings.hints) == 1
    preview.player.show(first)
    page.wait_for("colours", lambda c: len(c["hints"]) == 1 and c["undo"])
    page.tell("undo")
    settled(preview)
    assert not run.settings.hints


# ---------------------------------------------------------------- when it is seen


def test_a_run_at_rest_makes_one_iteration_to_show_an_edit_and_rests_again(page, preview, run):
    page.tell("dabs", dabs=[[0.1, 0.1, "#111111", 0.02]])
    settled(preview)
    assert (run.index, str(preview.player.shown.status)) == (2, "paused")


def test_an_edit_may_wait_for_play_instead(page, preview, run):
    page.tell("tools", at_once=False)
    page.tell("dabs", dabs=[[0.1, 0.1, "#111111", 0.02]])
    assert settled(preview).hints
    assert run.index == 1


def test_an_edit_while_it_plays_does_not_change_how_far_it_plays(page, preview, run):
    preview.player.play(40)
    page.tell("dabs", dabs=[[0.1, 0.1, "#111111", 0.02]])
    settled(preview)
    assert run.index == 41


# ---------------------------------------------------------------- what the page is told


def test_the_references_and_their_inks_travel_only_once_the_tools_are_open(page, preview, run):
    assert not page.heard("reference")
    page.tell("tools")
    _content, buffers = page.wait_for("reference")
    shown = np.asarray(PIL.Image.open(BytesIO(buffers[0])).convert("RGB"))
    assert np.array_equal(shown, np.asarray(to_pil(run.prints.references[0])))
    content, _ = page.wait_for("inks")
    assert content["inks"] == [[[ink.colour, ink.share] for ink in find_inks(run.prints.references[0])]]


def test_several_references_are_all_there_to_take_from(make_run):
    run = uw.colorize(make_print(seed=1), [make_print(seed=2), make_print(seed=3)], size=32)
    preview = uw.Preview(run)
    run.advance(1)
    page = Page(preview)
    page.tell("tools")
    page.wait_for("reference", lambda c: (c["number"], c["of"]) == (2, 2))
    content, _ = page.wait_for("inks")
    assert len(content["inks"]) == 2
    page.tell("region", content=LEFT, reference=RIGHT, number=2)
    assert str(settled(preview).regions).endswith(" @ 2")
    preview.close()


def test_a_page_that_opens_late_is_told_the_edits(page, preview):
    page.tell("dabs", dabs=[[0.1, 0.1, "#111111", 0.02]])
    settled(preview)
    before = len(page.heard("colours"))
    page.tell("hello")
    eventually(lambda: len(page.heard("colours")) > before)
    assert len(page.last("colours")[0]["hints"]) == 1


def test_a_painted_mask_has_no_outline_and_does_not_travel(page, preview, run):
    mask = np.zeros((24, 32))
    mask[6:18] = 1
    run.set(regions=[(mask, RIGHT)])
    page.wait_for("colours", lambda c: c["regions"] == [[[], RIGHT, 1]])


# ---------------------------------------------------------------- what is wrong is refused in words


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("dabs", {"dabs": [[0.5, 0.5, "red; background: url(x)", 0.02]]}, "six hexadecimal digits"),
        ("dabs", {"dabs": [[0.5, 7, "#112233", 0.02]]}, "y is 7, but it goes from 0 to 1"),
        ("dabs", {"dabs": [[0.5, float("nan"), "#112233", 0.02]]}, "y is nan"),
        ("dabs", {"dabs": [[0.5, 0.5, "#112233", 0.02]] * 501}, "too long"),
        ("region", {"content": LEFT[:2], "reference": RIGHT}, "three or more"),
        ("region", {"content": LEFT, "reference": RIGHT, "number": -1}, "counted from 1"),
        ("ink", {"ink": "#112233", "becomes": "<b>"}, "six hexadecimal digits"),
    ],
)
def test_a_forged_message_is_refused_in_words_and_changes_nothing(page, preview, kind, content, words):
    page.tell(kind, **content)
    assert words in preview.player.error
    settings = settled(preview)
    assert not any(map(len, (settings.hints, settings.regions, settings.palette)))
    page.wait_for("state", lambda c: words in c["error"])
    page.tell("dabs", dabs=[[0.1, 0.1, "#111111", 0.02]])
    settled(preview)
    assert preview.player.error == ""


def test_what_the_run_refuses_is_wanted_no_longer(page, preview, run, monkeypatch):
    def refuse(**_changes):
        raise ValueError("no such reference")

    monkeypatch.setattr(run, "set", refuse)
    page.tell("region", content=LEFT, reference=RIGHT, number=3)
    settled(preview)
    assert preview.player.error == "no such reference"
    page.wait_for("colours", lambda c: not c["regions"] and not c["undo"])


# ---------------------------------------------------------------- as code


def test_pasted_code_makes_the_picture_that_was_painted():
    run = uw.colorize("sample:wave", "sample:red_mountain", size=48)
    studio = uw.Studio(run)
    page = Page(studio.preview)
    page.tell("dabs", dabs=[[0.25, 0.4, "#3355aa", 0.05]])
    page.tell("region", content=LEFT, reference=RIGHT)
    page.tell("ink", ink="#1d3a5f", becomes="#2a6e4e")
    studio.player.wait(90)
    transport = Page(studio.transport)
    transport.tell("steps", n=2)
    studio.player.wait(90)
    transport.tell("code")
    made = {}
    exec(transport.last("code")[0]["code"], made)
    assert made["run"].settings == run.settings
    assert len(made["run"].settings.hints) == 1
    assert np.array_equal(np.asarray(made["run"].image), np.asarray(run.image))
    studio.close()


def test_a_long_setting_is_cut_in_the_list_of_runs_and_beside_the_chart(page, preview, run):
    tree, chart = uw.RunTree(preview.player), uw.LossChart(preview.player)
    listed, charted = Page(tree), Page(chart)
    page.tell("dabs", dabs=[[place / 100, 0.5, "#112233", 0.02] for place in range(50)])
    settled(preview)
    rows = listed.wait_for("runs", lambda c: "50" in c["runs"][0]["differs"])[0]["runs"]
    assert len(rows[0]["differs"]) < 200
    marks = charted.wait_for("points", lambda c: bool(c["marks"]))[0]["marks"]
    assert marks[0][1].endswith("…")
    tree.close()
    chart.close()
