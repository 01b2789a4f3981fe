"""The picker, message by message, as a page would see it."""

from __future__ import annotations

import os
import threading
from io import BytesIO

import numpy as np
import PIL.Image
import pytest

import ukiyo_widgets as uw
from tests.widgets.conftest import Page, eventually
from ukiyo_widgets.widgets.picking import folder as folder_module
from ukiyo_widgets.widgets.picking import offer as offer_module
from ukiyo_widgets.widgets.picking import picker as picker_module
from ukiyo_widgets.widgets.picking import uploads
from ukiyo_widgets.widgets.picking.folder import WatchedFolder, kept_upload
from ukiyo_widgets.widgets.picking.thumbnails import Thumbnails


def decoded(data):
    return np.asarray(PIL.Image.open(BytesIO(data)).convert("RGB"))


def png(color=(200, 30, 30), size=(64, 48)):
    buffer = BytesIO()
    PIL.Image.new("RGB", size, color).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def picker(tmp_path):
    (tmp_path / "mine.png").write_bytes(png())
    (tmp_path / "broken.jpg").write_bytes(b"<html>not found</html>")
    (tmp_path / "text.txt").write_text("no picture")
    made = uw.PrintPicker("reference", chosen=["sample:wave"], folder=tmp_path)
    yield made
    made.close()


def test_the_picker_offers_samples_and_the_folders_pictures(picker, tmp_path):
    page = Page(picker)
    page.tell("hello")
    names = [each["name"] for each in page.last("prints")[0]["prints"]]
    assert "mine.png" in names
    assert "text.txt" not in names
    assert len(names) == 7
    broken = next(each["key"] for each in page.last("prints")[0]["prints"] if each["name"] == "broken.jpg")
    content, buffers = page.wait_for("thumbnail", lambda c: c["key"] == broken)
    assert "broken.jpg" in content["error"]
    assert not buffers


def test_a_print_chosen_by_a_cell_is_listed(picker, tmp_path):
    page = Page(picker)
    page.tell("hello")
    (tmp_path / "later.png").write_bytes(png((1, 2, 3)))
    picker.choose(tmp_path / "later.png")
    listed = {each["key"]: each["name"] for each in page.last("prints")[0]["prints"]}
    assert [listed[key] for key in page.last("choice")[0]["keys"]] == ["later.png"]


def test_a_file_is_listed_once_however_its_path_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    uw.samples.wave.color(32).save("scan.png")
    picker = uw.PrintPicker("content", chosen=["scan.png"])
    picker.on_look()
    assert [each.name for each in picker.prints].count("scan.png") == 1
    picker.close()


def test_choosing_several_with_weights(picker):
    page = Page(picker)
    page.tell("hello")
    keys = [each["key"] for each in page.last("prints")[0]["prints"]][:2]
    picks = []
    picker.on_pick(lambda: picks.append(picker.sources))
    page.tell("choose", keys=keys)
    assert picker.weights == ()
    page.tell("weigh", key=keys[1], weight=0.25)
    assert picker.weights == (1.0, 0.25)
    assert len(picks[-1]) == 2


def test_an_upload_in_parts_arrives_whole_and_is_chosen(picker, tmp_path):
    page = Page(picker)
    data = png(size=(300, 200))
    parts = [data[start : start + 100] for start in range(0, len(data), 100)]
    for number, part in enumerate(parts):
        page.tell("upload", part, name="up.png", part=number, parts=len(parts))
        assert page.last("received")[0]["part"] == number
    eventually(lambda: picker.sources == [tmp_path / "up.png"])
    assert (tmp_path / "up.png").read_bytes() == data


def test_an_upload_that_takes_its_time_leaves_what_is_picked_meanwhile(picker, tmp_path):
    page, picks = Page(picker), []
    picker.on_pick(lambda: picks.append([getattr(each, "name", each) for each in picker.sources]))
    data, actor = png(size=(300, 200)), [each.key for each in picker.prints if each.source == "sample:actor"]
    page.tell("upload", data[:100], name="slow.png", part=0, parts=2)
    page.tell("choose", keys=actor)
    page.tell("upload", data[100:], name="slow.png", part=1, parts=2)
    page.tell("upload", png((9, 9, 9)), name="quick.png", part=0, parts=1)  # read after the other
    eventually(lambda: len(picks) == 2)
    assert picks == [["sample:actor"], ["quick.png"]]
    assert "slow.png" in [each.name for each in picker.prints]


