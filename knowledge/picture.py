"""This file holds descriptions of pictures: what is to be seen, for whoever draws it.

A description is a value, so what was drawn of an equal one can be shown again. It says all in words
too (`alt`), for who can't see the picture and where none can be drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.text import counted, listed, shortened

LONGEST_ALT = 1000
"""Letters; Discord takes 1,024."""
_MOST_ROWS = 12
"""How many rows of a timeline its words name; more are counted."""
_MOST_TIMES = 5
"""How many times as high as another the highest row may be for one scale to show both."""
_MOST_HIGHEST = 3
"""How many periods with most papers the words of a row name."""
_MOST_TIES = 3
"""How many ties of a network its words name."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; `remark` qualifies it, as in 'so far'."""

    label: str
    value: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart.

    Attributes:
        title: What is counted.
        unit: What one stands for, in the plural.
        bars: In their order.
        note: What is to be said of them, in plain text.
        shape: bars from top to bottom; columns from left to right, for what has an order in time
            or size; share, parts of one whole.
    """

    title: str
    unit: str
    bars: tuple[Bar, ...]
    note: str = ""
    shape: Literal["bars", "columns", "share"] = "bars"

    @property
    def alt(self) -> str:
        """The chart in words."""
        return _said(f"{self.heading}: {', '.join(map(_told, self.bars))}.", self.note)

    @property
    def heading(self) -> str:
        """The title, with the unit where the title doesn't say it."""
        is_said = self.unit.lower() in self.title.lower()
        return self.title if is_said else f"{self.title} ({self.unit})"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return not self.bars


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as somebody reports it: 'h-index', '19'."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Column:
    """One scholar's charts, or those of all papers.

    Attributes:
        heading: Whose they are; empty where there is one column only.
        charts: What was counted.
        figures: What a profile page reports, which nobody counted.
        figures_heading: Who reports that.
        papers: From how many papers the charts were counted; 0 where that isn't told.
    """

    heading: str
    charts: tuple[Bars, ...]
    figures: tuple[Figure, ...] = ()
    figures_heading: str = ""
    papers: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Several charts of one scholar, or of several side by side.

    Charts at the same place of each column show the same with the same labels, and share a scale.
    """

    title: str
    columns: tuple[Column, ...]
    note: str = ""

    @property
    def alt(self) -> str:
        """The sheet in words: what is reported, then what is counted, everybody in each.

        Where that would be too long, the highest values of each chart are told.
        """
        for most in (0, 8, 5, 3, 2, 1):
            says = f"{self.title}. {' '.join([*self._reported(), *self._counted(most)])}"
            if len(says) + 1 + len(self.note) <= LONGEST_ALT:
                break
        return _said(says, self.note)

    def _reported(self) -> list[str]:
        there = [column for column in self.columns if column.figures]
        told = [
            _whose(column.heading, [f"{one.label} {one.value}" for one in column.figures])
            for column in there
        ]
        headings = list(dict.fromkeys(column.figures_heading for column in there))
        if len(headings) > 1:
            return [f"{one.figures_heading}: {say}." for one, say in zip(there, told, strict=True)]
        return [f"{headings[0]}: {'; '.join(told)}."] if told else []

    def _counted(self, most: int) -> list[str]:
        """Tell the charts, of each scholar so many of the highest values; 0: all of them."""
        says = []
        papers = [
            _whose(column.heading, [counted(column.papers, "paper")])
            for column in self.columns
            if column.papers
        ]
        if papers:
            says.append(f"Counted: {'; '.join(papers)}.")
        for charts in zip(*(column.charts for column in self.columns), strict=True):
            told = [
                _whose(column.heading, _highest(chart, most, is_alone=len(charts) == 1))
                for column, chart in zip(self.columns, charts, strict=True)
            ]
            which = (
                ", those with most" if most and any(len(one.bars) > most for one in charts) else ""
            )
            says.append(f"{charts[0].heading}{which}: {'; '.join(told)}.")
        return says

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return not any(not chart.is_empty for column in self.columns for chart in column.charts)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a network.

    Attributes:
        name: As shown.
        papers: By how many papers they are sized.
        group: The number of those who write together, from 0; -1 for who is in none.
        is_asked: Whether they were asked for, and belong in the middle.
    """

    name: str
    papers: int
    group: int = -1
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """Joint papers of two members, given by their places; `implied` of them aren't in the lists."""

    one: int
    other: int
    papers: int
    implied: int = 0


