"""Networks and chains as pictures: nothing overlaps, everything that must be told is there."""

from __future__ import annotations

import hashlib
import itertools
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from bot.drawing import chain, network, png
from bot.drawing import placing as placings
from bot.drawing.apart import apart, in_rows
from bot.drawing.bending import bent
from bot.drawing.bodies import Person
from bot.drawing.fonts import drawable
from bot.drawing.labels import Box, Circle, Line, block, name_block
from bot.drawing.theme import MARGIN, SMALL, THEMES, WIDTH, ThemeName
from bot.drawing.words import width_of
from knowledge.picture import Chain, Link, Member, Network, Tie

SCRIPTS = (
    "Robin Walters",
    "王丹",
    "محمد بن موسى الخوارزمي",
    "Дмитрий Иванов",
    "שרה כהן",
    "किशोर कुमार",
    "สมชาย ใจดี",
    "김민수",
    "Γιώργος Παπαδόπουλος",
    "გიორგი მაისურაძე",
    "Nguyễn Văn Đặng",
    "தமிழ் பெயர்",
    "Ö",
    "🧪 X",
)
LONG = "Maximiliana-Alexandra Konstantinopoulou Papadimitrakopoulos"
NAMES = st.one_of(
    st.sampled_from(SCRIPTS),
    st.text("abcdefgh -.’", max_size=60),
    st.text("WMÅ", min_size=30, max_size=60),
    st.text("論文王丹漢字", min_size=1, max_size=60),
    st.text(max_size=20),
    st.sampled_from((LONG, LONG.replace(" ", ""), "X", "")),
)


@st.composite
def networks(draw: Any) -> Network:
    names = draw(st.lists(NAMES, min_size=2, max_size=30))
    asked = draw(st.integers(0, 3))
    members = tuple(
        Member(name, draw(st.sampled_from((0, 1, 2, 7, 300))), draw(st.integers(-1, 8)), at < asked)
        for at, name in enumerate(names)
    )
    pairs = list(combinations(range(len(names)), 2))
    if not draw(st.booleans()):
        pairs = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=60))
    ties = tuple(Tie(one, other, 1 + (one + other) % 5, one % 3) for one, other in pairs)
    note = draw(st.sampled_from(("", "Groups are by who writes with whom. " * 8)))
    return Network(
        draw(NAMES), members, ties, "joint papers", draw(st.sampled_from((0, 1, 506))),
        draw(st.sampled_from((0, 3))), 9, note,
    )  # fmt: skip


def ego(names: Sequence[str] = SCRIPTS, *, cut: int = 0, implied: int = 0) -> Network:
    """Make the network of the first, in which the next two wrote together too."""
    members = tuple(
        Member(name, 2 + at, -1 if not at else at % 3, not at) for at, name in enumerate(names)
    )
    ties = tuple(Tie(0, at, 2, implied) for at in range(1, len(names)))
    more = (Tie(1, 2, 2, implied),) if len(names) > 2 else ()
    return Network("Who writes with whom", members, ties + more, "joint papers", 0, cut, 9)


def extent(line: Line) -> Box:
    """Find which box a line's letters are in."""
    measured = block((line.words,), line.size, line.weight)
    left = {"left": 0.0, "center": 0.5, "right": 1.0}[line.align] * measured.width
    return Box(
        line.x - left,
        line.y - measured.descent,
        line.x - left + measured.width,
        line.y + measured.ascent,
    )


def everybody(placing: placings.Placing) -> list[Person]:
    return [*placing.people, *([placing.ghost] if placing.ghost else [])]


