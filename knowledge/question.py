"""This file holds how a question in plain words becomes a command and its options.

What a question names is looked up in the library and marked; what kind of question it is tells
what was learnt of examples, together with a few words that hardly leave a doubt. Nothing here knows
a paper or a person.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from rapidfuzz import fuzz

from knowledge.acronyms import is_short_name
from knowledge.evidence import sought
from knowledge.filters import Options, listing, named
from knowledge.finding import Wanted, find
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.marking import Mark, Marked, marked
from knowledge.paper import Paper
from knowledge.people import Person
from knowledge.period import NUMBERS
from knowledge.text import fold, visible
from knowledge.vocabulary import stem

SmallTalk = Literal["greeting", "thanks", "offtopic"]

_SAME_TITLE = 93
"""Likeness in percent from which a line is a title and nothing else."""
_SURE_NAME = 0.9
_CUE = 2.5
"""What a word that hardly leaves a doubt adds to a kind's log-likelihood: as much as makes twelve
times likelier."""
_LOOKED_AT = 300
_SURE = 0.5
"""Likelihood from which something is small talk though no word of it is a sure sign."""
_HALF = 0.5
"""Share of a question's words that a paper must have for it not to be small talk."""
_KNOWN = 0.75
"""Share of a question's words that a paper must have for it not to be idle talk."""
_SENTENCES = re.compile(
    rf"\b(?:in |with |using )?(?:just |only |exactly )?(\d+|an?|{'|'.join(NUMBERS)}) (?:short |single |key )?sentences?\b",
    re.IGNORECASE,
)
_ONE_SENTENCE = re.compile(r"\btl;? ?dr\b|\bnutshell\b|\bone[- ]liner\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Before:
    """What was said before in a conversation.

    Attributes:
        command: The last command, with its options.
        options: Its options.
        person: Who was talked about last.
        paper: Whether one paper was talked about last.
        listed: The ids of the papers of the last list.
    """

    command: str = ""
    options: Options = field(default_factory=dict)
    person: str = ""
    paper: bool = False
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as a command with its options, or as small talk.

    A refusal says why it can't be answered. Where nothing was understood, all are empty.
    """

    command: str = ""
    options: Options = field(default_factory=dict)
    small_talk: SmallTalk | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question being read."""

    library: Library
    text: str
    marked: Marked
    before: Before
    today: datetime.date


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
    text = " ".join(visible(question).replace("’", "'").strip(" ?!.").split())
    if not fold(text):
        return Understood()
    if named := _named_outright(library, text):
        return named
    for kind in ("greeting", "thanks", "help"):
        if _CUES[kind].search(text):
            return Understood("help") if kind == "help" else Understood(small_talk=kind)
    text = _without_typos(library, text)
    asked = _Asked(library, text, marked(library, text, today), before or Before(), today)
    if unknown := _unknown_name(asked):
        return unknown
    if onward := _onward(asked):
        return onward
    for kind in _likeliest(asked):
        if found := _FORMS[kind](asked):
            return found
    return Understood()


_PARTS = re.compile(
    r"\?+\s+(?=(?:and |so |also )?(?:from |in |under |on |by |with )?(?:who|whom|whose|what|which|when|where|how|why|does|did|do|is|was|are|were|has|have)\b)|,? (?:and|&) (?=(?:who|whom|whose|what|which|when|where|how|why|under (?:which|what)|does|did|is|was) (?!.*\bboth\b))",
    re.IGNORECASE,
)


def parts(library: Library, question: str) -> list[str]:
    """Divide what asks two things at once: 'who wrote it and when'; all else stays whole."""
    text = " ".join(visible(question).split())
    for match in _PARTS.finditer(text):
        first, second = text[: match.start()], text[match.end() :]
        if len(first.split()) > 1 and not _PARTS.search(second):
            titles = marked(library, text, datetime.date.today()).of("paper")
            is_within = any(one.begin < match.end() and match.start() < one.end for one in titles)
            return [question] if is_within else [first, second]
    return [question]


def _cue(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


_CUES: Mapping[str, re.Pattern[str]] = {
    "greeting": _cue(r"^(?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?: there| all| everyone| bot)?$"),
    "thanks": _cue(r"^(?:(?:many|ok|okay|great|cool|nice|perfect),? )*(?:thanks|thank you|thx|ty|cheers|merci|danke)\b.{0,30}$"),
    "help": _cue(
        r"^(?:help(?: me)?|commands?|what (?:can|do) (?:you|i|one|we) (?:do|ask|know)(?: .{0,20})?"
        r"|how does this (?:work|bot work)|(?:who|what) are you|how (?:do|can) i use (?:this|you|it))$"
    ),
    "cite": _cue(r"\bbib ?tex\b|^cite\b|\bhow (?:do|can|should|to|would) (?:i |we |one )?(?:cite|reference|quote)\b|\bcitation (?:of|for|entry)\b|\b(?:reference|bibliography entry) (?:of|for|to)\b|\bcite (?:this|\{)"),
    "profile": _cue(
        r"\bh[- ]?index\b|\bcitations?\b|\bcited\b|\bnovelty\b|\bai[- ]score\b|\bon (?:the|this|\{person\}) profile\b|\b(?:profile|page) claims?\b|\bclaims?\b.*\b(?:profile|page)\b"
        r"|\bprofile\b|\bmetrics\b|\bstatistics\b|\bstats\b|\bin numbers\b|\bnumbers (?:of|for|on)\b"
    ),
    "wrote": _cue(
        r"\bwho(?:'s| is| are| was| were|m)? (?:all )?(?:wrote|writes|written|authored|behind|introduced|invented|proposed|presented|published|made|created|developed)\b"
        r"(?! (?:most|about|on|papers?|the most)\b)|\bauthors? (?:of|on|for)\b|\bauthor list\b|\bwhose\b.*\{paper\}|\bby whom\b|\b(?:first|last|senior) author\b"
        r"|^(?:and |so )?(?:the |all )?(?:authors?|who)$|\bwho did \{paper\}|\bhow many authors\b.*(?:\{paper\}|\blisted\b)|\bwho is \{paper\} (?:by|from)\b"
    ),
    "coauthors": _cue(r"\bco-?authors?\b|\bco-?writers?\b|\bcollaborat\w+|\bwork(?:s|ed|ing)? (?:\w+ )?with\b|\bwr(?:ote|ites?|itten) (?:\w+ ){0,2}with\b|\bpublish\w* (?:\w+ ){0,2}with\b"),
    "summary": _cue(r"\bsummar|\btl;? ?dr\b|\bsum (?:it |\{paper\} )?up\b|\bgist\b|\bnutshell\b|\bin (?:short|brief)\b|\bkey (?:points|sentences|ideas)\b|\bmain (?:idea|point)s?\b|\bin (?:\w+ )?sentences?\b|\bboil\b"),
    "code": _cue(
        r"\bwhere\b.*\bcode\b|\b(?:code|github|repo(?:sitory)?|implementation|source)\b.*\b(?:of|for|to|from|behind)\b.*\{paper\}"
        r"|\{paper\}.*\b(?:code|github|repo(?:sitory)?|implementation)\b|\blink to (?:the )?(?:code|repo)|^(?:and |so )?(?:the |any |is there |its )?(?:code|repo|github)(?: link| available)?$"
    ),
    "when": _cue(r"^(?:and |so )?when\b.*\{paper\}|\b(?:date|publication year|year) of\b.*\{paper\}|\bhow old is\b|\b(?:what|which) (?:year|date|month)\b.*\{paper\}|\{paper\} (?:come|came) out\b|^(?:and |so )?(?:the |what |which )?(?:when|year|date)(?: was (?:that|it))?$"),
    "compare": _cue(r"\bcompar\w+|\bdifferences?\b|\bdiffers?\b|\bdifferent\b|\b(?:vs|versus)\b|\bin common\b|\b(?:newer|older)\b"),
    "similar": _cue(
        r"\b(?:similar|comparable|akin|related|close|closest|nearest|alike)\b|\b(?:more|papers?|anything|something|others?|works?|ones?|stuff) (?:\w+ )?like\b|\bfollow[- ]?ups?\b|\blike \{paper\}"
    ),
    "definition": _cue(
        r"\bstands? for\b|\bstand for\b|\bshort for\b|\bdefin\w+\b|\bacronym\b|\babbreviat\w+|\bmeaning of\b|\bspell(?:ed|t)? out\b"
        r"|\bwhat (?:does|do|is meant by)\b.*\bmeans?\b|\bmeant by\b|^what(?:'s| is| are| exactly is)(?: an?)? (?!\w+ (?:of|about)\b)[\w-]+(?: [\w-]+)?$"
    ),
    "person": _cue(r"^(?:so |and )?who(?:'s| is| was) \{(?:person|name)\}|\b(?:about|know of|know about) \{person\}$|\bwhat (?:does|do|did|is|has) \{person\} (?:work|working|been working|research|do)\b"),
    "experts": _cue(
        r"\bwho(?:'s| is| are| else)? (?:here |all )?(?:works?|working|knows?|does|do|stud(?:y|ies)|studying|research\w*|has (?:written|worked|published)|wrote|writes?|published) (?:\w+ )?(?:on|about|with|in)\b"
        r"|\bwho (?:studies|does|uses|knows)\b|\bexperts?\b|\bspecialists?\b|\bwho(?:m)? (?:should|can|could|do|to) (?:i |we )?(?:ask|talk|contact)\b|\bwhich (?:people|researchers|authors)\b.*\b(?:on|about|with)\b"
    ),
    "ranking": _cue(
        r"\b(?:papers|publications|articles|number|count\w*)\b.*\b(?:per|by|each) (?:year|category|author|decade|venue|field)\b|^(?:per|by) (?:year|category|author)|\b(?:biggest|largest|top|main|most common|smallest) (?:\d+ |ten |five |three )?(?:categor\w+|fields?|venues?|areas?|authors?|years?)\b|\bmost (?:productive|prolific|active)\b|\bwhich (?:year|category|author|person|field|venue)\b.*\b(?:most|largest|biggest|more|fewest)\b"
        r"|\b(?:how many|list|all|which|what) (?:the )?(?:different )?(?:authors|people|categories|researchers|venues)\b(?! (?:are )?listed)(?!.*\{paper\})|\bdistribution\b|\bbusiest\b|\bwho (?:wrote|has|published) (?:the )?most\b"
    ),
    "joint": _cue(r"\{(?:person|name)\}(?:.*\b(?:and|with|to)\b.*| ?[&+,/] ?)\{(?:person|name)\}"),
    "unanswerable": _cue(
        r"\b(?:most|best|least|highly|often)[- ]cited\b|\bimpact factor\b|\be-?mail\b|\baffiliat\w+|\bpeer[- ]review\w*|\bon average\b|\baverage (?:number|length)\b|\bmedian number\b"
        r"|\b(?:page|figure|fig|table|section|equation|eq) \d+\b|\bfull[- ]text\b|\bpdf\b|\b(?:longest|shortest)\b|\b(?:more|fewer|less) than \w+ authors?\b|\bsingle[- ]author\w*|\bphone\b|\baccepted\b"
        r"|\b(?:best|worst|most important|most influential) paper\b|\bcitations?\b.*\{paper\}|\{paper\}.*\b(?:citations?|cited)\b|\bwhere does \{person\} (?:work|live)\b|\bsalary\b|\bhow old is \{person\}"
    ),
    "papers": _cue(
        r"\bhow many (?:\w+ )?(?:papers?|publications?|articles?|works?|studies|of \{papers\}|\{papers\})\b|\bhow many (?:ship|have|come|are)\b"
        r"|^(?:\w+ ){0,3}(?:papers?|publications?|articles?|surveys?|reviews|datasets?)\b (?:on|about|by|in|from|since|\{)|\b(?:any|some|more)(?:thing)?(?: \w+)? (?:on|about|by|in)\b|\bwhich papers?\b|\bwhat papers?\b"
        r"|\b(?:newest|latest|most recent|recent|oldest|earliest|new)\b.*\b(?:papers?|works?|ones?|publications?|stuff|\{category\})\b|\{papers\}|\bwhat (?:did|has|have) \{(?:person|name)\} (?:\w+ )?(?:write|written|publish\w*)\b"
        r"|\bpapers?\b.*\{(?:person|category|period|name)\}|\{(?:person|category|period|name)\} papers?\b|\bcame out\b|\bwhat(?:'s| is) new\b|\bdo(?:es)? (?:you|we) have\b|\bwith(?:out)? code\b|\bfind\b|\bsearch\b|\blist\b"
    ),
}
# Without any of these words, a question is not of the kind.
_NEEDED = {
    "experts": _cue(r"\b(?:who|whom|whose|experts?|expertise|specialis\w+|people|persons?|any(?:one|body)|some(?:one|body)|research\w*|authors?|colleagues?|contact|ask|speakers?|names?|scholars?|scientists?|guru|go-to|reviewers?|referees?)\b"),
    "definition": _cue(r"\b(?:what|whats|defin\w+|mean\w*|stands?|acronym|abbreviat\w+|term|explain|short for|spell\w*|full (?:form|name))\b"),
    "ranking": _cue(r"\b(?:most|which|distribut\w+|top|busiest|list|trend|productive|prolific|over time|biggest|largest|rank\w*|leader\w*|how many|breakdown|histogram|fewest|least|growth|grown)\b"),
    "code": _cue(r"\b(?:code|github|gitlab|repos?|repository|implement\w+|source|software|download|scripts?|open|package|link|run)\b"),
    "cite": _cue(r"\b(?:cit\w+|bib\w*|references?|quote|bibliograph\w+|apa|ris|endnote)\b"),
    "summary": _cue(r"\b(?:summ\w+|tl|tldr|gist|short|brief\w*|sentences?|nutshell|key|main|boil\w*|points?|overview|essence|core|digest|takeaways?|quick\w*|words|idea|message)\b"),
    "when": _cue(r"\b(?:when|dates?|dated|years?|old|month|time|day|publi\w+|appear\w*|recent|out|long ago|new|age)\b"),
    "profile": _cue(r"\b(?:h|hindex|index|cit\w+|novel\w*|scores?|profile|metrics?|stat\w*|numbers?|field|page|impact|rat\w+|bibliometr\w*|claim\w*|figures)\b"),
    "compare": _cue(r"\b(?:compar\w+|differ\w*|vs|versus|common|newer|older|better|contrast\w*|relate\w*|than|side|distinguish\w*|same|or|overlap)\b"),
    "similar": _cue(r"\b(?:similar\w*|like|likes|related|relating|close\w*|near\w*|follow\w*|others?|alike|same|neighbou?rs?|resembl\w+|comparable|build\w*|else|more|akin|kindred|match\w*|further)\b"),
    "coauthors": _cue(r"\b(?:co-?\w*|collab\w*|with|together|partners?|team\w*|colleagues?|network|worked|people|who)\b"),
    "wrote": _cue(r"\b(?:who|whom|whose|authors?|authored|by|wrote|written|writ\w+|names|behind|people|team|responsible)\b"),
}
_ASKS = _cue(
    r"\b(?:what|which|who|whom|whose|when|where|why|how|do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|tell|explain|name|give)\b"
    r"|^(?:the )?(?:\w+ )?(?:accuracy|size|number|licen[cs]e|cost|rate|speed|range|length|height|depth|weight|share|percentage|performance|score|results?|findings?|method|goal|limitations?) (?:of|for|in)\b"
)
_NEEDS_PAPER = frozenset(("summary", "about", "wrote", "code", "when", "cite", "similar"))
_SMALL_TALK = frozenset(("greeting", "thanks", "help", "offtopic"))


def _likeliest(asked: _Asked) -> list[str]:
    """List the kinds that a question may be of, the likeliest first; a search comes last at worst."""
    masked = asked.marked.masked.lower()
    likely = asked.library.kinds.likely(masked)
    read = (masked, asked.text, asked.marked.masked_at_most)
    cued = {kind for kind, cue in _CUES.items() if any(cue.search(one) for one in read)}
    scores = {
        kind: math.log(max(chance, 1e-9)) + _CUE * (kind in cued) for kind, chance in likely.items()
    }
    marks = asked.marked
    papers, people = len(marks.of("paper")), len(marks.of("person", "name"))
    impossible = {
        *(("joint",) if people < 2 else ("coauthors", "person")),
        *(("person",) if not people else ()),
        *(("compare",) if not papers and not _weak_papers(asked) else ()),
        *(_SMALL_TALK if any(mark.value for mark in marks.marks) else ()),
    }
    if papers:
        impossible |= {"experts", "ranking"}
    elif not _QUOTED.search(asked.text) and not asked.before.paper:
        impossible |= _NEEDS_PAPER - cued
    impossible |= {kind for kind, words in _NEEDED.items() if not words.search(masked)} - cued
    if not papers and not _ASKS.search(masked):
        impossible |= likely.keys() - cued - {"papers", *_SMALL_TALK}
    impossible |= {
        kind
        for kind in _SMALL_TALK - cued
        if likely[kind] < _SURE or (kind not in ("help", "offtopic") and _is_known(asked, _HALF))
    }
    if cued - _SMALL_TALK:
        impossible |= _SMALL_TALK - cued
    words = [word for word in re.findall(r"[^\s{}]+", masked) if fold(word)]
    if not any(fold(word) in asked.library.asking.words for word in words) and not papers + people:
        return ["papers"]
    order = sorted(scores, key=lambda kind: -scores[kind])
    return [*(kind for kind in order if kind not in impossible), "papers"]


_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]{3,})[\"“”«»]|(?<!\w)['‘]([^'’]{3,})['’](?!\w)")


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
    if re.fullmatch(r"#?\d{1,2}|https?://\S+|(?:arxiv:|doi:)\S+", text, re.IGNORECASE):
        return Understood("paper", {"paper": text})
    fits = library.names.meant(text)
    is_word = " " not in text and library.index.knows(folded) and not text[:1].isupper()
    if fits and fits[0].closeness >= _SURE_NAME and not is_word:
        return Understood("find", {"author": text})
    return None


