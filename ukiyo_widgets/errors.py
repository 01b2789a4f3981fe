"""What goes wrong, by kind. Each message says what was given, what is allowed and what to do.

>>> import ukiyo_widgets as uw
>>> try:
...     uw.colorize("sample:wave", "sample:red_mountain", size=3)
... except uw.UkiyoError as error:
...     print(type(error).__name__)
SettingsError
"""

from __future__ import annotations


class UkiyoError(Exception):
    """Whatever this package refuses on purpose.

    Besides, there is what the machine says: MemoryError, with what fits; OSError for a full disk; ImportError for what is not
    installed. Every other exception is a fault of ours, or an interrupt.
    """


class ImageError(UkiyoError, ValueError):
    """A picture or film cannot be read or written."""


class SettingsError(UkiyoError, ValueError):
    """There is no such setting, or its value, or that of an argument, is not allowed."""


class WeightsError(UkiyoError, RuntimeError):
    """The network's weights are missing, damaged, or of another network."""


class CheckpointError(UkiyoError, ValueError):
    """A file is no saved run or a text no recipe, or a damaged one."""


class RunClosedError(UkiyoError, RuntimeError):
    """Something was asked of a run that was closed, or of a Studio that shows none."""


class NotFiniteError(UkiyoError, ArithmeticError):
    """The loss of the very first picture, or of one after a change of a setting, is not a finite number."""
