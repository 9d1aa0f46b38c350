"""This file holds which sentences of an abstract to quote as its summary.

A sentence's score adds up a few traits: its likeness to the whole abstract (the centroid of Radev
et al. 2004) and to the title, its place, and whether it speaks of the paper itself, does so first,
first says what the paper does, first proposes something (after the title, location and cue methods
of Edmundson 1969). The weights are those of a ridge regression of ROUGE on these traits, over the
development set of SciTLDR (Cachola et al. 2020): `python -m tests.benchmarks.summaries --fit`.
"""

from __future__ import annotations

import math
import operator
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import NamedTuple

from knowledge.sentences import sentences
from knowledge.text import tokens
from knowledge.vocabulary import stem

# Weigh nothing: an index, which leaves them out, would take them for the rarest words.
_FUNCTION_WORDS = frozenset(
    "about above after again against all also although am among an and another any are as at be"
    " because been before being below between both but by can cannot could did do does doing down"
    " during each either else etc ever every few for from further had has have having he hence her"
    " here hers him his how however if in into is it its itself just least less many may me might"
    " more most much must my neither no nor not now of off often on once only or other others our"
    " ours out over own per rather same several she should since so some still such than that the"
    " their theirs them then there therefore these they this those though through thus to too"
    " under until up upon us very via was we well were what when where whether which while who"
    " whom whose why will with within without would yet you your".split()
)
_KIND = (
    r"(?:paper|work|article|study|survey|thesis|report|tutorial|review|chapter|manuscript|demo"
    r"|project|research)"
)
_OF_THE_PAPER = re.compile(
    rf"\b(?:we|i|our|here|this {_KIND}|the (?:present|proposed|current) \w+)\b", re.IGNORECASE
)
_WHO = rf"\b(?:we|i|this {_KIND}|our \w+)\s+(?:\w+\s+){{0,2}}?"
_PROPOSING = "propos|present|introduc|develop|describ|design|devis|formulat|suggest"
_PROPOSES = re.compile(rf"{_WHO}(?:{_PROPOSING})", re.IGNORECASE)
_DOES = re.compile(
    rf"{_WHO}(?:{_PROPOSING}|address|aim|analy[sz]|demonstrat|deriv|examin|explor|extend"
    "|investigat|prov|releas|show|stud(?:y|ie)|tackl)",
    re.IGNORECASE,
)
# Begins in the middle of a thought that the sentence before began.
_HANGING = re.compile(
    r"(?:however|but|yet|nevertheless|nonetheless|thus|hence|therefore|moreover|furthermore"
    r"|additionally|also|otherwise|unfortunately|finally|lastly|meanwhile|likewise|similarly"
    r"|consequently|accordingly|subsequently|alternatively|conversely|specifically|concretely"
    r"|indeed|namely|and|or|then|it|its|they|their|them|he|she|his|her"
    r"|such an?|one such|the (?:former|latter)|(?:in )?doing so|by doing so|on the other hand"
    r"|on the contrary|as a (?:result|consequence|by-?product)|for (?:example|instance|this|that)"
    r"|in (?:contrast|addition|turn|particular|consequence),"
    r"|(?:instead|besides|further|second(?:ly)?|third(?:ly)?),|(?:next|rather|so|still)(?:,| we\b)"
    r"|(?:because of|instead of|in spite of|in light of|despite) (?:this|that|these|those)"
    r"|(?:in order )?to (?:\w+ ){0,2}(?:this|that|these|those|it|them))(?![\w-])",
    re.IGNORECASE,
)
_ADVERB = r"(?:(?:\w+ly|also|further|not|in turn)\s+)?"
_BARE_THIS = re.compile(  # 'This is', 'These allow', 'This helps', but 'This paper', 'This analysis'
    rf"(?:this|these|that|those)\s+{_ADVERB}(?:is|are|was|were|has|have|had|can|could|may|might"
    r"|must|will|would|should|do|does|did|(?:allow|make|lead|enable|include|require|provide)s?)\b"
    rf"|this\s+{_ADVERB}(?!bias\b|series\b|lens\b)\w{{2,}}[^\Wsiu]s\b",
    re.IGNORECASE,
)


