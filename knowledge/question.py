"""This file holds how a question in plain words becomes a command and its options.

What a question names is looked up in the library and marked; what kind of question it is tells
what was learnt of examples, together with a few words that hardly leave a doubt. Nothing here knows
a paper or a person.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping

from rapidfuzz import fuzz

from knowledge.acronyms import is_short_name
from knowledge.asked import Asked, Before, Understood
from knowledge.cues import ASKS, NEEDED, SURE
from knowledge.forms import FORMS
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.marking import ORDINALS, OTHER_PAPER, marked
from knowledge.onward import numbered, onward
from knowledge.text import fold, visible

_SAME_TITLE = 93
"""Likeness in percent from which a line is a title and nothing else."""
_SURE_NAME = 0.9
_CUE = 3.0
"""What a word that hardly leaves a doubt adds to a kind's log-likelihood: as much as makes twenty
times likelier."""
_LEFTOVER = 5.0
"""What is taken off where a question says more than such a kind asks."""
_SAYS_ALL = ("about", "when", "wrote", "code", "cite", "ranking", "coauthors", "person", "summary")
"""Kinds of which a question has no words beside what it names and those of asking."""
_LOOKED_AT = 300
_SURE = 0.5
"""Likelihood from which something is small talk though no word of it is a sure sign."""
_HALF = 0.5
"""Share of a question's words that a paper must have for it not to be small talk."""
_MOST_WORDS = 80
"""Words of a question that are read: more than anybody asks with."""
_PLACE = re.compile(
    r"(?:and |ok |now )*(?P<place>(?:the |number |no\.? |nr\.? |paper |#)*"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{'|'.join(ORDINALS)})(?: one| paper)?)(?: please| pls)?",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\?+\s+(?=(?:and |so |also )?(?:from |in |under |on |by |with )?(?:who|whom|whose|what|which|when|where|how|why|does|did|do|is|was|are|were|has|have)\b)|,? (?:and|&) (?=(?:who|whom|whose|what|which|when|where|how|why|under (?:which|what)|does|did|is|was) (?!.*\bboth\b))",
    re.IGNORECASE,
)


def understood(
    library: Library, question: str, *, today: datetime.date, before: Before | None = None
) -> Understood:
    """Turn a question into a command and its options.

    Args:
        library: What is asked about.
        question: One line, as somebody typed it.
        today: The asker's date, for 'last year'.
        before: What was said before, to which the question may refer.
    """
    words = visible(question).replace("’", "'").strip(" ?!.").split()
    text = " ".join(words[:_MOST_WORDS])
    text = _as_written_out(text)
    if not fold(text):
        return Understood()
    if topic := numbered(text, before or Before()):
        return topic
    if named := _named_outright(library, text):
        return named
    if SURE["help"].search(text):
        return Understood("help")
    if SURE["greeting"].search(text):
        return Understood(small_talk="greeting")
    if SURE["thanks"].search(text):
        return Understood(small_talk="thanks")
    if SURE["offtopic"].search(text):
        return Understood(small_talk="offtopic")
    text = _without_typos(library, text)
    asked = Asked.of(library, text, today, before or Before())
    if asked.unclear:
        return Understood(unclear=asked.unclear)
    if unknown := _unknown_name(asked):
        return unknown
    if further := onward(asked):
        return further
    for kind in _likeliest(asked):
        if found := FORMS[kind](asked):
            return found
    return Understood()


def _as_written_out(text: str) -> str:
    """Write out what people leave out: "whats", "w/ code", "co authors"."""
    for form, written in _SHORT_FORMS:
        text = form.sub(written, text)
    return text


