"""The closed list of relations and what each one does to a lineage and its money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Money = Literal["flows", "passes", "no"]
Joins = Literal["both", "upstream", "no"]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation: is it scaling, may money be followed along it, does it join lineages.

    ``money`` is ``passes`` for *produced*: what became of the product counts, the product itself has no money.
    ``joins`` is ``upstream`` where the later thing's story holds the earlier one, but not the other way round.
    """

    token: str
    scaling: bool
    money: Money
    joins: Joins

    @property
    def forward(self) -> bool:
        """Return whether a lineage is followed from the earlier to the later along this relation."""
        return self.joins == "both"

    @property
    def backward(self) -> bool:
        """Return whether a lineage is followed from the later to the earlier."""
        return self.joins != "no"

    @property
    def carries_money(self) -> bool:
        """Return whether follow-on money is looked for beyond this relation."""
        return self.money != "no"


RELATIONS: dict[str, Relation] = {
    relation.token: relation
    for relation in (
        Relation("produced", scaling=False, money="passes", joins="both"),
        Relation("scaledInto", scaling=True, money="flows", joins="both"),
        Relation("nextPhase", scaling=True, money="flows", joins="both"),
        Relation("replicatedBy", scaling=True, money="flows", joins="both"),
        Relation("adoptedBy", scaling=True, money="flows", joins="both"),
        Relation("institutionalisedIn", scaling=True, money="flows", joins="both"),
        Relation("builtOn", scaling=False, money="no", joins="upstream"),
        Relation("informed", scaling=False, money="no", joins="upstream"),
        Relation("fundedBy", scaling=False, money="no", joins="no"),
        Relation("coFinancedWith", scaling=False, money="no", joins="no"),
        Relation("partOf", scaling=False, money="no", joins="no"),
        Relation("sameAs", scaling=False, money="no", joins="no"),
    )
}
"""Token → relation. A test holds the table equal to the SKOS scheme's own flags."""

SCALED_STATUSES = frozenset({"launched", "ongoing", "achieved", "completed"})
"""Statuses of a step that has happened; only these count as "has scaled"."""

COUNTED_STATUSES = frozenset({"approved", "committed", "secured", "mobilised", "disbursed"})
"""Statuses of a commitment that enter a total."""

BASES = ("stated", "inferred")
"""Whether a source says so, or somebody read it so."""

STATUS_ORDER = (
    "notStated",
    "recommended",
    "identified",
    "expressedInterest",
    "planned",
    "expected",
    "agreed",
    "approved",
    "launched",
    "ongoing",
    "achieved",
    "completed",
    "blocked",
    "discontinued",
)
"""How far each status has got: decides between two observations of one date."""

POLICY_STAGES = ("inPreparation", "draft", "endorsed", "adopted", "funded", "implemented")
"""Stages of a policy in their order: of two that one date reports, the further one is the latest."""

KINDS = ("product", "project", "programme", "policy", "seedProject", "placeholder", "sharedInstrument")
"""Kind of a node by its number in the column; where a node has several classes the later one wins."""
