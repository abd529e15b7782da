"""The colours of a picture: three themes, each readable at WCAG AA on what it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from seedline import vocabulary

#: Kinds in the order of a legend; last the card that stands for several things.
KINDS = (*(kind.token for kind in sorted(vocabulary.KINDS.values(), key=attrgetter("place"))), "folded")


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours; ``kinds`` gives each kind of node its (line, fill)."""

    name: str
    canvas: str
    band: str
    rule: str
    ink: str
    muted: str
    line: str
    faint: str
    alarm: str
    money: str
    kinds: dict[str, tuple[str, str]]

    def kind(self, name: str) -> tuple[str, str]:
        """Return the line and fill of a kind; one that we do not know looks like a placeholder."""
        return self.kinds.get(name) or self.kinds["placeholder"]

    def tone(self, name: str) -> str:
        """Return the colour of a tone: "ink", "muted", "money", "alarm", or the line of a kind as "kind:policy"."""
        tones = {"ink": self.ink, "muted": self.muted, "money": self.money, "alarm": self.alarm}
        return tones[name] if name in tones else self.kind(name.removeprefix("kind:"))[0]


def _kinds(*pairs: tuple[str, str]) -> dict[str, tuple[str, str]]:
    return dict(zip(KINDS, pairs, strict=True))


THEMES = {
    "light": Theme(
        name="light",
        canvas="#ffffff",
        band="#f4f6f9",
        rule="#d9dfe7",
        ink="#16202e",
        muted="#526072",
        line="#42526a",
        faint="#7c8899",
        alarm="#b3261e",
        money="#1d5c45",
        kinds=_kinds(
            ("#0a6a58", "#def3ec"),
            ("#1f5fa8", "#e6f0fb"),
            ("#5646a5", "#eeebfb"),
            ("#80560a", "#fdf5e4"),
            ("#9b2a55", "#fcebf2"),
            ("#45556b", "#e9edf2"),
            ("#526072", "#ffffff"),
            ("#526072", "#ffffff"),
        ),
    ),
    "dark": Theme(
        name="dark",
        canvas="#0e131c",
        band="#161d29",
        rule="#2c3646",
        ink="#eef2f8",
        muted="#aab5c5",
        line="#b3bfcf",
        faint="#6f7c90",
        alarm="#ff9a92",
        money="#86d9b7",
        kinds=_kinds(
            ("#62d3b8", "#11342d"),
            ("#84bbf5", "#142a44"),
            ("#b9acf7", "#272349"),
            ("#e6bd6a", "#352a14"),
            ("#f29bba", "#3d1d2d"),
            ("#adbacb", "#232d3b"),
            ("#aab5c5", "#0e131c"),
            ("#aab5c5", "#0e131c"),
        ),
    ),
    "print": Theme(
        name="print",
        canvas="#ffffff",
        band="#ffffff",
        rule="#bdbdbd",
        ink="#000000",
        muted="#3d3d3d",
        line="#1a1a1a",
        faint="#767676",
        alarm="#000000",
        money="#000000",
        kinds=_kinds(
            ("#000000", "#e4e4e4"),
            ("#000000", "#ffffff"),
            ("#000000", "#f1f1f1"),
            ("#000000", "#ffffff"),
            ("#000000", "#ffffff"),
            ("#000000", "#f1f1f1"),
            ("#555555", "#ffffff"),
            ("#555555", "#ffffff"),
        ),
    ),
}


def theme(name: str) -> Theme:
    """Return a theme by name; one that we do not know is light.

    >>> theme("dark").canvas, theme("nonsense").name
    ('#0e131c', 'light')
    """
    return THEMES.get(name) or THEMES["light"]


@cache
def darkening() -> str:
    """Return CSS rules that give a light picture the colours of the dark one, whatever its elements are.

    >>> '[fill="#16202e"]{fill:#eef2f8}' in darkening()
    True
    """
    pairs = dict(zip(_colours(THEMES["light"]), _colours(THEMES["dark"]), strict=True))
    rules = (f'.sl-light [{of}="{old}"]{{{of}:{new}}}' for old, new in pairs.items() for of in ("fill", "stroke"))
    return "".join(rules)


def _colours(look: Theme) -> tuple[str, ...]:
    named = (look.canvas, look.band, look.rule, look.ink, look.muted, look.line, look.faint, look.alarm, look.money)
    return (*named, *(colour for kind in KINDS for colour in look.kinds[kind]))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, 1 to 21.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    first, second = sorted((_luminance(one), _luminance(other)))
    return (second + 0.05) / (first + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