def _unknown_name(asked: _Asked) -> Understood | None:
    """Refuse a name with a number that no paper has, lest PETREL-2 be answered by PETREL."""
    for word in asked.marked.without("paper", "person", "period", "category").split():
        bare = word.strip("()[]\"'“”?!.,;:").removesuffix("'s")
        parts = fold(bare).split()
        if not (is_short_name(bare) and len(parts) > 1 or re.fullmatch(r"[A-Z][A-Za-z]+\d+", bare)):
            continue
        having = asked.library.index.having_all([part for part in parts if not part.isdigit()] or parts)
        papers = [asked.library.papers[at] for at in ([] if having is None else having[:_LOOKED_AT].tolist())]
        if not any(f" {fold(bare)} " in f" {fold(f'{one.title} {one.abstract}')} " for one in papers):
            return Understood(refusal=f"No paper here speaks of *{literal(bare)}*.")
    return None


# ---- one form for each kind of question ----


_NEGATION = _cue(r"\b(?:not|without|except|excluding|other than|besides|apart from)\b(?! (?:\w+ )?(?:code|just|only)\b)")


def _papers(asked: _Asked) -> Understood | None:
    is_list, options = listing(asked.library, asked.marked)
    if not options and not is_list:
        return None
    if negation := _NEGATION.search(asked.text):
        says = f"I can't leave papers out yet, so *{literal(negation[0])}* is not understood."
        return Understood(refusal=says)
    if asked.marked.of("papers") and asked.before.listed:
        if asked.before.command == "find":
            return Understood("find", _narrowed(asked.before.options, options))
        return Understood("find", {**options, "among": ",".join(asked.before.listed)})
    return Understood("find", options)


