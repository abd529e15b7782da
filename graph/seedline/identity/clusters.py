"""Records put together into the things they are of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from seedline.errors import InputError
from seedline.identity.judgements import Judgement, Judgements
from seedline.ingest.portfolio import Portfolio
from seedline.ingest.table.conversion import key_of
from seedline.model import SourceRecord, Thing
from seedline.vocabulary import RELATIONS

#: Schemes of official codes: one code is one project. The first that a project has becomes its key.
OFFICIAL = ("iom", "iati", "prima")


@dataclass(frozen=True, slots=True)
class Member:
    """A record with the source and the document it comes from."""

    source: str
    owner: str
    voice: str
    record: SourceRecord

    @property
    def name(self) -> str:
        """Return what judgements call the record."""
        return f"{self.source}/{self.record.key}"


@dataclass(frozen=True, slots=True)
class Cluster:
    """One thing with its records, those first whose values are taken first; ``judged`` came by a judgement, no rule."""

    key: str
    thing: Thing | None
    members: tuple[Member, ...]
    judged: frozenset[str] = frozenset()
    #: Keys that parts of it had or would have alone; their addresses lead here.
    others: tuple[str, ...] = ()
    #: The seed money that a case file tells of, as owner and key.
    reported: tuple[tuple[str, str], ...] = ()
    #: Whether a step leads on from it: something is known to have followed.
    followed: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """All clusters by key, and the judgements that made them what they are."""

    clusters: tuple[Cluster, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    of: Mapping[str, str] = field(default_factory=dict)
    """Name of a record, or a key that it has no more → key of its thing."""


def resolve(portfolio: Portfolio, judgements: Judgements, *, partly: bool = False) -> Resolution:
    """Return the records of a portfolio by the things they are of.

    A code of an official scheme makes one thing of all that have it; all else is somebody's judgement. ``partly``
    passes over judgements on what is not there, since it is still to be read.

    Raises:
        InputError: a judgement names what is not there, or says that what a rule or others join differs.

    """
    members = {
        member.name: member
        for file in portfolio.files
        for record in file.document.records.values()
        for member in [
            Member(
                file.document.source or "",
                file.document.owner,
                file.document.asserted_by or "other",
                record,
            )
        ]
    }
    reported: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file in portfolio.files:
        for commitment in file.document.commitments.values():
            if commitment.source_type == "seed":
                reported[commitment.to].append((file.document.owner, commitment.key))
    followed = {
        step.from_
        for file in portfolio.files
        for step in file.document.steps.values()
        if RELATIONS[step.relation].directed
    }
    things = {key: thing for file in portfolio.files for key, thing in file.document.things.items()}
    if not members:
        return Resolution()
    joined = _Joined([*things, *members])
    for first, *rest in _official(things, members).values():
        for other in rest:
            joined.join(first, other)
    by_rule = joined.copy()
    # A code that the pages show names all the records that it joins.
    coded = _coded(members, by_rule)
    known = {*things, *members, *coded}

    def named(judgement: Judgement) -> list[str]:
        return [name if name in joined else coded.get(name, name) for name in judgement.of]

    in_force = tuple(
        judgement
        for judgement in judgements.in_force()
        if not partly or all(name in joined for name in named(judgement))
    )
    followed |= {judgement.of[0] for judgement in in_force if judgement.verdict == "follows"}
    for judgement in in_force:
        if not judgement.of_lineage:
            _require(judgement, known)
        if judgement.verdict == "same":
            joined.join(*named(judgement))
    for judgement in in_force:
        if judgement.verdict == "different" and len(set(map(joined.of, named(judgement)))) == 1:
            raise InputError(
                f"{' and '.join(judgement.of)} are judged different ({judgement.why}), and a code or another judgement "
                "makes them one: take one of them back"
            )
    clusters = []
    for names in joined.sets():
        found = [members[name] for name in names if name in members]
        own = [name for name in names if name in things]
        if not found:
            continue
        if len(own) > 1:
            raise InputError(f"{' and '.join(own)} are two things in the case files, and judgements make them one")
        found.sort(key=lambda member: member.record.rank)
        keys = {_key(group) for group in _by_rule(found, by_rule)} | set(own)
        key = own[0] if own else _key(found)
        if not own and key in things:
            raise InputError(
                f"{key!r} is the key of a thing in the case files, and of {found[0].name} by its code: give the thing "
                "that code if it is the same, and another key if it is not"
            )
        root = by_rule.of(own[0] if own else found[0].name)
        judged = frozenset(member.name for member in found if by_rule.of(member.name) != root)
        others = tuple(sorted(keys - {key}))
        leads = key in followed or any(name in followed for name in names)
        clusters.append(
            Cluster(key, things.get(key), tuple(found), judged, others, tuple(sorted(reported[key])), leads)
        )
    clusters.sort(key=lambda cluster: cluster.key)
    keys = {cluster.key for cluster in clusters}
    for judgement in in_force:
        if judgement.of_lineage and not partly:
            _require(judgement, known | keys)
    return Resolution(
        tuple(clusters),
        tuple(judgement for judgement in in_force),
        {
            name: cluster.key
            for cluster in clusters
            for name in (*cluster.others, *(member.name for member in cluster.members))
        },
    )


def _coded(members: Mapping[str, Member], by_rule: _Joined) -> dict[str, str]:
    """Return a record of what has each key, by rule alone; a key of two is of none."""
    found: dict[str, list[str]] = defaultdict(list)
    for group in _by_rule(members.values(), by_rule):
        found[_key(sorted(group, key=lambda member: member.record.rank))].append(group[0].name)
    return {key: names[0] for key, names in found.items() if len(names) == 1}


def _require(judgement: Judgement, known: Container[str]) -> None:
    for name in judgement.of:
        if name not in known:
            raise InputError(f"a judgement of {judgement.on} names {name!r}, which is no record or thing here")


def codes_of(record: SourceRecord) -> list[str]:
    """Return the official codes of a record, each with its scheme, the first one that names it first."""
    return [f"{scheme}:{record.identifiers[scheme]}" for scheme in OFFICIAL if scheme in record.identifiers]


def _official(things: Mapping[str, Thing], members: Mapping[str, Member]) -> dict[str, list[str]]:
    """Return what has each official code."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, thing in things.items():
        for scheme in OFFICIAL:
            if scheme in thing.identifiers:
                found[f"{scheme}:{thing.identifiers[scheme].value}"].append(key)
    for name, member in members.items():
        for code in codes_of(member.record):
            found[code].append(name)
    return found


