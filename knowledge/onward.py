"""This file holds how a question goes on with the last one: 'and 2025?', 'what about Ada Long?'."""

from __future__ import annotations

import re

from knowledge.asked import Asked, Before, Understood, typed
from knowledge.filters import Options, listing
from knowledge.marking import ORDINALS
from knowledge.text import fold

_ELLIPSIS = frozenset(
    "and or but only just the ones one in from for with by what about how same now then again also of these"
    " those them which are is have has show me papers paper please ok so on at to it there their that do does"
    " did same thing many those instead too else even make list restrict filter narrow down keep limit no nope sorry oops oh wait actually rather i meant mean not".split()
)


_OF_A_PAPER = frozenset(("summary", "paper", "related", "cite", "quote"))


_FILTERS = {
    **dict.fromkeys(("year", "date", "period"), ("year", "since", "until")),
    **dict.fromkeys(("author", "person"), ("author",)),
    **dict.fromkeys(("topic", "word"), ("query",)),
    "category": ("category",),
    "code": ("code",),
    "filter": ("year", "since", "until", "author", "category", "code", "type"),
}
_LISTS = frozenset(("find", "coauthors", "metrics", "experts", "person", "timeline", "topics"))
_OF_A_PERSON = frozenset(("coauthors", "metrics", "person", "timeline"))
_DRAWN = frozenset(("coauthors", "metrics", "person", "timeline", "topics"))
"""Commands that answer with a picture by themselves."""
_PERIOD = frozenset(("year", "since", "until"))


_DATED = re.compile(
    r"(?:and |ok |so )?(?:which (?:one |of (?:them|these|those) )?is |what is |what's |show |give me )?"
    r"(?:the |its |their |her |his |only the )?(newest|newer|latest|most recent|oldest|older|earliest)"
    r"(?: (?:one|paper|of (?:them|these|those|all)))?(?: please| pls)?",
    re.IGNORECASE,
)
_NEWER = ("newest", "newer", "latest", "most recent")
_WHICH_IS_NEWER = re.compile(
    r"^(?:and |so )?(?:which|what)\b.*\b(?:newer|older|first|later|earlier|newest|oldest)\b",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    r"\b(?:forget|drop|ignore|remove|without|skip|lose|never mind|nevermind) (?:about )?(?:the |that )?"
    r"(year|date|period|category|author|person|code|topic|words?|filters?)\b"
    r"|\b(?:all|any|every) (years?|dates?|categor(?:y|ies)|authors?)\b",
    re.IGNORECASE,
)
_ADDED = re.compile(r"\b(?:with|together with|also by|and also)\b", re.IGNORECASE)
_HOW_MANY = re.compile(
    r"(?:and |so |ok )?how many(?: (?:is|are|were|was) (?:that|there|they|those|these|it|them)| of them)?"
    r"(?: in total| altogether| all in all)?",
    re.IGNORECASE,
)


def numbered(text: str, before: Before) -> Understood | None:
    """Read 'the second one' after a list of topics, which are numbered."""
    place = re.fullmatch(
        rf"(?:and |ok |now )*(?:the |number |no\.? |nr\.? |topic |#)*(?:(\d{{1,2}})(?:st|nd|rd|th)?|({'|'.join(ORDINALS[:-1])}))(?: one| topic)?(?: please| pls)?",
        text,
        re.IGNORECASE,
    )
    if not place or before.command != "topics" or "topic" in before.options:
        return None
    return Understood("topics", {"topic": place[1] or str(ORDINALS.index(place[2].lower()) + 1)})