_REPORTED = _cue(
    r"\bh[- ]?index\b|\bcit(?:ations?|ed)\b|\bnovelty\b|\bai[- ]score\b|\bscores?\b|\bprofile\b|\bpage\b|\bclaims?\b|\breport\w*"
)


def _profile(asked: _Asked) -> Understood | None:
    if asked.marked.of("paper") or _is_of_something(asked):
        says = "The library knows the citations of a scholar, where a profile reports them, but of"
        return Understood(refusal=f"{says} no single paper.")
    options: dict[str, str | int | bool] = {}
    if who := _who(asked):
        options["person"] = who[0]
    if _REPORTED.search(asked.marked.masked):
        options["show"] = "reported"
    return Understood("metrics", options)


def _is_of_something(asked: _Asked) -> bool:
    """Tell whether numbers are asked of something else than people: 'how often was TyDi QA cited'."""
    rest = _CUES["profile"].sub(" ", asked.marked.without("person", "name"))
    words = [word for word in re.findall(r"[\w-]+", rest) if word[:1].isupper() or is_short_name(word)]
    return any(word != rest.split()[0] and not asked.library.asking.meant(fold(word)) in asked.library.asking.words for word in words)


_BY_WHAT = (
    ("year", _cue(r"\byears?\b|\bover time\b|\bannual\w*|\bdecades?\b|\bbusiest\b|\bgrowth\b|\btrend\b|\bwhen\b")),
    ("category", _cue(r"\bcategor\w+|\bfields?\b|\bvenues?\b|\bareas?\b|\btopics?\b|\bdisciplines?\b")),
    ("coauthor", _cue(r"\bauthors?\b|\bpeople\b|\bpersons?\b|\bwho\b|\bresearchers?\b|\bscholars?\b|\bwriters?\b|\bscientists?\b|\bcolleagues?\b")),
)


