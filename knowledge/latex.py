r"""This file holds how LaTeX in titles and abstracts becomes the Unicode that people read.

Abstracts on the web are plain text with LaTeX strewn in, so a bare %, ~, # or & is itself there,
and a dollar sign is mathematics only by pandoc's rule (its manual, tex_math_dollars): no space
after the opening one, none before the closing one, and no digit right after that.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

_HOST = r"(?:github|gitlab|bitbucket|huggingface|zenodo|osf)\.(?:com|org|co|io)/"
_URL = re.compile(
    rf"(?:https?://|www\.|(?<![\w@./-]){_HOST})[^\s<>\"“”‘’{{}}|^`]{{1,1000}}", re.IGNORECASE
)
_URL_TILDE = re.compile(
    r"((?:https?://|www\.)[^\s{}]{0,200}?)(?:\$\s*\\sim\s*\$|\\textasciitilde\s*(?:\{\})?|\\~(?:\{\})?)"
)
_URL_MACRO = re.compile(r"\\(?:url|nolinkurl|path)\s*\{([^{}]*)\}")
_HREF = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
# A \href that lost its name and perhaps its outer braces: 'https://a}{https://a'.
_BROKEN_HREF = re.compile(
    r"\{?(https?://[^\s{}]+)\}\s?\{(?:https?://|www\.)[^\s{}]+?(?:\}|(?=[.,;:]?(?:\s|$)))"
)

_MAY_BE_LATEX = re.compile(r"[\\$]|``|''|--|\}\{")
_MATH = re.compile(
    r"\$\$(.+?)\$\$"
    r"|(?<![\\$])\$((?!\s)[^$\\]*[^\s$\\])\$(?!\d)"
    r"|(?<![\\$])\$((?!\s)[^$\\]*(?:\\.[^$\\]*)+?(?<!\s))\$"  # a macro: no price, digit or not
    r"|(?<![\\$])\$(\\[A-Za-z]+\s)\$"
    r"|\\\((.+?)\\\)|\\\[(.+?)\\\]",
    re.DOTALL,
)
_LETTERS = re.compile(
    r"\\(?:operatorname|boldsymbol|bm|mathbf|mathit|mathsf|mathtt|mathcal|mathscr|mathfrak|mathrm"
    r"|texttt|textsf|text|mbox)(?![A-Za-z])\*?\s*"
)
_SIZES = re.compile(r"\\(?:left|right|[bB]igg?[lrm]?|displaystyle|limits)(?![A-Za-z])")
_POINTERS = re.compile(
    r"\s*~?\\(?:cite[a-z]*|(?:eq)?ref|label|footnotemark)\*?(?:\[[^\]]*\])*\{[^{}]*\}"
)
_LETTER_AND_SPACE = re.compile(r"\\(ss|[aAoO]e|[aA]a|AE|OE|AA|[oOlLij])\s+(?=[a-z])")
_SCRIPT = re.compile(r"([\^_])\s*(\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|[^\s\\{}])")
# Signs that mean themselves outside macros stand aside, in Unicode's private use area, meanwhile.
_OWN_MEANING = "%#&_^~'"
_BARE = re.compile(r"(?<![\\'])'(?!')|(?<!\\)[%#&_^~]")
_ASIDE = {sign: chr(0xE000 + place) for place, sign in enumerate(_OWN_MEANING)}
_BACK = str.maketrans({aside: sign for sign, aside in _ASIDE.items()})


def unicode_of(text: str) -> str:
    r"""Turn LaTeX into Unicode and runs of white space into one space.

    What isn't LaTeX stays as it is; a macro that nobody knows shows its name.

    >>> unicode_of(r"5% of \SE(2) at $\leq10\%$, $\sim$10,000$\times$ and eV/A$^2$")
    '5% of SE(2) at ≤10%, ~10,000× and eV/A²'
    """
    if _MAY_BE_LATEX.search(text):
        text = _URL_TILDE.sub(r"\1~", text)
        text = _BROKEN_HREF.sub(r"\1", text)
        text = _HREF.sub(lambda link: _labelled(link[1], link[2]), text)
        text = _URL_MACRO.sub(r"\1", text)
        text = "".join(
            _address(piece) + _after_address(piece) if is_url else _without_macros(piece)
            for piece, is_url in _split(_URL, text)
        )
    return " ".join(text.split())


def links_in(text: str) -> tuple[str, ...]:
    r"""Find the addresses in a text, each once, without \url, braces and closing punctuation."""
    if "/" not in text and "www." not in text:
        return ()
    text = _URL_TILDE.sub(r"\1~", text)
    links = (_address(url[0]) for url in _URL.finditer(text))
    return tuple(dict.fromkeys(link for link in links if "." in link))


def without_links(text: str) -> str:
    """Leave out the addresses, whose parts are no words of the text."""
    return _URL.sub(" ", text) if "/" in text or "www." in text else text


_OPENING = {")": "(", "]": "["}


def _address(url: str) -> str:
    """Drop what a sentence or LaTeX hangs on an address, and give it a scheme if it has none."""
    url = re.sub(r"\\([_%&#~$])", r"\1", url).split("\\")[0]
    while url and (
        url[-1] in ".,;:!?'$*"
        or (url[-1] in _OPENING and url.count(_OPENING[url[-1]]) < url.count(url[-1]))
    ):
        url = url[:-1]
    return url if url.lower().startswith("http") else f"https://{url}"


def _after_address(url: str) -> str:
    """Give back the sentence's own punctuation that stood behind an address."""
    closing = re.search(r"[.,;:!?')\]]*$", url)
    behind = closing[0] if closing else ""
    address = _address(url)
    while behind and address.endswith(behind[0]):
        behind = behind[1:]
    return behind


