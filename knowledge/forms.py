"""This file holds what each kind of question becomes: a command and its options."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from knowledge import over_time
from knowledge.acronyms import is_short_name
from knowledge.asked import Asked, SmallTalk, Understood, typed
from knowledge.cues import SURE
from knowledge.definitions import definitions
from knowledge.evidence import quotations, sought
from knowledge.filters import listing
from knowledge.markdown import literal
from knowledge.onward import as_list, narrowed
from knowledge.paper import Paper
from knowledge.period import NUMBERS
from knowledge.text import fold
from knowledge.vocabulary import stem

_KNOWN = 0.75
"""Share of a question's words that a paper must have for it not to be idle talk."""
_SENTENCES = re.compile(
    rf"\b(?:in |with |using )?(?:just |only |exactly )?(\d+|an?|{'|'.join(NUMBERS)}) (?:short |single |key )?sentences?\b",
    re.IGNORECASE,
)
_ONE_SENTENCE = re.compile(
    r"\btl;? ?dr\b|\bnutshell\b|\bone[- ]liner\b|\b(?:one|a|1|single) (?:line|tweet|phrase)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"\b(?:in |with )?(?:about |under |at most |max |less than )?(\d{1,3}) words\b", re.IGNORECASE
)
_WORDS_A_SENTENCE = 25
"""Words of a sentence of an abstract, about: 24.5 in 230 abstracts of the ACL Anthology."""


