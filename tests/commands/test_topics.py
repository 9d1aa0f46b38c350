"""/topics tells what a library is about, and leads on to the papers of each topic."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from bot.session import Session
from commands._command import all_commands
from commands._desk import Desk, topic_names
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.picture import Timeline
from tests.pages import library_of, write


def test_all_topics_are_listed_with_their_papers_years_and_terms(
    session: Session, library: Library
) -> None:
    answer = session.answer("/topics")
    assert answer.outcome == "found"
    assert "A paper is counted once, where it fits best; 1 fits none." in answer.text
    for topic in library.topics.everything:
        assert f"{topic.number}. **{topic.name}**: {len(topic.papers)} papers" in answer.text
        assert ", ".join(topic.terms) in answer.text
    assert isinstance(answer.picture, Timeline)
    assert len(answer.picture.lanes) == len(library.topics.everything)
    assert answer.picture.is_last_unfinished
    assert not answer.remaining


def test_each_step_leads_to_a_topic_s_papers(session: Session, library: Library) -> None:
    answer = session.answer("/topics")
    for step, topic in zip(answer.steps, library.topics.everything, strict=False):
        assert step.label == f"Papers in {topic.name}"
        assert session.answer(step.line).title == f"Topic: {topic.name}"


def test_topics_go_on_where_a_list_ended(session: Session, library: Library) -> None:
    first = session.answer("/topics limit:3")
    assert (first.seen, first.remaining) == (3, len(library.topics.everything) - 3)
    again = session.answer("more")
    assert again.text.startswith("4. **")
    assert again.picture is None


def test_a_topic_shows_its_papers_best_fitting_first_and_all_of_them_once(
    session: Session, library: Library
) -> None:
    topic = library.topics.called("robot policies")
    answer = session.answer('/topics "robot policies" limit:3')
    assert answer.title == "Topic: robot policies"
    shown = [*answer.papers]
    while answer.remaining:
        answer = session.answer("more")
        assert answer.text == ""
        assert answer.first == len(shown) + 1
        shown += answer.papers
    assert shown == [library.papers[at] for at in topic.papers.tolist()]


def test_a_topic_tells_its_words_its_years_who_wrote_most_and_how_it_was_made(
    session: Session, library: Library
) -> None:
    answer = session.answer("/topics topic:2")
    topic = library.topics.everything[1]
    assert f"**{len(topic.papers)} papers** of 50, since 2" in answer.text
    assert "Most papers in it (at least;" in answer.text
    assert "Robin Walters" not in answer.text  # who is only implied
    assert "found by the words that papers share" in answer.text
    assert isinstance(answer.picture, Timeline)
    assert answer.picture.lanes[0].label == topic.name
    assert answer.picture.lanes[0].total == len(topic.papers)
    for step in answer.steps:
        assert session.answer(step.line).outcome == "found"


@pytest.mark.parametrize(
    ("typed", "title", "says"),
    [
        ("robot polcies", "Topic: robot policies", "**8 papers**"),
        ("galxy", "Topic: galaxy intrinsic alignment", "Read *galxy* as *galaxy*."),
        ("TopoModelX", "Topic: topological deep learning", "with it are in this one."),
        ("grasping", "Not in this library", "Papers with it are in robot policies"),
        ("equivariant", "Which one?", "Which topic is meant?"),
        ("99", "Not in this library", "No topic here is called *99*. The largest"),
        ("-1", "Not in this library", "No topic here is called *-1*."),
        ("the", "Not in this library", "The largest"),
        ("!!!", "Not in this library", "The largest"),
        ("& & &", "Not in this library", "The largest"),
        ("拓扑", "Not in this library", "The largest"),
        ("*bold* <@1>", "Not in this library", r"\*bold\* \<@1>"),
    ],
)
def test_whatever_is_typed_gets_a_good_answer(
    session: Session, typed: str, title: str, says: str
) -> None:
    answer = session.answer(f'/topics topic:"{typed}"')
    assert answer.title == title
    assert says in answer.text
    for step in answer.steps[:3]:
        assert session.answer(step.line).outcome == "found"


def test_a_library_of_one_paper_or_of_unlike_ones_has_no_topics(tmp_path: Path) -> None:
    one = write(tmp_path, "one.jsonl", '{"title": "Tulips"}\n')
    answer = Session(library_of(one)).answer("/topics")
    assert answer.outcome == "nothing"
    assert "there is one paper here" in answer.text
    two = write(tmp_path, "two.jsonl", '{"title": "Tulips"}\n{"title": "Oaks"}\n')
    session = Session(library_of(two))
    assert "The 2 papers here share too few words" in session.answer("/topics").text
    assert session.answer("/topics tulips").outcome == "nothing"
    for step in session.answer("/topics").steps:
        assert session.answer(step.line).outcome == "found"


def test_papers_that_came_just_now_are_told(library: Library) -> None:
    assert library.topics.everything
    _ = library.names
    grown = library.extended([Paper(id="new", title="Topological deep learning")])
    desk = Desk(library=grown, today=datetime.date(2026, 11, 23))
    answer = all_commands()["topics"].answer(desk, {})
    assert "1 paper came just now and will be placed in a moment." in answer.text
    assert "topics" not in vars(grown)


def test_text_of_papers_is_escaped_in_names_and_terms(tmp_path: Path) -> None:
    lines = [
        f'{{"title": "<@{at}> tulip bulbs", "abstract": "We grow <@1> *tulip* bulbs_ here."}}\n'
        for at in range(6)
    ]
    session = Session(library_of(write(tmp_path, "a.jsonl", "".join(lines))))
    for line in ("/topics", "/topics 1"):
        answer = session.answer(line)
        assert "tulip bulbs" in f"{answer.title} {answer.text}"
        assert "<@" not in answer.text.replace("\\<@", "")


def test_topics_are_suggested_by_name_and_terms(desk: Desk, library: Library) -> None:
    names = [topic.name for topic in library.topics.everything]
    assert topic_names(desk, "") == names
    assert topic_names(desk, "TOPO") == ["topological deep learning"]
    assert "robot policies" in topic_names(desk, "imitation")
    assert topic_names(desk, "xyzzy") == []
