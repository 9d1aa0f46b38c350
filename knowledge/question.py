"""This file holds how a question in plain words becomes a command and its options.

What people ask for follows few forms: who wrote something, what is similar, how many there are.
The forms are told by their words; what they are about is looked up in the library, so nothing
here knows a paper or a person. What fits no form is a search.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz

from knowledge.filters import Options, listing, unknown_name
from knowledge.library import Library
from knowledge.mentions import mentioned_papers, mentioned_people
from knowledge.paper import Paper
from knowledge.period import NUMBERS
from knowledge.text import fold, visible

SmallTalk = Literal["greeting", "thanks"]

_IGNORE = re.IGNORECASE
_GREETING = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?: there| all| everyone)?", _IGNORE
)
_THANKS = re.compile(
    r"(?:(?:many|ok|okay|great|cool|nice) )*(?:thanks|thank you|thx|cheers)\b.{0,30}", _IGNORE
)
_HELP = re.compile(
    r"help(?: me)?|commands?|what (?:can|do) (?:you|i|one|we) (?:do|ask|know)(?: .{0,20})?"
    r"|how does (?:this|it) work|(?:who|what) are you|how (?:do|can) i use (?:this|you|it)",
    _IGNORE,
)
_CITE = re.compile(
    r"^(?:how (?:do|can|should|to) (?:i |we |one )?(?:cite|reference|quote)\b|cite\b|citation (?:of|for)\b"
    r"|(?:(?:give me|get|show|what is|what's) )?(?:the |a )?(?:bib ?tex|bibliography entry|reference)"
    r"(?: entry)? (?:of|for)\b)",
    _IGNORE,
)
_PROFILE = re.compile(
    r"\bh[- ]?index\b|\bcitations?\b|\bcited\b|\bnovelty\b|\bai score\b|\bon (?:the|this|her|his) profile\b"
    r"|\bmetrics\b|\bstatistics\b|\bstats\b|\bin numbers\b|\bpapers (?:per|by|each) (?:year|category)\b",
    _IGNORE,
)
_COAUTHORS = re.compile(
    r"\bco-?authors?(?:ed)?\b|\bcollaborat\w+|\bwork(?:s|ed|ing)? with\b|\btogether\b"
    r"|\b(?:writ\w+|wrote|publish\w*)\b.*\bwith\b|\bcommon papers\b|\bjoint(?:ly)?\b",
    _IGNORE,
)
_WHO_WROTE = re.compile(
    r"\bwho (?:wrote|writes|authored|introduced|invented|proposed|presented|published|made|created|developed|is behind|are the authors of|is the"
    r" author of)\b\s*(?P<what>.*)|\bauthors? (?:of|on|for)\b\s*(?P<of>.*)|\bhow many authors\b(?P<many>.*)",
    _IGNORE,
)
_SUMMARY = re.compile(
    r"\b(?:summar(?:y|i[sz]e|ies)|tl;? ?dr|sum up|gist|key (?:points|sentences|ideas)|main (?:idea|point)s?"
    r"|in short|in brief|in (?:\w+) sentences?)\b",
    _IGNORE,
)
_RELATED = re.compile(
    r"\b(?:similar|related|comparable|close|closest|nearest|alike)\b(?: (?:papers?|works?|articles?|ones?))?"
    r"(?: (?:to|with|of|as))?|\b(?:more|papers?|anything|something) like\b",
    _IGNORE,
)
_COMPARE = re.compile(r"\bcompar\w+|\bdifferences?\b|\bdiffer\w*\b|\b(?:vs|versus)\b", _IGNORE)
_ABOUT_ONE = re.compile(
    r"\b(?:code|github|repo(?:sitory)?|link|url|website|abstract)\b.*\b(?:of|for|to|from)\b"
    r"|\bwhere (?:is|can)\b|\bwhen (?:was|did|is)\b|\bstands? for\b|\bmeans?\b|\bwhat (?:is|are|does|was|were)\b"
    r"|\bwhat's\b|\btell me (?:more )?about\b|\bexplain\b|\bdescribe\b|\bdefine\b|\bshow (?:me )?\b|\bopen\b"
    r"|\bhow (?:much|many|does|do|did|is|fast|good|well|long)\b|\bwhich\b|\bwhy\b|\bdoes\b|\bdo they\b|\bis\b",
    _IGNORE,
)
_SENTENCES = re.compile(rf"\b(?:in|with|using)?\s*(\d+|{'|'.join(NUMBERS)}) sentences?\b", _IGNORE)
_SAME_TITLE = 93
"""Likeness in percent from which a line is a title and nothing else."""
_SURE_NAME = 0.9
_UNCOUNTED = re.compile(
    r"\b(?:on average|average|mean number|median|longest|shortest|(?:more|fewer|less) than \d+ authors?"
    r"|single[- ]author(?:ed)?|alone)\b",
    _IGNORE,
)
_NEGATION = re.compile(
    r"\b(?:not|no|without|except|excluding|other than)\b(?! (?:\w+ )?code)", _IGNORE
)
# A question whether something holds, or what a thing is, about a paper that it names.
_ABOUT_IT = re.compile(r"(?:does|do|did|is|are|was|were|has|have|can)\b", _IGNORE)
_TWO_THINGS = re.compile(
    r"\b(?:between|compare|does) (.+?) (?:and|with|to|vs\.?|versus|from|differ from) (.+)$", _IGNORE
)
_RANKINGS = (
    (
        re.compile(
            r"\b(?:year|years)\b.*\b(?:most|largest|busiest)\b|\bmost productive year\b", _IGNORE
        ),
        "year",
    ),
    (
        re.compile(
            r"\bcategor(?:y|ies)\b.*\b(?:most|largest|biggest|there|here|have)\b|\b(?:list|all|which) categories\b",
            _IGNORE,
        ),
        "category",
    ),
    (
        re.compile(
            r"\b(?:who|which (?:author|person))\b.*\bmost\b(?! with)|\b(?:list|all|how many) (?:the )?(?:authors|people)\b(?! (?:are )?listed)",
            _IGNORE,
        ),
        "coauthor",
    ),
)
_WITH = re.compile(r"\bwith ([A-Z][\w.'-]*(?: [A-Z][\w.'-]*)+)")
_NAMED = re.compile(
    r"\b(?:of|does|did|has|for|by|with|between) (.+?)"
    r"(?=[,?!]| (?:and|with|in|since|on|about|have|has|had|wr[io]te?\w*|publish\w*|work\w*|co-?auth\w*)\b|$)",
    _IGNORE,
)
_POSSESSIVE = re.compile(r"((?:[A-Z][\w.-]*\s)*[A-Z][\w.-]*)'s\b")
_NOT_A_NAME = frozenset(
    "he she him her his they them their you it who whom that this these those first second last"
    " profile library papers each year category coauthors authors".split()
)
_PAIR = re.compile(
    r"\b(?:did|do|have|has|of|between|by|are|were) (?P<one>[\w.' -]+?) and (?P<other>[\w.' -]+?)"
    r"(?= (?:ever |also |both |once )?(?:publish|wr[io]t|work|collab|co-?auth|together|join)|$)",
    _IGNORE,
)
_AROUND = frozenset(
    "the a an of for about on me us to please paper papers article work is are was in can could you"
    " give short brief quick listed named there its abstract called titled and with from what whats"
    " how many do does did be short".split()
)
_PLACES = (
    *"first second third fourth fifth sixth seventh eighth ninth tenth last".split(),
    "number \\d+",
    "no\\.? \\d+",
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as a command with its options, as papers to compare, or as small talk.

    A refusal says why it can't be answered. Where nothing was understood, all are empty.
    """

    command: str = ""
    options: Options = field(default_factory=dict)
    compared: tuple[Paper, ...] = ()
    small_talk: SmallTalk | None = None
    refusal: str = ""


