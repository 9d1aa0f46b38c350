"""This file holds which words of general English say nearly the same."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from knowledge.vocabulary import stem


def kin(stemmed: str) -> frozenset[str]:
    """List the words of general English that may say the same as a stem."""
    return _kin().get(stemmed, frozenset())


@cache
def _kin() -> dict[str, frozenset[str]]:
    import yaml

    text = (Path(__file__).parent / "kin.yaml").read_text(encoding="utf-8")
    families: list[str] = yaml.safe_load(text)
    found: dict[str, set[str]] = {}
    for family in families:
        words = family.split()
        for word in words:
            found.setdefault(stem(word), set()).update(words)
    return {word: frozenset(words) for word, words in found.items()}
