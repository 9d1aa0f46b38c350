"""This file holds how daily highlights are added to the bot in Discord."""

from __future__ import annotations

from bot.client import Presence
from bot.highlights.delivering import Delivering
from bot.highlights.group import Highlights
from bot.notebook import Notebook


def add(presence: Presence, notebook: Notebook) -> Delivering:
    """Offer what has to do with highlights, and return who delivers them."""
    reception = presence.reception
    delivering = Delivering(presence, lambda: reception.library, notebook, keep=reception.kept)
    presence.tree.add_command(Highlights(presence, notebook, delivering, keep=reception.kept))
    return delivering
