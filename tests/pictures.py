"""Takes pictures of real answers: python -m tests.pictures FOLDER.

It needs the extra [pictures] and a chromium on the PATH. The simulated Discord has one theme.
"""

from __future__ import annotations

import asyncio
import functools
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import simcord
from playwright.async_api import BrowserType

from bot import places
from bot.notebook import Notebook
from bot.pictures import Drawings
from knowledge import reading
from knowledge.library import Library
from tests.bot.conftest import a_presence, settled

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
    "nothing": ("ask", {"question": "papers on quantum chromodynamics"}),
    "quote": ("quote", {"question": "how many demonstrations are needed for imitation learning"}),
    "related": ("related", {"paper": "TopoX"}),
    "summary": ("summary", {"paper": "LieGAN"}),
    "which": ("coauthors", {"person": "wang"}),
    "which-paper": ("paper", {"paper": "equivariant"}),
}


async def shoot(folder: Path) -> None:
    """Ask everything in a simulated server and save a picture of each answer at each width."""
    library = Library(reading.read([places.seeds()]), cache=places.cache())
    library.warm()
    notebook = Notebook(Path(tempfile.mkdtemp()) / "notebook.sqlite")
    drawings = Drawings()
    presence = a_presence(library, notebook, drawings=drawings)
    async with simcord.run(presence, settle_timeout=30) as env:
        env.backend.bot_user.name = "Paperclub"
        place = settled(env)
        answers = {}
        for name, (command, given) in ASKED.items():
            answers[name] = (await place.ask(command, **given)).response
        status = await place.boss.slash(place.channel, "status")
        preview = env.preview(place.channel, viewers=[place.alice, place.boss], timezone="UTC")
        async with preview:
            for label, width in WIDTHS.items():
                for name, message in answers.items():
                    await take(preview, folder / f"{name}-{label}.png", message, place.alice, width)
                file = folder / f"status-{label}.png"
                await take(preview, file, status.response, place.boss, width)
    drawings.close()
    notebook.close()


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
    asyncio.run(shoot(target))
