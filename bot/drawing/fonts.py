"""This file holds the fonts of pictures, and how letters are written that none of them has.

The fonts come with packages, so that a picture looks the same wherever it is drawn.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file

from knowledge.text import shortened, visible

_FAMILIES = ("Fira Sans", "Noto Sans Devanagari", "Noto Sans Thai")
_WEIGHTS = {"Fira Sans": (400, 600)}
_LAST = ("Noto Sans CJK JP", "DejaVu Sans")
"""DejaVu comes with matplotlib: Arabic, Hebrew, Armenian, Georgian and many signs."""


@cache
def families() -> list[str]:
    """List the fonts by which text is drawn, each for the letters that those before it lack."""
    import fontpkg
    from matplotlib import font_manager
    from noto_cjk_sans_jp_regular import FONT_PATH

    for family in _FAMILIES:
        for weight in _WEIGHTS.get(family, (400,)):
            font_manager.fontManager.addfont(fontpkg.path(family, weight=weight))
    with as_file(FONT_PATH) as file:
        font_manager.fontManager.addfont(file)
    return [*_FAMILIES, *_LAST]


def drawable(text: str, most: int = 1000) -> str:
    """Write words that no font has all letters of in Latin letters, and cut what is too long."""
    there = _letters()
    # Some letters have nothing to stand for them.
    words = filter(None, (_in_latin(word, there) for word in visible(text).split(" ")))
    return shortened(" ".join(words), most)


def _in_latin(word: str, there: frozenset[int]) -> str:
    from anyascii import anyascii

    return word if all(ord(letter) in there for letter in word) else anyascii(word)


@cache
def _letters() -> frozenset[int]:
    from matplotlib import font_manager

    letters: set[int] = set()
    for family in families():
        font = font_manager.findfont(font_manager.FontProperties(family=[family]))
        letters.update(font_manager.get_font(font).get_charmap())
    return frozenset(letters)