def test_of_two_uploads_the_one_that_was_asked_for_last_is_chosen(picker):
    page, picks = Page(picker), []
    picker.on_pick(lambda: picks.append([getattr(each, "name", each) for each in picker.sources]))
    data = png(size=(300, 200))
    page.tell("upload", data[:100], name="early.png", part=0, parts=2)
    page.tell("upload", data, name="late.png", part=0, parts=2)
    page.tell("upload", data[100:], name="early.png", part=1, parts=2)
    page.tell("upload", b"", name="late.png", part=1, parts=2)
    eventually(lambda: picks == [["late.png"]])
    assert "early.png" in [each.name for each in picker.prints]


def test_what_is_picked_while_the_first_of_several_comes_stays_though_that_is_unreadable(picker):
    page, picks = Page(picker), []
    picker.on_pick(lambda: picks.append([getattr(each, "name", each) for each in picker.sources]))
    page.tell("upload", b"no ", name="broken.png", part=0, parts=2, first=True)
    page.tell("choose", keys=[each.key for each in picker.prints if each.source == "sample:actor"])
    page.tell("upload", b"picture", name="broken.png", part=1, parts=2, first=True)
    page.tell("upload", png((1, 1, 1)), name="second.png", part=0, parts=1, first=False)
    page.tell("upload", png((9, 9, 9)), name="quick.png", part=0, parts=1, first=True)
    eventually(lambda: picks == [["sample:actor"], ["quick.png"]])


def test_an_upload_writes_over_nothing_and_into_the_folder_alone(picker, tmp_path):
    page = Page(picker)
    page.tell("upload", png((1, 2, 3)), name="mine.png", part=0, parts=1)
    eventually(lambda: picker.sources != ["sample:wave"])
    assert (tmp_path / "mine.png").read_bytes() == png()
    assert picker.sources[0].name.startswith("mine-")
    page.tell("upload", png((4, 5, 6)), name="../../evil<b>.png", part=0, parts=1)
    eventually(lambda: picker.sources == [tmp_path / "evil_b_.png"])


def test_of_several_references_added_at_once_one_is_chosen_and_all_are_on_offer(picker):
    page = Page(picker)
    page.tell("upload", b"no picture", name="broken.png", part=0, parts=1, first=True)
    for number in range(3):
        page.tell("upload", png((number, 0, 0)), name=f"{number}.png", part=0, parts=1, first=False)
    eventually(lambda: {"0.png", "1.png", "2.png"} <= {each.name for each in picker.prints})
    assert [getattr(each, "name", "") for each in picker.sources] == ["0.png"]
    page.tell("upload", png((9, 9, 9)), name="9.png", part=0, parts=1, first=True)
    eventually(lambda: [getattr(each, "name", "") for each in picker.sources] == ["9.png"])


def test_all_of_these_leaves_the_gray_print_out(tmp_path):
    content = uw.PrintPicker("content", chosen=["sample:wave"], folder=tmp_path)
    picker = uw.PrintPicker("reference", chosen=["sample:actor"], folder=tmp_path, content=content)
    Page(picker).tell("choose_all", keys=[each.key for each in picker.prints])
    assert "sample:wave" not in picker.sources
    assert len(picker.sources) == len(uw.samples.subjects) - 1 + len(uw.samples.series("wave"))
    Page(picker).tell("choose", keys=[each.key for each in picker.prints if each.source == "sample:wave"])
    assert picker.sources == ["sample:wave"]  # alone it may be
    picker.close()
    content.close()


def test_the_gray_print_stands_on_the_shelf_of_references_only_where_it_was_chosen(tmp_path):
    contents = uw.PrintPicker("content", chosen=["sample:wave"], folder=tmp_path)
    references = uw.PrintPicker("reference", chosen=["sample:actor"], content=contents, folder=tmp_path)
    page = Page(references)
    page.tell("hello")

    def listed():
        return [each["name"] for each in page.last("prints")[0]["prints"]]

    assert uw.samples.wave.title not in listed()
    contents.choose("sample:actor")
    assert {uw.samples.wave.title, uw.samples.actor.title} <= set(listed())  # the actor is chosen
    references.choose("sample:rain_bridge")
    contents.choose("sample:wave")
    references.choose("sample:wave", "sample:actor")
    assert uw.samples.wave.title in listed()
    for each in (references, contents):
        each.close()


def test_following_a_run_is_no_pick(picker):
    page, picks, choices = Page(picker), [], []
    picker.on_pick(lambda: picks.append(picker.sources))
    picker.on_choice(lambda: choices.append(picker.sources))
    picker.follow(["sample:actor", "sample:wave"], weights=(1.0, 0.5))
    assert page.last("choice")[0]["weights"] == {
        each.key: weight
        for source, weight in (("sample:actor", 1.0), ("sample:wave", 0.5))
        for each in picker.prints
        if each.source == source
    }
    assert picker.weights == (1.0, 0.5)
    said = len(page.heard("choice"))
    picker.follow(["sample:actor", "sample:wave"], weights=(1.0, 0.5))
    assert len(page.heard("choice")) == said
    assert not picks
    assert choices == [["sample:actor", "sample:wave"]]


