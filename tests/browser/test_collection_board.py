"""The board of a collection in a real JupyterLab, with real workers: prints are marked, and made while a cell makes others."""

from __future__ import annotations

import csv

import pytest

PREPARE = """
prints = uw.colorize_collection(
    ["sample:surf", "sample:wave", "sample:actor"], "sample:homeward", out="{out}", size=32, iterations=1, workers=1
)
board = uw.CollectionBoard(prints, language="{language}")
board
"""
IN_A_CELL = """
import threading
pause, marked = threading.Event(), False
for made in prints:
    print("made", made.name)
    while not marked:  # until somebody has marked a print, and said that it is to be made
        pause.wait(0.05)
        marked = "actor" in prints.marked
    while prints.marked:
        pause.wait(0.05)
print("that was all")
"""
AGAIN = "print({each.name: (each.record.settings, each.record.series) for each in prints.finished()}); prints.close()"


def prints(page):
    return page.get_by_test_id("board").get_by_role("listbox")


@pytest.fixture
def open_board(notebook, tmp_path):
    """Open a board of a collection of its own."""

    def open_(language="en"):
        opened = notebook(PREPARE.format(out=tmp_path / "done", language=language), IN_A_CELL, AGAIN)
        opened.run(1)
        prints(opened.page).get_by_role("option").first.wait_for()
        return opened

    return open_


def marks(out):
    with (out / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["file"]: row["again"] for row in csv.DictReader(file)}


def test_prints_are_marked_by_keys_and_made_alone(open_board, tmp_path):
    board = open_board()
    page = board.page
    shown = page.get_by_test_id("board")
    first = prints(page).get_by_role("option", name="surf, missing")
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    prints(page).get_by_role("option", name="wave", selected=True).wait_for()
    shown.get_by_role("combobox", name="Again with").select_option(label="Vividness")
    shown.get_by_role("textbox", name="Value").fill("0.9")
    shown.get_by_role("button", name="Mark 1").press("Enter")
    prints(page).get_by_role("option", name="wave, missing, Again: Vividness: 0.9").wait_for()
    assert marks(tmp_path / "done") == {"sample:surf": "", "sample:wave": "vividness=0.9", "sample:actor": ""}
    shown.get_by_role("button", name="Make the 1 marked").click()
    prints(page).get_by_role("option", name="wave, done").locator("img").wait_for()
    shown.get_by_role("button", name="Make what is missing").wait_for()  # it rests
    assert prints(page).get_by_role("option", name="missing").count() == 2
    board.command("docmanager:save")
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget.context.model.dirty === false")
    page.reload()
    prints(page).get_by_role("option", name="wave, done").locator("img").wait_for()
    board.run(3)
    assert "'wave': ('size=32 iterations=1 vividness=0.9', 'sample:homeward')" in board.output(3)
    assert "surf" not in board.output(3)


def test_what_is_marked_while_a_cell_makes_prints_is_made_by_it(open_board):
    board = open_board("ja")
    page = board.page
    shown = page.get_by_test_id("board")
    board.start(2)
    board.wait_for_output(2, "made surf")
    shown.get_by_role("button", name="停止").wait_for()
    prints(page).get_by_role("option", name="actor").click()
    shown.get_by_role("combobox", name="次の値でもう一度").select_option(label="別の手本")
    shown.get_by_role("combobox", name="値", exact=True).fill("sample:calm_sea")
    shown.get_by_role("button", name="1 点に印を付ける").click()
    shown.get_by_role("button", name="印の付いた 1 点を作る").click()
    board.wait_for_output(2, "that was all")
    assert board.output(2).split()[:6] == ["made", "surf", "made", "actor", "made", "wave"]
    board.run(3)
    assert "'actor': ('size=32 iterations=1', 'sample:calm_sea')" in board.output(3)
    shown.get_by_role("button", name="残りを作る").wait_for()
    prints(page).get_by_role("option", name="actor、完成").locator("img").wait_for()


def test_a_reference_that_is_not_there_is_said_on_the_board(open_board):
    board = open_board()
    shown = board.page.get_by_test_id("board")
    shown.get_by_role("button", name="Choose all on this page").click()
    shown.get_by_role("combobox", name="Again with").select_option(label="another reference")
    shown.get_by_role("combobox", name="Value").fill("nowhere.png")
    shown.get_by_role("button", name="Mark 3").click()
    shown.get_by_role("alert").filter(has_text="nowhere.png' cannot be read").wait_for()
    assert shown.get_by_role("button", name="Make the 0 marked").is_disabled()
