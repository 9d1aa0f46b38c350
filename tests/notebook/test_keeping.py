"""What is kept about people and servers, and that it is forgotten."""

from __future__ import annotations

import datetime
import json

from bot.notebook import Notebook
from bot.notebook.deliveries import Deliveries, Plan
from bot.notebook.export import export
from bot.notebook.history import History
from bot.notebook.keeping import Keeping
from bot.notebook.servers import Servers
from bot.notebook.subscriptions import Subscriptions
from bot.notebook.tastes import Tastes
from tests.notebook.conftest import Clock
from tests.notebook.rows import (
    ALICE,
    BOB,
    CLUB,
    LAB,
    PAPERS,
    READING,
    WITH_ALICE,
    WITH_BOB,
    delivered,
    filled,
    rows,
    subscribed,
)

_MONTH = datetime.timedelta(days=30)
_YEAR = datetime.timedelta(days=400)


def test_all_that_is_kept_about_a_person_is_told(notebook: Notebook) -> None:
    filled(notebook)
    kept = Keeping(notebook).about(ALICE)
    assert {one.channel_id for one in kept.votes} == {PAPERS, READING, WITH_ALICE}
    assert [one.paper_id for one in kept.saved] == ["p2"]
    assert [one.channel_id for one in kept.direct] == [WITH_ALICE]
    assert [one.channel_id for one in kept.made] == [PAPERS, READING]
    assert [one.channel_id for one in kept.opened] == [PAPERS]
    assert {one.channel_id for one in kept.said} == {PAPERS, READING, WITH_ALICE}
    assert [one.paper_id for one in kept.seen] == ["alice-a", f"alice-{WITH_ALICE}-b"]
    assert len(kept.muted) == 1
    assert Keeping(notebook).about(4711).is_empty


def test_the_export_is_json_that_people_understand(notebook: Notebook) -> None:
    filled(notebook)
    kept = Keeping(notebook).about(ALICE)
    told = json.loads(json.dumps(export(kept, title={"p1": "First"}.get)))  # type: ignore[arg-type]
    assert told["person"] == str(ALICE)
    assert told["votes"][0] == {
        "paper": "p1",
        "title": "First",
        "vote": "for",
        "channel": str(PAPERS),
        "server": str(LAB),
        "at": "2026-03-01T12:00:00+00:00",
    }
    direct = told["subscriptions_in_direct_messages"][0]
    assert (direct["time"], direct["time_zone"]) == ("09:05", "Europe/Berlin")
    assert direct["days"] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert direct["topics"] == ["robots", "Sätze"]
    assert direct["server"] is None
    assert told["conversations"][0]["seen"] == {"by": "alice"}
    assert len(told["shown_in_direct_messages"]) == 2


def test_nothing_names_a_person_who_was_forgotten(notebook: Notebook) -> None:
    filled(notebook)
    before = rows(notebook)
    Keeping(notebook).forget(ALICE)
    after = rows(notebook)
    for name, left in after.items():
        assert str(ALICE) not in repr(left), name
        assert [row for row in left if WITH_ALICE in row] == [], name
        assert '"by": "alice"' not in repr(left), name
        theirs = [row for row in before[name] if BOB in row or WITH_BOB in row]
        assert [row for row in theirs if row not in left] == [], name
    assert Keeping(notebook).about(ALICE).is_empty
    assert not Keeping(notebook).about(BOB).is_empty


def test_what_belongs_to_a_channel_goes_on_without_the_name(notebook: Notebook) -> None:
    filled(notebook)
    Keeping(notebook).forget(ALICE)
    left = Subscriptions(notebook).of_guild(LAB)
    assert [one.made_by for one in left] == [0, BOB]
    assert notebook.question_channels() == {PAPERS, READING}
    assert "alice-a" in History(notebook).shown(PAPERS)
    assert Tastes(notebook).net(PAPERS) == {"p1": 1}


def test_nobody_is_told_of_a_pause_who_was_forgotten(notebook: Notebook) -> None:
    one = subscribed(notebook, PAPERS, guild_id=LAB)
    Subscriptions(notebook).pause(one.id, "gone")
    Keeping(notebook).forget(ALICE)
    assert Subscriptions(notebook).to_be_told(again_after=_MONTH) == []


