"""/timeline as people use it."""

from __future__ import annotations

from pathlib import Path

from bot.session import Session
from knowledge.library import Library
from knowledge.picture import Timeline
from tests.pages import library_of, write


def picture(session: Session, line: str) -> Timeline:
    found = session.answer(line).picture
    assert isinstance(found, Timeline)
    return found


def test_a_persons_papers_are_shown_by_topic_with_the_oldest_first(session: Session) -> None:
    answer = session.answer("/timeline person:klee")
    dates = [str(paper.date) for paper in answer.papers]
    assert dates == sorted(dates)
    one = answer.picture
    assert isinstance(one, Timeline)
    assert one.title == "Papers of David Klee over the years"
    assert sum(lane.total for lane in one.lanes[1:]) == one.lanes[0].total == 4
    assert answer.text.startswith("At least **4 papers**, 2022 to 2025, most in 2023 (2).")


def test_the_owner_of_the_page_wrote_every_paper_for_certain(session: Session) -> None:
    assert session.answer("/timeline").text.startswith("**50 papers**, 2020 to 2026")


def test_a_topic_is_shown_by_person_without_whose_page_it_is(session: Session) -> None:
    one = picture(session, "/timeline topic:equivariant")
    names = [lane.label for lane in one.lanes]
    assert names[0] == "All papers"
    assert "Robin Walters" not in names
    assert "Dian Wang" in names


def test_a_topic_of_the_library_means_its_papers(session: Session, library: Library) -> None:
    topic = library.topics.everything[0]
    one = picture(session, f'/timeline topic:"{topic.name}" by:category')
    assert one.lanes[0].total == len(topic.papers)


def test_a_person_and_a_topic_are_both_heeded(session: Session) -> None:
    one = picture(session, '/timeline person:"dian wang" topic:grasp by:category')
    assert one.title == "Papers of Dian Wang on grasp over the years"
    assert one.lanes[0].total == 3


def test_it_goes_on_through_all_papers_and_shows_the_picture_once(session: Session) -> None:
    first = session.answer("/timeline person:klee")
    seen = [paper.id for paper in first.papers]
    rest = session.answer("/timeline person:klee topic:zebra")
    assert rest.outcome == "nothing"
    long = session.answer("/timeline")
    after = session.answer("")
    assert long.picture
    assert after.picture is None
    assert after.first == 6
    assert len(seen) == 4


def test_what_no_paper_has_is_said(session: Session) -> None:
    assert session.answer("/timeline topic:chromodynamics").outcome == "nothing"
    nobody = session.answer('/timeline person:"dian wang" topic:galaxy')
    assert nobody.outcome == "nothing"
    assert nobody.text == "No paper of Dian Wang is about that."
    assert session.answer("/timeline person:xyzzy").outcome == "nothing"


def test_papers_without_dates_have_no_picture_and_are_counted(tmp_path: Path) -> None:
    some = library_of(write(tmp_path, "a.yaml", "- {title: One, authors: [Ada Lovelace]}\n"))
    answer = Session(some).answer("/timeline ada")
    assert answer.text == "**1 paper**, without a date."
    assert answer.picture is not None
    assert answer.picture.is_empty


def test_pictures_of_people_say_that_cut_lists_may_hide_papers(tmp_path: Path) -> None:
    lines = (
        "- {title: Oaks, authors: [Ana Oak, Bo Elm], date: 2020}\n"
        "- {title: Elms, authors: [Bo Elm], authors_truncated: true, date: 2021}\n"
    )
    session = Session(library_of(write(tmp_path, "papers.yaml", lines)))
    says = "A list of authors is cut, so people may have more papers than are shown."
    for line in ("/timeline ana", "/timeline topic:elms", "/timeline by:person", "/person ana"):
        assert says in picture(session, line).note
        assert says in picture(session, line).alt
    assert not picture(session, "/timeline topic:oaks").note  # its one list is whole
    assert not picture(session, "/timeline").note
