"""Charts, sheets and timelines as pictures: words stay inside and apart, bars are as long as they say."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import matplotlib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch, Rectangle
from PIL import Image

from bot import places as folders
from bot.drawing import bars, fonts, png, sheet, timeline
from bot.drawing.numbers import round_values, short_number
from bot.drawing.strip import places
from bot.drawing.theme import DOTS, THEMES, WIDTH, Theme
from bot.drawing.words import width_of, wrapped
from knowledge import metrics, reading
from knowledge.charts import Scholar
from knowledge.library import Library
from knowledge.picture import Bar, Bars, Column, Lane, Picture, Sheet, Timeline
from knowledge.picture import Figure as Number

ODD = (
    "",
    "$x_{",
    "$\\frac{",
    "日本語の論文の分類の非常に長いラベルがここにあります",
    "ภาษาไทยเป็นภาษาที่มีวรรณยุกต์และไม่เว้นวรรค",
    "العربية لغة جميلة جدا وهذا عنوان طويل",
    "हिन्दी भाषा के पेपर",
    "x" * 60,
    "Computer Vision and Pattern Recognition, with all that is near",
    "2019",
    "10+",
    "no date",
    "🧪",
)
LABELS = st.sampled_from(ODD) | st.text("abc XÄ王-", max_size=60)
NUMBERS = st.integers(0, 12) | st.integers(0, 10_000_000)
REMARKS = st.sampled_from(("", "", "", "so far"))
BARS = st.builds(Bar, LABELS, NUMBERS, REMARKS)
SHAPES = st.sampled_from(("bars", "columns", "share"))


@st.composite
def charts(draw: st.DrawFn) -> Bars:
    """A chart of anything, or of years."""
    shape: Any = draw(SHAPES)
    some: list[Bar] = draw(st.lists(BARS, min_size=1, max_size=8 if shape == "share" else 25))
    if draw(st.booleans()):
        years = [replace(bar, label=str(2001 + at), remark="") for at, bar in enumerate(some)]
        some = [*years[:-1], replace(years[-1], remark=draw(REMARKS))]
        if draw(st.booleans()):
            some.append(Bar("no date", draw(NUMBERS)))
    return Bars(draw(LABELS), "papers, at least", tuple(some), draw(LABELS), shape)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet of up to four scholars, with the same labels in each one's charts."""
    kinds = draw(st.lists(charts(), min_size=1, max_size=3))
    figures = st.builds(Number, st.sampled_from(("h-index", "citations", *ODD)), LABELS)
    columns = []
    for _ in range(draw(st.integers(1, 4))):
        own = tuple(
            replace(one, bars=tuple(replace(bar, value=draw(NUMBERS)) for bar in one.bars))
            for one in kinds
        )
        numbers = tuple(draw(st.lists(figures, max_size=6)))
        says = draw(st.sampled_from(("Reported by the profile page of 2026", "", ODD[3])))
        columns.append(Column(draw(LABELS), own, numbers, says, draw(NUMBERS)))
    return Sheet(draw(LABELS), tuple(columns), draw(LABELS))


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """A timeline of up to 12 lanes over up to 40 years."""
    number = draw(st.integers(1, 40))
    values = st.lists(
        st.floats(0, 100) | st.integers(0, 9).map(float), min_size=number, max_size=number
    ).map(tuple)
    lanes = st.builds(Lane, LABELS, values, NUMBERS, st.sampled_from(("", "at least")))
    return Timeline(
        draw(LABELS),
        draw(st.sampled_from(("papers", "% of the year's papers"))),
        tuple(str(1987 + at) for at in range(number)),
        tuple(draw(st.lists(lanes, min_size=1, max_size=12))),
        draw(st.booleans()),
        draw(LABELS),
    )


def drawn(picture: Picture, theme: Theme = THEMES["dark"]) -> Figure:
    """Draw a picture on a figure of which one can ask where everything is."""
    given_settings: Any = {"font.family": fonts.families(), "text.parse_math": False}
    with matplotlib.rc_context(given_settings):
        figure = Figure(figsize=(WIDTH, WIDTH), dpi=DOTS)
        FigureCanvasAgg(figure)
        match picture:
            case Bars():
                bars.draw(picture, figure, theme)
            case Sheet():
                sheet.draw(picture, figure, theme)
            case Timeline():
                timeline.draw(picture, figure, theme)
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # matplotlib warns of a letter that no font has
            figure.draw_without_rendering()
    return figure


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


