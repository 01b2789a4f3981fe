"""What a cell has made is closed when the cell is run again, whatever the front end tells of its cells."""

from __future__ import annotations

import pytest

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.widgets.front_ends import cells


class Events:
    def register(self, _event, _handler):
        pass


class Shell:
    events = Events()

    def __init__(self):
        self.number = 0

    def run(self, *, code, cell=None):
        self.number += 1
        about = {"cellId": cell} if cell else {}
        self.parent = {"header": {"msg_id": str(self.number)}, "content": {"code": code}, "metadata": about}

    def get_parent(self):
        return self.parent


@pytest.mark.parametrize("cell", ["c1", None], ids=["with ids", "without ids"])
def test_a_part_alone_ends_when_its_cell_is_run_again(monkeypatch, cell):
    shell = Shell()
    monkeypatch.setattr(cells, "_shell", lambda: shell)
    run = uw.colorize(make_print(seed=1), make_print(seed=2), size=32)
    made = []
    for _ in range(3):
        shell.run(code="display(Preview(run))", cell=cell)
        made.append(uw.Preview(run))
    shell.run(code="another", cell="c2" if cell else None)
    made.append(uw.Preview(run))
    assert [bool(each.player._engine.ended) for each in made] == [True, True, False, False]
    for each in made:
        each.close()
