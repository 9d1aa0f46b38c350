"""This file holds how it is told that something can't be done: asked wrongly, or not possible now."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.notebook import engine
from bot.reception import Reply, told
from knowledge.errors import PaperclubError


class Refused(PaperclubError):
    """Why something may not be chosen, and what to do; `title` says it in a few words."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(text)
        self.title = title


def told_or(answer: Callable[[], Reply]) -> Reply:
    """Answer; or tell what was asked wrongly, or that nothing can be remembered now."""
    try:
        return answer()
    except Refused as refusal:
        return told(refusal.title, str(refusal))
    except PaperclubError as error:
        return told("That can't be read", str(error))
    except SQLAlchemyError as error:
        says = f"My notebook can't be used at the moment: {engine.trouble_in_short(error)}."
        return told("Not possible now", f"{says} Finding and asking go on.", outcome="unavailable")
