from __future__ import annotations

import subprocess
import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.ranking import LENGTH_NORMALISATION, TERM_SATURATION, Index, built, stem
from knowledge.text import tokens

WORDS = ["fold", "paper", "graph", "group", "learn", "robot", "symmetry", "the", "of"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


def papers_of(texts: list[str]) -> list[Paper]:
    return [Paper(id=str(at), title="", abstract=text) for at, text in enumerate(texts)]


@given(st.lists(TEXTS, min_size=1, max_size=12), TEXTS)
def test_ranking_is_bm25_as_the_formula_has_it(texts: list[str], query: str) -> None:
    index = built(papers_of(texts))
    bags = [Counter(stem(w) for w in tokens(t) if w not in index.stop_words) for t in texts]
    mean = sum(map(Counter.total, bags)) / len(bags) or 1
    for word in set(query.split()) - index.stop_words:
        stemmed = stem(word)
        df = sum(stemmed in bag for bag in bags)
        idf = np.log1p((len(bags) - df + 0.5) / (df + 0.5))
        norm = [
            1 - LENGTH_NORMALISATION + LENGTH_NORMALISATION * bag.total() / mean for bag in bags
        ]
        scores = [
            idf * bag[stemmed] * (TERM_SATURATION + 1) / (bag[stemmed] + TERM_SATURATION * n)
            for bag, n in zip(bags, norm, strict=True)
        ]
        expected = sorted((at for at in range(len(bags)) if scores[at]), key=lambda at: -scores[at])
        found = index.hits(index.understood(word, literally=True)).positions.tolist()
        assert sorted(found) == sorted(expected)
        assert [round(scores[at], 5) for at in found] == [round(scores[at], 5) for at in expected]


def test_a_filter_gives_what_is_left_of_the_whole(library: Library) -> None:
    index = library.index
    query = index.understood("equivariant networks")
    among = np.arange(index.papers) % 3 == 0
    whole = index.hits(query).positions
    assert index.hits(query, among).positions.tolist() == [at for at in whole.tolist() if among[at]]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("polices", "policies"),
        ("equivarient", "equivariant"),
        ("grpah", "graph"),
        ("netwroks", "networks"),
        ("pizza", None),
        ("town", None),
        ("zzzzzzzz", None),
    ],
)
def test_misspelt_words_are_read_as_words_of_the_library(
    library: Library, typed: str, meant: str | None
) -> None:
    assert library.index.nearest_word(typed) == meant


def test_a_query_tells_what_it_could_not_read(library: Library) -> None:
    query = library.index.understood("the difusion of pizza")
    assert query.corrected == {"difusion": "diffusion"}
    assert query.unknown == ("pizza",)
    assert library.index.understood("difusion", literally=True).unknown == ("difusion",)


def test_nearness_is_the_cosine_of_weights(library: Library) -> None:
    index = library.index
    starts, terms = index.arrays["paper_starts"], index.arrays["paper_terms"]
    dense = np.zeros((index.papers, len(index.arrays["idf"])))
    for at in range(index.papers):
        span = slice(starts[at], starts[at + 1])
        dense[at, terms[span]] = index.arrays["paper_weights"][span]
    dense /= np.linalg.norm(dense, axis=1, keepdims=True)
    for at in range(index.papers):
        near, scores = index.nearest(at)
        cosines = dense @ dense[at]
        np.testing.assert_allclose(scores, cosines[near], rtol=1e-4)
        assert at not in near
        assert near[0] == np.argsort(-cosines)[1]


def test_addresses_are_no_words(library: Library) -> None:
    assert not {"https", "github", "dmklee"} & set(library.index.words)


def test_a_library_without_words_has_an_index() -> None:
    index = built(papers_of(["", "the of"]))
    assert index.hits(index.understood("paper")).positions.size == 0
    assert index.nearest(0)[0].size == 0


def test_scikit_learn_serves_no_query(library: Library) -> None:
    code = (
        "import sys; from bot import places; from knowledge import reading;"
        "from knowledge.library import Library; from bot.session import Session;"
        "s = Session(Library(reading.read([places.seeds()]), cache=places.cache()));"
        "s.answer('diffusion polices'); s.answer('/related TopoX'); s.answer('/metrics');"
        "print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    )
    assert isinstance(library.index, Index)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == ["False", "False"]
