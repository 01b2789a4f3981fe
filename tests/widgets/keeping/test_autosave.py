"""A Studio's runs are kept beside the notebook, and another kernel goes on with them bit for bit."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import zipfile
from math import inf, nan

import PIL.Image
import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from tests.widgets.conftest import Page, eventually
from ukiyo_widgets.errors import CheckpointError
from ukiyo_widgets.widgets.keeping import autosave as autosave_module
from ukiyo_widgets.widgets.keeping.autosave import Autosave
from ukiyo_widgets.widgets.keeping.claims import Claim, is_claimed
from ukiyo_widgets.widgets.keeping.losses import ENDING, MOST_POINTS, read_losses, write_losses
from ukiyo_widgets.widgets.keeping.pictures import pictures_beside, read_pictures, write_pictures
from ukiyo_widgets.widgets.keeping.sessions import FORMAT, Session, sessions
from ukiyo_widgets.widgets.playing.encoding import jpeg
from ukiyo_widgets.widgets.playing.reel import MOST_PICTURES, Point, Reel


@pytest.fixture
def open_studio(tmp_path):
    opened = []

    def open_(**settings):
        opened.append(
            uw.Studio(
                make_print(seed=1), make_print(seed=2), keep=tmp_path, **{"size": 32, "iterations": 50, **settings}
            )
        )
        return opened[-1]

    yield open_
    for each in opened:
        each.close()


def kept(tmp_path):
    return sessions(tmp_path, cell="studio")


def settled(studio, tmp_path, *, runs):
    """Wait until so many runs are kept, each as it stands."""

    def look():
        found = kept(tmp_path)
        if not found:
            return False
        tree = found[0].read()
        return [row.index for row in tree.runs] == [t.run.index for t in studio.player.takes] and len(tree.runs) == runs

    eventually(look)


def test_nothing_is_kept_before_anything_was_done(open_studio, tmp_path):
    studio = open_studio()
    _ = studio.run
    studio.close()
    assert list(tmp_path.iterdir()) == []


def test_a_tree_of_runs_is_kept_at_rest_and_gone_on_with(open_studio, tmp_path):
    studio = open_studio()
    studio.run.advance(3)
    studio.run.fork(at=2, style_weight=7).advance(2)
    studio.player.takes[1].name = "strong <b>"
    studio.run.set(hints=[(0.5, 0.5, "#aa3322")])
    studio.run.advance(1)
    settled(studio, tmp_path, runs=2)
    pictures = [take.run.frame.unclipped for take in studio.player.takes]
    losses = [take.reel.points() for take in studio.player.takes]
    earlier = [
        {at: data for at, data in take.reel.jpegs().items() if at < take.run.index} for take in studio.player.takes
    ]
    assert all(earlier)
    studio.close()

    again = open_studio()
    _ = again.run
    page = Page(again.going_on)
    page.tell("hello")
    offer, buffers = page.last("offer")
    assert (offer["runs"], offer["name"], offer["index"], len(buffers)) == (2, "strong <b>", 5, 1)
    page.tell("go_on")
    eventually(lambda: [take.name for take in again.player.takes] == ["Run 1", "strong <b>"])
    assert again.player.wait(90)
    first, second = again.player.takes
    assert again.player.shown is second
    assert (second.parent, second.forked_at) == (first, 2)
    assert [torch.equal(t.run.frame.unclipped, p) for t, p in zip([first, second], pictures, strict=True)] == [True] * 2
    assert second.run.settings.hints == studio_hints()
    assert [take.reel.points() for take in again.player.takes] == losses
    for take, had in zip(again.player.takes, earlier, strict=True):
        assert {at: data for at, data in take.reel.jpegs().items() if at < take.run.index} == had
    chart = Page(again.losses)
    chart.tell("hello")
    points, _ = chart.wait_for("points", lambda c: len(c["points"]) > 1)
    assert [row[0] for row in points["points"]] == [0, 1, 2, 3, 4, 5]
    assert page.last("offer")[0]["runs"] == 0
    second.run.advance(1)
    settled(again, tmp_path, runs=2)
    assert len(kept(tmp_path)) == 1  # it is the same session that goes on


def studio_hints():
    return uw.Settings(hints=[(0.5, 0.5, "#aa3322")]).hints


def test_a_run_that_plays_is_kept_every_so_often(player, tmp_path):
    keeper = Autosave(player, root=tmp_path, cell="studio", every_s=0.05)
    player.play(100_000)
    eventually(lambda: kept(tmp_path) and kept(tmp_path)[0].read().runs[0].index > 5)
    assert player.shown.moving
    player.pause()
    keeper.close()
    player.wait(90)


def test_the_offer_goes_once_something_else_has_begun_and_stays_in_its_folder(open_studio, tmp_path):
    studio = open_studio()
    studio.run.advance(2)
    studio.close()
    before = kept(tmp_path)[0].path
    again = open_studio()
    page = Page(again.going_on)
    page.tell("hello")
    assert page.last("offer")[0]["runs"] == 1
    again.run.advance(1)
    page.wait_for("offer", lambda c: c["runs"] == 0)
    again.close()
    assert before in [each.path for each in kept(tmp_path)]
    assert len(kept(tmp_path)) == 2


def test_a_deleted_run_leaves_the_folder_and_sessions_are_few(open_studio, tmp_path):
    for _ in range(5):
        studio = open_studio()
        studio.run.advance(1)
        studio.run.fork().advance(1)
        studio.player.remove(studio.player.takes[0])
        studio.close()
    assert len(kept(tmp_path)) == autosave_module.MOST_SESSIONS
    assert [len(list(each.path.glob("*.ukiyo"))) for each in kept(tmp_path)] == [1] * autosave_module.MOST_SESSIONS


def test_what_is_kept_is_bounded_and_the_run_on_the_screen_stays(player, make_run, tmp_path):
    keeper = Autosave(player, root=tmp_path, cell="studio", limit_mb=0.0)
    player.shown.run.advance(1)
    second = player.add(make_run())
    second.run.advance(2)
    keeper.close()
    assert [row.index for row in kept(tmp_path)[0].read().runs] == [2]
    assert "only the runs used last are kept" in player.error


@pytest.mark.parametrize("runs_that_fit", [0.5, 1.5, 2.5, 4.5, 100])
def test_the_limit_is_held_the_oldest_go_first_and_the_shown_run_stays(player, make_run, tmp_path, runs_that_fit):
    first = Autosave(player, root=tmp_path, cell="studio")
    player.shown.run.advance(1)
    first.close()
    one_mb = first.session.size_mb
    limit_mb = runs_that_fit * one_mb
    made = [first.session.path]
    for day in range(1, 4):
        keeper = Autosave(player, root=tmp_path, cell="studio", limit_mb=limit_mb)
        made.append(keeper.session.path)
        if day == 2:
            player.add(make_run())
        player.shown.run.advance(1)
        keeper.close()
        own = keeper.session.read()
        shown = next(row for row in own.runs if row.key == own.shown)
        assert shown.index == player.shown.run.index
        assert (keeper.session.path / shown.file).exists()
        left = [path for path in made if path.is_dir()]
        assert left == made[-len(left) :], "of sessions, the oldest go first"
        total_mb = sum(Session(path).size_mb for path in left)
        assert total_mb <= limit_mb or (left == [keeper.session.path] and own.runs == (shown,))
        if total_mb + 2 * one_mb <= limit_mb and len(made) <= autosave_module.MOST_SESSIONS:
            assert left == made, "nothing goes without need"


def test_what_another_kernel_writes_to_is_neither_offered_nor_removed(player, tmp_path):
    """Tabs of one folder have kernels of their own; a kernel that dies lets go of what it held."""
    keeper = Autosave(player, root=tmp_path, cell="studio")
    player.shown.run.advance(1)
    keeper.close()
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, keeper.session.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert held.stdout.readline() == b"True\n"
        other = Autosave(player, root=tmp_path, cell="studio", limit_mb=0.0)
        assert other.offered is None
        player.shown.run.advance(1)
        other.close()
        assert len(kept(tmp_path)) == 2
    finally:
        held.kill()
        held.communicate()
    after = Autosave(player, root=tmp_path, cell="studio")
    after.close()
    assert after.offered is not None
    assert not is_claimed(keeper.session.path)


HOLD = """
import sys
from pathlib import Path
from ukiyo_widgets.widgets.keeping.claims import Claim
claim = Claim()
print(claim.take(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""


def test_who_comes_second_to_go_on_with_the_same_runs_is_told_so(open_studio, tmp_path):
    studio = open_studio()
    studio.run.advance(1)
    studio.close()
    again = open_studio()
    _ = again.run
    taken = Claim()
    assert taken.take(kept(tmp_path)[0].path)
    again.go_on()
    eventually(lambda: "gone on with these runs" in again.player.error)
    taken.end()
    again.run.advance(1)
    eventually(lambda: len(kept(tmp_path)) == 2)  # and it keeps its own


def test_a_run_that_is_brought_back_is_kept_again(open_studio, tmp_path):
    studio = open_studio()
    studio.run.advance(1)
    studio.run.fork().advance(1)
    settled(studio, tmp_path, runs=2)
    tree, (session,) = Page(studio.runs), kept(tmp_path)
    tree.tell("delete", key=studio.player.takes[0].key)
    eventually(lambda: len(list(session.path.glob("*.ukiyo"))) == 1)
    tree.tell("undelete")
    settled(studio, tmp_path, runs=2)
    eventually(
        lambda: {row.file for row in session.read().runs} == {each.name for each in session.path.glob("*.ukiyo")}
    )


def test_what_is_saved_as_somebody_goes_on_removes_nothing_that_is_not_loaded_yet(open_studio, tmp_path, monkeypatch):
    studio = open_studio()
    studio.run.advance(1)
    studio.run.fork().advance(1)
    studio.close()
    (session,) = kept(tmp_path)
    again = open_studio()
    again.run.set(style_weight=9.0)  # something to keep
    keeper, saved = again._autosave, threading.Event()
    eventually(lambda: len(kept(tmp_path)) == 2 and keeper._saving.done())
    monkeypatch.setattr(keeper, "_every_s", 0.0)
    has_news, save, load = keeper._has_news, keeper._save, autosave_module.load_run

    def first_goes_on():  # between the look at whether anything is being loaded, and the saving
        if keeper.offered is not None:
            again.go_on()
            eventually(lambda: keeper.session.path == session.path)
            monkeypatch.setattr(keeper, "_save", lambda: (save(), saved.set()))
            return True
        return has_news()

    monkeypatch.setattr(autosave_module, "load_run", lambda path: (saved.wait(90), load(path))[1])
    monkeypatch.setattr(keeper, "_has_news", first_goes_on)
    again.player.wake()
    assert saved.wait(90)
    eventually(lambda: not keeper._returning)
    assert [take.run.index for take in again.player.takes] == [1, 2], again.player.error


def test_what_is_done_while_kept_runs_are_loaded_stays_done(open_studio, monkeypatch):
    studio = open_studio()
    studio.run.advance(1)
    studio.run.fork().advance(1)
    studio.run.fork().advance(1)
    studio.close()
    again = open_studio()
    again.player.wait(90)
    load, add = autosave_module.load_run, again.player.add

    def deleting(path):
        first = next((take for take in again.player.takes if take.name == "Run 1"), None)
        if first is not None:  # which is loaded, and so is the one on the screen
            Page(again.runs).tell("delete", key=first.key)
        return load(path)

    def seeking(run, **about):
        if about["name"] == "Run 2":
            Page(again.transport).tell("seek", index=1)
        return add(run, **about)

    monkeypatch.setattr(autosave_module, "load_run", deleting)
    monkeypatch.setattr(again.player, "add", seeking)
    again.go_on()
    eventually(lambda: again._autosave.offered is None and not again._autosave._returning)
    second, third = again.player.takes
    assert [second.name, third.name, second.parent, third.parent] == ["Run 2", "Run 3", None, second]
    assert (again.player.shown, again.player.position) == (third, 1)


def test_losses_without_a_content_weight_come_back_as_they_were(tmp_path):
    points = [Point(each, 3.0, 0.0, 2.0, 1.0, inf, 0.5 * each, "said") for each in range(3)]
    write_losses(tmp_path / "1.ukiyo", [*points, Point(3, nan, 0.0, nan, 0.0, 1.0, 2.0, "")])
    assert read_losses(tmp_path / "1.ukiyo") == points
    many = [Point(each, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, "") for each in range(2 * MOST_POINTS + 1)]
    write_losses(tmp_path / "1.ukiyo", many)
    assert MOST_POINTS / 2 < len(read_losses(tmp_path / "1.ukiyo")) <= MOST_POINTS


@pytest.mark.parametrize("keep", ["", "  ", 7, "a\0b"])
def test_a_folder_that_is_none_is_one_sentence(keep):
    with pytest.raises(uw.SettingsError, match="keep"):
        uw.Studio(keep=keep)


@pytest.mark.parametrize("keep_mb", [0, -1, float("inf"), "much", True, 1e9])
def test_a_limit_that_is_none_is_one_sentence(keep_mb):
    with pytest.raises(uw.SettingsError, match=r"keep_mb is .* from 1 to 1000000 MB"):
        uw.Studio(keep_mb=keep_mb)


def test_a_folder_that_cannot_be_written_to_is_said_and_the_run_goes_on(player, tmp_path):
    (tmp_path / "file").write_text("no folder")
    keeper = Autosave(player, root=tmp_path / "file", cell="studio", every_s=0.01)
    player.shown.run.advance(1)
    eventually(lambda: "could not be kept" in player.error)
    player.shown.run.advance(1)
    assert player.shown.run.index == 2
    keeper.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said | {"format": "another"},
        lambda said: said | {"shown": 77},
        lambda said: said | {"runs": []},
        lambda said: said | {"runs": [said["runs"][0] | {"file": "../../etc/passwd"}]},
        lambda said: said | {"runs": [said["runs"][0] | {"index": -1}]},
        lambda said: said | {"runs": [said["runs"][0] | {"more": 1}]},
        lambda said: said | {"runs": said["runs"] * 2},
        lambda said: [said],
    ],
)
def test_a_tree_that_was_tampered_with_is_refused_and_not_offered(player, tmp_path, change):
    keeper = Autosave(player, root=tmp_path, cell="studio")
    player.shown.run.advance(1)
    keeper.close()
    session = kept(tmp_path)[0]
    path = session.path / "tree.json"
    said = json.loads(path.read_text())
    assert said["format"] == FORMAT
    path.write_text(json.dumps(change(said)))
    with pytest.raises(CheckpointError, match="holds no runs that were kept"):
        session.read()
    other = Autosave(player, root=tmp_path, cell="studio")
    assert other.offered is None
    other.close()


