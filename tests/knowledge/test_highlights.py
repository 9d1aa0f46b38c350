"""Which papers are highlighted, and what is said of why."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.highlights import Highlight, choose, verdict
from knowledge.interests import Interests
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.text import tokens
from knowledge.vocabulary import stem
from tests.pages import library_of, write


def library_with(folder: Path, *papers: dict[str, Any]) -> Library:
    defaults = {"authors": ["Ada Lovelace"], "date": "2020-01-01", "categories": ["MA"]}
    lines = [json.dumps({"id": f"p{at}", **defaults, **one}) for at, one in enumerate(papers)]
    return library_of(write(folder, "papers.jsonl", "\n".join(lines)))


def ids(highlights: Sequence[Highlight]) -> list[str]:
    return [one.paper.id for one in highlights]


def text(paper: Paper) -> str:
    return f"{paper.title} {paper.abstract}"


def stems(library: Library, words: str) -> set[str]:
    return {stem(word) for word in tokens(words) if word not in library.index.stop_words}


def about(library: Library, word: str) -> list[Paper]:
    return [paper for paper in library.papers if stem(word) in stems(library, text(paper))]


def test_new_papers_come_first_and_only_if_they_fit(library: Library) -> None:
    grasping = about(library, "grasping")
    others = [paper.id for paper in library.papers if paper not in grasping]
    new = [grasping[-1].id, *others]
    found = choose(library, Interests(("grasping",)), new=new, count=4)
    assert found[0].paper == grasping[-1]
    assert [one.is_new for one in found] == [True, False, False, False]
    assert all(one.paper in grasping for one in found)


def test_what_was_shown_never_comes_back(library: Library) -> None:
    interests = Interests(("equivariant networks",), ("Dian Wang",))
    shown: list[str] = []
    while found := choose(library, interests, shown=shown, count=3):
        assert not set(ids(found)) & set(shown)
        shown += ids(found)
    assert len(shown) == len(set(shown)) > 10
    assert set(shown) >= {paper.id for paper in library.papers if "Dian Wang" in paper.authors}


def test_without_interests_every_paper_comes_in_the_end_with_a_reason(library: Library) -> None:
    found = choose(library, Interests((" ",)), count=1000)
    assert sorted(ids(found)) == sorted(library.positions)
    assert {one.why for one in found} == {"one of the newest papers here", "picked for variety"}
    assert choose(library, Interests(), new=ids(found)[7:8], count=2)[0].why == "new here"


def test_the_newest_come_first_without_interests(tmp_path: Path) -> None:
    words = "folding graphs symmetry robots weather".split()
    library = library_with(
        tmp_path, *({"title": word, "date": f"20{at + 10}"} for at, word in enumerate(words))
    )
    assert ids(choose(library, Interests(), count=2)) == ["p4", "p3"]


def test_what_is_asked_for_and_isnt_there_fits_nothing(library: Library) -> None:
    for interests in (
        Interests(("the of",)),
        Interests(("qqqqqq",)),
        Interests(("?",)),
        Interests((), ("Nobody Whosoever",)),
        Interests((), (), ("No such field",)),
    ):
        assert choose(library, interests, count=5) == []


def test_a_partial_match_is_not_called_a_match(tmp_path: Path) -> None:
    library = library_with(
        tmp_path,
        {"title": "Equivariant grasping with robots"},
        {"title": "Grasping with suction"},
        {"title": "Grasping", "abstract": "We grasp cups. Equivariant networks are of help."},
        {"title": "Equivariant networks of many layers, small channels and fast grasping"},
        {"title": "Equivariant and very robust robotic grasping"},
        *({"title": f"Equivariant networks {word}"} for word in ("here", "there", "everywhere")),
    )
    found = choose(library, Interests(("equivariant grasping",)), count=9)
    assert {one.paper.id: one.why for one in found} == {
        "p0": "matches *equivariant grasping*",
        "p1": "has *grasping* of *equivariant grasping*",
        "p2": "has the words of *equivariant grasping*",
        "p3": "has the words of *equivariant grasping*",
        "p4": "matches *equivariant grasping*",
    }
    assert found[0].paper.id == "p0"


def test_a_phrase_fits_better_than_its_words_apart(tmp_path: Path) -> None:
    library = library_with(
        tmp_path,
        {"title": "Open world: many models", "date": "2024"},
        {"title": "World models", "date": "2020"},
        {"title": "Old world models", "date": "2019"},
        *({"title": word} for word in ("Robots", "Weather", "Coins", "Birds")),
    )
    assert choose(library, Interests(("world models",)), count=1)[0].paper.id in {"p1", "p2"}


def test_misspelt_topics_are_corrected_and_said_as_they_were_read(library: Library) -> None:
    right = choose(library, Interests(("equivariant networks",)), count=3)
    wrong = choose(library, Interests(("Equivaraint netwroks",)), count=3)
    assert ids(wrong) == ids(right)
    assert wrong[0].why == right[0].why == "matches *equivariant networks*"


def test_several_interests_count_for_more_than_one(library: Library) -> None:
    found = choose(library, Interests(("grasping",), ("Dian Wang",), ("RO",)), count=1)
    assert found[0].why == "matches *grasping*; by Dian Wang; in RO (Robotics)"


def test_implied_authors_are_said_to_be_implied(library: Library) -> None:
    found = choose(library, Interests((), ("Robin Walters",)), count=100)
    for one in found:
        implied = " (implied by a profile)" if "Robin Walters" in one.paper.implied else ""
        assert one.why == f"by Robin Walters{implied}"
    assert len(found) == len(library.person("Robin Walters").papers)
    assert len({one.why for one in found}) == 2


def test_a_name_that_is_several_peoples_or_merely_near_is_nobodys(tmp_path: Path) -> None:
    library = library_with(
        tmp_path,
        {"title": "Folding", "authors": ["Ada Wang"]},
        {"title": "Graphs", "authors": ["Rui Wang"]},
        {"title": "Robots", "authors": ["Emmy Noether"]},
    )
    assert ids(choose(library, Interests((), ("Rui Wang",)), count=3)) == ["p1"]
    assert ids(choose(library, Interests((), ("Noether, Emmy",)), count=3)) == ["p2"]
    for name in ("Wang", "Emma Noether", "Emmy Noehter", "", "W", "的"):
        assert choose(library, Interests(("qq",), (name,)), count=3) == []


def test_papers_of_a_library_that_just_grew_have_their_authors(tmp_path: Path) -> None:
    library = library_with(
        tmp_path, {"title": "Folding"}, {"title": "Graphs", "authors": ["Bo Li"]}
    )
    more = Paper(id="new", title="Robots that fold", authors=("Ada Lovelace", "Bo Li"))
    grown = library.extended([more])
    assert grown.with_names is library
    found = choose(grown, Interests(("robots",), ("Ada Lovelace",)), new=["new"], count=3)
    assert [(one.paper.id, one.why) for one in found] == [
        ("new", "matches *robots*; by Ada Lovelace"),
        ("p0", "by Ada Lovelace"),
    ]
    assert grown.names  # made when it is first asked for
    assert grown.with_names is grown
    assert choose(grown, Interests(("robots",), ("Ada Lovelace",)), new=["new"], count=3) == found


@pytest.mark.parametrize(
    ("exclude", "excluded"),
    [
        ("survey", {"p0"}),
        ("Surveys", {"p0"}),
        ("surve", set()),
        ("language models", {"p1"}),
        ("language of models", {"p1"}),
        ("models language", set()),
        ("language nosuchword", set()),
        ("Bo Li", {"p3"}),
        ("Li", {"p3"}),
        ("Bo Liu", set()),
        ("small", {"p2"}),
        ("Cy Small", {"p0"}),
        ("models", {"p1", "p2"}),
        ("MODELS", {"p1", "p2", "p4"}),
        ("Folding", {"p4"}),
        ("RO", {"p4"}),
        ("cs.RO", {"p4"}),
        ("robotics", {"p3", "p4"}),
        ("the", set()),
        ("", set()),
        ("a.b", set()),
    ],
)
def test_what_is_excluded_never_comes(tmp_path: Path, exclude: str, excluded: set[str]) -> None:
    library = library_with(
        tmp_path,
        {"title": "A survey of graphs", "authors": ["Cy Small"]},
        {"title": "Large language models"},
        {"title": "Natural language", "abstract": "We speak. Our models are small."},
        {"title": "Robots", "authors": ["Bo Li"]},
        {"title": "Folding", "categories": ["RO", "MODELS"]},
    )
    found = choose(library, Interests(exclude=(exclude,)), count=9)
    assert set(library.positions) - set(ids(found)) == excluded
    for paper in library.papers:
        is_excluded = verdict(library, Interests(exclude=(exclude,)), paper, count=9).outcome
        assert (is_excluded == "excluded") == (paper.id in excluded)


def test_a_phrase_of_frequent_words_excludes_where_it_stands_in_a_row(tmp_path: Path) -> None:
    rows = [{"title": f"Language models {at}"} for at in range(3)]
    apart = [{"title": "Language", "abstract": f"Models {at}."} for at in range(3)]
    library = library_with(tmp_path, *rows, *apart, {"title": "Models of a language model"})
    found = choose(library, Interests(exclude=("language models",)), count=9)
    assert not {"p0", "p1", "p2", "p6"} & set(ids(found))


def test_votes_move_the_order_and_muting_undoes_it(library: Library) -> None:
    liked = library.paper("Edge Grasp Network").id
    alike = {paper.id for paper in about(library, "grasp")} - {liked}
    assert len(alike) > 2

    def order(net: int, muted: Sequence[str] = ()) -> list[str]:
        votes = {liked: net} if net else {}
        return ids(choose(library, Interests(), votes=votes, muted=muted, count=100))

    def mean_place(order: list[str]) -> float:
        return sum(order.index(one) for one in alike) / len(alike)

    assert mean_place(order(3)) < mean_place(order(0)) < mean_place(order(-3))
    assert order(-3).index(liked) > order(0).index(liked) > order(3).index(liked) == 0
    every_stem = [term.decode() for term in library.index.arrays["terms"].tolist()]
    assert order(3, every_stem) == order(0)


def test_says_how_many_liked_papers_one_is_like(tmp_path: Path) -> None:
    alike = [{"title": f"Folding origami cranes {word}"} for word in ("well", "now", "again")]
    other = [{"title": title} for title in ("Weather at sea", "Speech of birds", "Old coins")]
    library = library_with(tmp_path, *alike, *other)
    votes = {"p0": 1, "p1": 2, "p3": -1, "gone": 4}
    found = {one.paper.id: one.why for one in choose(library, Interests(), votes=votes, count=9)}
    assert found["p2"] == "👍 on two like it"
    assert found["p0"] == "👍 here before; 👍 on one like it"
    assert "👍" not in found["p4"]


def test_of_nearly_the_same_papers_one_is_among_three(tmp_path: Path) -> None:
    same = [{"title": "Folding paper cranes", "abstract": f"By hand {at}."} for at in range(4)]
    other = [
        {"title": "Weather", "abstract": "With paper and ink we fold."},
        {"title": "Coins", "abstract": "Of paper, folded."},
    ]
    library = library_with(tmp_path, *same, *other)
    found = ids(choose(library, Interests(("folding paper",)), count=3))
    assert len(set(found) & {"p0", "p1", "p2", "p3"}) == 1
    liked = ids(choose(library, Interests(("folding paper",)), votes={"p0": 1}, count=3))
    assert len(set(liked) & {"p0", "p1", "p2", "p3"}) == 1
    new = ids(choose(library, Interests(("folding paper",)), new=["p1"], count=3))
    assert new[0] == "p1"
    assert len(set(new) & {"p0", "p1", "p2", "p3"}) == 1


def test_what_comes_from_others_is_escaped(tmp_path: Path) -> None:
    library = library_with(tmp_path, {"title": "Folding <@1>", "authors": ["Ada *Bold* Byron"]})
    interests = Interests(("**folding** <@1>",), ("Ada *Bold* Byron",))
    (found,) = choose(library, interests, count=3)
    assert found.why == r"matches *\*\*folding\*\* \<@1>*; by Ada \*Bold\* Byron"
    assert interests.words == r"*\*\*folding\*\* \<@1>*; by Ada \*Bold\* Byron"


def test_interests_say_what_they_are() -> None:
    whole = Interests(("equivariant grasping", ""), ("Dian Wang",), ("RO",), ("survey",))
    assert whole.words == "*equivariant grasping*; by Dian Wang; in RO; not *survey*"
    assert Interests().words == "on anything"
    assert Interests(exclude=("survey",)).words == "on anything; not *survey*"


def test_an_empty_library_and_a_count_of_none_give_nothing(
    library: Library, tmp_path: Path
) -> None:
    assert choose(library, Interests(), count=0) == []
    assert choose(library, Interests(), count=-1) == []
    one = library_with(tmp_path, {"title": "—", "date": None})
    assert ids(choose(one, Interests(), votes={"p0": 1}, count=3)) == ["p0"]


def test_a_verdict_names_the_reason(library: Library) -> None:
    paper = library.paper("Edge Grasp Network")
    grasping = Interests(("grasping",), exclude=("survey",))

    def said(interests: Interests, **options: Any) -> tuple[str, str, int | None]:
        found = verdict(library, interests, paper, count=1, **options)
        return found.outcome, found.says, found.place

    assert said(grasping, new=[paper.id]) == (
        "chosen",
        "It would be number 1 now: matches *grasping*.",
        1,
    )
    assert said(Interests(exclude=("grasp",)))[:2] == (
        "excluded",
        "It would be passed over: it has *grasp*, which is excluded.",
    )
    assert said(Interests(("weather",), exclude=("survey",)))[:2] == (
        "unmatched",
        "It would be passed over: it fits nothing that is asked for (*weather*).",
    )
    assert said(grasping, shown=[paper.id])[:2] == ("shown", "It was shown here already.")
    others = [one.id for one in about(library, "grasping") if one != paper]
    outcome, says, place = said(grasping, new=others)
    assert (outcome, place) == ("outranked", len(others) + 1)
    assert says == f"It fits (matches *grasping*), but {len(others)} others come before it."
    gone = Paper(id="gone", title="Gone")
    assert verdict(library, grasping, gone, count=1).outcome == "unknown"


def test_a_verdict_tells_when_a_paper_is_left_out_for_the_sake_of_spread(tmp_path: Path) -> None:
    same = [{"title": "Folding paper cranes", "abstract": f"By hand {at}."} for at in range(2)]
    library = library_with(tmp_path, *same, {"title": "Coins", "abstract": "Of paper, folded."})
    found = verdict(library, Interests(("folding paper",)), library.papers[1], count=2)
    assert found.outcome == "outranked"
    assert "is much like *Folding paper cranes*, which would be shown now" in found.says


@st.composite
def asked(draw: st.DrawFn, library: Library) -> tuple[Interests, dict[str, Any]]:
    """Draw interests of the library's own words and names, and what happened in the channel."""
    words = library.index.words
    topic = st.lists(st.sampled_from(words), min_size=1, max_size=4).map(" ".join)
    titles = st.sampled_from([paper.title for paper in library.papers])
    names = st.sampled_from([who.name for who in library.people.everyone])
    codes = st.sampled_from(list(library.categories.counts))
    some_ids = st.lists(st.sampled_from([*library.positions, "gone"]), max_size=12)
    interests = Interests(
        tuple(draw(st.lists(topic | titles, max_size=3))),
        tuple(draw(st.lists(names, max_size=3))),
        tuple(draw(st.lists(codes, max_size=2))),
        tuple(draw(st.lists(topic | names | codes, max_size=2))),
    )
    ids = st.sampled_from([*library.positions, "gone"])
    return interests, {
        "votes": draw(st.dictionaries(ids, st.integers(-3, 5), max_size=6)),
        "muted": draw(st.lists(st.sampled_from(words).map(stem), max_size=3)),
        "new": draw(some_ids),
        "shown": draw(some_ids),
        "count": draw(st.integers(0, 10)),
    }


