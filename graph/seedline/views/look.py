"""How a view is written: theme, language, width, paper, table."""

from __future__ import annotations

from dataclasses import dataclass

from seedline.errors import InputError

THEMES = ("light", "dark", "print")
PAPERS = ("a4", "letter")
#: A PNG is at most this wide; a picture of so many pixels fills a wall.
WIDEST = 6000
WIDTHS = (320, 480, 640, 960, 1600, 3200, WIDEST)
"""The widths in which a server draws a PNG."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a view is written; each is a parameter of every form, and a form that has no use for one ignores it."""

    theme: str = "light"
    lang: str = "en"
    width: int = 1600
    paper: str = "a4"
    table: str = "steps"

    def checked(self) -> Look:
        """Return this look.

        Raises:
            InputError: a value is none of those that there are.

        """
        for name, value, known in (
            ("theme", self.theme, THEMES),
            ("paper", self.paper, PAPERS),
            ("table", self.table, ("steps", "things", "money", "sums", "carriers", "places")),
        ):
            if value not in known:
                raise InputError(f"{name} is {', '.join(known[:-1])} or {known[-1]}, not {value!r}")
        if not 16 <= self.width <= WIDEST:
            raise InputError(f"width is a number of pixels from 16 to {WIDEST}, not {self.width}")
        return self


def stepped(width: int) -> int:
    """Return the first of the seven widths that is not less than a width.

    >>> stepped(16), stepped(640), stepped(641), stepped(6000)
    (320, 640, 960, 6000)
    """
    return next(step for step in WIDTHS if step >= width)
