"""What holds for the whole repository: directions, documents and shipped files."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Collection
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from commands._command import all_commands

ROOT = Path(__file__).parents[1]
PACKAGES = ("knowledge", "commands", "bot")
MODULES = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{file} imports relatively"
            names.add(node.module.partition(".")[0])
    return names


def test_imports_point_inwards() -> None:
    for file in MODULES:
        package = file.relative_to(ROOT).parts[0]
        outer = set(PACKAGES[PACKAGES.index(package) + 1 :])
        assert not imported(file) & outer, file


def test_only_the_bot_knows_a_loop_a_network_or_a_database() -> None:
    outside = {
        "asyncio",
        "discord",
        "aiohttp",
        "sqlalchemy",
        "sqlite3",
        "socket",
        "urllib",
        "threading",
    }
    for file in MODULES:
        if file.relative_to(ROOT).parts[0] != "bot":
            assert not imported(file) & outside, file


def test_no_module_is_imported_in_a_circle() -> None:
    there = {".".join(file.relative_to(ROOT).with_suffix("").parts): file for file in MODULES}
    there = {name.removesuffix(".__init__"): file for name, file in there.items()}
    needs = {name: needed_at_once(file, there.keys()) - {name} for name, file in there.items()}
    list(TopologicalSorter(needs).static_order())  # raises CycleError, which names the circle


def needed_at_once(file: Path, there: Collection[str]) -> set[str]:
    """List which of our modules a file imports while it is imported itself."""
    names: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                module = f"{node.module}.{alias.name}"
                names.add(module if module in there else str(node.module))
    return names.intersection(there)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_module_says_what_it_holds(file: Path) -> None:
    doc = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    assert doc.startswith("This file holds") or file.name == "__init__.py"
    assert doc


def test_no_mock_stands_in_for_our_own_parts() -> None:
    for file in (ROOT / "tests").rglob("*.py"):
        assert not imported(file) & {"unittest", "mock", "pytest_mock"}, file


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["fast"], *extras["images"]]
    names = [re.split(r"[\s\[<>=!~;]", one)[0] for one in needed]
    declared = {re.sub(r"[.-]", "_", name) for name in names}
    other_names = {
        "Stemmer": "pystemmer",
        "discord": "discord_py",
        "sklearn": "scikit_learn",
        "yaml": "pyyaml",
    }
    # Nobody imports these: zoneinfo finds its zones in the one, where the system has none, and
    # fontpkg its families in the others.
    unseen = {"tzdata", *(name for name in declared if name.startswith("fontpkg_"))}
    used = {name for file in MODULES for name in imported(file)}
    foreign = used - set(sys.stdlib_module_names) - set(PACKAGES)
    assert {other_names.get(name, name) for name in foreign} | unseen == declared


def test_what_only_a_url_names_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert extras["postgres"] == ["psycopg[binary]"]  # of postgresql+psycopg://
    assert "paperclub[images,postgres]" in extras["test"]


@pytest.mark.parametrize("name", list(all_commands()))
def test_the_readme_lists_every_command(name: str) -> None:
    one = all_commands()[name]
    options = " ".join(f"`{option}`" for option in one.options)
    row = f"| `/{name}` | {options} | {one.summary} |"
    assert row in (ROOT / "README.md").read_text(encoding="utf-8"), f"add to the README: {row}"


def test_what_contributing_says_about_adding_a_command_is_true(tmp_path: Path) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    name = re.search(r"This is all of `(commands/\w+\.py)`", text)
    block = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert name
    assert block
    for package in (*PACKAGES, "seeds"):
        shutil.copytree(ROOT / package, tmp_path / package)
    (tmp_path / name[1]).write_text(block[1], encoding="utf-8")

    def ask(line: str) -> str:
        command = [sys.executable, "-m", "bot", "ask", line]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
        ).stdout

    assert "Incorporating Symmetry into Deep Dynamics" in ask("/oldest limit:2")
    assert "/oldest – Show the oldest papers." in ask("/help")
    assert "limit" in ask("/help oldest")


def test_constraints_pin_every_dependency_and_name_no_registry() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[\w-]+==[\w.]+(?: ; .+)?", line) for line in lines)
    pinned = {line.partition("==")[0] for line in lines}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = re.search(r"^dependencies = \[(.*?)\]", project, re.DOTALL | re.MULTILINE)
    assert wanted
    names = re.findall(r'"([\w.-]+)"', wanted[1])
    assert {name.replace(".", "-") for name in names} <= pinned


def test_the_readme_keeps_its_two_commands_on_one_line_each() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    assert blocks[0].strip().endswith("paperclub")
    assert blocks[1].strip().endswith("pytest")
    assert all(block.count("\n") == 1 for block in blocks[:2])
