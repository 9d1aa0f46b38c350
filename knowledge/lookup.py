"""This file holds forgiving look-up of titles and names: typos, parts, swapped order, initials.

What was typed is compared word by word with what there is. Nothing is decided here: closeness
says how well each candidate fits, and who asks draws the line.
"""

from __future__ import annotations

from knowledge.closeness import ASKED, CONFIDENT, MARGIN, NEARLY, Fit, decided
from knowledge.names import Names
from knowledge.titles import Titles

__all__ = ["ASKED", "CONFIDENT", "MARGIN", "NEARLY", "Fit", "Names", "Titles", "decided"]
