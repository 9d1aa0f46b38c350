"""This file holds where the sentences of a scientific abstract end."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Never the end of a sentence: what follows belongs to it.
_LEADING = frozenset(
    "e.g i.e eg ie cf vs viz w.r.t wrt w.l.o.g a.k.a aka i.a fig figs eq eqs eqn eqns secs chap"
    " refs thm thms lem nos vol pp eds dr mr mrs prof resp incl approx".split()
)
# May end a sentence: only where a word follows with which sentences begin.
_CLOSING = frozenset(
    "al etc i.i.d a.s a.e u.s u.k u.n e.u u.s.a d.c jr sr ph.d m.sc b.sc a.m p.m dept univ inst"
    " corp co ltd inc proc conf trans lett mat phys rev int sci math suppl no def app sec st ms ch tab"
    " ref prop alg cor rem ex sect p ed ca est max min avg std subsp sp spp nov gen jan feb mar apr"
    " jun jul aug sep sept oct dec".split()
)
_SHORTENED = _LEADING | _CLOSING
# Before 'A' they name a part: 'App. A', not 'app. A user'.
_LABELLING = frozenset("app sec ch tab ref prop alg cor rem ex sect".split())
# Trade marks that end in an exclamation mark.
_EXCLAIMED = frozenset("yahoo jeopardy".split())
# First words: the most frequent of 52,012 abstracts of the ACL Anthology, less names and nouns.
_OPENERS = frozenset(
    "we our this these those the that there in it its i to for however moreover furthermore"
    " finally additionally here then thus hence therefore while although though since as a an and"
    " but or by on at with when where experiments experiment experimental experimentally results"
    " code using use both most many they he she you specifically extensive first firstly second"
    " secondly third thirdly lastly last based through existing further previous prior one two three"
    " despite such recent recently given besides after before compared unlike all more inspired each"
    " overall instead current currently due empirical empirically also yet nevertheless nonetheless"
    " from evaluation evaluating during several some among unfortunately next consequently even"
    " different notably meanwhile motivated if subsequently because following various so according"
    " surprisingly interestingly accordingly considering under particularly without traditional"
    " traditionally concretely towards toward apart what within how their rather especially"
    " comprehensive indeed typically additional preliminary importantly only similarly over across"
    " remarkably another ultimately of along much comparing together combining beyond crucially"
    " still other not no nobody nothing none conversely alternatively likewise why who which whether is are can do does"
    " let addressing leveraging applying nous".split()
)
# Begin a sentence in small letters too, where capitals are neglected.
_SMALL_OPENERS = frozenset("we our this these however moreover furthermore therefore it".split())

_FORMULA_CLOSERS = ("$", "$$", "\\)", "\\]")
_JAPANESE_JOINING = "とをがはにのもや、，,"
_CLOSERS = "\"”’»')\\]"
_MARK = re.compile(
    # The mark, and what closes with it: quotes, brackets, the number of a citation.
    rf"(?P<mark>[.!?…]+)(?P<close>(?:[{_CLOSERS}]|\[\d{{1,3}}(?:[-–,]\s?\d{{1,3}}){{0,9}}\])*)"
    r"|(?P<wide>[。！？｡．।]+[」』”’）)]*)"  # of scripts that need no space behind it
)
_REACH = 40  # how many characters before a mark are looked at: the longest word, and then some
_NEXT_WORD = re.compile(rf"(\s*)[\"“‘'«(\[]*(\S{{0,{_REACH}}})")
# Begins a sentence though a single letter is most often an initial: 'D is unique'.
_VARIABLE = re.compile(r"[A-Z] (?:is|are|was|has|can|may|denotes)\b")
_PLAIN_WORD = re.compile(r"[A-Z][a-z]{1,30}[\s,]")
_LAST_WORD = re.compile(r"[\w.]*$")
# Numbers what follows: 1, (2), 3.1, iv, B.
_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2}){0,2}|[ivx]{1,4}|[A-Za-z])\)?", re.IGNORECASE)
# Begin a sentence though their first letter is small: iCaRL, pix2pix, t-SNE, k-means, an address.
_SMALL_NAME = re.compile(r"[a-z]+-?[A-Z0-9]|[a-z]-[a-z]|https?://|www\.")
# Joins what stands before it to what follows: < .05, = 3, – and.
_JOINING = re.compile(r"[=<>≤≥≈~+×±*/,;:)\]&|^–—-](?!\w)|[=<>≤≥≈,;:)\]]")

# What no sentence ends within. Their lengths are bounded, so that no text takes long.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[^\s.,;:!?\"”’')\]]")
_FORMULA = re.compile(
    r"\$\$[^$]{1,1000}\$\$|(?<![\\$])\$(?![\s$])(?:[^$\\]|\\.){0,400}?(?<!\s)\$(?!\d)"
    r"|\\\(.{1,400}?\\\)|\\\[.{1,400}?\\\]",
    re.DOTALL,
)
_TWO_WORDS = re.compile(r"(?<![\\{\w])[A-Za-z]{2,} [a-z]{2,}")  # between prices, not in formulas
_BRACKET = re.compile(
    r"\((?:[^()]|\([^()]{0,100}\)){0,300}\)|（[^（）]{0,300}）|「[^「」]{0,300}」"
)
_QUOTE = re.compile(
    r"“[^“”]{1,150}”|``[^`]{1,150}?''|«[^«»]{1,150}»"
    r"|(?<![\w\"])\"(?=[^\s\"])[^\"]{1,150}(?<!\s)\"(?!\w)"
)


def sentences(text: str) -> list[str]:
    """Cut a text into its sentences; joined, they are the text but for the white space between.

    >>> sentences("See e.g. Lee et al. We gain 3.5% (cf. Fig. 2). Why? It is i.i.d. data.")
    ['See e.g. Lee et al.', 'We gain 3.5% (cf. Fig. 2).', 'Why?', 'It is i.i.d. data.']
    """
    found = []
    begin = 0
    for end in _ends(text):
        if sentence := text[begin:end].strip():
            found.append(sentence)
        begin = end
    return found


def _ends(text: str) -> Iterator[int]:
    """Find where each sentence ends; the last place is the end of the text."""
    wholes = _wholes(text)
    begin = closed = 0
    for mark in _MARK.finditer(text):
        while wholes and wholes[-1][1] <= mark.start():
            closed = wholes.pop()[1]
        end = mark.end()
        if wholes and wholes[-1][0] < mark.start() and end < wholes[-1][1]:
            closing = slice(end, min(wholes[-1][1], end + 3))
            if text[closing] not in _FORMULA_CLOSERS:
                continue
            end = wholes[-1][1]  # 'Then $a = b.$ We'
        if _is_end(text, begin, mark, end, is_closed=closed == mark.start()):
            begin = end
            yield end
    yield len(text)


def _wholes(text: str) -> list[tuple[int, int]]:
    """Find the stretches that stay whole, the last one first, none within another."""
    found = []
    if "://" in text or "www." in text:
        found += [address.span() for address in _ADDRESS.finditer(text)]
    if "$" in text or "\\" in text:
        formulas = (one for one in _FORMULA.finditer(text) if not _TWO_WORDS.search(one[0]))
        found += [formula.span() for formula in formulas]
    marked = (one.span() for pattern in (_BRACKET, _QUOTE) for one in pattern.finditer(text))
    found += [span for span in marked if span != (0, len(text))]  # some quote the whole abstract
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged[::-1]


def _is_end(text: str, begin: int, mark: re.Match[str], end: int, *, is_closed: bool) -> bool:
    """Decide whether a sentence that begins at `begin` ends with this mark, at `end`.

    `is_closed` tells that a bracket, formula, quote or address ends before the mark.
    """
    if mark["wide"]:
        next_sign = text[end : end + 1]
        is_quoted = mark["wide"][-1] in "」』" and next_sign and next_sign in _JAPANESE_JOINING
        return not (next_sign.isdigit() or is_quoted)
    before = text[max(begin, mark.start() - _REACH) : mark.start()]
    if not before.strip():
        return False
    follows = _NEXT_WORD.match(text, end)
    if not follows or not follows[2]:
        return True
    space, following = follows[1], follows[2]
    opener = re.split(r"\W", following, maxsplit=1)[0]
    if len(opener) == 1:
        is_initial = following[1:2] == "."
        opens = not is_initial and bool(opener in "AI" or _VARIABLE.match(text, follows.start(2)))
    else:
        opens = opener.lower() in _OPENERS and opener[:1].isupper()
    last = _LAST_WORD.search(before)
    word = last[0].strip(".") if last else ""
    if not space:  # 'physical laws.These changes'
        is_opener = opens and len(opener) > 1 and re.search(r"[\w)\]]{3}$", before)
        is_plain = re.search(r"(?:^|\s)[a-z]{4,}$", before) and _PLAIN_WORD.match(text, end)
        return mark[0] in (".", "?", "!") and "." not in word and bool(is_opener or is_plain)
    if is_closed and mark["mark"] == ".":
        word = ""
    return _is_end_before_space(mark, before, word, following, opens=opens)


def _is_end_before_space(
    mark: re.Match[str], before: str, word: str, following: str, *, opens: bool
) -> bool:
    """Decide by what follows the mark and a space; `opens` tells that it begins sentences."""
    if "a" <= following[0] <= "z" and not _SMALL_NAME.match(following):
        is_plain = len(word) > 3 and word.isalpha() and word.lower() not in _SHORTENED
        return is_plain and re.sub(r"\W+$", "", following) in _SMALL_OPENERS
    if _JOINING.match(following):
        return False
    if mark["mark"] == ".":
        is_label = word.lower() in _LABELLING and len(following.rstrip(".,:;)")) == 1
        return _ends_with_stop(before, word, opens=opens and not is_label)
    if "…" in mark["mark"] or ".." in mark["mark"]:
        return opens
    if mark["mark"] == "!" and not mark["close"]:
        return opens or not (len(word) == 1 or word.lower() in _EXCLAIMED)  # a factorial
    return True


def _ends_with_stop(before: str, word: str, *, opens: bool) -> bool:
    """Decide whether a full stop after this word ends a sentence, or shortens the word."""
    if word.isupper() and len(word) > 1 and "." not in word:
        return True  # 'for IE.'
    low = word.lower()
    if low in _LEADING or _LABEL.fullmatch(before.strip()):
        return False  # '1. First, we …' numbers a sentence
    if low in _CLOSING or re.fullmatch(r"(?:[^\W\d_]\.)*[^\W\d_]", low):
        # '5 ms. Training' but 'Fig. 5': after a number stands a unit.
        is_unit = low in ("ms", "sec", "min") and re.search(r"\d\s?\w+$", before)
        return opens or bool(is_unit)
    return True