def _ranking(asked: _Asked) -> Understood | None:
    by = next((by for by, form in _BY_WHAT if form.search(asked.marked.masked)), "year")
    about = _ON.search(asked.marked.masked)
    if about or asked.marked.of("period", "category"):
        if by == "coauthor" and about:
            return _experts(asked)
        return None
    who = _who(asked)
    return Understood("metrics", {**({"person": who[0]} if who else {}), "by": by})


def _wrote(asked: _Asked) -> Understood | None:
    paper = _paper_in(asked)
    return Understood("paper", {"paper": paper, "show": "authors"}) if paper else None


def _person(asked: _Asked) -> Understood | None:
    who = _who(asked)
    if not who:
        return None
    if re.search(r"\bwork|\btopics?\b|\bresearch|\binterest|\bareas?\b|\babout\b", asked.text, re.IGNORECASE):
        return Understood("find", {"author": who[0]})
    return Understood("metrics", {"person": who[0]})


def _experts(asked: _Asked) -> Understood | None:
    about = _ON.search(asked.marked.without("person", "name", "period"))
    topic = (about and _query(asked, about[0])) or _topic(asked) or (asked.marked.of("category")[0].typed if asked.marked.of("category") else "")
    return Understood("experts", {"topic": topic}) if topic else None


def _coauthors(asked: _Asked) -> Understood | None:
    marks = asked.marked
    if papers := marks.of("paper"):
        return Understood("coauthors", {"paper": _typed(papers[0])})
    if marks.of("period", "category", "papers"):
        return None  # a date is a filter, which only a list has
    who = _who(asked)
    if len(who) > 1:
        return Understood("coauthors", {"person": who[0], "with": who[1]})
    return Understood("coauthors", {"person": who[0]} if who else {})


