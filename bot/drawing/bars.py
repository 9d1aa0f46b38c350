"""This file holds how a bar chart is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.drawing.fonts import drawable
from bot.drawing.theme import SMALL, TEXT, WIDTH, Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from knowledge.picture import Bars


def draw(picture: Bars, figure: Figure, theme: Theme) -> None:
    """Draw a bar chart; its height follows the number of bars."""
    bars = list(reversed(picture.bars))
    figure.set_size_inches(WIDTH, 1.0 + 0.3 * len(bars))
    axes = figure.add_subplot(facecolor=theme.background)
    labels = [drawable(bar.label, 34) for bar in bars]
    drawn = axes.barh(range(len(bars)), [bar.value for bar in bars], color=theme.bar, height=0.68)
    for bar, patch in zip(bars, drawn, strict=True):
        if bar.remark:
            patch.set(hatch="////", edgecolor=theme.background)
    counts = [f"{bar.value:,}" + (f"  {bar.remark}" if bar.remark else "") for bar in bars]
    axes.bar_label(drawn, counts, padding=4, color=theme.ink, fontsize=SMALL)
    axes.set_yticks(range(len(bars)), labels, color=theme.ink, fontsize=SMALL)
    axes.tick_params(length=0)
    axes.set_xticks([])
    axes.margins(x=0.16, y=0.02)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    title = drawable(f"{picture.title} ({picture.unit})", 64)
    figure.suptitle(title, color=theme.faint, fontsize=TEXT, x=0.02, ha="left")
    figure.tight_layout(pad=0.6)
