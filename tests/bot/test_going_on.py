"""A conversation goes on with what was said before, and leaves it where it should."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.session import Session


def options(session: Session, *lines: str) -> Mapping[str, object]:
    """Say some lines and tell as what the last one was read."""
    for line in lines[:-1]:
        session.answer(line)
    read = session.answer(lines[-1]).understood
    assert read is not None
    return {"command": read.command, **read.options}


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        (("papers in 2023", "and robotics?"), {"year": 2023, "category": "RO"}),
        (("papers in 2023", "no, I meant 2022"), {"year": 2022}),
        (("papers on grasping in 2023", "forget the year"), {"query": "grasping"}),
        (("papers by Bo Zhao", "her newest paper"), {"author": "Bo Zhao", "sort": "newest"}),
        (("papers by Bo Zhao", "the oldest one"), {"author": "Bo Zhao", "sort": "oldest"}),
        (("papers by Bo Zhao", "only with Rose Yu"), {"author": "Bo Zhao and Rose Yu"}),
        (("who has Bo Zhao worked with", "and Dian Wang?"), {"person": "Dian Wang"}),
        (("papers by Dian Wang", "thanks!", "only 2023"), {"author": "Dian Wang", "year": 2023}),
        (("who works on grasping", "and on meshes?"), {"command": "experts", "topic": "meshes"}),
        (("who wrote LieGAN", "and TopoX?"), {"command": "paper", "show": "authors"}),
        (("summarise LieGAN", "shorter"), {"command": "summary", "sentences": 1}),
        (("tell me about TopoX", "code?"), {"command": "paper", "show": "code"}),
        (("papers by Bo Zhao", "how many is that"), {"author": "Bo Zhao"}),
    ],
)
def test_what_was_said_before_is_gone_on_with(
    session: Session, lines: tuple[str, ...], read: Mapping[str, object]
) -> None:
    assert read.items() <= options(session, *lines).items()


def test_a_new_topic_leaves_no_trace_of_the_last_one(session: Session) -> None:
    assert options(session, "papers by Bo Zhao in 2022", "papers about galaxies") == {
        "command": "find",
        "query": "galaxies",
    }


def test_these_are_the_papers_of_a_list_that_no_search_gave(session: Session) -> None:
    listed = session.answer("similar to LieGAN").papers
    narrowed = session.answer("which of these are from 2023").papers
    assert narrowed
    assert {paper.id for paper in narrowed} <= {paper.id for paper in listed}


def test_a_pronoun_that_nobody_was_named_for_is_asked_about(session: Session) -> None:
    nobody = session.answer("papers by her")
    assert nobody.outcome == "nothing"
    session.answer("who wrote LieGAN")
    several = session.answer("what else did they write")
    assert several.asks
    assert [step.label for step in several.steps] == [
        "Jianke Yang",
        "Robin Walters",
        "Nima Dehmamy",
    ]


def test_a_question_back_is_answered_by_typing(session: Session) -> None:
    assert session.answer("papers by Wang in 2023").asks
    answer = session.answer("Dian")
    assert answer.papers
    assert all("Dian Wang" in paper.authors and paper.year == 2023 for paper in answer.papers)
    session.answer("coauthors of Wang")
    assert session.answer("the second one").title == "Coauthors of Rui Wang"


def test_it_is_the_only_paper_with_all_words_of_a_search(session: Session) -> None:
    found = session.answer("protein structure")
    assert session.answer("who wrote it").papers == (found.papers[0],)


def test_two_questions_at_once_get_both_answers(session: Session) -> None:
    answer = session.answer("who wrote LaLiGAN and when did it come out?")
    assert "Jianke Yang" in answer.text
    assert "29 Sep 2023" in answer.text
    assert len(answer.papers) == 1
