from __future__ import annotations

import subprocess
import sys
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import vectorised
from knowledge.indexing import TITLE_WEIGHT, built, extended
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.ranking import (
    LENGTH_NORMALISATION,
    NEIGHBOURHOOD_WEIGHT,
    NEIGHBOURS,
    PAIR_WEIGHT,
    REORDERED,
    TERM_SATURATION,
    Index,
    Query,
)
from knowledge.text import tokens
from knowledge.vocabulary import stem

WORDS = ["fold", "paper", "graph", "group", "learn", "robot", "symmetry", "the", "of"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


@st.composite
def libraries(draw: st.DrawFn) -> list[Paper]:
    texts = draw(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=60))
    return [Paper(id=str(at), title=one, abstract=two) for at, (one, two) in enumerate(texts)]


def said(index: Index, text: str) -> list[str]:
    return [stem(word) for word in tokens(text) if word not in index.stop_words]


def counts(index: Index, paper: Paper) -> Counter[str]:
    """Count a paper's terms as the formula wants it, in the plainest way."""
    found: Counter[str] = Counter()
    for text, weight in ((paper.title, TITLE_WEIGHT), (paper.abstract, 1)):
        stems = said(index, text)
        for term in (*stems, *(f"{a} {b}" for a, b in pairwise(stems))):
            found[term] += weight
    return found


def weights_by_the_formula(index: Index, papers: list[Paper], term: str) -> list[float]:
    bags = [counts(index, paper) for paper in papers]
    lengths = [sum(n for term, n in bag.items() if " " not in term) for bag in bags]
    mean = max(sum(lengths) / len(lengths), 1)
    having = sum(term in bag for bag in bags)
    idf = np.log1p((len(bags) - having + 0.5) / (having + 0.5))
    b, k1 = LENGTH_NORMALISATION, TERM_SATURATION
    return [
        idf * bag[term] / (bag[term] + k1 * (1 - b + b * length / mean)) if bag[term] else 0.0
        for bag, length in zip(bags, lengths, strict=True)
    ]


def weighed(index: Index, query: Query) -> np.ndarray:
    """Add up what all of a query's terms weigh in every paper."""
    scores = np.zeros(index.papers, np.int64)
    starts = index.arrays["starts"]
    for term, weight in zip(query.terms.tolist(), query.weights.tolist(), strict=True):
        postings = slice(starts[term], starts[term + 1])
        steps = index.arrays["saturations"][postings].astype(np.int64)
        scores[index.arrays["papers"][postings]] += weight * steps
    return scores


def exhaustive(scores: np.ndarray, most: int) -> list[int]:
    order = np.lexsort((np.arange(len(scores)), -scores))
    return [at for at in order.tolist() if scores[at] > 0][:most]


@given(libraries(), TEXTS)
def test_weights_are_bm25_as_the_formula_has_it(papers: list[Paper], query: str) -> None:
    index = built(papers)
    stems = said(index, query)
    expected = np.zeros(len(papers))
    for term in stems:
        expected += weights_by_the_formula(index, papers, term)
    pairs = [f"{a} {b}" for a, b in pairwise(stems)]
    for pair in pairs:
        if sum(pair in counts(index, paper) for paper in papers) > 1:
            expected += PAIR_WEIGHT * np.array(weights_by_the_formula(index, papers, pair))
    found = weighed(index, index.understood(query, literally=True))
    # A step of 255 in a saturation, and of 256 in an inverse document frequency.
    allowed = sum(np.log1p(2 * len(papers) + 1) / 255 + 1 / 256 for _ in (*stems, *pairs))
    np.testing.assert_allclose(found / 255 / 256, expected, atol=allowed + 1e-6)


def filters(papers: int, chance: np.random.Generator) -> list[np.ndarray | None]:
    """Make filters that all papers pass, half of them, one or none; None is no filter."""
    one = np.arange(papers) == chance.integers(papers)
    half = chance.random(papers) < 0.5
    return [None, np.ones(papers, np.bool_), half, one, np.zeros(papers, np.bool_)]