_SHORT_FORMS = tuple(
    (re.compile(form, re.IGNORECASE), written)
    for form, written in (
        (r"^(what|who|where|how|when)s\b", r"\1's"),
        (r"\bwich\b", "which"),
        (r"\br (?=the\b|there\b|you\b|these\b)", "are "),
        (r"\bu\b", "you"),
        (r"(?<!\w)w/o ?(?=\w)", "without "),
        (r"(?<!\w)w/ ?(?=\w)", "with "),
        (r"(?<!\w)w (?=code\b)", "with "),
        (r"\bco[- ](?=author|writ|worker)", "co"),
        (r"\bopen source\b", "open-source"),
    )
)


def parts(library: Library, question: str, *, today: datetime.date) -> list[str]:
    """Divide what asks two things at once: 'who wrote it and when'; all else stays whole."""
    text = " ".join(visible(question).split())
    for match in _PARTS.finditer(text):
        first, second = text[: match.start()], text[match.end() :]
        if len(first.split()) > 1 and not _PARTS.search(second):
            titles = marked(library, text, today).of("paper")
            is_within = any(one.begin < match.end() and match.start() < one.end for one in titles)
            return [question] if is_within else [first, second]
    return [question]


def _likeliest(asked: Asked) -> list[str]:
    """List the kinds that a question may be of, the likeliest first; a search comes last at worst."""
    masked = asked.marked.masked.lower()
    likely = asked.library.kinds.likely(masked)
    read = (masked, asked.text, asked.marked.masked_at_most)
    cued = {kind for kind, cue in SURE.items() if any(cue.search(one) for one in read)}
    says_more = {
        kind
        for kind in _SAYS_ALL
        if asked.leftover(*(one[kind] for one in (SURE, NEEDED) if kind in one))
    }
    scores = {
        kind: math.log(max(chance, 1e-9)) + _CUE * (kind in cued) for kind, chance in likely.items()
    }
    if asked.before.paper and _ABOUT_IT.search(asked.text):
        scores["fact"] += _CUE  # 'which languages did they look at'
    if asked.marked.of("paper") or asked.marked.maybe:
        for kind in says_more:
            scores[kind] -= _LEFTOVER
    words = [fold(word) for word in re.findall(r"[^\s{}]+", masked)]
    is_asking = any(word in asked.library.asking.words for word in words)
    if not (is_asking or cued or asked.marked.of("paper", "person", "name")):
        return ["papers"]
    ruled_out = _ruled_out(asked, masked, likely, cued, says_more)
    order = sorted(scores, key=lambda kind: -scores[kind])
    return [*(kind for kind in order if kind not in ruled_out), "papers"]


def _ruled_out(
    asked: Asked, masked: str, likely: Mapping[str, float], cued: set[str], says_more: set[str]
) -> set[str]:
    """Tell of which kinds a question can't be, by what it names and which words it lacks."""
    marks, before = asked.marked, asked.before
    papers, people = len(marks.of("paper")), len(asked.people)
    ruled_out = {kind for kind, words in NEEDED.items() if not words.search(masked)} - cued
    ruled_out |= {"joint", "beside"} if people < 2 else {"coauthors"}
    if people > 1 and not _ONE_PERSON.search(masked):
        ruled_out.add("person")
    if people or papers:
        ruled_out.add("topics")
    if papers:
        ruled_out |= {"timeline", "beside"}
    if not people:
        ruled_out.add("person")
    if not papers and not asked.weak_papers:
        ruled_out.add("compare")
    if people:
        ruled_out.add("experts")
    if papers:
        ruled_out |= {"experts", "ranking"}
    elif not asked.quoted and not before.paper:
        ruled_out |= _NEEDS_PAPER - cued
    if before.paper and "wrote" in cued:
        ruled_out.add("ranking")
    if "when" in says_more and not _PUBLISHED.search(masked):
        ruled_out.add("when")
    if _HOW_MANY.search(masked):
        ruled_out |= {"experts", "about", "when"}
    if not ASKS.search(masked) and not (papers and asked.is_only_names):
        ruled_out |= likely.keys() - cued - {"papers", *_SMALL_TALK}
    talk = _SMALL_TALK - cued
    if cued - _SMALL_TALK or any(mark.value for mark in marks.marks):
        return ruled_out | talk
    is_known = asked.is_known(_HALF) if any(likely[kind] >= _SURE for kind in talk) else True
    needs_unknown = {"greeting", "thanks"} if is_known else set()
    return ruled_out | {kind for kind in talk if likely[kind] < _SURE} | (talk & needs_unknown)