_ON = _cue(
    r"\b(?:on|about|regarding|concerning|with|in|of|for) (?!\{|the (?:collection|library|list|papers|most)\b|here\b|this\b|total\b|which\b"
    r"|what\b|all\b|most\b|papers\b|them\b|each\b|any\b|code\b)[\w-]{3,}.*"
)
_ABOUT = _cue(r"\b(?:on|about|regarding|concerning) (?!\{)[\w-]{3,}")


def _joint(asked: _Asked) -> Understood | None:
    who = _who(asked)
    if len(who) < 2 or asked.marked.of("period", "category") or _ABOUT.search(asked.marked.masked):
        return None
    return Understood("coauthors", {"person": who[0], "with": who[1]})


def _summary(asked: _Asked) -> Understood | None:
    options: dict[str, str | int | bool] = {}
    text = asked.text
    if number := _SENTENCES.search(text):
        word = number[1].lower()
        options["sentences"] = 1 if word in ("a", "an") else NUMBERS.get(word) or int(word)
        text = f"{text[: number.start()]} {text[number.end() :]}"
    elif _ONE_SENTENCE.search(text):
        options["sentences"] = 1
    paper = _paper_in(_remarked(asked, text))
    return Understood("summary", {"paper": paper, **options}) if paper else None


def _about(asked: _Asked) -> Understood | None:
    paper = _paper_in(asked)
    if not paper:
        return None
    show = {"category": r"\bcategor\w+|\bfield\b|\bvenue\b", "abstract": r"\babstract\b"}
    for part, words in show.items():
        if re.search(words, asked.marked.masked, re.IGNORECASE):
            return Understood("paper", {"paper": paper, "show": part})
    return Understood("paper", {"paper": paper})


