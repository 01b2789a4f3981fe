"""Back-pressure: the newest frame, never more on their way than the window, and never silence for ever."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukiyo_widgets.widgets.playing.window import LONGEST_SILENCE_S, PAUSE_S, SILENCE_S, SIZE, Window


def fill(window, now_s=0.0):
    for _ in range(SIZE):
        now_s += window.wait_s(now_s=now_s)
        window.sent(now_s=now_s)
    return now_s


def test_a_full_window_waits_for_an_acknowledgement():
    window = Window()
    now_s = fill(window)
    assert window.wait_s(now_s=now_s + PAUSE_S) > 0
    window.acknowledge(1)
    assert window.wait_s(now_s=now_s + PAUSE_S) == 0


def test_acknowledgements_are_cumulative_and_old_or_invented_ones_count_for_nothing():
    window = Window()
    now_s = fill(window)
    window.acknowledge(SIZE + 5)
    assert window.wait_s(now_s=now_s + PAUSE_S) > 0
    window.acknowledge(SIZE)
    window.acknowledge(1)
    for _ in range(SIZE):
        assert window.wait_s(now_s=now_s + PAUSE_S) == 0
        now_s += PAUSE_S
        window.sent(now_s=now_s)


def test_silence_counts_as_an_acknowledgement_and_backs_off():
    window = Window()
    now_s, gaps = fill(window), []
    for _ in range(8):
        gaps.append(window.wait_s(now_s=now_s))
        now_s += gaps[-1]
        window.sent(now_s=now_s)
    expected = [min(SILENCE_S * 2**i, LONGEST_SILENCE_S) for i in range(8)]
    assert gaps == pytest.approx(expected)


@given(st.lists(st.tuples(st.floats(0, 0.2), st.booleans()), max_size=200))
def test_whatever_the_page_does_frames_keep_their_distance_and_the_window_its_size(events):
    window, now_s, number, painted, sent = Window(), 0.0, 0, 0, []
    for passed_s, answers in events:
        now_s += passed_s
        if window.wait_s(now_s=now_s) == 0:
            number = window.sent(now_s=now_s)
            sent.append(now_s)
        if answers:
            painted = number
            window.acknowledge(painted)
        if sent and number - painted > SIZE:  # beyond the window only after a silence
            assert len(sent) < 2 or sent[-1] - sent[-2] >= SILENCE_S - 1e-9 or number - painted <= SIZE
    assert all(later - earlier >= PAUSE_S - 1e-9 for earlier, later in pairwise(sent))
