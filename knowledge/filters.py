"""This file holds the filters that a question names: dates, authors, categories, code, order."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.genres import Genre
from knowledge.marking import Mark, Marked
from knowledge.people import Person
from knowledge.period import NUMBERS, Period
from knowledge.text import fold

Options = Mapping[str, str | int | bool]

_IGNORE = re.IGNORECASE
_HAS_CODE = re.compile(
    r"\b(?:with|has|have|having|ships?|shipping|shipped|releas\w+|provid\w+|shar\w+|includ\w+|comes? with|got)"
    r" (?:its |their |the |any |some |open |public |published |available )*(?:source )?code\b(?: available)?|\bcode (?:is |are )?available\b"
    r"|\bopen[- ]?sourced?\b(?: code)?|\b(?:have|has) (?:a )?(?:github|repo(?:sitory)?)\b|\bcode only\b",
    _IGNORE,
)
_NO_CODE = re.compile(
    r"\b(?:without|no|lack\w*|(?:doesn't|don't|do not|does not|didn't|not) (?:have|ship|release|provide|come with|share)) (?:any )?code\b",
    _IGNORE,
)
_NEWEST = re.compile(
    r"\b(?:newest|latest|(?:most )?recent(?:ly)?|new|last(?= (?:\w+ )?(?:papers?|publications?|articles?)\b))\b",
    _IGNORE,
)
_OLDEST = re.compile(
    r"\b(?:oldest|earliest)\b|\b(?:very )?first(?= (?:\w+ )?(?:papers?|publications?|works?|articles?)\b)",
    _IGNORE,
)
_ONE_PAPER = re.compile(r"\b(?:paper|publication|article|work|one)\b", _IGNORE)
_LIMIT = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(NUMBERS)}) (?=(?:\w+ )?(?:papers?|publications?|articles?|works?)\b)",
    _IGNORE,
)
_THE_PAPER = re.compile(
    r"\b(?:the|that) (?:paper|article|study|work|publication) (?:on|about|that|which|where|with|by|of|in which)\b",
    _IGNORE,
)
_LISTING = re.compile(
    r"\b(?:papers?|publications?|articles?|list|anything|something|what (?:do|have) you (?:have|got)?"
    r"|which of|do you have|how many (?:of|are|ship|have))\b",
    _IGNORE,
)
_GENRES: tuple[tuple[Genre, str], ...] = (
    (
        "survey",
        r"surveys?(?: (?:papers?|articles?))?|review (?:papers?|articles?)|reviews?|overviews?",
    ),
    (
        "dataset",
        r"data ?sets?(?: papers?)?|data papers?|corpora|corpus(?: papers?)?|data descriptors?|treebanks?",
    ),
    ("benchmark", r"benchmarks?(?: papers?)?|challenges?(?= papers?\b)"),
    (
        "software",
        r"software(?: (?:papers?|packages?))?|toolkits?|(?:python |r )?packages|libraries",
    ),
    (
        "position",
        r"position papers?|commentar(?:y|ies)|opinion (?:papers?|pieces?)|essays?|viewpoints?",
    ),
    ("thesis", r"thes[ie]s|dissertations?"),
)
# 'any surveys on', 'surveys of', 'is there a review', 'which are surveys', and nothing but the word.
_GENRE = {
    genre: re.compile(
        rf"(?:^|\b(?:any|an?|the|some|good|recent|new|newest|latest|oldest|list(?: all)?|show(?: me)?|find(?: me)?|which|what|there|many|are|is|only|all|and|for|no|\d+) )(?:phd |doctoral |masters? |systematic |short |long |good |recent |new )?(?:{words})"
        rf"(?=$|[?!.,]| (?:on|of|about|for|in|by|since|from|are|is|do|does|here|there|papers?|with|that|{{)\b|\s*$)",
        _IGNORE,
    )
    for genre, words in _GENRES
}
_OF_A_CATEGORY = frozenset("category categories field fields section area venue subject".split())
_JOINTLY = frozenset("joint jointly together both common shared".split())
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
    " its library kind lot came come out appeared appear released else more ever also up by from"
    " hey hi hello pls plz thx im ive id whos theres stuff things thing literature reading read recommend"
    " interested curious see open pull up everything nothing one two total so far not but as at if people"
    " anyone anybody somebody someone concerning regarding around please kindly just maybe really actually"
    " sort sorted order ordered top best good filter filtered restrict narrow down group lab talk tomorrow"
    " collection nr num today done do did then now same again ok okay well oh uh um let lets make made sure wondering wonder each per".split()
)


def listing(marked: Marked) -> tuple[bool, Options]:
    """Take the filters out of a question; what is left are the words to look for.

    Args:
        marked: The question.

    Returns:
        Whether it asks for papers at all, and the options of `find`.
    """
    options: dict[str, str | int | bool] = {}
    text = marked.without("person", "name", "category", "period", "papers")
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
    for genre, form in _GENRE.items():
        if match := form.search(" ".join(text.split())):
            options["type"] = genre
            text = " ".join(text.split())
            text = f"{text[: match.start()]} {text[match.end() :]}"
            break
    if _THE_PAPER.search(text):
        options.setdefault("limit", 1)
    told = _named(marked)
    period = {name: told[name] for name in ("year", "since", "until") if name in told}
    options = {**period, **options, **told}
    is_list = bool(options or _LISTING.search(marked.text))
    words = [word.strip(",;:?!.()") for word in text.split()]
    words = [word for word in words if fold(word) and fold(re.sub(r"'s$", "", word)) not in _ASKING]
    if "category" in options:
        words = [word for word in words if fold(word) not in _OF_A_CATEGORY]
    if " and " in str(options.get("author", "")):
        words = [word for word in words if fold(word) not in _JOINTLY]
    query = " ".join(words)
    return is_list, {"query": query, **options} if query else options


def _named(marked: Marked) -> Options:
    """Give the filters that a question names: authors, a category, a stretch of time."""
    options: dict[str, str | int | bool] = {}
    authors = [
        named(mark) for mark in marked.of("person", "name") if mark.value or mark.kind == "name"
    ]
    if authors:
        options["author"] = " and ".join(dict.fromkeys(authors))
    if categories := marked.of("category"):
        options["category"] = str(categories[0].value)
    for mark in marked.of("period"):
        if isinstance(mark.value, Period):
            if mark.value.year:
                options["year"] = mark.value.year
            else:
                ends = (("since", mark.value.since), ("until", mark.value.until))
                options.update({name: str(date) for name, date in ends if date})
    return options


def named(mark: Mark) -> str:
    """Name who is meant; a misspelt or shortened name as it was typed, so that it is said how it was read."""
    if isinstance(mark.value, Person):
        words = fold(mark.typed).split()
        name = set(fold(mark.value.name).split())
        if set(words) <= name or {*words[:-1], words[-1].removesuffix("s")} <= name:
            return mark.value.name
    return mark.typed