@dataclass(frozen=True, slots=True)
class Network:
    """Who writes with whom.

    Attributes:
        title: Whose network it is.
        members: Those who are shown, who was asked for first and then the most tied ones.
        ties: Each pair once.
        unit: By what members are sized, in the plural: 'joint papers'.
        hidden: How many more people there are.
        cut: How many of the papers have a list of authors that was cut, and so may hide people.
        of: How many papers it is made from.
        note: What is to be said of it, in plain text.
    """

    title: str
    members: tuple[Member, ...]
    ties: tuple[Tie, ...]
    unit: str
    hidden: int
    cut: int
    of: int
    note: str = ""

    @property
    def alt(self) -> str:
        """The network in words: who is shown with how many papers, in groups."""
        for each in (len(self.members), 8, 4, 2, 1):
            says = _said(f"{self._who(each)} {self._strongest()}".strip(), self.note)
            if len(says) < LONGEST_ALT:
                break
        return says

    def _who(self, each: int) -> str:
        """Name the members in their groups, so many of each."""
        asked = [member for member in self.members if member.is_asked]
        others = [member for member in self.members if not member.is_asked]
        groups: dict[int, list[Member]] = {}
        for member in others:
            groups.setdefault(member.group, []).append(member)
        alone = groups.pop(-1, [])
        parts = [_named(group, each) for group in groups.values()]
        if alone and not parts:
            parts = [_named(alone, each)]
        elif alone:
            parts.append(f"in no group {_named(alone, each)}")
        says = f"{self.title}: {counted(len(others), 'person', 'people')}"
        if asked:
            says += f" around {listed(one.name for one in asked)}"
        if len(groups) > 1:
            says += f" in {len(groups):,} groups"
        if self.hidden:
            says += f" and {self.hidden:,} more who aren't shown"
        return f"{says}, by {self.unit}: {'; '.join(parts)}."

    def _strongest(self) -> str:
        """Name the strongest ties between those who weren't asked for."""
        ties = [tie for tie in self.ties if not self.members[tie.one].is_asked]
        strong = sorted(ties, key=lambda tie: -tie.papers)[:_MOST_TIES]
        if not strong:
            return ""
        pairs = (
            f"{self.members[tie.one].name} and {self.members[tie.other].name} ({tie.papers:,})"
            for tie in strong
        )
        return f"Strongest ties among them: {', '.join(pairs)}."

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody to be seen, or one person only."""
        return len(self.members) < 2


@dataclass(frozen=True, slots=True)
class Link:
    """The paper that ties two people of a chain; `is_implied` where no list names one of them."""

    paper: str
    year: str
    is_implied: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """How two people are connected through others: a link between each and the next."""

    title: str
    people: tuple[str, ...]
    links: tuple[Link, ...]
    note: str = ""

    @property
    def alt(self) -> str:
        """The chain in words."""
        steps = [
            f"{one} wrote with {other} ({shortened(link.paper, 60)}"
            f"{f', {link.year}' if link.year else ''}{', implied' if link.is_implied else ''})"
            for one, other, link in zip(self.people, self.people[1:], self.links, strict=False)
        ]
        return _said(f"{self.title}: {'; '.join(steps)}.", self.note)

    @property
    def is_empty(self) -> bool:
        """Whether there is no way to be seen."""
        return not self.links


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of a timeline.

    Attributes:
        label: What it shows.
        values: One for each period.
        total: How many papers it is in all.
        remark: What qualifies it.
    """

    label: str
    values: tuple[float, ...]
    total: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """How something moved over the years, in rows that share their periods.

    Attributes:
        title: What moved.
        unit: What values are: 'papers', or '% of the year's papers'.
        periods: Years or decades, none left out.
        lanes: From top to bottom.
        is_last_unfinished: Whether the last period isn't over in the data.
        note: What is to be said of it, in plain text.
    """

    title: str
    unit: str
    periods: tuple[str, ...]
    lanes: tuple[Lane, ...]
    is_last_unfinished: bool = False
    note: str = ""

    @property
    def has_own_scales(self) -> bool:
        """Whether each row has a scale of its own, for one would make lines of most rows."""
        peaks = [max(lane.values) for lane in self.lanes if any(lane.values)]
        return bool(peaks) and max(peaks) > _MOST_TIMES * min(peaks)

    @property
    def alt(self) -> str:
        """The timeline in words: of each row its papers, its years and its highest one."""
        if self.is_empty:
            return _said(f"{self.title}.", self.note)
        first, last = self.periods[0], self.periods[-1]
        span = f"{first} to {last}" if first != last else first
        if self.is_last_unfinished:
            span += ", the last not over yet" if first != last else ", not over yet"
        rows = [self._row(lane) for lane in self.lanes[:_MOST_ROWS]]
        if more := len(self.lanes) - len(rows):
            rows.append(f"and {counted(more, 'more row')}")
        return _said(f"{self.title}, {span}, in {self.unit}. {'; '.join(rows)}.", self.note)

    def _row(self, lane: Lane) -> str:
        says = f"{lane.label}: {counted(lane.total, 'paper')}"
        there = [
            period for period, value in zip(self.periods, lane.values, strict=True) if value > 0
        ]
        if not there:
            return says
        years = there[0] if len(there) == 1 else f"{there[0]} to {there[-1]}"
        if len(there) == 1:
            return f"{says}, {years}"
        high = max(lane.values)
        highest = [
            period for period, value in zip(self.periods, lane.values, strict=True) if value == high
        ]
        if len(highest) > _MOST_HIGHEST:
            return f"{says}, {years}, at most {high:,g} at once"
        each = " each" if len(highest) > 1 else ""
        return f"{says}, {years}, most in {listed(highest)} ({high:,g}{each})"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return not self.periods or not self.lanes