def _fact(asked: _Asked) -> Understood | None:
    marks = asked.marked
    named = [mark for mark in marks.of("paper")]
    question = marks.with_it
    if len(named) == 1:
        return Understood("quote", {"question": question, "paper": _typed(named[0])})
    if len(named) > 1:
        return Understood("quote", {"question": asked.text})
    if asked.before.paper and re.search(r"\b(?:they|their|authors?)\b", asked.text, re.IGNORECASE):
        return Understood("quote", {"question": asked.text, "paper": "it"})
    if marks.of("papers", "period", "category"):
        return None
    return Understood("quote", {"question": asked.text})


_TERM = _cue(
    r"^(?:(?:and|so|ok|hey|please|pls|can you|could you|tell me|i wonder|do you know|explain|explain me|remind me|again) )*"
    r"(?:what(?:'s| is meant by| do you mean by| is| are| does| do| did)?|define|definition of|meaning of|the meaning of|spell out|expand|explain)? ?"
    r"(?:the )?(?:acronym|abbreviation|term|definition of|meaning of|name)? ?(?:of )?(?:the |an? )?"
    r"(?P<term>.+?)(?: (?:stands? for|stand for|means?|short for|abbreviat\w+|defined|exactly|actually|again|here|please|is|in this library))*$"
)


