"""This file holds the sentences of abstracts that answer a question.

A sentence answers when it has the words that the question asks with, or their kin, and what the
question wants: a number for 'how many', a licence for 'under which licence'. What no sentence has
is named, so that not knowing can be said in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from knowledge.kin import kin
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.sentences import sentences
from knowledge.text import fold, written_tokens
from knowledge.vocabulary import stem
from knowledge.wants import NUMBER, NUMBERS, WANTS, Want, counts

ENOUGH_OF_ONE = 0.5
"""Share of a question's words, by rarity, that a sentence must have where the paper is named."""
ENOUGH_OF_ANY = 0.75
"""The same where any paper may answer; the words of its title count as said."""
ENOUGH_OF_COUNTS = 0.85
"""The same where a number or a date is wanted: another one is soon found."""
_OWN = 0.4
"""The share that the sentence itself must have then of what its title doesn't say."""
_WORTH_QUOTING = 0.3
"""Share of a search's words that a sentence must have to be shown beside its paper."""
_ELSEWHERE = 0.5
"""What a word counts that stands in the abstract's other sentences."""
_KIN = 0.8
"""What a word of like meaning counts, beside the same one."""
_PAPERS = 8
"""How many papers are looked through where none is named."""
_EQUAL = 0.9
"""Share of the best sentence's strength from which others are quoted beside it."""


