"""Lists of what is here: organisations, policies, goals, places and sources, each as a page, as JSON and as a table."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from seedline.document.types import Place
from seedline.i18n import words
from seedline.i18n.folding import folded
from seedline.i18n.words import Words, begin
from seedline.identity import kept_candidates
from seedline.identity.judgements import OF_IDENTITY, OF_LINEAGE
from seedline.lineage.graph import Step
from seedline.search import SearchIndex
from seedline.triples import NamedNode, term
from seedline.views.tracer import Tracer
from seedline.vocabulary import POLICY_STAGES
from seedline_api.rendering.finding import index_of
from seedline_api.rendering.naming import natural, official
from seedline_api.rendering.things import Things
from seedline_api.rendering.told import Told

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer


#: Amounts of one organisation that a list names; its own page has all.
_GIFTS = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a list: a text, perhaps of a thing with a page, and what is said under it."""

    text: str = ""
    iri: str = ""
    small: str = ""
    seeds: tuple[tuple[str, str], ...] = ()
    more: int = 0
    """Seeds beyond those that are named."""
    places: tuple[Place, ...] = ()
    again: bool = False
    """It says the same as the row before, and is written once on a page."""
    stages: tuple[tuple[str, str, str], ...] = ()
    number: bool = False
    """It is a count: its column is set to the right."""

    @classmethod
    def counting(cls, things: Collection[object]) -> Cell:
        """Return a cell that says how many things there are."""
        return cls(str(len(things)), number=True)

    def plain(self) -> str:
        """Return the cell as text."""
        told = [self.text, f"({self.small})" if self.small else "", ", ".join(code for code, _ in self.seeds)]
        told += [f"+{self.more}"] * bool(self.more)
        told.append("; ".join(dict.fromkeys(place.url or place.title for place in self.places)))
        told += [f"{stage}: {when}" if when else stage for stage, mark, when in self.stages if mark]
        return " ".join(filter(None, told))


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading."""

    heading: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def count(self) -> int:
        """Return how many things the rows are of."""
        return sum(not row[0].again for row in self.rows)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its name in addresses and in the catalogue, its headings, its groups."""

    name: str
    header: tuple[str, ...]
    groups: tuple[Group, ...]
    shown: int = 2000
    """Rows of a group that a page shows; files have all."""

    def only(self, iris: set[str]) -> Listing:
        """Return the rows of some things alone, and the groups that still have one."""
        kept = (replace(group, rows=tuple(row for row in group.rows if row[0].iri in iris)) for group in self.groups)
        return replace(self, groups=tuple(group for group in kept if group.rows))

    @property
    def numbers(self) -> set[int]:
        """Return the columns of counts."""
        rows = (row for group in self.groups for row in group.rows)
        return {column for row in rows for column, cell in enumerate(row) if cell.number}

    @property
    def count(self) -> int:
        """Return how many things the list has."""
        return sum(group.count for group in self.groups)


