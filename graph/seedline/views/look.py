"""How a view is written: theme, language, where its picture will stand, width, paper, table."""

from __future__ import annotations

import re
from dataclasses import dataclass

from seedline.draw.drawing import PICTURES
from seedline.draw.figure.sheet import PARTS
from seedline.draw.figure.target import ALIASES, SMALL, TARGETS
from seedline.errors import InputError

THEMES = ("light", "dark", "print")
PAPERS = ("a4", "letter")
TEXTS = ("letters", "outlines")
TABLES = ("steps", "things", "money", "sums", "carriers", "places")
FOR = (*TARGETS, *SMALL)
#: A PNG is at most this wide; a picture of so many pixels fills a wall.
WIDEST = 6000
WIDTHS = (320, 480, 640, 960, 1600, 3200, WIDEST)
"""The widths in which a server draws a PNG."""


_DAY = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Look:
    """How a view is written; each is a parameter of every form, and a form that has no use for one ignores it."""

    theme: str = "light"
    lang: str = "en"
    width: int = 1600
    paper: str = "a4"
    table: str = "steps"
    #: Where the picture will stand; a *poster* has any size and all parts.
    target: str = "poster"
    #: The parts of a picture for any other target; where none are named, those that are usual.
    parts: tuple[str, ...] = ()
    #: The day on which a citation says that the view was seen; who asks knows it.
    accessed: str = ""
    #: What the picture shows: the graph, a strip of its story, a timeline.
    form: str = "graph"
    #: Whether the words of an SVG are text, or drawn, which looks the same where our fonts are not.
    text: str = "letters"
    #: Which page of a picture that is split where it is too high; 0 is the whole, folded.
    page: int = 0

    @classmethod
    def parts_of(cls, given: str) -> tuple[str, ...]:
        """Return parts from a parameter, commas between, in the order in which they are drawn.

        >>> Look.parts_of("legend, graph"), Look.parts_of("")
        (('graph', 'legend'), ())

        Raises:
            InputError: there is no such part.

        """
        named = {part.strip() for part in given.split(",") if part.strip()}
        for part in sorted(named - set(PARTS)):
            raise InputError(f"parts are {', '.join(PARTS[:-1])} and {PARTS[-1]}, not {part!r}")
        return tuple(part for part in PARTS if part in named)

    @classmethod
    def target_of(cls, given: str) -> str:
        """Return a target from a parameter: ``report`` is another name for ``wide``.

        >>> Look.target_of("report"), Look.target_of("")
        ('wide', 'poster')
        """
        return ALIASES.get(given, given) or "poster"

    @classmethod
    def picture_of(cls, form: str, given: str) -> tuple[str, str]:
        """Return what a picture shows and where it stands, from two parameters.

        Some places have only a strip; ``strip`` as a place is one for the width of a page.

        >>> Look.picture_of("", "report"), Look.picture_of("", "card"), Look.picture_of("", "strip")
        (('graph', 'wide'), ('strip', 'card'), ('strip', 'wide'))
        """
        if given == "strip":
            return "strip", "wide"
        return "strip" if given in SMALL else form or "graph", cls.target_of(given)

    def checked(self) -> Look:
        """Return this look.

        Raises:
            InputError: a value is none of those that there are.

        """
        for name, value, known in (
            ("theme", self.theme, THEMES),
            ("paper", self.paper, PAPERS),
            ("form", self.form, PICTURES),
            ("for", self.target, FOR),
            ("table", self.table, TABLES),
            ("text", self.text, TEXTS),
        ):
            if value not in known:
                raise InputError(f"{name} is {', '.join(known[:-1])} or {known[-1]}, not {value!r}")
        if self.accessed and not _DAY.fullmatch(self.accessed):
            raise InputError(f"accessed is a day, as 2026-11-29, not {self.accessed!r}")
        if self.page < 0:
            raise InputError(f"page is a number from 1, not {self.page}")
        if not 16 <= self.width <= WIDEST:
            raise InputError(f"width is a number of pixels from 16 to {WIDEST}, not {self.width}")
        return self


def stepped(width: int) -> int:
    """Return the first of the seven widths that is not less than a width.

    >>> stepped(16), stepped(640), stepped(641), stepped(6000)
    (320, 640, 960, 6000)
    """
    return next(step for step in WIDTHS if step >= width)
