"""This file holds how a question in plain words becomes a command and its options.

What people ask for follows few forms: who wrote something, what is similar, how many there are.
The forms are told by their words; what they are about is looked up in the library, so nothing
here knows a paper or a person. What fits no form is a search.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz

from knowledge.library import Library
from knowledge.mentions import mentioned_papers, mentioned_people
from knowledge.paper import Paper
from knowledge.period import without_period
from knowledge.text import fold, visible

Options = Mapping[str, str | int | bool]
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
    r"\bwho (?:wrote|writes|authored|published|made|created|developed|is behind|are the authors of|is the"
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
_HAS_CODE = re.compile(
    r"\b(?:with|has|have|having|ships?|shipping|shipped|releas\w+|provid\w+|shar\w+|includ\w+|come with)"
    r" (?:its |their |the |any |open |public |available )*(?:source )?code\b|\bcode (?:is |are )?available\b"
    r"|\bopen[- ]?sourced?\b",
    _IGNORE,
)
_NO_CODE = re.compile(r"\b(?:without|no) (?:any )?code\b", _IGNORE)
_NEWEST = re.compile(r"\b(?:newest|latest|(?:most )?recent(?:ly)?|new)\b", _IGNORE)
_OLDEST = re.compile(
    r"\b(?:oldest|earliest|(?:very )?first)(?= (?:papers?|publications?|works?|articles?|one)\b|$)",
    _IGNORE,
)
_BY = re.compile(
    r"\b(?:written |authored |published |papers? |works? |articles? |anything )?(?:by|from|of) (?P<who>.+?)"
    r"(?= (?:on|about|in|since|before|after|with|that|which|and their|published)\b|[,?!;]|\. (?=(?-i:[a-z]))|$)",
    _IGNORE,
)
_THEIRS = re.compile(
    r"\bwhat (?:else )?(?:did|has|have|does) (?P<who>.+?) (?:write|wrote|written|publish\w*|work\w* on|do|done)\b",
    _IGNORE,
)
_NUMBERS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
_LIMIT = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)}) (?=(?:\w+ )?(?:papers?|publications?|articles?|works?)\b)",
    _IGNORE,
)
_SENTENCES = re.compile(rf"\b(?:in|with|using)?\s*(\d|{'|'.join(_NUMBERS)}) sentences?\b", _IGNORE)
# Words that ask, not words that are asked for.
_ASKING = frozenset(
    "what whats which who whom whose where when why how do does did is are was were be been can could"
    " would should will you your i me my we us our have has had get got give show list find tell know"
    " search look looking for want need please any anything something some there here about on of the"
    " a an in to with and or paper papers publication publications article articles work works study"
    " studies research published publish written write wrote say says said topic topics deal deals"
    " dealing related many much all most these those this that it they he she his her him them their"
    " its library kind lot came come out appeared appear released else more ever also up by from".split()
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as a command with its options, as papers to compare, or as small talk.

    Where nothing was understood, all are empty.
    """

    command: str = ""
    options: Options = field(default_factory=dict)
    compared: tuple[Paper, ...] = ()
    small_talk: SmallTalk | None = None


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
    for form in (_compared, _profile, _who_wrote, _coauthors, _summary, _related):
        if found := form(library, text):
            return found
    is_list, options = _listing(library, text, today)
    if not is_list and _ABOUT_ONE.search(text):
        papers = mentioned_papers(library, text)
        if len(papers) == 1:
            return Understood("paper", {"paper": papers[0].title})
        if not papers and (subject := _refers_back(text)):
            return Understood("paper", {"paper": subject})
    return Understood("find", options) if options or is_list else Understood()


def _named_outright(library: Library, text: str) -> Understood | None:
    """Read a line that is nothing but a title, a short name or a person's name."""
    folded = fold(text)
    for fit in library.titles.closest(text, 3):
        if fuzz.ratio(folded, fold(library.papers[fit.place].title)) >= _SAME_TITLE:
            return Understood("paper", {"paper": text})
    if " " not in text and library.acronyms.papers(text):
        return Understood("paper", {"paper": text})
    people = mentioned_people(library, text)
    if len(people) == 1 and fold(people[0][0]) == folded:
        return Understood("find", {"author": people[0][1].name})
    return None


def _compared(library: Library, text: str) -> Understood | None:
    if not _COMPARE.search(text):
        return None
    papers = mentioned_papers(library, text)
    return Understood(compared=tuple(papers)) if len(papers) > 1 else None


def _profile(library: Library, text: str) -> Understood | None:
    if not _PROFILE.search(text):
        return None
    if papers := mentioned_papers(library, text):
        # A profile's numbers are not a paper's.
        return Understood("paper", {"paper": papers[0].title})
    options: dict[str, str | int | bool] = {}
    if name := _name_in(library, text):
        options["person"] = name
    if by := re.search(r"\b(?:per|by|each) (year|category|coauthor)\b", text, _IGNORE):
        options["by"] = by[1].lower()
    return Understood("metrics", options)


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
    if pair := _PAIR.search(text):
        one, other = (fold(name) for name in pair.groups())
        if all(0 < len(name.split()) <= 5 for name in (one, other)) and mentioned_people(
            library, text
        ):
            return Understood("coauthors", {"person": pair[1].strip(), "with": pair[2].strip()})
    people = [person.name for _, person in mentioned_people(library, text)]
    if len(people) > 1:
        return Understood("coauthors", {"person": people[0], "with": people[1]})
    if name := (people[0] if people else _name_in(library, text)):
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
        options["sentences"] = min(max(_NUMBERS.get(number[1].lower()) or int(number[1]), 1), 5)
    what = _subject(_SUMMARY.sub(" ", text))
    return Understood("summary", {"paper": _paper_in(library, text) or what, **options})


