"""A library's topics: papers that share words, named as they write."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge import topics, trends
from knowledge.dates import PartialDate
from knowledge.errors import NothingMatches, SeveralMatch
from knowledge.grouping import number_for
from knowledge.indexing import built
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.reading import Collection
from knowledge.topics import Topics, opened_or_built
from knowledge.vocabulary import stem

_THEMES = {
    "tulip breeding": "We cross tulip bulbs in cold soil. Petals and stems of tulips grow from bulbs.",
    "glacier melting": "Glacier ice melts in warm summers. Moraines and crevasses show how ice moved.",
    "violin varnish": "Luthiers paint spruce and maple. The varnish of violins colours the sound of strings.",
}


def of_themes(each: int = 8) -> list[Paper]:
    """Write papers on three themes that share nothing."""
    return [
        Paper(id=f"{name}-{at}", title=f"{name.capitalize()} in region {at}", abstract=abstract)
        for name, abstract in _THEMES.items()
        for at in range(each)
    ]


def topics_of(papers: Sequence[Paper], cache: Path | None = None) -> Topics:
    return opened_or_built(papers, built(papers), cache)


def test_the_shipped_library_has_topics_that_its_scholar_would_name(library: Library) -> None:
    names = [topic.name for topic in library.topics.everything]
    assert 5 <= len(names) <= 7
    assert {"topological deep learning", "robot policies", "galaxy intrinsic alignment"} <= {*names}
    of = library.topics.of(library.positions[library.paper("TopoX").id])
    assert of
    assert of.name == "topological deep learning"


def test_a_paper_is_in_one_topic_or_in_none(library: Library) -> None:
    there = library.topics
    held = [at for topic in there.everything for at in topic.papers.tolist()]
    assert len(held) == len(set(held)) == len(library.papers) - there.without
    assert all(there.of(at) is topic for topic in there.everything for at in topic.papers.tolist())
    assert [topic.number for topic in there.everything] == [*range(1, len(there.everything) + 1)]
    sizes = [len(topic.papers) for topic in there.everything]
    assert sizes == sorted(sizes, reverse=True)
    assert there.of(len(library.papers)) is None


def test_papers_stand_in_a_topic_best_fitting_first(library: Library) -> None:
    fits = library.topics.arrays["fits"]
    for topic in library.topics.everything:
        assert (np.diff(fits[topic.papers]) <= 0).all()


def test_papers_that_share_nothing_are_never_in_one_topic() -> None:
    papers = of_themes()
    there = topics_of(papers)
    assert there.without == 0
    for topic in there.everything:
        assert len({papers[at].id.partition("-")[0] for at in topic.papers.tolist()}) == 1
    named = " ".join(topic.name for topic in there.everything)
    assert all(theme.split()[0] in named for theme in _THEMES)


def test_topics_are_the_same_again_and_in_whatever_order_papers_come(library: Library) -> None:
    first, again = topics_of(library.papers), topics_of(library.papers)
    for name, array in first.arrays.items():
        assert np.array_equal(array, again.arrays[name]), name
    for seed in range(3):
        papers = [*library.papers]
        random.Random(seed).shuffle(papers)
        assert _content(topics_of(papers), papers) == _content(first, library.papers)


def _content(there: Topics, papers: Sequence[Paper]) -> list[tuple[str, tuple[str, ...], set[str]]]:
    return [
        (topic.name, topic.terms, {papers[at].id for at in topic.papers.tolist()})
        for topic in there.everything
    ]


def test_topics_stay_nearly_the_same_when_papers_are_left_out(library: Library) -> None:
    whole = library.topics.arrays["of"]
    stay = []
    for seed in range(8):
        kept = np.random.default_rng(seed).random(len(whole)) >= 0.05
        papers = [paper for paper, is_kept in zip(library.papers, kept, strict=True) if is_kept]
        again = topics_of(papers).arrays["of"]
        before = whole[kept]
        together = (before[:, None] == before) & (before >= 0)
        stay.append((again[:, None] == again)[together].mean())
    assert np.mean(stay) > 0.75  # by chance: 0.2


def test_no_two_topics_share_a_name_and_none_is_a_word_of_no_matter(library: Library) -> None:
    for there in (library.topics, topics_of(of_themes())):
        names = [topic.name.lower() for topic in there.everything]
        assert len(set(names)) == len(names)
        idle = {"method", "paper", "result", "propose", "novel", "approach", "model", "data"}
        assert not {stem(word) for word in idle} & {stem(name) for name in names}
        for topic in there.everything:
            assert topic.name not in topic.terms


def test_an_acronym_is_spelt_out_and_words_are_written_as_papers_do() -> None:
    rivers = ("Thames", "Rhine", "Danube", "Volga")
    papers = [
        Paper(
            id=f"{theme}-{river}",
            title=f"{theme} on the {river}",
            abstract=abstract.format(river=river),
        )
        for theme, abstract in {
            "LLMs": "{river} floods: large language models. As LLMs, an LLM and all LLMs do.",
            "Rain": "{river} rains: a hidden Markov model. Of rain it is the hidden Markov model.",
        }.items()
        for river in rivers
    ]
    names = {topic.name for topic in topics_of(papers).everything}
    assert names == {"large language models", "hidden Markov model"}


@pytest.mark.parametrize(
    ("papers", "topics_and_without"),
    [
        ([], (0, 0)),
        ([Paper(id="a", title="Tulips")], (0, 1)),
        ([Paper(id="a", title="Tulips"), Paper(id="b", title="Oaks")], (0, 2)),
        ([Paper(id="a", title="Red tulips"), Paper(id="b", title="Tulips in red")], (1, 0)),
        ([Paper(id=f"{at}", title="Red tulips") for at in range(100)], (1, 0)),
        ([Paper(id=f"{at}", title=f"Tulips {at}") for at in range(40)], (1, 0)),
        ([Paper(id=f"{at}", title="We propose a new method") for at in range(20)], (0, 20)),
        ([Paper(id=f"{at}", title="???") for at in range(20)], (0, 20)),
        ([Paper(id=f"{at}", title="the of and") for at in range(20)], (0, 20)),
        ([Paper(id=f"{at}", title="") for at in range(20)], (0, 20)),
    ],
)
def test_awkward_libraries_have_few_topics_or_none(
    papers: list[Paper], topics_and_without: tuple[int, int]
) -> None:
    there = topics_of(papers)
    assert (len(there.everything), there.without) == topics_and_without
    for topic in there.everything:
        assert topic.name.lower().endswith("tulips")


def test_titles_alone_are_enough() -> None:
    papers = [Paper(id=paper.id, title=paper.title) for paper in of_themes()]
    names = {topic.name.lower() for topic in topics_of(papers).everything}
    assert {"tulip breeding", "glacier melting", "violin varnish"} <= names


def test_other_scripts_are_read_and_written_as_they_are() -> None:
    papers = [
        Paper(id=f"{at}-{name}", title=f"{name} {at}", abstract=f"{name}. {name}.")
        for name in ("機械翻訳 システム", "тюльпаны России")
        for at in range(5)
    ]
    there = topics_of(papers)
    assert len(there.everything) == 2
    assert {"тюльпаны", "機械翻訳"} & {
        word for topic in there.everything for word in topic.name.split()
    }


def test_a_larger_library_has_more_topics() -> None:
    numbers = [number_for(papers) for papers in (1, 10, 50, 1000, 10_000, 95_336, 1_000_000)]
    assert numbers == sorted(numbers)
    assert numbers[2] == 7
    assert numbers[-2] == 20


def test_what_was_found_is_opened_without_scikit_learn_and_scipy(
    library: Library, cache: Path
) -> None:
    assert library.topics.everything
    assert library.kinds.names.size
    code = (
        "import sys; from bot import places; from knowledge import reading;"
        "from knowledge.library import Library; from bot.session import Session;"
        "s = Session(Library(reading.read([places.seeds()]), cache=places.cache()));"
        "print(s.answer('/topics').outcome, s.answer('/topics 1').outcome);"
        "print(*(name in sys.modules for name in ('sklearn', 'scipy', 'knowledge.grouping')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == ["found", "found", "False", "False", "False"]
    assert len([*cache.glob("topics-*.npz")]) >= 1


def test_what_was_kept_is_what_was_found(tmp_path: Path) -> None:
    papers = of_themes()
    first, opened = topics_of(papers, tmp_path), topics_of(papers, tmp_path)
    for name, array in first.arrays.items():
        assert np.array_equal(array, opened.arrays[name]), name
    (file,) = tmp_path.iterdir()
    stamp = file.stat().st_ino
    topics_of(papers[1:], tmp_path)
    assert file.stat().st_ino == stamp
    assert len([*tmp_path.iterdir()]) == 2


def test_damaged_topics_are_found_anew(tmp_path: Path) -> None:
    papers = of_themes()
    first = topics_of(papers, tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    np.savez(tmp_path / "other", **{**first.arrays, "of": first.arrays["of"] + 100})
    wrong = (tmp_path / "other.npz").read_bytes()
    (tmp_path / "other.npz").unlink()
    for damaged in (b"", whole[:500], b"PK\x03\x04 no archive", wrong):
        file.write_bytes(damaged)
        assert _content(topics_of(papers, tmp_path), papers) == _content(first, papers)
        assert file.read_bytes() != damaged
    assert [*tmp_path.iterdir()] == [file]


def test_a_folder_that_cant_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "no folder").write_text("a file", encoding="utf-8")
    assert topics_of(of_themes(), tmp_path / "no folder" / "cache").everything


def test_the_topics_of_many_libraries_dont_fill_the_disk(tmp_path: Path) -> None:
    for number in range(topics.KEPT + 3):
        topics_of([*of_themes(1)[:2], Paper(id="x", title=f"Tulip {number}")], tmp_path)
    assert len([*tmp_path.iterdir()]) == topics.KEPT


def test_a_library_that_grew_lends_the_topics_of_before_until_its_own_are_found(
    library: Library,
) -> None:
    assert library.topics.everything
    _ = library.names
    more = Paper(id="new", title="Topological deep learning on combinatorial complexes")
    grown = library.extended([more])
    assert grown.with_topics is library
    assert grown.extended([Paper(id="newer", title="x")]).with_topics is library
    assert "topics" not in vars(grown)
    assert library.topics.of(len(library.papers)) is None
    grown.warm()
    assert grown.with_topics is grown
    found = grown.topics.of(len(library.papers))
    assert found
    assert "topological" in found.name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("robot policies", "robot policies"),
        ("  Robot  POLICIES ", "robot policies"),
        ("robotic policy", "robot policies"),
        ("robt polices", "robot policies"),
        ("topological", "topological deep learning"),
        ("galaxy", "galaxy intrinsic alignment"),
        ("imitation learning", "robot policies"),
        ("imitaton lerning", "robot policies"),
        ("loss landscapes", "parameter space symmetry"),
    ],
)
def test_a_topic_is_found_by_its_name_a_part_a_term_or_with_typos(
    library: Library, typed: str, name: str
) -> None:
    assert library.topics.called(typed).name == name


def test_a_topic_is_found_by_its_number(library: Library) -> None:
    there = library.topics
    for topic in there.everything:
        assert there.called(f"{topic.number}") is topic
    for wrong in ("0", "-1", "99", "1.5", "9" * 400):
        with pytest.raises(NothingMatches, match="No topic here is called"):
            there.called(wrong)


@pytest.mark.parametrize("typed", ["", "???", "xyzzy", "拓扑", "the", "\u202e", "x" * 3000, "*a*"])
def test_what_is_no_topic_leads_to_some(library: Library, typed: str) -> None:
    with pytest.raises(NothingMatches) as raised:
        library.topics.called(typed)
    assert raised.value.names
    assert len(str(raised.value)) < 600


def test_what_is_nearly_a_name_leads_to_it(library: Library) -> None:
    with pytest.raises(NothingMatches, match=r"The nearest is topological deep learning\."):
        library.topics.called("topological learning machines")


def test_words_of_several_topics_ask_which_is_meant(library: Library) -> None:
    with pytest.raises(SeveralMatch) as raised:
        library.topics.called("equivariant")
    assert len(raised.value.names) > 1


def test_a_library_without_topics_says_so_when_asked_for_one() -> None:
    with pytest.raises(NothingMatches, match="No topics were found"):
        topics_of([Paper(id="a", title="Tulips")]).called("tulips")


def dated(years: Sequence[int | None]) -> Library:
    """Make a library of three themes with these years in turn."""
    papers = tuple(
        Paper(
            id=paper.id,
            title=paper.title,
            abstract=paper.abstract,
            date=PartialDate(year) if (year := years[at % len(years)]) else None,
        )
        for at, paper in enumerate(of_themes(each=12 * len(years)))
    )
    return Library(Collection(papers, (), {}, {}, (), {}, {}))


def test_the_years_of_all_topics_add_up(library: Library) -> None:
    picture = trends.of_all(library, unfinished=2026)
    assert picture.periods == tuple(str(year) for year in range(2020, 2027))
    assert picture.unit == "papers"
    assert picture.is_last_unfinished
    assert [lane.label for lane in picture.lanes] == [
        topic.name for topic in library.topics.everything
    ]
    for lane, topic in zip(picture.lanes, library.topics.everything, strict=True):
        assert sum(lane.values) == lane.total == len(topic.papers)
    assert "1 paper in no topic" in picture.note


def test_the_terms_of_a_topic_never_have_more_papers_than_it_has(library: Library) -> None:
    for topic in library.topics.everything:
        first, *terms = trends.of_one(library, topic, unfinished=2024).lanes
        assert first.total == len(topic.papers)
        for lane in terms:
            assert 0 < lane.total <= first.total
            assert all(few <= all_ for few, all_ in zip(lane.values, first.values, strict=True))


def test_many_years_are_told_by_decade_and_papers_without_a_date_are_counted() -> None:
    library = dated([1980, 2003, 2011, None])
    picture = trends.of_all(library)
    assert picture.periods == ("1980s", "1990s", "2000s", "2010s")
    assert not picture.is_last_unfinished
    assert f"{len(library.papers) // 4} papers without a date" in picture.note.lower()
    years = trends.years(library, library.topics.everything[0])
    assert (years.first, years.last) == (1980, 2011)
    assert years.undated > 0


def test_where_years_have_many_papers_their_shares_are_told() -> None:
    library = dated([2019, 2020, 2021])
    for lane in trends.of_all(library).lanes:
        assert sum(lane.values) == lane.total  # 36 a year
    many = dated([2019] * 4 + [2020] * 4)
    picture = trends.of_all(many)
    assert picture.unit == "% of the year's papers"
    assert [
        round(sum(values)) for values in zip(*(one.values for one in picture.lanes), strict=True)
    ] == [
        100,
        100,
    ]


def test_a_library_without_dates_has_no_picture() -> None:
    library = dated([None])
    assert trends.of_all(library).is_empty
    assert trends.years(library, library.topics.everything[0]).first is None
