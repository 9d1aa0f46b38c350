"""This file holds how text is made comparable, searchable and safe to show."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable

# Characters that reorder what stands around them, or can't be seen (Unicode TR 36, section 2.10).
_INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u00ad\u061c]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
# A word, or a group or class that mathematicians name like a function: so(3), e(n), p(x).
_TOKEN = re.compile(r"\b([a-z]{1,3})\(([a-z0-9])\)|[a-z0-9]+")
# The same, sought by its bracket, which is rarer than what may stand before it.
_BRACKET = re.compile(r"\((?:(?<=\b[a-z]\()|(?<=\b[a-z]{2}\()|(?<=\b[a-z]{3}\())([a-z0-9])\)")
_SPACES = str.maketrans({sign: " " for sign in map(chr, range(128)) if not sign.isalnum()})
_SPACES[ord("\n")] = "\n"


def visible(text: str) -> str:
    """Drop characters that control a screen or reorder text; keep every letter and sign.

    White space becomes single spaces.
    """
    if not text.isprintable():
        text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def fold(text: str) -> str:
    """Reduce a text to what typists agree on: small Latin letters, digits and single spaces.

    Diacritics go, other scripts are transliterated, punctuation becomes a space.

    >>> fold("Rayleigh–Bénard, Đặng")
    'rayleigh benard dang'
    """
    return _NOT_WORD.sub(" ", latin(text)).strip()


def latin(text: str) -> str:
    """Transliterate to small ASCII letters, keeping punctuation."""
    if not text.isascii():
        # Compatibility forms first, so that ℝ, ﬁ and ² are letters and digits.
        composed = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
        text = composed.encode("ascii", "transliterate").decode("ascii")
    return text.lower().replace("'", "")


def _transliterated(error: UnicodeError) -> tuple[str, int]:
    """Give an encoder letters for those that it can't write, of which there are few."""
    from anyascii import anyascii

    if not isinstance(error, UnicodeEncodeError):
        raise error
    return anyascii(error.object[error.start : error.end]), error.end


codecs.register_error("transliterate", _transliterated)


def written_tokens(word: str) -> list[tuple[str, str]]:
    """Pair the search tokens of a word with the way in which it writes them: so3 with SO(3)."""
    if not word.isascii() or "'" in word:
        return [(token, token) for token in tokens(word)]
    matches = (match for match in _TOKEN.finditer(word.lower()))
    pairs = ((match[1] + match[2] if match[1] else match[0], match.span()) for match in matches)
    return [(token, word[begin:end]) for token, (begin, end) in pairs if len(token) > 1]


def tokens(text: str) -> list[str]:
    """Cut a text into search tokens, in order.

    Single letters and digits are left out, as scikit-learn's vectorizers do; 'SO(3)' is one token.

    >>> tokens("SO(3)-equivariant multi-agent nets, 3 of them")
    ['so3', 'equivariant', 'multi', 'agent', 'nets', 'of', 'them']
    """
    return [token for token in spaced(text).split() if len(token) > 1]


def spaced(text: str) -> str:
    """Write a text's search tokens, single letters included, with spaces between.

    Ends of lines stay, so that many texts can be cut at once and told apart afterwards.
    """
    return _BRACKET.sub(r"\1 ", latin(text)).translate(_SPACES)


def listed(words: Iterable[str], *, last: str = "and") -> str:
    """Write words as a list in a sentence: 'a', 'a and b', 'a, b and c'."""
    *head, tail = tuple(words) or ("",)
    return f"{', '.join(head)} {last} {tail}" if head else tail


def counted(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun: '1 paper', '1,668 papers'."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def shortened(text: str, length: int) -> str:
    """Cut a text at a word so that it has at most `length` characters, with a sign that it was."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > length // 2 else cut).rstrip(" ,;:–-") + "…"
