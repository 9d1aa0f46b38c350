"""This file holds how an abstract is summarised by its own sentences."""

from __future__ import annotations

from typing import Annotated

from commands._command import Between, command
from commands._desk import Desk, papers
from commands._steps import steps
from knowledge.answer import Answer, Step
from knowledge.markdown import quoted


@command
def summary(
    desk: Desk,
    paper: Annotated[str, papers],
    *,
    sentences: Annotated[int, Between(1, 5)] = 2,
) -> Answer:
    """Quote the key sentences of a paper's abstract.

    Args:
        paper: A title or part of it, a short name, or a number in the last list.
        sentences: How many sentences to quote.
    """
    meant = desk.paper(paper)
    name = desk.name(meant)
    others = steps(name, "related", "coauthors", "cite")
    chosen = desk.library.summary(meant, sentences)
    if not chosen:
        text = "The library has no abstract of this paper, so there is nothing to quote."
        return Answer(
            outcome="nothing",
            title=meant.title,
            text=text,
            papers=(meant,),
            is_list=False,
            steps=(*others, *steps(name, "paper")),
        )
    text = "\n>\n".join(quoted(sentence) for sentence in chosen)
    says = "key sentence" if len(chosen) == 1 else f"{len(chosen)} key sentences"
    return Answer(
        title=meant.title,
        text=f"The {says} of the abstract:\n\n{text}",
        papers=(meant,),
        is_list=False,
        steps=(Step("Whole abstract", "paper", {"paper": name}), *others),
    )
