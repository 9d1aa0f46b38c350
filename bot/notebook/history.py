"""This file holds what was delivered: to which channel, when, which papers, and why each of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sqlalchemy import func, select

from bot.notebook.deliveries import DELIVERY, Delivery, Shown
from bot.notebook.notebook import Notebook
from bot.notebook.tables import delivery, highlight

_columns = delivery.c


class History:
    """What a notebook knows of deliveries."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def called(self, delivery_id: int) -> Delivery | None:
        """Find a delivery by its number."""
        with self._notebook.reading() as connection:
            row = connection.execute(select(*DELIVERY).where(_columns.id == delivery_id))
            found = row.mappings().first()
            return Delivery(**found) if found else None

    def latest(self, subscription_id: int, *, most: int = 1) -> list[Delivery]:
        """List a subscription's latest deliveries, the newest first."""
        with self._notebook.reading() as connection:
            rows = connection.execute(
                select(*DELIVERY)
                .where(_columns.subscription_id == subscription_id)
                .order_by(_columns.local_date.desc())
                .limit(most)
            )
            return [Delivery(**row) for row in rows.mappings()]

    def shown(self, channel_id: int) -> list[str]:
        """List the ids of the papers that a channel was shown, those shown longest ago first."""
        kept = highlight.c
        with self._notebook.reading() as connection:
            rows = connection.execute(
                select(kept.paper_id)
                .where(kept.channel_id == channel_id)
                .group_by(kept.paper_id)
                .order_by(func.max(kept.delivery_id), func.max(kept.place))
            )
            return list(rows.scalars())

    def showings(self, channel_id: int, paper_ids: Sequence[str]) -> dict[str, int]:
        """Count how often a channel was shown each of some papers."""
        kept = highlight.c
        with self._notebook.reading() as connection:
            rows = connection.execute(
                select(kept.paper_id, func.max(kept.showing))
                .where(kept.channel_id == channel_id, kept.paper_id.in_(paper_ids))
                .group_by(kept.paper_id)
            )
            return {row.paper_id: row[1] for row in rows}

    def that_showed(self, channel_id: int, paper_id: str) -> list[tuple[Delivery, str]]:
        """List the deliveries that showed a paper in a channel, the newest first, and why each did."""
        kept = highlight.c
        with self._notebook.reading() as connection:
            rows = connection.execute(
                select(*DELIVERY, kept.why)
                .join_from(delivery, highlight, kept.delivery_id == _columns.id)
                .where(kept.channel_id == channel_id, kept.paper_id == paper_id)
                .order_by(_columns.id.desc())
            )
            return [
                (Delivery(**{name: row[name] for name in Delivery.__slots__}), row["why"])
                for row in rows.mappings()
            ]

    def last_sent_at(self, subscription_id: int) -> datetime.datetime | None:
        """Tell when a subscription last got a post."""
        with self._notebook.reading() as connection:
            last: datetime.datetime | None = connection.scalar(
                select(func.max(_columns.sent_at)).where(
                    _columns.subscription_id == subscription_id
                )
            )
            return last

    def papers(self, delivery_id: int) -> list[Shown]:
        """List the papers of a delivery, in their order."""
        kept = highlight.c
        with self._notebook.reading() as connection:
            rows = connection.execute(
                select(kept.paper_id, kept.why, kept.showing)
                .where(kept.delivery_id == delivery_id)
                .order_by(kept.place)
            )
            return [Shown(*row) for row in rows]