def understood(library: Library, question: str, *, today: datetime.date) -> Understood:
    """Turn a question into a command and its options.

    Args:
        library: What is asked about.
        question: One line, as somebody typed it.
        today: The asker's date, for 'last year'.
    """
    text = " ".join(visible(question).replace("’", "'").strip(" ?!.").split())
    if _GREETING.fullmatch(text):
        return Understood(small_talk="greeting")
    if _THANKS.fullmatch(text):
        return Understood(small_talk="thanks")
    if _HELP.fullmatch(text):
        return Understood("help")
    named = _named_outright(library, text)
    if named:
        return named
    for form in (_compared, _cited, _profile, _ranking, _who_wrote, _coauthors, _summary, _related):
        if found := form(library, text):
            return found
    if uncounted := _UNCOUNTED.search(text):
        return Understood(refusal=f"That can't be counted yet: *{uncounted[0]}* is not understood.")
    # 'did Ada Lovelace write on this' is not about a paper with her name in its title.
    papers = mentioned_papers(library, _without_names(library, text))
    if len(papers) == 1 and _ABOUT_IT.match(text):
        return Understood("paper", {"paper": papers[0].title})
    if negation := _NEGATION.search(text):
        return Understood(
            refusal=f"I can't leave papers out yet, so *{negation[0]}* is not understood."
        )
    is_list, options = listing(library, text, today)
    if not is_list and _ABOUT_ONE.search(text):
        if len(papers) == 1:
            return Understood("paper", {"paper": papers[0].title})
        if not papers and (subject := _refers_back(text)):
            return Understood("paper", {"paper": subject})
    return Understood("find", options) if options or is_list else Understood()


