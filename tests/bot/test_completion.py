from __future__ import annotations

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from bot.completion import ChatCompleter
from bot.session import Session


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/f", "/find "),
        ("/find aut", "author:"),
        ("/find author:klee", '"David Klee"'),
        ("/find sort:n", "newest"),
        ("/find code:", "yes"),
        ("/paper difusion pol", '"Equivariant Diffusion Policy"'),
        (
            '/summary paper:"topo',
            '"TopoX: A Suite of Python Packages for Machine Learning on Topological Domains"',
        ),
        ("/coauthors with:wa", '"Dian Wang"'),
        ("/help fi", "find"),
    ],
)
def test_what_may_follow_is_offered(session: Session, typed: str, offered: str) -> None:
    completions = ChatCompleter(session).get_completions(Document(typed), CompleteEvent())
    assert offered in [one.text for one in completions]


def test_a_plain_question_is_left_alone(session: Session) -> None:
    assert not list(ChatCompleter(session).get_completions(Document("who wrote"), CompleteEvent()))
