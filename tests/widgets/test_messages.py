"""What a part and its page say to each other is described once, and both sides keep to it."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import logging
from pathlib import Path

import anywidget
import pytest

import ukiyo_widgets as uw
from tests.widgets.conftest import Page
from tests.widgets.describing import fields, misfits
from ukiyo_widgets.widgets import messages
from ukiyo_widgets.widgets.keeping.going_on import GoingOn
from ukiyo_widgets.widgets.messages import EVERYWHERE, TALKS
from ukiyo_widgets.widgets.messages.preview import Frame
from ukiyo_widgets.widgets.picking.trials import Trials

FRONTEND = Path(__file__).parents[2] / "frontend" / "widgets"
PARTS = {
    "preview": uw.Preview,
    "transport": uw.Transport,
    "losses": uw.LossChart,
    "runs": uw.RunTree,
    "picker": uw.PrintPicker,
    "keeping": GoingOn,
    "trials": Trials,
    "controls": uw.Controls,
    "board": uw.CollectionBoard,
}
NO_HANDLERS = {"on_pick", "on_choice", "on_change"}
"""Methods whose names begin like a handler's, for Python alone."""


def described(part, side):
    return {**getattr(EVERYWHERE, side), **getattr(PARTS[part].talk, side)}


def test_the_front_ends_types_are_written_from_the_messages_and_texts_as_they_stand():
    path = FRONTEND / "write_messages.py"
    specification = importlib.util.spec_from_file_location("write_messages", path)
    writer = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(writer)
    assert writer.PATH.read_text("utf-8") == writer.typescript(), f"run: python {path.relative_to(Path.cwd())}"
    assert writer.WORDS_PATH.read_text("utf-8") == writer.words(), f"run: python {path.relative_to(Path.cwd())}"


def test_every_talk_belongs_to_a_part():
    assert {name: part.talk for name, part in PARTS.items()} == TALKS


@pytest.mark.parametrize("part", PARTS)
def test_whatever_a_page_may_say_has_a_handler_that_takes_its_fields(part):
    for kind, message in described(part, "from_page").items():
        if kind == "fetch":  # answered for all parts in one place
            continue
        parameters = dict(inspect.signature(getattr(PARTS[part], f"on_{kind}")).parameters)
        del parameters["self"]
        parameters.pop("buffers", None)
        assert set(parameters) == set(fields(message)), f"{part}: {kind}"


@pytest.mark.parametrize("part", PARTS)
def test_every_handler_is_for_something_that_the_page_may_say(part):
    handlers = (
        {name for name in dir(PARTS[part]) if name.startswith("on_")} - set(dir(anywidget.AnyWidget)) - NO_HANDLERS
    )
    assert handlers == {f"on_{kind}" for kind in described(part, "from_page")} - {"on_fetch"}


def test_whatever_a_part_may_say_is_said_somewhere_and_nothing_else():
    said = set()
    for path in Path(messages.__file__).parents[1].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("say", "_tell") and node.args:
                kind = node.args[0]
                said |= {kind.value} if isinstance(kind, ast.Constant) else set()
    assert said == {kind for part in PARTS for kind in described(part, "to_page")}


def test_whatever_a_page_may_say_is_said_somewhere_in_the_front_end():
    sources = "".join(path.read_text("utf-8") for path in (FRONTEND / "src").glob("*.ts") if path.stem != "messages")
    for part in PARTS:
        for kind in described(part, "from_page"):
            assert f'"{kind}"' in sources, f"no page says '{kind}'"


def test_a_part_that_says_what_its_page_does_not_know_is_told_so(player):
    chart = uw.LossChart(player)
    with pytest.raises(ValueError, match="LossChart says 'curves', but its page knows fetched, points"):
        chart.say("curves", {})
    chart.close()


def test_a_page_that_says_what_nobody_knows_is_ignored_with_a_word_in_the_log(player, caplog):
    transport = uw.Transport(player)
    page = Page(transport)
    with caplog.at_level(logging.WARNING):
        for kind in ("explode", "close", "_receive", None):
            page.tell(kind)
    assert len(caplog.records) == 4
    assert "The page of Transport said 'explode', which is not known here; reload the page." in caplog.text
    assert not transport.player.error
    assert transport.comm is not None
    transport.close()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"number": "1"}, "frame.number is '1'"),
        ({"number": True}, "frame.number is True"),
        ({"format": "gif"}, "frame.format is 'gif'"),
        ({"size": 3}, "frame holds 'size'"),
    ],
)
def test_a_message_that_is_not_as_described_is_noticed(change, problem):
    frame = {"number": 1, "index": 0, "format": "png", "take": 1}
    assert not list(misfits(frame, Frame, where="frame"))
    assert problem in next(misfits({**frame, **change}, Frame, where="frame"))
    assert list(misfits({}, Frame, where="frame")) == [f"frame lacks '{name}'." for name in frame]
