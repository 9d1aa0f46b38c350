"""This file holds how pictures look in characters, in a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.text import Text

from knowledge.picture import Bar, Bars, Chain, Column, Lane, Network, Picture, Sheet, Timeline
from knowledge.text import counted, shortened, visible

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = "▁▂▃▄▅▆▇█"
_BAR_WIDTH = 32
_NARROW = 12
"""Cells of a bar where several stand side by side."""
_LABEL_WIDTH = 34
_WIDE = 76
"""Cells of a picture in a terminal of 80."""
_MOST_BESIDE = 3
"""How many of those with whom somebody in a network wrote are named."""


def drawn(picture: Picture) -> RenderableType:
    """Draw a picture in characters; it has the same numbers, and the same note below."""
    match picture:
        case Bars():
            lines = [_title(picture.heading), *_bars(picture)]
        case Sheet():
            lines = [_title(picture.title), *_sheet(picture)]
        case Network():
            lines = [_title(f"{picture.title} ({picture.unit})"), *_network(picture)]
        case Chain():
            lines = [_title(picture.title), *_chain(picture)]
        case Timeline():
            lines = [_title(f"{picture.title} ({picture.unit})"), *_timeline(picture)]
    if picture.note:
        lines.append(Text(visible(picture.note), style="dim"))
    return Group(*lines)


def _title(words: str) -> Text:
    return Text(visible(words), style="bold")


def _bars(picture: Bars) -> Iterator[Text]:
    most = max((bar.value for bar in picture.bars), default=0) or 1
    labels = _labels(bar.label for bar in picture.bars)
    for label, bar in zip(labels, picture.bars, strict=True):
        remark = (f" {bar.remark}" if bar.remark else "", "dim")
        length = (_bar(bar.value / most, _BAR_WIDTH), "cyan")
        yield Text.assemble(f"{label} ", length, f" {bar.value:,}", remark)


def _sheet(picture: Sheet) -> Iterator[Text]:
    heading = ""
    for column in picture.columns:
        if column.figures and len(picture.columns) > 1 and column.figures_heading != heading:
            heading = column.figures_heading
            yield Text(visible(heading), style="yellow")
        yield from _reported(column)
    for row in zip_longest(*(column.charts for column in picture.columns)):
        charts = [chart for chart in row if chart and not chart.is_empty]
        if not charts:
            continue
        yield Text("")
        if len(picture.columns) == 1:
            yield Text(visible(charts[0].heading), style="bold dim")
            yield from _bars(charts[0])
        else:
            headings = [column.heading for column in picture.columns]
            yield from _side_by_side(headings, charts)


def _reported(column: Column) -> Iterator[Text]:
    if not column.figures:
        return
    figures = " · ".join(f"{one.label} {one.value}" for one in column.figures)
    heading = f"{visible(column.heading or column.figures_heading)}: "
    yield Text.assemble((heading, "yellow"), visible(figures))


def _side_by_side(headings: Sequence[str], charts: Sequence[Bars]) -> Iterator[Text]:
    """Draw the same chart of several scholars, a narrow column for each."""
    yield Text(visible(charts[0].heading), style="bold dim")
    most = max((bar.value for chart in charts for bar in chart.bars), default=0) or 1
    names = _labels((bar.label for bar in charts[0].bars), _LABEL_WIDTH - 6 * (len(charts) > 2))
    width = min(_NARROW + 8, (_WIDE - cell_len(names[0]) - 1) // len(charts)) if names else _NARROW
    cells_of_bar = max(width - 8, 1)
    blank = " " * cell_len(names[0])
    yield Text.assemble(
        f"{blank} ", *((set_cell_size(shortened(one, width - 2), width), "dim") for one in headings)
    )
    for at, name in enumerate(names):
        cells: list[tuple[str, str]] = []
        for chart in charts:
            bar = chart.bars[at] if at < len(chart.bars) else Bar("", 0)
            length = _bar(bar.value / most, cells_of_bar)
            told = f" {bar.value:,} {bar.remark}" if bar.remark and bar.value else f" {bar.value:,}"
            cells += [(length, "cyan"), (set_cell_size(told, width - len(length)), "")]
        yield Text.assemble(f"{name} ", *cells)


def _network(picture: Network) -> Iterator[Text]:
    """List a network's members by group, each with those with whom they wrote most."""
    asked = [member for member in picture.members if member.is_asked]
    if asked:
        names = ", ".join(f"{visible(one.name)} {one.papers:,}" for one in asked)
        yield Text(f"around {names}", style="yellow")
    places = [at for at, member in enumerate(picture.members) if not member.is_asked]
    places.sort(key=lambda at: (picture.members[at].group < 0, picture.members[at].group))
    most = max((picture.members[at].papers for at in places), default=0) or 1
    labels = dict(zip(places, _labels(picture.members[at].name for at in places), strict=True))
    group = None
    for at in places:
        member = picture.members[at]
        if member.group != group:
            group = member.group
            yield Text("alone" if group < 0 else f"group {group + 1}", style="dim")
        length = (_bar(member.papers / most, _NARROW), "cyan")
        told = f" {member.papers:,}"
        room = _WIDE - 3 - cell_len(labels[at]) - cell_len(length[0]) - cell_len(told)
        yield Text.assemble(f"  {labels[at]} ", length, told, (_beside(picture, at, room), "dim"))
    if picture.hidden:
        yield Text(f"and {counted(picture.hidden, 'more person', 'more people')}", style="dim")


