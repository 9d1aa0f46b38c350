"""This folder holds how descriptions of pictures are drawn, for another process than the bot's own."""

from __future__ import annotations

import io
import logging
import os
from typing import Any

from bot import places
from bot.drawing.theme import DOTS, THEMES, WIDTH, ThemeName
from knowledge.picture import Bars, Chain, Network, Picture, Sheet, Timeline


def png(picture: Picture, theme: ThemeName = "dark") -> bytes:
    """Draw a picture as a PNG file, as wide as any other; its height follows what is shown.

    Args:
        picture: What is drawn; not an empty one.
        theme: dark, for Discord, which shows it before both of its backgrounds; or light, for
            paper and slides.
    """
    # Where it may not write at home, it would say so and leave a folder behind each time.
    os.environ.setdefault("MPLCONFIGDIR", str(places.cache() / "matplotlib"))
    # It warns of each font that has no bold letters, and takes the others as it should.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from bot.drawing import bars, chain, fonts, network, sheet, timeline

    colours = THEMES[theme]
    # Dollars in a title aren't mathematics.
    settings: Any = {
        "font.family": fonts.families(),
        "text.parse_math": False,
        "text.color": colours.ink,
    }
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # whatever somebody set for their own pictures
        matplotlib.rcParams.update(settings)
        figure = Figure(figsize=(WIDTH, WIDTH), dpi=DOTS, facecolor=colours.background)
        FigureCanvasAgg(figure)
        match picture:
            case Bars():
                bars.draw(picture, figure, colours)
            case Sheet():
                sheet.draw(picture, figure, colours)
            case Network():
                network.draw(picture, figure, colours)
            case Chain():
                chain.draw(picture, figure, colours)
            case Timeline():
                timeline.draw(picture, figure, colours)
        written = io.BytesIO()
        figure.savefig(written, format="png")
    return written.getvalue()