def _key(members: Iterable[Member]) -> str:
    """Return the key of what has these records: its best code, else its title."""
    found = list(members)
    codes = [
        (OFFICIAL.index(scheme), code)
        for member in found
        for scheme, _, code in (told.partition(":") for told in codes_of(member.record))
    ]
    if codes:
        return key_of(min(codes)[1])
    first = found[0].record
    return key_of(first.title or first.key)


def _by_rule(members: Iterable[Member], by_rule: _Joined) -> Iterable[list[Member]]:
    found: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        found[by_rule.of(member.name)].append(member)
    return found.values()


class _Joined:
    """Names in disjoint sets; of two sets the first name in order stands for the whole."""

    def __init__(self, names: Iterable[str]) -> None:
        self._parent = {name: name for name in names}

    def __contains__(self, name: object) -> bool:
        return name in self._parent

    def copy(self) -> _Joined:
        """Return the sets as they are now."""
        made = _Joined(())
        made._parent = dict(self._parent)
        return made

    def of(self, name: str) -> str:
        """Return the name that stands for the set of a name."""
        while self._parent[name] != name:
            self._parent[name] = name = self._parent[self._parent[name]]
        return name

    def join(self, a: str, b: str) -> None:
        """Make one set of two."""
        first, second = sorted((self.of(a), self.of(b)))
        self._parent[second] = first

    def sets(self) -> Iterable[list[str]]:
        """Return the sets, each in the order in which its names were given."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._parent:
            found[self.of(name)].append(name)
        return found.values()