def _related(library: Library, text: str) -> Understood | None:
    match = _RELATED.search(text)
    if match is None:
        return None
    if title := _paper_in(library, text):
        return Understood("related", {"paper": title})
    what = _subject(text[match.end() :])
    return Understood("related", {"paper": what}) if _is_place(what) else None


def _listing(library: Library, text: str, today: datetime.date) -> tuple[bool, Options]:
    """Take filters out of a question; what is left are the words to look for."""
    options: dict[str, str | int | bool] = {}
    text, period = without_period(text, today)
    if period and period.year:
        options["year"] = period.year
    elif period:
        ends = (("since", period.since), ("until", period.until))
        options.update({name: str(date) for name, date in ends if date})
    for form, has_code in ((_NO_CODE, False), (_HAS_CODE, True)):
        if "code" not in options and form.search(text):
            options["code"] = has_code
            text = form.sub(" ", text)
    if not re.search(r"\bhow many\b", text, _IGNORE) and (limit := _LIMIT.search(text)):
        options["limit"] = _NUMBERS.get(limit[1].lower()) or min(max(int(limit[1]), 1), 25)
        text = f"{text[: limit.start()]} {text[limit.end() :]}"
    for form, order in ((_NEWEST, "newest"), (_OLDEST, "oldest")):
        if form.search(text):
            options["sort"] = order
            text = form.sub(" ", text)
    text, name = _without_author(library, text)
    if name:
        options["author"] = name
    text, code = _without_category(library, text)
    if code:
        options["category"] = code
    is_list = bool(options or _LISTING.search(text))
    words = [word.strip(",;:?!") for word in text.split()]
    query = " ".join(word for word in words if fold(word) and fold(word) not in _ASKING)
    return is_list, {"query": query, **options} if query else options


def _without_author(library: Library, text: str) -> tuple[str, str]:
    by = _BY.search(text) or _THEIRS.search(text)
    typed = re.sub(r"'s$", "", by["who"].strip()) if by else ""
    if by and typed and fold(typed) not in _PRONOUNS:
        is_name = all(word[:1].isupper() for word in typed.split())
        if (is_name and by.re is _THEIRS) or (
            re.search(r"\bby\b", by[0], _IGNORE)
            and (is_name or re.match(r"\w+ by\b", by[0], _IGNORE))
        ):
            return text.replace(by[0], " "), typed
    for typed, person in mentioned_people(library, text):
        rest = text.replace(typed, " ")
        return re.sub(
            r"\b(?:by|from|of)\s*$|\b(?:by|from|of)\s+(?=\b(?:on|about|in)\b)", " ", rest
        ), person.name
    return text, ""


def _without_category(library: Library, text: str) -> tuple[str, str]:
    """Take a category out: a code in capitals, or a name as the taxonomy has it."""
    there = library.categories
    for word in re.findall(r"[\w.-]+", text):
        if word in there.counts and (word.isupper() or "." in word) and word not in ("A", "I"):
            return re.sub(
                rf"\(?\b{re.escape(word)}\b\)?", " ", _without_name(there.name(word), text)
            ), word
    folded = f" {fold(text)} "
    for code in there.counts:
        for name in _names(there.name(code)):
            if f" {fold(name)} " in folded:
                return _without_name(name, text), code
    return text, ""


def _names(name: str) -> list[str]:
    """List a category's name and the shorter one that people use: 'computer vision'."""
    short = re.split(r" (?:and|of) |, | - ", name)[0]
    return [one for one in (name, short) if len(one) > 4 and (one == name or " " in one)]


def _without_name(name: str, text: str) -> str:
    for one in _names(name):
        loose = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", one)))
        text = re.sub(rf"\b{loose}\b", " ", text, flags=_IGNORE)
    return text


def _paper_in(library: Library, text: str) -> str:
    papers = mentioned_papers(library, text)
    return papers[0].title if len(papers) == 1 else ""


def _name_in(library: Library, text: str) -> str:
    """Find the person whom a sentence names, or what must be the name of an unknown one."""
    if people := mentioned_people(library, text):
        return people[0][1].name
    match = re.search(r"\b(?:of|does|did|has|for|is|by|with) ((?:[A-Z][\w.'-]* ?){2,4})", text)
    return match[1].strip() if match else ""


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


_SAME_TITLE = 93
_PAIR = re.compile(
    r"\b(?:did|do|have|has|of|between|by|are|were) (?P<one>[\w.' -]+?) and (?P<other>[\w.' -]+?)"
    r"(?= (?:ever |also |both |once )?(?:publish|wr[io]t|work|collab|co-?auth|together|join)|$)",
    _IGNORE,
)
_LISTING = re.compile(
    r"\b(?:papers?|publications?|articles?|list|anything|something|what (?:do|have) you (?:have|got)?"
    r"|which of|do you have|how many (?:of|are|ship|have))\b",
    _IGNORE,
)
_PRONOUNS = frozenset(
    "he she him her his they them their you it who whom that this these those".split()
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