def _definition(asked: _Asked) -> Understood | None:
    if papers := asked.marked.of("paper"):
        typed = _typed(papers[0])
        rest = _CUES["definition"].sub(" ", asked.marked.without("paper"))
        if sought(asked.library, rest).weights.keys() - {stem("mean")}:
            return None
        if papers[0].value is None or not re.search(r"\bstand|\bshort for|\bmean|\bacronym|\babbrev|\bdefin", asked.text, re.IGNORECASE):
            return Understood("paper", {"paper": typed})
        return Understood("define", {"term": papers[0].typed})
    if quoted := _QUOTED.search(asked.text):
        return Understood("define", {"term": (quoted[1] or quoted[2]).strip()})
    match = _TERM.match(asked.text)
    term = match["term"].strip(" ?\"'") if match else ""
    return Understood("define", {"term": term}) if term and len(term.split()) <= 6 else None


def _code(asked: _Asked) -> Understood | None:
    paper = _paper_in(asked)
    return Understood("paper", {"paper": paper, "show": "code"}) if paper else None


def _when(asked: _Asked) -> Understood | None:
    paper = _paper_in(asked)
    return Understood("paper", {"paper": paper, "show": "date"}) if paper else None


_TWO_THINGS = _cue(r"\b(?:between|compare|does|are|is) (.+?) (?:and|with|to|vs\.?|versus|from|differ from|or) (.+)$|^(.+?) (?:vs\.?|versus) (.+)$")


def _compare(asked: _Asked) -> Understood | None:
    papers = [_typed(mark) for mark in asked.marked.of("paper")]
    if len(papers) < 2:
        weak = [paper.title for paper in _weak_papers(asked)]
        papers = weak if len(weak) >= 2 else papers
    if len(papers) < 2 and (pair := _TWO_THINGS.search(asked.text)):
        # One of the two is not here; looking it up says so.
        papers = [_subject(asked, name) for name in pair.groups() if name]
    if len(papers) < 2 or not all(papers[:2]):
        return None
    return Understood("compare", {"paper": papers[0], "with": papers[1]})


def _similar(asked: _Asked) -> Understood | None:
    paper = _paper_in(asked)
    return Understood("related", {"paper": paper}) if paper else None


def _cite(asked: _Asked) -> Understood | None:
    paper = _paper_in(asked)
    style = {"style": "bibtex"} if "bib" in asked.text.lower() else {}
    return Understood("cite", {"paper": paper, **style}) if paper else Understood("help", {"command": "cite"})


def _help(_: _Asked) -> Understood:
    return Understood("help")


def _small_talk(kind: SmallTalk) -> Callable[[_Asked], Understood | None]:
    def talk(asked: _Asked) -> Understood | None:
        if kind == "offtopic" and (_is_about_papers(asked) or _is_known(asked, _KNOWN)):
            return None
        return Understood(small_talk=kind)

    return talk


def _unanswerable(asked: _Asked) -> Understood | None:
    if not (match := _CUES["unanswerable"].search(asked.marked.masked)):
        return None
    says = re.sub(r"\{\w+\}", "…", match[0])
    return Understood(
        refusal=f"I can't tell that: *{says}* is nothing that titles, authors, dates and abstracts say."
    )