def check_that_the_best_are_those_of_exhaustive_scoring(
    index: Index, query: Query, most: int, chance: np.random.Generator
) -> None:
    for among in filters(index.papers, chance):
        scores = weighed(index, query) * (1 if among is None else among)
        best, sums = index.heaviest(query.terms, query.weights, most, among)
        assert best.tolist() == exhaustive(scores, most)
        assert sums.tolist() == scores[best].tolist()


@pytest.mark.parametrize("is_compiled", [False, True])
@pytest.mark.parametrize("long", [1, 1 << 15])
@pytest.mark.parametrize("look_up", [0, 1, 1 << 15])
@given(papers=libraries(), text=TEXTS, most=st.integers(1, 70), seed=st.integers(0, 99))
def test_the_best_are_those_of_exhaustive_scoring(
    is_compiled: bool, long: int, look_up: int, papers: list[Paper], text: str, most: int, seed: int
) -> None:
    index = built(papers)
    if is_compiled:
        assert index.compile()
    query = index.understood(text, literally=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectorised, "_LONG", long)
        patch.setattr(vectorised, "_LOOK_UP", look_up)
        chance = np.random.default_rng(seed)
        check_that_the_best_are_those_of_exhaustive_scoring(index, query, most, chance)


@pytest.mark.parametrize("is_compiled", [False, True])
@given(
    drawn=st.lists(st.sampled_from(["", "graph", "graph graph", "graph group"]), min_size=1),
    times=st.integers(1, 60),
    grown=st.integers(0, 20),
    text=st.sampled_from(["graph", "graph group", "group", "paper"]),
    most=st.sampled_from([1, 5, 30, 64, 65, 5000]),
)
def test_equals_are_listed_in_order_in_libraries_that_grew(
    is_compiled: bool, drawn: list[str], times: int, grown: int, text: str, most: int
) -> None:
    papers = [Paper(id=f"{at}", title="", abstract=one) for at, one in enumerate(drawn * times)]
    index = extended(built(papers), papers[:grown])
    if is_compiled:
        assert index.compile()
    query = index.understood(text, literally=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectorised, "_LONG", 16)
        chance = np.random.default_rng(times)
        check_that_the_best_are_those_of_exhaustive_scoring(index, query, most, chance)


def test_nothing_is_passed_over_in_a_large_library() -> None:
    chance = np.random.default_rng(3)
    # Few words are in most papers and most words in few, as in any language.
    vocabulary = [f"word{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}" for n in range(400)]
    drawn = [np.minimum(chance.zipf(1.3, 30) - 1, 399) for _ in range(20_000)]
    papers = [
        Paper(id=str(at), title="", abstract=" ".join(vocabulary[n] for n in numbers))
        for at, numbers in enumerate(drawn)
    ]
    index, compiled = built(papers), built(papers)
    assert compiled.compile()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectorised, "_LONG", 64)
        for length in (1, 2, 3, 5, 20) * 8:
            picked = np.minimum(chance.zipf(1.3, length) - 1, 399)
            query = index.understood(" ".join(vocabulary[n] for n in picked), literally=True)
            few, most = (chance.random(len(papers)) < share for share in (0.001, 0.9))
            for allowed in (None, few, most):
                scores = weighed(index, query) * (1 if allowed is None else allowed)
                expected = exhaustive(scores, 30)
                for one in (index, compiled):
                    best, _ = one.heaviest(query.terms, query.weights, 30, allowed)
                    assert best.tolist() == expected
                assert (
                    index.best(query, 10, allowed).tolist()
                    == compiled.best(query, 10, allowed).tolist()
                )


