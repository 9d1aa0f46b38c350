"""This file holds how it is told that something can't be done: asked wrongly, or not possible now."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.highlights.access import Refused
from bot.reception import Reply, told
from knowledge.errors import PaperclubError


def told_or(answer: Callable[[], Reply]) -> Reply:
    """Answer; or tell what was asked wrongly, or that nothing can be remembered now."""
    try:
        return answer()
    except Refused as refusal:
        return told(refusal.title, str(refusal))
    except PaperclubError as error:
        return told("That can't be read", str(error))
    except SQLAlchemyError:  # the log has why, which may name machines
        says = "My notebook can't be used at the moment. Finding and asking go on."
        return told("Not possible now", says, outcome="unavailable")
