"""This file holds what is kept of people's taste: votes, saved papers, and words that don't count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import case, delete, func, select
from sqlalchemy.engine import Connection

from bot.notebook import engine
from bot.notebook.notebook import Notebook
from bot.notebook.tables import muted_word, saved_paper, vote

Vote = Literal[1, -1]


@dataclass(frozen=True, slots=True)
class Count:
    """How many people of a channel like a paper, and how many don't."""

    up: int = 0
    down: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """How many votes a channel has, for and against, of how many people on which papers."""

    up: int
    down: int
    people: int
    paper_ids: frozenset[str]


class Tastes:
    """What people like, as a notebook keeps it."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def vote(
        self, paper_id: str, given: Vote, *, person_id: int, channel_id: int, guild_id: int
    ) -> Count:
        """Take somebody's vote on a paper; the same vote again takes it back. Count the votes."""
        kept = vote.c
        row = {
            "channel_id": channel_id,
            "person_id": person_id,
            "paper_id": paper_id,
            "guild_id": guild_id,
            "vote": given,
            "voted_at": self._notebook.now(),
        }
        with self._notebook.transaction() as connection:
            taken_back = connection.execute(
                delete(vote).where(
                    kept.channel_id == channel_id,
                    kept.person_id == person_id,
                    kept.paper_id == paper_id,
                    kept.vote == given,
                )
            )
            if not taken_back.rowcount:
                connection.execute(engine.replacing(connection, vote, **row))
            return _counts(connection, channel_id, [paper_id]).get(paper_id, Count())

    def counts(self, channel_id: int, paper_ids: Iterable[str]) -> dict[str, Count]:
        """Count a channel's votes on some papers; papers without any are left out."""
        with self._notebook.reading() as connection:
            return _counts(connection, channel_id, list(paper_ids))

    def net(self, channel_id: int) -> Mapping[str, int]:
        """Tell how many more people of a channel like each paper than don't."""
        kept = vote.c
        with self._notebook.reading() as connection:
            rows = connection.execute(
                select(kept.paper_id, func.sum(kept.vote))
                .where(kept.channel_id == channel_id)
                .group_by(kept.paper_id)
            )
            return {paper_id: int(net) for paper_id, net in rows if net}

    def totals(self, channel_id: int) -> Totals:
        """Count all votes of a channel."""
        kept = vote.c
        with self._notebook.reading() as connection:
            here = kept.channel_id == channel_id
            counts = _counts(connection, channel_id).items()
            people = connection.scalar(select(func.count(kept.person_id.distinct())).where(here))
            return Totals(
                up=sum(one.up for _, one in counts),
                down=sum(one.down for _, one in counts),
                people=people or 0,
                paper_ids=frozenset(paper_id for paper_id, _ in counts),
            )

    def keep(self, paper_id: str, *, person_id: int) -> bool:
        """Save a paper for somebody, or drop it if it was saved; tell whether it is now."""
        kept = saved_paper.c
        row = {"person_id": person_id, "paper_id": paper_id, "saved_at": self._notebook.now()}
        with self._notebook.transaction() as connection:
            dropped = connection.execute(
                delete(saved_paper).where(kept.person_id == person_id, kept.paper_id == paper_id)
            )
            if dropped.rowcount:
                return False
            connection.execute(engine.replacing(connection, saved_paper, **row))
            return True

    def saved(self, person_id: int) -> list[str]:
        """List the papers that somebody saved, the latest first."""
        kept = saved_paper.c
        with self._notebook.reading() as connection:
            rows = connection.execute(
                select(kept.paper_id)
                .where(kept.person_id == person_id)
                .order_by(kept.saved_at.desc(), kept.paper_id)
            )
            return list(rows.scalars())

    def drop(self, paper_ids: Iterable[str], *, person_id: int) -> None:
        """Drop papers that somebody saved."""
        kept = saved_paper.c
        with self._notebook.transaction() as connection:
            for paper_id in paper_ids:
                connection.execute(
                    delete(saved_paper).where(
                        kept.person_id == person_id, kept.paper_id == paper_id
                    )
                )

    def drop_all(self, person_id: int) -> int:
        """Drop all papers that somebody saved, and count them."""
        with self._notebook.transaction() as connection:
            rows = delete(saved_paper).where(saved_paper.c.person_id == person_id)
            return connection.execute(rows).rowcount

    def muted(self, channel_id: int) -> frozenset[str]:
        """List the stems of the words that don't count in a channel."""
        with self._notebook.reading() as connection:
            rows = select(muted_word.c.stem).where(muted_word.c.channel_id == channel_id)
            return frozenset(connection.scalars(rows))

    def mute(self, stems: Iterable[str], *, channel_id: int, guild_id: int) -> None:
        """Let words not count in a channel."""
        rows = [
            {"channel_id": channel_id, "stem": stem, "guild_id": guild_id}
            for stem in dict.fromkeys(stems)
        ]
        with self._notebook.transaction() as connection:
            if rows:
                connection.execute(engine.new_rows(connection, muted_word), rows)

    def unmute(self, stems: Iterable[str], *, channel_id: int) -> None:
        """Let words count again."""
        kept = muted_word.c
        with self._notebook.transaction() as connection:
            connection.execute(
                delete(muted_word).where(kept.channel_id == channel_id, kept.stem.in_(list(stems)))
            )

    def reset(self, channel_id: int) -> int:
        """Forget a channel's votes and muted words, and count the votes."""
        with self._notebook.transaction() as connection:
            connection.execute(delete(muted_word).where(muted_word.c.channel_id == channel_id))
            return connection.execute(delete(vote).where(vote.c.channel_id == channel_id)).rowcount


def _counts(
    connection: Connection, channel_id: int, paper_ids: list[str] | None = None
) -> dict[str, Count]:
    """Count a channel's votes on some papers, or on all."""
    kept = vote.c
    which = [kept.channel_id == channel_id]
    if paper_ids is not None:
        which.append(kept.paper_id.in_(paper_ids))
    rows = connection.execute(
        select(
            kept.paper_id,
            func.sum(case((kept.vote > 0, 1), else_=0)),
            func.sum(case((kept.vote < 0, 1), else_=0)),
        )
        .where(*which)
        .group_by(kept.paper_id)
    )
    return {paper_id: Count(int(up), int(down)) for paper_id, up, down in rows}
