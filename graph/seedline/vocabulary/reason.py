"""Reasons: why money is in no total, why there is no ratio, why something is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Code = Literal[
    "later",
    "report",
    "together",
    "ownFund",
    "coFinance",
    "inKind",
    "draft",
    "pledged",
    "planned",
    "blocked",
    "notStated",
    "status",
    "noAmount",
    "noCurrency",
    "beside",
    "notFollowed",
    "notShown",
    "noSeedHere",
    "severalSeeds",
    "inexactSeed",
    "noFollowOn",
    "noSeed",
    "otherCurrency",
    "noSeedIn",
    "noSeedHereIn",
    "beyond",
]
Explains = Literal["leftOut", "noRatio", "omitted"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what it explains, and the names of the parameters that its sentence needs.

    ``again``: the money is told by another report, ``iri``, or by several together, ``iris`` apart by blanks.
    """

    code: Code
    explains: Explains
    parameters: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return the key of its sentence."""
        return f"reason.{self.code}"

    @property
    def again(self) -> bool:
        """Return whether the money is told again elsewhere, which no source says: it is our reading."""
        return bool({"iri", "iris"} & set(self.parameters))


REASONS: dict[Code, Reason] = {
    reason.code: reason
    for reason in (
        Reason("later", "leftOut", ("iri",)),
        Reason("report", "leftOut", ("iri",)),
        Reason("together", "leftOut", ("iris",)),
        Reason("ownFund", "leftOut"),
        Reason("coFinance", "leftOut"),
        Reason("inKind", "leftOut"),
        Reason("draft", "leftOut"),
        Reason("pledged", "leftOut"),
        Reason("planned", "leftOut"),
        Reason("blocked", "leftOut"),
        Reason("notStated", "leftOut"),
        Reason("status", "leftOut", ("status",)),
        Reason("noAmount", "leftOut"),
        Reason("noCurrency", "leftOut"),
        Reason("beside", "leftOut"),
        Reason("notFollowed", "leftOut"),
        Reason("notShown", "leftOut"),
        Reason("noSeedHere", "leftOut"),
        Reason("severalSeeds", "noRatio"),
        Reason("inexactSeed", "noRatio"),
        Reason("noFollowOn", "noRatio"),
        Reason("noSeed", "noRatio"),
        Reason("otherCurrency", "noRatio", ("currency", "others")),
        Reason("noSeedIn", "noRatio", ("currency",)),
        Reason("noSeedHereIn", "noRatio"),
        Reason("beyond", "omitted"),
    )
}
"""Code → reason."""
