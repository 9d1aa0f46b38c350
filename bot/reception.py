"""This file holds how a question from Discord becomes a reply, ready to be sent.

Everything here may take a while and blocks: it is called in a thread, in turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.exc import SQLAlchemyError

from bot import buttons, layout, pictures
from bot.buttons import NotKept, Press, Shown
from bot.conversations import Conversations
from bot.notebook import Notebook
from bot.session import Memory, Session
from commands._command import Value, all_commands, command_called
from knowledge.answer import Answer, Step
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.picture import Picture
from knowledge.text import counted, visible

_KEPT_NOWHERE = "-"
"""The key of options that could not be kept."""
_HERE = (
    "In Discord, ask by mentioning me, also in a reply to one of my answers, or in a direct message."
    " In the menu of any message, *Apps* finds the paper that it speaks of."
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where.

    Attributes:
        person_id: A user's id.
        channel_id: A channel's, thread's or direct message's id.
        guild_id: A server's id; 0 outside of servers.
    """

    person_id: int
    channel_id: int
    guild_id: int = 0

    @property
    def place(self) -> int:
        """With whom the asker takes turns: the server, or oneself outside of one."""
        return self.guild_id or self.person_id


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent.

    Attributes:
        page: The message's components, in words alone.
        is_private: Whether only the asker may see it.
        is_error: Whether the question could not be answered as it was put.
        chart: What is still to be drawn; None where there is nothing.
        chart_page: The components that show the drawing.
        png: The drawing; empty as long as there is none.
        files: What else is attached, by its name.
    """

    page: layout.Page
    is_private: bool = False
    is_error: bool = False
    chart: Picture | None = None
    chart_page: layout.Page | None = None
    png: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def shown(self) -> layout.Page:
        """The components that are shown: with the drawing where there is one."""
        return self.chart_page if self.png and self.chart_page else self.page

    @property
    def filename(self) -> str:
        """The name of the drawing's file; empty without one."""
        return pictures.filename(self.chart) if self.chart else ""


