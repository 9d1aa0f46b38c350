"""This file holds whose highlights somebody means by where they are: the channel's or its forum's."""

from __future__ import annotations

import discord

from bot.highlights.access import Interaction
from bot.notebook.subscriptions import Subscription, Subscriptions


def subscriptions_here(
    subscriptions: Subscriptions, interaction: Interaction
) -> list[Subscription]:
    """List the subscriptions of the channel where somebody is, or else of that of its thread."""
    here = subscriptions.of_channel(interaction.channel_id or 0)
    if not here and isinstance(interaction.channel, discord.Thread):
        here = subscriptions.of_channel(interaction.channel.parent_id)
    if interaction.guild_id is None:
        own = subscriptions.of_person(interaction.user.id)
        here += [one for one in own if one.kind == "direct" and one not in here]
    return here


def channel_here(subscriptions: Subscriptions, interaction: Interaction) -> int:
    """Tell the channel whose highlights are meant, whether or not there are any by now.

    A thread without any has those of its channel: somebody talks there about a post.
    """
    if here := subscriptions_here(subscriptions, interaction):
        return here[0].channel_id
    if isinstance(interaction.channel, discord.Thread):
        return interaction.channel.parent_id
    return interaction.channel_id or 0
