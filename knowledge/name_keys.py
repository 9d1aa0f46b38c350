"""This file holds what of names is compared: their ends, and what is between them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from itertools import combinations

from knowledge.freeing import let_go
from knowledge.paper import GENERATIONS
from knowledge.text import fold

Form = tuple[str, ...]
Key = tuple[Form, Form]
"""A name's ends and what is between them."""
_TITLES = frozenset(("dr", "prof"))
_DOT = re.compile(r"\.(?=[^\s.-])")
_HYPHENS = re.compile(r"[\s\-\u2010\u2011]+")


def keys_of(names: Iterable[str], alone: Collection[str]) -> dict[str, Key]:
    """Part names into what the rule compares; a hyphen or a space alone parts nobody.

    'Jean-Luc Picard' is 'Jean Luc Picard', but 'Shixue Wen' isn't 'Shi Xuewen': of two spellings
    of the same letters, one must be the other with more spaces.
    """
    keys: dict[str, Key] = {}
    by_letters: dict[str, dict[tuple[Key, bool], list[str]]] = defaultdict(dict)
    for name in names:
        if name in keys:
            continue
        if alone and (folded := fold(name)) in alone:
            keys[name] = (("", folded), ())
            continue
        keys[name] = key = parted(name)
        by_letters[_letters(key)].setdefault((key, "-" in name), []).append(name)
    for some in by_letters.values():
        if len(some) > 1 or any(
            is_hyphened and len(one) > 1 for (_, is_hyphened), one in some.items()
        ):
            _join_by_letters([name for alike in some.values() for name in alike], keys)
    let_go(by_letters)
    return keys


def _join_by_letters(names: Iterable[str], keys: dict[str, Key]) -> None:
    """Give names of the same letters one key, unless they are ends in ways that can't be one."""
    breaks = {name: _breaks(name) for name in names}
    by_breaks = dict.fromkeys(breaks.values())
    if all(one <= other or other <= one for one, other in combinations(by_breaks, 2)):
        keys.update(dict.fromkeys(breaks, min((keys[name] for name in breaks), key=_words)))
        return
    times = Counter(key for key, _ in {(keys[name], ends) for name, ends in breaks.items()})
    for name, ends in breaks.items():
        if times[keys[name]] > 1:  # 'Ya-Nan Li' and 'Yan-An Li' without their hyphens
            keys[name] = (("", _letters(keys[name]), str(sorted(ends))), ())


def _letters(key: Key) -> str:
    ends, between = key
    return "".join((*ends[:1], *between, *ends[1:]))


def _breaks(name: str) -> frozenset[int]:
    """Tell after how many letters of a name there is a space or a hyphen."""
    words = [fold(part).replace(" ", "") for part in _HYPHENS.split(_DOT.sub(". ", name))]
    words = [word for word in words if word]
    if len(words) > 2 and words[0] in _TITLES:
        words = words[1:]
    ends: list[int] = []
    for word in words[:-1]:
        ends.append(len(word) + (ends[-1] if ends else 0))
    return frozenset(ends)


def _words(key: Key) -> tuple[int, object]:
    return len(key[0]) + len(key[1]), key


def parted(name: str) -> Key:
    """Part a name into its ends (first name, surname, generation) and what is between, folded.

    Only Latin letters are folded: 洋 刘 may be Yang Liu or not, so the scripts stay apart.
    """
    if not name.isascii() and any(one.isalpha() and not _is_latin(one) for one in name):
        return (name,), ()
    apart = _DOT.sub(". ", name) if "." in name else name  # J.P. Serre is J. P. Serre
    words = [word for part in apart.split() if (word := fold(part).replace(" ", ""))] or [name]
    if len(words) > 2 and words[0] in _TITLES:
        words = words[1:]
    generation = words.pop() if len(words) > 2 and words[-1] in GENERATIONS else ""
    if len(words) == 1 or len(words[0]) == 1:
        return (*words, generation), ()
    return (words[0], words[-1], generation), tuple(words[1:-1])


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER"))


def bucket_of(key: Key) -> Form | None:
    """Tell the surname, the generation and the first letter of a Latin name; None without them."""
    ends, _ = key
    if len(ends) < 3 or not ends[0]:
        return None
    return ends[0][0], ends[-2], ends[-1]


def is_initial(key: Key) -> bool:
    """Tell a name of initials and a surname: 'R. Walters', 'R. G. Walters'."""
    return all(len(word) == 1 for word in key[0][:-2])


def agree(one: Form, other: Form) -> bool:
    """Tell whether names are the same, one by one, where an initial stands for a name."""
    return all(
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])
        for a, b in zip(one, other, strict=False)
    )