_PUBLISHED = re.compile(r"\b(?:publish\w*|(?:come|came) out|appear\w*|released)\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
_ABOUT_IT = re.compile(r"\b(?:they|their|it)\b", re.IGNORECASE)
_ONE_PERSON = re.compile(r"\b(?:same|one person|spell\w*|spelt)\b", re.IGNORECASE)
_NEEDS_PAPER = frozenset(("summary", "about", "wrote", "code", "when", "cite", "similar"))
_SMALL_TALK = frozenset(("greeting", "thanks", "help", "offtopic"))


def _without_typos(library: Library, text: str) -> str:
    """Read misspelt words with which people ask: 'sumarise', 'wich', 'pappers'."""

    def read(match: re.Match[str]) -> str:
        word = match[0]
        if library.index.knows(word) or library.names.meant(word) or library.acronyms.papers(word):
            return word
        return library.asking.meant(word)

    return re.sub(r"(?<![\w'.-])[a-z]{3,}(?![\w'.-])", read, text)


def _named_outright(library: Library, text: str) -> Understood | None:
    """Read a line that is nothing but a title, a short name, an address or a person's name."""
    folded = fold(text)
    for fit in library.titles.closest(text, 3):
        if fuzz.ratio(folded, fold(library.papers[fit.place].title)) >= _SAME_TITLE:
            return Understood("paper", {"paper": text})
    if " " not in text and library.acronyms.papers(text):
        return Understood("paper", {"paper": text})
    if place := _PLACE.fullmatch(text):
        return Understood("paper", {"paper": place["place"]})
    if re.fullmatch(r"https?://\S+|(?:arxiv:|doi:)\S+", text, re.IGNORECASE):
        return Understood("paper", {"paper": text})
    if _is_name_of_a_paper(library, text):
        return Understood("paper", {"paper": text})
    fits = library.names.meant(text)
    is_word = " " not in text and library.index.knows(folded) and not text[:1].isupper()
    if fits and fits[0].closeness >= _SURE_NAME and not is_word:
        return Understood("find", {"author": text})
    return None


def _is_name_of_a_paper(library: Library, text: str) -> bool:
    """Tell whether a line is what stands before the colon of a title and looks like a name."""
    mains = (
        library.papers[fit.place].title.partition(":") for fit in library.titles.closest(text, 3)
    )
    return any(
        colon and fold(main) == fold(text) and any(map(is_short_name, main.split()))
        for main, colon, _ in mains
    )


def _unknown_name(asked: Asked) -> Understood | None:
    """Refuse a name with a number that no paper has, lest PETREL-2 be answered by PETREL."""
    for mark in asked.marked.of("name"):
        if mark.strength == OTHER_PAPER:
            return Understood(refusal=f"No paper here is called *{literal(mark.typed)}*.")
    for word in asked.marked.without("paper", "person", "period", "category").split():
        bare = word.strip("()[]\"'“”?!.,;:").removesuffix("'s")
        parts = fold(bare).split()
        is_numbered = re.fullmatch(r"[A-Z][A-Za-z]+\d+", bare)
        if not (is_numbered or (is_short_name(bare) and len(parts) > 1)):
            continue
        having = asked.library.index.having_all(
            [part for part in parts if not part.isdigit()] or parts
        )
        papers = [
            asked.library.papers[at]
            for at in ([] if having is None else having[:_LOOKED_AT].tolist())
        ]
        if not any(
            f" {fold(bare)} " in f" {fold(f'{one.title} {one.abstract}')} " for one in papers
        ):
            return Understood(refusal=f"No paper here speaks of *{literal(bare)}*.")
    return None
