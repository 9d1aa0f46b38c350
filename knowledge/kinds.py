"""This file holds how the kind of a question is told by its words, learnt from examples.

Examples stand in kinds.yaml, with what a question names replaced: "who wrote {paper}". scikit-learn
learns from them once; what it learnt is kept as plain arrays, so that telling takes NumPy alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.remembering import remembered
from knowledge.text import fold
from knowledge.vocabulary import stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

_log = logging.getLogger(__name__)
VERSION = 1
"""Of how examples become features; what was learnt with another one is learnt anew."""
_EXAMPLES = Path(__file__).parent / "kinds.yaml"
_LONGEST = 3
"""Words of the longest feature."""
_INVERSE_REGULARISATION = 10.0
"""scikit-learn's C."""
_ASKING = 6
"""In so many examples a word stands that asks, rather than one that is asked about."""
_TOKEN = re.compile(r"\{\w+\}|[^\s{}]+")


@dataclass(frozen=True, slots=True)
class Kinds:
    """What was learnt of questions.

    Attributes:
        names: The kinds; shape (kinds,).
        features: Runs of one to three stems, in order; shape (features,).
        rarities: Their inverse document frequencies; shape (features,).
        weights: Shape (features, kinds).
        biases: Shape (kinds,).
        asking: Words with which people ask, whatever about; shape (words,).
    """

    names: NDArray[np.str_]
    features: NDArray[np.str_]
    rarities: NDArray[np.float32]
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]
    asking: NDArray[np.str_]

    def likely(self, masked: str) -> dict[str, float]:
        """Tell how likely a question is of each kind, from 0 to 1, the likeliest first.

        Args:
            masked: With what it names replaced, as in the examples.
        """
        times = Counter(features(masked))
        places = np.searchsorted(self.features, list(times)) if times else np.zeros(0, np.int64)
        known = [
            (place, number)
            for place, (one, number) in zip(places.tolist(), times.items(), strict=True)
            if place < len(self.features) and self.features[place] == one
        ]
        at = [place for place, _ in known]
        vector = self.rarities[at] * np.array(
            [1 + np.log(number) for _, number in known], np.float32
        )
        norm = float(np.linalg.norm(vector)) or 1.0
        scores = self.biases + (vector / norm) @ self.weights[at]
        odds = np.exp(scores - scores.max())
        order = np.argsort(-odds, kind="stable")
        return dict(
            zip(self.names[order].tolist(), (odds / odds.sum())[order].tolist(), strict=True)
        )


class Asking:
    """The words with which people ask, to read misspelt ones.

    Args:
        words: Folded.
        known: Stems of words that aren't misspelt though nobody asks with them.
    """

    def __init__(self, words: Sequence[str], known: Iterable[str] = ()) -> None:
        self.words = frozenset(words)
        self._known = frozenset(known)
        self._long = [word for word in words if len(word) >= 3]
        self.meant = remembered(self._meant, 1 << 10)

    def knows(self, word: str) -> bool:
        """Tell whether a folded word is in some example."""
        return word in self.words or stem(word) in self._known

    def _meant(self, word: str) -> str:
        """Give the asking word that a misspelt one means; the word itself where it means none."""
        if self.knows(word) or not 3 <= len(word) <= 20:
            return word
        most = 1 if len(word) < 8 else 2
        near = [
            one
            for one, _, _ in process.extract(
                word, self._long, scorer=OSA.distance, score_cutoff=most
            )
        ]
        # 'teh' is 'the', but 'beat' is no 'best'; nobody mistypes the first letter.
        swapped = [one for one in near if sorted(one) == sorted(word)]
        likely = [one for one in swapped + near if one[0] == word[0]]
        return likely[0] if likely and (swapped or len(word) > 4) else word


def features(masked: str) -> list[str]:
    """List the runs of one to three stems in a question.

    Where it begins and ends counts as a word.

    >>> features("Who, {paper}?")
    ['^', 'who', '{paper}', '$', '^ who', 'who {paper}', '{paper} $', '^ who {paper}', 'who {paper} $']
    """
    words = ["^", *_words(masked), "$"]
    return [
        " ".join(words[at : at + length])
        for length in range(1, _LONGEST + 1)
        for at in range(len(words) - length + 1)
    ]


def _words(masked: str) -> list[str]:
    words: list[str] = []
    for token in _TOKEN.findall(masked):
        words += [token] if token.startswith("{") else map(stem, fold(token).split())
    return words


def opened_or_learnt(cache: Path | None) -> Kinds:
    """Open what was learnt of the examples, or learn it and keep it.

    Args:
        cache: The folder in which it lies; None keeps nothing.
    """
    text = _EXAMPLES.read_text(encoding="utf-8")
    if cache is None:
        return _learnt(text)
    content = hashlib.blake2b(f"{VERSION} {text}".encode(), digest_size=16).hexdigest()
    file = cache / f"kinds-{content}.npz"
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
            return Kinds(**{name: arrays[name] for name in arrays.files})
    except FileNotFoundError:
        pass
    except Exception as error:  # noqa: BLE001 - NumPy and zipfile raise nearly anything for a damaged file
        _log.warning(
            "what was learnt of questions, %s, is damaged and learnt anew: %s", file, error
        )
    kinds = _learnt(text)
    try:
        _keep(kinds, file)
    except OSError as error:
        _log.warning("what was learnt of questions can't be saved in %s: %s", cache, error)
    return kinds


@lru_cache(maxsize=1)
def _learnt(text: str) -> Kinds:
    import yaml
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    examples: Mapping[str, list[str]] = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe
    pairs = [(one, kind) for kind, several in examples.items() for one in several]
    vectorizer = TfidfVectorizer(analyzer=features, sublinear_tf=True)
    matrix = vectorizer.fit_transform([one for one, _ in pairs]).astype(np.float32)  # half the time
    model = LogisticRegression(C=_INVERSE_REGULARISATION, class_weight="balanced", max_iter=500)
    model.fit(matrix, [kind for _, kind in pairs])
    times = Counter(
        word for one, _ in pairs for word in set(fold(re.sub(r"\{\w+\}", " ", one)).split())
    )
    return Kinds(
        names=np.array(model.classes_),
        features=np.array(vectorizer.get_feature_names_out(), np.str_),
        rarities=vectorizer.idf_.astype(np.float32),
        weights=model.coef_.T.astype(np.float32),
        biases=model.intercept_.astype(np.float32),
        asking=np.array(sorted(word for word, number in times.items() if number >= _ASKING)),
    )


def _keep(kinds: Kinds, file: Path) -> None:
    """Write what was learnt into a file that appears whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix="unfinished-", suffix=".npz", dir=file.parent)
    os.close(handle)
    try:
        np.savez(unfinished, **{name: getattr(kinds, name) for name in Kinds.__slots__})
        Path(unfinished).replace(file)
    finally:
        with contextlib.suppress(OSError):
            Path(unfinished).unlink()
