"""Nothing is answered twice, and nothing that wasn't answered is taken for answered."""

from __future__ import annotations

import asyncio

from bot.once import Lately, Presses
from bot.turns import Allowance
from tests.bot.conftest import Place, buttons, texts


def test_something_is_new_once() -> None:
    lately = Lately(seconds=60)
    assert [lately.is_first(1), lately.is_first(1), lately.is_first(2)] == [True, False, True]


async def test_a_press_is_remembered_until_a_moment_after_its_answer() -> None:
    now = [0.0]
    presses, gate = Presses(clock=lambda: now[0]), asyncio.Event()

    async def answer() -> None:
        await gate.wait()

    assert not presses.is_again("here", "next")
    work = asyncio.ensure_future(presses.answered("here", "next", answer()))
    now[0] = 100.0
    assert presses.is_again("here", "next")
    assert not presses.is_again("there", "next")
    assert not presses.is_again("here", "back")
    gate.set()
    await work
    now[0] = 101.9
    assert presses.is_again("here", "next")
    now[0] = 102.1
    assert not presses.is_again("here", "next")


async def test_a_press_that_was_refused_for_haste_has_no_answer_on_its_way(place: Place) -> None:
    answer = await place.ask("find", query="equivariant")
    place.presence.allowance = Allowance(burst=1, interval_seconds=100)
    one, other = (button["custom_id"] for button in buttons(answer.response)[:2])
    await place.bob.click(answer.response, custom_id=one)
    for _ in range(2):
        refused = await place.bob.click(answer.response, custom_id=other)
        assert "One moment" in texts(refused.response)


async def test_questions_are_asked_for_patience_once_in_a_burst(place: Place) -> None:
    place.presence.allowance = Allowance(burst=2, interval_seconds=100)
    asked = [await ask(place) for _ in range(4)]
    assert ["Jianke Yang" in one for one in asked] == [True, True, False, False]
    assert "next question in" in asked[2]
    assert asked[3] == ""


async def ask(place: Place) -> str:
    """Ask by a mention, and tell what was replied."""
    me = place.presence.user
    sent = len(place.env.http_requests)
    await place.alice.send(place.channel, f"<@{me.id}> who wrote LieGAN?")  # type: ignore[union-attr]
    return " ".join(str(one.json) for one in place.env.http_requests[sent:])
