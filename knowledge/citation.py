"""This file holds how a paper is written down where it is cited."""

from __future__ import annotations

from knowledge.addresses import known_by
from knowledge.paper import Paper
from knowledge.text import fold, visible

_MOST_AUTHORS = 20
"""As many as the APA manual (7th edition, section 9.8) writes out."""


def as_text(paper: Paper) -> str:
    """Write a paper as one line of a list of references."""
    names = [visible(name) for name in paper.spelled_as_listed(paper.authors or paper.implied)]
    people = ", ".join(names[:_MOST_AUTHORS])
    if names and (paper.authors_truncated or len(names) > _MOST_AUTHORS):
        people += ", et al."
    year = f" ({paper.year})" if paper.year else ""
    parts = [_ended(f"{people}{year}") if people else "", _ended(visible(paper.title))]
    if not people and paper.year:
        parts.append(f"{paper.year}.")
    parts += [visible(link) for link in paper.links[:1]]
    return " ".join(part for part in parts if part)


def as_bibtex(paper: Paper) -> str:
    """Write a paper as a BibTeX entry; a cut list of authors ends in 'and others'."""
    names = [_latex(name) for name in paper.spelled_as_listed(paper.authors or paper.implied)]
    if names and paper.authors_truncated:
        names.append("others")
    link = paper.links[0] if paper.links else ""
    known = dict(one.split(":", 1) for one in known_by(link) if ":" in one)
    fields = {
        "title": f"{{{_latex(paper.title)}}}",
        "author": " and ".join(names),
        "year": str(paper.year or ""),
        "eprint": known.get("arxiv", ""),
        "archiveprefix": "arXiv" if "arxiv" in known else "",
        "doi": known.get("doi", ""),
        "url": visible(link),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(paper)},", *lines, "}"])


def _ended(text: str) -> str:
    """End a text with a full stop, unless it has an end."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _key(paper: Paper) -> str:
    """Make a key as reference managers do: surname, year, first long word of the title."""
    names = paper.spelled_as_listed(paper.authors or paper.implied)
    surname = fold(names[0]).split()[-1:] if names else []
    words = [word for word in fold(paper.title).split() if len(word) > 3]
    return "".join([*surname, str(paper.year or ""), *words[:1]]) or "paper"


def _latex(text: str) -> str:
    from pylatexenc.latexencode import unicode_to_latex

    return str(
        unicode_to_latex(visible(text), unknown_char_policy="keep", unknown_char_warning=False)
    )
