"""This file holds how a network is drawn: people as circles by papers, ties by joint papers."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

from bot.drawing.key import draw_sign
from bot.drawing.labels import write
from bot.drawing.marks import dashes, is_dashed, plate, telling, thickness
from bot.drawing.placing import Person, Placing, control, placed
from bot.drawing.theme import WIDTH, Theme, mixed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from knowledge.picture import Network, Tie


def draw(picture: Network, figure: Figure, theme: Theme) -> None:
    """Draw a network; its height follows the number of people and the length of their names."""
    placing = placed(picture)
    figure.set_size_inches(WIDTH, placing.height)
    _Drawing(picture, placing, figure, theme).draw()


class _Drawing:
    """Draws what has its place."""

    def __init__(self, picture: Network, placing: Placing, figure: Figure, theme: Theme) -> None:
        self.picture = picture
        self.placing = placing
        self.figure = figure
        self.theme = theme

    def draw(self) -> None:
        """Draw from the back to the front."""
        self._ties()
        self._ghost()
        for person in self.placing.people:
            self._person(person)
        for line in self.placing.words:
            write(self.figure, line, self.theme.faint if line.is_faint else self.theme.ink)
        for sign in self.placing.signs:
            draw_sign(sign, self.figure, self.theme)

    def colour(self, at: int) -> str:
        """Tell the colour of a member's group."""
        group = self.picture.members[at].group
        groups = self.theme.groups
        return groups[group] if 0 <= group < len(groups) else self.theme.none

    def _add(self, artist: Any) -> None:
        artist.set_transform(self.figure.dpi_scale_trans)
        self.figure.add_artist(artist)

    def _ties(self) -> None:
        import numpy as np
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        people = {one.at: one for one in self.placing.people}
        structure = telling(self.picture, list(people))
        is_among = {(tie.one, tie.other) for tie in structure}
        most = max((tie.papers for tie in structure), default=1)
        # Many lines must not become one patch of colour.
        many = max(len(structure) / (4 * max(len(people), 1)), 1.0)
        for drawn in self.placing.ties:
            tie = drawn.tie
            start, end = (
                np.array([people[at].circle.x, people[at].circle.y]) for at in (tie.one, tie.other)
            )
            is_telling = (tie.one, tie.other) in is_among
            colour = self._tie_colour(tie, many) if is_telling else self.theme.line
            wide = thickness(tie.papers, most) / sqrt(many) if is_telling else 0.9
            if is_telling and self._is_asked(tie):
                wide /= 2
            elif is_telling and not self._is_inside(tie):
                wide /= sqrt(many)
            path = Path(
                [start, control(start, end, drawn.bend), end],
                [Path.MOVETO, Path.CURVE3, Path.CURVE3],
            )
            self._add(
                PathPatch(
                    path,
                    fill=False,
                    edgecolor=colour,
                    linewidth=wide,
                    linestyle=dashes(wide) if is_dashed(tie) else "solid",
                    capstyle="butt" if is_dashed(tie) else "round",
                    zorder=(2.5 if self._is_inside(tie) else 2) if is_telling else 1,
                    gid="tie",
                )
            )

    def _is_inside(self, tie: Tie) -> bool:
        """Whether a tie is one within a group."""
        members = self.picture.members
        return members[tie.one].group == members[tie.other].group >= 0

    def _is_asked(self, tie: Tie) -> bool:
        """Whether one end of a tie was asked, but not both."""
        members = self.picture.members
        return members[tie.one].is_asked != members[tie.other].is_asked

    def _tie_colour(self, tie: Tie, many: float) -> str:
        if self._is_inside(tie):
            return mixed(self.colour(tie.one), self.theme.background, 0.8)
        share = 0.6 if self._is_asked(tie) else 0.8
        return mixed(self.theme.none, self.theme.background, max(share / many, 0.35))

    def _ghost(self) -> None:
        from matplotlib.lines import Line2D
        from matplotlib.patches import Circle as Disc

        ghost = self.placing.ghost
        if not ghost:
            return
        for person in self.placing.people:
            if self.picture.members[person.at].is_asked:
                self._add(
                    Line2D(
                        (ghost.circle.x, person.circle.x),
                        (ghost.circle.y, person.circle.y),
                        color=self.theme.none,
                        linewidth=1.1,
                        linestyle=(0, (0.1, 2.2)),
                        dash_capstyle="round",
                        zorder=1,
                        gid="ghost tie",
                    )
                )
        circle = ghost.circle
        self._add(
            Disc(
                (circle.x, circle.y),
                circle.radius,
                facecolor=self.theme.background,
                edgecolor=self.theme.none,
                linewidth=1.1,
                linestyle=(0, (0.1, 2.2)),
                capstyle="round",
                zorder=4,
                gid="ghost",
            )
        )
        for line in ghost.lines:
            write(self.figure, line, self.theme.faint, self.theme.background)

    def _person(self, person: Person) -> None:
        from matplotlib.patches import Circle as Disc

        theme, circle, box = self.theme, person.circle, person.label
        if self.picture.members[person.at].is_asked:
            plate(self.figure, box, theme)
            for line in person.lines:
                write(self.figure, line, theme.background)
            return
        middle = (circle.x, circle.y)
        self._add(
            Disc(middle, circle.radius + 0.014, facecolor=theme.background, linewidth=0, zorder=3)
        )
        self._add(
            Disc(
                middle,
                circle.radius,
                facecolor=self.colour(person.at),
                linewidth=0,
                zorder=4,
                gid="person",
            )
        )
        for line in person.lines:
            write(self.figure, line, theme.ink, theme.background)
