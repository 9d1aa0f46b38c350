"""This file holds a question with what it names marked: papers, people, categories, dates.

What is named may overlap: a year in a title, a surname in a topic. The stronger mark stays.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.acronyms import is_short_name
from knowledge.category_names import categories_named
from knowledge.closeness import NEARLY
from knowledge.describing import described, end_of_another
from knowledge.library import Library
from knowledge.mentions import mentioned_people, spans_of_papers, words_of
from knowledge.paper import Paper
from knowledge.people import Person
from knowledge.period import Period, periods
from knowledge.text import fold

Kind = Literal["paper", "person", "name", "category", "period", "papers"]

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth last".split()
_PLACE = re.compile(
    r"\b(?:the |that )?(?:(?:"
    + "|".join(ORDINALS)
    + r"|\d{1,2}(?:st|nd|rd|th)) (?:one|paper|article|publication|study|entry)\b(?! (?:by|of (?!these|those|them)|on|from|in|to|with|that|about \w|published (?:by|in|on)|ever|they|he|she)\b)"
    + r"|(?<=\bthe )(?:"
    + "|".join(ORDINALS[:-1])
    + r")(?=[?!.,]|$| (?:and|in|of (?:these|those|them))\b)|(?:number|no\.?|nr\.?|paper|entry|#) ?\d{1,2}\b)|(?<!\w)#\d{1,2}\b|(?<=\bof )\d{1,2}$|(?<=\bcompare )\d{1,2}\b|(?<=\d and )\d{1,2}$|(?<=\d vs )\d{1,2}$|(?<=\bwith )\d{1,2}$",
    re.IGNORECASE,
)
_IT = re.compile(
    r"\b(?:the (?:newer|older|newest|oldest|latest|earliest|earlier|later|most recent) (?:one|of (?:the two|them|these|those))"
    r"|it|its|itself|(?:this|that) (?:one|paper|work|study|article|publication|thesis|thing)(?! (?:about|on|with|where|which|by)\b)"
    r"|(?:this|that|the (?:paper|study|article|work))(?=[?!.,;]|$| about$| (?:please|pls|too|again|and|as|for|says?|use[sd]?|find|found|was|is|does|do|did|have|has|in \w+ (?:sentence|word)s?)\b))",
    re.IGNORECASE,
)
_THESE = re.compile(
    r"\b(?:(?:out )?(?:of|among|from|in) )?(?:these|those|them|which ones?|the (?:above|list(?:ed)?|results?|ones?))"
    r"(?: (?:papers?|ones|articles?|publications?|results?))?\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers|they|their|theirs)\b", re.IGNORECASE)
# The capitals of names: a class of all there are takes long to compile.
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽƠƯȘȚẤẦẮẰẾỀỐỒỚỜỨỪΑ-ΩА-ЯЁІЇЄҐ]"
_CAPITALS = rf"\b{_CAPITAL}[\w.'’-]*(?: (?:(?:van|von|de|der|den|del|della|di|da|dos|la|le|el|al|bin|ibn) )*{_CAPITAL}[\w.'’-]*)*"
_BY = re.compile(
    r"\b(?:papers?|works?|articles?|publications?|stud(?:y|ies)|research|written|authored|published|anything|something|everything"
    r"|all|those|these|list|ones?|more|stuff|that|is|are|was|were|things?|first|latest|newest|else) by (?P<who>(?-i:[\w.'’-]+)(?: [\w.'’-]+){0,4}?)"
    r"(?= (?:on|about|in|since|before|after|with|that|which|and|or|published|from|here|please|are|is|have|has|during|until|between|there|were|was|do|did|for|at|this|last)\b|\s*[,?!;:]|\s*\.?$)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(rf"(?P<who>{_CAPITALS})['’]s\b")
_PARTNER = re.compile(
    r",? (?:and|with|to|&|\+) (?P<who>[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*){0,2}?)"
    r"(?= (?:connected|linked|related|together|both|joint\w*|ever|publish\w*|wr[io]t\w*|work\w*|know|collab\w*|co-?auth\w*|have|did|done|know)\b|$)",
    re.IGNORECASE,
)
OTHER_PAPER = 7.0
"""The strength of a paper's name with a number, or another end, that its title doesn't have."""
_LONG_WORD = re.compile(r"(?<![\w'.-])[^\W\d_]{6,}(?![\w'.-])")
_BESIDE = re.compile(
    rf"\b(?i:of|by|does|did|has|have|is|was|with|and|for|from|about) (?P<who>{_CAPITAL}[\w'’-]+)"
)
_NOT_NAMES = frozenset(
    "what who where how when here there let me you us them him her he she they it who whom that this these those using means way hand category"
    " year default each far now date title name author topic anyone anybody someone somebody the a an same"
    " whom any other others people month week month relevance citations them himself herself".split()
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a stretch of a question names.

    Attributes:
        begin, end: In characters.
        kind: What it is; a `name` is a person's who isn't here, `papers` the ones seen before.
        typed: The words, without what is no part of the name.
        value: The paper, person, category's code or period; the words themselves where they are
            several people's; None for what refers back, or isn't here.
        strength: By which it stays where others overlap it.
    """

    begin: int
    end: int
    kind: Kind
    typed: str
    value: Paper | Person | Period | str | None = None
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class Marked:
    """A question and what it names, in order.

    Attributes:
        text: The question.
        marks: What it names.
        maybe: Papers that it may name by a few words of their titles, which may be a topic.
    """

    text: str
    marks: tuple[Mark, ...]
    maybe: tuple[Mark, ...] = ()

    @property
    def masked(self) -> str:
        """The question with what it names replaced by its kind in braces."""
        return self._written(lambda mark: f" {{{mark.kind}}} ")

    @property
    def masked_at_most(self) -> str:
        """The same, with what may name papers replaced as well."""
        marks = sorted((*self.marks, *self.maybe), key=lambda mark: mark.begin)
        return Marked(self.text, tuple(marks)).masked

    @property
    def with_it(self) -> str:
        """The question with 'it' for the papers that it names."""
        written = self._written(
            lambda mark: "it" if mark.kind == "paper" else self.text[mark.begin : mark.end]
        )
        return re.sub(r"\b(?:the|an?|this|that) it\b", "it", written)

    def of(self, *kinds: Kind) -> list[Mark]:
        """List the marks of some kinds."""
        return [mark for mark in self.marks if mark.kind in kinds]

    def without(self, *kinds: Kind) -> str:
        """Take what is named, of these kinds, out of the question."""
        return self._written(
            lambda mark: " " if mark.kind in kinds else self.text[mark.begin : mark.end]
        )

    def _written(self, written: Callable[[Mark], str]) -> str:
        pieces, end = [], 0
        for mark in self.marks:
            pieces += [self.text[end : mark.begin], written(mark)]
            end = mark.end
        return " ".join("".join([*pieces, self.text[end:]]).split())


