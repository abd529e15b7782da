"""The colours of figures: by what they mean, in three themes."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Ink:
    """One set of colours: grounds, text, lines, and a colour for each way a status may stand."""

    name: str
    ground: str
    card: str
    frame: str
    foot: str
    edge: str
    rule: str
    wire: str
    ink: str
    second: str
    third: str
    seed: str
    seed_ink: str
    done: str
    agreed: str
    intent: str
    stop: str
    unknown: str
    ours: str

    def tone(self, name: str) -> str:
        """Return the colour of a tone by its name."""
        found: str = getattr(self, name)
        return found

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the colours that text has on the ground of cards, frames and feet."""
        return (
            self.ink, self.second, self.third, self.done, self.agreed, self.intent, self.stop, self.unknown, self.ours
        )  # fmt: skip


INKS: dict[str, Ink] = {
    ink.name: ink
    for ink in (
        Ink(
            name="light", ground="#ffffff", card="#fefefe", frame="#f5f7f5", foot="#f0f3f1", edge="#c9d1cd",
            rule="#dde3e0", wire="#46524c", ink="#17211c", second="#46524c", third="#5f6b65", seed="#0a5f47",
            seed_ink="#fcfffd", done="#0b6b4f", agreed="#1b5a9c", intent="#855300", stop="#b3261e",
            unknown="#5c6862", ours="#6b4a9e",
        ),
        Ink(
            name="dark", ground="#131917", card="#1a211e", frame="#202825", foot="#252e2a", edge="#3a4641",
            rule="#333e39", wire="#b7c2bc", ink="#e9efec", second="#b7c2bc", third="#a4b0aa", seed="#1b4a3c",
            seed_ink="#e9fff5", done="#6fd0ab", agreed="#8cbdf5", intent="#e6b765", stop="#ff9b92",
            unknown="#a4b0aa", ours="#c5a9f2",
        ),
        # On paper grounds are light and lines strong; what a colour says is said by shape and word as well.
        Ink(
            name="print", ground="#ffffff", card="#ffffff", frame="#f7f8f7", foot="#f2f4f3", edge="#8f9a95",
            rule="#c9d1cd", wire="#2c3631", ink="#000000", second="#333b37", third="#4c5651", seed="#0a5f47",
            seed_ink="#ffffff", done="#0a5a43", agreed="#164c85", intent="#734700", stop="#a01f18",
            unknown="#4c5651", ours="#5c3d8c",
        ),
    )
}  # fmt: skip
"""Name of a theme → its colours."""


@cache
def darkening() -> str:
    """Return CSS rules that give a light figure the colours of the dark one, whatever its elements are.

    >>> '[fill="#17211c"]{fill:#e9efec}' in darkening()
    True
    """
    light, dark = astuple(INKS["light"])[1:], astuple(INKS["dark"])[1:]
    pairs = dict(zip(light, dark, strict=True))
    rules = (f'.sl-light [{of}="{old}"]{{{of}:{new}}}' for old, new in pairs.items() for of in ("fill", "stroke"))
    return "".join(rules)


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
