"""Every row of the README's table, for every paper and every person that is shipped."""

from __future__ import annotations

import pytest

from bot.session import Session
from commands._command import all_commands
from commands._desk import Desk
from knowledge.answer import Answer
from knowledge.library import Library
from knowledge.sentences import sentences


def ask(desk: Desk, command: str, **options: str | int) -> Answer:
    return all_commands()[command].answer(desk, {k.rstrip("_"): v for k, v in options.items()})


def test_every_paper_has_a_card_that_says_all_of_it(desk: Desk) -> None:
    for paper in desk.library.papers:
        answer = ask(desk, "paper", paper=paper.title)
        assert answer.outcome == "found"
        assert answer.papers == (paper,)
        assert paper.date is not None
        for fact in (
            *paper.authors,
            *paper.implied,
            *paper.links,
            paper.date.words,
            paper.category,
        ):
            assert fact in answer.text
        assert ("et al." in answer.text) >= paper.authors_truncated
        assert ("not marked" in answer.text) != paper.code
        plain = answer.text.replace("\\", "")
        assert paper.abstract.replace("\\", "")[-60:] in plain


def test_every_paper_has_a_summary_of_its_own_sentences(desk: Desk) -> None:
    for paper in desk.library.papers:
        for number in (1, 3, 5):
            answer = ask(desk, "summary", paper=paper.title, sentences=number)
            quoted = [
                line[2:].replace("\\", "")
                for line in answer.text.split("\n")
                if line.startswith("> ")
            ]
            whole = [sentence.replace("\\", "") for sentence in sentences(paper.abstract)]
            assert answer.papers == (paper,)
            assert len(quoted) == min(number, len(whole))
            assert set(quoted) <= set(whole)


def test_every_paper_has_related_ones_with_what_ties_them(desk: Desk) -> None:
    for paper in desk.library.papers:
        answer = ask(desk, "related", paper=paper.title, limit=4)
        assert len(answer.papers) == len(answer.reasons) == 4
        assert paper not in answer.papers
        for other, reason in zip(answer.papers, answer.reasons, strict=True):
            text = f"{other.title} {other.abstract}".lower().replace("'", "")
            words = reason.replace("\\", "").removeprefix("tied by ").split(", ")
            assert words
            assert all(word.lower() in text for word in words), (other.title, reason)


def test_every_paper_is_found_by_words_of_its_title(desk: Desk) -> None:
    for paper in desk.library.papers:
        answer = ask(desk, "find", query=paper.title, limit=3)
        assert paper in answer.papers[:2], paper.title


def test_every_paper_can_be_asked_for_in_words(desk: Desk) -> None:
    for paper in desk.library.papers:
        for question in (f"who wrote {paper.title}?", f"tell me about {paper.title}", paper.title):
            assert ask(desk, "ask", question=question).papers[:1] == (paper,), question
        answer = ask(desk, "ask", question=f"summarise {paper.title} in one sentence")
        assert answer.papers == (paper,)
        assert answer.text.count("\n> ") == 1


def test_every_person_has_their_papers(desk: Desk) -> None:
    for person in desk.library.people.everyone:
        theirs = {desk.library.papers[at].id for at in person.papers}
        for command, options in (
            ("find", {"author": person.name}),
            ("ask", {"question": f"papers by {person.name}"}),
        ):
            answer = ask(desk, command, **options)
            assert answer.outcome == "found"
            assert len(answer.papers) + answer.remaining == len(theirs)
            assert {paper.id for paper in answer.papers} <= theirs


def test_every_person_has_their_coauthors(desk: Desk) -> None:
    for person in desk.library.people.everyone:
        answer = ask(desk, "coauthors", person=person.name)
        coauthors = desk.library.people.coauthors(person)
        assert answer.outcome == "found"
        assert f"**{len(coauthors)} coauthor" in answer.text
        # Somebody may stand on any list that was cut.
        assert answer.text.startswith("At least")
        assert coauthors[0].person.name in answer.text
        assert answer.seen + answer.remaining == len(coauthors)


def test_every_pair_that_wrote_together_has_joint_papers(desk: Desk) -> None:
    for person in desk.library.people.everyone:
        for coauthor in desk.library.people.coauthors(person)[:3]:
            answer = ask(desk, "coauthors", person=person.name, with_=coauthor.person.name)
            number = len(coauthor.papers)
            assert f"**{number} paper" in answer.text
            assert len(answer.papers) + answer.remaining == number


def test_every_person_has_metrics_that_add_up(desk: Desk) -> None:
    owner = desk.library.owner()
    for person in desk.library.people.everyone:
        for by in ("year", "category"):
            answer = ask(desk, "metrics", person=person.name, by=by)
            assert answer.picture is not None
            assert sum(bar.value for bar in answer.picture.bars) == len(person.papers)
            assert ("Reported" in answer.text) == (person == owner)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "?",
        "🦜🦜🦜",
        "\x00\x1b[31m",
        "\u202e\u202d",
        "的",
        "/",
        "//",
        "/ find",
        "'\"",
        "a" * 10_000,
    ],
)
def test_no_line_is_too_strange(library: Library, line: str) -> None:
    answer = Session(library).answer(line)
    assert answer.outcome in ("found", "nothing", "invalid")
    assert answer.text
