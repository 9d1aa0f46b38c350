"""Votes of many people at the same moment, over a real line."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.notebook import Notebook
from bot.notebook.subscriptions import Subscription, Subscriptions
from knowledge.interests import Interests
from tests.loopback.exchange import buttons
from tests.loopback.payloads import Payload
from tests.loopback.server import CHANNEL_ID, GUILD_ID, Discord
from tests.process.conftest import Start, changed, until

_PEOPLE = 12


async def test_of_many_who_vote_at_once_all_are_counted_and_shown(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    """Also where the answers to the first take longer on their way than those that come later."""
    slowing = """
        import asyncio
        import itertools
        from bot import sending
        quick, waits = sending.turn, itertools.chain((1.0, 0.5, 0.2), itertools.repeat(0))
        async def turn(*given):
            await asyncio.sleep(next(waits))
            await quick(*given)
        sending.turn = turn
    """
    _subscribe(tmp_path / "notebook.sqlite")
    messages = discord.place(CHANNEL_ID).messages
    async with start(**changed(tmp_path, slowing)):
        await discord.ready()
        await until(lambda: bool(messages))
        [post] = messages.values()
        votes = [
            await discord.press(post, _button(post, "down" if who % 3 else "up"), by=5000 + who)
            for who in range(_PEOPLE)
        ]
        answered = await asyncio.gather(*(vote.done() for vote in votes))
        assert all(one.first_seconds is not None and one.first_seconds < 3 for one in answered)
        await until(lambda: _counts(next(iter(messages.values()))) == ("4", "8"))


async def test_whoever_votes_on_one_paper_after_the_other_is_not_told_to_wait(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    _subscribe(tmp_path / "notebook.sqlite")
    messages = discord.place(CHANNEL_ID).messages
    async with start():
        await discord.ready()
        await until(lambda: bool(messages))
        [post] = messages.values()
        for action in ("up", "down", "up", "down"):
            for place in range(3):
                vote = await discord.press(post, _button(post, action, place))
                assert "One moment" not in (await vote.done()).text
        await until(lambda: _counts(next(iter(messages.values()))) == ("", "1"))


def _subscribe(place: Path) -> None:
    notebook = Notebook(place)
    now = notebook.now()
    Subscriptions(notebook).add(
        Subscription(
            guild_id=GUILD_ID,
            channel_id=CHANNEL_ID,
            kind="text",
            made_by=1,
            made_at=now,
            minute=now.hour * 60 + now.minute,
            zone="UTC",
            days=0b1111111,
            number=3,
            interests=Interests(),
            on_empty="silent",
            due_at=now.replace(second=0, microsecond=0),
        )
    )
    notebook.close()


def _button(post: Payload, action: str, place: int = 0) -> str:
    ids = [str(one["custom_id"]) for one in buttons(post)]
    return next(one for one in ids if one.startswith(f"h1;{action};") and one.endswith(f";{place}"))


def _counts(post: Payload) -> tuple[str, str]:
    labels = {one["custom_id"]: one.get("label") or "" for one in buttons(post)}
    return labels[_button(post, "up")], labels[_button(post, "down")]
