"""This file holds which of a library's papers and people a sentence speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from knowledge.acronyms import is_short_name
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.people import Person
from knowledge.text import fold
from knowledge.vocabulary import stem

_MOST_WORDS = 60
_TITLES = 12
"""Titles of which a question may hold a piece, those that fit it best first."""
_LONGEST_NAME = 5
_EXACT_NAME = 0.97
_SURE_NAME, _NEAR_NAME, _LONG_NAME = 0.9, 0.8, 6
"""Closeness of a name of one word, and the less that will do from so many letters on."""
_FEW = 1
"""So many papers may have the words of a title's piece for it to be no topic."""
_RARE = 0.6
"""Share of the highest inverse document frequency from which a word is hardly a topic."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a sentence, from one to before another, that name a paper.

    Attributes:
        is_sure: Whether they can hardly mean anything else, as a short name, a whole title or most
            of one; two words of a title may be a topic.
    """

    begin: int
    end: int
    paper: Paper
    strength: float
    is_sure: bool


def words_of(text: str) -> list[tuple[int, int]]:
    """Find the words of a sentence, as (begin, end) in characters; no more than a question has."""
    return [match.span() for match in islice(re.finditer(r"\S+", text), _MOST_WORDS)]


def mentioned_papers(library: Library, text: str, *, surely: bool = False) -> list[Paper]:
    """List the papers that a sentence names by a short name or a piece of the title, in order.

    Args:
        library: Whose papers they are.
        text: The sentence.
        surely: Leave out those of whose titles a few words are there, which may be a topic.
    """
    spans = spans_of_papers(library, [text[begin:end] for begin, end in words_of(text)])
    return list({one.paper.id: one.paper for one in spans if one.is_sure or not surely}.values())


def spans_of_papers(library: Library, words: list[str]) -> list[Span]:
    """List where a sentence names papers by a short name or a piece of the title, in order.

    A piece is at least two words that aren't stop words, or all of a title. Pieces that fit
    several titles equally well name none.
    """
    spans = _short_names(library, words) + _pieces_of_titles(library, words)
    spans.sort(key=lambda span: (-span.strength, span.begin))
    taken: list[Span] = []
    for span in spans:
        if not any(_overlap(span, one) for one in taken) and not _has_rival(span, spans):
            taken.append(span)
    return sorted(taken, key=lambda span: span.begin)


def mentioned_people(library: Library, words: list[str]) -> list[tuple[int, int, list[Person]]]:
    """List the people whom a sentence names, each with its words as (begin, end), in order.

    A name of one word counts where it is written with a capital or is no word of the papers. It
    may be several people's.
    """
    found: list[tuple[int, int, list[Person]]] = []
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            typed = " ".join(words[at : at + length])
            if length == 1 and _belongs_to_another_name(library, words, at):
                continue
            if meant := _people(library, typed):
                found.append((at, at + length, meant))
                at += length
                break
        else:
            at += 1
    return found


def _belongs_to_another_name(library: Library, words: list[str], at: int) -> bool:
    """Tell whether a word stands beside one that looks like the rest of somebody's name."""
    neighbours = [words[place] for place in (at - 1, at + 1) if 0 <= place < len(words)]
    return any(
        word.isalpha()
        and fold(word) not in library.index.stop_words
        and not library.asking.knows(fold(word))
        and (word[0].isupper() or not library.index.knows(fold(word)))
        for word in neighbours
    )


def _people(library: Library, typed: str) -> list[Person]:
    words = [word.removesuffix("'s").removesuffix("’s") for word in typed.split()]
    bare = fold(" ".join(words))
    parts = bare.split()
    if not parts or any(part in library.index.stop_words for part in parts if len(part) > 2):
        return []
    if len(words) > 1 and (several := library.people.behind(" ".join(words))):
        return list(several)
    if len(words) > 1 and (exact := library.people.called(" ".join(words))):
        return [exact]
    if len(parts) == 1:
        if len(parts[0]) < 3:
            return []
        is_small = not words[0][:1].isupper()
        if is_small and library.asking.knows(parts[0]):
            return []
        if is_small and library.index.knows(parts[0]):
            return _known_better_as_a_name(library, parts[0])
    fits = library.names.meant(bare)
    if not fits and bare.endswith("s"):
        bare = bare[:-1]  # 'fjordholms papers'
        fits, parts = library.names.meant(bare), bare.split()
    if not fits:
        return []
    if len(parts) == 1:
        # A word that is none of the papers' is rather a misspelt name.
        is_strange = len(parts[0]) >= _LONG_NAME and not library.index.knows(parts[0])
        if fits[0].closeness < (_NEAR_NAME if is_strange else _SURE_NAME):
            return []
    elif fits[0].closeness < _EXACT_NAME and any(map(library.index.knows, parts)):
        name = fold(library.people.everyone[fits[0].place].name).split()
        if not set(parts) <= set(name):
            return []  # a misspelt name, unless it may be words of a topic
    return [library.people.everyone[fit.place] for fit in fits]