def test_an_upload_does_not_wait_for_thumbnails(tmp_path, monkeypatch):
    going_on = threading.Event()
    make = Thumbnails._make
    monkeypatch.setattr(Thumbnails, "_make", lambda self, print_: (going_on.wait(90), make(self, print_)))
    picker = uw.PrintPicker("reference", chosen=["sample:wave"], folder=tmp_path)
    Page(picker).tell("upload", png(), name="up.png", part=0, parts=1)
    eventually(lambda: picker.sources == [tmp_path / "up.png"])
    assert not going_on.is_set()
    going_on.set()
    picker.close()


def test_an_upload_to_a_folder_that_cannot_be_written_to_stays_in_memory(tmp_path):
    picker = uw.PrintPicker("reference", folder=tmp_path / "missing")
    data = png((9, 9, 9))
    Page(picker).tell("upload", data, name="up.png", part=0, parts=1)
    eventually(lambda: picker.sources == [data])
    picker.close()


def test_an_upload_that_is_no_picture_is_refused_in_words_with_its_name(picker):
    page = Page(picker)
    page.tell("upload", b"<svg onload=alert(1)>", name="<img src=x>.png", part=0, parts=1)
    content, _ = page.wait_for("error")
    assert content["text"].startswith("'<img src=x>.png': ")
    assert picker.sources == ["sample:wave"]


def test_a_content_picker_shows_gray():
    picker = uw.PrintPicker("content", chosen=["sample:actor"])
    page = Page(picker)
    key = picker.prints[0].key
    eventually(lambda: picker._thumbnails.get(picker.prints[0]))
    page.tell("hello")
    _content, buffers = page.wait_for("thumbnail", lambda c: c["key"] == key)
    pixels = decoded(buffers[0]).astype(int)
    assert abs(pixels[..., 0] - pixels[..., 2]).max() <= 2
    picker.close()


def test_a_gray_prints_series_is_offered_as_references_and_no_other_series(tmp_path):
    gray = uw.PrintPicker("content", chosen=["sample:actor"], folder=tmp_path)
    references = uw.PrintPicker("reference", folder=tmp_path, content=gray)
    offered = [each.source for each in references.prints]
    assert offered == [f"sample:{name}" for name in uw.samples.subjects] + uw.samples.series("actor")
    page = Page(references)
    gray.choose("sample:wave")
    names = [each["name"] for each in page.last("prints")[0]["prints"]]
    assert names[-3:] == [uw.samples[name].title for name in ("calm_sea", "surf", "homeward")]
    gray.choose(uw.samples.snowy_night)
    assert [each.source for each in references.prints][-3:] == uw.samples.series("snowy_night")
    rival, onnagata = (each.key for each in references.prints if each.source in uw.samples.series("actor"))
    gray.choose("sample:actor")
    assert page.last("choice")[0]["series"] == [rival, onnagata]
    page.tell("choose_all", keys=[rival, onnagata])
    assert references.sources == uw.samples.series("actor")
    assert len(references.prints) == 5 + 2 + 3 + 3
    references.close()
    gray.close()


# ---------------------------------------------------------------- the folder beside the notebook


def test_what_comes_into_the_folder_is_offered_by_itself(tmp_path, player, monkeypatch):
    monkeypatch.setattr(picker_module, "LOOK_S", 0.01)
    picker = uw.PrintPicker("content", folder=tmp_path, player=player)
    (tmp_path / "later.png").write_bytes(png())
    eventually(lambda: "later.png" in [each.name for each in picker.prints])
    key = picker.prints[0].key
    Page(picker).wait_for("thumbnail", lambda c: c["key"] == key and not c["error"])
    picker.close()


def test_a_file_that_was_still_being_written_is_read_again(tmp_path):
    whole = png(size=(300, 200))
    (tmp_path / "slow.png").write_bytes(whole[:60])
    picker = uw.PrintPicker("content", folder=tmp_path)
    page, key = Page(picker), picker.prints[0].key
    page.wait_for("thumbnail", lambda c: c["key"] == key and c["error"])
    (tmp_path / "slow.png").write_bytes(whole)
    page.tell("look")
    page.wait_for("thumbnail", lambda c: c["key"] == key and not c["error"])
    picker.close()


def test_an_upload_that_a_look_has_found_already_is_offered_once(tmp_path, monkeypatch):
    picker = uw.PrintPicker("reference", chosen=["sample:wave"], folder=tmp_path)
    keep = offer_module.kept_upload

    def found_meanwhile(*arguments, **options):
        path = keep(*arguments, **options)
        picker.on_look()
        return path

    monkeypatch.setattr(offer_module, "kept_upload", found_meanwhile)
    Page(picker).tell("upload", png(), name="up.png", part=0, parts=1)
    eventually(lambda: picker.sources == [tmp_path / "up.png"])
    assert [each.name for each in picker.prints].count("up.png") == 1
    picker.close()


