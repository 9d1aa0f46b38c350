from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import lines
from knowledge.answer import Step


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ('/find query:"flow matching" since:2025', {"query": "flow matching", "since": "2025"}),
        ("/find query:flow matching since:2025", {"query": "flow matching", "since": "2025"}),
        ("/find flow matching since:2025", {"query": "flow matching", "since": "2025"}),
        ("/FIND year: 2024", {"year": "2024"}),
        ("/paper TopoX: A Suite of Python", {"paper": "TopoX: A Suite of Python"}),
        ("/paper https://a.org/b", {"paper": "https://a.org/b"}),
        ("/paper You've Got a Golden Ticket", {"paper": "You've Got a Golden Ticket"}),
        ("/find 'it''s' limit:3", {"query": "'it''s'", "limit": "3"}),
        ("/find query:'\"polices\"'", {"query": '"polices"'}),
        ("/coauthors klee with:biza", {"person": "klee", "with": "biza"}),
        ("/find topic:graphs", {"topic": "graphs"}),
        ("/help", {}),
        ("/", {}),
        ('/find "open', {"query": '"open'}),
    ],
)
def test_a_line_reads_as_in_discord(line: str, options: dict[str, str]) -> None:
    assert lines.read(line)[1] == options


NAMES = st.sampled_from(["query", "author", "category"])
VALUES = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1).map(
    lambda text: " ".join(text.split())
)


@given(
    st.dictionaries(NAMES, VALUES.filter(lambda v: v and not ('"' in v and "'" in v)), min_size=1)
)
def test_a_step_is_read_as_it_was_meant(options: dict[str, str]) -> None:
    line = Step("", "find", options).line
    assert lines.read(line)[1] == options
