"""Facts are answered by the sentence that states them, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.definitions import definitions, mentions
from knowledge.evidence import missing_in, quotations, quotations_of_any, sought
from knowledge.library import Library
from tests.pages import Entry, library_of, page, write

_MOSS = (
    "Moss dries out in summer. We sampled 24 bogs and found that 61 % of the shoots survived a drought of"
    " 12 weeks. The Moss Survival Index (MSI) is the share of shoots that grow again. However, shade had no"
    " effect. The data are released under CC BY 4.0. Bog forest means woodland on peat."
)
_OWLS = (
    "We rang 310 owls with light tags. Owls fly at night because mice do. A tag weighs 2 g. Pellets were"
    " collected by volunteers, which doubled the number of nests that we know."
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    text = page(
        Entry(title="Drought and Moss", abstract=_MOSS),
        Entry(title="Owls of the North", abstract=_OWLS, authors="Karl Klein"),
        Entry(title="Peat: A Survey", abstract="This survey reviews peat.", authors="Ida Kern"),
    )
    return library_of(write(tmp_path_factory.mktemp("library"), "page.txt", text))


@pytest.mark.parametrize(
    ("place", "question", "states"),
    [
        (0, "how many bogs were sampled", "24 bogs"),
        (0, "which share of shoots survived", "61 %"),
        (0, "under which licence is it", "CC BY 4.0"),
        (0, "does shade have an effect", "shade had no effect"),
        (0, "what did they find", "found that"),
        (1, "how heavy is a tag", "2 g"),
        (1, "why do owls fly at night", "because mice do"),
        (1, "how many owls", "310"),
    ],
)
def test_a_fact_is_quoted_from_the_paper_that_is_named(
    library: Library, place: int, question: str, states: str
) -> None:
    found = quotations(sought(library, question), library.papers[place])
    assert states in found[0].sentence


@pytest.mark.parametrize(
    ("place", "question", "missing"),
    [
        (0, "how many lakes were sampled", "lakes"),
        (0, "does it speak of nitrogen", "nitrogen"),
        (1, "how many owls died", "died"),
        (1, "which drone was flown", "drone"),
    ],
)
def test_what_an_abstract_does_not_state_is_not_quoted(
    library: Library, place: int, question: str, missing: str
) -> None:
    asked = sought(library, question)
    assert quotations(asked, library.papers[place]) == []
    assert missing in missing_in(asked, library.papers[place])


def test_any_paper_may_answer_and_its_title_says_what_its_sentences_need_not(
    library: Library,
) -> None:
    (found,) = quotations_of_any(library, sought(library, "how many bogs were sampled for moss"))
    assert found.paper is library.papers[0]
    assert "24 bogs" in found.sentence
    assert quotations_of_any(library, sought(library, "how many whales were counted")) == []
    assert quotations_of_any(library, sought(library, "what is it")) == []


def test_what_matches_is_marked_and_nothing_else(library: Library) -> None:
    (found,) = quotations(sought(library, "how many bogs were sampled"), library.papers[0], 1)
    marked = [found.sentence[begin:end] for begin, end in found.marks]
    assert "sampled 24 bogs" in marked
    assert not any("found" in words for words in marked)


@pytest.mark.parametrize(
    ("term", "states"),
    [("MSI", "Moss Survival Index (MSI)"), ("bog forest", "means woodland"), ("msi", "(MSI)")],
)
def test_a_term_is_defined_by_the_sentence_that_does(
    library: Library, term: str, states: str
) -> None:
    assert states in definitions(library, term)[0].sentence


@pytest.mark.parametrize("term", ["owls", "XYZ", "", "(", "moss moss moss"])
def test_what_nobody_defines_is_not_defined(library: Library, term: str) -> None:
    assert definitions(library, term) == []


def test_a_term_that_nobody_defines_is_still_quoted(library: Library) -> None:
    (found,) = mentions(library, "light tags")
    assert found.sentence.startswith("We rang 310 owls")
    assert mentions(library, "dark tags") == []


def test_types_are_told_by_what_papers_say_of_themselves(library: Library, tmp_path: Path) -> None:
    assert library.genres.within("survey").tolist() == [False, False, True]
    assert not library.genres.within("software").any()
    other = library_of(
        write(
            tmp_path,
            "page.txt",
            page(
                Entry(title="A", abstract="We present FOLD, an open-source Python package."),
                Entry(title="B", abstract="We use a Python package.", authors="Ida Kern"),
                Entry(title="C: A Corpus of Letters", authors="Karl Klein"),
            ),
        )
    )
    assert other.genres.within("software").tolist() == [True, False, False]
    assert other.genres.within("dataset").tolist() == [False, False, True]
