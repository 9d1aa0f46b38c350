"""This file holds by what an address is known: one paper has many that lead to it.

`https://arxiv.org/pdf/1706.03762v5`, `arXiv:1706.03762` and `10.48550/arXiv.1706.03762` are one
place, and so are a DOI and every publisher's page that has it in its address.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from knowledge.latex import links_in, without_links

_NUMBER = r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?![\w.]*\d)"
# arXiv's identifiers of since 2007 and of before (its help page 'Understanding the identifier').
_ARXIV = re.compile(
    rf"(?:arxiv\.org/(?:[a-z]+/)?|\barxiv\s*[:.]\s*){_NUMBER}"
    rf"|^\s*{_NUMBER}\s*$",
    re.IGNORECASE,
)
# What Crossref says matches all but a few of the DOIs that it registered.
_DOI = re.compile(r"\b10\.\d{4,9}/[-._;()/:\[\]<>a-z0-9+]+", re.IGNORECASE)
_OPENREVIEW = re.compile(r"openreview\.net/\w+\?(?:[^#\s]*&)?id=([\w-]+)", re.IGNORECASE)
_ENDING = re.compile(r"(?:\.pdf|\.full|\.abstract|/full|/abstract|[.,;:])+$", re.IGNORECASE)
_WHOLE = re.compile(rf"(?:{_ARXIV.pattern}|{_DOI.pattern}|openreview\.net/)\S*", re.IGNORECASE)
_PARTS = re.compile(
    r"https?://(?:www\.)?(?P<host>[^/?#]*)(?P<path>[^?#]*)(?P<query>\?[^#]*)?", re.IGNORECASE
)
_SLASH = re.compile("%2f", re.IGNORECASE)
_LABEL = re.compile(r"\b(?:arxiv|doi)\b\s*:?", re.IGNORECASE)


class Addresses:
    """Papers by what their addresses are known by.

    Args:
        papers: The id and the links of each paper, in the order that places refer to.
    """

    def __init__(self, papers: Iterable[Iterable[str]]) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, texts in enumerate(papers):
            for known in dict.fromkeys(one for text in texts for one in known_by(text)):
                self._places[known].append(place)

    def papers(self, known: Iterable[str]) -> list[int]:
        """List the places of the papers to which identifiers and addresses lead."""
        return [place for one in known for place in self._places.get(one, ())]


def known_by(text: str) -> tuple[str, ...]:
    """List the identifiers and addresses in a text, each once, in a form that compares.

    >>> known_by("see https://www.arxiv.org/pdf/1706.03762v5.pdf and doi:10.1145/3292500.3330701.")
    ('arxiv:1706.03762', 'doi:10.1145/3292500.3330701')
    """
    readable = _SLASH.sub("/", text)
    found = [f"arxiv:{one[1] or one[2]}".lower() for one in _ARXIV.finditer(readable)]
    for match in _DOI.finditer(readable):
        doi = _ENDING.sub("", _balanced(match[0])).lower()
        if not doi.startswith("10.48550/arxiv."):
            found.append(f"doi:{doi}")
    found += [f"openreview:{one[1]}" for one in _OPENREVIEW.finditer(readable)]
    for link in links_in(text):
        says_more = (
            _ARXIV.search(link) or _DOI.search(_SLASH.sub("/", link)) or _OPENREVIEW.search(link)
        )
        if not says_more:
            found.append(_plain(link))
    return tuple(dict.fromkeys(found))


def without_addresses(text: str) -> str:
    """Leave out the identifiers and addresses of a text."""
    return " ".join(_LABEL.sub(" ", _WHOLE.sub(" ", without_links(text))).split())


def _plain(link: str) -> str:
    """Write an address without what leads to the same place with it and without it."""
    match = _PARTS.match(link)
    if not match:  # it only looks like one
        return link
    path = _ENDING.sub("", match["path"].rstrip("/"))
    return f"{match['host'].lower()}{path}{match['query'] or ''}"


def _balanced(doi: str) -> str:
    """Drop brackets at the end that a sentence closes; a DOI may have its own."""
    while doi and doi[-1] in ")]>" and doi.count(doi[-1]) > doi.count("([<"[")]>".index(doi[-1])]):
        doi = doi[:-1]
    return doi
