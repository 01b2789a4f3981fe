"""The synced traits, which are part of the public interface: a change of them must be meant."""

from __future__ import annotations

import ukiyo_widgets as uw
from ukiyo_widgets.widgets.parts.part import Spoken

OWN = [uw.Preview, uw.Transport, uw.LossChart, uw.RunTree, uw.PrintPicker, uw.Controls]

TABLE = """\
Preview: colab (Bool), language (Unicode), words (Dict)
Transport: colab (Bool), language (Unicode), words (Dict)
LossChart: colab (Bool), language (Unicode), words (Dict)
RunTree: colab (Bool), language (Unicode), words (Dict)
PrintPicker: colab (Bool), language (Unicode), slim (Bool), words (Dict)
Controls: colab (Bool), language (Unicode), words (Dict)"""


def synced(part):
    """Return the synced traits that the package declares itself, with their types."""
    theirs = set(Spoken.__mro__[1].class_traits(sync=True))
    return {name: type(trait).__name__ for name, trait in part.class_traits(sync=True).items() if name not in theirs}


def test_the_table_of_synced_traits():
    rows = [f"{part.__name__}: " + ", ".join(f"{n} ({t})" for n, t in sorted(synced(part).items())) for part in OWN]
    assert "\n".join(rows) == TABLE


def test_every_synced_trait_says_what_it_is():
    for part in OWN:
        for name in synced(part):
            assert part.class_traits()[name].help


def test_words_come_with_the_message_that_makes_a_widget(player):
    for part in OWN:
        made = part("content", language="ja") if part is uw.PrintPicker else part(player, language="ja")
        kind, opened, _buffers = made.comm.sent[0]
        state = opened["state"]
        assert (kind, state["language"], state["words"]["play"]) == ("comm_open", "ja", "再生")
        assert not [data for kind, data, _ in made.comm.sent[1:] if data.get("method") == "update"]
        made.close()
