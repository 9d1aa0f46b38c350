"""This file holds how a subscription and what became of it are said in words."""

from __future__ import annotations

import datetime

import discord

from bot.highlights.hours import time_words
from bot.highlights.weekdays import days_words
from bot.notebook.deliveries import Delivery
from bot.notebook.subscriptions import Subscription
from knowledge.text import counted

_EMPTY = {
    "silent": "nothing is posted when nothing fits",
    "say-so": "I say so when nothing fits",
    "revisit": "papers come again when nothing else fits",
}


def when(one: Subscription) -> str:
    """Say when a subscription posts: every day at 08:00 (Europe/Berlin)."""
    return f"{days_words(one.days)} at {time_words(one.minute)} ({one.zone})"


def note(one: Subscription) -> str:
    """Say in a few words from which subscription a post is."""
    return f"#{one.id} · {when(one)}"


def what(one: Subscription) -> str:
    """Say what a subscription posts."""
    fits = one.interests.words
    return f"up to {counted(one.number, 'paper')}, {fits or 'whatever is new or fits best'}"


def described(one: Subscription, last: Delivery | None) -> str:
    """Describe a subscription in a few lines of Markdown, with what became of its last post."""
    ping = ", without a ping" if one.is_silent else ""
    lines = [
        f"**#{one.id}** in {place(one)}: {when(one)}{ping}",
        f"-# {what(one)}; {_EMPTY[one.on_empty]}",
        f"-# {state(one)}",
    ]
    if last:
        lines.append(f"-# Last: {became(last)}")
    return "\n".join(lines)


def place(one: Subscription) -> str:
    """Name where a subscription posts."""
    return "your direct messages" if one.kind == "direct" else f"<#{one.channel_id}>"


def state(one: Subscription) -> str:
    """Say when the next post comes, or why none does."""
    if one.due_at:
        return f"Next {moment(one.due_at)}"
    since = moment(one.paused_at) if one.paused_at else ""
    return f"Paused {since}: {one.paused_why}" if one.paused_why else f"Paused {since}"


def became(one: Delivery) -> str:
    """Say what became of a delivery."""
    day = f"{one.local_date:%a} {one.local_date.day} {one.local_date:%b}"
    if one.state == "sent" and one.sent_at:
        return f"posted {moment(one.sent_at)}"
    if one.state == "given up":
        return f"nothing on {day}, because {one.reason}"
    again = f", tried again {moment(one.free_at)}" if one.reason else ""
    return f"on its way{f': {one.reason}' if one.reason else ''}{again}"


def link(one: Delivery, *, is_forum: bool) -> str:
    """Make the address of a post; empty where it wasn't sent."""
    if not one.message_id:
        return ""
    where = one.message_id if is_forum else one.channel_id  # a forum's post is a thread of its own
    return f"https://discord.com/channels/{one.guild_id or '@me'}/{where}/{one.message_id}"


def moment(one: datetime.datetime) -> str:
    """Write a time so that each reader sees it by their own clock."""
    return f"{discord.utils.format_dt(one, 'f')} ({discord.utils.format_dt(one, 'R')})"
