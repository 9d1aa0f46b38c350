"""This file holds a paper's card."""

from __future__ import annotations

from typing import Annotated, Literal

from commands._command import command
from commands._desk import Desk, papers
from commands._steps import steps
from knowledge.answer import Answer, Step
from knowledge.library import Library
from knowledge.markdown import literal, quoted
from knowledge.paper import Paper
from knowledge.text import counted, listed

_MOST_AUTHORS = 20
_WITH_ABSTRACT = ("everything", "abstract")


Part = Literal["everything", "authors", "date", "category", "code", "abstract"]


@command
def paper(desk: Desk, paper: Annotated[str, papers], *, show: Part = "everything") -> Answer:
    """Show one paper: authors, date, category, code, links and abstract.

    Args:
        paper: A title or part of it, a short name, or a number in the last list.
        show: Everything, or one thing that it says.
    """
    meant = desk.paper(paper)
    facts = {
        "authors": (_authors_label(meant), authors(meant)),
        "date": ("Date", meant.date.words if meant.date else "not given"),
        "category": ("Category", literal(_categories(desk.library, meant)) or "not given"),
        "code": ("Code", "marked as available" if meant.code else "not marked as available"),
        "links": ("Links", " · ".join(map(literal, meant.links))),
    }
    abstract = quoted(meant.abstract) if meant.abstract else "The library has no abstract of it."
    wanted = {"everything": facts.keys(), "abstract": (), "code": ("code", "links")}
    shown = [facts[one] for one in wanted.get(show, (show,))]
    lines = "\n".join(f"- **{name}:** {fact}" for name, fact in shown if fact)
    if show == "code" and not meant.links:
        lines += "\n- **Links:** the library has none"
    name = desk.name(meant)
    whole = () if show == "everything" else (Step("All of it", "paper", {"paper": name}),)
    return Answer(
        title=meant.title,
        text="\n\n".join(part for part in (lines, abstract * (show in _WITH_ABSTRACT)) if part),
        papers=(meant,),
        is_list=False,
        steps=(*whole, *steps(name, "summary", "related", "coauthors", "cite")),
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