Picture = Bars | Sheet | Network | Chain | Timeline


def _told(bar: Bar) -> str:
    """Tell a bar; a label that is a number is kept apart from the value behind it: '2024: 12'."""
    apart = ":" if bar.label[-2:].strip("s+").isdecimal() else ""
    return f"{bar.label}{apart} {bar.value:,}" + (f" ({bar.remark})" if bar.remark else "")


def _whose(heading: str, told: Sequence[str]) -> str:
    return " ".join(filter(None, (heading, ", ".join(told) or "none")))


def _highest(chart: Bars, most: int, *, is_alone: bool) -> list[str]:
    """Tell the highest bars of a chart in their order; side by side those of none are left out."""
    there = [at for at, bar in enumerate(chart.bars) if bar.value or is_alone]
    if most:
        there = sorted(sorted(there, key=lambda at: -chart.bars[at].value)[:most])
    return [_told(chart.bars[at]) for at in there]


def _said(words: str, note: str) -> str:
    """Put what a picture shows and its note together; where that is too long, the note stays."""
    if not note:
        return shortened(words, LONGEST_ALT)
    note = shortened(note, LONGEST_ALT // 2)
    return f"{shortened(words, LONGEST_ALT - len(note) - 1)} {note}"


def _named(members: Sequence[Member], most: int) -> str:
    """Name the first of some members, with their papers, and count the others."""
    names = ", ".join(f"{one.name} {one.papers:,}" for one in members[:most])
    more = len(members) - most
    return f"{names} and {more:,} more" if more > 0 else names
