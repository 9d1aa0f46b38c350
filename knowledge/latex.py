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
_HREF = re.compile(r"\\href\s*\{([^{}]{0,1000})\}\s*\{((?:[^{}]|\{[^{}]{0,300}\}){0,300})\}")
# A \href that lost its name and perhaps its outer braces: 'https://a}{https://a'.
_BROKEN_HREF = re.compile(
    r"\{?(https?://[^\s{}]{1,1000})\}\s?\{(?:https?://|www\.)[^\s{}]{1,1000}?(?:\}|(?=[.,;:]?(?:\s|$)))"
)

_MAY_BE_LATEX = ("\\", "$", "``", "''", "--", "}{")
_MATH = re.compile(
    r"\$\$([^$]{1,1000})\$\$"
    r"|(?<![\\$])\$((?!\s)(?:\\.|[^$\\]){0,999}(?:\\.|[^\s$\\]))\$(?!\d)"
    r"|(?<![\\$])\$(\\[^\s$]{1,200})\$"  # no white space, and a macro first: no price, digit or not
    r"|(?<![\\$])\$(\\[A-Za-z]+\s)\$"
    r"|\\\((.{1,500}?)\\\)|\\\[(.{1,500}?)\\\]"
)
_LETTERS = re.compile(
    r"\\(?:operatorname|boldsymbol|bm|mathbf|mathit|mathsf|mathtt|mathcal|mathscr|mathfrak|mathrm"
    r"|texttt|textsf|text|mbox|bf|em|it|rm|sc|tt|sf|cal)(?![A-Za-z])\*?\s?"
)
_SIZES = re.compile(r"\\(?:left|right|[bB]igg?[lrm]?|displaystyle|limits)(?![A-Za-z])")
_POINTER = (
    r"\\(?:cite[a-z]*|(?:eq)?ref|label|footnotemark)\*?(?:\[[^\]]{0,100}\])*\s?\{[^{}]{0,500}\}"
)
_POINTERS = re.compile(rf"\s?\({_POINTER}\)|\s?\[{_POINTER}\]|\s?~?{_POINTER}")
_LETTER_AND_SPACE = re.compile(r"\\(ss|[aAoO]e|[aA]a|AE|OE|AA|[oOlLij])\s+(?=[a-z])")
_SCRIPT = re.compile(r"([\^_])\s?(\{(?:[^{}]|\{[^{}]{0,100}\}){0,100}\}|\\[A-Za-z]+|[^\s\\{}])")
_RAISED = re.compile(r"\\text(super|sub)script\s?\{([^{}]{0,50})\}")
# Macros that the converter doesn't know.
_NAMED_SIGNS = {
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "degree": "°",
    "checkmark": "✓",
    "copyright": "©",
    "pounds": "£",
    "newline": " ",
    "par": " ",
    "noindent": " ",
    "colon": ":",
}
_NAMED_SIGN = re.compile(rf"\\({'|'.join(_NAMED_SIGNS)})(?![A-Za-z])\s?(?:\{{\}})?")
# Signs that mean themselves outside macros stand aside, in Unicode's private use area, meanwhile.
_OWN_MEANING = "%#&_^~'$"
_BARE = re.compile(r"(?<![\\'])'(?!')|(?<!\\)[%#&_^~$]")
_ASIDE = {sign: chr(0xE000 + place) for place, sign in enumerate(_OWN_MEANING)}
_SPACE_ASIDE = "\ue0ff"
_BACK = str.maketrans({**{aside: sign for sign, aside in _ASIDE.items()}, _SPACE_ASIDE: " "})
_SPACE_BEFORE_MACRO = re.compile(r" (?=\\)")
_FIRST_URL_ASIDE = 0xF0000


def unicode_of(text: str) -> str:
    r"""Turn LaTeX into Unicode and runs of white space into one space.

    What isn't LaTeX stays as it is; a macro that nobody knows shows its name.

    >>> unicode_of(r"5% of \SE(2) at $\leq10\%$, $\sim$10,000$\times$ and eV/A$^2$")
    '5% of SE(2) at ≤10%, ~10,000× and eV/A²'
    """
    text = " ".join(text.split())
    if not any(sign in text for sign in _MAY_BE_LATEX):
        return text
    text = _URL_TILDE.sub(r"\1~", text)
    text = _HREF.sub(lambda link: _labelled(link[1], link[2]), text)
    text = _BROKEN_HREF.sub(r"\1", text)
    text = _URL_MACRO.sub(r"\1", text)
    # Addresses stand aside, so that what looks like LaTeX in them is left alone.
    urls = _URL.findall(text)
    asides = iter(range(_FIRST_URL_ASIDE, _FIRST_URL_ASIDE + len(urls)))
    shown = _without_macros(_URL.sub(lambda _: chr(next(asides)), text))
    addresses = {
        _FIRST_URL_ASIDE + at: _address(url) + _after_address(url) for at, url in enumerate(urls)
    }
    return " ".join(shown.translate(addresses).split())


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
        return "{}°" if signs != "⊤" else "{}ᵀ"
    table = _scripts("<super>" if mark == "^" else "<sub>")
    if signs and all(sign in table for sign in signs):
        # The empty group ends a macro's name before it: \\theta{}ₜ.
        return "{}" + "".join(table[sign] for sign in signs)
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
        text = _RAISED.sub(
            lambda it: _script("^" if it[1] == "super" else "_", f"{{{it[2]}}}"), text
        )
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
    named = _NAMED_SIGN.sub(lambda sign: _NAMED_SIGNS[sign[1]], inner)
    bare = _BARE.sub(lambda sign: _ASIDE[sign[0]], named)
    source = frame.replace("{}", _SPACE_BEFORE_MACRO.sub(_SPACE_ASIDE, bare))
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
