"""This file holds the sentences of abstracts that answer a question.

A sentence answers when it has the words that the question asks with, or their kin, and what the
question wants: a number for 'how many', a licence for 'under which licence'. What no sentence has
is named, so that not knowing can be said in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.sentences import sentences
from knowledge.text import fold, written_tokens
from knowledge.vocabulary import stem

ENOUGH_OF_ONE = 0.5
"""Share of a question's words, by rarity, that a sentence must have where the paper is named."""
ENOUGH_OF_ANY = 0.75
"""The same where any paper may answer; the words of its title count as said."""
ENOUGH_OF_COUNTS = 0.85
"""The same where a number or a date is wanted: another one is soon found."""
_OWN = 0.4
"""The share that the sentence itself must have then of what its title doesn't say."""
_WORTH_QUOTING = 0.3
"""Share of a search's words that a sentence must have to be shown beside its paper."""
_ELSEWHERE = 0.5
"""What a word counts that stands in the abstract's other sentences."""
_KIN = 0.8
"""What a word of like meaning counts, beside the same one."""
_PAPERS = 8
"""How many papers are looked through where none is named."""
_EQUAL = 0.9
"""Share of the best sentence's strength from which others are quoted beside it."""

_WORD_NUMBERS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\\w+)?"
    "|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|single|twice|thrice"
)
# Not the 2 of SE(2), of 3D or of D4RL.
_DIGITS = r"(?<![\w.])(?<!\w\()\d[\d.,]*(?![\d]*[A-Za-z_]*[A-Z])"
_NUMBER = rf"{_DIGITS}|\b(?:{_WORD_NUMBERS}|halve[sd]?|doubl\w+|tripl\w+|\w+fold)\b"
_NUMBERS = re.compile(rf"{_NUMBER}(?:\s?(?:%|percent\b))?", re.IGNORECASE)
_UNITS = {
    r"thick|deep|depth|thickness": r"(?:thick|depth|deep)\w*|\d ?(?:m|cm|mm|km|met(?:er|re)s?)\b",
    r"high|tall|height|altitude": r"(?:high|height|altitude|elevation|tall)\w*|\d ?(?:m|cm|km|met(?:er|re)s?)\b",
    r"far|distance": r"\d ?(?:km|m|miles?|kilomet\w+)\b",
    r"old|age": r"\byears?\b|\bages?\b|\bcentur|\bdays old",
    r"heavy|weight|mass": r"\d ?(?:g|kg|mg|t|tonnes?|grams?)\b",
    r"hot|warm|cold|temperature": r"°|\bdegrees?\b|\bkelvin\b|\d ?K\b",
    r"long|duration": (
        rf"(?:{_NUMBER})(?: \w+)?[ -](?:h|hours?|days?|weeks?|months?|years?|minutes?|min|seconds?|s|km|m|met(?:er|re)s?|words?|tokens?)\b"
    ),
    r"fast|quick\w*|speed": r"\bper\b|/s\b|km/h|\bspeed|\bfast|\btimes\b|\dx\b|×|\bseconds?\b|\bms\b|fold\b",
    r"often|frequen\w+": r"\bper\b|\bevery\b|\btimes\b|\bfrequen|\bonce\b|\btwice\b|%",
}
_WHEN = (
    r"\b(?:1[5-9]|20|21|22|23)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|spring|summer|autumn|winter)\b|\b\d[\d,]* years\b|\bcentury\b|\bago\b"
)


class Want(NamedTuple):
    """What a form of question wants of a sentence.

    Attributes:
        asked: How it is asked for.
        said: What a sentence has that gives it.
        is_needed: Whether a sentence without it is no answer, whatever words it has.
        instead_of_words: Whether what gives it is an answer though none of the words is there.
    """

    asked: re.Pattern[str]
    said: re.Pattern[str]
    is_needed: bool = True
    instead_of_words: bool = False


def _want(asked: str, said: str, *, needed: bool = True, instead: bool = False) -> Want:
    return Want(
        re.compile(rf"\b(?:{asked})\b", re.IGNORECASE),
        re.compile(said, re.IGNORECASE),
        needed,
        instead,
    )


