"""This file holds which sentences of an abstract to quote as its summary.

A sentence is scored by its likeness to the whole abstract (centroid; Radev et al. 2004), by its
share in the title's words, by speaking of the paper itself ('we propose') and by its place: the
features of Edmundson 1969. The weights are the best of a small grid by ROUGE on SciTLDR's
development set, save that a sentence which hangs on the one before it pays for that.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache

from knowledge.sentences import sentences
from knowledge.text import tokens
from knowledge.vocabulary import stem

_CUE = re.compile(
    r"\b(?:we|this (?:paper|work|article|survey|thesis)|our (?:method|approach|model|results?|work))\b"
    r"[^.]{0,40}?\b(?:propos|introduc|present|show|develop|prove|find|demonstrat|describ|achiev"
    r"|provid|releas|stud|investigat|deriv|outperform)",
    re.IGNORECASE,
)
# Begins in the middle of a thought that the sentence before began.
_DANGLING = re.compile(
    r"(?:however|but|yet|thus|hence|therefore|moreover|furthermore|additionally|also|instead"
    r"|finally|second(?:ly)?|third(?:ly)?|it|they|he|she|this|these|those|such|to (?:this|that) end"
    r"|to (?:address|fulfill|solve|overcome) (?:this|these|that)|then|in (?:contrast|addition)"
    r"|despite this|as an added|doing so|alternatively|consequently|specifically|conversely)\b",
    re.IGNORECASE,
)
CENTROID, TITLE, CUE, PLACE, DANGLING = 0.5, 0.3, 0.2, 0.2, -0.15
_OF_THE_PAPER = re.compile(
    r"this (?:paper|work|article|survey|study|thesis|report)\b", re.IGNORECASE
)


def key_sentences(
    title: str, abstract: str, number: int, *, weight: Callable[[str], float] = lambda _: 1.0
) -> list[str]:
    """Choose the sentences that say most of an abstract, in its order.

    Args:
        title: The paper's title.
        abstract: The abstract as shown.
        number: How many sentences to choose; fewer come back where there are fewer.
        weight: The rarity of a stem, for the likeness to the whole.
    """
    found = sentences(abstract)
    if len(found) <= number:
        return found
    weight = cache(weight)  # the same words come again and again
    bags = [_bag(sentence, weight) for sentence in found]
    whole = _bag(abstract, weight)
    of_title = set(_bag(title, weight))
    scores = []
    for place, (sentence, bag) in enumerate(zip(found, bags, strict=True)):
        in_title = sum(weight(word) for word in of_title & bag.keys())
        is_dangling = _DANGLING.match(sentence) and not _OF_THE_PAPER.match(sentence)
        scores.append(
            CENTROID * _cosine(bag, whole)
            + TITLE * in_title / (sum(map(weight, of_title)) or 1)
            + CUE * bool(_CUE.search(sentence))
            + PLACE * (1 - place / len(found))
            + DANGLING * bool(is_dangling)
        )
    best = sorted(range(len(found)), key=lambda place: -scores[place])[:number]
    return [found[place] for place in sorted(best)]


def _bag(text: str, weight: Callable[[str], float]) -> dict[str, float]:
    times = Counter(stem(word) for word in tokens(text))
    return {word: number * weight(word) for word, number in times.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(weight * other.get(word, 0.0) for word, weight in one.items())
    norms = math.hypot(*one.values()) * math.hypot(*other.values())
    return shared / norms if norms else 0.0
