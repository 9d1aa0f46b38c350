"""Whose turn it is, and how often one may ask."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.turns import Allowance, Turns


async def test_a_place_with_many_questions_waits_for_itself() -> None:
    turns = Turns(1)
    order: list[str] = []
    gate = threading.Event()
    busy = asyncio.create_task(turns.take(0, gate.wait))
    await asyncio.sleep(0)
    many = [asyncio.create_task(turns.take(1, lambda: order.append("many"))) for _ in range(5)]
    await asyncio.sleep(0)
    one = asyncio.create_task(turns.take(2, lambda: order.append("one")))
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(busy, one, *many)
    turns.close()
    assert order.index("one") == 1


async def test_what_is_raised_comes_back_and_the_next_goes_on() -> None:
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError):
        await turns.take(1, lambda: 1 // 0)
    assert await turns.take(1, lambda: 7) == 7
    turns.close()


async def test_who_doesn_t_wait_any_more_is_passed_over() -> None:
    turns = Turns(1)
    gate = threading.Event()
    busy = asyncio.create_task(turns.take(0, gate.wait))
    await asyncio.sleep(0)
    done: list[int] = []
    waiting = asyncio.create_task(turns.take(1, lambda: done.append(1)))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.sleep(0)
    gate.set()
    await busy
    assert await turns.take(1, lambda: "next") == "next"
    turns.close()
    assert done == []


def test_five_at_once_and_then_one_every_two_seconds() -> None:
    now = [100.0]
    allowance = Allowance(5, 2.0, clock=lambda: now[0])
    assert [allowance.wait_seconds(1) for _ in range(5)] == [0.0] * 5
    assert allowance.wait_seconds(1) == 2.0
    assert allowance.wait_seconds(2) == 0.0
    now[0] += 2.0
    assert allowance.wait_seconds(1) == 0.0
    assert allowance.wait_seconds(1) > 0
    now[0] += 10.0
    assert [allowance.wait_seconds(1) for _ in range(5)] == [0.0] * 5


def test_who_asks_too_early_is_not_made_to_wait_longer() -> None:
    now = [0.0]
    allowance = Allowance(1, 2.0, clock=lambda: now[0])
    assert allowance.wait_seconds(1) == 0.0
    for _ in range(10):
        assert allowance.wait_seconds(1) == 2.0
    now[0] = 2.0
    assert allowance.wait_seconds(1) == 0.0
