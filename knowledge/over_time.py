"""This file holds what questions about topics become, and those about what moved over the years."""

from __future__ import annotations

import re

from knowledge.asked import Asked, Understood
from knowledge.cues import NEEDED, SURE
from knowledge.text import fold


def _any(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


_NAMED_TOPIC = _any(
    r"\b(?<!on the )(?<!on )(?<!about the )topic (?:of |called |named |number |no\.? |#)?(?P<name>.+)$"
)
_TOPICS_BY = _any(r"\b(?:topics?|themes?|subjects?)\b")
_MOVED = _any(
    r"\b(?:grow\w*|grew|shr[aiu]nk\w*|chang\w+|develop\w*|evol\w+|mov\w+|shift\w*|ris\w+|rose|declin\w+|disappear\w*|popular|fashion|years?|time|new|trend\w*|fast\w*|kinds?|sorts?"
    r"|research|general|everything|exist\w*|cover\w*|deal\w*|contain\w*|work\w*|draw|plot|charts?|picture|graph|visuali[sz]e|bars?|pie|diagram|biggest|largest|main|big|large\w*|common|frequent|hot|major|central|top|size|new|ask|number|five|ten|three|corpus|archive|database|came|up|become|became|frequent\w*|overview|short|brief)\b"
)
_LEADS = frozenset(
    "how did do does has have had is are was were will a an the of for on in about to with and or at by so ok please me us can could you"
    " show draw plot chart graph give make create see tell want would like i we timeline time line time-line chronology trend trends rise"
    " fall popularity growth evolution development history course interest work research papers paper publications studies study articles"
    " writing people anybody anyone somebody there since when which what years year from people write writing wrote written started start"
    " begin began stop stopped working work more fewer many much most number often lost losing topic use field output popular"
    " old career where whats hows happened become bar line curve picture over through interested s any still".split()
)
"""Words that lead to what is followed over the years."""
_LEADS_TO_MORE = frozenset(
    "graph chart picture line curve bar history evolution development growth rise fall course use field topic number time interest work"
    " research writing study studies output popular people start style year years".split()
)
"""Those of them that are about something only before another one."""
_VERB_DUE = frozenset("how has have had did does do is are was were".split())
_MOVES = frozenset(
    "develop developed developing evolve evolved evolving change changed changing grow grown grew growing increase increased increasing"
    " decline declined declining decrease decreased decreasing shrink shrunk shrinking rise rising risen fall fallen falling drop dropped"
    " shift shifted move moved peak peaked progress progressed begin began start started appear appeared decline popularity work research"
    " interest topic continue continued".split()
)
"""Words of which one ends what begins with 'how did' or 'is'."""
_TRAILS = frozenset(
    "popular fashionable trendy trending fashion common frequent rare rarer active still more less going gone getting becoming become out of"
    " in on the a an dying died off up down slowed losing gaining over through years year time here papers paper publications library"
    " collection these this by per each every and or since beginning published written highest most long first last past decade decades"
    " with across look like please s again then than before now today ever alive around hot into".split()
)
_OF_PAPERS = _any(
    r"\b(?:papers?|publications|work|working|research|interest|people|any(?:body|one)|some(?:body|one)|written|stud(?:y|ies)|years?|time|field)\b"
)
_FOLLOWED = _any(
    r"\b(?:time-?line|time line|chronology|trend\w*|popular\w*|fashion\w*|style|dying out|a topic|topic of)\b"
)
_LEAST_IN_TIME = 3
"""So many papers must have words that one may have meant otherwise: 'timeline of the universe'."""


def topics(asked: Asked) -> Understood | None:
    """Tell what the library is about, or of one topic; a topic that isn't there is searched."""
    if asked.marked.of("category") or (asked.marked.of("papers") and asked.before.listed):
        return None  # of a list or a category no topics are found
    if named := _NAMED_TOPIC.search(asked.text):
        name = asked.named_topic(named["name"])
        if name:
            return Understood("topics", {"topic": name})
    left = asked.leftover(SURE["topics"], NEEDED["topics"], _MOVED)
    return None if left else Understood("topics")


def timeline(asked: Asked) -> Understood | None:
    """Follow a person's papers, or a topic's, over the years; a topic that isn't there is searched."""
    if asked.marked.of("paper", "papers", "category") or len(asked.people) > 1:
        return None
    options: dict[str, str | int | bool] = {}
    if who := asked.people:
        options["person"] = who[0]
    topic = asked.query(_between(asked.marked.without("person", "name", "period")))
    if topic and not who and not (_OF_PAPERS.search(asked.text) or _FOLLOWED.search(asked.text)):
        return None  # 'how did the glacier change', 'when will it be gone': a fact is asked for
    if who and (_TOPICS_BY.fullmatch(topic) or set(fold(topic).split()) <= _LEADS):
        topic = ""
    if topic:
        least = 1 if who or _OF_PAPERS.search(asked.text) else _LEAST_IN_TIME
        if asked.number_on(topic) < least:
            return None
        options["topic"] = topic
    return Understood("timeline", options)


def _between(text: str) -> str:
    """Strip the words that say that something is followed over the years from both ends."""
    words = [word for word in re.findall(r"[^\s,;:?!]+", text) if word not in ("'s", "-")]
    is_verb_due = False
    while words and set(fold(words[0]).split()) <= _LEADS:
        leads_on = len(words) == 1 or fold(words[1]) in _LEADS
        if fold(words[0]) in _LEADS_TO_MORE and not leads_on:
            break  # 'graph neural networks', not 'graph of neural networks'
        is_verb_due |= fold(words[0]) in _VERB_DUE
        words = words[1:]
    while words:
        last = set(fold(words[-1]).split())
        if is_verb_due and last <= _MOVES:
            is_verb_due = False  # 'how did work on climate change change'
        elif not last <= _TRAILS:
            break
        words = words[:-1]
    return " ".join(words)