_FORMS: Mapping[str, Callable[[_Asked], Understood | None]] = {
    "papers": _papers,
    "ranking": _ranking,
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


# ---- going on with what was said before ----

_ELLIPSIS = frozenset(
    "and or but only just the ones one in from for with by what about how same now then again also of these"
    " those them which are is have has show me papers paper please ok so on at to it there their that do does"
    " did same thing many those instead too else even list restrict filter narrow down keep limit".split()
)


def _onward(asked: _Asked) -> Understood | None:
    """Read what only makes sense after something else: 'and 2025?', 'what about Bo Zhao?'."""
    before, marks = asked.before, asked.marked
    if not before.command or not re.match(
        r"(?:and|or|but|only|just|what about|how about|same|now|then|also|instead|in|from|since|before|after|with|without|by|those|the ones|which|\W|\{)",
        marks.masked,
        re.IGNORECASE,
    ):
        return None
    rest = re.sub(r"\{\w+\}", " ", marks.masked)
    rest = re.sub(r"\b(?:with|without|no|has|have) (?:any |open |source )*code\b|\bopen[- ]source\b", " ", rest, flags=re.IGNORECASE)
    if not set(fold(rest).split()) <= _ELLIPSIS:
        return None
    papers = [mark for mark in marks.of("paper") if mark.value]
    if before.command in _OF_A_PAPER and len(papers) == 1:
        return Understood(before.command, {**before.options, "paper": _typed(papers[0])})
    who = [_typed(mark) for mark in marks.of("person", "name")]
    if before.command in ("coauthors", "metrics") and who and not marks.of("period", "category", "papers"):
        kept = {key: value for key, value in before.options.items() if key != "with"}
        with_ = re.search(r"\bwith\b", asked.text, re.IGNORECASE) and before.command == "coauthors"
        return Understood(before.command, {**kept, "with" if with_ else "person": who[0]})
    _, options = listing(asked.library, marks)
    if before.command == "coauthors" and before.options.get("person") and options and not who:
        authors = [str(before.options[key]) for key in ("person", "with") if key in before.options]
        return Understood("find", {"author": " and ".join(authors), **options})
    if before.command != "find" or not options:
        return None
    return Understood("find", _narrowed(before.options, options))


_OF_A_PAPER = frozenset(("summary", "paper", "related", "cite", "quote"))
_PERIOD = frozenset(("year", "since", "until"))


def _narrowed(before: Options, options: Options) -> Options:
    """Add what narrows the last list down to the filters that gave it."""
    kept = {k: v for k, v in before.items() if k not in ("limit", "sort")}
    if options.keys() & _PERIOD:
        kept = {k: v for k, v in kept.items() if k not in _PERIOD}
    return {**kept, **options}


# ---- what a question is about ----


def _who(asked: _Asked) -> list[str]:
    """List the people whom a question names, also those who aren't here, in order."""
    names: list[str] = []
    for mark in asked.marked.of("person", "name"):
        name = asked.before.person if mark.value is None and mark.kind == "person" else _typed(mark)
        if name and name not in names:
            names.append(name)
    return names


def _typed(mark: Mark) -> str:
    """Name what a mark means so that it is found again."""
    if isinstance(mark.value, Person):
        return named(mark)
    return mark.value.title if isinstance(mark.value, Paper) else mark.typed


def _weak_papers(asked: _Asked) -> list[Paper]:
    """List the papers that a question may name by a few words of their titles."""
    papers = [mark.value for mark in asked.marked.maybe if isinstance(mark.value, Paper)]
    return list({paper.id: paper for paper in papers}.values())


def _paper_in(asked: _Asked) -> str:
    """Name the paper that a question is about; what can't be found is left to be said so."""
    papers = asked.marked.of("paper")
    if papers:
        # 'no, forget it. who wrote CREVNET?'
        return _typed(next((mark for mark in papers if mark.value), papers[0]))
    weak = _weak_papers(asked)
    if len(weak) == 1:
        return weak[0].title
    if quoted := _QUOTED.search(asked.text):
        return (quoted[1] or quoted[2]).strip()
    subject = _subject(asked, asked.text)
    if asked.before.paper or len(asked.before.listed) == 1:
        is_named = subject and (" " in subject or not subject.islower())
        return subject if is_named else "it"
    return subject


def _subject(asked: _Asked, text: str) -> str:
    """Strip the words of asking from both ends of a text."""
    asking = asked.library.asking
    words = text.strip(" ,;:?!.").split()

    def asks(word: str) -> bool:
        folded = fold(word)
        return not folded or asking.meant(folded) in asking.words or folded in _AROUND

    while words and asks(words[0]):
        words = words[1:]
    while words and asks(words[-1]):
        words = words[:-1]
    return " ".join(words).strip("\"'“”")


_AROUND = frozenset("titled called named entitled listed".split())


def _topic(asked: _Asked) -> str:
    """Name the topic that is left of a question without what it names and the words of asking."""
    _, options = listing(asked.library, asked.marked)
    return str(options.get("query", ""))


def _is_known(asked: _Asked, enough: float) -> bool:
    """Tell whether some paper has so much of what is asked about."""
    words = sought(asked.library, asked.text).written.values()
    return bool(words and find(asked.library, Wanted(query=" ".join(words)), enough=enough).papers)


def _query(asked: _Asked, text: str) -> str:
    """Keep the words of a text that are asked for."""
    return str(listing(asked.library, Marked(text, ()))[1].get("query", ""))


def _is_about_papers(asked: _Asked) -> bool:
    return bool(re.search(r"\bpapers?\b|\bpublication|\barticles?\b|\bstud(?:y|ies)\b|\babstracts?\b", asked.text, re.IGNORECASE))


def _remarked(asked: _Asked, text: str) -> _Asked:
    text = " ".join(text.split())
    return replace(asked, text=text, marked=marked(asked.library, text, asked.today))
