"""This file holds how a paper is cited."""

from __future__ import annotations

from typing import Annotated, Literal

from commands._command import command
from commands._desk import Desk, papers
from commands._steps import steps
from knowledge.answer import Answer, Step
from knowledge.citation import as_bibtex, as_text
from knowledge.markdown import quoted, verbatim


@command
def cite(
    desk: Desk, paper: Annotated[str, papers], *, style: Literal["text", "bibtex"] = "text"
) -> Answer:
    """Cite a paper as text or BibTeX, to be copied.

    Args:
        paper: A title or part of it, a short name, or a number in the last list.
        style: How it is written.
    """
    meant = desk.paper(paper)
    parts = [quoted(as_text(meant)) if style == "text" else verbatim(as_bibtex(meant))]
    if meant.authors_truncated:
        parts.append("The list of authors is cut here; complete it from the paper before you cite.")
    if meant.implied and not meant.authors:
        parts.append("The authors are implied by the profile page, not named.")
    other = "bibtex" if style == "text" else "text"
    name = desk.name(meant)
    return Answer(
        title=meant.title,
        text="\n\n".join(parts),
        papers=(meant,),
        is_list=False,
        steps=(
            Step("As BibTeX" if other == "bibtex" else "As text", "cite", _given(name, other)),
            *steps(name, "summary", "related", "coauthors", "paper"),
        ),
    )


def _given(name: str, style: str) -> dict[str, str]:
    return {"paper": name, "style": style}