_WANTS = (
    *(
        _want(rf"how (?:{asked})|what (?:is|was|are) the (?:\w+ )?(?:{asked})", said)
        for asked, said in _UNITS.items()
    ),
    _want(r"when|(?:which|what) (?:year|month|date)|since when", _WHEN),
    _want(
        r"how (?:many|much|large|big|long|often|far|high|deep|old|tall|heavy|small|wide|thick|frequent\w*)"
        r"|(?:what|which) (?:percentage|percent|proportion|fraction|share|number|size|factor|range|rate|depth|speed|length"
        r"|height|distance|area|mass|temperature|duration|value|average|median|mean|error|f1|bleu|score|accuracy)"
        r"|by what|to what (?:percent\w*|degree)|(?:the )?number of",
        _NUMBER,
    ),
    _want(
        r"licen[cs]e\w*|copyright",
        r"\blicen[cs]|\bcc[- ]?(?:by|0)|\bMIT\b|apache|\bgpl|public domain|open[- ]source",
        instead=True,
    ),
    _want(
        r"(?:which|what|whose) (?:data ?sets?|data|corpus|corpora|benchmarks?|treebanks?)",
        r"\bdata ?sets?|\bcorp(?:us|ora)|\bbenchmark|\btreebank|\bevaluate|\btested on|\btrained on",
        instead=True,
    ),
    _want(
        r"why|for what reason|what (?:causes?|caused|drives|drove|explains?)|how come",
        r"\bbecause|\bdue to|\bsince\b|\bas a result|\bdriven|\bcaus|\bexplain|\bowing|\bthus\b|\btherefore"
        r"|\bin order to|\bmotivat|\breason|\battribut|\bstem(?:s|med) from|\bchalleng|\black|\bhowever",
    ),
    _want(
        r"limitations?|weakness\w*|shortcomings?|drawbacks?|fails?|failed|caveats?",
        r"\blimit|\bweak|\bshortcoming|\bdrawback|\bfail|\bhowever|\bcaveat|\bdoes not|\bcannot|\bonly\b",
        instead=True,
    ),
    _want(
        r"(?:find|found|findings?|results?|conclu\w+|outcomes?|discover\w*|learn(?:ed|t)|takeaways?|upshot"
        r"|achieve\w*|perform\w*|how well|how good|how accurate|contributions?)",
        r"\bwe (?:also )?(?:find|found|show|demonstrate|conclude|observe|report)|\b(?:find|finds|found|show|shows|showed) that\b|\bresults?\b|\bfindings?\b|\boutperform"
        r"|\bachiev|\bimprov|\breveal|\bsuggest|\bindicat|\bsignificant|\bsurpass|\bstate[- ]of[- ]the[- ]art",
        needed=False,
        instead=True,
    ),
    _want(
        r"(?:what|which) (?:method|approach|technique|model|architecture|algorithm|tool|instrument)s?"
        r"|how (?:do|does|did|is|are|was|were)|method(?:s|ology)?|approach",
        r"\bwe (?:\w+ )?(?:propose|introduce|present|develop|use|combine|train|apply|design|build|measure)|\busing\b"
        r"|\bmethod|\bapproach|\bmodel|\bby \w+ing\b|\bbased on|\bvia\b|\bconsists",
        needed=False,
        instead=True,
    ),
    _want(
        r"(?:goal|aim|purpose|problem|objective|motivation|research question|hypothesis|idea)s?"
        r"|tr(?:y|ies|ying) to|aims? (?:at|to)",
        r"\baim|\bgoal|\baddress|\bproblem|\bchalleng|\btackl|\bobjective|\bwe (?:propose|study|investigate|ask|explore)"
        r"|\bhypothes|\bin this (?:paper|work|study)|\bthis (?:paper|work|study)",
        needed=False,
        instead=True,
    ),
)
_FEW_WORDS_BETWEEN = 4
"""A number counts what stands at most so many words after it: '24 small wet bogs'."""
_HEAD = re.compile(
    r"^(?:what(?:'s| is| was| are| were) )?(?:the )?(?:mean |average |total |median )?(\w+) of\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"(?:and |so |but )?(?:does|do|did|is|are|was|were|has|have|had|can|could|will)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\b(?:how many|number of) (?:of (?:the |these |their |its )?(?:\d+ )?)?(?:different |distinct |new |more )?([\w-]+)",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"\b(?:which|what) (?:kinds? of |types? of )?([\w-]+(?: [\w-]+)?) (?:was|were|is|are|did|do|does|has|have|can|could|had)\b",
    re.IGNORECASE,
)
# Words that ask, beside the stop words that every index has: they say nothing of the matter.
_ASKING = frozenset(
    "paper papers abstract study studies work article author authors use uses used using say says said state"
    " states stated mention mentions mentioned report reports reported according tell show shows me please"
    " much many big large long far high often well good exactly total overall get gets got make makes made"
    " take takes took need needs give gives gave given do does did done have has had know known find found"
    " finding findings result results conclude conclusion conclusions outcome main key which what whose how"
    " why when where who whom there here did does can could would will should method methods approach"
    " technique goal aim purpose problem idea contribution contributions percentage percent proportion"
    " fraction share number size kind type sort anyone somebody something thing things come came reason"
    " licence license licensed released under dataset datasets data trained evaluated tested hey hi want"
    " wondering question quick curious remind ask try tries trying s t whats whos hows wheres whens whys thats"
    " theres its they their them it im ive dont doesnt isnt".split()
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence of a paper, and which of its characters match a question, as (begin, end)."""

    paper: Paper
    sentence: str
    marks: tuple[tuple[int, int], ...]
    strength: float = field(compare=False, default=0.0)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question asks for.

    Attributes:
        weights: The stems of its words, with their rarity.
        written: The words as they were typed, by stem.
        needed: Stems without which nothing is an answer.
        wants: What a sentence must or may give.
        hints: Stems of how it is asked for, which make a sentence likelier.
        counted: Stems of what is counted, where it asks how many.
        is_yes_or_no: Whether it asks if something holds, so that every word matters.
    """

    weights: dict[str, float]
    written: dict[str, str]
    needed: frozenset[str]
    wants: tuple[Want, ...]
    hints: frozenset[str]
    counted: frozenset[str]
    is_yes_or_no: bool

    def share(self, found: dict[str, float]) -> float:
        """Tell which share of the words' weight was found; 1 where there is no word."""
        whole = sum(self.weights.values())
        return (
            sum(self.weights[one] * found.get(one, 0.0) for one in self.weights) / whole
            if whole
            else 1.0
        )

    def apart_from(self, found: dict[str, float]) -> Sought:
        """Leave out the words that were found already."""
        left = {one: weight for one, weight in self.weights.items() if not found.get(one)}
        return replace(self, weights=left)

    def missing(self, found: dict[str, float]) -> list[str]:
        """List the words that were not found, as they were typed."""
        return [self.written[one] for one in self.weights if not found.get(one)]


def sought(library: Library, question: str) -> Sought:
    """Read what a question asks for, apart from the paper that it asks about."""
    weights: dict[str, float] = {}
    written: dict[str, str] = {}
    wants = tuple(want for want in _WANTS if want.asked.search(question))
    asked_with = question
    for want in wants:
        # How it is asked for is not what is asked about: 'how well does it perform'.
        asked_with = want.asked.sub(" ", asked_with) if want.instead_of_words else asked_with
    for word in asked_with.split():
        for token, as_is in written_tokens(word) or [(fold(word), word)]:
            if not token or token in _ASKING or token in library.index.stop_words:
                continue
            known = library.index.knows(token) or len(token) < 4
            meant = token if known else library.index.nearest_word(token) or token
            weights[stem(meant)] = library.index.rarity(stem(meant))
            written[stem(meant)] = as_is
    forms = (_HOW_MANY, _WHICH, _HEAD)
    asked_for = " ".join(word for form in forms for word in form.findall(question))
    needed = {stem(word) for word in fold(asked_for).split() if word not in _ASKING}
    names = [
        word for word in question.split()[1:] if word[:1].isupper() or any(map(str.isdigit, word))
    ]
    needed |= {stem(token) for word in names for token, _ in written_tokens(word)}
    return Sought(
        weights,
        written,
        frozenset(needed & weights.keys()),
        wants,
        frozenset(map(stem, fold(question).split())) - weights.keys() - library.index.stop_words,
        frozenset(weights) & {stem(fold(word)) for word in _HOW_MANY.findall(question)},
        _YES_OR_NO.match(question) is not None,
    )


def quotations(asked: Sought, paper: Paper, most: int = 2) -> list[Quotation]:
    """List the sentences of a paper that answer a question, best first; few or none."""
    said = [_read(asked, paper, one) for one in (*sentences(paper.abstract), paper.title)]
    if asked.is_yes_or_no and not any(want.is_needed for want in asked.wants):
        return _that_together_have_all(asked, said, most)
    answers = [one for one in said if _answers(asked, one, ENOUGH_OF_ONE)]
    answers.sort(key=lambda one: -one.quotation.strength)
    return _equal([one.quotation for one in answers], most)


def fitting_sentence(asked: Sought, paper: Paper) -> Quotation | None:
    """Choose the sentence of an abstract that has most of some words; None if none has enough."""
    said = [_read(asked, paper, one) for one in sentences(paper.abstract)]
    best = max(said, key=lambda one: one.quotation.strength, default=None)
    return best.quotation if best and asked.share(best.found) >= _WORTH_QUOTING else None


def quotations_of_any(library: Library, asked: Sought, most: int = 3) -> list[Quotation]:
    """List the sentences of any papers that answer a question, best first, one of each paper."""
    if not asked.weights:
        return []
    query = library.index.understood(" ".join(asked.written.values()))
    near = (library.papers[position] for position in library.index.best(query, _PAPERS).tolist())
    answers = (_in_context(asked, paper) for paper in near)
    found = [max(those, key=lambda one: one.strength) for those in answers if those]
    found.sort(key=lambda one: -one.strength)
    return _equal(found, most)


def _in_context(asked: Sought, paper: Paper) -> list[Quotation]:
    """List the sentences of a paper that answer a question which doesn't name it.

    A sentence needn't repeat what its title says, nor all of what the abstract says elsewhere.
    """
    title = _matched(asked, paper.title).found
    read = [_read(asked, paper, sentence) for sentence in sentences(paper.abstract)]
    elsewhere = {word: _ELSEWHERE * much for said in read for word, much in said.found.items()}
    context = {**elsewhere, **title}
    rest = asked.apart_from(title)
    answers = []
    for said in read:
        own = rest.share(said.found) if rest.weights else asked.share(said.found)
        whole = asked.share({**context, **said.found})
        is_strict = any(want.is_needed for want in asked.wants)
        enough = ENOUGH_OF_COUNTS if is_strict else ENOUGH_OF_ANY
        if own >= _OWN and whole >= enough and _gives(asked, said):
            strength = said.quotation.strength + own
            answers.append(replace(said.quotation, strength=strength))
    return answers


def missing_in(asked: Sought, paper: Paper) -> list[str]:
    """List the words of a question that a paper's title and abstract don't have."""
    return asked.missing(_matched(asked, f"{paper.title} {paper.abstract}").found)


class _Match(NamedTuple):
    found: dict[str, float]
    marks: list[tuple[int, int]]


class _Said(NamedTuple):
    quotation: Quotation
    found: dict[str, float]
    given: list[Want]


def _read(asked: Sought, paper: Paper, sentence: str) -> _Said:
    found, marks = _matched(asked, sentence)
    given = [want for want in asked.wants if want.said.search(sentence)]
    if any(want.said.pattern == _NUMBER for want in given):
        marks = [*marks, *(match.span() for match in _NUMBERS.finditer(sentence))]
    hints = len(asked.hints & set(map(stem, fold(sentence).split())))
    strength = asked.share(found) + 0.3 * len(given) + 0.1 * hints - 0.2 * (sentence == paper.title)
    return _Said(Quotation(paper, sentence, _joined(marks), strength), found, given)


def _answers(asked: Sought, said: _Said, enough: float) -> bool:
    if not asked.weights:
        return bool(said.given) and _gives(asked, said)
    return _gives(asked, said) and asked.share(said.found) >= enough


def _gives(asked: Sought, said: _Said) -> bool:
    """Tell whether a sentence gives what is wanted, and has the words that matter."""
    is_given = all(want in said.given for want in asked.wants if want.is_needed)
    if not is_given or not all(said.found.get(one) for one in asked.needed):
        return False
    return not asked.counted or _counts(said.quotation.sentence, asked.counted)


def _counts(sentence: str, counted: frozenset[str]) -> bool:
    """Tell whether a number in a sentence is that of what is counted: '24 bogs', 'five of them'."""
    words = re.findall(r"[^\s/–—-]+", sentence)
    stems = [{stem(token) for token, _ in written_tokens(word)} for word in words]
    of_kin = {word: {stem(one) for one in kin(word)} | {word} for word in counted}
    for at, word in enumerate(words):
        if not _NUMBERS.search(word):
            continue
        after = words[at + 1 : at + 1 + _FEW_WORDS_BETWEEN]
        if after[:1] == ["of"] and after[1:2] and after[1].strip(".,;") in _OF_THEM:
            return True
        near = set().union(*stems[at : at + 1 + _FEW_WORDS_BETWEEN])
        if any(near & words_of_kin for words_of_kin in of_kin.values()):
            return True
    return False


_OF_THEM = frozenset(("them", "these", "those", "which", "whom"))


def _that_together_have_all(asked: Sought, said: Sequence[_Said], most: int) -> list[Quotation]:
    """Choose the fewest sentences that have every word; none where a word is missing."""
    left = set(asked.weights)
    chosen: list[Quotation] = []
    while left and len(chosen) < most:
        best = max(
            said, key=lambda one: sum(asked.weights[word] for word in left if one.found.get(word))
        )
        if not left & {word for word, much in best.found.items() if much}:
            return []
        left -= {word for word, much in best.found.items() if much}
        chosen.append(best.quotation)
    return [] if left else chosen


def _equal(found: list[Quotation], most: int) -> list[Quotation]:
    return [one for one in found[:most] if one.strength >= _EQUAL * found[0].strength]


def _matched(asked: Sought, text: str) -> _Match:
    """Find a question's words in a text: how well each is said there, and where."""
    found: dict[str, float] = {}
    marks = []
    for match in re.finditer(r"[^\s/–—-]+", text):
        for token, _ in written_tokens(match[0]) or [(fold(match[0]), match[0])]:
            stemmed = stem(token)
            for word in asked.weights:
                if stemmed == word:
                    found[word] = 1.0
                elif token in kin(word):
                    found[word] = max(found.get(word, 0.0), _KIN)
                else:
                    continue
                marks.append(_bare(text, *match.span()))
    return _Match(found, marks)


def _bare(text: str, begin: int, end: int) -> tuple[int, int]:
    """Leave out the punctuation around a word."""
    while begin < end and not text[begin].isalnum():
        begin += 1
    while end > begin and not text[end - 1].isalnum():
        end -= 1
    return begin, end


def _joined(marks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(set(marks)):
        if joined and begin <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif begin < end:
            joined.append((begin, end))
    return tuple(joined)


def kin(stemmed: str) -> frozenset[str]:
    """List the words of general English that may say the same as a stem."""
    return _kin().get(stemmed, frozenset())


@cache
def _kin() -> dict[str, frozenset[str]]:
    import yaml

    text = (Path(__file__).parent / "kin.yaml").read_text(encoding="utf-8")
    families: list[str] = yaml.safe_load(text)
    found: dict[str, set[str]] = {}
    for family in families:
        words = family.split()
        for word in words:
            found.setdefault(stem(word), set()).update(words)
    return {word: frozenset(words) for word, words in found.items()}
