"""This file holds how papers are found by keywords and filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from commands._command import Between, command
from commands._desk import Desk, categories, people
from commands._quoting import marked
from knowledge import finding
from knowledge.answer import Answer, Step
from knowledge.dates import PartialDate
from knowledge.errors import InvalidOption
from knowledge.evidence import fitting_sentence, sought
from knowledge.finding import Found, Order, Wanted
from knowledge.genres import Genre
from knowledge.markdown import literal
from knowledge.paper import Paper
from knowledge.text import counted, listed

_ENOUGH_TO_QUOTE = 2
"""Words from which a search may be one for a sentence."""
_PLURALS = {
    "survey": "surveys",
    "dataset": "datasets",
    "benchmark": "benchmarks",
    "software": "software",
    "position": "position papers",
    "thesis": "theses",
}


@command
def find(
    desk: Desk,
    query: str = "",
    *,
    author: Annotated[str, people] = "",
    category: Annotated[str, categories] = "",
    year: Annotated[int | None, Between(1000, 9999)] = None,
    since: PartialDate | None = None,
    until: PartialDate | None = None,
    code: bool | None = None,
    type_: Genre | None = None,
    among: str = "",
    sort: Order = "relevance",
    limit: Annotated[int, Between(1, 25)] = 5,
) -> Answer:
    """Find papers by keyword, author, category or date.

    Misspelt words are corrected, and the answer offers the search as it was typed. Without words
    it lists what the filters leave, newest first.

    Args:
        query: Words to look for in titles and abstracts.
        author: Who wrote them, by any part of a name; several with "and" between.
        category: A category's code or name, such as RO or robotics.
        year: The year of publication.
        since: The earliest date, such as 2024, 2024-05 or 2024-05-31.
        until: The latest date.
        code: Whether the source marks them as having code.
        type_: What they are, as far as a title or abstract says so.
        among: Only among these papers: ids with commas between.
        sort: In which order.
        limit: How many to show at once.
    """
    options = {
        "author": author,
        "category": category,
        "year": year,
        "since": str(since or ""),
        "until": str(until or ""),
        "code": code,
        "type": type_ or "",
        "among": among,
    }
    wanted = Wanted(
        query=" ".join(query.replace('"', " ").split()),
        authors=desk.people(author) if author else (),
        category=desk.library.category(category) if category else None,
        year=year,
        since=since,
        until=until,
        code=code,
        genre=type_,
        among=_positions(desk, among) if among else None,
    )
    if since and until and since.first > until.last:
        raise InvalidOption(f"since {since} is after until {until}, so no paper can be between.")
    found = finding.find(desk.library, wanted, order=sort, literally='"' in query)
    as_typed = _literal_search(found, options)
    if not found.papers:
        return _nothing(desk, found, as_typed)
    shown = tuple(found.papers[desk.skip : desk.skip + limit])
    return Answer(
        title=_sought(desk, found.wanted)
        or {"newest": "Newest papers", "oldest": "Oldest papers"}.get(sort, "All papers"),
        text=" ".join(
            [_how_many(desk, found, sort, limit), *_how_read(found), *_author_remark(found)]
        )
        + _where_it_says(desk, found, shown),
        papers=shown,
        focus=shown[0] if found.wanted.query and found.whole == 1 and not desk.skip else None,
        first=desk.skip + 1,
        seen=desk.skip + len(shown),
        remaining=max(len(found.papers) - desk.skip - len(shown), 0),
        steps=as_typed,
    )


def _positions(desk: Desk, ids: str) -> tuple[int, ...]:
    """Find where papers stand in the library.

    Raises:
        InvalidOption: One isn't there.
    """
    places = desk.library.positions
    typed = [one.strip() for one in ids.split(",") if one.strip()]
    if unknown := [one for one in typed if one not in places]:
        says = f"among takes ids of papers here, and *{literal(unknown[0])}* is none"
        raise InvalidOption(f"{says}; ask for the list again.")
    return tuple(places[one] for one in typed)


def _sought(desk: Desk, wanted: Wanted) -> str:
    """Say in a few words what is looked for: 'flow matching · robotics · since 2025'."""
    category = wanted.category and desk.library.categories.label(wanted.category)
    since, until = wanted.since, wanted.until
    is_one = since is not None and since == until
    words = [
        wanted.query,
        wanted.authors and f"by {listed([author.name for author in wanted.authors])}",
        category,
        wanted.year and f"{wanted.year}",
        since and (since.words if is_one else f"since {since.words}"),
        until and not is_one and f"until {until.words}",
        {True: "with code", False: "without code", None: ""}[wanted.code],
        wanted.genre and _PLURALS[wanted.genre],
        wanted.among is not None and f"among {counted(len(wanted.among), 'paper')} of the list",
    ]
    return " · ".join(word for word in words if word)


def _nothing(desk: Desk, found: Found, steps: tuple[Step, ...]) -> Answer:
    library = desk.library
    says = f"No paper here matches *{literal(_sought(desk, found.wanted))}*."
    if found.unknown:
        words = listed([f"*{literal(word)}*" for word in found.unknown], last="or")
        total = len(library.papers)
        says += (
            f" None of the {total:,} papers has {words}."
            if total > 1
            else f" The only paper here has no {words}."
        )
    years = library.columns.year[library.columns.year > 0]
    if (found.wanted.year or found.wanted.since or found.wanted.until) and len(years):
        says += f" The papers here are from {years.min()} to {years.max()}."
    return Answer(
        outcome="nothing",
        title="Nothing found",
        text=" ".join([says, *_how_read(found)]),
        papers=found.perhaps,
        heading="Perhaps" if found.perhaps else "",
        steps=steps,
    )


def _how_many(desk: Desk, found: Found, sort: Order, limit: int) -> str:
    all_of_them, total = len(found.papers), len(desk.library.papers)
    if sort != "relevance" and limit == 1:
        return f"The {sort} of **{counted(all_of_them, 'paper')}**."
    if found.whole == all_of_them:
        many = f"**{counted(all_of_them, 'paper')}** of {total:,}"
    elif found.whole:
        many = (
            f"**{counted(found.whole, 'paper')}** with all of these words,"
            f" {all_of_them - found.whole:,} more with some"
        )
    else:
        many = f"No paper has all of these words; **{all_of_them:,}** have some"
    claimed = [profile for profile in desk.library.profiles if profile.papers]
    is_whole = not found.wanted.query and set(found.wanted.authors) <= {desk.library.owner()}
    if len(claimed) == 1 and is_whole:
        many += f" that are listed (the profile claims {claimed[0].papers:,})"
    return f"{many}."


def _where_it_says(desk: Desk, found: Found, shown: tuple[Paper, ...]) -> str:
    """Quote the sentence with most of the words, where one paper alone has them all."""
    words = found.wanted.query.split()
    if found.whole != 1 or len(words) < _ENOUGH_TO_QUOTE or desk.skip:
        return ""
    best = fitting_sentence(sought(desk.library, found.wanted.query), shown[0])
    return f"\n\n{marked(best)}" if best else ""


def _how_read(found: Found) -> list[str]:
    says = [
        f"Read *{literal(word)}* as *{literal(meant)}*." for word, meant in found.corrected.items()
    ]
    if found.unknown and found.papers:
        words = listed([f"*{literal(word)}*" for word in found.unknown])
        says.append(f"Not in this library: {words}.")
    return says


def _author_remark(found: Found) -> list[str]:
    for author in found.wanted.authors:
        spellings = set(author.spellings)
        implied = [one for one in found.papers if not spellings.isdisjoint(one.implied)]
        if implied:
            break
    else:
        return []
    named = len(found.papers) - len(implied)
    says = f"On {len(implied):,} of them {literal(author.name)} is implied by the profile page"
    return [f"{says} and named on {named:,}." if named else f"{says}."]


def _literal_search(found: Found, options: Mapping[str, object]) -> tuple[Step, ...]:
    """Offer the same search with the words as they were typed."""
    if not found.corrected:
        return ()
    given = {
        name: value
        for name, value in options.items()
        if isinstance(value, str | int) and value != ""
    }
    query = f'"{found.wanted.query}"'
    return (Step(f"Search for {found.wanted.query} as it is", "find", {**given, "query": query}),)
