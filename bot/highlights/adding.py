"""This file holds how daily highlights are added to the bot in Discord."""

from __future__ import annotations

from bot.client import Presence
from bot.highlights import buttons, liking, saved
from bot.highlights.delivering import Delivering
from bot.highlights.group import Highlights
from bot.highlights.interests import Interests
from bot.highlights.posting import Channels
from bot.highlights.saved import Saved
from bot.highlights.voting import Voting
from bot.notebook import Notebook


def add(presence: Presence, notebook: Notebook) -> Delivering:
    """Offer what has to do with highlights, and return who delivers them."""
    reception = presence.reception
    delivering = Delivering(
        Channels(presence), lambda: reception.library, notebook, keep=reception.kept
    )
    presence.tree.add_command(Highlights(presence, notebook, delivering, keep=reception.kept))
    interests, kept = Interests(presence, notebook), Saved(presence, notebook)
    for one in (interests, kept):
        presence.tree.add_command(one.command())
    voting = Voting(presence, notebook, interests.shown)
    presence.presses[buttons.PREFIX] = voting.press
    presence.presses[liking.PREFIX] = interests.press
    presence.presses[saved.PREFIX] = kept.press
    return delivering