def _known_better_as_a_name(library: Library, word: str) -> list[Person]:
    """List who is called by a word that more papers have from them than have the word itself."""
    fits = library.names.meant(word)
    people = [library.people.everyone[fit.place] for fit in fits if fit.closeness >= _SURE_NAME]
    wrote = sum(len(person.papers) for person in people)
    return people if wrote > library.index.frequency(stem(word)) else []


def _short_names(library: Library, words: list[str]) -> list[Span]:
    spans = []
    for at, word in enumerate(words):
        bare = word.strip("()[]\"'“”?!.,;:").removesuffix("'s").removesuffix("’s")
        if is_short_name(bare) or len(bare) > 3:
            places = library.acronyms.papers(bare)
            is_strange = len(bare) >= _LONG_NAME and not library.index.knows(fold(bare))
            if not places and is_strange and not _belongs_to_another_name(library, words, at):
                places = library.acronyms.nearly(bare)
            # What is a word of many papers is a topic, unless it is written as a name.
            is_sure = is_short_name(bare) or _is_rare(library, bare)
            spans += [Span(at, at + 1, library.papers[place], 2.5, is_sure) for place in places]
    return spans


def _pieces_of_titles(library: Library, words: list[str]) -> list[Span]:
    folded = [(at, part) for at, word in enumerate(words) for part in fold(word).split()]
    stems = [stem(part) for _, part in folded]
    spans = []
    for fit in library.titles.closest(" ".join(words), _TITLES):
        paper = library.papers[fit.place]
        title = fold(paper.title).split()
        matcher = SequenceMatcher(None, stems, [stem(word) for word in title], autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        run = max(blocks, key=lambda block: block.size, default=None)
        if run is None:
            continue
        # 'Coarse-to-Fine Keyframe Transporter' leaves out a word of its title.
        near = [one for one in blocks if one.a == run.a + run.size or one.a + one.size == run.a]
        pieces = [run, *near]
        matched = [place for piece in pieces for place in range(piece.a, piece.a + piece.size)]
        content = [at for at in matched if folded[at][1] not in library.index.stop_words]
        of_title = [word for word in title if word not in library.index.stop_words]
        main = fold(paper.title.partition(":")[0]).split()
        of_main = [word for word in main if word not in library.index.stop_words]
        if len(content) >= 2 or (content and len(content) == len(of_title)):
            is_main = len(content) == len(of_main) > 1 and run.b == 0
            is_whole = len(content) == len(of_title) or is_main
            begin, end = folded[min(matched)][0], folded[max(matched)][0] + 1
            is_most = len(content) >= 3 and 2 * len(content) >= len(of_title)
            is_sure = len(content) == len(of_title) or (
                (is_main or is_most) and _few_speak_of(library, [folded[at][1] for at in matched])
            )
            spans.append(Span(begin, end, paper, len(content) + is_whole, is_sure))
    return spans


def _has_rival(span: Span, spans: list[Span]) -> bool:
    """Tell whether the same words name another paper as strongly; the strongest stand first."""
    for one in spans:
        if one.strength < span.strength:
            return False
        if one.paper is not span.paper and _overlap(one, span):
            return True
    return False


def _overlap(one: Span, other: Span) -> bool:
    return one.begin < other.end and other.begin < one.end


def _few_speak_of(library: Library, words: list[str]) -> bool:
    """Tell whether words are hardly a topic, as nearly no paper has them all."""
    having = library.index.having_all(words)
    return having is not None and len(having) <= _FEW


def _is_rare(library: Library, word: str) -> bool:
    index = library.index
    return index.rarity(stem(fold(word))) > _RARE * index.rarity("")
