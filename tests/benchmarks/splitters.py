"""The splitters of text into sentences that ours is measured with, each a function of a text."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable

from knowledge.sentences import sentences

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pysbd's regular expressions are of an older Python
    import blingfire
    import pysbd
    import sentencex
    from syntok import segmenter

Splitter = Callable[[str], list[str]]


def splitters() -> dict[str, Splitter]:
    """Name every splitter, ours first."""
    return {
        "ours": sentences,
        "pysbd": pysbd.Segmenter(language="en", clean=False).segment,
        "syntok": _syntok,
        "blingfire": lambda text: blingfire.text_to_sentences(text).split("\n"),
        "sentencex": lambda text: list(sentencex.segment("en", text)),
        "a full stop, a space and a capital": lambda text: re.split(
            r"(?<=[.!?])\s+(?=[A-Z])", text
        ),
    }


def _syntok(text: str) -> list[str]:
    return [
        "".join(token.spacing + token.value for token in sentence)
        for paragraph in segmenter.process(text)
        for sentence in paragraph
    ]
