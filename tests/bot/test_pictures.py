"""Charts as pictures."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import struct
import sys
import time
import warnings
from dataclasses import replace

import pytest

from bot import pictures
from bot.pictures import Drawings
from knowledge.picture import Bar, Bars, Chain, Lane, Link, Member, Network, Tie, Timeline

CHART = Bars("Papers by year", "papers", (Bar("2024", 3), Bar("2025", 12, "so far")))


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_chart_grows_with_its_bars() -> None:
    many = replace(CHART, bars=tuple(Bar(str(year), year) for year in range(20)))
    assert size(pictures.png(CHART))[1] < size(pictures.png(many))[1]
    assert size(pictures.png(CHART))[0] == size(pictures.png(many))[0]


def test_labels_may_hold_anything() -> None:
    odd = Bars("$x_{", "papers", (Bar("$\\frac{", 0), Bar("", 0), Bar("x" * 500, 1)))
    assert size(pictures.png(odd))


async def test_a_picture_is_drawn_elsewhere_and_kept() -> None:
    drawings = Drawings()
    first = await drawings.draw(CHART)
    assert size(first)
    assert await drawings.draw(replace(CHART)) is first
    drawings.close()


async def test_a_picture_that_several_want_at_once_is_drawn_once() -> None:
    drawings = Drawings(longest_seconds=60.0)
    first, *others = await asyncio.gather(*(drawings.draw(replace(CHART)) for _ in range(20)))
    assert size(first)
    assert all(other is first for other in others)
    drawings.close()


async def test_a_crowd_gets_what_can_be_drawn_soon_and_words_for_the_rest() -> None:
    drawings = Drawings(longest_seconds=60.0)
    wanted = [replace(CHART, title=f"Chart {at}") for at in range(30)]
    drawn = await asyncio.gather(*map(drawings.draw, wanted))
    assert [bool(one) for one in drawn] == [True] * 6 + [False] * 24
    assert size(await drawings.draw(wanted[-1]))
    drawings.close()


async def test_who_no_longer_waits_costs_nobody_else_the_picture() -> None:
    drawings = Drawings(longest_seconds=60.0)
    gone = asyncio.create_task(drawings.draw(CHART))
    waits = asyncio.create_task(drawings.draw(CHART))
    await asyncio.sleep(0.05)
    gone.cancel()
    assert size(await waits)
    assert gone.cancelled()
    drawings.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows stops processes otherwise")
async def test_a_drawing_that_hangs_costs_the_picture_only_and_the_next_is_drawn_anew() -> None:
    others = multiprocessing.active_children()  # another test's may be about to end
    drawings = Drawings(longest_seconds=0.5)
    drawings.warm()
    (hanging,) = (one for one in multiprocessing.active_children() if one not in others)
    os.kill(hanging.pid or 0, signal.SIGSTOP)
    assert await drawings.draw(CHART) == b""
    hanging.join(5)
    is_there = hanging.is_alive()
    hanging.kill()  # or the tests would never end
    assert not is_there
    drawings.longest_seconds = 20.0
    assert size(await drawings.draw(CHART))
    drawings.close()


def test_no_letter_is_drawn_as_a_box() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a letter that its font lacks
        assert size(pictures.png(Bars("論文 年", "papers", (Bar("王丹 Wang", 3), Bar("🧪", 1)))))


def test_a_file_is_named_by_what_it_shows() -> None:
    assert pictures.filename(CHART) == "papers-by-year.png"
    assert pictures.filename(replace(CHART, title="論文 / 年")).endswith(".png")


async def test_what_is_too_large_to_be_read_is_not_drawn_and_holds_nobody() -> None:
    drawings = Drawings()
    people = tuple(Member(f"Person {at}", 1) for at in range(10**5))
    huge = [
        Network("Everybody", people, (), "papers", hidden=0, cut=0, of=1),
        Bars("All", "papers", tuple(Bar(str(at), at) for at in range(10**5))),
        Chain("Far", tuple(map(str, range(5000))), (Link("Oaks", "2020"),) * 4999),
        Timeline("Long", "papers", ("2020",) * 10**6, (Lane("Oaks", (1.0,) * 10**6, 10**6),)),
    ]
    began = time.perf_counter()
    assert [await drawings.draw(one) for one in huge] == [b""] * len(huge)
    assert time.perf_counter() - began < 1  # no process was begun for them
    drawings.close()


def test_a_name_as_long_as_a_page_is_drawn_in_time() -> None:
    people = (Member("Ana", 3, is_asked=True), Member("Bo Elm " * 500, 2))
    began = time.process_time()
    drawn = pictures.png(Network("Who", people, (Tie(0, 1, 1),), "papers", hidden=0, cut=0, of=3))
    assert size(drawn)
    assert time.process_time() - began < 5


async def test_nothing_is_drawn_after_the_end_and_no_process_is_left() -> None:
    others = multiprocessing.active_children()
    drawings = Drawings()
    drawings.warm()
    waiting = [asyncio.create_task(drawings.draw(replace(CHART, note=str(at)))) for at in range(4)]
    await asyncio.sleep(0.01)
    drawings.close()
    assert await asyncio.gather(*waiting) == [b""] * 4
    assert await drawings.draw(CHART) == b""
    assert [one for one in multiprocessing.active_children() if one not in others] == []
