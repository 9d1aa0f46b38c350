"""This file holds what forms of questions want of a sentence: a number, a unit, a date, a licence."""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.kin import kin
from knowledge.text import written_tokens
from knowledge.vocabulary import stem

_WORDNUMBERS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\\w+)?"
    "|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|single|twice|thrice"
)
# Not the 2 of SE(2), of 3D or of D4RL.
_DIGITS = r"(?<![\w.])(?<!\w\()\d[\d.,]*(?![\d]*[A-Za-z_]*[A-Z])"
NUMBER = rf"{_DIGITS}|\b(?:{_WORDNUMBERS}|halve[sd]?|doubl\w+|tripl\w+|\w+fold)\b"
NUMBERS = re.compile(rf"{NUMBER}(?:\s?(?:%|percent\b))?", re.IGNORECASE)
_UNITS = {
    r"thick|deep|depth|thickness": r"(?:thick|depth|deep)\w*|\d ?(?:m|cm|mm|km|met(?:er|re)s?)\b",
    r"high|tall|height|altitude": r"(?:high|height|altitude|elevation|tall)\w*|\d ?(?:m|cm|km|met(?:er|re)s?)\b",
    r"far|distance": r"\d ?(?:km|m|miles?|kilomet\w+)\b",
    r"old|age": r"\byears?\b|\bages?\b|\bcentur|\bdays old",
    r"heavy|weight|mass": r"\d ?(?:g|kg|mg|t|tonnes?|grams?)\b",
    r"hot|warm|cold|temperature": r"°|\bdegrees?\b|\bkelvin\b|\d ?K\b",
    r"long|duration": (
        rf"(?:{NUMBER})(?: \w+)?[ -](?:h|hours?|days?|weeks?|months?|years?|minutes?|min|seconds?|s|km|m|met(?:er|re)s?|words?|tokens?)\b"
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


WANTS = (
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
        NUMBER,
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


def counts(sentence: str, counted: frozenset[str]) -> bool:
    """Tell whether a number in a sentence is that of what is counted: '24 bogs', 'five of them'."""
    words = re.findall(r"[^\s/–—-]+", sentence)
    stems = [{stem(token) for token, _ in written_tokens(word)} for word in words]
    of_kin = {word: {stem(one) for one in kin(word)} | {word} for word in counted}
    for at, word in enumerate(words):
        if not NUMBERS.search(word):
            continue
        after = words[at + 1 : at + 1 + _FEW_WORDS_BETWEEN]
        if after[:1] == ["of"] and after[1:2] and after[1].strip(".,;") in _OF_THEM:
            return True
        near = set().union(*stems[at : at + 1 + _FEW_WORDS_BETWEEN])
        if any(near & words_of_kin for words_of_kin in of_kin.values()):
            return True
    return False


_OF_THEM = frozenset(("them", "these", "those", "which", "whom"))
