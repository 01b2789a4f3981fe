"""The synced traits, which are part of the public interface: a change of them must be meant."""

from __future__ import annotations

import ukiyo_widgets as uw
from ukiyo_widgets.widgets.parts.part import Spoken

OWN = [uw.Preview, uw.Transport, uw.LossChart, uw.RunTree, uw.PrintPicker]

TABLE = """\
Preview: colab (Bool), language (Unicode), words (Dict)
Transport: colab (Bool), language (Unicode), words (Dict)
LossChart: colab (Bool), language (Unicode), words (Dict)
RunTree: colab (Bool), language (Unicode), words (Dict)
PrintPicker: colab (Bool), language (Unicode), words (Dict)"""


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
