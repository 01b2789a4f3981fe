"""Open-access prints from museums, by the interfaces that they document: in the public domain alone, with their credit lines.

>>> import ukiyo_widgets as uw
>>> for work in uw.museum.search("Hiroshige rain"):  # doctest: +SKIP
...     print(work)
>>> path = uw.museum.fetch("met:36461")  # doctest: +SKIP
>>> run = uw.colorize(path, "prints/")  # doctest: +SKIP

A second museum is one file like ``met.py``, and its name in ``MUSEUMS``.
"""

from ukiyo_widgets.museum.collections import MUSEUMS, fetch, fetch_small, look_up, search
from ukiyo_widgets.museum.work import Work

__all__ = ["MUSEUMS", "Work", "fetch", "fetch_small", "look_up", "search"]
