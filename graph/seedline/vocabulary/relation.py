"""Relations: what each does to a lineage and its money, and the keys of its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seedline.vocabulary import tokens

Money = Literal["flows", "passes", "no"]
Joins = Literal["both", "upstream", "no"]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation: is it scaling, may money be followed along it, does it join lineages.

    ``money`` is ``passes`` for *produced*: what became of the product counts, the product itself has no money.
    ``joins`` is ``upstream`` where the later thing's story holds the earlier one, but not the other way round.
    ``component`` tells whether its two ends are in one component, ``directed`` whether it leads from one to the other.
    ``converse`` is the property from the earlier to the later where the relation's own name reads from the later to the
    earlier: who asks what a project was built on gets what came before it. ``prospect`` is the property of a step that
    no source reports as begun; ``timeless`` tells that the relation holds at whatever status.
    """

    token: tokens.Relation
    scaling: bool
    money: Money
    joins: Joins
    component: bool
    directed: bool = True
    converse: str = ""
    prospect: str = ""
    timeless: bool = False

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

    @property
    def heading(self) -> str:
        """Return the key of its name, as a heading or a label says it."""
        return f"relation.{self.token}"

    @property
    def inverse(self) -> str:
        """Return the key of its verb from the later to the earlier, of a step that has happened."""
        return f"inverse.{self.token}"

    def verb(self, mood: tokens.Mood = "happened") -> str:
        """Return the key of its verb from the earlier to the later, in a mood.

        >>> RELATIONS["scaledInto"].verb(), RELATIONS["scaledInto"].verb("intended")
        ('verb.scaledInto.happened', 'verb.scaledInto.intended')
        """
        return f"verb.{self.token}.{mood}"


RELATIONS: dict[str, Relation] = {
    relation.token: relation
    for relation in (
        Relation("produced", scaling=False, money="passes", joins="both", component=True, prospect="mayProduce"),
        Relation("scaledInto", scaling=True, money="flows", joins="both", component=True, prospect="mayBecome"),
        Relation("nextPhase", scaling=True, money="flows", joins="both", component=True, prospect="mayBecome"),
        Relation("replicatedBy", scaling=True, money="flows", joins="both", component=True, prospect="mayBecome"),
        Relation("adoptedBy", scaling=True, money="flows", joins="both", component=True, prospect="mayBecome"),
        Relation(
            "institutionalisedIn", scaling=True, money="flows", joins="both", component=True, prospect="mayBecome"
        ),
        Relation("builtOn", scaling=False, money="no", joins="upstream", component=True, converse="basisFor"),
        Relation("informed", scaling=False, money="no", joins="upstream", component=False),
        Relation("fundedBy", scaling=False, money="no", joins="no", component=False, converse="funded"),
        Relation(
            "coFinancedWith", scaling=False, money="no", joins="no", component=False, directed=False, timeless=True
        ),
        Relation("partOf", scaling=False, money="no", joins="no", component=False, timeless=True),
        Relation("sameAs", scaling=False, money="no", joins="no", component=False, directed=False, timeless=True),
    )
}
"""Token → relation."""
