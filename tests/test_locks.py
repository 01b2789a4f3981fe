"""No interrupt leaves a lock taken, and whoever asks for one that was left gets it."""

from __future__ import annotations

import sys
import threading

import pytest

from tests.interrupting import interrupted
from ukiyo_widgets import locks
from ukiyo_widgets.locks import Bell, Errands, Flag, Lock, Together, Worker

FILES = {__file__, locks.__file__, threading.__file__}


def free_for_another_thread(lock):
    taken = []

    def take():
        with lock:
            taken.append(True)

    worker = Worker(take, name="another")
    return worker.ended.wait(20) and taken == [True]


def take_twice(lock):
    with lock:
        take_inside(lock)


def take_inside(lock):
    with lock:
        pass


def take_if_free(lock):
    with lock.if_free() as taken:
        assert taken


def take_together(lock):
    with Together([Lock(), lock, Lock()]):
        pass


@pytest.mark.parametrize("use", [take_twice, take_if_free, take_together])
def test_an_interrupt_at_any_line_leaves_no_lock_taken(use):
    n = 1
    lock = Lock()
    while interrupted(lambda: use(lock), n, files=FILES):
        assert free_for_another_thread(lock)
        n += 1
    assert n > 20
    assert free_for_another_thread(lock)


def test_an_interrupt_at_any_line_leaves_no_flag_and_no_thread_behind():
    n = 1
    flag = Flag(up=True)

    def use():
        flag.set()
        flag.wait()
        Worker(flag.set, name="short").ended.wait()

    while interrupted(use, n, files=FILES):
        assert Worker(flag.set, name="another").ended.wait(20)
        assert flag.wait(20)
        n += 1
    assert n > 10


def test_one_thread_at_a_time_in_the_order_in_which_they_came():
    lock, inside, order = Lock(), Flag(), []
    release = Flag()

    def hold():
        with lock:
            inside.set()
            release.wait()

    def take(number):
        with lock:
            order.append(number)

    holder = Worker(hold, name="holder")
    assert inside.wait(20)
    with lock.if_free() as taken:
        assert not taken
    waiting = []
    for number in range(5):
        waiting.append(Worker(lambda number=number: take(number), name=str(number)))
        while len(lock._claims) < number + 2:
            assert not waiting[-1].ended
    release.set()
    assert all(each.ended.wait(20) for each in [holder, *waiting])
    assert order == [0, 1, 2, 3, 4]


def test_many_threads_count_without_losing_one():
    lock, count = Lock(), [0]

    def add():
        for _ in range(300):
            with lock:
                before = count[0]
                take_inside(lock)
                count[0] = before + 1

    workers = [Worker(add, name="adder") for _ in range(8)]
    assert all(each.ended.wait(60) for each in workers)
    assert count == [2400]


def test_a_lock_of_a_thread_that_has_died_is_free():
    lock = Lock()
    Worker(lambda: lock.take(sys._getframe()), name="leaves it").ended.wait(20)
    assert lock._claims
    assert free_for_another_thread(lock)


def test_a_bell_that_rang_before_wakes_at_once_and_once():
    bell = Bell()
    bell.ring()
    bell.ring()
    assert bell.wait(0)
    assert not bell.wait(0)


def test_a_thread_that_cannot_begin_says_so(monkeypatch):
    def fail(_self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", fail)
    with pytest.raises(RuntimeError, match="can't start"):
        Worker(lambda: None, name="none")


def test_errands_are_done_in_their_order_by_one_thread():
    done, last = [], Flag()
    errands = Errands(name="errands")
    for number in range(20):
        errands.do(lambda number=number: done.append((number, threading.get_ident())))
    errands.do(last.set)
    assert last.wait(20)
    assert [number for number, _ in done] == list(range(20))
    assert len({thread for _, thread in done}) == 1
    errands.close()
    errands.do(lambda: done.append("late"))
    assert errands._worker.ended.wait(20)
    assert "late" not in done
