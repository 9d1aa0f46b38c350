from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.latex import links_in, unicode_of


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"$\mathrm{SO}(3)$ and $\mathrm{SO(3)}$", "SO(3) and SO(3)"),
        (r"$\mathrm{SO}(1,3)^+$", "SO(1,3)⁺"),
        (r"$\SE(2)$-equivariant", "SE(2)-equivariant"),
        (r"$\leq10\%$ and ~3% and 100\%", "≤10% and ~3% and 100%"),
        (r"$\sim$10,000$\times$ speed", "~10,000× speed"),
        (r"eV/A$^2$", "eV/A²"),
        (r"$x_{ij}^{2}$ in $\mathbb{R}^n$", "xᵢⱼ² in ℝⁿ"),
        (r"$O(n \log n)$", "O(n log n)"),
        (r"$\text{if } x \geq 0$", "if x ≥ 0"),
        (r"90$^\circ$", "90°"),
        (r"our method, \lieflow, is", "our method, lieflow, is"),
        (r"as \textit{signals} and \texttt{a_b}", "as signals and a_b"),
        (r"G\"odel, \'{e}t\'e, S\o ren", "Gödel, été, Søren"),
        ("``from scratch'' node's", "“from scratch” node's"),
        ("space--time --- yes", "space–time — yes"),
        ("costs $5 and $10 or $5-$10", "costs $5 and $10 or $5-$10"),
        ("US$20 {x} a_b C# AT&T x^2", "US$20 {x} a_b C# AT&T x^2"),
        (r"see \href{https://a.org}{our page}.", "see our page (https://a.org)."),
        ("at https://a.org/}{https://a.org/.", "at https://a.org/."),
        (r"as in \cite{noether1918} (\cite{x}).", "as in."),
        (r"$\theta_t$, $\sum_{i=1}^n$ and $\ell_p$", "θₜ, ∑ᵢ₌₁ⁿ and ℓₚ"),
        (r"use \emph{deep} \emph{learning} at 5\% \& 6\%", "use deep learning at 5% & 6%"),
        (r"\href{https://a.b/c}{https://a.b/c}", "https://a.b/c"),
        (
            r"\texttt{https://a.b/c} and \textbf{see https://a.b/c for} more",
            "https://a.b/c and see https://a.b/c for more",
        ),
        (r"it earns $5k, i.e., \textbf{10\%} of $50k.", "it earns $5k, i.e., 10% of $50k."),
        (r"{\bf old} H\textsubscript{2}O", "old H₂O"),
    ],
)
def test_latex_shows_as_unicode_and_plain_text_stays(source: str, shown: str) -> None:
    assert unicode_of(source) == shown


@pytest.mark.parametrize(
    "broken", ["$", "$$", "\\", "{", r"\frac{", r"$\frac{$", r"\begin{a}", "}{"]
)
def test_broken_latex_is_shown_rather_than_lost(broken: str) -> None:
    assert unicode_of(f"before {broken} after").startswith("before")
    assert unicode_of(f"before {broken} after").endswith("after")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (r"Code: \url{https://a.org/c_d}.", ["https://a.org/c_d"]),
        ("at https://a.org/x.", ["https://a.org/x"]),
        ("at https://a.org/x .", ["https://a.org/x"]),
        ("at https://a.org/}{https://a.org/.", ["https://a.org/"]),
        (
            "(see https://en.wikipedia.org/wiki/Foo_(bar)).",
            ["https://en.wikipedia.org/wiki/Foo_(bar)"],
        ),
        (
            "https://a.org/x), and https://b.org/y?z=1&w=2!",
            ["https://a.org/x", "https://b.org/y?z=1&w=2"],
        ),
        (r"https://a.org/$\sim$ada/b\_c", ["https://a.org/~ada/b_c"]),
        ("github.com/a/b and www.c.org", ["https://github.com/a/b", "https://www.c.org"]),
        ("twice https://a.org and https://a.org.", ["https://a.org"]),
        ("no link, e.g. this/that", []),
    ],
)
def test_links_are_found_without_what_hangs_on_them(text: str, links: list[str]) -> None:
    assert list(links_in(text)) == links


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_can_be_shown(text: str) -> None:
    shown = unicode_of(text)
    assert "\n" not in shown
    assert shown == " ".join(shown.split())


@given(st.text(alphabet="$\\{}_^% a1b.~'`-", max_size=80))
def test_what_looks_like_latex_never_fails(text: str) -> None:
    assert isinstance(unicode_of(text), str)


@pytest.mark.parametrize(
    "piece", ["$", "$\\a", "\\a{", "{", "https://a.", "}{", "\\", "--", "$x$ "]
)
def test_time_grows_with_the_text_and_not_faster(piece: str) -> None:
    def seconds(times: int) -> float:
        begin = time.process_time()
        unicode_of(piece * times)
        links_in(piece * times)
        return time.process_time() - begin

    seconds(10)
    # Ten times the text may take some more than ten times as long, not a hundred times.
    assert seconds(2000) < 60 * max(seconds(200), 0.004)
