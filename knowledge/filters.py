"""This file holds the filters that a question names: dates, authors, categories, code, order."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from knowledge.library import Library
from knowledge.mentions import mentioned_people
from knowledge.period import NUMBERS, without_period
from knowledge.text import fold

Options = Mapping[str, str | int | bool]

_IGNORE = re.IGNORECASE
_HAS_CODE = re.compile(
    r"\b(?:with|has|have|having|ships?|shipping|shipped|releas\w+|provid\w+|shar\w+|includ\w+|come with)"
    r" (?:its |their |the |any |open |public |available )*(?:source )?code\b|\bcode (?:is |are )?available\b"
    r"|\bopen[- ]?sourced?\b",
    _IGNORE,
)
_NO_CODE = re.compile(r"\b(?:without|no) (?:any )?code\b", _IGNORE)
_NEWEST = re.compile(
    r"\b(?:newest|latest|(?:most )?recent(?:ly)?|new|last(?= (?:papers?|publications?)\b))\b",
    _IGNORE,
)
_OLDEST = re.compile(
    r"\b(?:oldest|earliest)\b|\b(?:very )?first(?= (?:papers?|publications?|works?|articles?)\b)",
    _IGNORE,
)
_ONE_PAPER = re.compile(r"\b(?:paper|publication|article|work)\b", _IGNORE)
_BY = re.compile(
    r"\b(?:written |authored |published |papers? |works? |articles? |anything )?(?:by|from|of) (?P<who>.+?)"
    r"(?= (?:on|about|in|since|before|after|with|that|which|and their|published)\b|[,?!;]|(?<=\w\w)\. (?=(?-i:[a-z]))|$)",
    _IGNORE,
)
_THEIRS = re.compile(
    r"\b(?:what|how many papers) (?:else )?(?:did|has|have|does) (?P<who>.+?) (?:write|wrote|written|publish\w*|work\w* on|do|done)\b",
    _IGNORE,
)
_LIMIT = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(NUMBERS)}) (?=(?:\w+ )?(?:papers?|publications?|articles?|works?)\b)",
    _IGNORE,
)
_LISTING = re.compile(
    r"\b(?:papers?|publications?|articles?|list|anything|something|what (?:do|have) you (?:have|got)?"
    r"|which of|do you have|how many (?:of|are|ship|have))\b",
    _IGNORE,
)
_NAME = r"([A-Z][\w.'-]*(?: [A-Z][\w.'-]*)*)"
_PRONOUNS = frozenset(
    "he she him her his they them their you it who whom that this these those".split()
)
# Words that ask, not words that are asked for.
_ASKING = frozenset(
    "what whats which who whom whose where when why how do does did is are was were be been can could"
    " would should will you your i me my we us our have has had get got give show list find tell know"
    " search look looking for want need please any anything something some there here about on of the"
    " a an in to with and or paper papers publication publications article articles work works study"
    " studies research published publish written write wrote say says said topic topics deal deals"
    " dealing related many much all most these those this that it they he she his her him them their"
    " use uses used using mention mentions mentioned contain contains containing evaluated evaluates"
    " only ones just number count main discuss discusses cover covers involve involves address addresses exactly"
    " its library kind lot came come out appeared appear released else more ever also up by from".split()
)


def listing(library: Library, text: str, today: datetime.date) -> tuple[bool, Options]:
    """Take the filters out of a question; what is left are the words to look for.

    Returns:
        Whether it asks for papers at all, and the options of `find`.
    """
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
        options["limit"] = NUMBERS.get(limit[1].lower()) or min(max(int(limit[1]), 1), 25)
        text = f"{text[: limit.start()]} {text[limit.end() :]}"
    for form, order in ((_NEWEST, "newest"), (_OLDEST, "oldest")):
        if form.search(text):
            options["sort"] = order
            if _ONE_PAPER.search(text):
                options.setdefault("limit", 1)
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
        is_name = all(word[:1].isupper() or word in ("and", "with") for word in typed.split())
        says_by = re.search(r"\bby\b", by[0], _IGNORE)
        says_so = is_name or re.match(r"\w+ by\b", by[0], _IGNORE)
        if (by.re is _THEIRS and is_name) or (says_by and says_so):
            text = text.replace(by[0], " ")
            if with_whom := re.match(rf"\s*with {_NAME}", text[by.start() :]):
                text, typed = text.replace(with_whom[0], " "), f"{typed} and {with_whom[1]}"
            return text, typed
    people = mentioned_people(library, text)
    for typed, _ in people:
        text = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", " ", text)
    if people:
        text = re.sub(
            r"\b(?:by|from|of|with|and|wrote)\b(?=\s*(?:$|\b(?:on|about|in|wrote|with|and)\b))",
            " ",
            text,
        )
        return text, " and ".join(dict.fromkeys(person.name for _, person in people))
    if whose := re.search(rf"{_NAME}'s (?=papers?\b|publications?\b|works?\b|articles?\b)", text):
        return text.replace(whose[0], " "), whose[1]
    if name := unknown_name(library, text):
        return text.replace(name, " "), name
    # A surname that several share, with nothing else beside it.
    fits = library.names.meant(text)
    is_name = len(fits) > 1 and fits[0].closeness >= 0.9 and not library.index.knows(fold(text))
    return ("", text.strip()) if is_name else (text, "")


def unknown_name(library: Library, text: str) -> str:
    """Find two words or more that are written like a name and stand in no paper; or nothing."""
    for match in re.finditer(_NAME, text):
        words = fold(match[1]).split()
        is_unknown = len(words) > 1 and not any(map(library.index.knows, words))
        if is_unknown and not mentioned_people(library, match[1]):
            return match[1]
    return ""


def _without_category(library: Library, text: str) -> tuple[str, str]:
    """Take a category out: a code in capitals, or a name as the taxonomy has it."""
    there = library.categories
    for full in re.findall(r"\b[a-z][a-z-]+\.[A-Za-z][A-Za-z-]+\b", text):
        if code := there.meant(full):
            return text.replace(full, " "), code
    small = {code.lower(): code for code in there.counts}
    named = re.search(r"\bcategory ([\w.-]+)", text, _IGNORE)
    if named and (code := there.meant(named[1])):
        return text.replace(named[0], " "), code
    for word in re.findall(r"[\w.-]+", text):
        code = small.get(word.lower(), "")
        if code and (word.isupper() or "." in word) and len(word) > 1:
            rest = _without_name(there.name(code), text)
            return re.sub(rf"\(?\b{re.escape(word)}\b\)?", " ", rest), code
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
