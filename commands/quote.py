"""This file holds the sentences of abstracts that answer a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from commands._command import command
from commands._desk import Desk, papers
from commands._quoting import quoted_each
from commands._steps import steps
from knowledge.answer import Answer, Step
from knowledge.evidence import Quotation, Sought, missing_in, quotations, quotations_of_any, sought
from knowledge.markdown import literal
from knowledge.paper import Paper
from knowledge.selection import Selection
from knowledge.text import fold, listed

_PERHAPS = 3


@command
def quote(desk: Desk, question: str, *, paper: Annotated[str, papers] = "") -> Answer:
    """Quote the sentences that answer a question, or say that no abstract does.

    Args:
        question: What is to be known, such as "how many sites were sampled".
        paper: The paper that is asked about; without one, any may answer.
    """
    parts = [sought(desk.library, one) for one in _PARTS.split(question) if fold(one)]
    if paper:
        return _of_one(desk, parts, desk.paper(paper))
    found = _each([quotations_of_any(desk.library, asked) for asked in parts])
    if not found:
        return _no_answer(desk, parts[0])
    cited = tuple(dict.fromkeys(one.paper for one in found))
    return Answer(
        title="An abstract says" if len(cited) == 1 else f"{len(cited)} abstracts say",
        text=quoted_each(found),
        papers=cited,
    )


_PARTS = re.compile(r"\?+\s+|;\s+")
"""What divides questions that are asked at once."""


def _each(found: Sequence[list[Quotation]]) -> list[Quotation]:
    return list(dict.fromkeys(one for several in found for one in several))


def _of_one(desk: Desk, parts: Sequence[Sought], paper: Paper) -> Answer:
    name = desk.name(paper)
    onward = (Step("Whole abstract", "paper", {"paper": name}), *steps(name, "summary", "related"))
    answers = [quotations(asked, paper) for asked in parts]
    silent = [asked for asked, found in zip(parts, answers, strict=True) if not found]
    texts = [quoted_each(found)] if (found := _each(answers)) else []
    if silent:
        texts.append(_silence(silent, paper))
    return Answer(
        outcome="found" if found else "nothing",
        title=paper.title,
        text="\n\n".join(texts),
        papers=(paper,),
        is_list=False,
        steps=onward,
    )


def _silence(silent: Sequence[Sought], paper: Paper) -> str:
    if not paper.abstract:
        return "The library has no abstract of this paper, so I can't tell."
    missing = [word for asked in silent for word in missing_in(asked, paper)]
    if missing:
        return f"Its abstract doesn't say: it has no {_words(missing)}."
    return "Its abstract has these words, but no sentence of it says this."


def _no_answer(desk: Desk, asked: Sought) -> Answer:
    index = desk.library.index
    query = index.understood(" ".join(asked.written.values()))
    perhaps = Selection(desk.library.papers, index.best(query, _PERHAPS))[:_PERHAPS]
    about = f" about {_words([*asked.written.values()][:6])}" if asked.written else ""
    return Answer(
        outcome="nothing",
        title="No abstract says",
        text=f"I looked for a sentence{about} in these abstracts and found none that answers this.",
        papers=perhaps,
        heading="Perhaps" if perhaps else "",
    )


def _words(words: list[str]) -> str:
    return listed([f"*{literal(word)}*" for word in words], last="or")
