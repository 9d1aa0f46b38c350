"""This file holds a paper's card."""

from __future__ import annotations

from typing import Annotated

from commands._command import command
from commands._desk import Desk, papers
from commands._steps import steps
from knowledge.answer import Answer
from knowledge.library import Library
from knowledge.markdown import literal, quoted
from knowledge.paper import Paper
from knowledge.text import counted, listed

_MOST_AUTHORS = 20


@command
def paper(desk: Desk, paper: Annotated[str, papers]) -> Answer:
    """Show one paper: authors, date, category, code, links and abstract.

    Args:
        paper: A title or part of it, a short name, or a number in the last list.
    """
    meant = desk.paper(paper)
    facts = [
        (_authors_label(meant), authors(meant)),
        ("Date", meant.date.words if meant.date else "not given"),
        ("Category", literal(_categories(desk.library, meant)) or "not given"),
        ("Code", "marked as available" if meant.code else "not marked as available"),
        ("Links", " · ".join(map(literal, meant.links))),
    ]
    lines = "\n".join(f"- **{name}:** {fact}" for name, fact in facts if fact)
    abstract = quoted(meant.abstract) if meant.abstract else "The library has no abstract of it."
    return Answer(
        title=meant.title,
        text=f"{lines}\n\n{abstract}",
        papers=(meant,),
        is_list=False,
        steps=steps(desk.name(meant), "summary", "related", "coauthors", "cite"),
    )


def authors(paper: Paper, most: int = _MOST_AUTHORS) -> str:
    """List a paper's authors in Markdown, with the cut shown and implied ones told apart."""
    names = [literal(name) for name in paper.authors]
    says = ", ".join(names[:most])
    if len(names) > most:
        says += f" and {counted(len(names) - most, 'other')}"
    if paper.authors_truncated:
        says += " et al. (the list is cut)"
    if paper.implied:
        owners = listed([literal(name) for name in paper.implied])
        says += f"{'; ' if says else ''}{owners}, implied by the profile page"
    return says or "not given"


def _authors_label(paper: Paper) -> str:
    if not paper.authors_truncated:
        return "Authors"
    number = len(paper.authors)
    return f"Authors ({number:,} listed, so at least {number + 1:,})"


def _categories(library: Library, paper: Paper) -> str:
    return ", ".join(library.categories.label(code) for code in paper.categories)