def test_the_best_are_put_in_order_by_their_neighbours(library: Library) -> None:
    index = library.index
    starts = index.arrays["paper_starts"]
    dense = np.zeros((index.papers, len(index.arrays["terms"])))
    for at in range(index.papers):
        span = slice(starts[at], starts[at + 1])
        terms = index.arrays["paper_terms"][span]
        dense[at, terms] = index.arrays["paper_saturations"][span] * index.arrays["idf"][terms]
    for text in ("equivariant", "diffusion policy", "graph neural networks for robots"):
        query = index.understood(text)
        scores = weighed(index, query)
        head = exhaustive(scores, REORDERED)
        near = dense[head[:NEIGHBOURS]]
        near /= np.linalg.norm(near, axis=1, keepdims=True)
        likeness = dense[head] @ (scores[head[:NEIGHBOURS]] @ near)
        whole = scores[head] / scores[head[0]] + NEIGHBOURHOOD_WEIGHT * likeness / likeness.max()
        expected = [head[at] for at in np.argsort(-whole, kind="stable").tolist()]
        assert index.best(query, REORDERED).tolist() == expected


def test_a_longer_list_begins_like_a_shorter_one(library: Library) -> None:
    index = library.index
    query = index.understood("equivariant learning of graph networks")
    whole = index.best(query, index.papers).tolist()
    for most in (1, 5, REORDERED, REORDERED + 1):
        assert index.best(query, most).tolist() == whole[:most]
    covered, _ = index.covered(query)
    assert sorted(whole) == np.flatnonzero(covered).tolist()


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


def test_near_papers_share_what_weighs_most(library: Library) -> None:
    index = library.index
    for at in range(index.papers):
        near = index.nearest(at, 5).tolist()
        assert at not in near
        assert len(near) == 5
        assert index.ties(at, near[0])
        assert index.nearest(at, index.papers).size == index.sharing(at)


def test_addresses_are_no_words(library: Library) -> None:
    assert not {"https", "github", "dmklee"} & set(library.index.words)


@pytest.mark.parametrize("texts", [[], [""], ["", "the of"], ["x y", "1 2"]])
def test_a_library_without_words_has_an_index(texts: list[str]) -> None:
    index = built([Paper(id=str(at), title="", abstract=text) for at, text in enumerate(texts)])
    assert index.best(index.understood("paper"), 10).size == 0
    assert index.compile()
    assert index.best(index.understood("paper"), 10).size == 0
    for at in range(len(texts)):
        assert index.nearest(at, 5).size == 0
        assert index.sharing(at) == 0


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_indexed_and_sought(text: str, query: str) -> None:
    index = built([Paper(id="a", title=text, abstract=text), Paper(id="b", title="graph")])
    words = [word for word in tokens(text) if word not in index.stop_words]
    found = index.best(index.understood(query, literally=True), 5).tolist()
    sought = {stem(word) for word in tokens(query) if word not in index.stop_words}
    assert (0 in found) == bool(sought & {stem(word) for word in words})
    for word in words:
        assert index.knows(word)


def test_a_build_tells_how_far_it_is(library: Library) -> None:
    shares: list[float] = []
    built(library.papers, on_progress=shares.append)
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0


def test_scikit_learn_serves_no_query(library: Library) -> None:
    code = (
        "import sys; from bot import places; from knowledge import reading;"
        "from knowledge.library import Library; from bot.session import Session;"
        "s = Session(Library(reading.read([places.seeds()]), cache=places.cache()));"
        "s.answer('diffusion polices'); s.answer('/related TopoX'); s.answer('/metrics');"
        "print(*(name in sys.modules for name in ('sklearn', 'scipy', 'numba')))"
    )
    assert isinstance(library.index, Index)
    assert library.kinds.names.size  # what scikit-learn learns, once
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == ["False", "False", "False"]


@given(st.text(max_size=40))
def test_any_word_may_be_asked_for(library: Library, word: str) -> None:
    index = library.index
    assert index.rarity(word) > 0
    assert index.knows(word) == (word in index.stop_words or index.number(stem(word)) is not None)
    assert index.number(word) is None or word.isascii()
