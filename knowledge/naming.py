"""This file holds how groups of papers are named: by phrases that set each apart, as papers write them."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.latex import without_links
from knowledge.text import fold
from knowledge.vocabulary import stem

if TYPE_CHECKING:
    from knowledge.paper import Paper

    Key = tuple[str, ...]

TERMS = 5
"""Terms that describe a group beside its name, at the most."""
_LONGEST = 3
"""Words of the longest phrase."""
_IN_ABSTRACT = 0.5
"""What a phrase counts that a paper has in its abstract alone."""
_BY_LENGTH = (0.0, 1.0, 2.0, 2.2)
"""What phrases of so many words count beside single words: 'parsing' says less than 'dependency
parsing'. Chosen by reading the names of the shipped library and of the ACL Anthology, as a whole and
by years and venues; so are the constants below."""
_EVERYWHERE = 0.05
"""Added to the logarithm of how much more often a group has a phrase: with one group all are 0."""
_LONGER = (0.25, 0.4, 0.4)
"""Share of the papers with a phrase of one, two or three words that have a longer one around it, from
which that is the name."""
_LEAST_PAPERS = 2
"""Papers of a group that have its name, at the least."""
_SMALL = 0.1
"""Share of a word's uses inside sentences that begin with a small letter from which it is written so."""
_WORD = re.compile(r"[^\W_]+(?:[-–'’][^\W_]+)*(?:\(\w\)(?!\w))?")
_ADJECTIVE = re.compile(r".*(?:al|ic|ive|ous|able|ible|ful|less|[^e]ed)")
"""What words end in that are seldom nouns; the nouns among them are listed."""
_OF_A_PEOPLE = re.compile(r".*(?:ese|ish|ian)")
"""What words end in that are written with a capital: Chinese, Danish, Bayesian."""
_LONGEST_ACRONYM = 5
_ENDS = frozenset(".:?!(")
_NUMERAL = re.compile(r"\d+(?:st|nd|rd|th|s|d)?")


@dataclass(frozen=True, slots=True)
class Named:
    """What a group is called.

    Attributes:
        name: The phrase that sets it apart.
        terms: Others, those that say most first.
    """

    name: str
    terms: tuple[str, ...]


def named(
    groups: Sequence[Sequence[Paper]], sizes: Sequence[int], stop_words: Collection[str]
) -> list[Named]:
    """Name groups of papers, each by another phrase.

    Args:
        groups: Some papers of each group.
        sizes: How many papers each group has in all.
        stop_words: Words that say nothing.
    """
    writing = _Writing(stop_words)
    shares = [writing.shares(papers) for papers in groups]
    scores = _scores(shares, sizes, writing)
    best: dict[Key, float] = defaultdict(float)
    for of_group in scores:
        for key, score in of_group.items():
            best[key] = max(best[key], score)
    found: list[Named] = []
    taken: set[Key] = set()
    for share, of_group in zip(shares, scores, strict=True):
        order = sorted(of_group, key=lambda key: (-of_group[key], key))
        free = [key for key in order if key not in taken]
        own = (key for key in free if writing.says_enough(key) and of_group[key] == best[key])
        name = writing.lengthened(next(own, free[0]), share, taken)
        name = _spelt_out(name, free)
        taken |= {name, *_shortened(name)}
        terms = [name]
        for key in order:
            if len(terms) > TERMS:
                break
            known = {stem for other in terms for stem in other}
            if writing.says_enough(key) and known.isdisjoint((*key, *_shortened(key))):
                terms.append(key)
        found.append(Named(writing.written(name), tuple(map(writing.written, terms[1:]))))
    return found


def _scores(
    shares: Sequence[Mapping[Key, float]], sizes: Sequence[int], writing: _Writing
) -> list[dict[Key, float]]:
    """Tell how much each phrase sets each group apart: what it adds to the divergence from all."""
    overall: dict[Key, float] = defaultdict(float)
    for size, of_group in zip(sizes, shares, strict=True):
        for key, share in of_group.items():
            overall[key] += share * size / sum(sizes)
    return [
        {
            key: share
            * (_EVERYWHERE + math.log(share / overall[key]))
            * _BY_LENGTH[writing.length(key)]
            for key, share in of_group.items()
        }
        for of_group in shares
    ]


def _shortened(key: Key) -> set[Key]:
    """Give the acronym of a phrase, and its plural, which has no stem."""
    letters = "".join(one[0] for one in key)
    return {(letters,), (f"{letters}s",)} if len(key) > 1 else set()


def _spelt_out(name: Key, free: Iterable[Key]) -> Key:
    """Give the phrase for which an acronym stands: 'large language models' for 'LLMs'."""
    if len(name) > 1 or len(name[0]) > _LONGEST_ACRONYM:
        return name
    return next((key for key in free if name in _shortened(key)), name)


