"""A lineage as JSON: the contract that pages, pictures, commands and partners share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from seedline.columns.index import StoredNetwork
from seedline.document.accounts import total_json
from seedline.document.details import Details
from seedline.i18n import words
from seedline.lineage.graph import Step
from seedline.lineage.timing import by_whose_word, launch, timing
from seedline.lineage.traversal import STAGES, Lineage
from seedline.model.dates import end_of, is_old, newest
from seedline.money.totals import totals
from seedline.store import Snapshot
from seedline.triples import NamedNode, term
from seedline.vocabulary.relations import POLICY_STAGES, RELATIONS

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DocumentWriter:
    """Writes traced lineages of one snapshot as the contract's JSON.

    Nothing is told that the network, limited to a date, did not know, or that the details, limited to sources, do not
    see.
    """

    snapshot: Snapshot
    network: StoredNetwork
    details: Details

    def document(self, lineage: Lineage, of: Json | None = None, limits: Json | None = None) -> Json:
        """Return a traced lineage as the contract's JSON.

        ``of`` says what it is, where it is no lineage; ``limits`` which steps and sources alone it shows.
        """
        newest_fact = self.snapshot.manifest["dates"]["factsAsOf"]
        if not self.network.knows(newest_fact):
            newest_fact = self.network.newest_known()
        counted = totals(self.network, lineage)
        by_recipient = {node: [c.iri for c in self.network.commitments.get(node, ())] for node in lineage.nodes}
        edges = [self._edge(step, by_recipient, newest_fact) for step in lineage.steps]
        nodes = sorted(
            (self._node(node, lineage.stages[node]) for node in lineage.nodes),
            key=lambda node: (STAGES.index(node["stage"]), node["id"]),
        )
        carried = self._carried_on_by(lineage)
        money = [total_json(total, self.details) for total in counted]
        return {
            "focus": lineage.focus or None,
            **({"of": of} if of else {}),
            "version": self.snapshot.version,
            "dates": {
                "factsAsOf": newest(_every("asOf", edges, nodes, money, carried)),
                "collected": newest(self._collected(edges, nodes, money, carried)),
                "built": self.snapshot.manifest["dates"]["built"],
            },
            "summary": "",
            "nodes": nodes,
            "edges": edges,
            "money": money,
            "carriedOnBy": carried,
            "timing": timing(self.network, lineage),
            "byWhoseWord": by_whose_word(lineage),
            "omitted": self._omitted(lineage),
            **({"limits": limits} if limits else {}),
        }

    def _collected(self, *parts: Any) -> list[str | None]:
        """Return when each source that backs a part was collected."""
        sources = sorted({source for source in _every("source", *parts) if source})
        return [self.details.value(f"{self.details.base}id/source/{name}", "sl:collected") for name in sources]

    def _omitted(self, lineage: Lineage) -> Json:
        """Return what one step from the lineage is not in it, later and earlier."""
        steps = (*lineage.continues, *lineage.precedes)
        beyond = {step.later for step in lineage.continues} | {step.earlier for step in lineage.precedes}
        return {
            "nodes": len(beyond),
            "edges": len(steps),
            "reason": words("en")("reason.beyond") if steps else None,
            "next": [{**self._other(step.later, step.relation), "from": step.earlier} for step in lineage.continues],
            "previous": [{**self._other(step.earlier, step.relation), "to": step.later} for step in lineage.precedes],
        }

    def _other(self, iri: str, relation: str) -> Json:
        return {"iri": iri, "id": self.details.id(iri), "label": self.details.label(iri), "relation": relation}

    def _node(self, iri: str, stage: str) -> Json:
        read = self.details
        return {
            "iri": iri,
            "id": read.id(iri),
            "kind": self.network.kinds.get(iri, "project"),
            "productKind": read.token(iri, "sl:productKind"),
            "label": read.label(iri),
            "title": read.value(iri, "dcterms:title"),
            "stage": stage,
            "start": read.value(iri, "sl:started"),
            "end": read.value(iri, "sl:ended"),
            "fundingYear": next(
                (c.year for c in self.network.commitments.get(iri, ()) if c.source_type == "seed" and c.year),
                None,
            ),
            "codes": read.values(iri, "dcterms:identifier"),
            "countries": self._countries(iri),
            "alignments": self._alignments(iri),
            "policyStage": self._policy_stage(iri),
            "draft": read.value(iri, "sl:draft") == "true",
            "summary": read.value(iri, "sl:summary"),
            "sources": self._sources(iri),
        }

    def _countries(self, iri: str) -> list[Json]:
        found = []
        for fact in self.details.subjects("rdf:subject", iri):
            if self.details.value(fact, "rdf:predicate") != term("sl:country").value:
                continue
            country = self.details.value(fact, "rdf:object") or ""
            found.append(
                {
                    "code": country.rsplit("/", 1)[-1],
                    "label": self.details.short_label(country),
                    "qualifier": self.details.value(fact, "sl:qualifier"),
                }
            )
        return sorted(found, key=lambda country: (country["qualifier"] is not None, country["code"]))

    def _alignments(self, iri: str) -> list[Json]:
        found = []
        for alignment in self.details.subjects("sl:about", iri):
            for target in self.details.values(alignment, "sl:alignedTo"):
                found.append(
                    {
                        "iri": alignment,
                        "to": target,
                        "code": target.rsplit("/", 1)[-1],
                        "framework": _framework(target),
                        "label": self.details.label(target),
                        "repair": self.details.value(alignment, "sl:repair"),
                        "evidence": self.details.evidence(alignment),
                    }
                )
        return sorted(found, key=lambda found: (found["framework"], _natural(found["code"])))

    def _policy_stage(self, iri: str) -> Json | None:
        read = self.details
        seen: list[Json] = [
            {
                "stage": stage,
                "asOf": as_of,
                "body": next((read.label(body) for body in read.values(observation, "sl:decidedBy")), None),
                "evidence": read.evidence(observation),
            }
            for history in read.subjects("sl:about", iri)
            for observation in read.values(history, "sl:stageObservation")
            if (stage := read.token(observation, "sl:policyStage"))
            and (as_of := read.value(observation, "sl:asOf"))
            and self.network.knows(as_of)
        ]
        return max(seen, key=lambda told: (end_of(told["asOf"]), POLICY_STAGES.index(told["stage"])), default=None)

    def _sources(self, iri: str) -> list[str]:
        marker = f"{self.snapshot.base}graph/source/"
        graphs = filter(self.details.sees, self.snapshot.store.graphs_of(NamedNode(iri), term("rdf:type")))
        return [graph.removeprefix(marker) for graph in graphs if graph.startswith(marker)]

    def _edge(self, step: Step, by_recipient: dict[str, list[str]], newest_fact: str | None) -> Json:
        read = self.details
        latest = step.latest
        carries = RELATIONS[step.relation].money == "flows"
        return {
            "iri": step.iri,
            "from": step.earlier,
            "to": step.later,
            "relation": step.relation,
            "contribution": read.token(step.iri, "sl:contribution"),
            "status": step.status,
            "statusAsOf": latest.as_of if latest else None,
            "statusOld": bool(latest and newest_fact and is_old(latest.as_of, newest_fact)),
            "statuses": [
                {"status": seen.status, "asOf": seen.as_of, "evidence": read.evidence(seen.iri)}
                for seen in step.observations
            ],
            "basis": read.token(step.iri, "sl:basis"),
            "assertedBy": read.token(step.iri, "sl:assertedBy"),
            "confidence": read.token(step.iri, "sl:confidence"),
            "dimensions": self._dimensions(step.iri),
            "date": launch(step),
            "commitments": by_recipient.get(step.later, []) if carries else [],
            "summary": read.value(step.iri, "sl:summary"),
            "note": read.value(step.iri, "sl:note"),
            "evidence": read.evidence(step.iri),
        }

    def _dimensions(self, step: str) -> list[Json]:
        read = self.details
        return [
            {
                "iri": reading,
                "dimension": read.token(reading, "sl:dimension"),
                "basis": read.token(reading, "sl:basis"),
                "coder": read.value(reading, "sl:coder"),
                "confidence": read.token(reading, "sl:confidence"),
                "reason": read.value(reading, "sl:summary"),
            }
            for reading in read.subjects("sl:aboutStep", step)
            if read.token(reading, "sl:dimension")
        ]

    def _carried_on_by(self, lineage: Lineage) -> list[Json]:
        read = self.details
        found = []
        for node in lineage.nodes:
            if lineage.stages[node] == "before":
                continue
            for claim in read.subjects("sl:about", node):
                kind, as_of = read.token(claim, "sl:carrier"), read.value(claim, "sl:asOf")
                if kind is None or not self.network.knows(as_of):
                    continue
                agent = read.value(claim, "sl:agent")
                found.append(
                    {
                        "iri": claim,
                        "kind": kind,
                        "node": node,
                        "agent": agent,
                        "label": read.label(agent) if agent else None,
                        "asOf": as_of,
                        "summary": read.value(claim, "sl:summary"),
                        "evidence": read.evidence(claim),
                    }
                )
        return sorted(found, key=lambda entry: entry["iri"])


def _natural(code: str) -> list[tuple[int, str]]:
    # "8.10" comes after "8.8": the parts of a code count as numbers where they are.
    return [(int(part), "") if part.isdigit() else (0, part) for part in code.split(".")]


def _framework(target: str) -> str:
    if target.startswith("http://metadata.un.org/sdg/"):
        return "sdg"
    return target.rsplit("/", 2)[-2]


def _every(key: str, *parts: Any) -> Iterator[str | None]:
    """Yield every value of a key in some JSON, however deep."""
    for part in parts:
        if isinstance(part, dict):
            if isinstance(part.get(key), str):
                yield part[key]
            yield from _every(key, *part.values())
        elif isinstance(part, list):
            yield from _every(key, *part)
