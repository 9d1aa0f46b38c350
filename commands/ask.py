"""This file holds how a question in plain words is answered by the other commands."""

from __future__ import annotations

from dataclasses import replace

from commands._command import all_commands, command
from commands._desk import Desk
from knowledge import finding
from knowledge.answer import Answer, Step
from knowledge.asked import Before, SmallTalk, Understood
from knowledge.errors import NothingMatches, SeveralMatch
from knowledge.filters import Options
from knowledge.finding import Wanted
from knowledge.markdown import literal
from knowledge.question import parts, understood
from knowledge.text import counted

ENOUGH = 0.5
"""Which share of a question's words the best paper must have; a search box may guess more."""

ENOUGH_IN_PART = 0.7
"""The same where no paper has all of the words."""


@command
def ask(desk: Desk, question: str) -> Answer:
    """Ask in plain words; it says which command it understood.

    Args:
        question: Such as "who writes with Ada Lovelace" or "papers on lichens since 2023".
    """
    first, *further = parts(desk.library, question, today=desk.today)
    answers = [_one(desk, first)]
    if further:
        answers.append(_one(_after(desk, answers[0]), further[0]))
        if not all(answer.understood and answer.outcome == "found" for answer in answers):
            return _one(desk, question)
    return _together(answers)


def _one(desk: Desk, question: str) -> Answer:
    """Answer one question."""
    meant = understood(desk.library, question, today=desk.today, before=_before(desk))
    if meant.small_talk:
        return _small_talk(desk, meant.small_talk)
    if meant.unclear:
        word, names = meant.unclear
        if not names:
            raise NothingMatches(
                f"We talked of nobody yet, so I can't tell who *{literal(word)}* is."
            )
        raise SeveralMatch(f"Who is meant by *{literal(word)}*?", typed=word, names=names)
    if meant.refusal:
        return Answer(outcome="nothing", title="Not known here", text=meant.refusal)
    if not meant.command:
        return _not_understood()
    unsure = _too_weak(desk, meant) if meant.command == "find" else None
    answer = unsure or all_commands()[meant.command].answer(desk, meant.options)
    meant = replace(meant, options=_by_name(desk, meant, answer))
    as_typed = Step(_in_words(desk, meant), meant.command, meant.options)
    return replace(answer, understood=as_typed, ids={**answer.ids, **desk.ids})


def _by_name(desk: Desk, meant: Understood, answer: Answer) -> Options:
    """Name the papers that were meant, so that the command means them at any time."""
    library, options = desk.library, dict(meant.options)
    for name, option in all_commands()[meant.command].options.items():
        position = library.positions.get(answer.ids.get(str(options.get(name)), ""))
        if option.names_a_paper and position is not None:
            options[name] = desk.name(library.papers[position])
    return options


def _after(desk: Desk, answer: Answer) -> Desk:
    """Go on from the first of two questions that were asked at once."""
    focus = answer.papers[0] if len(answer.papers) == 1 else None
    recent = answer.papers if answer.is_list else desk.recent
    return replace(desk, focus=focus, recent=recent, before=answer.understood or desk.before)


def _together(answers: list[Answer]) -> Answer:
    """Put the answers to two questions together; what comes next goes on from the second."""
    first, last = answers[0], answers[-1]
    if first is last or not (first.understood and last.understood):
        return last
    same = first.papers == last.papers
    return replace(
        last,
        title=first.title,
        text=f"{first.text}\n\n{last.text}"
        if same
        else f"{first.text}\n\n**{literal(last.title)}**\n{last.text}",
        papers=tuple(dict.fromkeys((*first.papers, *last.papers))),
        reasons=(),
        first=1,
        remaining=0,
        picture=last.picture or first.picture,
        understood=replace(
            last.understood, label=f"{first.understood.label}; {last.understood.label}"
        ),
        ids={**first.ids, **last.ids},
    )


def _before(desk: Desk) -> Before:
    """Tell what a question may refer back to."""
    before = desk.before
    return Before(
        command=before.command if before else "",
        options=before.options if before else {},
        listing=(desk.listing.command, desk.listing.options) if desk.listing else None,
        people=desk.people_named,
        paper=desk.focus,
        listed=tuple(paper.id for paper in desk.recent),
    )


_SAID = {
    "cite": "citation",
    "coauthors": "coauthors",
    "compare": "comparison",
    "define": "definition",
    "experts": "who works on",
    "find": "papers",
    "metrics": "numbers",
    "paper": "paper",
    "person": "what is known of",
    "quote": "quotation",
    "related": "similar papers",
    "summary": "summary",
    "timeline": "over the years",
    "topics": "topics",
}


def _in_words(desk: Desk, meant: Understood) -> str:
    """Say in a few words what was understood: 'papers · RO (Robotics) · 2024'."""
    words = [_SAID.get(meant.command, meant.command)]
    for name, value in meant.options.items():
        if name == "category":
            words.append(desk.library.categories.label(str(value)))
        elif name == "code":
            words.append("with code" if value else "without code")
        elif name == "among":
            words.append("of the last list")
        elif name in ("since", "until", "by", "with"):
            words.append(f"{name} {value}")
        elif name == "sentences":
            words.append(counted(int(value), "sentence"))
        elif name == "author":
            words.append(f"by {value}")
        elif name not in ("limit", "style"):
            words.append(str(value))
    return " · ".join(words)


def _too_weak(desk: Desk, meant: Understood) -> Answer | None:
    """Say that nothing is known where a search would find papers by a stray word only."""
    query = str(meant.options.get("query", ""))
    if not query:
        return None
    found = finding.find(desk.library, Wanted(query=query), enough=ENOUGH)
    if found.papers and not found.whole:
        # Papers with some of the words are an answer where hardly one is missing.
        found = finding.find(desk.library, Wanted(query=query), enough=ENOUGH_IN_PART)
    if found.papers:
        return None
    says = f"Nothing in this library is about *{literal(query)}*."
    if found.corrected:
        read = ", ".join(f"*{literal(a)}* as *{literal(b)}*" for a, b in found.corrected.items())
        says += f" Read {read}."
    return Answer(
        outcome="nothing",
        title="Nothing found",
        text=says,
        papers=found.perhaps,
        heading="Perhaps" * bool(found.perhaps),
    )


def _small_talk(desk: Desk, kind: SmallTalk) -> Answer:
    papers = f"{len(desk.library.papers):,} papers"
    says = {
        "greeting": f"Hello! Ask me about the {papers} here, by title, person, topic or year.",
        "thanks": f"You're welcome. There is more in these {papers} when you need it.",
        "offtopic": f"I don't know: I can only tell what the {papers} here say, by title, person, topic or year.",
    }
    return Answer(
        outcome="nothing" if kind == "offtopic" else "found",
        title="Not about the papers" if kind == "offtopic" else "Paperclub",
        text=says[kind],
        steps=(Step("What can be asked", "help"),),
    )


def _not_understood() -> Answer:
    return Answer(
        outcome="nothing",
        title="Nothing to look for",
        text="There is no word in this that I could look for. Name a topic, a paper or a person.",
        steps=(Step("What can be asked", "help"),),
    )