def drawn(picture: Network | Chain, theme: ThemeName = "dark") -> Any:
    """Draw a picture, and give the figure with its artists."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, WIDTH), dpi=72)
    FigureCanvasAgg(figure)
    (network if isinstance(picture, Network) else chain).draw(picture, figure, THEMES[theme])  # type: ignore[arg-type]
    return figure


def called(figure: Any, gid: str) -> list[Any]:
    return [artist for artist in figure.get_children() if artist.get_gid() == gid]


def is_solid(artist: Any) -> bool:
    return artist.get_linestyle() in ("solid", "-")


@settings(max_examples=60, deadline=None)
@given(networks())
def test_no_label_overlaps_another_or_anybodys_circle_or_leaves_the_picture(
    picture: Network,
) -> None:
    placing = placings.placed(picture)
    frame = Box(0, 0, WIDTH, placing.height).grown(-MARGIN + 1e-6)
    people = everybody(placing)
    words = [extent(line) for line in placing.words]
    for person in people:
        assert person.label.is_inside(frame)
        circle = person.circle
        r = circle.radius
        assert Box(circle.x - r, circle.y - r, circle.x + r, circle.y + r).is_inside(frame)
        assert not any(person.label.overlaps(box) or circle.touches(box) for box in words)
        for line in person.lines:
            assert extent(line).is_inside(person.label.grown(1e-6))
    for one, other in itertools.permutations(people, 2):
        assert not one.label.overlaps(other.label)
        assert not one.circle.touches(other.label)
        apart = np.hypot(one.circle.x - other.circle.x, one.circle.y - other.circle.y)
        assert apart >= one.circle.radius + other.circle.radius
    assert all(box.is_inside(frame) for box in words)
    assert not any(one.overlaps(other) for one, other in combinations(words, 2))
    assert placing.hidden == picture.hidden + len(picture.members) - len(placing.people)
    assert len(placing.people) >= min(len(picture.members), 25)
    assert placing.height <= 2 * WIDTH


@pytest.mark.parametrize("way", [apart, in_rows])
@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(*[st.floats(0, 4)] * 2, *[st.floats(0.05, 0.8)] * 2), max_size=25),
    st.sampled_from((1.0, 3.0, 6.0)),
)
def test_boxes_find_places_of_their_own_or_none(
    way: Any, boxes: list[tuple[float, float, float, float]], high: float
) -> None:
    boxes = [*boxes, (2.0, 2.0, 0.5, 0.2)]
    halves = np.array([box[2:] for box in boxes])
    pinned = np.array([float(at == len(boxes) - 1) for at in range(len(boxes))])
    centres = np.array([box[:2] for box in boxes])
    if (found := way(centres, halves, (4.0, high), pinned, 0.07)) is not None:
        assert (found >= halves - 1e-9).all()
        assert (found + halves <= np.array([4.0, high]) + 1e-9).all()
        for one, other in combinations(range(len(boxes)), 2):
            free = abs(found[one] - found[other]) - halves[one] - halves[other]
            assert free.max() > 0.06


def test_one_box_always_finds_its_place() -> None:
    for way in (apart, in_rows):
        found = way(np.array([[9.0, -9.0]]), np.array([[1, 1]]), (4.0, 4.0), np.zeros(1), 0.07)
        assert found is not None


@settings(max_examples=8, deadline=None)
@given(networks(), st.sampled_from(("dark", "light")))
def test_any_network_is_drawn_the_same_again(picture: Network, theme: ThemeName) -> None:
    assert png(picture, theme) == png(picture, theme)


def test_another_process_draws_the_same_whatever_its_home_and_matplotlibs_settings(
    tmp_path: Path,
) -> None:
    settings = tmp_path / "matplotlibrc"
    settings.write_text("savefig.bbox: tight\npatch.force_edgecolor: True\n", encoding="utf-8")
    nowhere = {"HOME": str(settings / "home"), "PAPERCLUB_CACHE": str(tmp_path / "cache")}
    others = {name: value for name, value in os.environ.items() if name != "MPLCONFIGDIR"}
    program = (
        "import hashlib, tests.bot.test_drawing as t; "
        "print(hashlib.sha256(t.png(t.ego(cut=3))).hexdigest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        env={**others, **nowhere, "MATPLOTLIBRC": str(settings)},
    )
    assert not told.stderr
    assert told.stdout.decode().strip() == hashlib.sha256(png(ego(cut=3))).hexdigest()


def test_letters_are_drawn_where_they_were_measured() -> None:
    figure = drawn(ego(cut=3))
    placing = placings.placed(ego(cut=3))
    renderer = figure.canvas.get_renderer()
    lines = [*placing.words, *(line for one in everybody(placing) for line in one.lines)]
    assert len(figure.texts) == len(lines)
    texts = {(text.get_text(), *text.get_position()): text for text in figure.texts}
    for line in lines:
        there = texts[line.words, line.x, line.y].get_window_extent(renderer)
        # At few dots an inch, letters are put on whole dots.
        assert abs(there.width / figure.dpi - width_of(line.words, line.size, line.weight)) < 0.06


def test_whom_was_asked_is_in_the_middle_and_two_are_side_by_side() -> None:
    (one, *others) = placings.placed(ego()).people
    assert 0.3 * WIDTH < one.circle.x < 0.7 * WIDTH
    heights = [other.circle.y for other in others]
    assert min(heights) < one.circle.y < max(heights)
    two = replace(
        ego(), members=(*ego().members[:1], Member("Ann", 3, -1, True), *ego().members[2:])
    )
    first, second, *_ = placings.placed(two).people
    assert first.circle.y == second.circle.y
    assert first.label.right < second.label.left


def test_areas_are_by_papers() -> None:
    members = tuple(Member(f"N. {papers}", papers) for papers in (4, 16, 64))
    placing = placings.placed(Network("Sizes", members, (), "papers", 0, 0, 9))
    radii = [one.circle.radius for one in placing.people]
    assert np.allclose(np.array(radii) / radii[0], (1, 2, 4))


def test_few_people_have_a_low_picture_and_long_names_a_higher_one() -> None:
    assert placings.placed(ego(SCRIPTS[:2])).height < WIDTH / 2
    assert placings.placed(ego(SCRIPTS[:5])).height < WIDTH
    many = [f"A{at} Bo" for at in range(24)]
    long = [f"{LONG} {at}" for at in range(24)]
    assert placings.placed(ego(many)).height <= placings.placed(ego(long)).height


def test_who_has_no_room_is_counted_and_is_the_least_tied() -> None:
    names = [f"{'W' * 56}{at:02}" for at in range(60)]
    members = tuple(Member(name, 1, -1, not at) for at, name in enumerate(names))
    ties = tuple(Tie(0, at, 100 - at) for at in range(1, 60))
    placing = placings.placed(Network("Crowd", members, ties, "joint papers", 5, 0, 9))
    shown = [one.at for one in placing.people]
    assert shown == list(range(len(shown)))
    assert 20 < len(shown) < 60
    assert placing.hidden == 5 + 60 - len(shown)
    assert any(line.words == f"+{placing.hidden} more people" for line in placing.words)


def test_ties_are_dashed_where_they_rest_on_implied_authorship_only() -> None:
    assert all(is_solid(tie) for tie in called(drawn(ego()), "tie"))
    assert all(is_solid(tie) for tie in called(drawn(ego(implied=1)), "tie"))
    dashed = drawn(ego(implied=2))
    assert not any(is_solid(tie) for tie in called(dashed, "tie"))
    key = "only implied"
    assert key in [text.get_text() for text in dashed.texts]
    assert key not in [text.get_text() for text in drawn(ego(implied=1)).texts]


def test_every_tie_of_who_is_shown_is_drawn_and_the_redundant_ones_are_faint() -> None:
    from matplotlib.colors import to_hex

    figure = drawn(ego())
    ties = called(figure, "tie")
    assert len(ties) == len(ego().ties)
    faint = [tie for tie in ties if to_hex(tie.get_edgecolor()) == THEMES["dark"].line]
    assert len(faint) == len(ego().members) - 1


def test_cut_lists_are_a_ghost_that_is_tied_to_whom_was_asked() -> None:
    figure = drawn(ego(cut=3))
    assert len(called(figure, "ghost")) == len(called(figure, "ghost tie")) == 1
    said = [text.get_text() for text in figure.texts]
    assert {"et al.", "on 3 lists"} <= set(said)
    assert not called(drawn(ego()), "ghost")
    nobody = replace(
        ego(cut=3), members=tuple(replace(one, is_asked=False) for one in ego().members)
    )
    figure = drawn(nobody)
    assert len(called(figure, "ghost")) == 1
    assert not called(figure, "ghost tie")


def test_a_surname_is_shown_whole_before_first_names_are() -> None:
    assert name_block("Ann Lee", 8, 1, 1, 2).lines == ("Ann Lee",)
    assert name_block("Mary Ann Lee-Smithson", 8, 0.6, 1, 2).lines == ("Mary Ann", "Lee-Smithson")
    assert name_block("Bo Lee Jr.", 8, 0.2, 1, 2).lines == ("Bo", "Lee Jr.")
    assert name_block(LONG, 8, 0.6, 1.3, 2).lines == ("M.-A. K.", "Papadimitrakopoulos")


def test_names_of_any_script_are_drawn() -> None:
    # pytest makes an error of matplotlib's warning that a font lacks a letter.
    assert png(ego(cut=1))
    assert drawable("王丹 محمد किशोर สมชาย 김민수") == "王丹 محمد किशोर สมชาย 김민수"
    assert drawable("தமிழ்").isascii()
    assert not drawable("\U00018cd6 \U00018cd6")  # Khitan, which nothing stands for


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES, st.booleans()), min_size=1, max_size=9), NAMES)
def test_nothing_of_a_chain_overlaps(links: list[tuple[str, str, bool]], last: str) -> None:
    people = (*(name for name, _, _ in links), last)
    titles = tuple(Link(title * 3, "2011" if title else "", odd) for _, title, odd in links)
    placing = chain.placed(Chain("From one to another", people, titles, "A note. " * 20))
    frame = Box(0, 0, WIDTH, placing.height).grown(-MARGIN + 1e-6)
    boxes = [
        *(one.label for one in placing.stops),
        *(one.label for one in placing.steps),
        *(extent(line) for line in placing.words),
    ]
    assert all(box.is_inside(frame) for box in boxes)
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    for at in (*placing.stops, *placing.steps):
        assert all(extent(line).is_inside(at.label.grown(1e-6)) for line in at.lines)
    for stop, box in itertools.product(placing.stops, boxes):
        assert not stop.circle.touches(box) or box is stop.label
    assert [step.is_dashed for step in placing.steps] == [odd for _, _, odd in links]


def test_a_chain_says_what_is_implied() -> None:
    picture = Chain("From", ("Ann", "Bo", "Cy"), (Link("One", "2001", True), Link("Two", "")))
    figure = drawn(picture)
    assert [is_solid(tie) for tie in called(figure, "tie")] == [False, True]
    said = [text.get_text() for text in figure.texts]
    assert "2001 · only implied, on no list of authors" in said
    assert png(picture) == png(picture)


def test_groups_beyond_the_colours_are_drawn_as_none() -> None:
    from matplotlib.colors import to_hex

    picture = replace(ego(), members=tuple(replace(one, group=99) for one in ego().members))
    colours = {to_hex(disc.get_facecolor()) for disc in called(drawn(picture), "person")}
    assert colours == {THEMES["dark"].none}
    colours = {to_hex(disc.get_facecolor()) for disc in called(drawn(ego()), "person")}
    assert colours == set(THEMES["dark"].groups[:3])


def test_letters_are_large_enough_for_a_phone() -> None:
    for picture in (ego(cut=3), ego([f"{LONG} {at}" for at in range(30)])):
        assert min(text.get_fontsize() for text in drawn(picture).texts) >= SMALL >= 8


def test_a_tie_is_bent_around_somebody_else() -> None:
    members = tuple(Member(name, 9, 0) for name in ("A", "B", "C"))
    # In a row, as B wrote with both; A and C are tied too.
    ties = (Tie(0, 1, 1), Tie(1, 2, 1), Tie(0, 2, 1))
    one, two, three = (
        Person(at, Circle(1 + at, 1, 0.2), Box(0.9 + at, 0.5, 1.1 + at, 0.7), ()) for at in range(3)
    )
    picture = Network("Row", members, ties, "papers", 0, 0, 3)
    bends = bent(ties, {0: one, 1: two, 2: three}, picture, 3.0)
    assert [not way.bend for way in bends] == [True, True, False]


def test_a_long_chain_is_no_higher_than_what_discord_shows_large() -> None:
    title = "A rather long title that says how the galaxy of the volcano is tied to the kernel"
    people = tuple(f"Person {at} of the chain" for at in range(7))
    links = tuple(Link(title, str(2000 + at)) for at in range(6))
    assert chain.placed(Chain("From one to another", people, links)).height <= 1.05 * WIDTH


def test_a_name_stands_above_its_circle_where_a_thick_tie_runs_down_from_it() -> None:
    picture = Network(
        "Who writes with Ann",
        (
            Member("Ann", 30, is_asked=True),
            Member("Bo Older", 44, 0),
            Member("Cy Oldest", 34, 0),
            Member("Di Young", 26, 0),
            Member("Ed Younger", 25, 0),
        ),
        tuple(Tie(one, other, 30) for one, other in combinations(range(5), 2)),
        unit="joint papers",
        hidden=0,
        cut=0,
        of=129,
    )
    placing = placings.placed(picture)
    highest = max(placing.people, key=lambda one: one.circle.y)
    assert highest.label.bottom > highest.circle.y
    assert max(one.label.top for one in placing.people) < placing.height