def test_direct_messages_without_a_subscription_are_forgotten_where_they_are_named(
    notebook: Notebook,
) -> None:
    one = subscribed(notebook, WITH_ALICE)
    delivered(notebook, one, "shown")
    Subscriptions(notebook).remove(one.id)
    keeping = Keeping(notebook)
    assert keeping.about(ALICE).is_empty
    assert len(keeping.about(ALICE, direct_channel_id=WITH_ALICE).seen) == 1
    keeping.forget(ALICE, direct_channel_id=WITH_ALICE)
    assert keeping.about(ALICE, direct_channel_id=WITH_ALICE).is_empty
    assert History(notebook).shown(WITH_ALICE) == []


def test_what_everybody_saw_of_somebody_else_stays(notebook: Notebook) -> None:
    for person, says in ((ALICE, "mine"), (BOB, "theirs")):
        notebook.keep_conversation(PAPERS, person, says)
        notebook.keep_conversation(PAPERS, 0, says)
    Keeping(notebook).forget(ALICE)
    since = notebook.now() - _MONTH
    assert notebook.conversation(PAPERS, 0, since=since)
    assert notebook.conversation(PAPERS, BOB, since=since)
    Keeping(notebook).forget(BOB)
    assert notebook.conversation(PAPERS, 0, since=since) is None


def test_a_server_that_was_left_is_deleted_after_a_month(notebook: Notebook, clock: Clock) -> None:
    filled(notebook)
    servers, before = Servers(notebook), rows(notebook)
    removed = Subscriptions(notebook).of_channel(READING)[0]
    Subscriptions(notebook).remove(removed.id)  # its delivery stays, without a subscription
    clock.go_on(days=29)
    assert servers.forget_left(after=_MONTH) == 0
    clock.go_on(days=1)
    assert servers.forget_left(after=_MONTH) == 1
    after = rows(notebook)
    for name, left in after.items():
        named = [row for row in left if CLUB in row or READING in row]
        # Conversations tell no server; they are over after half an hour.
        assert named == [] or name == "conversation", name
        others = [row for row in before[name] if CLUB not in row and READING not in row]
        assert [row for row in others if row not in left] == [], name


def test_a_server_that_was_joined_again_keeps_everything(notebook: Notebook, clock: Clock) -> None:
    filled(notebook)
    Servers(notebook).joined(CLUB)
    before = rows(notebook)
    clock.go_on(days=300)
    assert Servers(notebook).forget_left(after=_MONTH) == 0
    assert rows(notebook) == before


def test_servers_that_were_left_while_nobody_looked_are_noted_once(
    notebook: Notebook, clock: Clock
) -> None:
    filled(notebook)
    servers = Servers(notebook)
    servers.left_all_but([CLUB, 4711])  # the club is back, the lab is gone
    clock.go_on(days=29)
    servers.left_all_but([CLUB])
    assert rows(notebook)["departure"] == [(LAB, clock.now - datetime.timedelta(days=29))]
    clock.go_on(days=1)
    assert servers.forget_left(after=_MONTH) == 1
    assert Subscriptions(notebook).of_guild(LAB) == []
    assert len(Subscriptions(notebook).of_guild(CLUB)) == 2
    assert len(Subscriptions(notebook).of_person(ALICE)) == 2


def test_a_server_of_which_nothing_is_kept_leaves_no_row(notebook: Notebook) -> None:
    Servers(notebook).left(LAB)
    Servers(notebook).left_all_but([])
    assert rows(notebook)["departure"] == []


def test_old_deliveries_that_showed_nothing_are_dropped_and_what_was_shown_never(
    notebook: Notebook, clock: Clock
) -> None:
    one = subscribed(notebook, PAPERS, guild_id=LAB)
    delivered(notebook, one, "shown")
    due_at = Subscriptions(notebook).due(clock.now + _MONTH, most=1)[0].due_at
    assert due_at
    given_up = [(due_at.date(), due_at, "too late")]
    Deliveries(notebook).plan([Plan(one.id, due_at, given_up, due_at + _MONTH, PAPERS)])
    clock.go_on(days=399)
    assert Servers(notebook).forget_unsent(after=_YEAR) == 0
    clock.go_on(days=4)
    assert Servers(notebook).forget_unsent(after=_YEAR) == 1
    assert History(notebook).shown(PAPERS) == ["shown"]
    assert [d.state for d in History(notebook).latest(one.id, most=9)] == ["planned", "sent"]