class Lists:
    """Reads the lists of a snapshot in one language."""

    def __init__(self, tracer: Tracer, index: SearchIndex, say: Words) -> None:
        self.read, self.network, self.index, self.say = tracer.details, tracer.network, index, say
        self.snapshot = tracer.snapshot
        self.things = Things(tracer.network, tracer.details, say)

    def _named(self, iri: str, small: str = "") -> Cell:
        return Cell(self.things.name(iri) or self.say("site.nameless"), iri, small)

    def _seeds(self, iri: str) -> Cell:
        seeds = self.index.seeds_of(iri)
        return Cell(seeds=seeds, more=self.index.seed_count(iri) - len(seeds))

    def _listing(self, name: str, header: tuple[str, ...], groups: dict[str, list[tuple[Cell, ...]]]) -> Listing:
        made = tuple(
            Group(heading, tuple(sorted(rows, key=lambda row: natural(row[0].text))))
            for heading, rows in groups.items()
            if rows
        )
        return Listing(name, tuple(self.say(f"site.head.{key}") for key in header), made)

    def organisations(self) -> Listing:
        """Return every organisation once, under the strongest of what it does."""
        read, say = self.read, self.say
        roles = ("funds", "carries", "takesPart", "named")
        groups: dict[str, list[tuple[Cell, ...]]] = {say(f"site.role.{role}"): [] for role in roles}
        for iri in read.subjects("rdf:type", term("org:Organization").value):
            own = set(read.subjects("sl:funder", iri))
            gives = self.things.given_by(iri, iri)
            told = list(islice(gives, _GIFTS))
            role = (
                "funds" if any(line.mood != "stopped" and self._in_money(line.iri) for line in chain(told, gives))
                else "carries" if read.subjects("sl:agent", iri)
                else "takesPart" if read.subjects("sl:organisation", iri) or read.subjects("sl:decidedBy", iri)
                else "named"
            )  # fmt: skip
            parents = ", ".join(self._dated(*parent) for parent in self.things.parents(iri).items())
            countries = ", ".join(self.things.name(country) for country in read.values(iri, "sl:country"))
            rest = [say("explore.more", len(own) - _GIFTS)] if len(own) > _GIFTS else []
            does = say.apart([*map(self._gift, told), *rest]) or ", ".join(self._roles(iri))
            does = does or say.apart([*self._decided(iri), *self._mentioned(iri)])
            # That it carries something on may be our reading alone, which no row tells as a source's word.
            carries = read.subjects("sl:agent", iri)
            ours = role == "carries" and all(read.token(one, "sl:basis") == "inferred" for one in carries)
            notes = [say("site.partOf", name=parents)] if parents else []
            notes += [say("site.carriesRead")] if ours else []
            row = (
                self._named(iri, say.apart(notes)),
                Cell(self.things.kind(iri)),
                Cell(countries),
                Cell(does),
                self._seeds(iri),
            )
            groups[say(f"site.role.{role}")].append(row)
        return self._listing("organisations", ("name", "kind", "country", "does", "lineages"), groups)

    def _roles(self, iri: str) -> Collection[str]:
        """Return in which roles an organisation takes part."""
        parts = self.read.subjects("sl:organisation", iri)
        return dict.fromkeys(self.things.role(part) for part in parts if self.read.token(part, "sl:role"))

    def _decided(self, iri: str) -> Iterator[str]:
        """Yield what a body decided of policies: the stage, and those that reached it so."""
        read = self.read
        stages: dict[str, dict[str, None]] = defaultdict(dict)
        for observation in read.subjects("sl:decidedBy", iri):
            for history in read.subjects("sl:stageObservation", observation):
                named = map(self.things.name, read.values(history, "sl:about"))
                stages[read.token(observation, "sl:policyStage") or ""] |= dict.fromkeys(named)
        for stage, policies in stages.items():
            yield self.say.pair(self.say.token("policyStage", stage), self.say.listed(list(islice(policies, _GIFTS))))

    def _mentioned(self, iri: str) -> Iterator[str]:
        """Yield why an organisation without a part is here: what is said of it, where it is named, what it includes."""
        read, things, say = self.read, self.things, self.say
        if own := sum(bool(things.said(statement)) for statement in read.subjects("sl:about", iri)):
            yield say("site.spokenOf", own)
        about = (thing for statement in read.subjects("sl:names", iri) for thing in read.values(statement, "sl:about"))
        if said := list(islice(dict.fromkeys(filter(None, map(things.name, about))), _GIFTS)):
            yield say("site.namedIn", what=say.listed(said))
        if parts := list(islice(map(things.name, read.subjects("org:subOrganizationOf", iri)), _GIFTS)):
            yield say("site.hasPart", name=say.listed(parts))

    def _dated(self, organisation: str, stated: list[str]) -> str:
        """Return an organisation above another with when it is, as far as sources say."""
        held = self.say.apart(filter(None, map(self.things.held, stated)))
        return self.things.name(organisation) + (f" ({held})" if held else "")

    def _gift(self, line: Told) -> str:
        """Return an amount with its status, and of what it is where it is no money."""
        kind = (
            ""
            if self._in_money(line.iri)
            else self.say.token("source", self.read.token(line.iri, "sl:sourceType") or "")
        )
        told = f"{line.amount}, {line.status}"
        return self.say.pair(kind, told) if kind else told

    def _in_money(self, commitment: str) -> bool:
        """Return whether a commitment is of money to others; staff and rooms are not, nor is what one keeps."""
        return self.read.token(commitment, "sl:sourceType") not in {"inKind", "ownResources"}

    def policies(self) -> Listing:
        """Return every policy by the latest stage that is told of it."""
        read, say = self.read, self.say
        known = [begin(say.token("policyStage", stage)) for stage in reversed(POLICY_STAGES)]
        groups: dict[str, list[tuple[Cell, ...]]] = {**{stage: [] for stage in known}, say("site.stageNotTold"): []}
        for iri in self.network.nodes_of_kind("policy"):
            seen = sorted(
                (read.value(observation, "sl:asOf") or "", POLICY_STAGES[stage].order, stage)
                for history in read.subjects("sl:about", iri)
                for observation in read.values(history, "sl:stageObservation")
                if (stage := read.token(observation, "sl:policyStage"))
            )
            latest = begin(say.token("policyStage", seen[-1][2])) if seen else say("site.stageNotTold")
            told = dict(self._stages(iri))
            marks = tuple(
                (
                    say.token("policyStage", stage),
                    ("last" if seen and stage == seen[-1][2] else "past") if stage in told else "",
                    told.get(stage, ""),
                )
                for stage in POLICY_STAGES
            )
            came = say.apart(map(self._came, self.network.earlier.get(iri, ())))
            # An empty row of stages would look like a policy at the first of them.
            stages = Cell(stages=marks) if seen else Cell(say("note.notStated"))
            groups[latest].append((self._named(iri), stages, Cell(came), self._seeds(iri)))
        return self._listing("policies", ("policy", "stages", "part", "lineages"), groups)

    def _came(self, step: Step) -> str:
        """Return what led to a policy, and where that it did is our reading."""
        told = self.things.step(step, back=True)
        return f"{told.plain} ({self.say('ui.ourReading')})" if told.ours else told.plain

    def _stages(self, policy: str) -> Iterator[tuple[str, str]]:
        """Yield each stage that is told of a policy with when it was reached, else by when that was told."""
        read, say = self.read, self.say
        for history in read.subjects("sl:about", policy):
            for observation in read.values(history, "sl:stageObservation"):
                if stage := read.token(observation, "sl:policyStage"):
                    on, as_of = read.value(observation, "sl:on"), read.value(observation, "sl:asOf")
                    yield stage, say.when(on) if on else say("explore.by", date=say.when(as_of)) if as_of else ""

    def goals(self) -> Listing:
        """Return the goals, targets and objectives that seeds declare, by framework and code."""
        read = self.read
        found: dict[str, set[str]] = defaultdict(set)
        for quad in read.quads(None, term("sl:alignsWith")):
            if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode):
                found[quad.object.value].add(quad.subject.value)
        groups: dict[str, list[tuple[Cell, ...]]] = {
            self.say(f"explore.facet.{name}"): [] for name in ("target", "migof", "msd")
        }
        for iri in found:
            framework = "target" if "/sdg/" in iri else "migof" if "/migof/" in iri else "msd"
            code, name = read.value(iri, "skos:notation") or "", self.things.name(iri)
            row = (Cell(code if code == name else f"{code} {name}", iri), Cell.counting(found[iri]), self._seeds(iri))
            groups[self.say(f"explore.facet.{framework}")].append(row)
        return self._listing("goals", ("goal", "seeds", "lineages"), groups)

    def places(self) -> Listing:
        """Return the countries of what is here by region, with what is there, then the sites and points of entry."""
        read, say = self.read, self.say
        regions: dict[str, list[tuple[Cell, ...]]] = defaultdict(list)
        # Read once: a country may have tens of thousands of things.
        kinds = read.quads(None, term("sl:organisationKind"))
        organisations = {quad.subject.value for quad in kinds if isinstance(quad.subject, NamedNode)}
        nodes = set(self.network.kinds)
        for iri in read.subjects("rdf:type", term("skos:Concept").value):
            if "/scheme/country/" not in iri or not (
                places := [s for s in read.subjects("sl:country", iri) if s != iri]
            ):
                continue
            things = [place for place in places if place in nodes]
            bodies = [place for place in places if place in organisations]
            if things or bodies:
                row = (self._named(iri), Cell.counting(things), Cell.counting(bodies), self._seeds(iri))
                for region in read.values(iri, "sl:idfRegion") or [""]:
                    regions[self.things.name(region) if region else say("site.noRegion")].append(row)
        within: list[tuple[Cell, ...]] = []
        for iri in read.subjects("rdf:type", term("sl:Place").value):
            country = ", ".join(self.things.name(country) for country in read.values(iri, "sl:country"))
            kind = ", ".join(filter(None, (self.things.kind(iri), country)))
            placed = [thing for thing in read.subjects("sl:place", iri) if thing in nodes]
            within.append((self._named(iri, kind), Cell.counting(placed), Cell(), self._seeds(iri)))
        told = sorted(regions.items(), key=lambda item: (item[0] == say("site.noRegion"), folded(item[0])))
        groups = {**dict(told), say("explore.sitesAndPoints"): within}
        return self._listing("places", ("country", "things", "organisations", "lineages"), groups)

    def sources(self) -> Listing:
        """Return the sources, with where to get each, of when it is and how many places of it are named."""
        read, say = self.read, self.say
        rows: list[tuple[Cell, ...]] = []
        for iri in read.subjects("rdf:type", term("sl:Source").value):
            dates = Cell(
                say("note.factsAsOf", date=say.when(read.value(iri, "sl:asOf"))) if read.value(iri, "sl:asOf") else "",
                small=say("note.collected", date=say.when(day)) if (day := read.value(iri, "sl:collected")) else "",
            )
            cited = read.text_in(iri, "dcterms:bibliographicCitation", say.language) or ""
            get = Cell(cited, small=read.value(iri, "foaf:page") or "")
            rows.append(
                (
                    self._named(iri, read.text(iri, "sl:sourceKind") or ""),
                    get,
                    dates,
                    Cell.counting(read.subjects("oa:hasSource", iri)),
                )
            )
        return self._listing("sources", ("source", "get", "dates", "places"), {"": rows})

    def conflicts(self) -> Listing:
        """Return where statements do not agree, every side with its place."""
        groups: dict[str, list[tuple[Cell, ...]]] = {}
        for one in self.things.disagreements():
            heading = groups.setdefault(begin(self.say(f"differ.{one.kind}")), [])
            for number, side in enumerate(one.sides):
                again, seeds = number > 0, self._seeds(one.about)
                heading.append(
                    (
                        Cell(one.name, one.iri, again=again),
                        Cell(side.text, side.iri, self.say("site.taken") if side.taken else ""),
                        Cell(places=side.places),
                        replace(seeds, again=again),
                    )
                )
        header = tuple(self.say(f"site.head.{key}") for key in ("difference", "side", "where", "lineages"))
        return Listing("conflicts", header, tuple(Group(name, tuple(rows)) for name, rows in groups.items()))

    def identity(self) -> Listing:
        """Return the judgements in force on what is one and on what followed what, with who made them, when and why."""
        read = self.read
        groups: dict[str, list[tuple[Cell, ...]]] = {
            self.say(f"site.verdict.{verdict}"): [] for verdict in (*OF_IDENTITY, *OF_LINEAGE)
        }
        for iri in read.subjects("rdf:type", term("sl:Judgement").value):
            first, *others = read.values(iri, "sl:judged")
            by, on = read.text(iri, "sl:judgedBy") or "", self.say.when(read.value(iri, "sl:judgedOn"))
            things = {thing for name in (first, *others) for thing in read.values(name, "sl:recordOf") or [name]}
            groups[self.say(f"site.verdict.{read.value(iri, 'sl:verdict')}")].append(
                (
                    self._named(first, read.id(first).removeprefix("record/")),
                    Cell(
                        self.things.name(others[0]) if others else "",
                        others[0] if others else "",
                        read.id(others[0]).removeprefix("record/") if others else "",
                    ),
                    Cell(read.text(iri, "sl:note") or "", small=f"{by}, {on}"),
                    Cell(seeds=tuple(dict.fromkeys(s for thing in sorted(things) for s in self.index.seeds_of(thing)))),
                )
            )
        return self._listing("identity", ("record", "other", "why", "lineages"), groups)

    def candidates(self) -> Listing:
        """Return pairs of projects that only resemble each other and that nobody judged, the likeliest first."""
        say = self.say
        rows = tuple(
            (
                self._named(one.earlier, official(self.read.id(one.earlier))),
                self._named(one.later, official(self.read.id(one.later))),
                Cell(f"{one.score:.2f}".replace(".", say("money.point"))),
                Cell(say.apart(say(f"site.why.{why}", told=self._shared(why, told)) for why, told in one.reasons)),
            )
            for one in kept_candidates(self.snapshot.path)
        )
        header = tuple(say(f"site.head.{key}") for key in ("earlier", "later", "score", "speaks"))
        return Listing("candidates", header, (Group("", rows),) if rows else (), shown=100)

    def _shared(self, why: str, told: str) -> str:
        """Return what two projects share in words: countries and regions by their names, all else as it is."""
        if why not in {"country", "region"}:
            return told
        return ", ".join(self.things.name(f"{self.read.base}scheme/{why}/{token}") for token in told.split(", "))


