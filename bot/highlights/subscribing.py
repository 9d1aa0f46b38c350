"""This file holds what /highlights answers: subscriptions made, listed, changed, and looked into."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.highlights import planning, post, wishes, words
from bot.highlights.choosing import Choosing
from bot.highlights.post import Post
from bot.highlights.wishes import Where, Wishes
from bot.notebook import Notebook
from bot.notebook.deliveries import Deliveries
from bot.notebook.history import History
from bot.notebook.subscriptions import Subscription, Subscriptions
from bot.reception import Reply, told
from bot.telling import Refused
from knowledge import following, interests
from knowledge.errors import NothingMatches, SeveralMatch
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.text import counted, listed

_MOST = 25
"""Subscriptions of a channel, or of a person."""
_SHOWN = 10
"""Subscriptions in a list."""
_NAMED = 3
"""People who are named of those whom a followed name may mean."""


class Subscribing:
    """Answers what people choose about their highlights. Its methods block; call them in a thread.

    Args:
        library: Tells the library as it is now.
        notebook: With the subscriptions.
        choosing: Chooses papers.
        keep: Keeps options that are too long for a custom_id, and returns a key for them.
    """

    def __init__(
        self,
        library: Callable[[], Library],
        notebook: Notebook,
        choosing: Choosing,
        *,
        keep: Callable[[str], str],
    ) -> None:
        self._library = library
        self._notebook = notebook
        self._choosing = choosing
        self._keep = keep
        self._subscriptions = Subscriptions(notebook)
        self._history = History(notebook)
        self._deliveries = Deliveries(notebook)

    def subscribe(self, where: Where, given: Wishes, locale: str) -> Reply:
        """Make a subscription.

        Raises:
            Refused, InvalidOption: As `wanted` says.
        """
        wanted, remarks = self.wanted(where, given, locale)
        one = self._subscriptions.add(wanted)
        if given.timezone is None:
            says = f"I guessed the time zone {one.zone} from your language"
            remarks.append(f"{says}; `/highlights edit timezone:` changes it.")
        self._choosing.note_arrivals()
        return _done("Subscribed", self._described(one), (*remarks, where.caution))

    def wanted(self, where: Where, given: Wishes, locale: str) -> tuple[Subscription, list[str]]:
        """Make out which subscription somebody wants, and what is to be said of it in Markdown.

        Raises:
            Refused: There is such a one, or there are too many.
            InvalidOption: Something can't be read.
        """
        there = self._subscriptions.of_channel(where.channel_id)
        if len(there) >= _MOST:
            says = f"There are {len(there)} subscriptions here already; remove one first."
            raise Refused("Too many", says)
        now = self._notebook.now()
        before = wishes.first(where, locale, now)
        wanted, remarks = wishes.granted(self._library(), given, before, locale=locale, now=now)
        same = [one for one in there if _is_same(one, wanted)]
        if same:
            says = f"**#{same[0].id}** does that already; `/highlights edit` changes how:"
            raise Refused("Already subscribed", f"{says}\n{self._described(same[0])}")
        return wanted, remarks

    def edit(self, one: Subscription, given: Wishes, where: Where | None, locale: str) -> Reply:
        """Change a subscription.

        Args:
            one: Which.
            given: What is to change.
            where: Where it posts from now on; None where that stays.
            locale: Of who changes it.
        """
        now = self._notebook.now()
        before = one = self._planned(one)
        if where:
            one = replace(one, channel_id=where.channel_id, kind=where.kind)
            if one.paused_why:  # that was the old channel's fault
                one = replace(one, paused_at=None, paused_why="")
        newest = self._newest(one)
        wanted, remarks = wishes.granted(
            self._library(), given, one, locale=locale, now=now, newest=newest
        )
        if wanted == before:
            says = "Say what is to change: `/highlights edit time:9:00`, for example."
            return told("Nothing changed", f"{says}\n{self._described(before)}")
        if not self._subscriptions.change(wanted):
            return _gone(one)
        return _done("Changed", self._described(wanted), (*remarks, where.caution if where else ""))

    def pause(self, one: Subscription) -> Reply:
        """Pause a subscription."""
        if one.paused_at:
            return told("Already paused", self._described(one))
        one = self._planned(one)
        paused = replace(one, paused_at=self._notebook.now(), paused_why="", due_at=None)
        if not self._subscriptions.change(paused):
            return _gone(one)
        return _done("Paused", f"{self._described(paused)}\n`/highlights resume` goes on.")

    def resume(self, one: Subscription) -> Reply:
        """Go on with a subscription from now on; what was missed meanwhile isn't made up for."""
        if not one.paused_at:
            return told("Not paused", self._described(one))
        due_at = planning.next_due(one, self._notebook.now(), newest=self._newest(one))
        resumed = replace(one, paused_at=None, paused_why="", due_at=due_at)
        if not self._subscriptions.change(resumed):
            return _gone(one)
        return _done("Going on", self._described(resumed))

    def remove(self, one: Subscription) -> Reply:
        """Remove a subscription."""
        if not self._subscriptions.remove(one.id):
            return _gone(one)
        says = (
            f"**#{one.id}** in {words.place(one)} is no more: {words.when(one)}, {words.what(one)}."
        )
        return _done(
            "Removed", f"{says} What was shown there stays known, so that it isn't shown again."
        )

    def show(self, mine: Sequence[Subscription], others: int) -> Reply:
        """List subscriptions.

        Args:
            mine: Those to list.
            others: How many there are elsewhere in the server.
        """
        elsewhere = f"-# {others} more in other channels of this server." if others else ""
        if not mine:
            says = "No highlights are posted here. `/highlights subscribe` begins."
            return told("No subscription", f"{says}\n{elsewhere}".strip(), outcome="nothing")
        lines = [self._described(one) for one in mine[:_SHOWN]]
        if len(mine) > _SHOWN:
            lines.append(f"-# And {len(mine) - _SHOWN} more.")
        return _done("Highlights", "\n\n".join(filter(None, [*lines, elsewhere])))

    def preview(self, one: Subscription, person_id: int) -> Reply:
        """Show what a subscription would post now."""
        library = self._library()
        chosen = {shown.paper_id: shown.why for shown in self._choosing.chosen(one)}
        day = planning.local_date(one, self._notebook.now())
        shown = Post(0, day, post.picks(library, chosen, {}), f"Preview of {words.note(one)}")
        page = post.page(shown, library, keep=self._keep, owner=person_id)
        return Reply(page, is_private=True)

    def why(self, here: Sequence[Subscription], channel_id: int, typed: str) -> Reply:
        """Tell when a paper was posted in a channel, or whether it would be, or why not."""
        try:
            paper = self._library().paper(typed)
        except NothingMatches as error:
            return told("Not in this library", str(error), outcome="nothing")
        except SeveralMatch as error:
            titles = [f"- {literal(one.title)}" for one in error.papers]
            return told("Which one?", "\n".join([str(error), *titles]), outcome="nothing")
        lines = []
        forums = {one.channel_id for one in here if one.kind == "forum"}
        for delivery, why in self._history.that_showed(channel_id, paper.id)[:3]:
            address = words.link(delivery, is_forum=delivery.channel_id in forums)
            there = f" ([the post]({address}))" if address else ""
            became = words.became(delivery)
            lines.append(f"- {became[0].upper()}{became[1:]}{there}. **Why:** {why}")
        for one in here:
            verdict = self._choosing.verdict(one, paper)
            if verdict.outcome != "shown":
                lines.append(f"- **#{one.id}**: {verdict.says}")
        if not lines:
            lines = ["No highlights are posted here, so it is neither shown nor passed over."]
        return _done(literal(paper.title), "\n".join(lines))

    def _planned(self, one: Subscription) -> Subscription:
        """Plan what is due of a subscription that is about to change, so that it isn't forgotten."""
        now = self._notebook.now()
        if one.due_at is None or one.due_at > now:
            return one
        self._deliveries.plan([planning.plan(one, now)])
        return self._subscriptions.called(one.id) or one

    def _newest(self, one: Subscription) -> datetime.date | None:
        last = self._history.latest(one.id)
        return last[0].local_date if last else None

    def _described(self, one: Subscription) -> str:
        last = self._history.latest(one.id)
        says = words.described(one, last[0] if last else None)
        return "\n".join(filter(None, (says, self._unfollowed(one))))

    def _unfollowed(self, one: Subscription) -> str:
        """Say which followed name is several people's by now: nobody else tells those who follow it."""
        library = self._library()
        parted = {name: following.parted(library, name) for name in one.interests.authors}
        names = [name for name, several in parted.items() if several]
        if not names:
            return ""
        several = [interests.shown(who.name) for who in parted[names[0]][:_NAMED]]
        if len(parted[names[0]]) > _NAMED:
            several.append("somebody else")
        says = f"Nothing comes by *{interests.shown(names[0])}*, who may be"
        says += f" {listed(several, last='or')}; `/highlights edit authors:` says who is meant."
        others = f" So it is with {counted(len(names) - 1, 'more name')}." if names[1:] else ""
        return f"-# {says}{others}"


def _done(title: str, text: str, remarks: Sequence[str] = ()) -> Reply:
    said = "\n".join(f"-# {remark}" for remark in dict.fromkeys(remarks) if remark)
    return told(title, f"{text}\n\n{said}".strip(), outcome="found")


def _gone(one: Subscription) -> Reply:
    return told("No longer there", f"Somebody has just removed #{one.id}.", outcome="nothing")


def _is_same(one: Subscription, other: Subscription) -> bool:
    facts = ("channel_id", "minute", "zone", "days", "interests")
    return all(getattr(one, fact) == getattr(other, fact) for fact in facts)