def _beside(picture: Network, at: int, room: int) -> str:
    """Name those with whom a member wrote most, as far as the line goes; say what is implied only."""
    ties = [
        (tie, tie.other if tie.one == at else tie.one)
        for tie in picture.ties
        if at in (tie.one, tie.other)
    ]
    near = [(tie, other) for tie, other in ties if not picture.members[other].is_asked]
    near.sort(key=lambda one: -one[0].papers)
    is_implied = bool(ties) and all(tie.implied == tie.papers for tie, _ in ties)
    end = "  (implied)" if is_implied else ""
    says = ""
    for tie, other in near[:_MOST_BESIDE]:
        name = f"{visible(picture.members[other].name)} {tie.papers:,}"
        longer = f"{says}, {name}" if says else f"  with {name}"
        if says and cell_len(longer + end) > room:
            break
        says = longer
    return says + end


def _chain(picture: Chain) -> Iterator[Text]:
    yield Text(visible(picture.people[0]), style="bold cyan")
    for name, link in zip(picture.people[1:], picture.links, strict=False):
        facts = ", ".join(filter(None, (link.year, "implied" if link.is_implied else "")))
        line = "┆" if link.is_implied else "│"
        yield Text.assemble(
            f"{line}  ", visible(link.paper), (f" ({facts})" if facts else "", "dim")
        )
        yield Text(visible(name), style="bold cyan")


def _timeline(picture: Timeline) -> Iterator[Text]:
    peaks = [max(lane.values, default=0) or 1 for lane in picture.lanes]
    labels = _labels(lane.label for lane in picture.lanes)
    own = picture.has_own_scales
    for label, lane, peak in zip(labels, picture.lanes, peaks, strict=True):
        most = peak if own else max(peaks)
        facts = ", ".join(
            filter(None, (f"{lane.total:,}", lane.remark, f"█ is {peak:,g}" if own else ""))
        )
        yield Text.assemble(f"{label} ", (_heights(lane, most), "cyan"), f" {facts}")
    blank = " " * cell_len(labels[0])
    first, last = picture.periods[0], picture.periods[-1]
    until = f" to {last}" if last != first else ""
    ends = ", the last not over yet" if until else ", not over yet"
    unfinished = ends if picture.is_last_unfinished else ""
    scale = "" if own else f"; █ is {max(peaks):,g}"
    yield Text(f"{blank} {first}{until}{unfinished}{scale}", style="dim")


def _heights(lane: Lane, most: float) -> str:
    """Write a value for each period as a block, or a dot where there is none."""
    steps = len(_HEIGHTS) - 1
    return "".join(
        2 * (_HEIGHTS[round(value / most * steps)] if value > 0 else "·") for value in lane.values
    )


def _labels(texts: Iterable[str], widest: int = _LABEL_WIDTH) -> list[str]:
    """Write labels to the right of as many cells as the longest needs."""
    shown = [shortened(visible(text), widest) for text in texts]
    width = min(max(map(cell_len, shown), default=0), widest)
    return [
        " " * max(width - cell_len(text), 0) + set_cell_size(text, min(cell_len(text), width))
        for text in shown
    ]


def _bar(share: float, cells: int) -> str:
    whole, rest = divmod(round(share * cells * 8), 8)
    return "█" * whole + _EIGHTHS[rest].strip()
