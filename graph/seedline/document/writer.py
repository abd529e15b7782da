"""A lineage as a document: the contract that pages, pictures, commands and partners share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace

from seedline.columns.index import StoredNetwork
from seedline.columns.sums import Adder
from seedline.document import accounts
from seedline.document.claims import decide, is_whole
from seedline.document.details import Details
from seedline.document.disagreements import disagreements_of
from seedline.document.types import (
    Alignment,
    Beyond,
    Carrier,
    Contested,
    Country,
    Dates,
    Dimension,
    Document,
    Limits,
    Node,
    Omitted,
    Reported,
    Source,
    StageSeen,
    StatusSeen,
    Step,
    Subject,
    Timing,
    Voices,
)
from seedline.i18n import LANGUAGES, words
from seedline.i18n.english import VOICE_WORDS, listed
from seedline.i18n.words import plain
from seedline.lineage import graph
from seedline.lineage.timing import launch, timing, voices
from seedline.lineage.traversal import Lineage
from seedline.model.clocks import moment
from seedline.model.dates import end_of, is_old, newest
from seedline.money.totals import amounts_told, totals
from seedline.store import Snapshot
from seedline.triples import OURS, NamedNode, term
from seedline.vocabulary import POLICY_STAGES, RELATIONS, STAGES, STATUSES, VOICES

_CONTESTED = {"sl:started": "start", "sl:ended": "end", "sl:fundingYear": "fundingYear"}


@dataclass(frozen=True, slots=True)
class DocumentWriter:
    """Writes traced lineages of one snapshot as documents.

    Nothing is told that lies outside the dates that limit the network, or that the details, limited to sources, do not
    see.
    """

    snapshot: Snapshot
    network: StoredNetwork
    details: Details

    def document(self, lineage: Lineage, of: Subject | None = None, limits: Limits | None = None) -> Document:
        """Return a traced lineage as a document.

        ``of`` says what it is, where it is no lineage; ``limits`` which steps and sources alone it shows.
        """
        newest_fact = self.snapshot.manifest["dates"]["factsAsOf"]
        # What other sources tell, or what was told later, makes no news of these older.
        if self.details.graphs is not None or not self.network.clocks.hold(None, newest_fact):
            newest_fact = self.network.newest_told()
        by_recipient = {node: tuple(c.iri for c in self.network.commitments.get(node, ())) for node in lineage.nodes}
        steps = tuple(self._step(step, by_recipient, newest_fact) for step in lineage.steps)
        nodes = tuple(
            sorted(
                (self._node(node, lineage.stages[node]) for node in lineage.nodes),
                key=lambda node: (STAGES[node.stage].order, node.id),
            )
        )
        carriers = self._carriers(lineage)
        found = totals(self.network, lineage)
        named = amounts_told(found, words("en"))
        money = tuple(accounts.money(total, self.details, named) for total in found)
        made = Document(
            focus=lineage.focus or None,
            of=of,
            version=self.snapshot.version,
            dates=Dates(
                newest(_every("as_of", steps, nodes, money, carriers)),
                newest(self._collected(steps, nodes, money, carriers)),
                self.snapshot.manifest["dates"]["built"],
            ),
            nodes=nodes,
            steps=steps,
            money=money,
            carriers=carriers,
            timing=tuple(
                Timing(t.seed, "funding year", t.year, t.launched, "launch", t.date, t.least, t.most, t.same_fund)
                for t in timing(self.network, lineage)
            ),
            by_whose_word=_by_whose_word(lineage, steps),
            omitted=self._omitted(lineage),
            limits=limits,
            sources=self._all_sources(nodes, steps, money, carriers),
        )
        made = made if is_whole(made) else replace(made, reported=self._reported(lineage))
        return replace(made, claims=decide(made).wire)

    def _all_sources(self, nodes: tuple[Node, ...], *parts: object) -> tuple[Source, ...]:
        """Return the sources of all that is shown, our own words left out."""
        keys = {key for node in nodes for key in node.sources} | {key for key in _every("source", *parts) if key}
        read, found = self.details, []
        for key in sorted(keys - {OURS}):
            iri = f"{read.base}id/source/{key}"
            found.append(Source(key, read.label(iri), read.value(iri, "sl:sourceKind")))
        return tuple(found)

    def _reported(self, lineage: Lineage) -> tuple[Reported, ...]:
        """Return what the whole lineages of the seeds here, and of those before what is here, report together."""
        network = self.network.undated
        here = {node for node in lineage.nodes if network.is_seed(node)}
        seeds = sorted(here or {node for node in network.closure(lineage.nodes, back=True) if network.is_seed(node)})
        found = Adder(network).together([network.node_row(seed) for seed in seeds])
        return tuple(
            Reported(tuple(seeds), money.currency, plain(money.follow_on), money.bound)
            for money in found
            if money.follow_on is not None
        )

    def _collected(self, *parts: object) -> list[str | None]:
        """Return when each source that backs a part was collected."""
        sources = sorted({source for source in _every("source", *parts) if source})
        return [self.details.value(f"{self.details.base}id/source/{name}", "sl:collected") for name in sources]

    def _omitted(self, lineage: Lineage) -> Omitted:
        """Return what one step from the lineage is not in it, later and earlier."""
        steps = (*lineage.continues, *lineage.precedes)
        beyond = {step.later for step in lineage.continues} | {step.earlier for step in lineage.precedes}
        return Omitted(
            nodes=len(beyond),
            edges=len(steps),
            reason=words("en").reason("beyond", {}) if steps else None,
            reason_code="beyond" if steps else None,
            # Several sources may tell of one and the same.
            next=_once(self._beyond(step.later, step, earlier=step.earlier) for step in lineage.continues),
            previous=_once(self._beyond(step.earlier, step, later=step.later) for step in lineage.precedes),
        )

    def _beyond(self, iri: str, step: graph.Step, *, earlier: str | None = None, later: str | None = None) -> Beyond:
        read = self.details
        return Beyond(
            iri, read.id(iri), read.label(iri), step.relation, step.status, earlier, later,
            read.token(step.iri, "sl:basis"),
            read.text(step.iri, "sl:summary"),
        )  # fmt: skip

    def _node(self, iri: str, stage: str) -> Node:
        read = self.details
        # The year of a second report stands beside the first.
        seeds = sorted(self.network.commitments.get(iri, ()), key=lambda c: bool(c.alternative_report_of))
        given = (c.year for c in seeds if c.source_type == "seed" and c.year)
        start, end, year = read.value(iri, "sl:started"), read.value(iri, "sl:ended"), next(given, None)
        return Node(
            iri=iri,
            id=read.id(iri),
            kind=self.network.kinds.get(iri, "project"),
            product_kind=read.token(iri, "sl:productKind"),
            label=read.label(iri),
            title=read.title(iri),
            stage=stage,
            start=start,
            end=end,
            funding_year=year,
            # The code that it goes by comes first; other numbers of it follow.
            codes=tuple(sorted(read.values(iri, "dcterms:identifier"), key=lambda code: code != read.id(iri))),
            countries=self._countries(iri),
            alignments=self._alignments(iri),
            policy_stage=self._policy_stage(iri),
            draft=read.value(iri, "sl:draft") == "true",
            follow_on_known=read.token(iri, "sl:followOnKnown"),
            summary=read.text(iri, "sl:summary"),
            sources=self._sources(iri),
            contested=self._contested(iri, {"start": start, "end": end, "fundingYear": year}),
        )

    def _contested(self, iri: str, taken: Mapping[str, str | None]) -> tuple[Contested, ...] | None:
        """Return what else sources say of the dates of a thing; nothing where they agree."""
        names = {term(curie).value: name for curie, name in _CONTESTED.items()}
        found = tuple(
            Contested(names[one.property], side.value, side.places)
            for one in disagreements_of(self.details, iri)
            if one.property in names
            for side in one.sides
            if side.value and side.places and side.value != taken[names[one.property]]
        )
        return found or None

    def _countries(self, iri: str) -> tuple[Country, ...]:
        """Return the countries of a thing, each once; one that a source states plainly has no qualifier of another."""
        found: dict[str, Country] = {}
        for fact in self.details.subjects("rdf:subject", iri):
            if self.details.value(fact, "rdf:predicate") != term("sl:country").value:
                continue
            country = self.details.value(fact, "rdf:object") or ""
            label, qualifier = self.details.short_label(country), self.details.text(fact, "sl:qualifier")
            if country not in found or qualifier is None:
                names = {lang: self.details.short_label(country, lang) for lang in LANGUAGES if lang != "en"}
                found[country] = Country(country.rsplit("/", 1)[-1], label, qualifier, names)
        return tuple(sorted(found.values(), key=lambda country: (country.qualifier is not None, country.code)))

    def _alignments(self, iri: str) -> tuple[Alignment, ...]:
        read = self.details
        found = [
            Alignment(
                iri=alignment,
                to=target,
                code=target.rsplit("/", 1)[-1],
                framework=_framework(target),
                label=read.label(target),
                repair=read.text(alignment, "sl:repair"),
                evidence=read.evidence(alignment),
                names={lang: read.label(target, lang) for lang in LANGUAGES if lang != "en"},
            )
            for alignment in read.subjects("sl:about", iri)
            for target in read.values(alignment, "sl:alignedTo")
        ]
        return tuple(sorted(found, key=lambda found: (found.framework, _natural(found.code))))

    def _policy_stage(self, iri: str) -> StageSeen | None:
        read, clocks = self.details, self.network.clocks
        seen = [
            (
                (clocks.sure(on), moment(on, as_of), end_of(as_of), POLICY_STAGES[stage].order),
                StageSeen(
                    stage=stage,
                    as_of=as_of,
                    on=accounts.happened(on),
                    undated=not clocks.sure(on),
                    body=next((read.label(body) for body in read.values(observation, "sl:decidedBy")), None),
                    evidence=read.evidence(observation),
                ),
            )
            for history in read.subjects("sl:about", iri)
            for observation in read.values(history, "sl:stageObservation")
            if (stage := read.token(observation, "sl:policyStage"))
            and (as_of := read.value(observation, "sl:asOf"))
            and clocks.hold(on := read.when(observation), as_of)
        ]
        return max(seen, key=lambda told: told[0], default=(None, None))[1]

    def _sources(self, iri: str) -> tuple[str, ...]:
        marker = f"{self.snapshot.base}graph/source/"
        graphs = filter(self.details.sees, self.snapshot.store.graphs_of(NamedNode(iri), term("rdf:type")))
        return tuple(graph.removeprefix(marker) for graph in graphs if graph.startswith(marker))

    def _step(self, step: graph.Step, by_recipient: dict[str, tuple[str, ...]], newest_fact: str | None) -> Step:
        read = self.details
        latest = step.latest
        carries = RELATIONS[step.relation].money == "flows"
        return Step(
            iri=step.iri,
            earlier=step.earlier,
            later=step.later,
            relation=step.relation,
            contribution=read.token(step.iri, "sl:contribution"),
            contribution_basis=read.token(step.iri, "sl:contributionBasis"),
            contribution_confidence=read.token(step.iri, "sl:contributionConfidence"),
            status=step.status,
            as_of=latest.as_of if latest else None,
            on=accounts.happened(latest.on) if latest else None,
            undated=bool(latest and latest.undated),
            old=self._old(step, newest_fact),
            statuses=tuple(
                StatusSeen(
                    seen.status,
                    seen.as_of,
                    accounts.happened(seen.on),
                    seen.undated,
                    read.token(seen.iri, "sl:basis"),
                    read.evidence(seen.iri),
                )
                for seen in step.observations
            ),
            basis=read.token(step.iri, "sl:basis"),
            voice=read.token(step.iri, "sl:assertedBy"),
            confidence=read.token(step.iri, "sl:confidence"),
            dimensions=self._dimensions(step.iri),
            date=launch(step),
            commitments=by_recipient.get(step.later, ()) if carries else (),
            summary=read.text(step.iri, "sl:summary"),
            note=read.text(step.iri, "sl:note"),
            evidence=read.evidence(step.iri),
        )

    def _old(self, step: graph.Step, newest_fact: str | None) -> bool:
        """Return whether nothing newer is known of a state that may have ended: no report of the same link either."""
        latest = step.latest
        if not (latest and latest.as_of and newest_fact and STATUSES[latest.status].lapses):
            return False
        if not is_old(latest.as_of, newest_fact):
            return False
        link = [
            s for s in self.network.later.get(step.earlier, ()) if (s.relation, s.later) == (step.relation, step.later)
        ]
        dates = (s.latest.as_of for s in link if s.latest and s.latest.as_of)
        return not any(end_of(date) > end_of(latest.as_of) for date in dates)

    def _dimensions(self, step: str) -> tuple[Dimension, ...]:
        read = self.details
        return tuple(
            Dimension(
                iri=reading,
                dimension=dimension,
                basis=read.token(reading, "sl:basis"),
                coder=read.text(reading, "sl:coder"),
                confidence=read.token(reading, "sl:confidence"),
                reason=read.text(reading, "sl:summary"),
            )
            for reading in read.subjects("sl:aboutStep", step)
            if (dimension := read.token(reading, "sl:dimension"))
        )

    def _carriers(self, lineage: Lineage) -> tuple[Carrier, ...]:
        read = self.details
        found = []
        for node in lineage.nodes:
            if lineage.stages[node] == "before":
                continue
            for claim in read.subjects("sl:about", node):
                kind, as_of = read.token(claim, "sl:carrier"), read.value(claim, "sl:asOf")
                on, clocks = read.when(claim), self.network.clocks
                if kind is None or not clocks.hold(on, as_of):
                    continue
                agent = read.value(claim, "sl:agent")
                found.append(
                    Carrier(
                        iri=claim,
                        kind=kind,
                        node=node,
                        agent=agent,
                        label=read.label(agent) if agent else None,
                        basis=read.token(claim, "sl:basis"),
                        as_of=as_of,
                        on=accounts.happened(on),
                        undated=not clocks.sure(on),
                        summary=read.text(claim, "sl:summary"),
                        evidence=read.evidence(claim),
                    )
                )
        return tuple(sorted(found, key=lambda carrier: carrier.iri))


def _by_whose_word(lineage: Lineage, steps: tuple[Step, ...]) -> Voices:
    """Return whose word the steps are, and in one phrase how many voices are independent.

    The Fund and its implementing offices are one voice: neither confirms the other. A voice that only speaks within
    another's source is quoted there, and no second voice.
    """
    found = voices(lineage)
    sides = [VOICES[voice].side for voice in VOICES if voice in found]
    sides = list(dict.fromkeys(sides))
    sources = {place.source for step in steps for place in step.evidence} - {OURS}
    if not sides:
        return Voices(found, "nobody's")
    if len(sides) > 1 and len(sources) > 1:
        return Voices(found, f"{min(len(sides), len(sources))} independent voices")
    first, *others = (VOICE_WORDS[side] for side in sides)
    return Voices(found, f"{first}, quoting {listed(others)}" if others else f"{first} only")


def _natural(code: str) -> list[tuple[int, str]]:
    # "8.10" comes after "8.8": the parts of a code count as numbers where they are.
    return [(int(part), "") if part.isdigit() else (0, part) for part in code.split(".")]


def _framework(target: str) -> str:
    if target.startswith("http://metadata.un.org/sdg/"):
        return "sdg"
    return target.rsplit("/", 2)[-2]


def _every(name: str, *parts: object) -> Iterator[str | None]:
    """Yield every value of a field in some records, however deep."""
    for part in parts:
        if isinstance(part, tuple):
            yield from _every(name, *part)
        elif is_dataclass(part):
            for field in fields(part):
                value = getattr(part, field.name)
                if field.name == name and isinstance(value, str):
                    yield value
                elif not isinstance(value, str):
                    yield from _every(name, value)


def _once(beyond: Iterable[Beyond]) -> tuple[Beyond, ...]:
    """Return each once; what one source states is no reading of ours, where it is that as well."""
    found: dict[Beyond, Beyond] = {}
    for one in beyond:
        key = replace(one, status=None, basis=None, summary=None)
        if key not in found or one.basis == "stated":
            found[key] = one
    return tuple(found.values())
