from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.addresses import known_by, without_addresses
from knowledge.errors import NothingMatches, SeveralMatch
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.reading import Collection

ARXIV = """https://arxiv.org/abs/1706.03762 https://arxiv.org/pdf/1706.03762
http://www.arxiv.org/pdf/1706.03762v5.pdf arxiv.org/abs/1706.03762v2?context=cs#x
https://ARXIV.org/abs/1706.03762 arXiv:1706.03762 1706.03762
https://doi.org/10.48550/arXiv.1706.03762 https://arxiv.org/html/1706.03762v1""".split()
DOI = """https://doi.org/10.1145/3292500.3330701 https://dx.doi.org/10.1145/3292500.3330701
doi:10.1145/3292500.3330701 10.1145/3292500.3330701 https://doi.org/10.1145%2F3292500.3330701
https://dl.acm.org/doi/abs/10.1145/3292500.3330701 https://dl.acm.org/doi/pdf/10.1145/3292500.3330701.pdf
""".split()
PAGE = ["https://topox.io/suite/", "http://www.topox.io/suite", "https://topox.io/suite#news"]


@pytest.mark.parametrize("addresses", [ARXIV, DOI, PAGE], ids=["arXiv", "DOI", "page"])
def test_a_paper_is_found_by_any_address_that_leads_to_it(addresses: list[str]) -> None:
    for given_link in addresses:
        link = given_link if "/" in given_link else f"https://doi.org/{given_link}"
        papers = (
            Paper(id="a", title="Attention Is All You Need", links=(link,)),
            Paper(id="b", title="Another paper", links=("https://arxiv.org/abs/1706.03763",)),
        )
        if "doi.org/" in link and "10." not in link:
            continue  # an arXiv number alone is no address
        library = Library(Collection(papers))
        for typed in addresses:
            assert library.paper(typed).id == "a", (link, typed)
            if "/" in typed or ":" in typed:  # a number in a sentence may be any number
                assert library.paper(f"Did you see this ({typed})?").id == "a"


def test_an_id_may_be_an_arxiv_number() -> None:
    library = Library(Collection((Paper(id="1706.03762", title="Attention"),)))
    assert library.paper("https://arxiv.org/pdf/1706.03762v7").title == "Attention"


def test_addresses_of_two_papers_are_asked_about() -> None:
    papers = (
        Paper(id="a", title="One", links=("https://arxiv.org/abs/1706.03762",)),
        Paper(id="b", title="Two", links=("https://doi.org/10.1145/1.2",)),
    )
    library = Library(Collection(papers))
    with pytest.raises(SeveralMatch) as asked:
        library.paper("arXiv:1706.03762 or 10.1145/1.2, which is better?")
    assert [paper.id for paper in asked.value.papers] == ["a", "b"]


def test_an_address_that_leads_nowhere_says_so_and_a_title_beside_it_is_read() -> None:
    library = Library(Collection((Paper(id="a", title="Folding of tulips in spring"),)))
    with pytest.raises(NothingMatches, match=r"No paper here is at arxiv:2401\.00001"):
        library.paper("https://arxiv.org/abs/2401.00001")
    typed = "Folding of tulips in spring https://arxiv.org/abs/2401.00001"
    assert library.paper(typed).id == "a"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("10.1016/S0010-8650(80)80003-2", ("doi:10.1016/s0010-8650(80)80003-2",)),
        ("(doi:10.1145/1.2)", ("doi:10.1145/1.2",)),
        ("arXiv:hep-th/9901001v2", ("arxiv:hep-th/9901001",)),
        ("https://openreview.net/pdf?id=aB-c", ("openreview:aB-c",)),
        ("a 10.5 % gain in 2020.12345 of 1999.1234 cases", ()),
        ("version 1.2/3", ()),
        ("", ()),
    ],
)
def test_what_is_an_identifier_and_what_is_not(text: str, known: tuple[str, ...]) -> None:
    assert known_by(text) == known


@given(st.text(max_size=200))
def test_any_text_may_be_asked_for_addresses(text: str) -> None:
    assert len(set(known_by(text))) == len(known_by(text))
    assert without_addresses(f"{text} https://arxiv.org/abs/1706.03762") == without_addresses(text)


def test_an_exact_title_wins_over_titles_that_are_like_it() -> None:
    titles = ["Overview of the 2012 campaign", "Overview of the 2011 campaign", "Deep nets 3"]
    titles += ["Deep nets 13", "Confirmation in systems: a study", "Confirmation in systems"]
    library = Library(Collection(tuple(Paper(id=one, title=one) for one in titles)))
    for title in titles:
        assert library.paper(title).id == title
        assert library.paper(title.upper()).id == title