def onward(asked: Asked) -> Understood | None:
    """Read what only makes sense after something else: 'and 2025?', 'what about Ada Long?'."""
    before, marks = asked.before, asked.marked
    if before.command in _LISTS and _HOW_MANY.fullmatch(asked.text):
        return Understood(before.command, before.options)
    listed = as_list(before)
    if (dated := _DATED.fullmatch(asked.text)) and listed is not None:
        sort = "newest" if dated[1].lower() in _NEWER else "oldest"
        return Understood("find", {**narrowed(listed, {}), "sort": sort, "limit": 1})
    if (
        before.command == "compare"
        and _WHICH_IS_NEWER.search(asked.text)
        and not marks.of("person")
    ):
        return Understood("compare", before.options)
    if again := _seen(asked) or _again(asked):
        return again
    if (dropped := _DROPPED.search(asked.text)) and listed is not None:
        return Understood("find", _without(listed, (dropped[1] or dropped[2]).lower()))
    if not before.command or not re.match(
        r"(?:and|or|but|only|just|what about|how about|same|now|then|no|nope|sorry|oops|oh|wait|actually|rather|i meant?|not that|also|instead|in|from|since|before|after|with|without|by|those|the ones|which|\W|\{)",
        marks.masked,
        re.IGNORECASE,
    ):
        return None
    rest = re.sub(r"\{\w+\}", " ", marks.masked)
    rest = re.sub(
        r"\b(?:with|without|no|has|have) (?:any |open |source )*code\b|\bopen[- ]source\b",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    if not set(fold(rest).split()) <= _ELLIPSIS:
        return None
    papers = [mark for mark in marks.of("paper") if mark.value]
    if before.command in _OF_A_PAPER and len(papers) == 1:
        return Understood(before.command, {**before.options, "paper": typed(papers[0])})
    who = [typed(mark) for mark in marks.of("person", "name")]
    if (
        before.command in _OF_A_PERSON
        and who
        and not marks.of("period", "category", "papers")
        and not re.search(r"\bpapers?\b", asked.text, re.IGNORECASE)
    ):
        if before.command == "metrics" and "with" in before.options:
            beside = f"{before.options['with']} and {who[0]}"
            return Understood("metrics", {**before.options, "with": beside})
        kept = {k: v for k, v in before.options.items() if k not in ("with", "topic")}
        with_ = (
            re.search(r"\bwith\b", asked.text, re.IGNORECASE)
            and before.command in ("coauthors", "metrics")
            and "person" in kept
        )
        return Understood(before.command, {**kept, "with" if with_ else "person": who[0]})
    options = {name: value for name, value in listing(marks)[1].items() if name != "query"}
    if "author" in options and _ADDED.search(asked.text) and listed and "author" in listed:
        options["author"] = f"{listed['author']} and {options['author']}"
    if not options:
        return None
    if listed is not None:
        return Understood("find", narrowed(listed, options))
    if before.listed and before.listing and before.listing[0] in ("related", "compare"):
        return Understood("find", {**options, "among": ",".join(before.listed)})
    return None


_DRAW = r"(?:draw|plot|chart|graph|visuali[sz]e|picture|map)"
_PICTURE = r"(?:picture|chart|graph|plot|image|diagram|drawing|figure|network)"
_IT = r"(?:it|that|this|them|these|those|the (?:numbers|papers|result|results|list))"
_SO = r"(?:and |ok |so |now |then |please |can you |could you |can i see |i want to see )*"
_AS_PICTURE = re.compile(
    rf"{_SO}(?:{_DRAW}(?: me)? {_IT}(?: (?:as|in|on) (?:an? )?(?:\w+ )?{_PICTURE})?"
    rf"|(?:(?:show|give|make|see|have)(?: me)? )?(?:{_IT} )?(?:as|in) (?:an? )?(?:\w+ )?{_PICTURE}"
    rf"|(?:an? |the )?{_PICTURE}(?: of {_IT})?)(?: please| pls)?",
    re.IGNORECASE,
)
_OVER_YEARS = re.compile(
    rf"{_SO}(?:what about |how about )?(?:(?:{_DRAW}|show|see|give)(?: me)? )?(?:{_IT} )?(?:and |but )?"
    r"(?:(?:over|through|across) (?:the (?:\w+ )?(?:years|time)|time|years)|year by year|(?:by|per|each) year|as a timeline|(?:a |the )?timeline)(?: please| pls)?",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"{_SO}(?:what about |how about |but |the same |same )?(?:(?:{_DRAW}|show|see|give|count)(?: me)? )?(?:{_IT} )?(?:by|per|for each) (?:the )?(?P<what>[a-z-]+)(?: instead| rather| please| pls)*",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"{_SO}compared? (?:{_IT} )?(?:with|to|and|against) \{{(?:person|name)\}}(?: please| pls)?",
    re.IGNORECASE,
)
_ROWS = {
    "timeline": {
        "topic": "topic",
        **dict.fromkeys(("person", "people", "author", "coauthor", "co-author"), "person"),
        **dict.fromkeys(("category", "field", "venue", "area"), "category"),
    },
    "metrics": {
        "year": "year",
        "code": "code",
        **dict.fromkeys(("person", "people", "author", "coauthor", "co-author"), "coauthor"),
        **dict.fromkeys(("category", "field", "venue", "area"), "category"),
    },
}
"""What the rows or bars of a picture may be, as people say it."""


def _seen(asked: Asked) -> Understood | None:
    """Read what wants to see the last thing: as a picture, over the years, by another row."""
    before, text = asked.before, asked.text
    if by := _BY.fullmatch(text):
        word = by["what"].lower()
        rows = _ROWS.get(before.command, {})
        if row := rows.get(word) or rows.get(word.replace("ies", "y").removesuffix("s")):
            return Understood(before.command, {**before.options, "by": row})
    if _AS_PICTURE.fullmatch(text) and before.command in _DRAWN:
        return Understood(before.command, before.options)
    if _OVER_YEARS.fullmatch(text) or _AS_PICTURE.fullmatch(text):
        return _over_the_years(before)
    if len(who := asked.who()) == 1 and before.people and _BESIDE.fullmatch(asked.marked.masked):
        return Understood("metrics", {"person": before.people[0], "with": who[0]})
    if before.command == "topics" and (name := asked.topic_named(text)):
        return Understood("topics", {"topic": name})
    return None


def _over_the_years(before: Before) -> Understood | None:
    """Follow what was listed over the years, where it is one person's or has words."""
    listed = as_list(before) or {}
    author, query = str(listed.get("author", "")), str(listed.get("query", ""))
    if " and " in author or not (author or query):
        return None
    said = {"person": author, "topic": query}
    return Understood("timeline", {name: value for name, value in said.items() if value})


def _again(asked: Asked) -> Understood | None:
    """Read what asks the last thing again, of another topic, in another order or length."""
    before, listed = asked.before, as_list(asked.before)
    if listed is not None and (order := _ORDER.search(asked.text)):
        word = next(filter(None, order.groups())).lower()
        sort = "oldest" if word in ("oldest", "earliest") else "newest"
        return Understood("find", {**narrowed(listed, {}), "sort": sort})
    if before.paper and (detail := _DETAIL.fullmatch(asked.text)):
        return Understood("paper", {"paper": "it", "show": _DETAILS[detail[1].lower()]})
    if listed is not None and _CODE.fullmatch(asked.text):
        return Understood("find", {**narrowed(listed, {}), "code": "without" not in asked.text})
    if before.command == "summary" and (length := _LENGTH.search(asked.text)):
        sentences = int(before.options.get("sentences", 2))
        longer = length[1].lower() in ("longer", "more detail", "more details", "more detailed")
        return Understood(
            "summary", {**before.options, "sentences": min(sentences + 2, 5) if longer else 1}
        )
    topic = str(
        before.options.get("topic")
        or before.options.get("query")
        or before.options.get("term")
        or ""
    )
    if len(before.people) > 1 and _BOTH.fullmatch(asked.text):
        return Understood("coauthors", {"person": before.people[1], "with": before.people[0]})
    if topic and _EXPERTS.fullmatch(asked.text):
        return Understood("experts", {"topic": topic})
    if before.command in ("experts", "define", "find", "timeline", "topics") and (
        other := _OTHER.fullmatch(asked.text)
    ):
        if before.command == "define" and len(other["topic"].split()) <= 4:
            return Understood("define", {"term": other["topic"]})
        is_topic = not asked.marked.marks
        query = asked.query(other["topic"])
        if before.command == "topics" and (name := asked.topic_named(other["topic"])):
            return Understood("topics", {"topic": name})
        if before.command == "timeline" and "topic" in before.options and is_topic and query:
            return Understood("timeline", {**before.options, "topic": query})
        if before.command == "experts" and query and not asked.marked.of("period", "papers"):
            return Understood("experts", {"topic": query})
        if is_topic and query and listed and other["narrows"]:
            return Understood("find", narrowed(listed, {"query": query}))
        if is_topic and query and listed and "query" in listed and other["on"]:
            return Understood("find", {**listed, "query": query})
    return None


_ORDER = re.compile(
    r"\b(?:sort(?:ed)?|order(?:ed)?) (?:them |it |these |those )?(?:by |from )?(?:the )?(date|year|newest|oldest|latest|time)\b"
    r"|^(?:the |and |please )?(newest|latest|oldest|earliest) first\b",
    re.IGNORECASE,
)
_DETAILS = {
    **dict.fromkeys(("code", "repo", "github", "link", "links", "url"), "code"),
    **dict.fromkeys(("date", "year"), "date"),
    **dict.fromkeys(("author", "authors"), "authors"),
    **dict.fromkeys(("category", "venue", "field"), "category"),
    "abstract": "abstract",
}
_DETAIL = re.compile(
    rf"(?:and |so |what about |how about |is there |any |its |the |a |in |which |what |what's |full )*({'|'.join(_DETAILS)})(?: please| pls)?",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?:and |only |just |with |without |any )*(?:the )?code(?: please| only)?", re.IGNORECASE
)
_LENGTH = re.compile(
    r"\b(longer|shorter|more details?|more detailed|briefer|less)\b", re.IGNORECASE
)
_EXPERTS = re.compile(
    r"(?:and |so )?who(?: are the (?:experts|people)|(?: else)? (?:works?|is working|knows|writes) (?:on|about) (?:that|this|it|these|those))(?: here)?",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"(?:and |so |ok )?(?:(?:what|how many(?: papers)?|papers|anything) )?(?:(?:did|have) they (?:write|written|do|done|publish\w*) )?"
    r"(?:of |by |from )?(?:together|jointly|both(?: of them)?(?: together)?|between (?:them|the two)|in common|their joint papers|joint papers)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:(?P<narrows>(?:and |but )?(?:only|just)(?: the ones| those| ones)?|the ones|those)|and|what about|how about|same for)"
    r"(?P<on> (?:on|for|about|regarding|with))? (?P<topic>(?!(?:who|what|when|where|which|how|why|is|are|does|did|do|tell|show)\b)[\w'’-]+(?: [\w'’-]+){0,4})",
    re.IGNORECASE,
)


def _without(listed: Options, what: str) -> Options:
    """Leave a filter out, or all but the words."""
    names = _FILTERS.get(what.replace("ies", "y").removesuffix("s"), ())
    return {name: value for name, value in listed.items() if name not in names}


def as_list(before: Before) -> Options | None:
    """Give the options of `find` that list what the last list has; None if none do."""
    command, options = before.listing or (before.command, before.options)
    if command == "find":
        return options
    if command == "experts":
        return {"query": options["topic"]}
    people = [str(options[key]) for key in ("person", "with") if key in options]
    about = {"query": options["topic"]} if "topic" in options else {}
    if command in (*_OF_A_PERSON, "topics") and (people or about):
        return {**about, **({"author": " and ".join(people)} if people else {})}
    return None


def narrowed(before: Options, options: Options) -> Options:
    """Add what narrows the last list down to the filters that gave it."""
    kept = {k: v for k, v in before.items() if k not in ("limit", "sort")}
    if "query" in kept and "query" in options:
        options = {**options, "query": f"{kept['query']} {options['query']}"}
    if options.keys() & _PERIOD:
        kept = {k: v for k, v in kept.items() if k not in _PERIOD}
    return {**kept, **options}