def boxes(figure: Figure) -> Iterator[tuple[float, float, float, float]]:
    """Tell where each text is, in pixels from the lower left corner."""
    for text in figure.axes[0].texts:
        yield text.get_window_extent().extents


def is_in_order(figure: Figure) -> None:
    """Check that all texts are inside the figure and that none lies on another."""
    width, height = (side * DOTS for side in figure.get_size_inches())
    assert figure.get_size_inches()[0] == WIDTH
    there = list(boxes(figure))
    for left, bottom, right, top in there:
        assert left >= 0
        assert bottom >= 0
        assert right <= width
        assert top <= height
    # Letters end before their boxes do: a pixel or two of them may share a place.
    spare = 2
    for one, other in combinations(there, 2):
        is_apart = (
            one[2] - spare <= other[0]
            or other[2] - spare <= one[0]
            or one[3] - spare <= other[1]
            or other[3] - spare <= one[1]
        )
        assert is_apart, (one, other)
    for patch in figure.axes[0].patches:
        left, bottom, right, top = patch.get_window_extent().extents
        assert left >= -1
        assert right <= width + 1
        assert bottom >= -1
        assert top <= height + 1


@settings(max_examples=50)
@given(charts())
def test_words_of_a_chart_stay_inside_and_apart(picture: Bars) -> None:
    is_in_order(drawn(picture))


@settings(max_examples=25)
@given(sheets())
def test_words_of_a_sheet_stay_inside_and_apart(picture: Sheet) -> None:
    is_in_order(drawn(picture))


@settings(max_examples=25)
@given(timelines())
def test_words_of_a_timeline_stay_inside_and_apart(picture: Timeline) -> None:
    is_in_order(drawn(picture))


YEARS = Bars(
    "Papers by year",
    "papers",
    (*(Bar(str(2010 + at), at * 7 % 11) for at in range(16)), Bar("2026", 2, "so far")),
    shape="columns",
)
CATEGORIES = Bars("Papers by category", "papers", (Bar("LG", 30), Bar("RO", 10), Bar("none", 0)))
CODE = Bars("Papers by code", "papers", (Bar("marked", 1), Bar("not marked", 3)), shape="share")
ONE = Column(
    "Ada Lovelace",
    (YEARS, CATEGORIES, CODE),
    (Number("h-index", "19"), Number("citations", "1,234")),
    "Reported by the profile page of 2026",
    40,
)
OTHER = replace(
    ONE, heading="Emmy Noether", figures=(Number("citations", "955"), Number("h-index", "23"))
)
LANES = Timeline(
    "Topics",
    "papers",
    ("2024", "2025", "2026"),
    (Lane("stoves", (1, 4, 2), 7), Lane("fridges", (0, 2, 1), 3)),
    is_last_unfinished=True,
)
PICTURES: tuple[Picture, ...] = (
    YEARS,
    CATEGORIES,
    CODE,
    Sheet("Ada Lovelace in numbers", (replace(ONE, heading=""),), "That is all."),
    Sheet("Side by side", (ONE, OTHER)),
    LANES,
)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.title)
def test_a_picture_is_the_same_each_time_as_wide_as_any_and_has_a_light_side(
    picture: Picture,
) -> None:
    dark, light = png(picture), png(picture, "light")
    assert dark == png(picture)
    assert struct.unpack(">I", dark[16:20]) == struct.unpack(">I", light[16:20]) == (1320,)
    for theme, image in (("dark", dark), ("light", light)):
        corner = Image.open(io.BytesIO(image)).convert("RGB").getpixel((2, 2))
        wanted = THEMES["dark" if theme == "dark" else "light"].background
        assert "#{:02x}{:02x}{:02x}".format(*corner) == wanted  # type: ignore[misc]


def bars_of(figure: Figure) -> list[tuple[float, float]]:
    """Measure the bars that lie: how long and how thick they are, in inches."""
    patches = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    return [(patch.get_width(), patch.get_height()) for patch in patches]


