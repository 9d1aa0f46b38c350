"""Pictures in characters: they tell all that is drawn."""

from __future__ import annotations

import io

from rich.console import Console

from bot import characters
from knowledge.picture import Chain, Lane, Link, Member, Network, Picture, Tie, Timeline


def shown(picture: Picture) -> list[str]:
    console = Console(file=io.StringIO(), width=120, no_color=True)
    with console.capture() as captured:
        console.print(characters.drawn(picture))
    return [line.rstrip() for line in captured.get().splitlines()]


def test_a_network_names_ties_and_counts_who_is_not_shown() -> None:
    members = (Member("Ann", 9, is_asked=True), Member("Bo", 5, 0), Member("Cy", 2, 0))
    ties = (Tie(0, 1, 5), Tie(0, 2, 2, implied=2), Tie(1, 2, 1, implied=1))
    said = shown(Network("Who writes with Ann", members, ties, "joint papers", 7, 0, 9))
    assert "around Ann 9" in said
    assert any(line.endswith(" 5  with Cy 1") for line in said)
    assert any(line.endswith(" 2  with Bo 1  (implied)") for line in said)
    assert "and 7 more people" in said


def test_a_chain_is_dotted_where_a_paper_is_implied() -> None:
    links = (Link("One", "2001", is_implied=True), Link("Two", ""))
    said = shown(Chain("From Ann to Cy", ("Ann", "Bo", "Cy"), links))
    assert said[1:] == ["Ann", "┆  One (2001, implied)", "Bo", "│  Two", "Cy"]


def test_rows_of_a_timeline_tell_their_scale() -> None:
    few, many = Lane("few", (1.0, 0.0), 1), Lane("many", (2.0, 40.0), 42)
    own = shown(Timeline("Papers", "papers", ("2020", "2021"), (few, many)))
    assert own[1].endswith("██·· 1, █ is 1")
    assert own[2].endswith("▁▁██ 42, █ is 40")
    one = shown(Timeline("Papers", "papers", ("2020", "2021"), (many,), is_last_unfinished=True))
    assert one[-1].strip() == "2020 to 2021, the last not over yet; █ is 40"