def test_a_run_that_cannot_be_read_is_said_the_others_come_and_its_file_stays(open_studio, tmp_path):
    studio = open_studio()
    studio.run.advance(1)
    studio.run.fork().advance(1)
    studio.close()
    session = kept(tmp_path)[0]
    bad = session.path / session.read().runs[0].file
    bad.write_bytes(b"damaged")
    again = open_studio()
    _ = again.run
    again.go_on()
    eventually(lambda: "damaged" in again.player.error or "no saved run" in again.player.error)
    again.player.wait(90)
    assert [take.run.index for take in again.player.takes] == [2]
    again.run.advance(1)
    settled(again, tmp_path, runs=1)
    assert bad.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said | {"format": "another"},
        lambda said: said | {"points": said["points"][::-1]},
        lambda said: said | {"points": [[0, *["many"] * 6, ""]]},
        lambda said: said | {"points": [[0, 1]]},
        lambda said: said | {"points": [[0, *[10**400] * 6, ""]]},
        lambda said: said | {"points": [[0, *[float("inf")] * 6, ""]]},
        lambda said: said | {"points": [[True, *[1.0] * 6, ""]]},
        lambda said: said | {"points": said["points"] * 5000},
        lambda said: [said],
        lambda said: None,
    ],
)
def test_losses_that_were_tampered_with_are_said_and_the_run_goes_on_without(open_studio, tmp_path, change):
    studio = open_studio()
    studio.run.advance(2)
    studio.close()
    [losses] = kept(tmp_path)[0].path.glob(f"*{ENDING}")
    losses.write_text(json.dumps(change(json.loads(losses.read_text()))))
    again = open_studio()
    _ = again.run
    again.go_on()
    eventually(lambda: "earlier losses" in again.player.error)
    assert again.player.wait(90)
    assert [point.index for point in again.player.shown.reel.points()] == [2]