@given(data=st.data())
@settings(max_examples=80)
def test_what_is_said_is_true_and_verdicts_agree(library: Library, data: st.DataObject) -> None:
    interests, options = data.draw(asked(library))
    found = choose(library, interests, **options)
    assert found == choose(library, interests, **options)
    assert len(found) <= options["count"]
    assert len(set(ids(found))) == len(found)
    assert not set(ids(found)) & set(options["shown"])
    news = [one.is_new for one in found]
    assert news == sorted(news, reverse=True)
    for one in found:
        assert one.is_new == (one.paper.id in options["new"])
        assert_true(library, interests, options["votes"], one)
    others = data.draw(st.lists(st.sampled_from(library.papers), max_size=8))
    for paper in (*(one.paper for one in found), *others):
        judged = verdict(library, interests, paper, **options)
        assert (judged.outcome == "chosen") == (paper.id in ids(found))
        if judged.outcome == "chosen":
            assert judged.place == ids(found).index(paper.id) + 1
        if judged.outcome == "outranked":
            assert len(found) == options["count"]


def assert_true(
    library: Library, interests: Interests, votes: dict[str, int], one: Highlight
) -> None:
    """Check every part of a reason against the paper, in the plainest way."""
    has = stems(library, text(one.paper))
    assert one.why
    topics = {shown_as(topic): topic for topic in interests.topics}
    for part in one.why.split("; "):
        emphasised = re.findall(r"\*([^*]+)\*", part)
        kind = part.split(" ")[0]
        if kind == "matches":
            for topic in emphasised:
                assert stems(library, topics[topic]) <= has
        elif part.startswith("has the words of"):
            assert stems(library, topics[emphasised[0]]) <= has
        elif kind == "has":
            *words, topic = emphasised
            assert stems(library, " ".join(words)) <= has & stems(library, topics[topic])
        elif kind == "by":
            people = [who.name for who in library.people.of(one.paper)]
            names = part.removeprefix("by ").replace(" (implied by a profile)", "")
            for name in re.split(", | and ", names):
                assert name in people
                implied = f"{name} (implied by a profile)" in part
                person = library.person(name)
                assert implied == (library.positions[one.paper.id] in person.implied)
        elif kind == "in":
            for code in re.findall(r"(\S+) \(", part):
                assert code in one.paper.categories
        elif part == "👍 here before":
            assert votes[one.paper.id] > 0
        elif kind == "👍":
            assert any(net > 0 for paper, net in votes.items() if paper != one.paper.id)
        elif kind == "shares":
            liked = [
                library.papers[library.positions[i]]
                for i, net in votes.items()
                if net > 0 and i in library.positions
            ]
            for word in emphasised:
                assert stems(library, word) <= has
                assert any(stems(library, word) <= stems(library, text(paper)) for paper in liked)
        else:
            assert part in {"new here", "one of the newest papers here", "picked for variety"}
            assert (part == "new here") <= one.is_new


def shown_as(topic: str) -> str:
    """Write a topic as a reason shows it, which cuts long ones and escapes signs."""
    from knowledge.interests import shown

    return shown(topic)


@given(
    typed=st.lists(
        st.text(max_size=40)
        | st.sampled_from(
            ["the of and", "", " ", "x" * 2000, "word " * 400, "的", "\ud800", "a.b"]
        ),
        max_size=3,
    ),
    kind=st.sampled_from(["topics", "authors", "categories", "exclude"]),
)
@settings(max_examples=150)
def test_nothing_that_people_type_breaks_it(library: Library, typed: list[str], kind: str) -> None:
    interests = Interests(**{kind: tuple(typed)})
    assert isinstance(interests.words, str)
    found = choose(library, interests, muted=typed, votes={"gone": 1}, count=3)
    for one in found:
        assert verdict(library, interests, one.paper, count=3).outcome == "chosen"