class Traits(NamedTuple):
    """What a sentence's score rests on, or the weight of each."""

    likeness: float  # to the whole abstract, 0 to 1
    in_title: float  # the cosine of the sets of words, 0 to 1
    earliness: float  # 1 for the first sentence, towards 0 for the last
    is_of_the_paper: float
    is_first_of_the_paper: float
    is_first_to_do: float
    is_first_to_propose: float


# In points of ROUGE (the mean of ROUGE-1, -2 and -L, x100).
WEIGHTS = Traits(10.8, 21.1, 1.4, 2.0, 3.5, 3.9, 4.8)
# Without it 57 of 619 summaries would hang on another sentence; with it 19 do, most of them 'To solve
# this problem, we', at a cost of .4 points of ROUGE (--fit shows others). None would cost .6 more.
HANGING = -10.0
# For the sentence after one that is quoted: of two, it lifts recall by .6 and F1 against all
# references together by .4; 2 to 7 do alike.
FOLLOWING = 4.0


def key_sentences(
    title: str, abstract: str, number: int, *, weight: Callable[[str], float] = lambda _: 1.0
) -> list[str]:
    """Choose the sentences that say most of an abstract, in its order.

    Args:
        title: The paper's title.
        abstract: The abstract as shown.
        number: How many sentences to choose; fewer come back where there are fewer.
        weight: The rarity of a stem, for the likeness to the whole and to the title.
    """
    found = sentences(abstract)
    if len(found) <= number:
        return found
    scores = [sum(map(operator.mul, WEIGHTS, traits)) for traits in traits_of(title, found, weight)]
    return [found[place] for place in best(scores, list(map(is_hanging, found)), number)]


def best(
    scores: Sequence[float], hanging: Sequence[bool], number: int, following: float = FOLLOWING
) -> list[int]:
    """Choose places one after the other, the best first; give them in order.

    What follows a chosen sentence is worth more, and hangs no longer if it hangs on that.
    """
    chosen: set[int] = set()

    def worth(place: int) -> float:
        return scores[place] + (following if place - 1 in chosen else HANGING * hanging[place])

    while len(chosen) < min(number, len(scores)):
        chosen.add(max((place for place in range(len(scores)) if place not in chosen), key=worth))
    return sorted(chosen)


def is_hanging(sentence: str) -> bool:
    """Tell whether a sentence begins with what only the one before it explains."""
    return bool(_HANGING.match(sentence) or _BARE_THIS.match(sentence))


def traits_of(title: str, found: Sequence[str], weight: Callable[[str], float]) -> list[Traits]:
    """Measure the traits of each sentence of an abstract."""
    weight = cache(weight)  # the same words come again and again
    bags = [_bag(sentence, weight) for sentence in found]
    whole: Counter[str] = Counter()
    for bag in bags:
        whole.update(bag)
    of_title = set(_bag(title, weight))
    of_the_paper = [bool(_OF_THE_PAPER.search(sentence)) for sentence in found]
    firsts = [
        next((place for place, sentence in enumerate(found) if says.search(sentence)), None)
        for says in (_OF_THE_PAPER, _DOES, _PROPOSES)
    ]
    return [
        Traits(
            _cosine(bag, whole),
            _overlap(bag.keys(), of_title, weight),
            1 - place / len(found),
            of_the_paper[place],
            *(place == first for first in firsts),
        )
        for place, bag in enumerate(bags)
    ]


def _bag(text: str, weight: Callable[[str], float]) -> dict[str, float]:
    times = Counter(stem(word) for word in tokens(text) if word not in _FUNCTION_WORDS)
    return {word: number * weight(word) for word, number in times.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(weight * other.get(word, 0.0) for word, weight in one.items())
    norms = math.hypot(*one.values()) * math.hypot(*other.values())
    return shared / norms if norms else 0.0


def _overlap(
    one: AbstractSet[str], other: AbstractSet[str], weight: Callable[[str], float]
) -> float:
    """Take the cosine of two sets of stems."""
    size = math.sqrt(sum(map(weight, one)) * sum(map(weight, other)))
    return sum(map(weight, one & other)) / size if size else 0.0
