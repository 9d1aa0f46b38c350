"""This file holds how commands quote sentences, with what matches a question marked."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.evidence import Quotation
from knowledge.markdown import literal


def marked(quotation: Quotation) -> str:
    """Write a sentence as a quotation in Markdown, with what matches in bold."""
    sentence, pieces, end = quotation.sentence, [], 0
    for begin, until in quotation.marks:
        pieces += [literal(sentence[end:begin]), f"**{literal(sentence[begin:until])}**"]
        pieces[-2] = _spaced(pieces[-2], sentence[end:begin])
        end = until
    pieces.append(_spaced(literal(sentence[end:]), sentence[end:]))
    return f"> {''.join(pieces)}"


def quoted_each(quotations: Sequence[Quotation]) -> str:
    """Write quotations under each other, each with its paper where there are several."""
    several = len({one.paper.id for one in quotations}) > 1
    lines = [
        f"{marked(one)}\n> — *{literal(one.paper.title)}*" if several else marked(one)
        for one in quotations
    ]
    return "\n\n".join(lines)


def _spaced(shown: str, text: str) -> str:
    """Give back the white space around a text, which escaping takes away."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{shown}{after}"
