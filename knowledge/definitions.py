"""This file holds how a library's own sentences say what a term means or a short name stands for."""

from __future__ import annotations

import re
from itertools import islice

from knowledge.evidence import Quotation
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.sentences import sentences
from knowledge.text import fold, latin

_LOOKED_AT = 200
"""How many papers that have a term are looked through, those that fit it best first."""
_WORDS_A_LETTER = 2
"""A short name of n letters stands for at most 2 n words (Schwartz and Hearst 2003, 'A simple
algorithm for identifying abbreviation definitions in biomedical text': min(n + 5, 2 n))."""
_AT_THE_BEGINNING = 4
"""Characters before a term with which a sentence begins: 'A ', 'The '."""
_IS = (
    r"(?:is|are|was|were) (?:a|an|the|what|where|how|one of|any|defined|those|that|when|often|commonly|called|known)\b"
    r"|(?:refers?|referred|corresponds?) to\b|means?\b|denotes?\b|stands? for\b|describes?\b|,? ?i\.e\."
    r"|\((?:i\.e\.|that is)|, (?:a|an|the) \w|, (?:which|that) (?:is|are)\b|, defined\b|[:–—] (?:a|an|the) \w"
)
_CALLED = r"(?:called|known as|termed|named|dubbed|so-called|referred to as|defined? (?:as|the)|we define) "


def definitions(library: Library, term: str, most: int = 2) -> list[Quotation]:
    """List the sentences that say what a term means, those that spell a short name out first."""
    words = fold(term).split()
    if not words:
        return []
    spelt, said = [], []
    for paper in _speaking_of(library, words, term):
        for sentence in (paper.title, *sentences(paper.abstract)):
            if marks := _spelt_out(term, sentence):
                spelt.append(Quotation(paper, sentence, marks, 2.0))
            elif marks := _defined(words, sentence):
                said.append(Quotation(paper, sentence, marks, 1.0))
    one_of_each = {one.paper.id: one for one in reversed(spelt or said)}
    return list(islice((one for one in spelt + said if one_of_each.get(one.paper.id) is one), most))


def mentions(library: Library, term: str, most: int = 1) -> list[Quotation]:
    """List sentences that have a term, one of each paper, those of the best fitting papers first."""
    words = fold(term).split()
    found: list[Quotation] = []
    for paper in _speaking_of(library, words, term) if words else ():
        said = sentences(paper.abstract)
        matches = [(re.search(_written(words), _same_length(one)), one) for one in said]
        there = [(match.span(), one) for match, one in matches if match]
        if there:
            # A sentence that begins with a term says something of it.
            said_of = [one for one in there if one[0][0] <= _AT_THE_BEGINNING]
            span, sentence = (said_of or there)[0]
            found.append(Quotation(paper, sentence, (span,)))
        if len(found) == most:
            break
    return found


def _speaking_of(library: Library, words: list[str], term: str) -> list[Paper]:
    """List papers that have a term, those that it names first."""
    index = library.index
    having = index.having_all(words)
    named = library.acronyms.papers(term)
    if having is None or (not len(having) and not named):
        return [library.papers[at] for at in named]
    best = index.best(index.understood(" ".join(words), literally=True), _LOOKED_AT).tolist()
    there = set(having.tolist())
    positions = dict.fromkeys(
        [*named, *(at for at in best if at in there), *having[:_LOOKED_AT].tolist()]
    )
    return [library.papers[at] for at in islice(positions, _LOOKED_AT)]


def _spelt_out(term: str, sentence: str) -> tuple[tuple[int, int], ...]:
    """Find a short name beside the words that it stands for: 'Lie Algebra Convolution (LConv)'."""
    if " " in term.strip() or not 2 <= len(term) <= 12:
        return ()
    letters = fold(term).replace(" ", "").removesuffix("s")
    written = rf"{re.escape(term.removesuffix('s'))}s?"
    for match in re.finditer(rf"[(\[]\s*{written}\b[^()]{{0,20}}[)\]]", sentence, re.IGNORECASE):
        begin = _long_form(letters, sentence[: match.start()])
        if begin is not None:
            return ((begin, match.end()),)
    for match in re.finditer(
        rf"\b{written}(?: \(|, short for |: | stands for | (?:[–—―]|--?) )", sentence, re.IGNORECASE
    ):
        end = re.compile(r"[).;:]|$").search(sentence, match.end())
        after = sentence[match.end() : end.start() if end else None]
        if _initials_agree(letters, after):
            return ((match.start(), match.end() + len(after)),)
    return ()


def _long_form(letters: str, before: str) -> int | None:
    """Find where the words begin that a short name, which follows them, stands for.

    As Schwartz and Hearst do: its letters are found from the last to the first in the words before
    it, the first one at the beginning of a word.
    """
    text = _same_length(before)
    least = [match.start() for match in re.finditer(r"\S+", text)]
    least = least[-min(len(letters) + 5, _WORDS_A_LETTER * len(letters)) :]
    if not least:
        return None
    at = len(text)
    for place in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= least[0] and not (
            text[at] == letters[place] and (place > 0 or not text[at - 1 : at].isalnum())
        ):
            at -= 1
        if at < least[0]:
            return None
    return at if len(text[at:].split()) > 1 or len(text[at:].strip()) > len(letters) + 3 else None


def _initials_agree(letters: str, after: str) -> bool:
    words = fold(after).split()
    if not 1 < len(words) <= _WORDS_A_LETTER * len(letters):
        return False
    return _long_form(letters, " ".join(words)) == 0


def _defined(words: list[str], sentence: str) -> tuple[tuple[int, int], ...]:
    term, text = _written(words), _same_length(sentence)
    dashed = (
        rf"(?:--|[–—―]) ?(?:an? |the |our |i\.e\.,? |so-called )?[\"'“]?({term})[\"'”]?(?=[.,;)]|$)"
    )
    for form in (
        dashed,
        rf"(?:^|\b(?:a|an|the|that|where|term) |[,(] ?)\"?({term})\"?(?: \([^)]*\))?,? ?(?:{_IS})",
        rf"{_CALLED}[\"'“]?(?:a |an |the )?({term})\b",
    ):
        if match := re.search(form, text):
            return (match.span(1),)
    return ()


def _written(words: list[str]) -> str:
    """Make a pattern of a term's words, in the singular or the plural."""
    last = words[-1].removesuffix("s")
    return r"(?<!\w)" + r"[\s-]+".join(map(re.escape, [*words[:-1], last])) + r"(?:s|es)?(?!\w)"


def _same_length(text: str) -> str:
    """Transliterate a text where that keeps every place in it."""
    return latin(text) if len(latin(text)) == len(text) else text.lower()