LISTS: dict[str, Callable[[Lists], Listing]] = {
    "organisations": Lists.organisations,
    "policies": Lists.policies,
    "goals": Lists.goals,
    "places": Lists.places,
    "sources": Lists.sources,
    "conflicts": Lists.conflicts,
    "identity": Lists.identity,
    "candidates": Lists.candidates,
}
"""Name of a list → what makes it."""


def _json(listing: Listing, version: str) -> dict[str, Any]:
    return {
        "version": version,
        "name": listing.name,
        "total": listing.count,
        "groups": [
            {
                "heading": group.heading,
                "rows": [dict(zip(listing.header, map(_cell, row), strict=True)) for row in group.rows],
            }
            for group in listing.groups
        ],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    told = {name: value for name, value in asdict(cell).items() if value and name not in {"places", "number"}}
    return told | {"places": [place.json() for place in cell.places]} if cell.places else told


def list_of(renderer: Renderer, which: str, say: Words) -> Listing:
    """Return a list of ours."""
    return LISTS[which](Lists(renderer.tracer, index_of(renderer.tracer.snapshot), say))


def listing(renderer: Renderer, which: str, lang: str) -> Made:
    """Return a list as a page."""
    return renderer.site.page("list.html", lang=lang, at=f"/{which}", listing=list_of(renderer, which, words(lang))), {}


def as_json(renderer: Renderer, which: str, lang: str) -> Made:
    """Return a list as JSON."""
    told = _json(list_of(renderer, which, words(lang)), renderer.tracer.snapshot.version)
    return json.dumps(told, ensure_ascii=False).encode(), {}