def _cue(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


_EITHER = _cue(r"\{(?:person|name)\} (or) \{(?:person|name)\}|\{category\} (?:or|and) \{category\}")
_FEW_WORDS = 1
"""Words of a question so short that it goes on with the paper before: 'how many languages?'."""
_NEGATION = _cue(
    r"\b(?:not|without|except|excluding|other than|besides|apart from)\b(?! (?:\w+ )?(?:code|just|only)\b)"
)


def _papers(asked: Asked) -> Understood | None:
    is_list, options = listing(asked.marked)
    if not options and not is_list:
        return None
    if negation := _NEGATION.search(asked.text):
        says = f"I can't leave papers out yet, so *{literal(negation[0])}* is not understood."
        return Understood(refusal=says)
    if either := _EITHER.search(asked.marked.masked):
        says = "I can look for papers that people wrote together, or in one category, not for either of two"
        return Understood(refusal=f"{says}, so *{literal(either[1] or 'or')}* is not understood.")
    if asked.marked.of("papers") and asked.before.listed:
        if (listed := as_list(asked.before)) is not None:
            return Understood("find", narrowed(listed, options))
        return Understood("find", {**options, "among": ",".join(asked.before.listed)})
    return Understood("find", options)


_REPORTED = _cue(
    r"\bh[- ]?index\b|\bcit(?:ations?|ed)\b|\bnovelty\b|\bai[- ]score\b|\bscores?\b|\bprofile\b|\bpage\b|\bclaims?\b|\breport\w*"
)


def _profile(asked: Asked) -> Understood | None:
    if asked.marked.of("paper") or _is_of_something(asked):
        says = "The library knows the citations of a scholar, where a profile reports them, but of"
        return Understood(refusal=f"{says} no single paper.")
    options: dict[str, str | int | bool] = {}
    who = asked.who()
    if who:
        options["person"] = who[0]
    if len(who) > 1:
        return _beside(asked)
    if _REPORTED.search(asked.marked.masked):
        options["show"] = "reported"
    return Understood("metrics", options)


_MOST_BESIDE = 4
"""People whose numbers stand side by side."""


def _beside(asked: Asked) -> Understood | None:
    """Put the numbers of some people side by side."""
    who = asked.people[:_MOST_BESIDE]
    if len(who) < 2 or asked.marked.of("period", "category", "papers"):
        return None
    options: dict[str, str | int | bool] = {"person": who[0], "with": " and ".join(who[1:])}
    if by := next(
        (by for by in ("year", "category", "code") if _BY_WHAT[by].search(asked.text)), ""
    ):
        options["by"] = by
    elif _REPORTED.search(asked.marked.masked):
        options["show"] = "reported"
    return Understood("metrics", options)


def _is_of_something(asked: Asked) -> bool:
    """Tell whether numbers are asked of something else than people: 'how often was TyDi QA cited'."""
    rest = SURE["profile"].sub(" ", asked.marked.without("person", "name"))
    words = [
        word for word in re.findall(r"[\w-]+", rest) if word[:1].isupper() or is_short_name(word)
    ]
    return any(
        word != rest.split()[0]
        and asked.library.asking.meant(fold(word)) not in asked.library.asking.words
        for word in words
    )


_BY_WHAT = {
    "authors": _cue(
        r"\bauthors (?:per|a|each|on|of) (?:a |each )?papers?\b|\bauthors (?:do|does|have|has) (?:a |the |most |one )?papers?\b"
        r"|\bteams?\b|\bauthor lists?\b|\bnumber of authors\b(?! (?:here|in|\{))"
    ),
    "year": _cue(
        r"\byears?\b|\bover time\b|\bannual\w*|\bdecades?\b|\bbusiest\b|\bgrowth\b|\btrend\b|\bwhen\b"
    ),
    "category": _cue(r"\bcategor\w+|\bfields?\b|\bvenues?\b|\bareas?\b|\bdisciplines?\b"),
    "coauthor": _cue(
        r"\b(?:co-?)?authors?\b|\bpeople\b|(?<!\{)\bpersons?\b|\bwho\b|\bresearchers?\b|\bscholars?\b|\bwriters?\b|\bscientists?\b|\bcolleagues?\b"
    ),
    "code": _cue(r"\bcode\b"),
}


def _ranking(asked: Asked) -> Understood | None:
    if asked.marked.of("papers"):
        return Understood(
            refusal="I can rank the whole library or one person's papers, not a list."
        )
    by = _counted_by(asked)
    if not by:
        return None
    about = _ON.search(_BY.sub(" ", asked.marked.masked))
    if about or asked.marked.of("period", "category"):
        if by == "year" and (years := over_time.timeline(asked)):
            return years
        if by == "coauthor" and about and not re.search(r"\bhow many\b", asked.text, re.IGNORECASE):
            return _experts(asked)
        return None
    who = asked.who()
    return Understood("metrics", {**({"person": who[0]} if who else {}), "by": by})


def _counted_by(asked: Asked) -> str:
    """Tell by what papers are to be counted; empty where that isn't said."""
    return next((by for by, form in _BY_WHAT.items() if form.search(asked.marked.masked)), "")


_BY = _cue(
    r"\b(?:with|without|has|have) (?:any |open )?code\b|\b(?:charts?|graphs?|plots?|histogram|diagrams?|share|fraction|percentage|proportion|distribution|number|table) (?:of|for)\b"
    r"|\b(?:as|in|on) an? (?:\w+ )?(?:charts?|graphs?|plots?|histogram|diagrams?|pictures?)\b"
)
"""What speaks of the chart, not of what the papers are about."""


def _wrote(asked: Asked) -> Understood | None:
    paper = asked.paper()
    return Understood("paper", {"paper": paper, "show": "authors"}) if paper else None


def _person(asked: Asked) -> Understood | None:
    who = asked.who()
    if not who or _ABOUT.search(asked.marked.masked):
        return None
    return Understood("person", {"person": who[0]})


_ON = _cue(
    r"\b(?:on|about|regarding|concerning|with|in|of|for) (?!\{|the (?:collection|library|list|papers|most)\b|here\b|this\b|total\b|which\b"
    r"|what\b|all\b|most\b|papers\b|them\b|each\b|any\b|code\b)[\w-]{3,}.*"
)


def _experts(asked: Asked) -> Understood | None:
    about = _ON.search(asked.marked.without("person", "name", "period"))
    topic = (
        (about and asked.query(about[0]))
        or asked.topic()
        or (asked.marked.of("category")[0].typed if asked.marked.of("category") else "")
    )
    return Understood("experts", {"topic": topic}) if topic else None


def _coauthors(asked: Asked) -> Understood | None:
    marks = asked.marked
    if papers := marks.of("paper"):
        return Understood("coauthors", {"paper": typed(papers[0])})
    if marks.of("period", "category", "papers") or _ABOUT.search(marks.masked):
        return None  # a date or a topic is a filter, which only a list has
    who = asked.who()
    if len(who) > 1:
        return Understood("coauthors", {"person": who[0], "with": who[1]})
    return Understood("coauthors", {"person": who[0]} if who else {})


_ABOUT = _cue(r"\b(?:on|about|regarding|concerning) (?!\{)[\w-]{3,}")


def _joint(asked: Asked) -> Understood | None:
    who = asked.who()
    if len(who) < 2 or asked.marked.of("period", "category") or _ABOUT.search(asked.marked.masked):
        return None
    return Understood("coauthors", {"person": who[0], "with": who[1]})


def _summary(asked: Asked) -> Understood | None:
    options: dict[str, str | int | bool] = {}
    text = asked.text
    if number := _SENTENCES.search(text):
        word = number[1].lower()
        options["sentences"] = 1 if word in ("a", "an") else NUMBERS.get(word) or int(word)
        text = f"{text[: number.start()]} {text[number.end() :]}"
    elif words := _WORDS.search(text):
        options["sentences"] = min(max(round(int(words[1]) / _WORDS_A_SENTENCE), 1), 5)
        text = f"{text[: words.start()]} {text[words.end() :]}"
    elif _ONE_SENTENCE.search(text):
        options["sentences"] = 1
    paper = asked.without_words(text).paper()
    return Understood("summary", {"paper": paper, **options}) if paper else None


_WHAT_IS = _cue(r"(?:so |and |ok )?what(?:'s| is| are| does)\b")


def _about(asked: Asked) -> Understood | None:
    if _WHAT_IS.match(asked.text) and (definition := _definition(asked)):
        return definition
    paper = asked.paper()
    if not paper:
        return None
    show = {"category": r"\bcategor\w+|\bfield\b|\bvenue\b", "abstract": r"\babstract\b"}
    for part, words in show.items():
        if re.search(words, asked.marked.masked, re.IGNORECASE):
            return Understood("paper", {"paper": paper, "show": part})
    return Understood("paper", {"paper": paper})


def _fact(asked: Asked) -> Understood | None:
    marks = asked.marked
    if re.search(r"\bnot\b|n't\b", asked.text):
        return Understood(refusal="I can quote what abstracts say, but not tell what they don't.")
    named = marks.of("paper")
    question = marks.with_it
    if len(named) == 1:
        return Understood("quote", {"question": question, "paper": typed(named[0])})
    if len(named) > 1:
        return Understood("quote", {"question": asked.text})
    if asked.before.paper and _is_about_it(asked, asked.before.paper):
        return Understood("quote", {"question": asked.text, "paper": "it"})
    if marks.of("papers", "period", "category"):
        return None
    return Understood("quote", {"question": asked.text})


def _is_about_it(asked: Asked, paper: Paper) -> bool:
    """Tell whether a question that names no paper is about the one that we talked of."""
    if re.search(r"\b(?:they|their|authors?)\b", asked.text, re.IGNORECASE):
        return True
    about = sought(asked.library, asked.text)
    return len(about.weights) <= _FEW_WORDS or bool(quotations(about, paper))


_TERM = _cue(
    r"^(?:(?:and|so|ok|hey|please|pls|can you|could you|tell me|i wonder|do you know|explain|explain me|remind me|again) )*"
    r"(?:what(?:'s| is meant by| do you mean by| is| are| does| do| did)?|define|definition of|meaning of|the meaning of|spell out|expand|explain)? ?"
    r"(?:the )?(?:acronym|abbreviation|term|definition of|meaning of|name)? ?(?:of )?(?:the |an? )?"
    r"(?P<term>.+?)(?: (?:stands? for|stand for|means?|short for|abbreviat\w+|defined|exactly|actually|again|here|please|is|in this library|=))*$"
)


def _definition(asked: Asked) -> Understood | None:
    if papers := asked.marked.of("paper"):
        name = typed(papers[0])
        short = papers[0].typed
        if " " not in short and papers[0].value and definitions(asked.library, short):
            return Understood("define", {"term": short})
        rest = SURE["definition"].sub(" ", asked.marked.without("paper"))
        if sought(asked.library, rest).weights.keys() - {stem("mean")}:
            return None
        if papers[0].value is None or not re.search(
            r"\bstand|\bshort for|\bmean|\bacronym|\babbrev|\bdefin", asked.text, re.IGNORECASE
        ):
            return Understood("paper", {"paper": name})
        return Understood("define", {"term": papers[0].typed})
    if asked.quoted:
        return Understood("define", {"term": asked.quoted})
    match = _TERM.match(asked.text)
    term = match["term"].strip(" ?\"'") if match else ""
    return Understood("define", {"term": term}) if term and len(term.split()) <= 6 else None


def _code(asked: Asked) -> Understood | None:
    paper = asked.paper()
    return Understood("paper", {"paper": paper, "show": "code"}) if paper else None


def _when(asked: Asked) -> Understood | None:
    paper = asked.paper()
    return Understood("paper", {"paper": paper, "show": "date"}) if paper else None


_TWO_THINGS = _cue(
    r"^(?:compare )?(.+?) (?:vs\.?|versus) (.+)$|\b(?:between|compare|does|are|is) (.+?) (?:with|and) (.+)$"
    r"|\b(?:between|compare|does|are|is) (.+?) (?:differ from|from|to|or) (.+)$"
)


def _compare(asked: Asked) -> Understood | None:
    marks = [*asked.marked.of("paper"), *asked.marked.maybe]
    papers = [typed(mark) for mark in sorted(marks, key=lambda mark: mark.begin)]
    if len(papers) < 2 and (pair := _TWO_THINGS.search(asked.text)):
        # One of the two is not here; looking it up says so.
        papers = [asked.subject(name) for name in pair.groups() if name]
    if len(papers) < 2 or not all(papers[:2]):
        return None
    return Understood("compare", {"paper": papers[0], "with": papers[1]})


def _similar(asked: Asked) -> Understood | None:
    paper = asked.paper()
    return Understood("related", {"paper": paper}) if paper else None


def _cite(asked: Asked) -> Understood | None:
    paper = asked.paper()
    style = {"style": "bibtex"} if "bib" in asked.text.lower() else {}
    return (
        Understood("cite", {"paper": paper, **style})
        if paper
        else Understood("help", {"command": "cite"})
    )


def _help(_: Asked) -> Understood:
    return Understood("help")


def _small_talk(kind: SmallTalk) -> Callable[[Asked], Understood | None]:
    def talk(asked: Asked) -> Understood | None:
        if kind == "offtopic" and (asked.is_about_papers or asked.is_known(_KNOWN)):
            return None
        return Understood(small_talk=kind)

    return talk


def _unanswerable(asked: Asked) -> Understood | None:
    if not (match := SURE["unanswerable"].search(asked.marked.masked)):
        return None
    says = re.sub(r"\{\w+\}", "…", match[0])
    return Understood(
        refusal=f"I can't tell that: *{says}* is nothing that titles, authors, dates and abstracts say."
    )


FORMS: Mapping[str, Callable[[Asked], Understood | None]] = {
    "papers": _papers,
    "ranking": _ranking,
    "topics": over_time.topics,
    "timeline": over_time.timeline,
    "beside": _beside,
    "profile": _profile,
    "wrote": _wrote,
    "person": _person,
    "experts": _experts,
    "coauthors": _coauthors,
    "joint": _joint,
    "summary": _summary,
    "about": _about,
    "fact": _fact,
    "definition": _definition,
    "code": _code,
    "when": _when,
    "compare": _compare,
    "similar": _similar,
    "cite": _cite,
    "greeting": _small_talk("greeting"),
    "thanks": _small_talk("thanks"),
    "help": _help,
    "offtopic": _small_talk("offtopic"),
    "unanswerable": _unanswerable,
}