def test_a_look_at_a_folder_where_nothing_happens_lists_no_files(tmp_path, monkeypatch):
    (tmp_path / "old.png").write_bytes(png())
    os.utime(tmp_path / "old.png", (1, 1))
    watched = WatchedFolder(tmp_path)
    assert watched.new() == [tmp_path / "old.png"]
    monkeypatch.setattr(folder_module, "pictures_in", None)  # would fail
    assert watched.new() == []
    (tmp_path / "new.png").write_bytes(png())
    os.utime(tmp_path, (9, 9))
    with pytest.raises(TypeError):
        watched.new()


def test_a_file_dragged_from_the_servers_list_is_found_from_any_folder_below_its_root(tmp_path):
    notebook = tmp_path / "course" / "one"
    notebook.mkdir(parents=True)
    (tmp_path / "prints").mkdir()
    (tmp_path / "prints" / "wave.png").write_bytes(png())
    (notebook / "here.png").write_bytes(png((1, 1, 1)))
    picker = uw.PrintPicker("reference", chosen=["sample:wave"], folder=notebook)
    page = Page(picker)
    page.tell("bring", paths=["prints/wave.png", "course/one/here.png"])
    assert picker.sources == [tmp_path / "prints" / "wave.png"]
    assert "here.png" in [each.name for each in picker.prints]
    page.tell("bring", paths=["../../gone<b>.png"])
    page.tell("bring", paths=["prints"])
    assert picker.sources == [tmp_path / "prints"]
    page.tell("bring", paths=["../../gone<b>.png"])
    assert "'../../gone<b>.png' is not where this kernel can read it" in page.last("error")[0]["text"]
    picker.close()


def test_a_folder_is_one_reference_with_the_picture_of_its_first_print(picker, tmp_path):
    (tmp_path / "series").mkdir()
    (tmp_path / "series" / "a.png").write_bytes(b"no picture")
    (tmp_path / "series" / "b.png").write_bytes(png((10, 200, 20)))
    (tmp_path / "empty").mkdir()
    picker.choose(tmp_path / "series", tmp_path / "empty")
    page = Page(picker)
    page.tell("hello")
    series, empty = page.last("choice")[0]["keys"]
    _, [thumbnail] = page.wait_for("thumbnail", lambda c: c["key"] == series)
    assert decoded(thumbnail)[5, 5].argmax() == 1
    assert "holds no pictures" in page.wait_for("thumbnail", lambda c: c["key"] == empty)[0]["error"]


def test_an_upload_that_does_not_go_on_is_forgotten(monkeypatch):
    kept = uploads.Uploads()
    assert kept.take("given up.png", 0, 3, [memoryview(b"x" * 1000)], now=1) is None
    assert kept._pieces
    monkeypatch.setattr(uploads, "PATIENCE_S", -1.0)
    assert kept.take("other.png", 0, 1, [memoryview(b"y")], now=2) == (b"y", 2)
    assert not kept._pieces
    assert not kept._begun


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("wave.png", "wave.png"),
        ("wave.py", "wave.png"),
        ("../../.ssh/authorized_keys", "authorized_keys.png"),
        ("..\\..\\startup\\run.bat", "run.png"),
        ("/etc/passwd", "passwd.png"),
        (".bashrc", "bashrc.png"),
        ("-rf.png", "rf.png"),
        ("con.png", "_con.png"),
        ("COM1.jpg", "_COM1.jpg"),
        ("wave\x1b[31m\n\0.png", "wave_31m_.png"),
        ("浮世絵.png", "浮世絵.png"),
        ("浮" * 200 + ".png", "浮" * 78 + ".png"),
        ("", "print.png"),
        ("...", "print.png"),
        ("a:b|c?.png", "a_b_c_.png"),
    ],
)
def test_what_a_page_calls_a_file_is_no_place_and_no_program(name, kept, tmp_path):
    assert kept_upload(name, png(), folder=tmp_path) == tmp_path / kept
    assert [each.name for each in tmp_path.iterdir()] == [kept]


def test_an_upload_is_shown_by_a_name_that_does_nothing(tmp_path):
    picker = uw.PrintPicker("content", folder=tmp_path)
    Page(picker).tell("upload", png(), name="\x1b[31m" + "x" * 500 + ".py", part=0, parts=1)
    eventually(lambda: picker.sources)
    picker.close()
    (name,) = (each.name for each in picker.chosen)
    assert len(name) <= 300
    assert name.isprintable()