def test_only_what_a_studio_keeps_is_ever_removed(tmp_path):
    folder = tmp_path / "studio-x"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    (folder / "1.ukiyo").write_text("")
    (folder / f"1{ENDING}").write_text("")
    (folder / "tree.json").write_text("{}")
    Session(folder).remove()
    assert [each.name for each in folder.iterdir()] == ["notes.txt"]


def a_picture(width=32, height=24):
    return jpeg(PIL.Image.new("RGB", (width, height), (160, 60, 40)))


def test_pictures_come_back_as_they_were(tmp_path):
    run = tmp_path / "1.ukiyo"
    assert read_pictures(run, size_px=(32, 24)) == {}
    pictures = {0: a_picture(), 7: a_picture(), 12: a_picture()}
    write_pictures(run, pictures)
    assert read_pictures(run, size_px=(32, 24)) == pictures
    reel = Reel((), pictures)
    assert (reel.pictures(), reel.picture(9)[0]) == ([0, 7, 12], 7)


@pytest.mark.parametrize(
    "entries",
    [
        {"1.jpg": b"no picture"},
        {"1.jpg": a_picture(64, 24)},
        {"../1.jpg": a_picture()},
        {"9999999999.jpg": a_picture()},
        {f"{i}.jpg": a_picture() for i in range(MOST_PICTURES + 1)},
        {"1.jpg": a_picture() + bytes(1_000_000)},
    ],
)
def test_pictures_that_are_none_of_the_run_are_said_and_it_goes_on_without(open_studio, tmp_path, entries):
    studio = open_studio()
    studio.run.advance(2)
    studio.close()
    [run] = kept(tmp_path)[0].path.glob("*.ukiyo")
    with zipfile.ZipFile(pictures_beside(run), "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    again = open_studio()
    _ = again.run
    again.going_on.on_go_on()
    eventually(lambda: "earlier pictures" in again.player.error)
    assert again.player.wait(90)
    assert again.player.shown.run.index == 2


def test_one_flipped_bit_of_the_pictures_is_noticed(tmp_path):
    run = tmp_path / "1.ukiyo"
    write_pictures(run, {1: a_picture()})
    data = bytearray(pictures_beside(run).read_bytes())
    data[len(data) // 2] ^= 1
    pictures_beside(run).write_bytes(data)
    with pytest.raises(CheckpointError, match="earlier pictures"):
        read_pictures(run, size_px=(32, 24))
