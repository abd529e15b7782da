"""A lineage as the picture needs it: typed and cleaned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from seedline.document.types import Document


@dataclass(frozen=True, slots=True)
class Node:
    """Something a lineage is made of."""

    iri: str
    id: str
    kind: str
    product_kind: str
    label: str
    stage: str
    start: str
    end: str
    funding_year: str
    codes: tuple[str, ...]
    countries: tuple[str, ...]
    policy: tuple[str, str, str]
    summary: str
    draft: bool = False
    #: The IRIs that a card for several stands for.
    folded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source says so: its title with the section, the page, the lines."""

    where: str
    page: str
    lines: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step from an earlier to a later node."""

    iri: str
    earlier: str
    later: str
    relation: str
    contribution: str
    status: str
    as_of: str
    old: bool
    inferred: bool
    voice: str
    dimensions: tuple[str, ...]
    date: str
    commitments: tuple[str, ...]
    summary: str
    places: tuple[Place, ...]
    sources: tuple[str, ...]
    #: What is said of the status where one line stands for several steps.
    told: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """Money that somebody is reported to give to a recipient."""

    iri: str
    funder: str
    recipient: str
    amount: str
    currency: str
    bound: str
    status: str
    source_type: str
    as_of: str
    funding_year: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """The sums in one currency."""

    currency: str
    seed: str
    seed_bound: str
    follow_on: str
    follow_on_bound: str
    by_status: tuple[tuple[str, str], ...]
    ratio: str
    ratio_reason: str
    seeds: tuple[Commitment, ...]
    commitments: tuple[Commitment, ...]
    left_out: tuple[tuple[str, Commitment | None], ...]


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries something on."""

    iri: str
    kind: str
    node: str
    label: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """A whole document."""

    focus: str
    version: str
    facts_as_of: str
    collected: str
    built: str
    summary: str
    nodes: tuple[Node, ...]
    steps: tuple[Step, ...]
    money: tuple[Money, ...]
    carriers: tuple[Carrier, ...]
    omitted: int
    omitted_reason: str
    #: Component, paths or selection, nothing for a lineage; then the end or selection, and what that excludes.
    of: tuple[str, str, str] = ("", "", "")
    #: How many steps lead from a node to what is not shown.
    beyond: Mapping[str, int] = field(default_factory=dict)
    #: Which steps and sources alone are shown: status, relation, basis, source, asOf.
    limits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    #: The document itself.
    document: Document = field(default_factory=Document)

    def node(self, iri: str) -> Node | None:
        """Return the node of an IRI."""
        return next((node for node in self.nodes if node.iri == iri), None)