class Reception:
    """Answers askers from the library, and remembers what they saw.

    Attributes:
        library: What is asked. Another one may take its place at any time; an answer comes from the
            one with which it began.
    """

    def __init__(self, library: Library, notebook: Notebook | None) -> None:
        self.library = library
        self._notebook = notebook
        self._conversations = Conversations(notebook)

    def command(
        self, asker: Asker, name: str, options: Mapping[str, Value], *, is_private: bool
    ) -> Reply:
        """Answer a command with its options."""
        session = self._session(asker)
        answer = session.run(command_called(name), options)
        press = Press(command=name, options=_written(options))
        return self._reply(asker, session, answer, press, is_private=is_private)

    def line(self, asker: Asker, text: str, shown: Shown) -> Reply:
        """Answer a message.

        Args:
            asker: Who wrote it.
            text: What they wrote.
            shown: The buttons of our answer to which it replies.
        """
        session = self._session(asker)
        listed, subjects = self._papers_of(shown)
        if listed or subjects:
            recent = session.shown(listed or subjects)
            meant = session.shown(subjects) or recent
            focus = meant[0] if len(meant) == 1 else None
            session.memory = replace(session.memory, recent=recent, focus=focus)
        before = session.memory
        answer = session.answer(text) if text else session.run(command_called("help"), {})
        now = session.memory
        if now is before:  # nothing that one can go on from
            press = Press(command="help")
        else:
            press = Press(command=now.command, options=_written(now.options), skip=now.skip)
        return self._reply(asker, session, answer, press, is_private=False, has_private=False)

    def press(self, asker: Asker, custom_id: str, *, is_private: bool) -> Reply:
        """Answer a button."""
        try:
            asked = buttons.read(custom_id, self._recalled)
        except NotKept:
            says = (
                "What it asks was too long for the button, and my notebook has lost it or can't be"
                " used at the moment. Please ask again."
            )
            return told("I don't remember this button", says, outcome="unavailable")
        if asked is None or asked.command not in all_commands():
            return told(
                "This button is too old",
                "It was made by another version of me. Please ask again; /help tells how.",
            )
        if asked.owner not in (0, asker.person_id):
            says = "This answer belongs to somebody else. Ask for your own; /help tells how."
            return told("Not yours", says)
        named, session = _papers_named(asked), self._session(asker)
        if named and len(session.papers(named)) < len(named):
            return _gone()
        answer = session.run(command_called(asked.command), asked.options, skip=asked.skip)
        return self._reply(asker, session, answer, asked, is_private=is_private or not asked.turns)

    def menu(self, asker: Asker, name: str, text: str, shown: Shown) -> Reply:
        """Answer a command about a message.

        Args:
            asker: Who asks.
            name: The command, which has an option `paper`.
            text: The message's text.
            shown: The message's buttons, where it is an answer of ours.
        """
        listed, subjects = self._papers_of(shown)
        session = self._session(asker)
        papers = session.papers((*subjects, *listed))
        if (listed or subjects) and not papers:
            return _gone()
        if len(papers) > 1:
            answer = _choice(name, papers)
            press = Press(command=name)
            return self._reply(asker, session, answer, press, is_private=True)
        words = papers[0].id if papers else text
        if not visible(words):
            says = "This message has no text that I can read, so I can't tell which paper it means."
            return told("No paper in this message", says, outcome="nothing")
        return self.command(asker, name, {"paper": words}, is_private=True)

    def suggestions(self, asker: Asker, command: str, option: str, typed: str) -> list[str]:
        """Offer values for an option while somebody types."""
        suggest = all_commands()[command].options[option].suggest
        return suggest(self._session(asker).desk, typed[:200]) if suggest else []

    def kept(self, options: str) -> str:
        """Keep options that are too long for a custom_id, and return a key for them."""
        try:
            return self._notebook.keep_options(options) if self._notebook else _KEPT_NOWHERE
        except SQLAlchemyError:
            return _KEPT_NOWHERE  # the notebook told the log

    def forget(self, person_id: int) -> None:
        """Forget what somebody saw; what a notebook keeps of it is forgotten there."""
        self._conversations.forget(person_id)

    def _session(self, asker: Asker) -> Session:
        return Session(self.library, self._conversations.memory(asker.channel_id, asker.person_id))

    def _reply(
        self,
        asker: Asker,
        session: Session,
        answer: Answer,
        press: Press,
        *,
        is_private: bool,
        has_private: bool = True,
    ) -> Reply:
        is_error = answer.outcome in ("invalid", "unavailable")
        if press.command == "help" and not press.options and not is_error:
            answer = replace(answer, text=f"{answer.text}\n\n{_HERE}")
        is_private = is_private or (is_error and has_private)
        if not is_error:
            self._remember(asker, session.memory, is_private=is_private)
        if answer.understood:
            press = replace(
                press, command=answer.understood.command, options=answer.understood.options
            )
        named = layout.named_press(Step("", press.command, press.options), answer.ids)
        press = replace(press, options=named.options, owner=asker.person_id if is_private else 0)
        reply = Reply(layout.page(answer, press, keep=self.kept), is_private, is_error)
        if answer.picture is None or answer.picture.is_empty:
            return reply
        filename = pictures.filename(answer.picture)
        page = layout.page(answer, press, keep=self.kept, picture=filename)
        return replace(reply, chart=answer.picture, chart_page=page)

    def _remember(self, asker: Asker, memory: Memory, *, is_private: bool) -> None:
        self._conversations.remember(
            asker.channel_id, asker.person_id, memory, is_private=is_private
        )

    def _papers_of(self, shown: Shown) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """List the ids of the papers that an answer lists, and of the one that it is about.

        It is about a paper where all that can be asked below it names that paper.
        """
        listed = (one for ids in map(self._named_by, shown.beside) for one in ids)
        below = {self._named_by(one) for one in shown.below}
        return tuple(dict.fromkeys(listed)), below.pop() if len(below) == 1 else ()

    def _named_by(self, custom_id: str) -> tuple[str, ...]:
        try:
            press = buttons.read(custom_id, self._recalled)
        except NotKept:
            return ()
        return _papers_named(press) if press else ()

    def _recalled(self, key: str) -> str | None:
        try:
            return self._notebook.options(key) if self._notebook else None
        except SQLAlchemyError:
            return None  # the notebook told the log


def told(title: str, text: str, *, outcome: str = "invalid") -> Reply:
    """Make a private reply of a few words that are no answer."""
    page = layout.notice(title, text, outcome=outcome)
    return Reply(page, is_private=True, is_error=True)


def _gone() -> Reply:
    says = "What this shows is no longer in this library. Look for it with /find."
    return told("No longer here", says, outcome="nothing")


def _papers_named(press: Press) -> tuple[str, ...]:
    """List the ids of the papers that a button asks about."""
    one = all_commands().get(press.command)
    return tuple(
        str(value)
        for name, value in press.options.items()
        if one and name in one.options and one.options[name].names_a_paper
    )


def _choice(command: str, papers: tuple[Paper, ...]) -> Answer:
    chosen = papers[:10]
    return Answer(
        title="Which one?",
        text=f"This message shows {counted(len(papers), 'paper')}.",
        papers=chosen,
        steps=tuple(Step(paper.id, command, {"paper": paper.id}) for paper in chosen),
        asks=True,
    )


def _written(options: Mapping[str, Value]) -> dict[str, str | int | bool]:
    return {k: v if isinstance(v, str | int) else str(v) for k, v in options.items()}
