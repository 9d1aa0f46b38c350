"""What people do in the loopback Discord, as discord.py hears of it over its gateway."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord as dpy
import pytest
from discord import app_commands
from discord.http import Route
from yarl import URL

from tests.loopback.payloads import ATTACH
from tests.loopback.server import (
    ALICE,
    APPLICATION_ID,
    BOSS,
    CHANNEL_ID,
    FORUM_ID,
    GUILD_ID,
    NEWS_ID,
    THREAD_ID,
    TOKEN,
    Discord,
)
from tests.process.conftest import until

Heard = list[tuple[Any, ...]]


class Channel(app_commands.Transformer):
    """A channel as Discord describes it, with what the person may do there."""

    @property
    def type(self) -> dpy.AppCommandOptionType:
        return dpy.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[dpy.ChannelType]:
        return [dpy.ChannelType.text, dpy.ChannelType.news, dpy.ChannelType.forum]

    async def transform(self, _: dpy.Interaction, value: Any, /) -> Any:
        return value


class Listener(dpy.Client):
    """A bot with one group of commands, which notes what it hears."""

    def __init__(self) -> None:
        mentions = dpy.AllowedMentions.none()
        super().__init__(
            intents=dpy.Intents(guilds=True),
            allowed_mentions=mentions,
            application_id=APPLICATION_ID,
        )
        self.heard: Heard = []
        self.tree = app_commands.CommandTree(self)
        group = app_commands.Group(name="highlights", description="Papers every day")
        self.tree.add_command(group)

        @group.command(description="Subscribe a channel")
        async def subscribe(
            interaction: dpy.Interaction[Any],
            channel: app_commands.Transform[Any, Channel],
            count: int,
        ) -> None:
            self.heard.append((channel.id, channel.permissions.manage_channels, count))
            menu = dpy.ui.Select[dpy.ui.View](
                custom_id="days",
                options=[dpy.SelectOption(label="Mon"), dpy.SelectOption(label="Tue")],
            )
            await interaction.response.send_message("Which?", view=dpy.ui.View().add_item(menu))

        @subscribe.autocomplete("count")
        async def counts(
            interaction: dpy.Interaction[Any], current: str
        ) -> list[app_commands.Choice[int]]:
            self.heard.append((current, interaction.namespace.channel.id))
            return [app_commands.Choice(name="three", value=3)]

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_interaction(self, interaction: dpy.Interaction) -> None:
        if interaction.type is dpy.InteractionType.component and interaction.data:
            self.heard.append((interaction.data.get("custom_id"), interaction.data.get("values")))
            await interaction.response.defer()


@asynccontextmanager
async def connected() -> AsyncIterator[Listener]:
    async with Listener() as client:
        running = asyncio.create_task(client.start(TOKEN))
        try:
            await until(client.is_ready)
            yield client
        finally:
            await client.close()
            await running


@pytest.fixture
async def bot(discord: Discord, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Listener]:
    monkeypatch.setattr(Route, "BASE", discord.environment["DISCORD_API_BASE"])
    gateway = URL(discord.environment["DISCORD_GATEWAY_URL"])
    monkeypatch.setattr(dpy.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    async with connected() as one:
        yield one


async def test_a_subcommand_is_run_completed_and_its_list_chosen_from(
    discord: Discord, bot: Listener
) -> None:
    given = {"channel": NEWS_ID, "count": 3}
    exchange = await discord.slash("highlights subscribe", given, by=BOSS)
    await exchange.done()
    await (await discord.slash("highlights subscribe", given, by=ALICE)).done()
    assert bot.heard == [(NEWS_ID, True, 3), (NEWS_ID, False, 3)]
    typed = await discord.complete(
        "highlights subscribe", "count", "thr", options={"channel": CHANNEL_ID}
    )
    assert (await typed.done()).choices == [{"name": "three", "value": 3}]
    assert bot.heard[-1] == ("thr", CHANNEL_ID)
    chosen = await discord.choose(exchange.said[0], "days", "Mon")
    await until(lambda: chosen.is_acknowledged)
    assert bot.heard[-1] == ("days", ["Mon"])


async def test_the_bot_s_permissions_are_known_and_change(discord: Discord, bot: Listener) -> None:
    guild = bot.get_guild(GUILD_ID)
    assert guild
    channel, thread = guild.get_channel(CHANNEL_ID), guild.get_thread(THREAD_ID)
    assert channel
    assert thread
    assert channel.permissions_for(guild.me).send_messages
    assert thread.permissions_for(guild.me).send_messages_in_threads
    assert not channel.permissions_for(guild.me).manage_channels
    await discord.mute_channel(CHANNEL_ID)
    await until(lambda: not channel.permissions_for(guild.me).send_messages)
    assert not thread.permissions_for(guild.me).send_messages_in_threads
    assert channel.permissions_for(guild.me).view_channel
    await discord.deny(CHANNEL_ID, ATTACH)
    await until(lambda: channel.permissions_for(guild.me).send_messages)
    assert not channel.permissions_for(guild.me).attach_files


async def test_servers_and_channels_come_and_go(discord: Discord, bot: Listener) -> None:
    guild = bot.get_guild(GUILD_ID)
    assert guild
    assert isinstance(guild.get_channel(FORUM_ID), dpy.ForumChannel)
    assert guild.get_channel(NEWS_ID).is_news()  # type: ignore[union-attr]
    made = await discord.make_channel("reading")
    await until(lambda: guild.get_channel(made) is not None)
    await discord.remove_channel(made)
    await until(lambda: guild.get_channel(made) is None)
    server, channel = await discord.make_server()
    await until(lambda: bot.get_channel(channel) is not None)
    await discord.leave_server(server)
    await until(lambda: bot.get_guild(server) is None)
    with pytest.raises(dpy.Forbidden):
        await bot.fetch_channel(channel)


async def test_every_process_hears_all(discord: Discord, bot: Listener) -> None:
    async with connected() as other:
        made = await discord.make_channel("reading")
        for one in (bot, other):
            await until(lambda one=one: one.get_channel(made) is not None)  # type: ignore[misc]
    made = await discord.make_channel("writing")
    await until(lambda: bot.get_channel(made) is not None)
