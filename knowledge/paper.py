"""This file holds the facts that a library is made of: papers and scholars' profiles."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.dates import PartialDate
from knowledge.latex import links_in, unicode_of
from knowledge.text import fold, visible


@dataclass(frozen=True, slots=True)
class Source:
    """Where a paper was read: a file and the line on which the paper begins, from 1."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper, as its source gives it and as it is shown.

    Attributes:
        id: Stable and unique in a library; safe in a file name or a URL.
        title: As shown: LaTeX turned into Unicode.
        abstract: As shown; empty where the source has none.
        authors: The names that the source lists, in its order.
        authors_truncated: Whether the list was cut by 'et al.'.
        implied: Owners of a profile page that lists this paper without naming them.
        date: None where the source has none that can be read.
        categories: Codes such as LG or cs.LG, the main one first.
        code: Whether the source marks the paper as one with code.
        links: Addresses in the source's link field and the abstract, cleaned.
        raw_title: As it stands in the source.
        raw_abstract: As it stands in the source.
        sources: Every place where this paper was read.
        spelled: How the source spells those authors who are shown by another name, because several
            people are spelled alike: pairs of the name and the spelling.
    """

    id: str
    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    authors_truncated: bool = False
    implied: tuple[str, ...] = ()
    date: PartialDate | None = None
    categories: tuple[str, ...] = ()
    code: bool = False
    links: tuple[str, ...] = ()
    raw_title: str = field(default="", repr=False)
    raw_abstract: str = field(default="", repr=False)
    sources: tuple[Source, ...] = field(default=(), repr=False)
    spelled: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def spelled_as_listed(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Write names of this paper's people as its source does."""
        if not self.spelled:
            return names
        spelled = dict(self.spelled)
        return tuple(spelled.get(name, name) for name in names)

    @property
    def category(self) -> str:
        """The main category, or nothing."""
        return self.categories[0] if self.categories else ""

    @property
    def year(self) -> int | None:
        """The year of publication, where it is known."""
        return self.date.year if self.date else None

    @classmethod
    def from_raw(
        cls,
        *,
        paper_id: str = "",
        title: str,
        abstract: str = "",
        links: tuple[str, ...] = (),
        authors: tuple[str, ...] = (),
        authors_truncated: bool = False,
        date: PartialDate | None = None,
        categories: tuple[str, ...] = (),
        code: bool = False,
        source: Source,
    ) -> Paper:
        """Make a paper from a source's own text, which may hold LaTeX, and name it if it has no id."""
        found = (*links, *links_in(abstract))
        shown = visible(unicode_of(title))
        names = tuple(filter(None, (visible(unicode_of(name)) for name in authors)))
        return cls(
            id=paper_id or made_id(shown, names),
            title=shown,
            abstract=visible(unicode_of(abstract)),
            authors=names,
            authors_truncated=authors_truncated,
            date=date,
            categories=categories,
            code=code,
            links=tuple(dict.fromkeys(found)),
            raw_title=title,
            raw_abstract=abstract,
            sources=(source,),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A scholar's profile page: what it reports, and the papers that it lists.

    Attributes:
        name: The scholar.
        field: The category that the page files the scholar under.
        h_index: As reported, like the four values below; None where the page has none.
        papers: How many papers the page claims, which may be more than it lists.
        citations: How often the scholar's papers were cited.
        novelty: In percent.
        ai_score: In percent.
        captured: The year in which the page was saved.
        listed: Ids of the papers on the page, in its order.
        source: Where the profile was read.
    """

    name: str
    field: str = ""
    h_index: int | None = None
    papers: int | None = None
    citations: int | None = None
    novelty: float | None = None
    ai_score: float | None = None
    captured: int | None = None
    listed: tuple[str, ...] = ()
    source: Source | None = None


_CUT = re.compile(
    r"[\s,;]*(?:\b(?:and\s+|&\s*)?et\.?\s*al\b\.{0,2}(?:\s*\(\d{4}\))?"
    r"|(?:,|;|\band|&)\s*(?:\d+\s+)?(?:more|others)\b\.?|\+\s*\d+\s*(?:more|others|authors)?|\.\.\.|…)\s*$",
    re.IGNORECASE,
)
GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
"""What may follow a surname without being one."""


def list_of_authors(text: str) -> tuple[tuple[str, ...], bool]:
    """Split a list of authors into names, and tell whether 'et al.' cut it.

    >>> list_of_authors("Bo Zhao, Robin Walters and Rose Yu")
    (('Bo Zhao', 'Robin Walters', 'Rose Yu'), False)
    >>> list_of_authors("Zhao, Bo; Yu, Rose et al.")
    (('Bo Zhao', 'Rose Yu'), True)
    """
    whole = _CUT.sub("", text)
    if ";" in whole:
        parts = [turned_round(name) for name in whole.split(";")]
    else:
        parts = re.split(r"\s*[,，、،]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+", whole)
    names: list[str] = []
    for name in (" ".join(part.split()) for part in parts):
        if names and fold(name) in GENERATIONS:
            names[-1] += f" {name}"
        elif name and name not in names:
            names.append(name)
    return tuple(names), whole != text


def turned_round(name: str) -> str:
    """Write 'Yu, Rose' as 'Rose Yu'; a name without a comma, or with a generation, stays."""
    surname, comma, first = name.partition(",")
    if not comma or "," in first or fold(first) in GENERATIONS:
        return " ".join(name.split())
    return " ".join(f"{first} {surname}".split())


def byline(paper: Paper, most: int = 6) -> str:
    """Name a paper's authors in a line of plain text, with the cut and the implied ones shown."""
    names = ", ".join(paper.authors[:most])
    if len(paper.authors) > most:
        names += f" and {len(paper.authors) - most:,} more"
    if paper.authors_truncated:
        names += " et al."
    if paper.implied:
        names += f"{' ' if names else ''}(implied: {', '.join(paper.implied)})"
    return names


def made_id(title: str, authors: tuple[str, ...]) -> str:
    """Name a paper that has no id of its own: its title's first words and a short hash.

    The hash is taken of what makes two records one paper, so a paper has the same id wherever and
    in whatever order it is read.
    """
    words = fold(title).split()
    slug = words[0][:40] if words else "untitled"
    for word in words[1:]:
        if len(slug) + 1 + len(word) > 40:
            break
        slug += f"-{word}"
    digest = hashlib.blake2b(identity(title, authors).encode(errors="surrogatepass"), digest_size=3)
    return f"{slug}-{digest.hexdigest()}"


def identity(title: str, authors: tuple[str, ...]) -> str:
    """Tell what makes two records one paper: the title's letters and who stands first.

    Of the first author the surname and the first letter count, so that 'R. Wang' is 'Rui Wang'
    and Dian Wang is not.
    """
    name = fold(authors[0]).split() if authors else []
    while len(name) > 2 and name[-1] in GENERATIONS:
        name.pop()
    first = f"{name[0][0]} {name[-1]}" if name else ""
    plain = unicodedata.normalize("NFKD", title.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.findall(r"[^\W_]+|[+#]", letters)
    return f"{' '.join(words) or title} / {first}"
