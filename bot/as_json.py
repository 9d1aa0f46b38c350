"""This file holds answers and libraries as JSON, for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from knowledge.answer import Answer
from knowledge.library import Library
from knowledge.paper import Paper, Profile
from knowledge.personal_names import Namesake


def answer(one: Answer, file: Path | None = None) -> dict[str, Any]:
    """Turn an answer into JSON's types; `text` stays Markdown.

    Args:
        one: The answer.
        file: The file that has its picture, where it was saved.
    """
    reasons = one.reasons or [""] * len(one.papers)
    return {
        "outcome": one.outcome,
        "title": one.title,
        "text": one.text,
        "papers": [
            {**_paper(paper), **({"reason": reason} if reason else {})}
            for paper, reason in zip(one.papers, reasons, strict=True)
        ],
        "picture": {
            "kind": type(one.picture).__name__.lower(),
            **asdict(one.picture),
            "alt": one.picture.alt,
            "file": str(file) if file else None,
        }
        if one.picture
        else None,
        "heading": one.heading,
        "understood": one.understood.line if one.understood else None,
        "read_as": one.understood.label if one.understood else None,
        "remaining": one.remaining,
        "steps": [{"label": step.label, "line": step.line} for step in one.steps],
    }


def library(one: Library) -> dict[str, Any]:
    """Turn a whole library into JSON's types; the YAML and JSON readers read it again."""
    return {
        "profiles": [_profile(profile) for profile in one.profiles],
        "papers": [{**_as_listed(paper), "abstract": paper.abstract} for paper in one.papers],
        "aliases": _spellings(one.aliases),
        "namesakes": _namesakes(one.namesakes),
        "apart": [list(spellings) for spellings in one.apart],
        "categories": dict(one.archives),
    }


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": list(paper.authors),
        "authors_truncated": paper.authors_truncated,
        "implied_authors": list(paper.implied),
        "date": str(paper.date) if paper.date else None,
        "category": paper.category or None,
        "categories": list(paper.categories),
        "code": paper.code,
        "links": list(paper.links),
    }


def _as_listed(paper: Paper) -> dict[str, Any]:
    """Write a paper's people as its source does; who of several they are, the namesakes tell."""
    return {
        **_paper(paper),
        "authors": list(paper.spelled_as_listed(paper.authors)),
        "implied_authors": list(paper.spelled_as_listed(paper.implied)),
    }


def _namesakes(namesakes: Iterable[Namesake]) -> list[dict[str, Any]]:
    """Write each namesake once, with all papers, as people do."""
    papers: dict[tuple[str, str], list[str]] = {}
    for one in namesakes:
        papers.setdefault((one.name, one.spelling), []).extend(one.papers)
    return [
        {"name": name, "spelling": spelling, "papers": theirs}
        for (name, spelling), theirs in papers.items()
    ]


def _profile(profile: Profile) -> dict[str, Any]:
    return {
        "name": profile.name,
        "field": profile.field or None,
        "h_index": profile.h_index,
        "papers": profile.papers,
        "citations": profile.citations,
        "novelty": _plain(profile.novelty),
        "ai_score": _plain(profile.ai_score),
        "captured": profile.captured,
        "listed": list(profile.listed),
    }


def _spellings(aliases: Mapping[str, str]) -> dict[str, list[str]]:
    """Turn {spelling: name} into {name: [spellings]}, as people write aliases."""
    names: dict[str, list[str]] = {}
    for spelling, name in aliases.items():
        names.setdefault(name, []).append(spelling)
    return names


def _plain(number: float | None) -> float | None:
    """Write 55.0 as 55, as the page has it."""
    return int(number) if number is not None and number.is_integer() else number
