"""Exercises that check themselves: ``course.check("02.gram", my_gram)``, in the notebooks of the course.

An answer is a value or a function. What is not answered yet is said to be so and raises nothing, so a notebook runs from top
to bottom before anything is filled in; under nbgrader, what is not right raises, because that is how nbgrader counts.
"""

from ukiyo_widgets.course.exercise import EXERCISES, check
from ukiyo_widgets.course.verdict import Verdict

__all__ = ["EXERCISES", "Verdict", "check"]