def _labelled(address: str, label: str) -> str:
    return address if label.strip() in ("", address.strip()) else f"{label} ({address})"


def _split(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, bool]]:
    """Cut a text into what a pattern matches (True) and what lies between (False)."""
    end = 0
    for match in pattern.finditer(text):
        yield text[end : match.start()], False
        yield match[0], True
        end = match.end()
    yield text[end:], False


def _without_macros(text: str) -> str:
    return "".join(
        _formula(piece) if is_formula else _prose(piece)
        for piece, is_formula in _split(_MATH, text)
    )


def _formula(math: str) -> str:
    inner = math.strip("$") if math.startswith("$") else math[2:-2]
    inner = _SIZES.sub("", _LETTERS.sub("", inner)).replace(r"\%", "%")
    inner = _SCRIPT.sub(lambda script: _script(script[1], script[2]), inner)
    return " ".join(_latex_to_text(inner, "${}$").split()).replace("\N{TILDE OPERATOR}", "~")


def _script(mark: str, content: str) -> str:
    """Raise or lower a formula's index, where Unicode has every sign of it."""
    inner = content[1:-1] if content.startswith("{") else content
    signs = _formula(f"${inner}$") if inner else ""
    if mark == "^" and signs in ("∘", "°", "⊤"):
        return "°" if signs != "⊤" else "ᵀ"
    table = _scripts("<super>" if mark == "^" else "<sub>")
    if signs and all(sign in table for sign in signs):
        return "".join(table[sign] for sign in signs)
    return f"{mark}{signs}" if len(signs) < 2 else f"{mark}({signs})"


@cache
def _scripts(kind: str) -> dict[str, str]:
    """Map a sign to its superscript or subscript, as the Unicode Character Database has them."""
    blocks = (
        range(0x2070, 0x20A0),
        range(0x1D2C, 0x1D7F),
        range(0x2B0, 0x2B9),
        range(0x2C7C, 0x2C7E),
        (0xB2, 0xB3, 0xB9),
    )
    table = {" ": ""}
    for code in (code for block in blocks for code in block):
        form, _, plain = unicodedata.decomposition(chr(code)).partition(" ")
        if form == kind and " " not in plain:
            table.setdefault(chr(int(plain, 16)), chr(code))
    table["-"] = table.get("−", "-")
    return table


def _prose(text: str) -> str:
    if "\\" in text:
        text = _LETTER_AND_SPACE.sub(r"\\\1{}", _LETTERS.sub("", _POINTERS.sub("", text)))
        text = _latex_to_text(text)
    for written, shown in (("``", "“"), ("''", "”"), ("---", "—"), ("--", "–")):
        text = text.replace(written, shown)
    return text


def _latex_to_text(latex: str, frame: str = "{}") -> str:
    if "\\" not in latex and "{" not in latex:
        return latex
    # Spaces at either end separate a formula from its words; the converter would eat them.
    inner = latex.strip()
    lead, _, tail = latex.partition(inner)
    source = frame.replace("{}", _BARE.sub(lambda bare: _ASIDE[bare[0]], inner))
    try:
        text = str(_converter().latex_to_text(source, tolerant_parsing=True))
    except Exception:  # noqa: BLE001 - it raises many kinds on broken LaTeX, which is shown raw
        return latex
    is_broken = not text.strip() or ("%s" in text and "%s" not in latex)
    return latex if is_broken else lead + text.translate(_BACK) + tail


@cache
def _converter() -> LatexNodes2Text:
    """Make the converter, which shows of an unknown macro its name."""
    from pylatexenc import latex2text

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    macros = latex2text.get_default_latex_context_db()
    macros.set_unknown_macro_spec(
        latex2text.MacroTextSpec("", simplify_repl=lambda node: node.macroname)
    )
    return latex2text.LatexNodes2Text(
        latex_context=macros, math_mode="text", strict_latex_spaces="based-on-source"
    )