def _without_names(library: Library, text: str) -> str:
    for typed, _ in mentioned_people(library, text):
        text = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", " ", text)
    return text


def _named_outright(library: Library, text: str) -> Understood | None:
    """Read a line that is nothing but a title, a short name or a person's name."""
    folded = fold(text)
    for fit in library.titles.closest(text, 3):
        if fuzz.ratio(folded, fold(library.papers[fit.place].title)) >= _SAME_TITLE:
            return Understood("paper", {"paper": text})
    if " " not in text and library.acronyms.papers(text):
        return Understood("paper", {"paper": text})
    if _is_place(text):
        return Understood("paper", {"paper": text})
    people = mentioned_people(library, text)
    if len(people) == 1 and fold(people[0][0]) == folded:
        return Understood("find", {"author": people[0][1].name})
    fits = library.names.meant(text)
    is_word = " " not in text and library.index.knows(folded)
    if fits and fits[0].closeness >= _SURE_NAME and not is_word:
        return Understood("find", {"author": text})
    return None


def _compared(library: Library, text: str) -> Understood | None:
    if not _COMPARE.search(text):
        return None
    papers = mentioned_papers(library, text)
    if len(papers) == 1 and (pair := _TWO_THINGS.search(text)):
        # One of the two is not here; looking it up says so.
        papers = [library.paper(_subject(name)) for name in pair.groups()]
    return Understood(compared=tuple(papers)) if len(papers) > 1 else None


def _profile(library: Library, text: str) -> Understood | None:
    match = _PROFILE.search(text)
    if match is None:
        return None
    if mentioned_papers(library, text) or re.search(r"\bmost[- ]cited\b", text, _IGNORE):
        says = "The library knows the citations of a scholar, where a profile reports them, but of"
        return Understood(refusal=f"{says} no single paper.")
    options: dict[str, str | int | bool] = {}
    if name := _name_in(library, text):
        options["person"] = name
    if by := re.search(r"\b(?:per|by|each) (year|category|coauthor)\b", text, _IGNORE):
        options["by"] = by[1].lower()
    return Understood("metrics", options)


def _ranking(library: Library, text: str) -> Understood | None:
    """Read a question for the most, or for all there are, as one for a chart."""
    for form, by in _RANKINGS:
        if form.search(text):
            name = _name_in(library, text)
            return Understood("metrics", {**({"person": name} if name else {}), "by": by})
    return None


def _who_wrote(library: Library, text: str) -> Understood | None:
    match = _WHO_WROTE.search(text)
    if match is None:
        return None
    what = next((part for part in match.groups() if part), "")
    if re.match(r"(?:about|on|papers?\b)", what, _IGNORE):
        return None
    return Understood("paper", {"paper": _paper_in(library, text) or _subject(what)})


