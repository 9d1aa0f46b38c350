"""Takes pictures of real answers: python -m tests.pictures FOLDER [NAME…], of all or of some.

It needs the extra [pictures] and a chromium on the PATH. The simulated Discord has one theme.
"""

from __future__ import annotations

import asyncio
import functools
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import simcord
from playwright.async_api import BrowserType

from bot import places
from bot.notebook import Notebook
from bot.pictures import Drawings
from knowledge import reading
from knowledge.library import Library
from tests.bot.conftest import Place, a_presence, buttons, settled, texts
from tests.bot.posting_days import BEGINNING, Days, Posted

WIDTHS = {"desktop": 900, "phone": 420}
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "ask": ("ask", {"question": "who works with Dian Wang on grasping?"}),
    "ask-compare": ("ask", {"question": "compare LieGAN and TopoX"}),
    "ask-fact": ("ask", {"question": "how many tasks does Equivariant Diffusion Policy learn?"}),
    "ask-not-said": ("ask", {"question": "which GPU was Equivariant Diffusion Policy trained on?"}),
    "ask-two": ("ask", {"question": "who wrote LaLiGAN and when did it come out?"}),
    "bibtex": ("cite", {"paper": "TopoX", "style": "bibtex"}),
    "card": ("paper", {"paper": "Equivariant Diffusion Policy"}),
    "cite": ("cite", {"paper": "TopoX"}),
    "coauthors": ("coauthors", {}),
    "coauthors-of-paper": ("coauthors", {"paper": "TopoX"}),
    "coauthors-with": ("coauthors", {"person": "klee", "with": "biza"}),
    "define": ("define", {"term": "PECCO"}),
    "experts": ("experts", {"topic": "equivariant grasping"}),
    "find": ("find", {"query": "diffusion polices"}),
    "find-many": ("find", {"query": "equivariant", "limit": 25}),
    "help": ("help", {}),
    "help-find": ("help", {"command": "find"}),
    "invalid": ("find", {"query": "x", "since": "yesterday-ish"}),
    "metrics": ("metrics", {}),
    "metrics-category": ("metrics", {"by": "category"}),
    "metrics-side-by-side": ("metrics", {"with": "Rose Yu and Dian Wang"}),
    "person": ("person", {"person": "klee"}),
    "person-owner": ("person", {}),
    "nothing": ("ask", {"question": "papers on quantum chromodynamics"}),
    "quote": ("quote", {"question": "how many demonstrations are needed for imitation learning"}),
    "related": ("related", {"paper": "TopoX"}),
    "timeline": ("timeline", {}),
    "timeline-of-topic": ("timeline", {"topic": "equivariant grasping"}),
    "summary": ("summary", {"paper": "LieGAN"}),
    "topic": ("topics", {"topic": "robot policies"}),
    "topics": ("topics", {}),
    "which": ("coauthors", {"person": "wang"}),
    "which-paper": ("paper", {"paper": "equivariant"}),
}


async def shoot(folder: Path, names: Sequence[str] = ()) -> None:
    """Ask everything in a simulated server and save a picture of each answer at each width."""
    library = Library(reading.read([places.seeds()]), cache=places.cache())
    library.warm()
    days = Days(BEGINNING.replace(hour=8))
    notebook = days.notebook(Path(tempfile.mkdtemp()) / "notebook.sqlite")
    drawings = Drawings()
    presence = a_presence(library, notebook, drawings=drawings)
    async with simcord.run(presence, settle_timeout=30) as env:
        env.backend.bot_user.name = "Paperclub"
        place = settled(env)
        answers = {}
        for name, (command, given) in ASKED.items():
            if not names or name in names:
                answers[name] = (await place.ask(command, **given)).response
        seen_by_boss = {"status": (await place.boss.slash(place.channel, "status")).response}
        seen_by_boss |= await highlights(place, notebook, days)
        answers["interests-of-member"] = (await place.ask("interests")).response
        preview = env.preview(place.channel, viewers=[place.alice, place.boss], timezone="UTC")
        async with preview:
            for label, width in WIDTHS.items():
                for viewer, shown in ((place.alice, answers), (place.boss, seen_by_boss)):
                    for name, message in shown.items():
                        if not names or name in names:
                            file = folder / f"{name}-{label}.png"
                            await take(preview, file, message, viewer, width)
    drawings.close()
    notebook.close()


async def highlights(place: Place, notebook: Notebook, days: Days) -> dict[str, Any]:
    """Let some days of highlights pass, and return what is seen of them."""
    here, boss = place.channel, place.boss
    shown = {"interests-nothing": (await boss.slash(here, "interests")).response}
    where = {"guild_id": place.guild.id, "made_by": boss.id}
    days.subscribe(notebook, here.id, topics=("equivariant robot manipulation",), **where)
    days.subscribe(notebook, here.id, number=10, **where)
    await days.post(place.presence)
    three, ten = Posted(here, len(here.history()) - 2), Posted(here, len(here.history()) - 1)
    if len(buttons(three)) > len(buttons(ten)):
        three, ten = ten, three
    for person, action, at in (
        (place.alice, "up", 0),
        (place.bob, "up", 0),
        (boss, "up", 1),
        (place.alice, "down", 2),
    ):
        await three.press(person, action, at)
    for at in (0, 1, 3):
        await ten.press(boss, "save", at)
        await ten.press(place.alice, "up", at)
    for name in ("saved", "interests"):
        shown[name] = (await boss.slash(here, name)).response
    menu = await boss.slash(here, "interests", mute="robot learning")
    shown["interests-muted"] = menu.response
    shown["interests-reset"] = (await boss.slash(here, "interests", reset=True)).response
    shown["highlights-list"] = (await boss.slash(here, "highlights list")).response
    preview = await boss.slash(here, "highlights preview", number=1)
    shown["highlights-preview"] = preview.response
    shown["highlights-why"] = (
        await boss.slash(here, "highlights why", paper="Equivariant Diffusion Policy")
    ).response
    days.subscribe(notebook, here.id, topics=("quantum chromodynamics",), **where)
    await days.post(place.presence)
    posts = [Posted(here, at) for at in range(len(here.history()))]
    empty = next(one.message for one in posts if "No paper" in texts(one))
    return {"post-three": three.message, "post-ten": ten.message, "post-empty": empty, **shown}


async def take(preview: Any, file: Path, message: Any, viewer: Any, width: int) -> None:
    await preview.screenshot(
        file, viewer=viewer, target=message, viewport=(width, 2000), allow_incomplete=True
    )
    print(file)


if __name__ == "__main__":
    BrowserType.launch = functools.partialmethod(  # type: ignore[method-assign,assignment]
        BrowserType.launch, executable_path=shutil.which("chromium"), args=["--no-sandbox"]
    )
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(shoot(target, sys.argv[2:]))
