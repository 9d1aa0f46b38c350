"""The methods of choosing one sentence that ours is measured with."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words

from knowledge.text import tokens
from knowledge.vocabulary import stem


class Case(NamedTuple):
    """An abstract, and summaries that people wrote of it."""

    title: str
    abstract: str
    sentences: list[str]
    references: tuple[str, ...]


Chooser = Callable[[Case], str]

_CUES = re.compile(
    r"\b(?:we (?:\w+ )?(?:propose|present|introduce|show|develop|study|describe|demonstrate|find"
    r"|prove|investigate)|this (?:paper|work|article))\b",
    re.IGNORECASE,
)


def reference_scorer(case: Case) -> str:
    """Choose by .5 centroid + .5 title overlap + .2 position + .2 cue words.

    Of forty-eight readings of that formula (weights of words, stop words, the centroid as a sum or
    a mean, overlap as recall or cosine, three lists of cues) this one did best on the development
    set of SciTLDR.
    """
    bags = [_stems(sentence) for sentence in case.sentences]
    centroid: Counter[str] = Counter()
    for bag in bags:
        length = math.hypot(*bag.values()) or 1
        centroid.update({word: times / length for word, times in bag.items()})
    of_title = _stems(case.title)
    last = max(1, len(bags) - 1)

    def score(place: int) -> float:
        bag = bags[place]
        return (
            0.5 * _cosine(bag, centroid)
            + 0.5 * len(bag.keys() & of_title.keys()) / (len(of_title) or 1)
            + 0.2 * (1 - place / last)
            + 0.2 * bool(_CUES.search(case.sentences[place]))
        )

    return case.sentences[max(range(len(bags)), key=score)]


def peers() -> dict[str, Chooser]:
    """Name the methods of sumy, which are given our words, for its own need a download."""
    kinds = (LexRankSummarizer, TextRankSummarizer, LsaSummarizer, LuhnSummarizer)
    return {
        f"sumy {kind.__name__.removesuffix('Summarizer')}": partial(_by_sumy, _summarizer(kind))
        for kind in kinds
    }


def rarity_in(cases: Sequence[Case]) -> Callable[[str], float]:
    """Weigh stems by BM25's inverse document frequency among these abstracts."""
    texts = (f"{case.title} {case.abstract}" for case in cases)
    holding = Counter(word for text in texts for word in set(map(stem, tokens(text))))

    @cache
    def rarity(stemmed: str) -> float:
        return math.log1p((len(cases) - holding[stemmed] + 0.5) / (holding[stemmed] + 0.5))

    return rarity


class _Words:
    """A tokenizer as sumy wants it."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(tokens(text))


def _summarizer(kind: type[Any]) -> Any:
    summarizer = kind(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    return summarizer


def _by_sumy(summarizer: Any, case: Case) -> str:
    lines = [Sentence(sentence, _Words()) for sentence in case.sentences]
    with np.errstate(invalid="ignore"):  # sentences that share no word
        chosen = summarizer(ObjectDocumentModel([Paragraph(lines)]), 1)
    return str(chosen[0]) if chosen else case.sentences[0]


def _stems(text: str) -> Counter[str]:
    stop_words = get_stop_words("english")
    return Counter(stem(word) for word in tokens(text) if word not in stop_words)


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(times * other.get(word, 0.0) for word, times in one.items())
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return shared / lengths if lengths else 0.0
