"""What people see of the papers that they saved, and how they drop them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.notebook import Notebook
from bot.notebook.tastes import Tastes
from knowledge.library import Library
from tests.bot.conftest import Place, a_presence, buttons, faults, settled, texts
from tests.bot.posting_days import Days, posted


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def notebook(tmp_path: Path, days: Days) -> Iterator[Notebook]:
    one = days.notebook(tmp_path / "notebook.sqlite")
    yield one
    one.close()


def save(place: Place, notebook: Notebook, days: Days, number: int) -> list[str]:
    """Save papers for Alice, and return their titles, the latest first."""
    papers = place.presence.reception.library.papers[:number]
    for paper in papers:
        days.pass_seconds(1)
        Tastes(notebook).keep(paper.id, person_id=place.alice.id)
    return [paper.title for paper in reversed(papers)]


def menu(message: Any) -> dict[str, Any]:
    return next(_menus(message.components))


def _menus(components: Any) -> Iterator[dict[str, Any]]:
    for one in components:
        if one["type"] == 3:
            yield one
        yield from _menus(one.get("components") or ())


def labels(message: Any) -> list[str]:
    return [one["label"] for one in buttons(message)]


async def test_says_how_to_begin_where_nothing_is_saved(place: Place) -> None:
    shown = await place.ask("saved")
    assert shown.ephemeral
    assert "Press *Save*" in texts(shown.response)


async def test_what_a_button_saved_is_listed_the_latest_first(
    place: Place, notebook: Notebook, days: Days
) -> None:
    post = await posted(place, notebook, days)
    for at in (1, 0):
        await post.press(place.alice, "save", at)
        days.pass_seconds(1)
    says = texts((await place.ask("saved")).response)
    titles = [line[5:-2] for line in texts(post).splitlines() if line.startswith("**")][:2]
    assert says.index(titles[0]) < says.index(titles[1])
    assert "Nothing saved" in texts((await place.bob.slash(place.channel, "saved")).response)


async def test_a_saved_paper_is_opened(place: Place, notebook: Notebook, days: Days) -> None:
    [title] = save(place, notebook, days, 1)
    shown = await place.ask("saved")
    opened = await place.alice.click(shown.response, label="Open")
    assert opened.ephemeral
    assert title in texts(opened.response)


async def test_pages_are_turned_also_after_a_restart(
    library: Library, notebook: Notebook, days: Days
) -> None:
    async with simcord.run(a_presence(library, notebook)) as env:
        place = settled(env)
        titles = save(place, notebook, days, 12)
        shown = (await place.ask("saved")).response
        await env.restart_bot(a_presence(library, notebook))
        seen = []
        for at in itertools.count():
            seen.append(texts(shown))
            if "Next ›" not in labels(shown):
                break
            await place.alice.click(shown, label="Next ›")
            assert "of 12" in texts(shown), at
        assert all(title in "".join(seen) for title in titles)
        assert len(seen) == 3
        for before in reversed(seen[:-1]):
            await place.alice.click(shown, label="‹ Back")
            assert texts(shown) == before
        assert faults(env) == []


async def test_papers_are_dropped_one_by_one_or_all(
    place: Place, notebook: Notebook, days: Days
) -> None:
    titles = save(place, notebook, days, 7)
    tastes, shown = Tastes(notebook), (await place.ask("saved")).response
    await place.alice.click(shown, label="Next ›")
    for at in (6, 5):  # until the page is empty, and the one before shows
        drop = menu(shown)
        await place.alice.select(shown, [drop["options"][-1]["value"]], custom_id=drop["custom_id"])
        assert len(tastes.saved(place.alice.id)) == at
        assert titles[at] not in texts(shown)
    assert titles[0] in texts(shown)
    await place.alice.click(shown, label="Drop all…")
    assert "5 papers" in texts(shown)
    await place.alice.click(shown, label="Keep them")
    assert titles[0] in texts(shown)
    await place.alice.click(shown, label="Drop all…")
    await place.alice.click(shown, label="Drop all")
    assert "Nothing saved" in texts(shown)
    assert tastes.saved(place.alice.id) == []


async def test_a_paper_that_left_the_library_is_said_to_be_gone_and_can_be_dropped(
    place: Place, notebook: Notebook, days: Days
) -> None:
    save(place, notebook, days, 1)
    gone = "x" * 150
    Tastes(notebook).keep(gone, person_id=place.alice.id)
    shown = (await place.ask("saved")).response
    assert gone in texts(shown)
    assert "no longer in the library" in texts(shown)
    assert labels(shown).count("Open") == 1
    drop = menu(shown)
    value = next(one["value"] for one in drop["options"] if "xxx" in one["label"])
    await place.alice.select(shown, [value], custom_id=drop["custom_id"])
    assert gone not in texts(shown)


async def test_saved_papers_are_listed_in_direct_messages_too(
    place: Place, notebook: Notebook
) -> None:
    carol = place.env.create_user("carol")
    await carol.send_dm("hello")
    paper = place.presence.reception.library.papers[0]
    Tastes(notebook).keep(paper.id, person_id=carol.id)
    shown = await carol.slash("saved")
    assert paper.title in texts(shown.response)