def test_lying_bars_are_as_long_as_they_say() -> None:
    (longest, _), (other, _) = bars_of(drawn(CATEGORIES))
    assert longest == pytest.approx(3 * other)


def heights(figure: Figure) -> list[list[float]]:
    """Measure the columns of each strip, in inches."""
    paths = [patch.get_path() for patch in figure.axes[0].patches if type(patch) is PathPatch]
    found = []
    for path in paths:
        ys = path.vertices[:, 1].reshape(-1, 5)  # type: ignore[index,call-overload]
        found.append((ys.max(axis=1) - ys.min(axis=1)).tolist())
    return found


def test_columns_are_as_high_as_they_say_and_what_is_unfinished_is_hatched() -> None:
    figure = drawn(YEARS)
    (tall,) = heights(figure)
    values = [bar.value for bar in YEARS.bars if bar.value and not bar.remark]
    assert [one / tall[0] for one in tall] == pytest.approx([one / values[0] for one in values])
    hatched = [patch for patch in figure.axes[0].patches if patch.get_hatch()]
    assert len(hatched) == 2  # the column, and the sign that tells what it is
    assert "2026 so far" in words(figure)


def test_scholars_side_by_side_share_one_scale() -> None:
    small = replace(YEARS, bars=tuple(replace(bar, value=1) for bar in YEARS.bars))
    figure = drawn(Sheet("", (Column("A", (YEARS,)), Column("B", (small,)))))
    high, low = heights(figure)
    assert max(high) == pytest.approx(10 * low[0])
    lanes = drawn(replace(LANES, is_last_unfinished=False))
    first, second = heights(lanes)
    assert first[1] == pytest.approx(2 * second[0])
    assert "4" in words(lanes)  # the highest of the first lane
    assert "1" not in words(lanes)


def test_rows_of_one_year_are_lying_bars() -> None:
    lanes = (Lane("stoves", (30,), 30), Lane("fridges", (10,), 10))
    figure = drawn(Timeline("Topics", "papers", ("2023",), lanes))
    (longest, thick), (other, _) = bars_of(figure)
    assert longest == pytest.approx(3 * other)
    assert longest > thick
    assert {"stoves", "30", "fridges", "10", "all in 2023"} <= set(words(figure))


def test_what_is_reported_stands_in_a_frame_and_what_is_counted_below_it() -> None:
    for columns in ((replace(ONE, heading=""),), (ONE, OTHER)):
        figure = drawn(Sheet("Numbers", columns))
        (frame,) = (patch for patch in figure.axes[0].patches if patch.get_linestyle() != "solid")
        assert isinstance(frame, Patch)
        inside = frame.get_window_extent()
        at = {text.get_text(): text.get_window_extent() for text in figure.axes[0].texts}
        for said in ("Reported by the profile page of 2026", "h-index", "19", "1,234"):
            assert inside.contains(*at[said].min)
            assert inside.contains(*at[said].max)
        counted = next(box for said, box in at.items() if said.startswith("Counted in this"))
        assert counted.y1 < inside.y0
        assert at["Papers by category"].y1 < inside.y0


def test_figures_of_scholars_stand_below_their_labels_and_beside_their_names() -> None:
    figure = drawn(Sheet("Side by side", (ONE, OTHER)))
    told = ("h-index", "19", "23", "citations", "1,234", "955")
    box = {text.get_text(): text.get_window_extent() for text in figure.axes[0].texts}
    column = {said: round(box[said].x0 / 5) for said in told}
    row = {said: round((box[said].y0 + box[said].y1) / 40) for said in told}
    assert column["h-index"] == column["19"] == column["23"] < column["citations"]
    assert column["citations"] == column["1,234"] == column["955"]
    assert row["h-index"] > row["19"] == row["1,234"] > row["23"] == row["955"]


def test_who_has_no_page_has_no_row_among_what_is_reported() -> None:
    none = replace(ONE, heading="Emmy Noether", figures=(), figures_heading="")
    figure = drawn(Sheet("Side by side", (ONE, none)))
    (frame,) = (patch for patch in figure.axes[0].patches if patch.get_linestyle() != "solid")
    inside = frame.get_window_extent()
    named = [
        text.get_text()
        for text in figure.axes[0].texts
        if inside.contains(*text.get_window_extent().min)
    ]
    assert "Ada Lovelace" in named
    assert "Emmy Noether" not in named