def _coauthors(library: Library, text: str) -> Understood | None:
    if not _COAUTHORS.search(text):
        return None
    people = mentioned_people(library, text)
    names = [person.name for _, person in people]
    if (
        (pair := _PAIR.search(text))
        and people
        and all(len(one.split()) <= 5 for one in pair.groups())
    ):
        return Understood("coauthors", {"person": pair[1].strip(), "with": pair[2].strip()})
    if len(names) == 1 and (other := _WITH.search(text)) and other[1] != people[0][0]:
        # Somebody unknown; looking them up says so.
        return Understood("coauthors", {"person": names[0], "with": other[1].strip()})
    if names and (unknown := unknown_name(library, text)):
        return Understood("coauthors", {"person": names[0], "with": unknown})
    if any(character.isdigit() for character in text):
        return None  # a date is a filter, which only a list has
    if len(names) > 1:
        return Understood("coauthors", {"person": names[0], "with": names[1]})
    if name := (names[0] if names else _name_in(library, text)):
        return Understood("coauthors", {"person": name})
    if re.search(r"\bco-?author|\bcollaborat|^who\b", text, _IGNORE):
        return Understood("coauthors")
    return None


def _summary(library: Library, text: str) -> Understood | None:
    if not _SUMMARY.search(text):
        return None
    options: dict[str, str | int | bool] = {}
    number = _SENTENCES.search(text)
    if number:
        text = f"{text[: number.start()]} {text[number.end() :]}"
        options["sentences"] = NUMBERS.get(number[1].lower()) or int(number[1])
    what = _subject(_SUMMARY.sub(" ", text))
    return Understood("summary", {"paper": _paper_in(library, what) or what, **options})


def _cited(library: Library, text: str) -> Understood | None:
    if not _CITE.search(text):
        return None
    what = _subject(_CITE.sub(" ", text))
    style = {"style": "bibtex"} if "bib" in text.lower() else {}
    return Understood("cite", {"paper": _paper_in(library, what) or what, **style})


def _related(library: Library, text: str) -> Understood | None:
    match = _RELATED.search(text)
    if match is None:
        return None
    if title := _paper_in(library, text):
        return Understood("related", {"paper": title})
    what = _subject(text[match.end() :])
    return Understood("related", {"paper": what}) if _is_place(what) else None


def _paper_in(library: Library, text: str) -> str:
    papers = mentioned_papers(library, text)
    return papers[0].title if len(papers) == 1 else ""


def _name_in(library: Library, text: str) -> str:
    """Find the person whom a sentence names, or what must be the name of an unknown one."""
    if people := mentioned_people(library, text):
        return people[0][1].name
    match = _NAMED.search(text) or _POSSESSIVE.search(text)
    if match is None:
        return ""
    name = re.sub(r"^(?:the|a|this|your) ", "", match[1].strip())
    words = fold(name).split()
    is_name = name[:1].isupper() or not any(map(library.index.knows, words))
    return name if words and is_name and len(words) <= 4 and words[0] not in _NOT_A_NAME else ""


def _subject(text: str) -> str:
    """Strip the words around what a question is about; 'it' where nothing is left."""
    words = text.strip(" ,;:?!.").split()
    while words and fold(words[0]) in _AROUND:
        words = words[1:]
    while words and fold(words[-1]) in _AROUND:
        words = words[:-1]
    kept = " ".join(words).strip("\"'“”")
    place = re.search(rf"\b(?:{'|'.join(_PLACES)})\b(?: one)?|#\d+", text, _IGNORE)
    return place[0] if place and not kept.replace(place[0], "").strip() else kept or "it"


def _is_place(text: str) -> bool:
    return bool(
        re.fullmatch(
            rf"(?:the )?(?:{'|'.join(_PLACES)}|it|this|that)(?: one| paper)?|#?\d+", text, _IGNORE
        )
    )


def _refers_back(text: str) -> str:
    place = re.search(rf"\b(?:{'|'.join(_PLACES)}) (?:one|paper)\b|#\d+|\bit\b", text, _IGNORE)
    return place[0] if place else ""
