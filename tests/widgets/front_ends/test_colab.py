"""Colab, as far as it can be had here: a kernel whose page gets nothing from background threads, and no binary data."""

from __future__ import annotations

import base64
import sys
import threading
import types
from io import BytesIO

import PIL.Image
import pytest

import ukiyo_widgets as uw
from tests.widgets.conftest import Page, RecordingComm, eventually
from ukiyo_widgets.widgets.front_ends import colab
from ukiyo_widgets.widgets.parts import still


@pytest.fixture(autouse=True)
def in_colab(monkeypatch):
    """Pretend to be Colab's kernel, and fail when anything is sent that its page would not get."""
    switched = []
    output = types.ModuleType("google.colab.output")
    output.enable_custom_widget_manager = lambda: switched.append(True)
    output._widgets = types.SimpleNamespace(_installed_url=None)
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    monkeypatch.setitem(sys.modules, "google.colab.output", output)
    colab.switch_widgets_on.cache_clear()
    lost = []
    publish = RecordingComm.publish_msg

    def published(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        if threading.current_thread() is not threading.main_thread() or (buffers and msg_type == "comm_msg"):
            lost.append((threading.current_thread().name, data))
        publish(self, msg_type, data, metadata, buffers, **keys)

    monkeypatch.setattr(RecordingComm, "publish_msg", published)
    yield switched
    colab._waiting.clear()
    assert not lost


def test_pictures_arrive_when_the_page_fetches_them(player):
    preview = uw.Preview(player)
    page = Page(preview)
    player.play(3)
    assert player.wait(90)

    def fetched():
        page.tell("fetch")
        return any(content["index"] == 3 and content["format"] == "png" for content, _ in page.heard("frame"))

    eventually(fetched)
    content, buffers = page.last("frame")
    assert not buffers
    assert base64.b64decode(content["base64"][0]).startswith(b"\x89PNG")
    preview.close()


def test_a_page_learns_whether_there_was_anything():
    picker = uw.PrintPicker("content")
    page = Page(picker)
    eventually(lambda: all(picker._thumbnails.get(each) for each in picker.prints))
    for expected in (True, False):
        page.tell("fetch")
        assert page.last("fetched")[0]["any"] is expected
    picker.close()


def test_a_loop_in_a_cell_is_shown_without_being_asked(player):
    preview = uw.Preview(player)
    page = Page(preview)
    for _ in player.shown.run.steps(1000):
        if len(page.heard("frame")) > 3:
            break
    else:
        pytest.fail("the loop was not shown")
    preview.close()


def test_an_upload_travels_as_text(tmp_path):
    picker = uw.PrintPicker("content", folder=tmp_path)
    page = Page(picker)
    file = BytesIO()
    PIL.Image.new("L", (40, 30), 99).save(file, "PNG")
    text = base64.b64encode(file.getvalue()).decode()
    page.tell("upload", name="mine.png", part=0, parts=1, base64=[text])
    eventually(lambda: page.tell("fetch") or picker.sources == [tmp_path / "mine.png"])
    picker.close()


def test_play_from_a_cell_plays_in_its_foreground(monkeypatch, in_colab):
    shown = []
    monkeypatch.setattr(still.Still, "show", lambda self, image, *, text: shown.append(text))
    monkeypatch.setattr(still.Still, "replace", lambda self, image, *, text: shown.append(text))
    studio = uw.Studio("sample:wave", "sample:red_mountain", size=64)
    studio.play(3)
    assert studio.run.index == 3
    assert "3" in shown[-1]
    assert len(shown) >= 2
    studio.close()


def test_showing_a_studio_switches_custom_widgets_on(in_colab, capsys):
    studio = uw.Studio("sample:wave", "sample:red_mountain", size=64)
    studio._ipython_display_()
    assert in_colab
    studio.close()