_HEAD = re.compile(
    r"^(?:what(?:'s| is| was| are| were) )?(?:the )?(?:mean |average |total |median )?(\w+) of\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"(?:and |so |but )?(?:does|do|did|is|are|was|were|has|have|had|can|could|will)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\b(?:how many|number of) (?:of (?:the |these |their |its )?(?:\d+ )?)?(?:different |distinct |new |more )?([\w-]+)",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"\b(?:which|what) (?:kinds? of |types? of )?([\w-]+(?: [\w-]+)?) (?:was|were|is|are|did|do|does|has|have|can|could|had)\b",
    re.IGNORECASE,
)
# 'How much did the drone cost' is not answered by another number of the drone.
_QUANTITIES = frozenset(
    "cost costs price pay paid spend spent earn weigh weighs weighed weight budget fee salary grow grew grown shrink"
    " shrank lose lost gain gained improve improved die died survive survived increase increased decrease decreased".split()
)
# Words that ask, beside the stop words that every index has: they say nothing of the matter.
_ASKING = frozenset(
    "paper papers abstract study studies work article author authors use uses used using say says said state"
    " states stated mention mentions mentioned report reports reported according tell show shows me please"
    " much many big large long far high often well good exactly total overall get gets got make makes made"
    " take takes took need needs give gives gave given do does did done have has had know known find found"
    " finding findings result results conclude conclusion conclusions outcome main key which what whose how"
    " why when where who whom there here did does can could would will should method methods approach"
    " technique goal aim purpose problem idea contribution contributions percentage percent proportion"
    " fraction share number size kind type sort anyone somebody something thing things come came reason"
    " licence license licensed released under dataset datasets data trained evaluated tested hey hi want"
    " wondering question quick curious remind ask try tries trying s t whats whos hows wheres whens whys thats"
    " theres its they their them it im ive dont doesnt isnt".split()
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence of a paper, and which of its characters match a question, as (begin, end)."""

    paper: Paper
    sentence: str
    marks: tuple[tuple[int, int], ...]
    strength: float = field(compare=False, default=0.0)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question asks for.

    Attributes:
        weights: The stems of its words, with their rarity.
        written: The words as they were typed, by stem.
        needed: Stems without which nothing is an answer.
        wants: What a sentence must or may give.
        hints: Stems of how it is asked for, which make a sentence likelier.
        counted: Stems of what is counted, where it asks how many.
        is_yes_or_no: Whether it asks if something holds, so that every word matters.
    """

    weights: dict[str, float]
    written: dict[str, str]
    needed: frozenset[str]
    wants: tuple[Want, ...]
    hints: frozenset[str]
    counted: frozenset[str]
    is_yes_or_no: bool

    def share(self, found: dict[str, float]) -> float:
        """Tell which share of the words' weight was found; 1 where there is no word."""
        whole = sum(self.weights.values())
        return (
            sum(self.weights[one] * found.get(one, 0.0) for one in self.weights) / whole
            if whole
            else 1.0
        )

    def apart_from(self, found: dict[str, float]) -> Sought:
        """Leave out the words that were found already."""
        left = {one: weight for one, weight in self.weights.items() if not found.get(one)}
        return replace(self, weights=left)

    def missing(self, found: dict[str, float]) -> list[str]:
        """List the words that were not found, as they were typed."""
        return [self.written[one] for one in self.weights if not found.get(one)]


def sought(library: Library, question: str) -> Sought:
    """Read what a question asks for, apart from the paper that it asks about."""
    weights: dict[str, float] = {}
    written: dict[str, str] = {}
    wants = tuple(want for want in WANTS if want.asked.search(question))
    asked_with = question
    for want in wants:
        # How it is asked for is not what is asked about: 'how well does it perform'.
        asked_with = want.asked.sub(" ", asked_with) if want.instead_of_words else asked_with
    for word in asked_with.split():
        for token, as_is in written_tokens(word) or [(fold(word), word)]:
            if not token or token in _ASKING or token in library.index.stop_words:
                continue
            known = library.index.knows(token) or len(token) < 4
            meant = token if known else library.index.nearest_word(token) or token
            weights[stem(meant)] = library.index.rarity(stem(meant))
            written[stem(meant)] = as_is
    forms = (_HOW_MANY, _WHICH, _HEAD)
    asked_for = " ".join(word for form in forms for word in form.findall(question))
    needed = {stem(word) for word in fold(asked_for).split() if word not in _ASKING}
    needed |= {stem(word) for word in _QUANTITIES & set(fold(question).split())}
    names = [
        word for word in question.split()[1:] if word[:1].isupper() or any(map(str.isdigit, word))
    ]
    needed |= {stem(token) for word in names for token, _ in written_tokens(word)}
    return Sought(
        weights,
        written,
        frozenset(needed & weights.keys()),
        wants,
        frozenset(map(stem, fold(question).split())) - weights.keys() - library.index.stop_words,
        frozenset(weights) & {stem(fold(word)) for word in _HOW_MANY.findall(question)},
        _YES_OR_NO.match(question) is not None,
    )


def quotations(asked: Sought, paper: Paper, most: int = 2) -> list[Quotation]:
    """List the sentences of a paper that answer a question, best first; few or none."""
    said = [_read(asked, paper, one) for one in (*sentences(paper.abstract), paper.title)]
    if asked.is_yes_or_no and not any(want.is_needed for want in asked.wants):
        return _that_together_have_all(asked, said, most)
    answers = [one for one in said if _answers(asked, one, ENOUGH_OF_ONE)]
    answers.sort(key=lambda one: -one.quotation.strength)
    return _equal([one.quotation for one in answers], most)


def fitting_sentence(asked: Sought, paper: Paper) -> Quotation | None:
    """Choose the sentence of an abstract that has most of some words; None if none has enough."""
    said = [_read(asked, paper, one) for one in sentences(paper.abstract)]
    best = max(said, key=lambda one: one.quotation.strength, default=None)
    return best.quotation if best and asked.share(best.found) >= _WORTH_QUOTING else None


def quotations_of_any(library: Library, asked: Sought, most: int = 3) -> list[Quotation]:
    """List the sentences of any papers that answer a question, best first, one of each paper."""
    if not asked.weights:
        return []
    query = library.index.understood(" ".join(asked.written.values()))
    near = (library.papers[position] for position in library.index.best(query, _PAPERS).tolist())
    answers = (_in_context(asked, paper) for paper in near)
    found = [max(those, key=lambda one: one.strength) for those in answers if those]
    found.sort(key=lambda one: -one.strength)
    return _equal(found, most)


def _in_context(asked: Sought, paper: Paper) -> list[Quotation]:
    """List the sentences of a paper that answer a question which doesn't name it.

    A sentence needn't repeat what its title says, nor all of what the abstract says elsewhere.
    """
    title = _matched(asked, paper.title).found
    read = [_read(asked, paper, sentence) for sentence in sentences(paper.abstract)]
    elsewhere = {word: _ELSEWHERE * much for said in read for word, much in said.found.items()}
    context = {**elsewhere, **title}
    rest = asked.apart_from(title)
    answers = []
    for said in read:
        own = rest.share(said.found) if rest.weights else asked.share(said.found)
        whole = asked.share({**context, **said.found})
        is_strict = any(want.is_needed for want in asked.wants)
        enough = ENOUGH_OF_COUNTS if is_strict else ENOUGH_OF_ANY
        if own >= _OWN and whole >= enough and _gives(asked, said):
            strength = said.quotation.strength + own
            answers.append(replace(said.quotation, strength=strength))
    return answers


def missing_in(asked: Sought, paper: Paper) -> list[str]:
    """List the words of a question that a paper's title and abstract don't have."""
    return asked.missing(_matched(asked, f"{paper.title} {paper.abstract}").found)


class _Match(NamedTuple):
    found: dict[str, float]
    marks: list[tuple[int, int]]


class _Said(NamedTuple):
    quotation: Quotation
    found: dict[str, float]
    given: list[Want]


def _read(asked: Sought, paper: Paper, sentence: str) -> _Said:
    found, marks = _matched(asked, sentence)
    given = [want for want in asked.wants if want.said.search(sentence)]
    if any(want.said.pattern == NUMBER for want in given):
        marks = [*marks, *(match.span() for match in NUMBERS.finditer(sentence))]
    hints = len(asked.hints & set(map(stem, fold(sentence).split())))
    strength = asked.share(found) + 0.3 * len(given) + 0.1 * hints - 0.2 * (sentence == paper.title)
    return _Said(Quotation(paper, sentence, _joined(marks), strength), found, given)


def _answers(asked: Sought, said: _Said, enough: float) -> bool:
    if not asked.weights:
        return bool(said.given) and _gives(asked, said)
    return _gives(asked, said) and asked.share(said.found) >= enough


def _gives(asked: Sought, said: _Said) -> bool:
    """Tell whether a sentence gives what is wanted, and has the words that matter."""
    is_given = all(want in said.given for want in asked.wants if want.is_needed)
    if not is_given or not all(said.found.get(one) for one in asked.needed):
        return False
    return not asked.counted or counts(said.quotation.sentence, asked.counted)


def _that_together_have_all(asked: Sought, said: Sequence[_Said], most: int) -> list[Quotation]:
    """Choose the fewest sentences that have every word; none where a word is missing."""
    left = set(asked.weights)
    chosen: list[Quotation] = []
    while left and len(chosen) < most:
        best = max(
            said, key=lambda one: sum(asked.weights[word] for word in left if one.found.get(word))
        )
        if not left & {word for word, much in best.found.items() if much}:
            return []
        left -= {word for word, much in best.found.items() if much}
        chosen.append(best.quotation)
    return [] if left else chosen


def _equal(found: list[Quotation], most: int) -> list[Quotation]:
    return [one for one in found[:most] if one.strength >= _EQUAL * found[0].strength]


def _matched(asked: Sought, text: str) -> _Match:
    """Find a question's words in a text: how well each is said there, and where."""
    found: dict[str, float] = {}
    marks = []
    for match in re.finditer(r"[^\s/–—-]+", text):
        for token, _ in written_tokens(match[0]) or [(fold(match[0]), match[0])]:
            stemmed = stem(token)
            for word in asked.weights:
                if stemmed == word:
                    found[word] = 1.0
                elif token in kin(word):
                    found[word] = max(found.get(word, 0.0), _KIN)
                else:
                    continue
                marks.append(_bare(text, *match.span()))
    return _Match(found, marks)


def _bare(text: str, begin: int, end: int) -> tuple[int, int]:
    """Leave out the punctuation around a word."""
    while begin < end and not text[begin].isalnum():
        begin += 1
    while end > begin and not text[end - 1].isalnum():
        end -= 1
    return begin, end


def _joined(marks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(set(marks)):
        if joined and begin <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif begin < end:
            joined.append((begin, end))
    return tuple(joined)
