"""What is fitted in one thread leaves the number of threads of everybody else alone, whatever ends it."""

from __future__ import annotations

import threading

import pytest
import torch

import ukiyo_widgets as uw
from tests import interrupting
from tests.conftest import make_print
from ukiyo_widgets.engine.colour import head
from ukiyo_widgets.engine.colour.head import in_one_thread

HERE = {"files": {head.__file__}}


@pytest.fixture(autouse=True)
def _three_threads():
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    yield
    torch.set_num_threads(before)


def in_a_new_thread(ask=torch.get_num_threads):
    answers = []
    thread = threading.Thread(target=lambda: answers.append(ask()))
    thread.start()
    thread.join()
    return answers[0]


def test_others_keep_their_number_of_threads_meanwhile():
    asked, go_on = threading.Event(), threading.Event()
    counts = []

    def older():
        counts.append(torch.get_num_threads())
        asked.set()
        go_on.wait()
        counts.append(torch.get_num_threads())

    thread = threading.Thread(target=older)
    thread.start()
    asked.wait()

    def look():
        assert torch.get_num_threads() == 1
        assert in_a_new_thread() == 3  # also one that begins to fit meanwhile
        go_on.set()
        thread.join()

    in_one_thread(look)
    assert counts == [3, 3]
    assert torch.get_num_threads() == in_a_new_thread() == 3


def test_an_exception_puts_it_back():
    with pytest.raises(ZeroDivisionError):
        in_one_thread(lambda: 1 / 0)
    assert torch.get_num_threads() == in_a_new_thread() == 3


def test_an_interrupt_at_any_line_puts_it_back():
    def fit():
        in_one_thread(lambda: torch.ones(2).sum())

    for n in interrupting.points(fit, 1000, **HERE):
        interrupting.interrupted(fit, n, **HERE)
        assert torch.get_num_threads() == in_a_new_thread() == 3, f"interrupted at line {n}"


def test_a_run_goes_on_to_the_bit_while_others_fit(tiny):
    gray, colour = make_print(seed=1), make_print(seed=2)

    def iterated(meanwhile=lambda: None):
        run = uw.colorize(gray, colour, size=64, preset="paper")
        for _frame in run.steps(4):
            meanwhile()
        return run.frame.unclipped

    def fits():
        in_one_thread(lambda: torch.randn(200, 200) @ torch.randn(200, 200))

    alone = iterated()
    assert torch.equal(iterated(lambda: in_a_new_thread(fits)), alone)
