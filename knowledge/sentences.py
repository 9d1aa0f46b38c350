"""This file holds where the sentences of a scientific abstract end."""

from __future__ import annotations

import re

# Never the end of a sentence: what follows belongs to it.
_LEADING = frozenset(
    "e.g i.e cf vs viz fig figs eq eqs eqn eqns sec secs ch chap tab ref refs no nos vol pp p ed"
    " eds dr mr mrs ms prof st approx ca resp thm lem prop def alg app sect w.r.t w.l.o.g a.k.a"
    " incl inc".split()
)
# May end a sentence: only where a word follows with which sentences begin.
_CLOSING = frozenset(
    "al etc i.i.d a.s a.e u.s u.k u.n e.u jr sr ph.d m.sc b.sc a.m p.m dept univ".split()
)
_OPENERS = frozenset(
    "we our this these those the that there in it its i to for however moreover furthermore"
    " finally additionally here then thus hence therefore while although since as a an and but"
    " by on at with when where experiments results code using both most many they he she you".split()
)
_END = re.compile(
    r"(?P<mark>[.!?]+|[。！？]+)(?P<close>[\"”’')\]]*)(?P<space>\s+|(?<=[。！？])|$)"
    r"|(?P<glued>(?<=[a-z]{3})\.)(?=[A-Z][a-z]+[\s,])"  # 'physical laws.These changes'
)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_LAST_WORD = re.compile(r"[\w.]*$")


def sentences(text: str) -> list[str]:
    """Cut a text into its sentences; joined, they are the text but for the white space between.

    >>> sentences("See e.g. Lee et al. We gain 3.5% (cf. Fig. 2). Why? It is i.i.d. data.")
    ['See e.g. Lee et al.', 'We gain 3.5% (cf. Fig. 2).', 'Why?', 'It is i.i.d. data.']
    """
    addresses = [url.span() for url in _URL.finditer(text)]
    found = []
    begin = 0
    for end in _END.finditer(text):
        stop = end.end("close") if end["mark"] else end.end()
        in_address = any(first <= end.start() < last - 1 for first, last in addresses)
        if in_address or not _ends(text, begin, end):
            continue
        if text[begin:stop].strip():
            found.append(text[begin:stop].strip())
        begin = stop
    if text[begin:].strip():
        found.append(text[begin:].strip())
    return found


def _ends(text: str, begin: int, end: re.Match[str]) -> bool:
    """Decide whether a sentence that begins at `begin` ends at this mark."""
    if end["glued"] or end["mark"][0] in "。！？":
        return True
    before, after = text[begin : end.start()], text[end.end() :]
    if not before.strip():
        return False
    if not after.strip():
        return True
    first = re.match(r"[\"“‘'(\[]*(\S*)", after.lstrip())
    following = first[1] if first else ""
    if following[:1].islower() and not re.match(r"[a-z]+[A-Z0-9]", following):
        return False
    if end["mark"] != ".":
        return not _inside_bracket(before + end["mark"] + end["close"])
    last = _LAST_WORD.search(before)
    word = last[0].lower().strip(".") if last else ""
    opens = re.sub(r"\W+$", "", following).lower() in _OPENERS
    if word in _LEADING and not (word in ("no", "def", "app", "inc", "st") and opens):
        return False
    if word in _CLOSING or re.fullmatch(r"(?:[a-z]\.)*[a-z]", word):
        return opens
    if re.fullmatch(r"\s*\(?\w{1,2}\)?", before) and before.strip().strip("()").isdigit():
        return False  # '1. First, we …' numbers a sentence
    return not _inside_bracket(before + end["mark"] + end["close"])


def _inside_bracket(text: str) -> bool:
    return text.count("(") > text.count(")") and len(text) - text.rfind("(") < 200