def marked(library: Library, text: str, today: datetime.date) -> Marked:
    """Mark what a question names.

    Args:
        library: Whose papers, people and categories may be named.
        text: One line.
        today: The asker's date, for 'last year'.
    """
    titles = list(_papers(library, text))
    found = [
        *_referring(text),
        *(mark for mark, is_sure in titles if is_sure),
        *_people(library, text),
        *_periods(text, today),
        *_categories(library, text),
    ]
    kept = _strongest(found)
    kept += _strongest([*_names(library, text, kept)], beside=kept)
    kept = _with_first_names(text, kept)
    maybe = _strongest((mark for mark, is_sure in titles if not is_sure), beside=kept)
    in_order = (tuple(sorted(marks, key=lambda mark: mark.begin)) for marks in (kept, maybe))
    return Marked(text, *in_order)


def _with_first_names(text: str, marks: list[Mark]) -> list[Mark]:
    """Join a name that isn't here with the surname after it: Bob Long is not Ada Long."""
    in_order = sorted(marks, key=lambda mark: mark.begin)
    joined: list[Mark] = []
    for mark in in_order:
        last = joined[-1] if joined else None
        is_surname = mark.kind == "person" and mark.value and " " not in mark.typed
        if last and last.kind == "name" and is_surname and text[last.end : mark.begin] == " ":
            joined[-1] = Mark(last.begin, mark.end, "name", f"{last.typed} {mark.typed}", None, 3.0)
        else:
            joined.append(mark)
    return joined


def _referring(text: str) -> Iterator[Mark]:
    """Mark what refers to papers or people of before: it, the second one, these, she."""
    forms: tuple[tuple[re.Pattern[str], Kind, float], ...] = (
        (_PLACE, "paper", 6.0),
        (_IT, "paper", 1.6),
        (_THESE, "papers", 1.7),
        (_PRONOUN, "person", 1.5),
    )
    for form, kind, strength in forms:
        for match in form.finditer(text):
            yield Mark(*match.span(), kind, match[0], None, strength)