def test_a_low_column_of_a_time_that_is_not_over_looks_unlike_the_others() -> None:
    low = replace(YEARS, bars=(*(Bar(str(at), 90) for at in range(2000, 2012)), YEARS.bars[-1]))
    colour = to_rgb(THEMES["dark"].bar)
    figure = drawn(low)
    heights_of = {
        patch.get_height(): to_rgb(patch.get_facecolor())
        for patch in figure.axes[0].patches
        if isinstance(patch, Rectangle)
    }
    assert heights_of
    assert colour not in heights_of.values()
    assert min(heights_of) < 3 / 72


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_numbers_of_scholars_are_no_higher_than_what_discord_shows_large(number: int) -> None:
    library = Library(reading.read([folders.seeds()]))
    names = ("Robin Walters", "David Klee", "Ondrej Biza", "Rose Yu")[:number]
    people = [library.person(name) for name in names]
    scholars = [Scholar(library.newest(one.papers), one, library.profile_of(one)) for one in people]
    width, height = drawn(metrics.sheet(library, scholars, unfinished_year=2026)).get_size_inches()
    assert height <= 1.1 * width


def test_a_sheet_without_a_profile_has_no_frame() -> None:
    figure = drawn(Sheet("All papers", (replace(ONE, figures=(), heading=""),)))
    assert not [patch for patch in figure.axes[0].patches if patch.get_linestyle() != "solid"]
    assert "Counted in this library: 40 papers" in words(figure)


def test_labels_below_columns_are_round_years() -> None:
    many = Bars("", "", tuple(Bar(str(year), 1) for year in range(1990, 2027)), shape="columns")
    shown = [int(one) for one in words(drawn(many)) if len(one) == 4]
    assert shown == list(range(1990, 2027, shown[1] - shown[0]))
    assert shown[1] - shown[0] in (2, 5, 10)


def test_what_is_no_number_stands_apart_from_numbers() -> None:
    where = places(["1", "2", "10+", "none", "et al."], 0, 4)
    assert [place.is_apart for place in where] == [False, False, False, True, True]
    assert not any(place.is_apart for place in places(["LG", "RO", "2"], 0, 4))


def test_long_labels_and_single_columns_lie() -> None:
    assert not bars.stands(replace(CATEGORIES, shape="bars"))
    assert not bars.stands(Bars("", "", (Bar("2026", 1),), shape="columns"))
    long = tuple(Bar(f"a very long label of {at}", 1) for at in range(5))
    assert not bars.stands(Bars("", "", long, shape="columns"))
    assert bars.stands(YEARS)


def test_parts_are_told_with_their_percent() -> None:
    said = words(drawn(CODE))
    assert "1  ·  25 %" in said
    assert "3  ·  75 %" in said
    none = replace(CODE, bars=(Bar("marked", 0), Bar("not marked", 0)))
    assert words(drawn(none)).count("0  ·  –") == 2


@given(st.integers(1, 10**9))
@example(1)
@example(4)
@example(5)
def test_a_grid_has_few_round_lines(most: int) -> None:
    lines = round_values(most)
    assert 1 <= len(lines) <= 4
    assert lines[-1] <= most
    assert lines[0] * len(lines) == lines[-1]


@given(st.integers(0, 10**10))
def test_a_short_number_is_short_and_near(value: int) -> None:
    words_of_it = short_number(value)
    assert len(words_of_it) <= 6
    power = {"k": 1e3, "M": 1e6, "G": 1e9}.get(words_of_it[-1], 1)
    assert float(words_of_it.rstrip("kMG").replace(",", "")) * power == pytest.approx(
        value, rel=0.006
    )


@given(LABELS, st.floats(0.4, 4), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_but_at_the_end(
    text: str, width: float, most: int
) -> None:
    lines = wrapped(text, 9.5, width, most)
    assert len(lines) <= most
    assert all(width_of(line, 9.5) <= width for line in lines)
    if not lines or not lines[-1].endswith("…"):
        assert "".join("".join(lines).split()) == "".join(fonts.drawable(text).split())
    else:
        kept = "".join("".join(lines).removesuffix("…").split())
        assert "".join(fonts.drawable(text).split()).startswith(kept)