class _Writing:
    """How papers write phrases.

    Args:
        stop_words: Words that say nothing.
    """

    def __init__(self, stop_words: Collection[str]) -> None:
        never, foreign, not_alone, nouns = map(frozenset, _words())
        self._never = never | foreign | frozenset(stop_words)
        self._not_alone = frozenset(map(stem, not_alone))
        self._nouns = nouns
        self._key = cache(self._made_key)
        self._forms: dict[Key, Counter[str]] = defaultdict(Counter)
        self._cases: dict[str, Counter[str]] = defaultdict(Counter)
        self._titled: dict[str, Counter[str]] = defaultdict(Counter)

    def shares(self, papers: Sequence[Paper]) -> dict[Key, float]:
        """Tell which share of some papers has each phrase; less counts what titles don't have."""
        counts: Counter[Key] = Counter()
        weights: dict[Key, float] = defaultdict(float)
        for paper in papers:
            titled = set(self._phrases(paper.title, is_title=True))
            for key in titled:
                weights[key] += 1
            said = set(self._phrases(without_links(paper.abstract), is_title=False)) - titled
            for key in said:
                weights[key] += _IN_ABSTRACT
            counts.update(titled)
            counts.update(said)
        least = min(_LEAST_PAPERS, len(papers))
        return {key: weights[key] / len(papers) for key, n in counts.items() if n >= least}

    def says_enough(self, key: Key) -> bool:
        """Tell whether a phrase says alone what papers are about."""
        return not all(one in self._not_alone for one in key)

    def length(self, key: Key) -> int:
        """Count the words of a phrase; what hyphens join is one."""
        return self._form(key).count(" ") + 1

    def lengthened(self, key: Key, share: Mapping[Key, float], taken: Collection[Key]) -> Key:
        """Take the longest phrase around another one that is meant by it: 'named entity recognition'."""
        while longer := [
            one
            for one in share
            if len(one) > len(key)
            and one not in taken
            and share[one] >= _LONGER[self.length(key) - 1] * share[key]
            and any(one[at : at + len(key)] == key for at in range(len(one) - len(key) + 1))
        ]:
            # A phrase ends in its noun, so what follows belongs to it rather than what comes before.
            key = max(longer, key=lambda one: (share[one], one[: len(key)] == key, one))
        return key

    def written(self, key: Key) -> str:
        """Write a phrase as most papers do."""
        return " ".join(map(self._cased, self._form(key).split(" ")))

    def _form(self, key: Key) -> str:
        return min(self._forms[key].items(), key=lambda one: (-one[1], one[0]))[0]

    def _cased(self, small: str) -> str:
        cases = self._cases.get(small) or self._titled.get(small)
        if not cases or cases[small] >= _SMALL * cases.total():
            return small
        written = min(cases.items(), key=lambda one: (-one[1], one[0]))[0]
        is_sure = small in self._cases or not written[1:].islower() or _OF_A_PEOPLE.fullmatch(small)
        return written if is_sure else small

    def _phrases(self, text: str, *, is_title: bool) -> Iterator[Key]:
        """List the phrases of up to three words, without stop words, that a text has in a row."""
        words = [(match[0], match[0].lower(), match.span()) for match in _WORD.finditer(text)]
        # A title in which all words are capital says nothing of how they are written elsewhere.
        is_titled = is_title and not any(
            written == small and self._key(small) for written, small, _ in words[1:]
        )
        cases = self._titled if is_titled else self._cases
        run: list[tuple[str, Key]] = []
        end = -1
        for written, small, (begin, after) in words:
            gap, end = text[end:begin] if end >= 0 else ".", after
            if gap != " ":
                run.clear()
            key = self._key(small)
            if not key:
                run.clear()
                continue
            if not set(gap) & _ENDS:
                cases[small][written] += 1
            run.append((small, key))
            del run[:-_LONGEST]
            if self._is_adjective(small):
                continue
            for first in range(len(run)):
                phrase = tuple(one for _, each in run[first:] for one in each)
                self._forms[phrase][" ".join(one for one, _ in run[first:])] += 1
                yield phrase

    def _is_adjective(self, small: str) -> bool:
        """Tell whether a word can't end a phrase, as 'shared' and 'statistical' can't."""
        last = small.rpartition("-")[2]
        return last not in self._nouns and bool(_ADJECTIVE.fullmatch(last))

    def _made_key(self, small: str) -> Key:
        """Give a word's stems; none where it may not stand in a name."""
        words = fold(small).split()
        if not words or small in self._never or words[0] in self._never or words[-1] in self._never:
            return ()
        if all(_NUMERAL.fullmatch(word) for word in words) or (
            len(words) == 1 and len(words[0]) < 2
        ):
            return ()
        return tuple(map(stem, words))


@cache
def _words() -> tuple[list[str], ...]:
    import yaml

    text = (Path(__file__).parent / "naming.yaml").read_text(encoding="utf-8")
    lists: dict[str, str] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes strings alone
    return tuple(lists[name].split() for name in ("never", "foreign", "not_alone", "nouns"))


def muted() -> list[str]:
    """List the stems of words that say nothing of what papers are about."""
    never, foreign, *_ = _words()
    return [stem(one) for word in (*never, *foreign) for one in fold(word).split()]
