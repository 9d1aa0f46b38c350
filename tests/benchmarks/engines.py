"""The engines that retrieval is measured with: ours, and what else a Python bot could embed.

Each builds something in a folder, opens what it built, and then answers a query's text with the
positions of ten papers. Analysis of the text is its own part of the work.
"""

from __future__ import annotations

import pickle
import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.indexing import built
from knowledge.paper import Paper
from knowledge.saved_index import opened, save

Search = Callable[[str], list[int]]
K = 10


class Ours:
    """Our index, with the NumPy code that everybody has."""

    name = "ours"
    is_compiled = False

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        save(built(papers), folder / "index", built_of=len(papers))

    def open(self, papers: int, folder: Path) -> Search:
        index = opened(folder / "index", papers)
        assert index is not None
        if self.is_compiled:
            assert index.compile()
        return lambda text: index.best(index.understood(text), K).tolist()


class OursCompiled(Ours):
    """Our index with numba (the extra [fast])."""

    name = "ours, compiled"
    is_compiled = True


class Bm25s:
    """bm25s with numba, English stop words and Snowball stems (Lù 2024)."""

    name = "bm25s, numba"

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        import bm25s

        tokens = bm25s.tokenize(
            _texts(papers), stopwords="en", stemmer=_stemmer(), show_progress=False
        )
        index = bm25s.BM25(backend="numba")
        index.index(tokens, show_progress=False)
        index.save(folder / "bm25s")

    def open(self, papers: int, folder: Path) -> Search:
        import bm25s

        index = bm25s.BM25.load(folder / "bm25s")
        index.backend = "numba"
        index.activate_numba_scorer()
        stemmer, most = _stemmer(), min(K, papers)

        def search(text: str) -> list[int]:
            tokens = bm25s.tokenize(
                [text], stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False
            )
            if not tokens[0]:  # it takes no query of stop words alone
                return []
            found = index.retrieve(tokens, k=most, show_progress=False, n_threads=1)
            return [int(at) for at in found.documents[0]]

        return search


class Tantivy:
    """Tantivy, which is written in Rust, with its English stemmer."""

    name = "tantivy"

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", stored=False, tokenizer_name="en_stem")
        schema.add_unsigned_field("at", stored=True)
        (folder / "tantivy").mkdir()
        index = tantivy.Index(schema.build(), path=str(folder / "tantivy"))
        writer = index.writer(200_000_000, 1)
        for at, text in enumerate(_texts(papers)):
            writer.add_document(tantivy.Document(text=text, at=at))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, papers: int, folder: Path) -> Search:  # noqa: ARG002 - as the others
        import tantivy

        index = tantivy.Index.open(str(folder / "tantivy"))
        searcher = index.searcher()

        def search(text: str) -> list[int]:
            query = index.parse_query(" ".join(_WORD.findall(text)).lower(), ["text"])
            hits = searcher.search(query, K).hits
            return [searcher.doc(address)["at"][0] for _, address in hits]

        return search


class Fts5:
    """SQLite's full text search with its Porter stemmer."""

    name = "SQLite FTS5"

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        with sqlite3.connect(folder / "fts5.sqlite") as connection:
            connection.execute(
                "CREATE VIRTUAL TABLE papers USING fts5(text, content='', tokenize='porter')"
            )
            rows = enumerate(_texts(papers), start=1)
            connection.executemany("INSERT INTO papers (rowid, text) VALUES (?, ?)", rows)

    def open(self, papers: int, folder: Path) -> Search:  # noqa: ARG002
        connection = sqlite3.connect(folder / "fts5.sqlite", check_same_thread=False)
        statement = (
            "SELECT rowid - 1 FROM papers WHERE papers MATCH ? ORDER BY bm25(papers) LIMIT ?"
        )

        def search(text: str) -> list[int]:
            words = " OR ".join(f'"{word}"' for word in _WORD.findall(text))
            return [at for (at,) in connection.execute(statement, (words or '""', K))]

        return search


class LinearKernel:
    """scikit-learn's TF-IDF with stop words and sublinear counts, and its linear_kernel."""

    name = "sklearn linear_kernel"

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True, dtype=np.float32)
        weights = vectorizer.fit_transform(_texts(papers))
        (folder / "sklearn").write_bytes(pickle.dumps((vectorizer, weights)))

    def open(self, papers: int, folder: Path) -> Search:  # noqa: ARG002
        from sklearn.metrics.pairwise import linear_kernel

        vectorizer, weights = pickle.loads((folder / "sklearn").read_bytes())  # noqa: S301

        def search(text: str) -> list[int]:
            scores = linear_kernel(vectorizer.transform([text]), weights)[0]
            return np.argsort(-scores, kind="stable")[:K].tolist()

        return search


class RankBm25:
    """rank_bm25's BM25Okapi over stems."""

    name = "rank_bm25"

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        from rank_bm25 import BM25Okapi

        stemmer = _stemmer()
        index = BM25Okapi([stemmer.stemWords(_words(text)) for text in _texts(papers)])
        (folder / "rank_bm25").write_bytes(pickle.dumps(index))

    def open(self, papers: int, folder: Path) -> Search:  # noqa: ARG002
        index, stemmer = pickle.loads((folder / "rank_bm25").read_bytes()), _stemmer()  # noqa: S301

        def search(text: str) -> list[int]:
            scores = index.get_scores(stemmer.stemWords(_words(text)))
            return np.argsort(-scores, kind="stable")[:K].tolist()

        return search


ALL: dict[str, Any] = {
    one.name: one
    for one in (OursCompiled(), Ours(), Bm25s(), Tantivy(), Fts5(), LinearKernel(), RankBm25())
}
SLOW = {"SQLite FTS5", "sklearn linear_kernel", "rank_bm25"}
"""Take a tenth of a second and more for a query: between two others they would empty the caches."""
TOO_LARGE = {"sklearn linear_kernel", "rank_bm25"}
"""Read every paper for every query; at a million they take seconds and gigabytes."""
_WORD = re.compile(r"[^\W_]+")


def _texts(papers: Sequence[Paper]) -> list[str]:
    return [f"{paper.title}\n{paper.abstract}" for paper in papers]


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if len(word) > 1]


def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