def _papers(library: Library, text: str) -> Iterator[tuple[Mark, bool]]:
    """Mark papers, each with whether the words can hardly mean anything else."""
    words = words_of(text)
    for span in spans_of_papers(library, [text[begin:end] for begin, end in words]):
        begin, end = _bare(text, words[span.begin][0], words[span.end - 1][1])
        if other := end_of_another(library, text, begin, end, span.paper):
            yield Mark(begin, other, "name", text[begin:other], None, OTHER_PAPER), True
        yield Mark(begin, end, "paper", text[begin:end], span.paper, span.strength), span.is_sure
    for begin, end, paper in described(library, text):
        yield Mark(begin, end, "paper", text[begin:end], paper, 2.2), True


def _people(library: Library, text: str) -> Iterator[Mark]:
    words = words_of(text)
    for at, until, meant in mentioned_people(library, [text[b:e] for b, e in words]):
        begin, end = _bare(text, words[at][0], words[until - 1][1])
        typed = text[begin:end]
        if text[end : end + 2] in ("'s", "’s"):
            end += 2
        elif typed.endswith("s") and text[end : end + 2] in ("' ", "’ "):
            end += 1
        who = meant[0] if len(meant) == 1 else typed
        yield Mark(begin, end, "person", typed, who, 2.8 + (until - at) / 10)


def _periods(text: str, today: datetime.date) -> Iterator[Mark]:
    spans, period = periods(text, today)
    for begin, end in spans:
        yield Mark(begin, end, "period", text[begin:end], period, 4.0)


def _categories(library: Library, text: str) -> Iterator[Mark]:
    for *span, code, strength in categories_named(library, text):
        begin, end = _bare(text, *span)
        yield Mark(begin, end, "category", text[begin:end], code, strength)


def _names(library: Library, text: str, kept: Sequence[Mark]) -> Iterator[Mark]:
    """Mark what must be the name of somebody who isn't here."""
    for form, strength in ((_BY, 3.0), (_POSSESSIVE, 2.0)):
        for match in form.finditer(text):
            who = fold(match["who"]).split()
            if (
                not who
                or _NOT_NAMES & {who[0]}
                or any(_overlaps(mark, match.span("who")) for mark in kept)
            ):
                continue
            is_name = match["who"][:1].isupper() or not all(map(library.index.knows, who))
            if is_name and len(who) <= 4:
                end = match.end() if form is _POSSESSIVE else match.end("who")
                yield Mark(match.start("who"), end, "name", match["who"], None, strength)
    for match in _BESIDE.finditer(text):
        one = match["who"]
        if not library.index.knows(fold(one)) and not is_short_name(one) and len(fold(one)) > 2:
            yield Mark(*match.span("who"), "name", one, None, 0.9)
    for person in kept:
        beside = _PARTNER.match(text, person.end) if person.kind == "person" else None
        words = fold(beside["who"]).split() if beside else []
        if beside and not all(map(library.index.knows, words)) and not _NOT_NAMES & set(words):
            yield Mark(*beside.span("who"), "name", beside["who"], None, 1.2)
    for match in _LONG_WORD.finditer(text):
        if not library.index.knows(fold(match[0])) and not library.asking.knows(fold(match[0])):
            nearest = library.names.closest(match[0], 1)
            if nearest and nearest[0].closeness >= NEARLY:
                yield Mark(*match.span(), "name", match[0], None, 0.8)
    for match in re.finditer(_CAPITALS, text):
        words = fold(match[0]).split()
        if len(words) > 1 and not any(map(library.index.knows, words)):
            yield Mark(*match.span(), "name", match[0], None, 1.0)


def _strongest(marks: Iterable[Mark], *, beside: Sequence[Mark] = ()) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (-mark.strength, mark.begin)):
        span = (mark.begin, mark.end)
        if not any(_overlaps(one, span) for one in (*kept, *beside)):
            kept.append(mark)
    return kept


def _overlaps(mark: Mark, span: tuple[int, int]) -> bool:
    return mark.begin < span[1] and span[0] < mark.end


def _bare(text: str, begin: int, end: int) -> tuple[int, int]:
    """Leave out the punctuation around a name, and what makes it a possessive."""
    typed = text[begin:end]
    end -= len(typed) - len(re.sub(r"(?:['’]s)?[^\w)\]+]*$", "", typed))
    begin += len(typed) - len(re.sub(r"^[^\w(\[]+", "", typed))
    return begin, max(end, begin + 1)
